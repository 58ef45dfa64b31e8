/** Review beyond the first answer: taking back, reopening, blindness, conflicts of interest, agreement, reasons, papers, files, the office's answers. */
import { randomUUID } from 'node:crypto';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type Reply, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser } from '../support/builders.ts';
import { buildAt, caseRow, postToCase, prepare, STEPS_OVER_HTTP } from '../support/casework.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let analyst: Client;
let second: Client;
let third: Client;
let commissioner: Client;
let officer: Client;
let office: Client;
let auditor: Client;
let analystUser: BuiltUser;

const client = async (user: BuiltUser) => new Client(api.url).signIn(user);

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  await buildContest(db, 'tinjau-uji', '16.73');
  analystUser = await buildUser(db, ['analyst', '16']);
  analyst = await client(analystUser);
  second = await client(await buildUser(db, ['second_reviewer', '16']));
  third = await client(await buildUser(db, ['analyst', '16.73']));
  commissioner = await client(await buildUser(db, ['commissioner', '16']));
  officer = await client(await buildUser(db, ['handling_officer', '16']));
  office = await client(await buildUser(db, ['personnel_office', '16.73']));
  auditor = await client(await buildUser(db, ['auditor', 'ID']));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const row = (id: number) => caseRow(db, id);
const post = (c: Client, id: number, path: string, body?: unknown): Promise<Reply> => postToCase(db, c, id, path, body);
async function judge(c: Client, id: number, body: unknown): Promise<Reply> {
  expect((await c.post(`/v1/cases/${id}/claim`)).status).toBe(200);
  return post(c, id, 'opinions', body);
}
const yes = (...acts: string[]) => ({ finding: 'plausible', acts });
const no = (exemption = 'HN-08') => ({ finding: 'not_a_violation', exemption });
const audit = async (action: string, id: number) =>
  (
    await sql<{ data: Record<string, unknown> }>`select data from audit_log where action = ${action} and object_id = ${String(id)} order by id`.execute(db)
  ).rows.map((r) => r.data);

