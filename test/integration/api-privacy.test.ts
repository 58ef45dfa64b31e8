/** The desk for the people watched: holds, requests with a clock, subject files, and the statement of the person concerned. */
import { LIMITS } from '@pantau/domain';
import { type Handle, openDb } from '@pantau/store';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Client, type Reply, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const NIP = '198503122010011234';
const NAME = 'Wulansari Contoh Fiktif';

let world: TestWorld;
let owner: Handle;
let sql: pg.Client;
let api: RunningApi;
let officer: Client;
let commissioner: Client;
let second: Client;
let elsewhere: Client;
let auditor: Client;
let officerUser: BuiltUser;

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  sql = new pg.Client({ connectionString: world.databaseUrl });
  await sql.connect();
  api = await startTestApi(world);
  officerUser = await buildUser(owner, ['handling_officer', '16.73']);
  officer = await new Client(api.url).signIn(officerUser);
  commissioner = await new Client(api.url).signIn(await buildUser(owner, ['commissioner', '16.73']));
  second = await new Client(api.url).signIn(await buildUser(owner, ['commissioner', '16']));
  elsewhere = await new Client(api.url).signIn(await buildUser(owner, ['handling_officer', '16.74']));
  auditor = await new Client(api.url).signIn(await buildUser(owner, ['auditor', 'ID']));
});
afterAll(async () => {
  await api?.stop();
  await sql?.end();
  await owner?.destroy();
  await world?.drop();
});

const one = async <T = string>(text: string, values: unknown[] = []): Promise<T> => Object.values((await sql.query(text, values)).rows[0] ?? {})[0] as T;

/** A person with a number, an account and a case. */
async function personWithCase(state: string, spec: { text?: string } = {}): Promise<{ caseId: number; personId: number; accountId: number }> {
  const caseId = await buildCase(owner, { state: state as 'CLARIFICATION', ...spec });
  const personId = await one<number>('select person_id from cases where id = $1', [caseId]);
  // Only the newest has the number.
  await sql.query('update person set key_hash = sha256(key_hash || int8send(id)) where key_hash = $1 and id <> $2', [world.keyring.hash(NIP), personId]);
  await sql.query('update person set name = $2, key_hash = $3, key_tail = $4 where id = $1', [personId, NAME, world.keyring.hash(NIP), NIP.slice(-3)]);
  return { caseId, personId, accountId: await one<number>('select id from account where person_id = $1', [personId]) };
}

describe('legal holds over HTTP', () => {
  test('two people place one and two lift it; the log has every step', async () => {
    const { caseId } = await personWithCase('DISMISSED');
    const placed = await officer.post(`/v1/cases/${caseId}/legal-holds`, { reason: 'Sengketa di PTUN', legal_basis: 'UU 5/1986' });
    expect(placed).toMatchObject({ status: 201, body: { state: 'placed', may: { confirm: false } } });
    expect(await officer.post(`/v1/cases/${caseId}/legal-holds`, { reason: 'lagi', legal_basis: 'UU 5/1986' })).toMatchObject({
      status: 409,
      body: { code: 'hold_exists' },
    });
    const { id } = placed.body;
    expect((await officer.post(`/v1/legal-holds/${id}/confirmation`)).status).toBe(403);
    expect((await commissioner.post(`/v1/legal-holds/${id}/confirmation`)).body).toMatchObject({ state: 'standing', may: { ask_lift: true } });
    expect((await commissioner.post(`/v1/legal-holds/${id}/confirmation`)).body).toMatchObject({ code: 'hold_wrong_state' });
    expect((await commissioner.post(`/v1/legal-holds/${id}/lift-request`, { reason: 'putusan inkrah' })).body).toMatchObject({ state: 'lift_asked' });
    expect((await commissioner.post(`/v1/legal-holds/${id}/lift`)).body).toMatchObject({ code: 'case_same_person' });
    expect((await second.post(`/v1/legal-holds/${id}/lift`)).body).toMatchObject({ state: 'lifted' });
    expect((await auditor.get('/v1/legal-holds?limit=1')).body.data[0]).toMatchObject({ id, state: 'lifted' });
    const steps = await sql.query("select action from audit_log where object = 'case' and object_id = $1 and action like 'hold%' order by id", [
      String(caseId),
    ]);
    expect(steps.rows.map((r) => r.action)).toEqual(['hold_placed', 'hold_confirmed', 'hold_lift_asked', 'hold_lifted']);
  });

  test('in another region the case does not exist', async () => {
    const { caseId } = await personWithCase('DISMISSED');
    expect((await elsewhere.post(`/v1/cases/${caseId}/legal-holds`, { reason: 'uji saja', legal_basis: 'UU 5/1986' })).status).toBe(404);
  });
});

