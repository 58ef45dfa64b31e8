/** Several people at once, and processes that die: whatever happens, a case is judged by the people it says, once. */
import { randomUUID } from 'node:crypto';
import { type Handle, openDb, verifyAudit } from '@pantau/store';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type Reply, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildSubscription, buildUser } from '../support/builders.ts';
import { caseRow, postToCase } from '../support/casework.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

const READERS = 8;
let world: TestWorld;
let db: Handle;
let api: RunningApi;
let readers: Client[];
let commissioner: Client;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  readers = [];
  for (let i = 0; i < READERS; i++) readers.push(await new Client(api.url).signIn(await buildUser(db, [i % 2 === 0 ? 'analyst' : 'second_reviewer', '16'])));
  commissioner = await new Client(api.url).signIn(await buildUser(db, ['commissioner', '16']));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const row = (id: number) => caseRow(db, id);
const post = (c: Client, id: number, path: string, body?: unknown): Promise<Reply> => postToCase(db, c, id, path, body);
const count = async (table: 'case_opinion' | 'case_event' | 'delivery', id: number) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where case_id = ${id}`.execute(db)).rows[0]?.n;

describe('races', () => {
  test('of many who claim one case, one holds it', async () => {
    const id = await buildCase(db);
    const all = await Promise.all(readers.map((r) => r.post(`/v1/cases/${id}/claim`)));
    expect(all.filter((r) => r.status === 200)).toHaveLength(1);
    expect(new Set(all.filter((r) => r.status !== 200).map((r) => r.body.code))).toEqual(new Set(['case_held_by_other']));
  });

  test('many who judge the same heavy case in turn: two or three opinions decide it, by different people, and no later one gets in', async () => {
    const id = await buildCase(db, { phase: 'CAMP' });
    const work = async (c: Client): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        const claimed = await c.post(`/v1/cases/${id}/claim`);
        if (claimed.body.code === 'case_wrong_state' || claimed.body.code === 'case_same_reviewer') return;
        if (claimed.status !== 200) continue;
        await c.post(`/v1/cases/${id}/opinions`, { finding: 'plausible', acts: ['SKB-DS-02'] }, { 'if-match': claimed.etag });
        return;
      }
    };
    await Promise.all(readers.map(work));
    expect(await row(id)).toMatchObject({ state: 'CONFIRMED', acts: ['SKB-DS-02'] });
    const { rows } = await sql<{
      n: number;
      people: number;
    }>`select count(*)::int as n, count(distinct user_id)::int as people from case_opinion where case_id = ${id}`.execute(db);
    expect(rows).toEqual([{ n: 2, people: 2 }]);
  });

  test('undo against the next reader: either the first took it back before, or the second counts and nothing is taken back', async () => {
    for (let i = 0; i < 6; i++) {
      const [a, b] = readers as [Client, Client];
      const id = await buildCase(db, { phase: 'CAMP' });
      await a.post(`/v1/cases/${id}/claim`);
      await post(a, id, 'opinions', { finding: 'plausible', acts: ['SKB-DS-02'] });
      const [undo, claim] = await Promise.all([post(a, id, 'undo'), b.post(`/v1/cases/${id}/claim`)]);
      const standing = (await sql<{ n: number }>`select count(*)::int as n from case_opinion where case_id = ${id} and undone_at is null`.execute(db)).rows[0]
        ?.n;
      const tookBack = { standing: 0, claim: 'case_held_by_other' };
      const counted = { standing: 1, claim: undefined };
      expect(['undo_not_possible', 'precondition_failed', undefined]).toContain(undo.body.code);
      expect({ standing, claim: claim.body.code }).toEqual(undo.status === 200 ? tookBack : counted);
    }
  });

  test('two commissioners forward at once: one alert', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'PRE' });
    await buildSubscription(db, '16.73');
    const other = await new Client(api.url).signIn(await buildUser(db, ['commissioner', '16']));
    const both = await Promise.all([commissioner, other].map((c) => c.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': '"1"' })));
    expect(both.map((r) => r.status).sort((x, y) => x - y)).toEqual([200, 412]);
    expect(await count('delivery', id)).toBe(1);
  });
});

describe('a process that dies', () => {
  test('in the middle of forwarding leaves nothing behind, and the same request succeeds afterwards, once', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'PRE' });
    await buildSubscription(db, '16.73');
    const events = await count('case_event', id);
    const blocker = new pg.Client({ connectionString: world.databaseUrl });
    await blocker.connect();
    await blocker.query('begin');
    // The forwarding transaction has changed the case by the time it waits here for its deliveries.
    await blocker.query('lock table delivery in access exclusive mode');
    const headers = { 'if-match': '"1"', 'idempotency-key': randomUUID() };
    const cut = commissioner.post(`/v1/cases/${id}/forward`, undefined, headers);
    await waitFor('the forwarding to wait for its deliveries', async () => {
      // In a transaction of its own each time: within one, Postgres shows the same picture of its activity again.
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'pantau-api' and datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      return rows.length > 0;
    });
    expect((await cut).status).toBeGreaterThanOrEqual(500);
    await blocker.query('rollback');
    await blocker.end();
    expect(await row(id)).toMatchObject({ state: 'CONFIRMED', forwarded_at: null, revision: 1 });
    expect([await count('delivery', id), await count('case_event', id)]).toEqual([0, events]);

    const again = await commissioner.post(`/v1/cases/${id}/forward`, undefined, headers);
    expect(again).toMatchObject({ status: 200, body: { state: 'FORWARDED' } });
    expect((await commissioner.post(`/v1/cases/${id}/forward`, undefined, headers)).body).toEqual(again.body);
    expect(await count('delivery', id)).toBe(again.body.deliveries);
    expect((await verifyAudit(db)).firstBroken).toBeNull();
  });
});
