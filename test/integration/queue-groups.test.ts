/** Near-duplicates over HTTP: listed, shown side by side, dismissed together or not at all; and leases that are broken. */
import type { Handle } from '@pantau/store';
import { openDb } from '@pantau/store';
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

const TEXT = 'Warga kota tercinta, tanggal 27 November coblos nomor 2 demi pasar rakyat yang tertata';

/** A group with these many cases under review. */
async function buildGroup(size: number, region = '16.73', text = TEXT): Promise<{ group: number; cases: number[] }> {
  const { rows } = await sql<{
    id: number;
  }>`insert into case_group (scope, sha256, minima, bands) values ('uji', gen_random_uuid()::text::bytea, '{}', '{}') returning id`.execute(db);
  const group = rows[0]?.id ?? 0;
  const cases: number[] = [];
  for (let i = 0; i < size; i += 1) cases.push(await buildCase(db, { region, text: `${text} ${i}` }));
  await sql`update cases set group_id = ${group} where id = any(${cases}::bigint[])`.execute(db);
  return { group, cases };
}

interface Preview {
  preview: string;
  cases: { id: number; revision: number; text: string }[];
  left_out: { id: number; why: string }[];
}
const previewed = async (client: Client, group: number): Promise<Preview> => {
  const r = await client.get(`/v1/case-groups/${group}/preview`);
  expect(r.status).toBe(200);
  return r.body;
};
const members = (p: Preview) => p.cases.map(({ id, revision }) => ({ id, revision }));
const DISMISSAL = { finding: 'not_a_violation', exemption: 'HN-04' };
const rowsOf = async (ids: number[]) =>
  (await sql<{ id: number; state: string; revision: number }>`select id, state, revision from cases where id = any(${ids}::bigint[]) order by id`.execute(db))
    .rows;