describe('taking an opinion back', () => {
  test('the case returns to review with its author, who may judge anew; both answers stay on record', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    await judge(analyst, id, no());
    expect(await row(id)).toMatchObject({ state: 'DISMISSED', outcome: 'DISMISSED', ended_at: expect.any(Date) });
    expect(await post(analyst, id, 'undo')).toMatchObject({ status: 200, body: { state: 'IN_REVIEW' } });
    expect(await row(id)).toMatchObject({ outcome: null, ended_at: null, exemption: null, decided_at: null, acts: ['SKB-KE-02'] });
    expect((await analyst.get(`/v1/cases/${id}`)).body.holder).toMatchObject({ mine: true });
    expect(await post(analyst, id, 'opinions', yes('SKB-KE-02'))).toMatchObject({ status: 201, body: { state: 'CONFIRMED' } });
    const { rows } = await sql<{
      finding: string;
      undone: boolean;
    }>`select finding, undone_at is not null as undone from case_opinion where case_id = ${id} order by id`.execute(db);
    expect(rows).toEqual([
      { finding: 'not_a_violation', undone: true },
      { finding: 'plausible', undone: false },
    ]);
    expect((await commissioner.get(`/v1/cases/${id}`)).body.opinions.map((o: { finding: string }) => o.finding)).toEqual(['plausible']);
  });

  test('not after ten minutes, not after somebody else has acted, not by another', async () => {
    const late = await buildCase(db, { phase: 'CAMP' });
    await judge(analyst, late, yes('SKB-DS-02'));
    await sql`alter table case_opinion disable trigger immutable`.execute(db);
    await sql`update case_opinion set given_at = now() - interval '11 minutes' where case_id = ${late}`.execute(db);
    await sql`alter table case_opinion enable trigger immutable`.execute(db);
    expect(await post(analyst, late, 'undo')).toMatchObject({ status: 409, body: { code: 'undo_not_possible' } });
    const taken = await buildCase(db, { phase: 'CAMP' });
    await judge(analyst, taken, yes('SKB-DS-02'));
    expect(await post(second, taken, 'undo')).toMatchObject({ status: 409, body: { code: 'undo_not_possible' } });
    expect((await second.post(`/v1/cases/${taken}/claim`)).status).toBe(200);
    expect(await post(analyst, taken, 'undo')).toMatchObject({ status: 409, body: { code: 'undo_not_possible' } });
  });

  test('the database itself keeps a second standing opinion out, and an opinion from being changed', async () => {
    const id = await buildCase(db, { phase: 'CAMP' });
    await judge(analyst, id, yes('SKB-DS-02'));
    const again = sql`insert into case_opinion (case_id, round, user_id, finding) values (${id}, 2, ${analystUser.id}, 'plausible')`;
    await expect(again.execute(db)).rejects.toMatchObject({ code: '23505' });
    await expect(sql`update case_opinion set finding = 'needs_second' where case_id = ${id}`.execute(db)).rejects.toMatchObject({ code: '42501' });
    await expect(sql`delete from case_opinion where case_id = ${id}`.execute(db)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('reopening', () => {
  test('by somebody who did not decide it, with a reason; the next round is read by fresh eyes who see nothing of the first', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    await judge(analyst, id, { ...no(), reason: 'Alasan rahasia putaran pertama.' });
    const body = { ground: 'new_fact', reason: 'Ada unggahan lanjutan.' };
    expect(await post(analyst, id, 'reopen', body)).toMatchObject({ status: 409, body: { code: 'case_same_person' } });
    expect((await post(second, id, 'reopen', { ground: 'new_fact' })).status).toBe(400);
    expect(await post(second, id, 'reopen', body)).toMatchObject({ status: 200, body: { state: 'IN_REVIEW' } });
    expect(await analyst.post(`/v1/cases/${id}/claim`)).toMatchObject({ status: 409, body: { code: 'case_same_reviewer' } });

    const seen = await third.get(`/v1/cases/${id}`);
    expect(seen.body).toMatchObject({ opinions: [], acts: [], exemption: null });
    expect(seen.body.timeline.map((e: { type: string }) => e.type)).not.toContain('dismissed');
    expect(JSON.stringify(seen.body)).not.toContain('rahasia');
    expect((await third.get(`/v1/cases/${id}/proceedings`)).body.records).toEqual([]);
    expect((await third.get(`/v1/cases/${id}/statement-of-reasons`)).status).toBe(409);

    expect(await judge(third, id, yes('SKB-KE-02'))).toMatchObject({ status: 201, body: { state: 'CONFIRMED' } });
    expect(await row(id)).toMatchObject({ round: 2, state: 'CONFIRMED' });
  });

  test('a new fact starts the clock of the plenary anew, an error does not', async () => {
    const known = async (ground: string) => {
      const id = await buildCase(db, { phase: 'CAMP', state: 'CONFIRMED', knownDaysAgo: 5 });
      expect((await post(commissioner, id, 'reopen', { ground, reason: 'Diperiksa kembali.' })).status).toBe(200);
      return (Date.now() - ((await row(id)).known_at?.getTime() ?? 0)) / 86_400_000;
    };
    expect(await known('new_fact')).toBeLessThan(1);
    expect(await known('error')).toBeGreaterThan(4);
  });

  test('not while another case of the same post is open', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    await judge(analyst, id, no());
    await sql`insert into cases (post_id, version_id, person_id, region, band, label, phase, score, priority, posted_at, captured_at)
      select post_id, version_id, person_id, region, band, label, phase, score, priority, posted_at, captured_at from cases where id = ${id}`.execute(db);
    expect(await post(commissioner, id, 'reopen', { ground: 'error', reason: 'Keliru.' })).toMatchObject({ status: 409, body: { code: 'case_wrong_state' } });
  });
});

describe('blind first look', () => {
  const nameOf = async (id: number) =>
    (
      await sql<{
        name: string;
        handle: string;
      }>`select p.name, a.handle from cases c join person p on p.id = c.person_id join account a on a.person_id = p.id where c.id = ${id}`.execute(db)
    ).rows[0];

  test('name, handle, agency and address are nowhere in what a reader gets, also not inside the text', async () => {
    const id = await buildCase(db, { phase: 'CAMP', text: 'tunggu' });
    const who = await nameOf(id);
    const text = `Salam dari ${who?.name}! Follow @${who?.handle} ya, coblos nomor 2`;
    await sql`alter table evidence disable trigger all`.execute(db);
    await sql`update evidence set content = jsonb_set(content, '{post,text}', to_jsonb(${text}::text)) where case_id = ${id}`.execute(db);
    await sql`alter table evidence enable trigger all`.execute(db);
    for (const reader of [analyst, second, commissioner, auditor]) {
      const body = JSON.stringify((await reader.get(`/v1/cases/${id}`)).body);
      for (const hidden of [who?.name, who?.handle, 'Pemerintah Kota Uji', 'Dinas Contoh', 'contoh.invalid']) expect(body).not.toContain(hidden);
      expect(body).toContain('coblos nomor 2');
      expect(body).not.toMatch(/nip|photo/i);
    }
    const shown: string = (await analyst.get(`/v1/cases/${id}`)).body.post.text;
    expect(shown).toHaveLength(text.length);
    expect(shown.indexOf('coblos')).toBe(text.indexOf('coblos'));
  });

  test('the identity opens with the own finding "plausible", for a purpose, and each look is in the log', async () => {
    const id = await buildCase(db, { phase: 'CAMP' });
    const ask = (c: Client, purpose: unknown = 'Memeriksa kecocokan akun.') => c.post(`/v1/cases/${id}/identity`, { purpose });
    expect(await ask(analyst)).toMatchObject({ status: 403, body: { code: 'identity_hidden' } });
    await judge(analyst, id, yes('SKB-DS-02'));
    expect((await ask(analyst, '?')).status).toBe(400);
    const r = await ask(analyst);
    expect(r).toMatchObject({ status: 200, body: { agency: 'Pemerintah Kota Uji', url: expect.stringContaining('contoh.invalid') } });
    expect(r.body.name).toBe((await nameOf(id))?.name);
    expect(r.body.nip).toMatch(/^•{15}\d{3}$/);
    for (const blind of [second, commissioner, auditor]) expect(await ask(blind), 'who has not judged stays blind').toMatchObject({ status: 403 });
    expect((await ask(office)).status).toBe(404);
    await judge(second, id, yes('SKB-DS-02'));
    expect((await ask(commissioner)).status).toBe(200);
    expect(await audit('case_identity', id)).toEqual([
      { purpose: 'Memeriksa kecocokan akun.', state: 'IN_REVIEW' },
      { purpose: 'Memeriksa kecocokan akun.', state: 'CONFIRMED' },
    ]);
  });

  test('a case that was dismissed stays without a name for its readers', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    await judge(analyst, id, no());
    expect((await analyst.post(`/v1/cases/${id}/identity`, { purpose: 'Ingin tahu saja.' })).body.code).toBe('identity_hidden');
    expect((await auditor.post(`/v1/cases/${id}/identity`, { purpose: 'Pemeriksaan berkala.' })).status).toBe(200);
  });

  test('an account whose identity nobody verified is not confirmed', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    await sql`alter table evidence disable trigger all`.execute(db);
    await sql`update evidence set content = content #- '{author,identity_verified}' where case_id = ${id}`.execute(db);
    await sql`alter table evidence enable trigger all`.execute(db);
    expect((await analyst.post(`/v1/cases/${id}/claim`)).status).toBe(200);
    expect(await post(analyst, id, 'opinions', yes('SKB-KE-02'))).toMatchObject({ status: 409, body: { code: 'identity_not_verified' } });
    // Verified since: the sealed evidence stays as it was, and the case may go on.
    await sql`update account set verified_at = now(), verified_by = 'BKPSDM' where id = (select account_id from post where id = (select post_id from cases where id = ${id}))`.execute(
      db,
    );
    expect(await post(analyst, id, 'opinions', yes('SKB-KE-02'))).toMatchObject({ status: 201, body: { state: 'CONFIRMED' } });
    const other = await buildCase(db, { phase: 'PRE' });
    expect((await judge(analyst, other, no('HN-28'))).status).toBe(201);
  });
});

