/** `pantau user agency|conflict`: what an operator sets about a person's duties. */
import { declareConflict, type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildUser } from '../support/builders.ts';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await world?.drop();
});

const run = (...args: string[]) => pantau(['user', ...args], { PATH: process.env.PATH ?? '', DATABASE_URL: world.databaseUrl });
const actions = async () =>
  (await sql<{ action: string }>`select action from audit_log where object = 'user' order by id`.execute(db)).rows.map((r) => r.action);

test('an office is narrowed to agencies and widened again, each time in the log', { timeout: 120_000 }, async () => {
  const { id, username } = await buildUser(db, ['personnel_office', '16.73']);
  expect(await run('agency', username, '--agency', 'Rumah Sakit Uji', '--agency', 'Dinas Contoh')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('staff of Rumah Sakit Uji, Dinas Contoh only'),
  });
  const held = async () => (await db.selectFrom('user_agency').select('agency').where('user_id', '=', id).orderBy('agency').execute()).map((r) => r.agency);
  expect(await held()).toEqual(['Dinas Contoh', 'Rumah Sakit Uji']);
  expect(await run('agency', username)).toMatchObject({ code: 0, stdout: expect.stringContaining('all staff of the region') });
  expect(await held()).toEqual([]);
  expect(await actions()).toEqual(expect.arrayContaining(['user_agencies', 'user_agencies']));
  expect(await run('agency', 'nobody')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no user') });
});

test('a declaration is listed without names of kin and ended by its number', { timeout: 120_000 }, async () => {
  const { id, username } = await buildUser(db, ['analyst', '16.73']);
  const [agency, kin] = await db
    .transaction()
    .execute(async (tx) => [
      await declareConflict(tx, id, { kind: 'agency', agency: 'Dinas Contoh' }),
      await declareConflict(tx, id, { kind: 'kin', name: 'Orang Fiktif' }),
    ]);
  const listed = await run('conflict', username);
  expect(listed.stdout).toMatch(new RegExp(`^${agency}  former agency: Dinas Contoh  since .*\\n${kin}  kin  since`));
  expect(listed.stdout).not.toMatch(/fiktif/i);
  expect(await run('conflict', username, '--end', String(kin))).toMatchObject({ code: 0 });
  expect((await run('conflict', username)).stdout).not.toContain('kin');
  expect(await run('conflict', username, '--end', String(kin))).toMatchObject({ code: 1, stderr: expect.stringContaining('no open declaration') });
});
