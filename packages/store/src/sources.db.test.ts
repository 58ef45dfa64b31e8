import { policyState } from '@pantau/domain';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { addAccount, OPEN_POLICY } from '../../../test/support/ingest.ts';
import { type Handle, openDb } from './db.ts';
import {
  addCounts,
  advanceCursor,
  type ClaimedUnit,
  claimDueUnits,
  ensureFileSource,
  extendLease,
  FILE_IMPORT,
  findSource,
  liveKeysOfAccount,
  markDisabled,
  purgeQuarantine,
  QUARANTINE,
  quarantine,
  releaseUnit,
  resumeSource,
  syncUnits,
  upsertSource,
} from './sources.ts';

const LEASE_MS = 60_000;
let world: TestWorld;
let client: pg.Client;
let owner: Handle;
let db: Handle;
let sourceId: number;

beforeAll(async () => {
  world = await createWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  db = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
  sourceId = await upsertSource(owner, { name: 's', connector: 'rss', config: { a: 1 }, policy: OPEN_POLICY, enabled: true });
});
afterAll(async () => {
  await owner?.destroy();
  await db?.destroy();
  await client?.end();
  await world?.drop();
});
beforeEach(async () => {
  await client.query('delete from source_state');
  await syncUnits(db, { single: ['rss'], perAccount: [] });
});

const claim = async (connectors = ['rss']): Promise<ClaimedUnit> => {
  const [unit] = await claimDueUnits(db, { connectors, limit: 10, leaseMs: LEASE_MS });
  if (!unit) throw new Error('nothing was due');
  return unit;
};
const DONE = { nextDueMs: 0, failures: 0, lastError: null, paused: false, polled: true };
const expireLease = () => client.query(`update source_state set lease_until = now() - interval '1 second'`);

describe('units', () => {
  test('are made once for each source and each registered account, and not for accounts that ended', async () => {
    for (const handle of ['@Satu', 'dua']) await addAccount(client, { platform: 'bluesky', handle });
    await addAccount(client, { platform: 'mastodon', handle: 'tiga' });
    const ended = await addAccount(client, { platform: 'bluesky', handle: 'lama' });
    await client.query('update account set ended_at = now() where id = $1', [ended]);
    await upsertSource(owner, { name: 'b', connector: 'bluesky', config: {}, policy: OPEN_POLICY, enabled: true });
    const perAccount = [{ connector: 'bluesky', platform: 'bluesky' }];
    expect(await syncUnits(db, { single: ['rss'], perAccount })).toBe(2);
    expect(await syncUnits(db, { single: ['rss'], perAccount })).toBe(0);
    const { rows } = await client.query(`select unit from source_state order by unit`);
    expect(rows.map((r: { unit: string }) => r.unit)).toEqual(['', 'dua', 'satu']);
  });

  test('a due unit is claimed by one of many, with its source as it is now', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => claimDueUnits(db, { connectors: ['rss'], limit: 10, leaseMs: LEASE_MS })));
    expect(all.flat()).toMatchObject([
      { source: 's', connector: 'rss', config: { a: 1 }, policy: OPEN_POLICY, enabled: true, unit: '', cursor: null, epoch: 1, failures: 0 },
    ]);
  });

  test('is not claimed before its time, while paused, or by a build that lacks its connector', async () => {
    await releaseUnit(db, await claim(), { ...DONE, nextDueMs: 60_000 });
    await expect(claim()).rejects.toThrow('nothing was due');
    await client.query('update source_state set next_due_at = now(), paused_at = now()');
    await expect(claim()).rejects.toThrow('nothing was due');
    await resumeSource(owner, sourceId);
    await expect(claim(['mastodon'])).rejects.toThrow('nothing was due');
    expect((await claim()).epoch).toBe(2);
  });
});

describe('a source that is switched off', () => {
  test('has no units claimed, and they say why, once', async () => {
    await client.query('update source set enabled = false where id = $1', [sourceId]);
    await expect(claim()).rejects.toThrow('nothing was due');
    expect(await markDisabled(db)).toBe(1);
    expect(await markDisabled(db)).toBe(0);
    const { rows } = await client.query('select last_error, lease_epoch::int from source_state where source_id = $1', [sourceId]);
    expect(rows).toEqual([{ last_error: 'source_disabled', lease_epoch: 0 }]);
    await client.query('update source set enabled = true where id = $1', [sourceId]);
    expect((await claim()).epoch).toBe(1);
  });
});