describe('conflicts of interest', () => {
  test('a former agency and kin are neither offered nor given', async () => {
    const kinUser = await buildUser(db, ['analyst', '92']);
    const kin = await client(kinUser);
    const mine = await buildCase(db, { region: '92.01', priority: 90 });
    const free = await buildCase(db, { region: '92.02', priority: 10 });
    await sql`update person set name = 'Contoh Lain' where id = (select person_id from cases where id = ${free})`.execute(db);
    const { rows } = await sql<{ name: string }>`select p.name from cases c join person p on p.id = c.person_id where c.id = ${mine}`.execute(db);
    expect((await kin.post('/v1/me/conflicts', { kind: 'kin', name: rows[0]?.name.toUpperCase() })).status).toBe(201);
    expect(await kin.post(`/v1/cases/${mine}/claim`)).toMatchObject({ status: 409, body: { code: 'conflict_of_interest' } });
    expect((await kin.post('/v1/cases/next')).body.case).toMatchObject({ id: free });
    expect((await kin.get('/v1/me/conflicts')).body.data).toMatchObject([{ kind: 'kin', agency: null }]);

    const former = await client(await buildUser(db, ['analyst', '92']));
    expect((await former.post('/v1/me/conflicts', { kind: 'agency', agency: 'pemerintah kota uji' })).status).toBe(201);
    expect((await former.post(`/v1/cases/${mine}/claim`)).body.code).toBe('conflict_of_interest');
    const other = await client(await buildUser(db, ['analyst', '92']));
    expect((await other.post(`/v1/cases/${mine}/claim`)).status).toBe(200);
  });

  test('who comes to know a conflict after claiming cannot judge any more, also not by direct SQL', async () => {
    const user = await buildUser(db, ['analyst', '16']);
    const c = await client(user);
    const id = await buildCase(db);
    expect((await c.post(`/v1/cases/${id}/claim`)).status).toBe(200);
    await c.post('/v1/me/conflicts', { kind: 'agency', agency: 'Pemerintah Kota Uji' });
    expect((await post(c, id, 'opinions', yes('SKB-KE-02'))).body.code).toBe('conflict_of_interest');
    const asApi = openDb({ url: world.databaseUrl, role: 'pantau_api', name: 'test' });
    const forced = asApi.transaction().execute(async (tx) => {
      await sql`select set_config('pantau.user_id', ${String(user.id)}, true)`.execute(tx);
      await sql`insert into case_opinion (case_id, user_id, finding) values (${id}, ${user.id}, 'plausible')`.execute(tx);
    });
    await expect(forced).rejects.toMatchObject({ code: '42501' });
    await asApi.destroy();
  });
});

