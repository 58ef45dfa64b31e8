import { createApiKey, type Handle, openDb, revokeApiKeys } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildContest, buildOverlay, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let analyst: Client;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  analyst = await new Client(api.url).signIn(await buildUser(db, ['analyst', '16']));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const idsOf = (body: { data: { id: number }[] }) => body.data.map((c) => c.id);

describe('the queue', () => {
  test('pages run through every case once, also when cases are decided and opened in between', async () => {
    const region = '16.01';
    const ids: number[] = [];
    for (let i = 0; i < 12; i++) ids.push(await buildCase(db, { region, priority: [90, 50, 50, 10][i % 4] ?? 0 }));
    const expected = (await sql<{ id: number }>`select id from cases where region = ${region} order by priority desc, id`.execute(db)).rows.map((r) => r.id);
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { data: { id: number }[]; next_cursor: string | null } } = await analyst.get(
        `/v1/cases?region=${region}&limit=5${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...idsOf(page.body));
      cursor = page.body.next_cursor;
      await sql`update cases set state = 'DISMISSED' where id = ${seen[0]}`.execute(db);
      await buildCase(db, { region, priority: 99 });
    } while (cursor !== null);
    expect(seen).toEqual(expected);
  });

  test('every filter selects exactly its cases', async () => {
    const region = '16.02';
    const plain = await buildCase(db, { region });
    const other = await buildCase(db, {
      region: '16.02.03',
      label: 'ATTACK',
      direction: 'ATTACK',
      phase: 'CAMP',
      band: 'review',
      flaggedHoursAgo: 100,
      contest: 'c-uji',
    });
    const decided = await buildCase(db, { region, state: 'DISMISSED' });
    const get = async (q: string) => idsOf((await analyst.get(`/v1/cases?region=${region}&${q}`)).body).sort((a, b) => a - b);
    expect(await get('')).toEqual([plain, other, decided]);
    expect(await get('label=ATTACK')).toEqual([other]);
    expect(await get('direction=SUPPORT')).toEqual([plain, decided]);
    expect(await get('phase=CAMP')).toEqual([other]);
    expect(await get('band=review')).toEqual([other]);
    expect(await get('contest=c-uji')).toEqual([other]);
    expect(await get('older_than_hours=48')).toEqual([other]);
    expect(await get('newer_than_hours=48')).toEqual([plain, decided]);
    expect(await get('state=FLAGGED,IN_REVIEW')).toEqual([plain, other]);
    await analyst.post(`/v1/cases/${plain}/claim`);
    expect(await get('holder=mine')).toEqual([plain]);
    expect(await get('holder=free')).toEqual([other, decided]);
    expect((await analyst.get('/v1/cases?region=16.02.03')).body.data).toHaveLength(1);
    const counts = (await analyst.get(`/v1/cases/counts?region=${region}`)).body;
    expect(counts).toMatchObject({
      total: 3,
      mine: 1,
      free: 2,
      by_state: { FLAGGED: 1, IN_REVIEW: 1, DISMISSED: 1 },
      by_label: { VOTE_CALL: 2, ATTACK: 1 },
      by_band: { flag: 2, review: 1 },
    });
  });

  test('an overdue case says when it was due', async () => {
    const id = await buildCase(db, { region: '16.04', flaggedHoursAgo: 30 });
    const c = (await analyst.get(`/v1/cases/${id}`)).body;
    expect(Date.parse(c.due_at) - Date.parse(c.first_flagged_at)).toBe(24 * 3_600_000);
  });

  test('50 clients asking at once never get the same case', async () => {
    const region = '17.01';
    const users = await Promise.all(Array.from({ length: 10 }, () => buildUser(db, ['analyst', region])));
    const clients = await Promise.all(users.map((u) => new Client(api.url).signIn(u)));
    for (let i = 0; i < 45; i++) await buildCase(db, { region, priority: i % 3 });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => (clients[i % clients.length] ?? analyst).post('/v1/cases/next')));
    expect(answers.map((a) => a.status)).toEqual(Array(50).fill(200));
    const got = answers.flatMap((a) => (a.body.case ? [a.body.case.id] : []));
    expect(got).toHaveLength(45);
    expect(new Set(got).size).toBe(45);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from case_event e join cases c on c.id = e.case_id where c.region = ${region} and e.type = 'claimed'`.execute(db);
    expect(rows[0]?.n).toBe(45);
  });

  test('next takes the most urgent one first, minds its filter, and skips what one has judged', async () => {
    const region = '16.05';
    const low = await buildCase(db, { region, priority: 10, phase: 'CAMP' });
    const high = await buildCase(db, { region, priority: 80, phase: 'CAMP' });
    const first = await analyst.post('/v1/cases/next', { region });
    expect(first.body.case.id).toBe(high);
    await analyst.post(`/v1/cases/${high}/opinions`, { finding: 'plausible', acts: ['SKB-DS-02'] }, { 'if-match': first.etag });
    expect((await analyst.post('/v1/cases/next', { region })).body.case.id).toBe(low);
    expect((await analyst.post('/v1/cases/next', { region })).body.case).toBeNull();
    expect((await analyst.post('/v1/cases/next', { region: '18' })).body.case, 'outside the own region').toBeNull();
  });
});

