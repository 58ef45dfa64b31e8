import type { IncomingPost } from '@pantau/domain';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { addAccount } from '../../../test/support/ingest.ts';
import { type Handle, openDb, type Tx } from './db.ts';
import { isDataError, isTransientError } from './faults.ts';
import {
  deleteExpired,
  dropEmptyPartitions,
  dropExpiredContent,
  dropGoneContent,
  ensurePartitions,
  findAccounts,
  insertPosts,
  markGone,
  type PostRow,
  storePosts,
  storePostsOneByOne,
} from './posts.ts';

const NOW = new Date('2026-11-24T05:00:00Z');
let world: TestWorld;
let client: pg.Client;
let db: Handle;
let own: number;
let other: number;

beforeAll(async () => {
  world = await createWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  own = await addAccount(client, { platform: 'x', handle: '@Uji.Satu', platformId: 'id-7' });
  other = await addAccount(client, { platform: 'x', handle: 'uji.dua' });
  await addAccount(client, { platform: 'x', handle: 'uji.habis', basisUntil: '2026-11-23' });
  db = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await client?.end();
  await world?.drop();
});

function row(postKey: string, o: Partial<IncomingPost> & { accountId?: number } = {}): PostRow {
  const { accountId, ...post } = o;
  return {
    accountId: accountId ?? own,
    post: { platform: 'x', account: 'uji.satu', postKey, versionKey: '1', text: `halo ${postKey}`, postedAt: '2024-10-12T01:30:00Z', kind: 'post', ...post },
  };
}
const inTx = <T>(fn: (tx: Tx) => Promise<T>) => db.transaction().execute(fn);
const OPTIONS = { sourceId: null, seenAt: NOW };
const contents = (key: string) =>
  sql<{ version_key: string; text: string | null }>`select v.version_key, c.content->>'text' as text from post p join post_version v on v.post_id = p.id
     left join post_content c on c.version_id = v.id where p.post_key = ${key} order by v.id`
    .execute(db)
    .then((r) => r.rows);

describe('watched accounts', () => {
  test('are found by handle however it is written; a basis that ended yesterday is no basis', async () => {
    const found = await findAccounts(db, 'x', ['UJI.satu', '@uji.habis', 'tak.ada'], NOW);
    expect(found.get('uji.satu')).toEqual({ id: own, platformId: 'id-7', hasBasis: true });
    expect(found.get('uji.habis')?.hasBasis).toBe(false);
    expect(found.size).toBe(2);
    // The basis counts by the calendar of Jakarta: its last day ends at 17:00 UTC.
    expect((await findAccounts(db, 'x', ['uji.habis'], new Date('2026-11-23T16:59:00Z'))).get('uji.habis')?.hasBasis).toBe(true);
    expect((await findAccounts(db, 'x', ['uji.habis'], new Date('2026-11-23T17:01:00Z'))).get('uji.habis')?.hasBasis).toBe(false);
    expect(await findAccounts(db, 'rss', ['uji.satu'], NOW)).toEqual(new Map());
  });
});

describe('storing posts', () => {
  test('the same batch twice, in another order and with repeats inside, changes nothing the second time', async () => {
    const batch = [row('s-1'), row('s-2'), row('s-2', { versionKey: '2', text: 'disunting' }), row('s-1')];
    expect(await inTx((tx) => insertPosts(tx, batch, OPTIONS))).toHaveLength(3);
    expect(await inTx((tx) => insertPosts(tx, [...batch].reverse(), OPTIONS))).toEqual([]);
    expect(await contents('s-2')).toEqual([
      { version_key: '1', text: 'halo s-2' },
      { version_key: '2', text: 'disunting' },
    ]);
    expect(await inTx((tx) => insertPosts(tx, [], OPTIONS))).toEqual([]);
  });

  test('two transactions with the same posts wait for each other and store them once', async () => {
    const batch = Array.from({ length: 200 }, (_, i) => row(`race-${i}`));
    const ids = await Promise.all([0, 1, 2, 3].map((n) => inTx((tx) => insertPosts(tx, n % 2 ? batch : [...batch].reverse(), OPTIONS))));
    expect(ids.flat()).toHaveLength(200);
    expect(new Set(ids.flat()).size).toBe(200);
  });

  test('a transaction that rolls back leaves nothing, not even in the work list', async () => {
    await expect(
      inTx(async (tx) => {
        await insertPosts(tx, [row('undo-1')], OPTIONS);
        throw new Error('died');
      }),
    ).rejects.toThrow('died');
    expect(await contents('undo-1')).toEqual([]);
  });

  test('a post stays with the account that wrote it', async () => {
    await inTx((tx) => insertPosts(tx, [row('mine-1')], OPTIONS));
    const r = await inTx((tx) => storePosts(tx, [row('mine-1', { accountId: other, versionKey: '2' }), row('mine-2', { accountId: other })], OPTIONS));
    expect(r.ids).toHaveLength(1);
    expect(r.refused).toEqual([{ platform: 'x', postKey: 'mine-1', versionKey: '2', why: 'post_of_other_account' }]);
  });

  test('texts of any letters come back as they went in', async () => {
    const text = 'é 🙂 "kutip" \\ \u2028 {array,"literal"} NULL \u0001 \r\n';
    await inTx((tx) =>
      insertPosts(tx, [row('bytes-1', { text, sharedText: text, media: [{ path: undefined, url: undefined, alt: text, ocr_text: undefined }] })], OPTIONS),
    );
    expect(await contents('bytes-1')).toEqual([{ version_key: '1', text }]);
  });

  test('row by row, one that the database refuses holds back no other', async () => {
    const batch = [row('one-1'), row('one-2', { postedAt: 'bukan waktu' }), row('one-3')];
    await expect(inTx((tx) => storePosts(tx, batch, OPTIONS))).rejects.toSatisfy(isDataError);
    const r = await inTx((tx) => storePostsOneByOne(tx, batch, OPTIONS));
    expect(r.ids).toHaveLength(2);
    expect(r.refused).toEqual([{ platform: 'x', postKey: 'one-2', versionKey: '1', why: 'database_refused' }]);
  });

  test('days without a partition are stored too, and get one from then on', async () => {
    await inTx((tx) => insertPosts(tx, [row('day-1')], { sourceId: null, seenAt: new Date('2031-01-01T00:00:00Z') }));
    await ensurePartitions(db, new Date('2031-01-01T00:00:00Z'), 3);
    await ensurePartitions(db, new Date('2031-01-01T00:00:00Z'), 3);
    await inTx((tx) => insertPosts(tx, [row('day-2')], { sourceId: null, seenAt: new Date('2031-01-02T23:59:59Z') }));
    const where = await sql<{ t: string }>`select c.tableoid::regclass::text as t from post_content c where seen_on >= '2031-01-01' order by 1`.execute(db);
    expect(where.rows.map((r) => r.t)).toEqual(['post_content_20310102', 'post_content_rest']);
  });
});