describe('agreement and reasons', () => {
  test("Cohen's kappa counts the first two blind answers, by label, region and pair; a sealed one does not count", async () => {
    const one = await buildUser(db, ['analyst', '93']);
    const two = await buildUser(db, ['second_reviewer', '93']);
    const [a, b, three] = [await client(one), await client(two), await client(await buildUser(db, ['analyst', '93']))];
    const head = await client(await buildUser(db, ['commissioner', '93']));
    const answers = [
      ['y', 'y'],
      ['y', 'y'],
      ['n', 'n'],
      ['y', 'n'],
    ] as const;
    for (const [x, y] of answers) {
      const id = await buildCase(db, { region: '93.01', phase: 'CAMP', label: 'ATTEND' });
      await judge(a, id, { finding: 'needs_second' });
      const say = (v: string) => (v === 'y' ? yes('SKB-DS-02') : no());
      await judge(b, id, say(x));
      const r = await judge(three, id, say(y));
      expect(r.body.waiting_for).toBe(x === y ? null : 'third');
    }
    const { body } = await head.get('/v1/agreement');
    // The fourth is still sealed: three pairs, all agreed, two yes and one no.
    expect(body.overall).toEqual({ n: 3, agreed: 3, observed: 1, expected: 0.556, kappa: 1 });
    expect(body.by_label).toEqual([{ label: 'ATTEND', n: 3, agreed: 3, observed: 1, expected: 0.556, kappa: 1 }]);
    expect(body.by_region).toMatchObject([{ region: '93.01', n: 3 }]);
    expect(body.by_pair).toMatchObject([{ n: 3, readers: [{ id: two.id }, { name: expect.stringMatching(/Pengguna Uji/) }] }]);
    expect((await a.get('/v1/agreement')).status).toBe(403);
  });

  test('a confirmation carries its acts with passage and wording of the law; the statement says dugaan, shows no score and no name', async () => {
    const id = await buildCase(db, { phase: 'CAMP', contest: 'tinjau-uji' });
    await judge(analyst, id, { ...yes('SKB-DS-02', 'PP94-5N-6'), reason: 'Ajakan memilih secara langsung.' });
    await judge(second, id, { ...yes('SKB-DS-02', 'PP94-5N-6'), reason: 'Menyebut nomor urut.' });
    const { body, status } = await commissioner.get(`/v1/cases/${id}/statement-of-reasons`);
    expect(status).toBe(200);
    expect(
      body.text
        .replaceAll(body.case_number, 'K-000000')
        .replace(/SHA-256 [0-9a-f]{64}/, 'SHA-256 …')
        .replace(/Pada \d+ \p{L}+ \d{4} pukul [\d.]+ WIB/gu, 'Pada …'),
    ).toMatchSnapshot();
    expect(body.text).toContain('dugaan');
    expect(body.text).not.toMatch(/pelaku|skor|0[.,]91|Orang Fiktif|fiktif\d/i);
    expect((await office.get(`/v1/cases/${id}/statement-of-reasons`)).status).toBe(403);
  });

  test('a dismissal names its exemption', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    await judge(analyst, id, no('HN-04'));
    const { body } = await analyst.get(`/v1/cases/${id}/statement-of-reasons`);
    expect(body.title).toMatch(/^Pertimbangan penghentian/);
    expect(body.text).toContain('HN-04: Pendidikan pemilih, jadwal, ajakan datang ke TPS (diikuti)');
    expect(body.text).not.toMatch(/pelaku|dasar hukum/i);
  });
});

