/** Saved filters over HTTP, and what the queue can be filtered and ordered by. */
import { PRIORITY, rankOf } from '@pantau/domain';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let user: BuiltUser;
let analyst: Client;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  user = await buildUser(db, ['analyst', '16']);
  analyst = await new Client(api.url).signIn(user);
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const signedIn = async (...roles: Parameters<typeof buildUser> extends [Handle, ...infer R] ? R : never) =>
  new Client(api.url).signIn(await buildUser(db, ...roles));
const names = async (c: Client) => (await c.get('/v1/views')).body.data.map((v: { name: string }) => v.name);

describe('a saved view', () => {
  test('keeps a filter for its owner alone, is changed with If-Match and removed', async () => {
    const made = await analyst.post('/v1/views', { name: 'Mendesak', filter: { state: 'FLAGGED,IN_REVIEW', label: ['VOTE_CALL'], overdue: true } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'Mendesak',
      filter: { state: ['FLAGGED', 'IN_REVIEW'], label: ['VOTE_CALL'], overdue: true },
      shared: null,
      mine: true,
    });
    expect((await analyst.post('/v1/views', { name: 'mendesak', filter: {} })).body.code).toBe('view_exists');
    const other = await signedIn(['analyst', '16']);
    expect(await names(other)).toEqual([]);
    expect((await other.send('DELETE', `/v1/views/${made.body.id}`)).status).toBe(404);
    expect((await analyst.send('PATCH', `/v1/views/${made.body.id}`, { name: 'Segera' }, { 'idempotency-key': 'k-12345678' })).status).toBe(428);
    const changed = await analyst.send('PATCH', `/v1/views/${made.body.id}`, { name: 'Segera' }, { 'idempotency-key': 'k-22345678', 'if-match': made.etag });
    expect(changed.body).toMatchObject({ name: 'Segera', revision: 2, filter: { overdue: true } });
    const stale = await analyst.send('PATCH', `/v1/views/${made.body.id}`, { name: 'Lama' }, { 'idempotency-key': 'k-32345678', 'if-match': made.etag });
    expect(stale.status).toBe(412);
    expect((await analyst.send('DELETE', `/v1/views/${made.body.id}`)).status).toBe(204);
    expect(await names(analyst)).toEqual([]);
  });

  test('with a filter that the queue would refuse is refused', async () => {
    for (const filter of [{ state: 'NOWHERE' }, { unknown: 1 }, { score_min: 2 }, { q: 'a' }])
      expect((await analyst.post('/v1/views', { name: 'Salah', filter })).status).toBe(400);
  });

  test('is shared by a commissioner with a role of a region, above it and below, and with nobody else', async () => {
    const commissioner = await signedIn(['commissioner', '16']);
    const share = { role: 'analyst', region: '16.73' };
    expect((await analyst.post('/v1/views', { name: 'Bersama', filter: {}, share })).status).toBe(403);
    expect((await commissioner.post('/v1/views', { name: 'Luar', filter: {}, share: { role: 'analyst', region: '18' } })).status).toBe(403);
    const made = await commissioner.post('/v1/views', { name: 'Bersama', filter: { band: 'flag' }, share });
    expect(made.body).toMatchObject({ shared: share, mine: true });
    for (const region of ['16', '16.73', '16.73.01', 'ID']) expect(await names(await signedIn(['analyst', region])), region).toContain('Bersama');
    for (const region of ['16.74', '18']) expect(await names(await signedIn(['analyst', region])), region).toEqual([]);
    expect(await names(await signedIn(['second_reviewer', '16.73']))).toEqual([]);
    expect((await analyst.send('DELETE', `/v1/views/${made.body.id}`)).status, 'only read').toBe(403);
    expect((await commissioner.send('DELETE', `/v1/views/${made.body.id}`)).status).toBe(204);
    const { rows } = await sql<{ action: string }>`select action from audit_log where object = 'saved_view' order by id`.execute(db);
    expect(rows.map((r) => r.action)).toEqual(['view_shared', 'shared_view_removed']);
  });
});