describe('a unit that waits because its account is somebody else', () => {
  const perAccount = [{ connector: 'bluesky', platform: 'bluesky' }];
  const paused = async () => (await client.query<{ p: boolean }>(`select paused_at is not null as p from source_state where unit = 'pindah'`)).rows[0]?.p;
  const pause = (cursor: object) =>
    client.query(`update source_state set paused_at = now(), last_error = 'identity_changed: …', cursor = $1 where unit = 'pindah'`, [JSON.stringify(cursor)]);

  test('goes on when the register changes, and not before', async () => {
    const id = await addAccount(client, { platform: 'bluesky', handle: 'pindah', platformId: 'did:plc:b' });
    await upsertSource(owner, { name: 'b', connector: 'bluesky', config: {}, policy: OPEN_POLICY, enabled: true });
    await syncUnits(db, { single: [], perAccount });
    await pause({ account_id: id, did: 'did:plc:a' });
    await syncUnits(db, { single: [], perAccount });
    expect(await paused()).toBe(true);
    await client.query(`update account set platform_id = 'did:plc:a' where id = $1`, [id]);
    await syncUnits(db, { single: [], perAccount });
    expect(await paused()).toBe(false);

    await client.query(`update account set platform_id = 'did:plc:b' where id = $1`, [id]);
    await pause({ account_id: id, did: 'did:plc:a' });
    await client.query('update account set ended_at = now() where id = $1', [id]);
    await addAccount(client, { platform: 'bluesky', handle: 'pindah', platformId: 'did:plc:b' });
    await syncUnits(db, { single: [], perAccount });
    expect(await paused()).toBe(false);
  });
});

describe('the source of files that name none', () => {
  test('has a policy of 72 hours, and keeps what a person sets', async () => {
    await ensureFileSource(db);
    const source = await findSource(db, FILE_IMPORT.source);
    expect(policyState({ enabled: source?.enabled ?? false, policy: source?.policy }, false, new Date())).toMatchObject({
      open: true,
      policy: { max_retention_days: 3 },
    });
    await client.query(`update source set policy = jsonb_set(policy, '{max_retention_days}', '30') where name = $1`, [FILE_IMPORT.source]);
    await ensureFileSource(db);
    expect(await findSource(db, FILE_IMPORT.source)).toMatchObject({ policy: { max_retention_days: 30 } });
  });
});

describe('the fence', () => {
  test('a page commits only under the epoch it was fetched with', async () => {
    const slow = await claim();
    await expireLease();
    const fast = await claim();
    expect(fast.epoch).toBe(slow.epoch + 1);
    expect(await db.transaction().execute((tx) => advanceCursor(tx, slow, { at: 'late' }, LEASE_MS))).toBeNull();
    expect(await releaseUnit(db, slow, DONE)).toBe(false);
    expect(await extendLease(db, slow, LEASE_MS)).toBe(false);
    expect(await db.transaction().execute((tx) => advanceCursor(tx, fast, { at: 'now' }, LEASE_MS))).toMatchObject({ enabled: true, policy: OPEN_POLICY });
    const { rows } = await client.query('select cursor, lease_until > now() as held from source_state');
    expect(rows).toEqual([{ cursor: { at: 'now' }, held: true }]);
  });

  test('a claim waits for no open commit, and cannot slip in between the fence and the commit', async () => {
    const unit = await claim();
    await expireLease();
    await db.transaction().execute(async (tx) => {
      await advanceCursor(tx, unit, 1, LEASE_MS);
      // Due and, to everyone else, with an expired lease; but its row is held.
      expect(await claimDueUnits(db, { connectors: ['rss'], limit: 10, leaseMs: LEASE_MS })).toEqual([]);
    });
    expect(await claimDueUnits(db, { connectors: ['rss'], limit: 10, leaseMs: LEASE_MS })).toEqual([]);
  });

  test('a heartbeat keeps a lease', async () => {
    const unit = await claim();
    await expireLease();
    expect(await extendLease(db, unit, LEASE_MS)).toBe(true);
    await expect(claim()).rejects.toThrow('nothing was due');
  });
});