describe('papers', () => {
  const send = (c: Client, id: number, body: string, type = 'text/plain', name = 'keterangan.txt') =>
    c.send('POST', `/v1/cases/${id}/attachments?kind=statement&file_name=${encodeURIComponent(name)}`, body, {
      'content-type': type,
      'idempotency-key': randomUUID(),
    });

  test('a paper is kept as it came, with its hash; reading it is logged; the office sees its own stage only', async () => {
    const id = await buildAt(db, 'CLARIFICATION', { phase: 'CAMP' });
    const text = 'Keterangan yang bersangkutan.';
    const added = await send(officer, id, text);
    expect(added).toMatchObject({ status: 201, body: { size: text.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    const read = await commissioner.get(`/v1/cases/${id}/attachments/${added.body.id}`);
    expect(read.body).toBe(text);
    expect(read.headers.get('content-disposition')).toContain('attachment;');
    expect(await audit('case_attachment_read', id)).toEqual([{ attachment: added.body.id }]);
    await prepare(db, 'forward', id);
    await post(commissioner, id, 'forward');
    expect((await office.get(`/v1/cases/${id}/attachments/${added.body.id}`)).status).toBe(404);
    const own = await send(office, id, 'Berita acara.');
    expect(own.status).toBe(201);
    expect((await office.get(`/v1/cases/${id}/proceedings`)).body.attachments.map((a: { id: number }) => a.id)).toEqual([own.body.id]);
  });

  test('what is too large, of another type, or named like a path is refused', async () => {
    const id = await buildAt(db, 'CLARIFICATION', { phase: 'CAMP' });
    expect((await send(officer, id, '<script>1</script>', 'text/html')).status).toBe(415);
    expect((await send(officer, id, 'x', 'text/plain', '../../etc/passwd')).status).toBe(400);
    expect((await send(officer, id, '', 'text/plain')).status).toBeGreaterThanOrEqual(400);
    expect((await send(officer, id, 'x'.repeat(20 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send(analyst, id, 'x')).status).toBe(403);
  });
});

describe('files', () => {
  /** Three confirmed cases of one person. */
  async function three(contest = 'tinjau-uji'): Promise<number[]> {
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push(await buildCase(db, { state: 'CONFIRMED', phase: 'CAMP', contest, knownDaysAgo: i }));
    await sql`update cases set person_id = (select person_id from cases where id = ${ids[0] ?? 0}) where id = any(${ids}::bigint[])`.execute(db);
    return ids;
  }

  test('one plenary, one form, one alert, many posts; the earliest deadline holds; joining and splitting are events', async () => {
    const ids = await three();
    const [a = 0, b = 0, c = 0] = ids;
    await buildSubscription(db, '16.73');
    const earliest = (await row(c)).due_at;
    const joined = await officer.post('/v1/case-files', { case_ids: ids });
    expect(joined).toMatchObject({ status: 201, body: { contest: 'tinjau-uji', due_at: earliest?.toISOString() } });
    for (const id of ids) expect((await row(id)).due_at).toEqual(earliest);
    const out = await post(officer, b, 'split', { reason: 'Menunggu bukti.' });
    expect(out).toMatchObject({ status: 200, body: { file: { cases: [{ id: a }, { id: c }] } } });
    expect(
      (await officer.post('/v1/case-files', { case_ids: [a, b] })).body.cases.map((x: { id: number }) => x.id),
      'and back again',
    ).toEqual(ids);

    const found = await post(commissioner, b, 'finding', STEPS_OVER_HTTP.finding?.body);
    expect(found.status).toBe(200);
    const rows = await Promise.all(ids.map(row));
    expect(rows.map((r) => r.state)).toEqual(['FINDING', 'FINDING', 'FINDING']);
    expect(new Set(rows.map((r) => r.finding_id)).size).toBe(1);
    await post(officer, a, 'registration', {});
    await post(officer, a, 'summons', STEPS_OVER_HTTP.summon?.body);
    await post(officer, c, 'hearings', STEPS_OVER_HTTP.hear?.body);
    const sent = await post(commissioner, a, 'forward');
    expect(sent.body.state).toBe('FORWARDED');
    const { rows: deliveries } = await sql<{
      case_id: number;
      payload: { posts: { case_number: string }[] };
    }>`select case_id, payload from delivery where case_id = any(${ids}::bigint[])`.execute(db);
    expect(deliveries).toHaveLength(sent.body.deliveries);
    expect(new Set(deliveries.map((d) => d.case_id))).toEqual(new Set([a]));
    expect(deliveries[0]?.payload.posts).toHaveLength(3);
    const { rows: types } = await sql<{ type: string }>`select type from case_event where case_id = ${b} order by id`.execute(db);
    expect(types.map((t) => t.type)).toEqual(['opened', 'joined', 'split', 'joined', 'finding', 'registered', 'summoned', 'heard', 'forwarded']);
    const other = await client(await buildUser(db, ['commissioner', '16']));
    const back = await post(other, b, 'withdraw', { reason: 'Keliru.' });
    expect(back.body).toMatchObject({ state: 'WITHDRAWN', deliveries: sent.body.deliveries });
    expect((await Promise.all(ids.map(row))).map((r) => r.state)).toEqual(['WITHDRAWN', 'WITHDRAWN', 'WITHDRAWN']);
  });

  test('cases of two people, two contests, or not confirmed share no file', async () => {
    const [a = 0, b = 0] = await three();
    const stranger = await buildCase(db, { state: 'CONFIRMED', phase: 'CAMP', contest: 'tinjau-uji' });
    expect(await officer.post('/v1/case-files', { case_ids: [a, stranger] })).toMatchObject({ status: 422, body: { code: 'file_mismatch' } });
    await sql`update cases set contest = 'lain' where id = ${b}`.execute(db);
    expect((await officer.post('/v1/case-files', { case_ids: [a, b] })).body.code).toBe('file_mismatch');
    const open = await buildCase(db, { state: 'IN_REVIEW', contest: 'tinjau-uji' });
    expect((await officer.post('/v1/case-files', { case_ids: [a, open] })).body.code).toBe('case_wrong_state');
    expect((await officer.post('/v1/case-files', { case_ids: [a, a] })).status).toBe(400);
  });

  test('two who act on different cases of a file at once do not wait for each other for ever', async () => {
    const ids = await three();
    await officer.post('/v1/case-files', { case_ids: ids });
    const results = await Promise.all(ids.map((id) => post(commissioner, id, 'finding', STEPS_OVER_HTTP.finding?.body)));
    expect(results.map((r) => r.status).sort((x, y) => x - y)).toEqual([200, 412, 412]);
  });
});

describe('the office answers', () => {
  test('not ours: the case waits for a commissioner, who names another region; the first office no longer sees it', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'PRE' });
    await buildSubscription(db, '16.74');
    await post(commissioner, id, 'forward');
    const there = await client(await buildUser(db, ['personnel_office', '16.74']));
    expect((await there.get(`/v1/cases/${id}`)).status).toBe(404);
    expect((await post(office, id, 'answer', { answer: 'moved_to', note: 'Pindah.' })).status, 'says where to').toBe(400);
    expect((await post(office, id, 'answer', { answer: 'moved_to', to_region: '16.74', note: 'Pindah ke sana.' })).status).toBe(200);
    expect((await post(office, id, 'receipt', { number: '1' })).body.code).toBe('recipient_in_question');
    const due = (await row(id)).due_at?.getTime() ?? 0;
    expect(due).toBeGreaterThan(Date.now());
    expect(due).toBeLessThan(Date.now() + 8 * 86_400_000);
    const moved = await post(commissioner, id, 'readdress', { to_region: '16.74', reason: 'Pindah tugas.' });
    expect(moved).toMatchObject({ status: 200, body: { state: 'FORWARDED', deliveries: expect.any(Number) } });
    expect(moved.body.deliveries).toBeGreaterThan(0);
    expect((await office.get(`/v1/cases/${id}`)).status).toBe(404);
    expect((await there.get(`/v1/cases/${id}`)).body.subject.name).toMatch(/Orang Fiktif/);
    expect((await post(there, id, 'receipt', { number: '2' })).body.state).toBe('PPK_EXAM');
  });

  test('an office of one agency sees only the staff of that agency', async () => {
    const user = await buildUser(db, ['personnel_office', '16.73']);
    await sql`insert into user_agency (user_id, agency) values (${user.id}, 'Rumah Sakit Uji')`.execute(db);
    const hospital = await client(user);
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'PRE' });
    await post(commissioner, id, 'forward');
    expect((await office.get(`/v1/cases/${id}`)).status).toBe(200);
    expect((await hospital.get(`/v1/cases/${id}`)).status).toBe(404);
    await sql`update user_agency set agency = 'Pemerintah Kota Uji' where user_id = ${user.id}`.execute(db);
    expect((await hospital.get(`/v1/cases/${id}`)).status).toBe(200);
  });
});
