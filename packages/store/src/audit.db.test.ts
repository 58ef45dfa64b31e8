import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { verifyAudit } from './audit.ts';
import { type Handle, openDb } from './db.ts';

let world: TestWorld;
let owner: Handle;
let api: Handle;

beforeEach(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = openDb({ url: world.databaseUrl, role: 'pantau_api', name: 'test' });
});
afterEach(async () => {
  await owner.destroy();
  await api.destroy();
  await world.drop();
});

const append = (n: number) => sql`select audit_append('case.claim', 'case', ${String(n)}, ${JSON.stringify({ n })}::jsonb)`.execute(api);
/** What a thief with superuser rights would do: switch the guards off, change, switch them on. */
async function tamper(statement: string): Promise<void> {
  await sql.raw(`alter table audit_log disable trigger all; ${statement}; alter table audit_log enable trigger all`).execute(owner);
}

describe('the audit chain', () => {
  test('holds from the first row, also when many write at once', async () => {
    expect(await verifyAudit(owner)).toEqual({ rows: 0, firstBroken: null });
    await Promise.all(Array.from({ length: 40 }, (_, i) => append(i)));
    expect(await verifyAudit(owner)).toEqual({ rows: 40, firstBroken: null });
  });

  test.each([
    ['a changed value', `update audit_log set data = '{"n": 99}' where object_id = '3'`, '3', 'content_changed'],
    ['a changed actor', `update audit_log set actor = 7 where object_id = '3'`, '3', 'content_changed'],
    ['a changed time', `update audit_log set at = at + interval '1 second' where object_id = '3'`, '3', 'content_changed'],
    ['a removed row', `delete from audit_log where object_id = '3'`, '4', 'link_broken'],
    ['a removed first row', `delete from audit_log where object_id = '0'`, '1', 'link_broken'],
  ])('%s is found and named', async (_, statement, brokenObject, reason) => {
    for (let i = 0; i < 6; i += 1) await append(i);
    await tamper(statement);
    const { firstBroken } = await verifyAudit(owner);
    const row = await owner
      .selectFrom('audit_log')
      .select('object_id')
      .where('id', '=', firstBroken?.id ?? -1)
      .executeTakeFirst();
    expect([row?.object_id, firstBroken?.reason]).toEqual([brokenObject, reason]);
  });

  test.each([
    ['change', sql`update audit_log set data = '{}'`],
    ['delete', sql`delete from audit_log`],
    ['empty', sql`truncate audit_log`],
  ])('nobody may %s it, not even the owner', async (_, statement) => {
    await append(1);
    await expect(statement.execute(owner)).rejects.toThrow(/immutable/);
    await expect(statement.execute(api)).rejects.toThrow(/permission denied/);
  });
});
