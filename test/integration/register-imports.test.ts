/** Imports that the console sends, without a browser: a worker that dies, one that is stopped, a look that is out of date, accounts by region. */
import { createLogger, createMetrics, Lifecycle } from '@pantau/runtime';
import { type Handle, openDb, takeImportWork } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createImportEvents } from '../../services/alerts/src/events.ts';
import { keepRegisterImports } from '../../services/alerts/src/register-imports.ts';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const HEADER = 'election,region_code,region,province,kpu_pair_id,nomor_urut,calon,wakil,pair_as_listed';
const pairs = (name: string) => `${HEADER}\nbupati_walikota,1673,KOTA LUBUK LINGGAU,SUMATERA SELATAN,1,1,${name},Budi Contoh,x\n`;
const NIP = '199001012015011001';
const ACCOUNTS = (region: string) =>
  `nip,name,employment_status,agency,region,valid_from,accounts,basis_law,basis_ref\n${NIP},Nama Contoh,PNS,Dinas Contoh,${region},2020-01-01,instagram:nama.contoh,UU 7/2017,SK-1\n`;

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let life: Lifecycle;
let turn: () => Promise<void>;
let now = new Date();
let national: Client;
let regional: Client;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  const log = createLogger({ service: 'alerts', level: 'error', destination: { write: () => {} } });
  life = new Lifecycle(log);
  turn = keepRegisterImports({
    databaseUrl: world.databaseUrl,
    keyring: world.keyring,
    clock: () => now,
    life,
    events: createImportEvents(log, createMetrics('alerts')),
  });
  national = await new Client(api.url).signIn(await buildUser(db, ['register_admin', 'ID']));
  regional = await new Client(api.url).signIn(await buildUser(db, ['register_admin', '16.73']));
});
afterAll(async () => {
  await life?.stop('test');
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

async function sent(c: Client, kind: 'register' | 'accounts', text: string): Promise<string> {
  const begun = await c.post('/v1/register-imports', { kind, file_name: 'uji.csv', bytes: Buffer.byteLength(text) });
  expect(begun.status).toBe(201);
  const id = begun.body.id as string;
  const put = await fetch(`${api.url}/v1/register-imports/${id}/pieces/0`, {
    method: 'PUT',
    headers: { cookie: c.cookie, 'x-csrf-token': c.csrf, 'content-type': 'application/octet-stream' },
    body: text,
  });
  expect(put.status).toBe(204);
  expect((await c.post(`/v1/register-imports/${id}/check`)).status).toBe(200);
  return id;
}
const read = async (c: Client, id: string) => (await c.get(`/v1/register-imports/${id}`)).body;
const versions = async () => (await sql<{ n: number }>`select count(*)::int as n from register_version`.execute(db)).rows[0]?.n;

test('a worker that dies in the middle leaves the step to the next one, and nothing is published twice', async () => {
  const id = await sent(national, 'register', pairs('Ahmad Contoh'));
  const dead = openDb({ url: world.databaseUrl, role: 'pantau_import', name: 'dead', connectionsMax: 1 });
  expect((await takeImportWork(dead, now))?.id).toBe(id); // and is never heard of again
  await dead.destroy();
  await turn();
  expect((await read(national, id)).state).toBe('checking');
  now = new Date(now.getTime() + 61_000);
  await turn();
  const ready = await read(national, id);
  expect([ready.state, ready.preview.changes, await versions()]).toEqual(['ready', 3, 0]);
  await national.post(`/v1/register-imports/${id}/confirmation`);
  await turn();
  await turn();
  expect([(await read(national, id)).state, await versions()]).toEqual(['published', 1]);
  expect((await national.post(`/v1/register-imports/${id}/confirmation`)).body.code).toBe('import_wrong_state');
});

test('what was published meanwhile is shown before it counts', async () => {
  const first = await sent(national, 'register', pairs('Andi Contoh'));
  const second = await sent(national, 'register', pairs('Anto Contoh'));
  await turn();
  for (const id of [first, second]) await national.post(`/v1/register-imports/${id}/confirmation`);
  await turn();
  // The same list twice: one is published, the other would change the same row again, which is what was confirmed; a third differs.
  expect([(await read(national, first)).state, (await read(national, second)).state]).toEqual(['published', 'published']);
  const third = await sent(national, 'register', pairs('Anto Contoh'));
  await turn();
  expect((await read(national, third)).preview.changes).toBe(0);
  const stale = await sent(national, 'register', pairs('Agus Contoh'));
  await turn();
  const other = await sent(national, 'register', pairs('Agus Contoh'));
  await turn();
  await national.post(`/v1/register-imports/${other}/confirmation`);
  await turn();
  await national.post(`/v1/register-imports/${stale}/confirmation`);
  await turn();
  const again = await read(national, stale);
  expect([again.state, again.preview.changes]).toEqual(['ready', 0]);
  for (const id of [third, stale]) expect((await national.post(`/v1/register-imports/${id}/stop`)).body.state).toBe('cancelled');
});

test('somebody who keeps a regency brings its accounts and no others, and no contest register', async () => {
  expect((await regional.post('/v1/register-imports', { kind: 'register', file_name: 'a.csv', bytes: 1 })).body.code).toBe('role_outside_region');
  const foreign = await sent(regional, 'accounts', ACCOUNTS('32.73'));
  await turn();
  expect((await read(regional, foreign)).preview).toMatchObject({
    rejected: 1,
    changes: 0,
    rejects: [{ line: 2, reason: 'region: 32.73 lies outside your region' }],
  });
  await regional.post(`/v1/register-imports/${foreign}/stop`);
  const own = await sent(regional, 'accounts', ACCOUNTS('16.73'));
  const { rows: raw } = await sql<{ sealed: Buffer }>`select sealed from register_import_piece where import_id = ${own}`.execute(db);
  expect(raw[0]?.sealed.includes(NIP)).toBe(false);
  await turn();
  await regional.post(`/v1/register-imports/${own}/confirmation`);
  await turn();
  expect(await read(regional, own)).toMatchObject({ state: 'published', counts: { accountsAdded: 1 } });
  const list = await regional.get('/v1/accounts?q=nama');
  expect(list.body.data).toMatchObject([{ handle: 'nama.contoh', has_basis: true, nip: expect.stringMatching(/001$/) }]);
  expect(JSON.stringify(list.body)).not.toContain(NIP);
  expect((await sql`select 1 from register_import_piece where import_id = ${own}`.execute(db)).rows).toEqual([]);

  // The same person and handle again, from somebody who keeps another regency: neither is drawn over.
  const moved = await sent(national, 'accounts', ACCOUNTS('32.73'));
  await turn();
  await national.post(`/v1/register-imports/${moved}/confirmation`);
  await turn();
  expect((await read(national, moved)).state).toBe('published');
  const drawn = await sent(regional, 'accounts', ACCOUNTS('16.73'));
  await turn();
  expect((await read(regional, drawn)).preview).toMatchObject({
    rejected: 1,
    changes: 0,
    rejects: [{ line: 2, reason: 'the person or an account of this line is registered in a region outside yours' }],
  });
  await regional.post(`/v1/register-imports/${drawn}/stop`);
});

test('a file nobody came back for goes, and the row says so', async () => {
  const id = await sent(national, 'register', pairs('Ari Contoh'));
  await turn();
  now = new Date(now.getTime() + 49 * 3_600_000);
  await turn();
  expect((await read(national, id)).state).toBe('expired');
  expect((await sql`select 1 from register_import_piece`.execute(db)).rows).toEqual([]);
});