describe('filters', () => {
  test('each selects exactly its cases', async () => {
    const region = '16.02';
    const early = await buildCase(db, { region, flaggedHoursAgo: 40, contest: 'k-1' });
    const late = await buildCase(db, { region, contest: 'k-2', label: 'PROPS', phase: 'CAMP' });
    const decided = await buildCase(db, { region, state: 'CONFIRMED', label: 'ATTEND' });
    await sql`update cases set contestant = contest || '-2', origin = case when id = ${early} then 'rss' else 'import' end, score = case when id = ${late} then 0.4 else 0.9 end where region = ${region}`.execute(
      db,
    );
    const ids = async (q: string) =>
      (await analyst.get(`/v1/cases?region=${region}&${q}`)).body.data.map((c: { id: number }) => c.id).sort((a: number, b: number) => a - b);
    expect(await ids('label=PROPS,ATTEND')).toEqual([late, decided]);
    expect(await ids('phase=CAMP,VOTE')).toEqual([late]);
    expect(await ids('contestant=k-1-2')).toEqual([early]);
    expect(await ids('election=PILKADA-UJI')).toEqual([early, late, decided]);
    expect(await ids('election=LAIN')).toEqual([]);
    expect(await ids('origin=rss')).toEqual([early]);
    expect(await ids('score_min=0.5')).toEqual([early, decided]);
    expect(await ids('score_max=0.5')).toEqual([late]);
    expect(await ids('overdue=true')).toEqual([early]);
    expect(await ids('overdue=false')).toEqual([late, decided]);
    expect(await ids(`due_before=${new Date(Date.now() + 86_400_000).toISOString()}`)).toEqual([early, late]);
    await analyst.post(`/v1/cases/${late}/claim`);
    expect(await ids('holder=held')).toEqual([late]);
    expect(await ids(`holder=${user.id}`)).toEqual([late]);
    expect(await ids(`holder=${user.id + 999}`)).toEqual([]);
  });

  test('words of the post are found by those who decide, in their regions, and never the author by name while the reader is blind', async () => {
    const region = '16.03';
    const found = await buildCase(db, { region, text: 'Besok kita dukung pembangunan pasar rakyat bersama semua' });
    const named = await buildCase(db, { region, text: 'Salam pembangunan dari Orang Fiktif' });
    const decided = await buildCase(db, { region, state: 'CONFIRMED', text: 'Orang Fiktif hadir di pasar' });
    await buildCase(db, { region: '18.03', text: 'pembangunan pasar rakyat' });
    const ids = async (c: Client, q: string) =>
      (await c.get(`/v1/cases?q=${encodeURIComponent(q)}`)).body.data.map((x: { id: number }) => x.id).sort((a: number, b: number) => a - b);
    expect(await ids(analyst, 'membangun pasar'), 'stems').toEqual([found]);
    expect(await ids(analyst, 'pembangunan')).toEqual([found, named]);
    expect(await ids(analyst, 'fiktif')).toEqual([decided]);
    const office = await signedIn(['personnel_office', '16']);
    expect((await office.get('/v1/cases?q=pasar')).status).toBe(403);
    expect((await analyst.get('/v1/cases?q=a')).status).toBe(400);
  });

  test('by readers: several once decided; waiting only for those who do not judge there', async () => {
    const region = '16.05';
    const two = await buildCase(db, { region, state: 'CONFIRMED' });
    const waiting = await buildCase(db, { region, state: 'IN_REVIEW' });
    await buildCase(db, { region });
    for (const [id, n] of [
      [two, 2],
      [waiting, 1],
    ] as const)
      for (let i = 0; i < n; i += 1) {
        const reader = await buildUser(db, ['analyst', region]);
        await sql`insert into case_opinion (case_id, user_id, finding) values (${id}, ${reader.id}, 'plausible')`.execute(db);
      }
    const ids = async (c: Client, q: string) => (await c.get(`/v1/cases?region=${region}&${q}`)).body.data.map((x: { id: number }) => x.id);
    const commissioner = await signedIn(['commissioner', '16']);
    expect(await ids(commissioner, 'readers=waiting')).toEqual([waiting]);
    expect(await ids(commissioner, 'readers=several')).toEqual([two]);
    expect(await ids(analyst, 'readers=several')).toEqual([two]);
    expect(await ids(analyst, 'readers=waiting')).toEqual([]);
  });
});