describe('requests of data subjects', () => {
  const receive = (kind: string, matter: string) =>
    officer.post('/v1/subject-requests', { kind, matter, region: '16.73', contact: 'Wulansari, 0812-0000-1234', wish: 'Akun itu bukan milik saya.' });
  const etag = (r: Reply) => ({ 'if-match': r.etag });

  test('a wrong account: identity first, then the link ends and its cases are marked for those who decide', async () => {
    const { caseId, personId, accountId } = await personWithCase('FORWARDED');
    const received = await receive('correction', 'wrong_account');
    expect(received).toMatchObject({ status: 201, body: { state: 'RECEIVED' } });
    const { id } = received.body;
    const detail = await officer.get(`/v1/subject-requests/${id}`);
    expect(detail.body).toMatchObject({ contact: 'Wulansari, 0812-0000-1234', overdue: false, accounts: [] });
    expect(Date.parse(detail.body.due_at) - Date.parse(detail.body.received_at)).toBe(72 * 3_600_000);
    expect((await auditor.get(`/v1/subject-requests/${id}`)).body.contact).toBeNull();
    expect((await elsewhere.get(`/v1/subject-requests/${id}`)).status).toBe(404);

    expect(await officer.post(`/v1/subject-requests/${id}/answer`, { outcome: 'granted', answer: 'Ya.', account_id: accountId }, etag(received))).toMatchObject(
      {
        status: 409,
        body: { code: 'request_wrong_state' },
      },
    );
    expect(await officer.post(`/v1/subject-requests/${id}/identity`, { number: '199999999999999999', proof: 'in_person' }, etag(received))).toMatchObject({
      status: 422,
      body: { code: 'subject_unknown' },
    });
    const checked = await officer.post(`/v1/subject-requests/${id}/identity`, { number: NIP, proof: 'in_person' }, etag(received));
    expect(checked).toMatchObject({ status: 200, body: { state: 'IDENTITY_CHECKED' } });
    expect((await officer.get(`/v1/subject-requests/${id}`)).body.accounts).toEqual([expect.objectContaining({ id: accountId, ended_at: null })]);
    expect((await officer.post(`/v1/subject-requests/${id}/answer`, { outcome: 'granted', answer: 'Ya.' }, etag(checked))).body).toMatchObject({
      code: 'bad_request',
    });
    expect((await officer.post(`/v1/subject-requests/${id}/answer`, { outcome: 'granted', answer: 'Ya.' }, { 'if-match': '"1"' })).status).toBe(412);
    const answered = await officer.post(
      `/v1/subject-requests/${id}/answer`,
      { outcome: 'granted', answer: 'Tautan diakhiri.', account_id: accountId },
      etag(checked),
    );
    expect(answered).toMatchObject({ status: 200, body: { state: 'ANSWERED', cases_marked: 1 } });

    expect(await one('select ended_at from account where id = $1', [accountId])).not.toBeNull();
    expect((await commissioner.get('/v1/case-marks')).body.data).toEqual([expect.objectContaining({ case_id: caseId, mark: 'withdraw' })]);
    expect((await elsewhere.get('/v1/case-marks')).body.data).toEqual([]);
    expect(await one('select data from case_event where case_id = $1 and type = $2', [caseId, 'marked'])).toEqual({ mark: 'withdraw', request: id });
    expect((await officer.post(`/v1/subject-requests/${id}/refusal`, { refusal: 'repeated', answer: 'x1' }, etag(answered))).body).toMatchObject({
      code: 'request_wrong_state',
    });
    expect(await one('select count(*)::int from person where id = $1', [personId])).toBe(1);
  });

  test('a refusal has a reason, the list puts the most urgent first, and pages', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 3; i++) ids.push((await receive('access', 'own_data')).body.id);
    await sql.query("update subject_request set received_at = now() - interval '80 hours', due_at = now() - interval '8 hours' where id = $1", [ids[2]]);
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = (await officer.get(`/v1/subject-requests?open=true&limit=1${cursor}`)).body;
      seen.push(...page.data.map((r: { id: number }) => r.id));
      cursor = page.next_cursor ? `&cursor=${page.next_cursor}` : '';
    } while (cursor);
    expect(seen[0]).toBe(ids[2]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids));
    const late = await officer.get(`/v1/subject-requests/${ids[2]}`);
    expect(late.body.overdue).toBe(true);
    expect(
      await officer.post(`/v1/subject-requests/${ids[2]}/refusal`, { refusal: 'identity_not_proven', answer: 'Identitas tidak dapat dibuktikan.' }, etag(late)),
    ).toMatchObject({
      status: 200,
      body: { state: 'REFUSED' },
    });
    expect((await officer.get('/v1/subject-requests?cursor=kosong')).status).toBe(400);
  });

  test('what a request is about must fit its kind, and its region the officer', async () => {
    expect((await receive('access', 'wrong_account')).status).toBe(400);
    expect((await officer.post('/v1/subject-requests', { kind: 'access', matter: 'own_data', region: '16.74', contact: 'abc', wish: 'abc' })).status).toBe(403);
  });
});

