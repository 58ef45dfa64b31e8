import { createHash } from 'node:crypto';
import { type ClaimedUnit, claimDueUnits, type Handle, openDb, syncUnits, upsertSource } from '@pantau/store';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { addAccount, OPEN_POLICY } from '../../../test/support/ingest.ts';
import { commitPage, GateClosed } from './commit-page.ts';
import type { Connector } from './connectors/contract.ts';
import { CONNECTORS } from './connectors/index.ts';

const BASE = '2026-11-24T00:00:00.000Z';
const LEASE_MS = 60_000;
let world: TestWorld;
let client: pg.Client;
let db: Handle;
let feed: number;
const [replay, rss] = ['replay', 'rss'].flatMap((name) => CONNECTORS.filter((c) => c.name === name)) as [Connector, Connector];
const units = new Map<string, ClaimedUnit>();

beforeAll(async () => {
  world = await createWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  const owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  for (const connector of ['replay', 'rss']) await upsertSource(owner, { name: connector, connector, config: {}, policy: OPEN_POLICY, enabled: true });
  await owner.destroy();
  db = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
  await addAccount(client, { platform: 'facebook', handle: 'uji.satu' });
  await addAccount(client, { platform: 'facebook', handle: 'uji.habis', basisUntil: '2020-01-01' });
  feed = await addAccount(client, { platform: 'rss', handle: 'dinas.uji' });
  await syncUnits(db, { single: ['replay', 'rss'], perAccount: [] });
  for (const unit of await claimDueUnits(db, { connectors: ['replay', 'rss'], limit: 2, leaseMs: LEASE_MS })) units.set(unit.source, unit);
});
afterAll(async () => {
  await db?.destroy();
  await client?.end();
  await world?.drop();
});
beforeEach(() => client.query('delete from quarantine'));

const unitOf = (source: string, accountId: number | null) => {
  const unit = units.get(source);
  if (!unit) throw new Error(`there is no unit of ${source}`);
  return { ...unit, accountId };
};
const deps = () => ({ db, now: () => new Date(), leaseMs: LEASE_MS });
const line = (o: object) =>
  JSON.stringify({
    id: 'q-1',
    text: 'RAHASIA',
    posted_at: BASE,
    platform: 'facebook',
    account: 'uji.satu',
    post_key: 'q-1',
    version_key: '1',
    provenance: { source: 'uji', licence: 'sendiri', collected_by: 'uji', collected_at: BASE },
    ...o,
  });
const replayed = (...lines: string[]) =>
  commitPage(deps(), unitOf('replay', null), replay, { raws: lines.map((l) => ({ line: l, base_at: BASE })), cursor: 1 });
const quarantined = () =>
  client.query<{ reason: string; external_id: string; raw: string }>('select reason, external_id, raw from quarantine').then((r) => r.rows);

describe('what is kept raw', () => {
  test.each([
    ['an account nobody registered', { account: 'tak.terdaftar' }],
    ['an account whose basis ended', { account: 'uji.habis' }],
    ['nobody can say whom', { account: '' }],
  ])('of %s, not a word', async (_, whose) => {
    const r = await replayed(line({ ...whose, text: 7 }), line({ ...whose, posted_at: '2099-01-01T00:00:00Z' }), '{"RAHASIA": ');
    expect(r.counts.malformed).toBeGreaterThanOrEqual(2);
    expect(await quarantined()).toEqual([]);
  });

  test('of an account with a basis, what a later build may understand', async () => {
    await replayed(line({ text: 7 }), line({ posted_at: '2099-01-01T00:00:00Z' }));
    expect((await quarantined()).map((q) => q.reason).sort()).toEqual(['malformed', 'posted_at_in_future']);
  });

  test('and what the database refused, since the cursor moves on over it', async () => {
    await client.query(`create function test_refuse() returns trigger language plpgsql as $$ begin
      if new.version_key = 'beracun' then raise exception 'refused by the test' using errcode = '22021'; end if; return new; end $$;
      create trigger test_refuse before insert on post_version for each row execute function test_refuse()`);
    const bad = line({ post_key: 'q-2', version_key: 'beracun' });
    const r = await replayed(line({ post_key: 'q-3' }), bad);
    await client.query('drop trigger test_refuse on post_version; drop function test_refuse()');
    expect(r.counts).toMatchObject({ new: 1, database_refused: 1 });
    const kept = await quarantined();
    expect(kept).toMatchObject([{ reason: 'database_refused', external_id: 'q-2' }]);
    expect(JSON.parse(kept[0]?.raw ?? '')).toEqual({ line: bad, base_at: BASE });
  });
});

describe('a page of one account', () => {
  const item = { id: 'a-1', url: null, title: 'halo', description: null, content: null, published: null, images: [] };
  const page = { raws: [{ account: 'dinas.uji', item }], cursor: 'baru' };

  test('is not stored when the handle became another person’s before the commit, and the cursor stays', async () => {
    await expect(commitPage(deps(), unitOf('rss', feed + 1_000), rss, page)).rejects.toThrow(GateClosed);
    expect((await client.query(`select from post where post_key = 'dinas.uji/a-1'`)).rowCount).toBe(0);
    expect((await client.query(`select cursor from source_state u join source s on s.id = u.source_id where s.name = 'rss'`)).rows).toEqual([{ cursor: null }]);
    expect((await commitPage(deps(), unitOf('rss', feed), rss, page)).counts).toEqual({ new: 1 });
  });

  test('keeps the answer as it came beside the words, or only its hash when it is long; a replayed line adds nothing', async () => {
    const rawOf = async (key: string) =>
      (
        await client.query(
          `select c.content->'raw' as raw from post_content c join post_version v on v.id = c.version_id
      join post p on p.id = v.post_id where p.post_key = $1`,
          [key],
        )
      ).rows[0]?.raw;
    const raw = { account: 'dinas.uji', item: { ...item, id: 'a-2', title: 'pendek' } };
    const long = { account: 'dinas.uji', item: { ...item, id: 'a-3', title: 'panjang', description: `<p hidden="${'x'.repeat(70_000)}"></p>` } };
    await commitPage(deps(), unitOf('rss', feed), rss, { raws: [raw, long], cursor: 'lagi' });
    const sha = (v: unknown) => createHash('sha256').update(JSON.stringify(v)).digest('hex');
    expect(await rawOf('dinas.uji/a-2')).toEqual({ sha256: sha(raw), body: JSON.stringify(raw) });
    expect(await rawOf('dinas.uji/a-3')).toEqual({ sha256: sha(long) });
    await replayed(line({ post_key: 'q-9' }));
    expect(await rawOf('q-9')).toBeNull();
  });
});