describe('posts that are gone', () => {
  const scored = (ids: readonly number[]) => client.query('delete from score_pending where version_id = any($1)', [ids]);

  test('scored text goes at once, unscored text after its verdict, and the time is the first one', async () => {
    const ids = await inTx((tx) => insertPosts(tx, [row('g-1'), row('g-2')], OPTIONS));
    const [first] = await sql<{ id: number }>`select v.id from post_version v join post p on p.id = v.post_id where p.post_key = 'g-1'`
      .execute(db)
      .then((r) => r.rows);
    await scored([first?.id ?? 0]);
    expect(await inTx((tx) => markGone(tx, 'x', ['g-1', 'g-2', 'tak-ada'], NOW))).toBe(2);
    expect(await contents('g-1')).toEqual([{ version_key: '1', text: null }]);
    expect(await contents('g-2')).toEqual([{ version_key: '1', text: 'halo g-2' }]);
    expect(await inTx((tx) => markGone(tx, 'x', ['g-1'], new Date()))).toBe(0);
    expect(await dropGoneContent(db, NOW)).toBe(0);
    await scored(ids);
    expect(await dropGoneContent(db, NOW)).toBe(1);
    expect(await contents('g-2')).toEqual([{ version_key: '1', text: null }]);
    expect(await dropGoneContent(db, NOW)).toBe(0);
  });

  test('only a platform that shows a new version brings a post back', async () => {
    await scored(await inTx((tx) => insertPosts(tx, [row('back-1')], OPTIONS)));
    await inTx((tx) => markGone(tx, 'x', ['back-1'], NOW));
    const refused = await inTx((tx) => storePosts(tx, [row('back-1', { versionKey: '2' })], OPTIONS));
    expect(refused).toEqual({ ids: [], refused: [{ platform: 'x', postKey: 'back-1', versionKey: '2', why: 'post_is_gone' }] });
    const known = await inTx((tx) => storePosts(tx, [row('back-1')], { ...OPTIONS, reviveGone: true }));
    expect(known).toEqual({ ids: [], refused: [] });
    const back = await inTx((tx) => storePosts(tx, [row('back-1', { versionKey: '2', text: 'lagi' })], { ...OPTIONS, reviveGone: true }));
    expect(back.ids).toHaveLength(1);
    const { rows } = await sql`select gone_at from post where post_key = 'back-1'`.execute(db);
    expect(rows).toEqual([{ gone_at: null }]);
    expect(await contents('back-1')).toEqual([
      { version_key: '1', text: null },
      { version_key: '2', text: 'lagi' },
    ]);
  });
});

