import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { foldAudit, verifyAudit } from './audit.ts';
import { rootStatement, signDays, unstampedRoots, verifyRoots } from './audit-root.ts';
import { type Handle, openDb } from './db.ts';
import { keyringFrom } from './pii.ts';
import { signerOf } from './signing.ts';

let world: TestWorld;
let owner: Handle;
let alerts: Handle;

beforeEach(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  alerts = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'test' });
});
afterEach(async () => {
  await owner.destroy();
  await alerts.destroy();
  await world.drop();
});

const signer = () => signerOf(world.keyring);
/** Midnight in Jakarta is 17:00 UTC. */
const day = (n: number, time = '03:00:00') => new Date(`2024-11-${String(n).padStart(2, '0')}T${time}Z`);

/** Rows of the past, chained as they were written then. */
async function rowAt(at: Date): Promise<void> {
  await sql`insert into audit_pending (at, action, object, object_id, direct) values (${at}, 'uji', 'case', '1', false)`.execute(owner);
  await foldAudit(owner);
}
const tamper = (statement: string) =>
  sql
    .raw(`alter table audit_log disable trigger all; alter table audit_root disable trigger all; ${statement};
    alter table audit_log enable trigger all; alter table audit_root enable trigger all`)
    .execute(owner);
/** Whoever owns the database may compute the whole chain anew; the chain alone then verifies. */
const recompute = () =>
  tamper(`do $$ declare r record; p bytea := '\\x00'; begin
    drop index audit_log_one_successor;
    for r in select * from audit_log order by id loop
      update audit_log set prev_hash = p, hash = audit_hash(p, r.at, r.actor, r.action, r.object, r.object_id, r.data) where id = r.id returning hash into p;
    end loop;
    create unique index audit_log_one_successor on audit_log (prev_hash); end $$`);

describe('daily roots', () => {
  test('every day that is over gets one, once, also days without rows, and they verify', async () => {
    await rowAt(day(1));
    await rowAt(day(1, '16:59:59'));
    await rowAt(day(1, '17:00:00'));
    await rowAt(day(4));
    expect(await signDays(alerts, signer(), day(4))).toEqual(['2024-11-01', '2024-11-02', '2024-11-03']);
    expect(await signDays(alerts, signer(), day(4))).toEqual([]);
    expect((await unstampedRoots(owner, 10)).map((r) => [r.day, r.lastId])).toEqual([
      ['2024-11-01', 2],
      ['2024-11-02', 3],
      ['2024-11-03', 3],
    ]);
    expect(await verifyRoots(owner, { ownKey: signer().publicKeyPem })).toEqual({ roots: 3, stamped: 0, trusted: 0, firstBroken: null });
  });

  test('two processes at once sign each day once', async () => {
    for (const n of [1, 2, 3]) await rowAt(day(n));
    const both = await Promise.all([signDays(alerts, signer(), day(9)), signDays(owner, signer(), day(9))]);
    expect(both.flat().sort()).toEqual([...new Set(both.flat())].sort());
    await signDays(alerts, signer(), day(9));
    expect(await verifyRoots(owner)).toMatchObject({ roots: 8, firstBroken: null });
  });

  test('without rows there is nothing to sign', async () => {
    expect(await signDays(alerts, signer(), day(9))).toEqual([]);
  });

  test.each([
    ['the newest rows cut off', 'delete from audit_log where id = 4', '2024-11-03', 'row_missing'],
    [
      'a signature of somebody else',
      `update audit_root set signature = decode(repeat('00', 64), 'hex') where day = '2024-11-02'`,
      '2024-11-02',
      'signature_wrong',
    ],
    ['another day in the statement', `update audit_root set signed_at = signed_at + interval '1 s' where day = '2024-11-02'`, '2024-11-02', 'signature_wrong'],
    ['a root taken out', `delete from audit_root where day = '2024-11-02'`, '2024-11-03', 'root_missing'],
  ])('%s is found and named', async (_, statement, where, reason) => {
    for (const n of [1, 2, 3, 3]) await rowAt(day(n));
    await signDays(alerts, signer(), day(4));
    await tamper(statement);
    expect((await verifyRoots(owner, { ownKey: signer().publicKeyPem })).firstBroken).toMatchObject({ day: where, reason });
  });

  test('a chain that was computed anew verifies by itself, and is found by the root', async () => {
    for (const n of [1, 2, 3]) await rowAt(day(n));
    await signDays(alerts, signer(), day(4));
    await tamper(`update audit_log set data = '{"lain": true}' where id = 2`);
    expect((await verifyAudit(owner)).firstBroken).toMatchObject({ id: 2, reason: 'content_changed' });
    await recompute();
    expect((await verifyAudit(owner)).firstBroken).toBeNull();
    expect((await verifyRoots(owner)).firstBroken).toMatchObject({ day: '2024-11-02', reason: 'row_differs' });
  });

  test('roots made anew with another key are foreign', async () => {
    await rowAt(day(1));
    await signDays(alerts, signerOf(keyringFrom(Buffer.alloc(32, 9))), day(2));
    expect((await verifyRoots(owner)).firstBroken).toBeNull();
    expect((await verifyRoots(owner, { ownKey: signer().publicKeyPem })).firstBroken).toMatchObject({ day: '2024-11-01', reason: 'foreign_key' });
  });

  test('nobody may change or remove one, not even the owner', async () => {
    await rowAt(day(1));
    await signDays(alerts, signer(), day(2));
    await expect(sql`update audit_root set last_id = 9`.execute(owner)).rejects.toThrow(/immutable/);
    await expect(sql`delete from audit_root`.execute(owner)).rejects.toThrow(/immutable/);
    await expect(sql`truncate audit_root`.execute(owner)).rejects.toThrow(/immutable/);
    const [root] = await unstampedRoots(owner, 1);
    expect(root && rootStatement(root)).toMatch(/^pantau audit root 1\nday 2024-11-01\nlast row 1\nlast hash [0-9a-f]{64}\nprevious root none\n/);
  });
});

