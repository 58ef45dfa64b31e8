import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { migrate } from './migrate.ts';

let world: TestWorld;
let client: pg.Client;
beforeAll(async () => {
  world = await createWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.drop();
});

describe('migrations', () => {
  test('a second run applies nothing', async () => {
    expect(await migrate(world.databaseUrl, 'migrations')).toEqual([]);
  });

  test('several processes may migrate at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => migrate(world.databaseUrl, 'migrations')));
    expect(all.flat()).toEqual([]);
  });

  test('regions come with the product', async () => {
    const { rows } = await client.query('select level, count(*) as n from region group by level order by level');
    expect(rows).toEqual([
      { level: 0, n: 1 },
      { level: 1, n: 38 },
      { level: 2, n: 514 },
    ]);
  });

  test('a database newer than the code is refused with what to do', async () => {
    await client.query("insert into schema_migration (version, name, sha256) values (9999, '9999_future.sql', 'x')");
    await expect(migrate(world.databaseUrl, 'migrations')).rejects.toThrow(/9999_future.sql.*does not know/);
    await client.query('delete from schema_migration where version = 9999');
  });

  test('a connection that breaks midway is one clear failure, and the file is rolled back', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'mig-'));
    try {
      cpSync('migrations', dir, { recursive: true });
      writeFileSync(join(dir, '9000_cut.sql'), 'create table half_done (id int); select pg_terminate_backend(pg_backend_pid());');
      await expect(migrate(world.databaseUrl, dir)).rejects.toThrow(/^migration 9000_cut.sql failed: terminating connection/);
      expect((await client.query("select to_regclass('half_done') as t")).rows[0].t).toBeNull();
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  test('a changed old migration is refused, a failing new one leaves nothing behind', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'mig-'));
    try {
      cpSync('migrations', dir, { recursive: true });
      writeFileSync(join(dir, '9000_broken.sql'), 'create table half_done (id int); select 1/0;');
      await expect(migrate(world.databaseUrl, dir)).rejects.toThrow(/9000_broken.sql failed/);
      expect((await client.query("select to_regclass('half_done') as t")).rows[0].t).toBeNull();
      writeFileSync(join(dir, '0001_roles.sql'), '-- edited');
      await expect(migrate(world.databaseUrl, dir)).rejects.toThrow(/0001_roles.sql was changed/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