describe('order', () => {
  test('the database ranks as the domain does', async () => {
    const region = '16.06';
    for (let i = 0; i < 6; i += 1) await buildCase(db, { region, priority: [1, 37, 100][i % 3] ?? 1, flaggedHoursAgo: i * 31 });
    await sql`update cases set risk = 1.25, review_due_at = first_flagged_at + interval '7 hours' where region = ${region} and id % 2 = 0`.execute(db);
    const { rows } = await sql<{ rank: number; weight: number; risk: number; flagged: Date; due: Date }>`
      select rank, priority as weight, risk, first_flagged_at as flagged, coalesce(review_due_at, first_flagged_at + interval '48 hours') as due from cases where region = ${region}`.execute(
      db,
    );
    for (const r of rows) expect(r.rank).toBeCloseTo(rankOf({ weight: r.weight, risk: r.risk, flaggedAt: r.flagged, reviewDueAt: r.due }), 6);
  });

  test('an old light case stands before a fresh heavy one; each row says why', async () => {
    const region = '16.07';
    const old = await buildCase(db, { region, priority: 20, flaggedHoursAgo: 24 * 9 });
    const fresh = await buildCase(db, { region, priority: 90 });
    const { body } = await analyst.get(`/v1/cases?region=${region}`);
    expect(body.data.map((c: { id: number }) => c.id)).toEqual([old, fresh]);
    const [first] = body.data;
    const { weight, region_risk, age_factor, deadline_factor } = first.priority_reason;
    expect(first.priority).toBeCloseTo(weight * region_risk * age_factor * deadline_factor, 0);
    expect(age_factor).toBeCloseTo(2 ** ((24 * 9) / PRIORITY.ageDoublesHours), 1);
    const next = await analyst.post('/v1/cases/next', { region });
    expect(next.body.case.id).toBe(old);
  });

  test('by due time, page by page; a cursor of the other order is refused', async () => {
    const region = '16.08';
    const due: number[] = [];
    for (const hours of [3, 20, 11, 40, 1]) due.push(await buildCase(db, { region, flaggedHoursAgo: hours }));
    await buildCase(db, { region, state: 'DISMISSED' });
    const expected = (await sql<{ id: number }>`select id from cases where region = ${region} and due_at is not null order by due_at, id`.execute(db)).rows.map(
      (r) => r.id,
    );
    const seen: number[] = [];
    const cursors: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { body: { data: { id: number }[]; next_cursor: string | null } } = await analyst.get(
        `/v1/cases?region=${region}&sort=due&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.body.data.map((c) => c.id));
      cursor = page.body.next_cursor;
      if (cursor !== null) cursors.push(cursor);
    }
    expect(cursors).toHaveLength(2);
    expect((await analyst.get(`/v1/cases?region=${region}&cursor=${cursors[0]}`)).status).toBe(400);
    expect(seen).toEqual(expected);
    expect(seen).toHaveLength(due.length);
  });

  test('a region of higher risk comes first among equals, and a reopened case is due anew', async () => {
    await sql`insert into region_risk (region, level, dataset) values ('16.09', 'HIGH', 'uji'), ('16.10', 'LOW', 'uji')`.execute(db);
    const low = await buildCase(db, { region: '16.10' });
    const high = await buildCase(db, { region: '16.09' });
    const { rows } = await sql<{ id: number }>`select id from cases where id in (${low}, ${high}) order by rank desc`.execute(db);
    expect(rows.map((r) => r.id)).toEqual([high, low]);
    const reopened = await buildCase(db, { region: '16.10', state: 'DISMISSED', flaggedHoursAgo: 200 });
    await sql`update cases set state = 'IN_REVIEW' where id = ${reopened}`.execute(db);
    const { rows: after } = await sql<{ ok: boolean }>`select review_due_at > now() + interval '47 hours' as ok from cases where id = ${reopened}`.execute(db);
    expect(after).toEqual([{ ok: true }]);
  });
});

describe('counts', () => {
  test('stop at ten thousand, each state by itself', async () => {
    const id = await buildCase(db, { region: '19.01', state: 'DISMISSED' });
    await sql`insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at)
      select post_id, version_id, person_id, region, 'DISMISSED', 'review', 'ATTACK', 'PRE', 0.5, 20, posted_at, captured_at from cases, generate_series(1, 10050) where id = ${id}`.execute(
      db,
    );
    await buildCase(db, { region: '19.01', label: 'PROPS' });
    const reader = await signedIn(['auditor', '19']);
    const all = (await reader.get('/v1/cases/counts')).body;
    expect(all).toMatchObject({ total: 10_000, capped: true, by_state: { DISMISSED: 10_000, FLAGGED: 1 } });
    const open = (await reader.get('/v1/cases/counts?state=FLAGGED,IN_REVIEW')).body;
    expect(open).toMatchObject({ total: 1, capped: false, by_state: { FLAGGED: 1 }, by_label: { PROPS: 1 } });
  });
});