describe('retention', () => {
  test('text older than its source may keep goes once it is scored; other sources and newer text stay', async () => {
    const { rows: sources } = await client.query<{ id: number }>(
      `insert into source (name, connector, policy) values ('tujuh', 'rss', '{"max_retention_days": 7}'), ('lama', 'rss', '{"max_retention_days": 3650}'), ('rusak', 'rss', '{}') returning id`,
    );
    const [seven, long, broken] = sources.map((s) => Number(s.id));
    const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000);
    const put = async (key: string, sourceId: number | undefined, days: number) => {
      const ids = await inTx((tx) => insertPosts(tx, [row(key)], { sourceId: sourceId ?? null, seenAt: daysAgo(days) }));
      if (!key.endsWith('waits')) await client.query('delete from score_pending where version_id = any($1)', [ids]);
    };
    for (const [key, source, days] of [
      ['ret-old', seven, 9],
      ['ret-new', seven, 3],
      ['ret-waits', seven, 9],
      ['ret-long', long, 300],
      ['ret-none', undefined, 300],
      ['ret-broken', broken, 300],
    ] as const)
      await put(key, source, days);
    expect(await dropExpiredContent(db, { now: new Date(), lookBackDays: null })).toBe(1);
    const left = await sql<{ k: string }>`select p.post_key as k from post p join post_version v on v.post_id = p.id join post_content c on c.version_id = v.id
      where p.post_key like 'ret-%' order by 1`.execute(db);
    expect(left.rows.map((r) => r.k)).toEqual(['ret-broken', 'ret-long', 'ret-new', 'ret-none', 'ret-waits']);
    expect(await dropExpiredContent(db, { now: new Date(), lookBackDays: null })).toBe(0);
  });
});

describe('partitions of texts', () => {
  const DAY_MS = 86_400_000;
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS);
  const partition = (ago: number) => `post_content_${day(ago).toISOString().slice(0, 10).replaceAll('-', '')}`;
  const there = async (name: string) => (await sql<{ t: string | null }>`select to_regclass(${`public.${name}`})::text as t`.execute(db)).rows[0]?.t !== null;

  const planOf = async (lookBackDays: number | null) => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${deleteExpired({ sourceId: 1, days: 37, now: new Date(), lookBackDays })}`.execute(db);
    return rows.map((r) => r['QUERY PLAN']).join('\n');
  };

  test('what has expired is looked for in partitions of that age only', async () => {
    await ensurePartitions(db, day(42), 14);
    const daily = await planOf(2);
    for (const ago of [37, 38, 39]) expect(daily).toContain(partition(ago));
    for (const ago of [30, 35, 36, 40, 42]) expect(daily).not.toContain(partition(ago));
    expect(daily).not.toContain('post_content_rest');
    const whole = await planOf(null);
    for (const ago of [37, 40, 42]) expect(whole).toContain(partition(ago));
    for (const ago of [30, 35, 36]) expect(whole).not.toContain(partition(ago));
    expect(daily + whole, 'not all versions there ever were').not.toContain('Seq Scan on post_version');
  });

  test('empty ones of past days go, a few at once; full ones, today’s, those to come and the default one stay', async () => {
    await client.query('delete from post_content'); // days with texts in the default partition get none of their own
    await ensurePartitions(db, day(42), 14);
    await ensurePartitions(db, day(0), 2);
    await inTx((tx) => insertPosts(tx, [row('part-full')], { sourceId: null, seenAt: day(41) }));
    const are = (...ago: number[]) => Promise.all(ago.map((n) => there(partition(n))));
    expect(await dropEmptyPartitions(db, day(-30), 2), 'oldest first').toBe(2);
    expect(await are(42, 41, 40, 39)).toEqual([false, true, false, true]);
    await dropEmptyPartitions(db, day(-30), 100);
    expect(await are(41, 39, 30, 0, -1)).toEqual([true, false, false, true, true]);
    expect(await there('post_content_rest')).toBe(true);
    expect(await contents('part-full')).toEqual([{ version_key: '1', text: 'halo part-full' }]);
    expect(await dropEmptyPartitions(db, day(0), 100)).toBe(0);
    await expect(dropEmptyPartitions(db, day(0), 101)).rejects.toThrow('at most 100');
  });

  test('a transaction that is storing a text there is not waited for long, and loses nothing', async () => {
    await ensurePartitions(db, day(50), 1);
    await inTx(async (tx) => {
      await insertPosts(tx, [row('part-open')], { sourceId: null, seenAt: day(50) });
      expect(await dropEmptyPartitions(db, new Date(), 100)).toBe(0);
    });
    expect(await contents('part-open')).toEqual([{ version_key: '1', text: 'halo part-open' }]);
  });

  test('only ingest may drop them', async () => {
    const scorer = openDb({ url: world.databaseUrl, role: 'pantau_scorer', name: 'test' });
    await expect(dropEmptyPartitions(scorer, new Date(), 1)).rejects.toThrow('permission denied');
    await scorer.destroy();
  });
});

describe('what an error is', () => {
  test('rows at fault, a server that is away, and a defect are told apart', () => {
    const of = (code: string) => Object.assign(new Error('x'), { code });
    expect(['22021', '23505'].map((c) => isDataError(of(c)))).toEqual([true, true]);
    for (const c of ['40P01', '57P01', '53300', '08006', 'ECONNREFUSED', 'EPIPE']) expect(isTransientError(of(c)), c).toBe(true);
    expect(['42P01', '22021'].map((c) => isTransientError(of(c)))).toEqual([false, false]);
    expect(isTransientError(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransientError(new TypeError('x is undefined'))).toBe(false);
  });
});