describe('statistics', () => {
  test('deciders see every state of their region; a key makes no figures of its own, it reads releases', async () => {
    for (let i = 0; i < 6; i++) await buildCase(db, { region: '18.01', state: 'CONFIRMED' });
    for (let i = 0; i < 7; i++) await buildCase(db, { region: '18.02', state: 'FORWARDED' });
    for (let i = 0; i < 2; i++) await buildCase(db, { region: '18.03', state: 'CONFIRMED' });
    for (let i = 0; i < 9; i++) await buildCase(db, { region: '18.02' });
    await buildCase(db, { region: '18.02', state: 'DISMISSED' });

    const key = await createApiKey(db, 'redaksi uji', 'ID');
    const open = (path: string) => new Client(api.url).get(path, { authorization: `Bearer ${key}` });
    expect(await open('/v1/stats/cases?by=region')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await open('/v1/stats/releases')).status).toBe(200);

    const auditor = await new Client(api.url).signIn(await buildUser(db, ['auditor', '18']));
    const inside = await auditor.get('/v1/stats/cases?by=region,state');
    expect(inside.body.audience).toBe('deciders');
    expect(inside.body.cells).toContainEqual({ region: '18.02', region_name: 'Kabupaten Lampung Tengah', state: 'FLAGGED', cases: 9, suppressed: false });
    expect(inside.body.cells).toContainEqual({ region: '18.03', region_name: 'Kabupaten Lampung Utara', state: 'CONFIRMED', cases: 2, suppressed: false });
    expect(inside.body.cells.every((c: { region: string }) => c.region.startsWith('18'))).toBe(true);

    await revokeApiKeys(db, 'redaksi uji');
    expect((await open('/v1/stats/releases')).status).toBe(401);
  });

  test('a key opens nothing but statistics', async () => {
    const key = await createApiKey(db, 'kunci lampung', '18');
    const c = new Client(api.url);
    const headers = { authorization: `Bearer ${key}` };
    for (const path of ['/v1/cases', '/v1/me', '/v1/register', '/v1/sources', '/v1/regions']) expect((await c.get(path, headers)).status).toBe(403);
    expect((await c.get('/v1/stats/releases', { authorization: 'Bearer pantau_wrong' })).status).toBe(401);
  });

  test('an answer that would not fit is refused, not cut', async () => {
    const id = await buildCase(db, { region: '65.01' });
    await sql`with post_rows as (insert into post (platform, post_key, account_id) select 'replay', 'cells-' || g, (select min(id) from account) from generate_series(1, 5001) g returning id),
      ver as (insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256) select id, '1', now(), now(), current_date, 'post', '\\x00' from post_rows returning id, post_id)
      insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at, first_flagged_at)
      select ver.post_id, ver.id, (select person_id from cases where id = ${id}), '65.01', 'FLAGGED', 'flag', 'ATTEND', 'PRE', 0.5, 1, now(), now(), now() - row_number() over () * interval '1 day' from ver`.execute(
      db,
    );
    const auditor = await new Client(api.url).signIn(await buildUser(db, ['auditor', '65']));
    expect(await auditor.get('/v1/stats/cases?by=day')).toMatchObject({ status: 422, body: { code: 'too_many_cells' } });
    expect((await auditor.get('/v1/stats/cases?by=day&from=2026-01-01')).status).toBe(200);
  });

  test('a day outside the calendar and three dimensions are refused', async () => {
    expect((await analyst.get('/v1/stats/cases?from=2024-02-31')).status).toBe(400);
    expect((await analyst.get('/v1/stats/cases?by=region,label,day')).status).toBe(400);
    expect((await analyst.get('/v1/stats/cases?by=region;drop')).status).toBe(400);
    expect((await analyst.get('/v1/stats/cases?by=day&from=2024-01-01&to=2099-01-01')).status).toBe(200);
  });
});