describe('a group', () => {
  test('is listed when two of its cases are under review, with its people and regions; the queue names it too', async () => {
    const { group, cases } = await buildGroup(3);
    const { group: single } = await buildGroup(1);
    const { body } = await analyst.get('/v1/case-groups?region=16.73');
    const listed = body.data.find((g: { id: number }) => g.id === group);
    expect(listed).toMatchObject({ cases: 3, free: 3, people: 3, regions: ['16.73'], labels: ['VOTE_CALL'] });
    expect(listed.excerpt).toContain('coblos nomor 2');
    expect(body.data.map((g: { id: number }) => g.id)).not.toContain(single);
    const row = (await analyst.get(`/v1/cases?group=${group}`)).body.data;
    expect(new Set(row.map((c: { id: number }) => c.id))).toEqual(new Set(cases));
    expect(row[0].group).toEqual({ id: group, similar: 2 });
  });

  test('is listed page by page', async () => {
    for (let i = 0; i < 5; i += 1) await buildGroup(2, '16.11');
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: { data: { id: number }[]; next_cursor: string | null } } = await analyst.get(
        `/v1/case-groups?region=16.11&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...page.body.data.map((g) => g.id));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test('shows its posts side by side without the names of their authors, and does not change a case by being shown', async () => {
    const { group, cases } = await buildGroup(2, '16.73', `Salam dari orang FIKTIF, ${TEXT}`);
    const p = await previewed(analyst, group);
    expect(new Set(p.cases.map((c) => c.id))).toEqual(new Set(cases));
    for (const c of p.cases) expect(c.text).toMatch(/^Salam dari ▒{5} ▒{6}, Warga/);
    expect((await rowsOf(cases)).map((c) => c.state)).toEqual(['FLAGGED', 'FLAGGED']);
  });

  test('is dismissed together: every case has its own opinion, events and audit row', async () => {
    const { group } = await buildGroup(3);
    const p = await previewed(analyst, group);
    const r = await analyst.post(`/v1/case-groups/${group}/decisions`, { preview: p.preview, cases: members(p), opinion: DISMISSAL });
    expect(r.status).toBe(201);
    expect(r.body.decided.map((d: { state: string }) => d.state)).toEqual(['DISMISSED', 'DISMISSED', 'DISMISSED']);
    for (const { id } of p.cases) {
      const { rows } = await sql<{ opinions: number; events: string[]; audited: number }>`
        select (select count(*)::int from case_opinion where case_id = ${id} and user_id = ${user.id}) as opinions,
               array(select type from case_event where case_id = ${id} and actor is not null order by id) as events,
               (select count(*)::int from audit_log where object = 'case' and object_id = ${String(id)} and action in ('case_claimed', 'case_dismissed')) as audited`.execute(
        db,
      );
      expect(rows[0]).toEqual({ opinions: 1, events: ['claimed', 'opinion', 'dismissed'], audited: 2 });
    }
  });

  test('is never confirmed together', async () => {
    const { group, cases } = await buildGroup(2);
    const p = await previewed(analyst, group);
    for (const finding of ['plausible', 'needs_second']) {
      const r = await analyst.post(`/v1/case-groups/${group}/decisions`, { preview: p.preview, cases: members(p), opinion: { finding, acts: ['SKB-KE-02'] } });
      expect([r.status, r.body.code]).toEqual([422, 'group_one_by_one']);
    }
    expect((await rowsOf(cases)).map((c) => c.state)).toEqual(['FLAGGED', 'FLAGGED']);
  });

  test('is decided as a whole or not at all: one changed case stops all, and so does one that somebody took', async () => {
    const { group, cases } = await buildGroup(3);
    const p = await previewed(analyst, group);
    const [, second = 0] = cases;
    await sql`update cases set revision = revision + 1 where id = ${second}`.execute(db);
    const stale = await analyst.post(`/v1/case-groups/${group}/decisions`, { preview: p.preview, cases: members(p), opinion: DISMISSAL });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition_failed']);
    expect(stale.body.detail).toContain(`K-${String(second).padStart(6, '0')}`);

    const again = await previewed(analyst, group);
    await sql`update cases set claimed_by = ${user.id + 1000}, lease_until = now() + interval '5 minutes' where id = ${second}`.execute(db);
    const held = await analyst.post(`/v1/case-groups/${group}/decisions`, { preview: again.preview, cases: members(again), opinion: DISMISSAL });
    expect([held.status, held.body.code]).toEqual([409, 'case_held_by_other']);
    expect((await rowsOf(cases)).map((c) => c.state)).toEqual(['FLAGGED', 'FLAGGED', 'FLAGGED']);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from case_opinion where case_id = any(${cases}::bigint[])`.execute(db);
    expect(rows[0]?.n).toBe(0);
  });

  test('needs a preview of one’s own, once, and only what it showed', async () => {
    const { group, cases } = await buildGroup(2);
    const stranger = await new Client(api.url).signIn(await buildUser(db, ['analyst', '16']));
    const decide = (client: Client, preview: string, list: unknown) =>
      client.post(`/v1/case-groups/${group}/decisions`, { preview, cases: list, opinion: DISMISSAL });
    const p = await previewed(analyst, group);
    const another = await buildCase(db, { text: TEXT });
    for (const r of [
      await decide(stranger, p.preview, members(p)),
      await decide(analyst, '00000000-0000-4000-8000-000000000000', members(p)),
      await decide(analyst, p.preview, [...members(p), { id: another, revision: 1 }]),
      await decide(analyst, p.preview, [members(p)[0], members(p)[0]]),
    ])
      expect([r.status, r.body.code]).toEqual([409, 'preview_needed']);
    await sql`update group_preview set shown_at = now() - interval '31 minutes' where id = ${p.preview}`.execute(db);
    expect((await decide(analyst, p.preview, members(p))).body.code).toBe('preview_needed');
    const fresh = await previewed(analyst, group);
    expect((await decide(analyst, fresh.preview, members(fresh))).status).toBe(201);
    expect((await decide(analyst, fresh.preview, members(fresh))).body.code).toBe('preview_needed');
    expect((await rowsOf(cases)).map((c) => c.state)).toEqual(['DISMISSED', 'DISMISSED']);
  });

  test('leaves out what the reader has judged or another holds, and says so', async () => {
    const { group, cases } = await buildGroup(4);
    const [judged = 0, held = 0] = cases;
    await sql`insert into case_opinion (case_id, user_id, finding) values (${judged}, ${user.id}, 'needs_second')`.execute(db);
    await sql`update cases set claimed_by = ${user.id + 1000}, lease_until = now() + interval '5 minutes' where id = ${held}`.execute(db);
    const p = await previewed(analyst, group);
    expect(p.cases).toHaveLength(2);
    expect(p.left_out.map(({ id, why }) => ({ id, why })).sort((a, b) => a.id - b.id)).toEqual([
      { id: judged, why: 'judged' },
      { id: held, why: 'held' },
    ]);
  });

  test('does not exist outside the own regions', async () => {
    const { group } = await buildGroup(2, '18.01');
    expect((await analyst.get(`/v1/case-groups/${group}/preview`)).status).toBe(404);
    expect((await analyst.get('/v1/case-groups?region=18')).body.data).toEqual([]);
  });
});