describe('what waits for the chain', () => {
  const note = (n: number) => sql`select audit_note(7, 'case_read', 'case', ${String(n)}, '{}')`.execute(owner);

  test('is chained in the order it came, by any number of processes', async () => {
    for (let i = 0; i < 25; i++) await note(i);
    expect((await Promise.all([foldAudit(owner), foldAudit(alerts), foldAudit(owner)])).reduce((a, b) => a + b)).toBe(25);
    const { rows } = await sql<{ object_id: string }>`select object_id from audit_log order by id`.execute(owner);
    expect(rows.map((r) => r.object_id)).toEqual(Array.from({ length: 25 }, (_, i) => String(i)));
    expect(await verifyAudit(owner)).toEqual({ rows: 25, firstBroken: null });
  });

  test('cannot be changed, dropped or emptied before, not even by the owner', async () => {
    await note(1);
    for (const statement of [`update audit_pending set actor = 8`, 'delete from audit_pending', 'truncate audit_pending'])
      await expect(sql.raw(statement).execute(owner)).rejects.toThrow(/immutable/);
    for (const role of ['pantau_api', 'pantau_auth', 'pantau_alerts'] as const) {
      const db = openDb({ url: world.databaseUrl, role, name: 'test' });
      for (const statement of [
        'select 1 from audit_pending',
        'delete from audit_pending',
        `insert into audit_pending (action, object, object_id, direct) values ('x', 'x', 'x', true)`,
      ])
        await expect(sql.raw(statement).execute(db), role).rejects.toThrow(/permission denied/);
      await db.destroy();
    }
  });

  test('a change is in the chain when its transaction has committed, and nowhere when it was rolled back', async () => {
    await owner
      .transaction()
      .execute(async (tx) => {
        await sql`select audit_append('uji', 'case', '1', '{}')`.execute(tx);
        throw new Error('rolled back');
      })
      .catch(() => {});
    await sql`select audit_append('uji', 'case', '2', '{}')`.execute(owner);
    const { rows } = await sql<{ object_id: string }>`select object_id from audit_log`.execute(owner);
    expect(rows).toEqual([{ object_id: '2' }]);
    expect((await sql`select 1 from audit_pending`.execute(owner)).rows).toEqual([]);
  });

  test('the chain cannot fork: a transaction that reads an old end fails', async () => {
    const slow = owner
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`select 1 from audit_log`.execute(tx);
        await sql`select audit_append('cepat', 'case', '1', '{}')`.execute(owner);
        await sql`select audit_append('lambat', 'case', '2', '{}')`.execute(tx);
      });
    await expect(slow).rejects.toThrow(/audit_log_one_successor/);
    expect(await verifyAudit(owner)).toEqual({ rows: 1, firstBroken: null });
  });
});