describe('what is kept about a unit', () => {
  test('totals add up, and a long error is cut', async () => {
    const unit = await claim();
    await db.transaction().execute(async (tx) => {
      await addCounts(tx, unit, { new: 2, empty: 1 });
      await addCounts(tx, unit, { new: 3, gone: 0 });
      await addCounts(tx, unit, {});
    });
    await releaseUnit(db, unit, { ...DONE, lastError: 'x'.repeat(5_000), paused: true, failures: 3 });
    const { rows } = await client.query('select counts, length(last_error) as n, failures, paused_at is not null as paused, lease_until from source_state');
    expect(rows).toEqual([{ counts: { new: 5, empty: 1 }, n: 300, failures: 3, paused: true, lease_until: null }]);
  });

  test('a changed source is due at once and forgets its pause', async () => {
    await releaseUnit(db, await claim(), { ...DONE, nextDueMs: 60_000, paused: true, failures: 9 });
    expect(await upsertSource(owner, { name: 's', connector: 'rss', config: { a: 2 }, policy: OPEN_POLICY, enabled: true })).toBe(sourceId);
    expect(await claim()).toMatchObject({ config: { a: 2 }, failures: 0 });
    expect(await findSource(db, 's')).toMatchObject({ id: sourceId, config: { a: 2 } });
    expect(await findSource(db, 'tak ada')).toBeNull();
  });

  test('live keys are those of the account, in the range, and not gone', async () => {
    const [mine, theirs] = [
      await addAccount(client, { platform: 'bluesky', handle: 'kunci' }),
      await addAccount(client, { platform: 'bluesky', handle: 'lain' }),
    ];
    await client.query(
      `insert into post (platform, post_key, account_id, gone_at) values ('bluesky', 'k/a', $1, null), ('bluesky', 'k/b', $1, null), ('bluesky', 'k/Z', $1, null),
      ('bluesky', 'k/c', $1, now()), ('bluesky', 'k/d', $2, null)`,
      [mine, theirs],
    );
    expect(await liveKeysOfAccount(db, { accountId: mine, platform: 'bluesky', fromKey: 'k/a', toKey: 'k/~', limit: 10 })).toEqual(['k/a', 'k/b']);
  });
});

describe('the quarantine', () => {
  const put = (id: number | null, items: Parameters<typeof quarantine>[2]) => db.transaction().execute((tx) => quarantine(tx, id, items));
  test('keeps a content once per source, also where there is no source, and stores what Postgres would refuse', async () => {
    const item = { reason: 'malformed', externalId: 'a\u0000', raw: 'x\u0000\ud83d' };
    expect(await put(sourceId, [item, item])).toBe(1);
    expect(await put(sourceId, [item])).toBe(0);
    expect(await put(null, [item])).toBe(1);
    expect(await put(null, [item])).toBe(0);
    expect(await put(sourceId, [{ ...item, raw: 'y'.repeat(100_000) }])).toBe(1);
    const { rows } = await client.query('select raw, length(raw) as n from quarantine order by id');
    expect(rows).toMatchObject([{ raw: 'x\uFFFD\uFFFD' }, { raw: 'x\uFFFD\uFFFD' }, { n: QUARANTINE.rawChars }]);
  });
  test('is bounded, and empties itself by age', async () => {
    await client.query(`insert into quarantine (source_id, reason, raw_sha256) select $1, 'x', int4send(n) from generate_series(1, $2::int) n`, [
      sourceId,
      QUARANTINE.rowsPerSource,
    ]);
    expect(await put(sourceId, [{ reason: 'x', externalId: null, raw: 'satu lagi' }])).toBe(0);
    await client.query(`update quarantine set at = now() - interval '31 days' where source_id = $1`, [sourceId]);
    expect(await purgeQuarantine(db, new Date())).toBeGreaterThanOrEqual(QUARANTINE.rowsPerSource);
    const left = await sql<{ n: number }>`select count(*) as n from quarantine`.execute(db);
    expect(left.rows[0]?.n).toBe(1);
  });
});