describe('status', () => {
  test('registers, imports, sources and regions are told as they are', async () => {
    await buildContest(db, 'status-uji', '16.73');
    await sql`insert into import_run (kind, file_name, file_sha256, bytes_total, counts, imported_by) values ('posts', 'uji.jsonl', 'x', 10, '{"rejected": 1}', 'uji')`.execute(
      db,
    );
    const { rows } = await sql<{
      id: number;
    }>`insert into source (name, connector, config, policy) values ('Umpan uji', 'rss', '{"token": "rahasia"}', '{"basis": "uji"}') returning id`.execute(db);
    await sql`insert into source_state (source_id, failures, last_error, polled_at) values (${rows[0]?.id}, 2, 'HTTP 500', now())`.execute(db);
    const versions = (await analyst.get('/v1/register')).body.versions;
    expect(versions[0]).toMatchObject({ name: 'uji-status-uji', parts: [{ key: 'status-uji', counts: { contests: 1 } }] });
    expect((await analyst.get('/v1/imports')).body.data[0]).toMatchObject({ kind: 'posts', status: 'running', counts: { rejected: 1 } });
    const sources = (await analyst.get('/v1/sources')).body;
    expect(sources.data[0]).toMatchObject({ name: 'Umpan uji', enabled: false, failing: 1, last_error: 'HTTP 500' });
    expect(JSON.stringify(sources)).not.toContain('rahasia');
    expect((await analyst.get('/v1/regions')).body.data).toHaveLength(553);
    expect((await analyst.get('/v1/contests/status-uji')).body.contestants).toEqual([
      { id: 'status-uji-1', name: 'Melati Satu – Melati Dua', kind: 'pair', ballot_number: 1 },
      { id: 'status-uji-2', name: 'Kenanga Satu – Kenanga Dua', kind: 'pair', ballot_number: 2 },
    ]);
    expect((await analyst.get('/v1/contests/tidak-ada')).status).toBe(404);
  });

  test('a contestant whom a hand-kept document overlays appears once, as that document has it', async () => {
    await buildContest(db, 'lapis-uji', '16.73');
    await buildOverlay(db, 'lapis-uji');
    const { body } = await analyst.get('/v1/contests/lapis-uji');
    expect(body).toMatchObject({ name: 'Pemilihan Berlapis Uji' });
    expect(body.contestants).toEqual([
      { id: 'lapis-uji-1', name: 'Melati Satu – Melati Dua', kind: 'pair', ballot_number: 1 },
      { id: 'lapis-uji-2', name: 'Kenanga Baru', kind: 'pair', ballot_number: 3 },
    ]);
    const id = await buildCase(db, { region: '16.73', contest: 'lapis-uji' });
    const view = (await analyst.get(`/v1/cases/${id}`)).body;
    expect(view.contest_name).toBe('Pemilihan Berlapis Uji');
    expect(view.contestants.map((c: { name: string }) => c.name)).toEqual(['Melati Satu – Melati Dua', 'Kenanga Baru']);
  });

  test('the words of the field are complete', async () => {
    expect((await analyst.get('/v1/vocabulary')).body.exemptions).toHaveLength(31);
  });
});