describe('the subject file', () => {
  test('everything about the person in one call, the purpose in the log first, no reviewer named', async () => {
    const { caseId, personId } = await personWithCase('DISMISSED', { text: 'coblos nomor 2 berkas uji' });
    await sql.query("insert into case_opinion (case_id, user_id, finding, reason) values ($1, $2, 'not_a_violation', 'kutipan berita')", [
      caseId,
      officerUser.id,
    ]);
    const r = await officer.post('/v1/subjects/file', { number: NIP, purpose: 'Permintaan akses 12/2026' });
    expect(r.status).toBe(200);
    expect(r.body).toMatchObject({
      person: { name: NAME, number_ends_with: '234' },
      accounts: [expect.objectContaining({ platform: 'replay' })],
      cases: [expect.objectContaining({ id: caseId, state: 'DISMISSED', findings: [expect.objectContaining({ reason: 'kutipan berita' })] })],
    });
    expect(JSON.stringify(r.body)).toContain('berkas uji');
    expect(JSON.stringify(r.body)).not.toContain(NIP);
    expect(JSON.stringify(r.body)).not.toContain('Pengguna Uji');
    expect(await one("select count(*)::int from audit_log where action = 'subject_file_read' and object_id = $1", [String(personId)])).toBe(1);
    const again = await officer.post('/v1/subjects/file', { person_id: personId, purpose: 'Permintaan kedua' });
    expect(again.body.readings).toEqual([expect.objectContaining({ action: 'subject_file_read', purpose: 'Permintaan akses 12/2026' })]);
  });

  test('not without a purpose, not from another region, not twice named, not for other roles', async () => {
    const { personId } = await personWithCase('DISMISSED');
    expect((await officer.post('/v1/subjects/file', { number: NIP, purpose: 'x' })).status).toBe(400);
    expect((await officer.post('/v1/subjects/file', { number: NIP, person_id: personId, purpose: 'keperluan uji' })).status).toBe(400);
    expect(await elsewhere.post('/v1/subjects/file', { number: NIP, purpose: 'keperluan uji' })).toMatchObject({
      status: 422,
      body: { code: 'subject_unknown' },
    });
    expect((await elsewhere.post('/v1/subjects/file', { person_id: personId, purpose: 'keperluan uji' })).status).toBe(422);
    expect((await commissioner.post('/v1/subjects/file', { number: NIP, purpose: 'keperluan uji' })).status).toBe(403);
    expect(api.logged()).not.toContain(NIP);
  });
});

