/** What was read and what was refused is in the log before the answer leaves, and only auditors read the log. */
import { foldAudit, type Handle, openDb, verifyAudit } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let analyst: BuiltUser;
let reader: Client;
let auditor: Client;
let auditorUser: BuiltUser;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  analyst = await buildUser(db, ['analyst', '16.73']);
  reader = await new Client(api.url).signIn(analyst);
  auditorUser = await buildUser(db, ['auditor', 'ID']);
  auditor = await new Client(api.url).signIn(auditorUser);
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

interface Row {
  id: number;
  actor: number | null;
  action: string;
  object: string;
  object_id: string;
  data: Record<string, unknown>;
}
/** The newest rows about this, once what waits is chained. */
async function rowsOf(object: string, objectId: string | number): Promise<Row[]> {
  await foldAudit(db);
  return (
    await sql<Row>`select id, actor, action, object, object_id, data from audit_log where object = ${object} and object_id = ${String(objectId)} order by id`.execute(
      db,
    )
  ).rows;
}

describe('a case', () => {
  test('that was opened names its reader, whatever part of it was read', async () => {
    const id = await buildCase(db, { region: '16.73' });
    await reader.get(`/v1/cases/${id}`);
    await reader.get(`/v1/cases/${id}/proceedings`);
    const reads = (await rowsOf('case', id)).filter((r) => r.action === 'case_read');
    expect(reads.map((r) => [r.actor, r.data.route])).toEqual([
      [analyst.id, '/v1/cases/:id'],
      [analyst.id, '/v1/cases/:id/proceedings'],
    ]);
  });

  test('that was refused names who tried: outside the region, without the role, without the token', async () => {
    const outside = await buildCase(db, { region: '17.01' });
    const inside = await buildCase(db, { region: '16.73', state: 'CONFIRMED' });
    expect((await reader.get(`/v1/cases/${outside}`)).status).toBe(404);
    expect((await reader.post(`/v1/cases/${inside}/forward`, undefined, { 'if-match': '"1"' })).status).toBe(403);
    const forged = new Client(api.url);
    forged.cookie = reader.cookie;
    expect((await forged.post(`/v1/cases/${inside}/claim`)).status).toBe(403);
    expect((await rowsOf('case', outside)).filter((r) => r.action === 'refused')).toMatchObject([
      { actor: analyst.id, data: { code: 'not_found', method: 'GET' } },
    ]);
    expect((await rowsOf('case', inside)).filter((r) => r.action === 'refused').map((r) => [r.actor, r.data.code])).toEqual([
      [analyst.id, 'forbidden'],
      [analyst.id, 'csrf_failed'],
    ]);
  });

  test('is not shown when that cannot be logged', async () => {
    const id = await buildCase(db, { region: '16.73', text: 'Teks yang tidak boleh tampil' });
    await sql`revoke execute on function audit_note(bigint, text, text, text, jsonb) from pantau_api`.execute(db);
    try {
      const r = await reader.get(`/v1/cases/${id}`);
      expect(r.status).toBe(500);
      expect(JSON.stringify(r.body)).not.toContain('tidak boleh tampil');
    } finally {
      await sql`grant execute on function audit_note(bigint, text, text, text, jsonb) to pantau_api`.execute(db);
    }
    expect((await reader.get(`/v1/cases/${id}`)).status).toBe(200);
  });
});

test('a list of users and a reading of the log itself are reads too; a mistyped address is not worth a row', async () => {
  await auditor.get('/v1/users');
  await auditor.get('/v1/audit?limit=1');
  await auditor.get('/v1/nothing');
  expect((await rowsOf('user', '-')).filter((r) => r.action === 'users_read')).toMatchObject([{ actor: auditorUser.id }]);
  expect((await rowsOf('audit', '-')).at(-1)).toMatchObject({ action: 'audit_read', actor: auditorUser.id });
  expect((await sql`select 1 from audit_log where data::text like '%nothing%'`.execute(db)).rows).toEqual([]);
});

test('what waits is chained by the api itself', async () => {
  const id = await buildCase(db, { region: '16.73' });
  await reader.get(`/v1/cases/${id}`);
  await waitFor(
    'the read to be chained',
    async () => (await sql`select 1 from audit_log where action = 'case_read' and object_id = ${String(id)}`.execute(db)).rows.length === 1,
  );
});

test('refusals by the rate limit are summed up, one row a route', async () => {
  const strict = await startTestApi(world, { PANTAU_REQUESTS_PER_MINUTE: 10 });
  const c = new Client(strict.url);
  for (let i = 0; i < 25; i++) await c.get('/v1/sign-in-methods');
  await strict.stop();
  expect((await rowsOf('route', '/v1/sign-in-methods')).at(-1)).toMatchObject({ action: 'rate_limited', actor: null, data: { refused: 15 } });
});

describe('GET /v1/audit', () => {
  test('is for auditors', async () => {
    expect((await reader.get('/v1/audit')).status).toBe(403);
    expect((await reader.get('/v1/audit/roots')).status).toBe(403);
  });

  test('answers by actor, action, object and time, newest first, in pages that neither repeat nor skip', async () => {
    const id = await buildCase(db, { region: '16.73' });
    for (let i = 0; i < 5; i++) await reader.get(`/v1/cases/${id}`);
    await foldAudit(db);
    const ids: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await auditor.get(`/v1/audit?object=case&object_id=${id}&action=case_read&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      ids.push(...body.data.map((r: Row) => r.id));
      cursor = body.next_cursor;
    }
    expect(ids).toHaveLength(5);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    const mine = await auditor.get(`/v1/audit?actor=${analyst.id}&limit=100`);
    expect(new Set(mine.body.data.map((r: Row) => r.actor))).toEqual(new Set([analyst.id]));
    const { body } = await auditor.get(`/v1/audit?from=${encodeURIComponent(new Date(Date.now() + 3_600_000).toISOString())}`);
    expect(body.data).toEqual([]);
    expect(mine.body.data[0].hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('shows no name, text, code or secret: rows say who by number and what by number', async () => {
    const { rows } = await sql<{ all: string }>`select string_agg(data::text, ' ') as all from audit_log`.execute(db);
    for (const word of ['Orang Fiktif', 'coblos', 'fiktif', reader.csrf, analyst.username]) expect(rows[0]?.all).not.toContain(word);
  });
});

test('the chain of everything above holds', async () => {
  await foldAudit(db);
  const report = await verifyAudit(db);
  expect(report.firstBroken).toBeNull();
  expect(report.rows).toBeGreaterThan(20);
});