describe('a lease', () => {
  test('is listed with its holder and broken by an administrator who reads no case, with a reason in the log', async () => {
    const admin = await new Client(api.url).signIn(await buildUser(db, ['system_admin', '16']));
    const id = await buildCase(db);
    await analyst.post(`/v1/cases/${id}/claim`);
    const listed = (await admin.get('/v1/leases')).body.data.find((l: { case_id: number }) => l.case_id === id);
    expect(listed).toMatchObject({ region: '16.73', holder: { id: user.id } });
    expect((await admin.get(`/v1/cases/${id}`)).status).toBe(403);
    const broken = await admin.post(`/v1/cases/${id}/break-lease`, { reason: 'peramban pemegang rusak' });
    expect(broken.status).toBe(200);
    expect((await analyst.post(`/v1/cases/${id}/heartbeat`)).body.code).toBe('case_not_claimed');
    expect((await admin.post(`/v1/cases/${id}/break-lease`, { reason: 'sekali lagi' })).body.code).toBe('lease_not_held');
    const { rows } = await sql<{ data: unknown }>`select data from audit_log where action = 'case_lease_broken' and object_id = ${String(id)}`.execute(db);
    expect(rows).toEqual([{ data: { holder: user.id, reason: 'peramban pemegang rusak' } }]);
    const other = await new Client(api.url).signIn(await buildUser(db, ['analyst', '16.73']));
    expect((await other.post(`/v1/cases/${id}/claim`)).status).toBe(200);
  });

  test('of another region cannot be seen or broken', async () => {
    const admin = await new Client(api.url).signIn(await buildUser(db, ['system_admin', '18']));
    const id = await buildCase(db);
    await analyst.post(`/v1/cases/${id}/claim`);
    expect((await admin.get('/v1/leases')).body.data).toEqual([]);
    expect((await admin.post(`/v1/cases/${id}/break-lease`, { reason: 'bukan wilayah saya' })).status).toBe(404);
  });

  test('that has ended holds nothing: the case is next for somebody else', async () => {
    const region = '16.74';
    const id = await buildCase(db, { region });
    await analyst.post(`/v1/cases/${id}/claim`);
    const other = await new Client(api.url).signIn(await buildUser(db, ['analyst', region]));
    expect((await other.post('/v1/cases/next')).body.case).toBeNull();
    await sql`update cases set lease_until = now() - interval '1 second' where id = ${id}`.execute(db);
    expect((await other.post('/v1/cases/next')).body.case.id).toBe(id);
    expect((await analyst.post(`/v1/cases/${id}/heartbeat`)).body.code).toBe('case_not_claimed');
  });
});