describe('the statement of the person concerned', () => {
  let caseId: number;
  let token: string;
  let code: string;
  const nobody = () => new Client(api.url);
  const open = (o: Partial<{ token: string; code: string; number_tail: string }> = {}) =>
    nobody().send('POST', '/v1/statements/passes', { token, code, number_tail: '234', ...o });
  const withPass = (pass: string) => ({ 'statement-pass': pass });

  beforeEach(async () => {
    ({ caseId } = await personWithCase('CLARIFICATION', { text: 'coblos nomor 2 kata @tetangga_saya' }));
    const link = await officer.post(`/v1/cases/${caseId}/statement-link`);
    token = new URL(link.body.address).hash.slice(1);
    code = link.body.code;
  });

  test('link, code and digits open the page; it names no reviewer and no third person; the answer is on record', async () => {
    expect(code).toMatch(/^\d{8}$/);
    const pass = await open();
    expect(pass.status).toBe(201);
    const page = await nobody().get('/v1/statements/current', withPass(pass.body.pass));
    expect(page).toMatchObject({
      status: 200,
      body: { title: 'Kesempatan memberikan keterangan', allegation: 'Dugaan pelanggaran netralitas ASN: ajakan memilih' },
    });
    expect(page.body.posts[0].text).toBe('coblos nomor 2 kata [akun disamarkan]');
    expect(page.body.acts[0]).toMatchObject({ code: 'SKB-KE-02', passage: expect.stringContaining('Nomor') });
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(JSON.stringify(page.body)).not.toMatch(/Pengguna Uji|tetangga_saya|pelaku|Wulansari|score/);

    const pdf = Buffer.from('%PDF-1.7\nbukti');
    const upload = (name: string, type: string, body: Buffer) =>
      fetch(`${api.url}/v1/statements/current/files?file_name=${encodeURIComponent(name)}`, {
        method: 'POST',
        headers: { ...withPass(pass.body.pass), 'content-type': type },
        body: new Uint8Array(body),
      });
    expect((await upload('bukti.pdf', 'application/pdf', pdf)).status).toBe(201);
    expect((await upload('jahat.pdf', 'application/pdf', Buffer.from('MZ…'))).status).toBe(415);
    expect((await upload('bukan.png', 'image/png', pdf)).status).toBe(415);
    expect((await upload('../x.pdf', 'application/pdf', pdf)).status).toBe(400);
    expect((await upload('besar.pdf', 'application/pdf', Buffer.concat([pdf, Buffer.alloc(12 * 1_048_576)]))).status).toBe(413);
    for (let i = 0; i < 4; i++) expect((await upload(`b${i}.pdf`, 'application/pdf', pdf)).status).toBe(201);
    expect((await (await upload('b6.pdf', 'application/pdf', pdf)).json()) as unknown).toMatchObject({ code: 'statement_files_full' });

    const revision = await one<number>('select revision from cases where id = $1', [caseId]);
    const answered = await nobody().send('POST', '/v1/statements/current/answer', { text: 'Saya hanya mengutip.' }, withPass(pass.body.pass));
    expect(answered).toMatchObject({ status: 201, body: { received: true } });
    expect(await one('select content from case_record where case_id = $1 and kind = $2', [caseId, 'statement'])).toMatchObject({
      text: 'Saya hanya mengutip.',
      refused: false,
    });
    expect(await one("select count(*)::int from case_attachment where case_id = $1 and kind = 'statement' and added_by is null", [caseId])).toBe(5);
    expect(await one("select actor is null from case_event where case_id = $1 and type = 'statement_given'", [caseId])).toBe(true);
    expect(await one<number>('select revision from cases where id = $1', [caseId])).toBe(revision + 1);
    expect((await nobody().get('/v1/statements/current', withPass(pass.body.pass))).status).toBe(403);
    expect((await open()).status).toBe(403);
    expect((await officer.get(`/v1/cases/${caseId}/statement-links`)).body.data[0].state).toBe('answered');
  });

  test('whatever is wrong is answered the same, and five tries end the link', async () => {
    const wrong = [
      await open({ token: 'x'.repeat(43) }),
      await open({ code: '00000000' }),
      await open({ number_tail: '999' }),
      await open({ number_tail: '9' }),
    ];
    for (const w of wrong) expect({ status: w.status, body: w.body }).toEqual({ status: 403, body: wrong[0]?.body });
    expect((await open()).status).toBe(201); // the fourth on this link; success sets the count back
    for (let i = 0; i < 5; i++) expect((await open({ code: '00000000' })).status).toBe(403);
    const locked = await open();
    expect({ status: locked.status, body: locked.body }).toEqual({ status: 403, body: wrong[0]?.body });
    expect((await officer.get(`/v1/cases/${caseId}/statement-links`)).body.data[0].state).toBe('locked');
    const again = await officer.post(`/v1/cases/${caseId}/statement-link`);
    expect((await open({ token: again.body.address.split('#').at(-1), code: again.body.code })).status).toBe(201);
  });

  test('many guesses at once cannot outrun the lock', async () => {
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, i) => open({ code: String(i).padStart(8, '0') })));
    expect(guesses.every((g) => g.status === 403)).toBe(true);
    expect((await open()).status).toBe(403);
    expect(await one<number>('select failures from statement_link where case_id = $1', [caseId])).toBe(5);
  });

  test('a link ends with its time, with the next link and with the clarification', async () => {
    const old = token;
    const again = await officer.post(`/v1/cases/${caseId}/statement-link`);
    expect((await open({ token: old })).status).toBe(403);
    token = again.body.address.split('#').at(-1);
    code = again.body.code;
    await sql.query("update statement_link set expires_at = now() - interval '1 second' where case_id = $1 and closed_at is null", [caseId]);
    expect((await open()).status).toBe(403);
    await sql.query("update statement_link set expires_at = now() + interval '1 day' where case_id = $1 and closed_at is null", [caseId]);
    const pass = await open();
    await sql.query("update cases set state = 'NOT_PROVEN' where id = $1", [caseId]);
    expect((await nobody().get('/v1/statements/current', withPass(pass.body.pass))).status).toBe(403);
    expect((await nobody().send('POST', '/v1/statements/current/answer', { text: 'terlambat' }, withPass(pass.body.pass))).status).toBe(403);
  });

  test('a refusal is recorded as one', async () => {
    const pass = await open();
    expect((await nobody().send('POST', '/v1/statements/current/refusal', {}, withPass(pass.body.pass))).status).toBe(201);
    expect(await one('select content from case_record where case_id = $1 and kind = $2', [caseId, 'statement'])).toMatchObject({ refused: true, text: '' });
    expect(await one("select count(*)::int from case_event where case_id = $1 and type = 'statement_refused'", [caseId])).toBe(1);
  });

  test('without a pass nothing is shown, stored or read; a long text is refused', async () => {
    expect((await nobody().get('/v1/statements/current')).status).toBe(403);
    expect((await nobody().get('/v1/statements/current', withPass('x'))).status).toBe(403);
    const upload = await fetch(`${api.url}/v1/statements/current/files?file_name=a.pdf`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf', 'statement-pass': 'x' },
      body: '%PDF-1.7',
    });
    expect(upload.status).toBe(403);
    const pass = await open();
    expect((await nobody().send('POST', '/v1/statements/current/answer', { text: 'a'.repeat(20_001) }, withPass(pass.body.pass))).status).toBe(400);
    expect(LIMITS.postTextChars).toBe(20_000);
  });

  test('the link is made by the officer of the region, for a case that is being clarified, and shown once', async () => {
    const key = { 'idempotency-key': 'tautan-pernyataan-1' };
    const first = await officer.post(`/v1/cases/${caseId}/statement-link`, undefined, key);
    const repeated = await officer.post(`/v1/cases/${caseId}/statement-link`, undefined, key);
    expect(first.body.code).toBeDefined();
    expect(repeated.body).toEqual({ id: first.body.id, expires_at: first.body.expires_at });
    expect((await elsewhere.post(`/v1/cases/${caseId}/statement-link`)).status).toBe(404);
    expect((await commissioner.post(`/v1/cases/${caseId}/statement-link`)).status).toBe(403);
    const { caseId: other } = await personWithCase('REGISTERED');
    expect(await officer.post(`/v1/cases/${other}/statement-link`)).toMatchObject({ status: 409, body: { code: 'case_wrong_state' } });
    expect(await one("select count(*)::int from idempotency where body::text like '%pernyataan#%'")).toBe(0);
  });

  test('the role of the public routes reads no table and calls nothing else', async () => {
    const c = new pg.Client({ connectionString: world.databaseUrl, options: '-c role=pantau_statement' });
    await c.connect();
    try {
      const { rows } = await sql.query<{ table: string }>(
        "select relname as table from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')",
      );
      for (const { table } of rows) await expect(c.query(`select 1 from "${table}" limit 1`), table).rejects.toMatchObject({ code: '42501' });
      await expect(c.query('select subject_file(1, $1, 1)', ['keperluan uji'])).rejects.toMatchObject({ code: '42501' });
      await expect(c.query('select privacy_reduce_cases(array[1::bigint])')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await c.end();
    }
  });
});
