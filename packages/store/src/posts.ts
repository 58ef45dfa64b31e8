/** Posts in: identity, versions, text and the scorer's work list, always in the caller's transaction. */
import { createHash } from 'node:crypto';
import { type IncomingPost, LIMITS, normaliseHandle, type RawAnswer } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { isDataError } from './faults.ts';
import { type RawBuilder, sql } from './kysely.ts';

export interface WatchedAccount {
  id: number;
  /** The platform's immutable id, where the register knows it. */
  platformId: string | null;
  /** Law 2: false means nothing may be fetched or stored. */
  hasBasis: boolean;
}

/** Accounts of one platform by handle (compared without @, in lower case); unknown handles are absent from the map. */
export async function findAccounts(db: Db, platform: string, handles: readonly string[], now: Date): Promise<Map<string, WatchedAccount>> {
  const keys = [...new Set(handles.map(normaliseHandle))];
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ id: number; handle_key: string; platform_id: string | null; has_basis: boolean }>`
    select id, handle_key, platform_id, account_has_basis(basis_until, ended_at, ${now}) as has_basis
      from account where platform = ${platform} and handle_key = any(${keys}) and ended_at is null`.execute(db);
  return new Map(rows.map((r) => [r.handle_key, { id: r.id, platformId: r.platform_id, hasBasis: r.has_basis }]));
}

export interface PostRow {
  accountId: number;
  post: IncomingPost;
}

/** What is kept of a post's words and pictures; the shape of `post_content.content` and of sealed evidence. */
export interface PostContent {
  text: string;
  shared_text?: string;
  reply_to?: { platform: string; handle: string };
  shared_from?: { platform: string; handle: string };
  media?: unknown[];
  url?: string;
  provenance?: unknown;
  /** What the platform answered; absent for posts that a file brought. */
  raw?: RawAnswer;
}

function contentOf(p: IncomingPost): PostContent {
  return {
    text: p.text,
    ...(p.sharedText === undefined ? {} : { shared_text: p.sharedText }),
    ...(p.replyTo === undefined ? {} : { reply_to: p.replyTo }),
    ...(p.sharedFrom === undefined ? {} : { shared_from: p.sharedFrom }),
    ...(p.media === undefined ? {} : { media: p.media }),
    ...(p.url === undefined ? {} : { url: p.url }),
    ...(p.provenance === undefined ? {} : { provenance: p.provenance }),
    ...(p.raw === undefined ? {} : { raw: p.raw }),
  };
}

/** Same order in every transaction, so that two batches with the same posts wait for each other instead of deadlocking. */
function sortedUnique(rows: readonly PostRow[]): PostRow[] {
  const byVersion = new Map(rows.map((r) => [`${r.post.platform}\n${r.post.postKey}\n${r.post.versionKey}`, r]));
  return [...byVersion.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => r);
}

export interface StoreOptions {
  sourceId: number | null;
  seenAt: Date;
  /** A live platform that shows a new version of a deleted post has it back; a file does not know what was deleted since. */
  reviveGone?: boolean;
}

export interface Stored {
  /** New versions; they also stand in `score_pending`. Ring the bell for them after commit. */
  ids: number[];
  /** Refused: the post belongs to another registered account, was deleted on its platform, or its case was reduced to a label. */
  refused: { platform: string; postKey: string; versionKey: string; why: 'post_of_other_account' | 'post_is_gone' | 'database_refused' }[];
}

/**
 * Stores one page or batch (≤ 200 is usual). Known versions are skipped.
 * Dies before commit: nothing is stored and the source repeats.
 */
export async function storePosts(tx: Tx, rows: readonly PostRow[], o: StoreOptions): Promise<Stored> {
  const { unique, forgotten } = await withoutForgotten(tx, sortedUnique(rows));
  if (unique.length === 0) return { ids: [], refused: forgotten };
  const platforms = unique.map((r) => r.post.platform);
  const keys = unique.map((r) => r.post.postKey);
  const accounts = unique.map((r) => r.accountId);
  await sql`insert into post (platform, post_key, account_id)
    select distinct on (platform, post_key) platform, post_key, account_id
      from unnest(${platforms}::text[], ${keys}::text[], ${accounts}::bigint[]) as t(platform, post_key, account_id)
     order by platform, post_key
    on conflict do nothing`.execute(tx);
  // A second statement, so that posts of a transaction that committed meanwhile are seen. The lateral look-up tells the planner
  // that every row finds its post; with a plain join it expects one row of all, and compares all versions with all contents.
  const contents = unique.map((r) => JSON.stringify(contentOf(r.post)));
  const out = await sql<{ id: number } | { id: null; platform: string; post_key: string; version_key: string; why: Stored['refused'][number]['why'] }>`
    with known as materialized (
      select t.*, p.id as post_id, p.account_id <> t.account_id as is_foreign, p.gone_at is not null as is_gone
        from unnest(${platforms}::text[], ${keys}::text[], ${accounts}::bigint[], ${unique.map((r) => r.post.versionKey)}::text[], ${unique.map((r) => r.post.postedAt)}::timestamptz[],
          ${unique.map((r) => r.post.kind)}::text[], ${unique.map((r) => createHash('sha256').update(r.post.text).digest())}::bytea[], ${contents}::jsonb[])
          as t(platform, post_key, account_id, version_key, posted_at, kind, sha, content)
        cross join lateral (select x.id, x.account_id, x.gone_at from post x where x.platform = t.platform and x.post_key = t.post_key limit 1) p),
    ver as (
      insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256, source_id)
      select post_id, version_key, posted_at, ${o.seenAt}::timestamptz, (${o.seenAt}::timestamptz at time zone 'UTC')::date, kind, sha, ${o.sourceId}::integer
        from known where not is_foreign and (not is_gone or ${o.reviveGone === true})
       order by post_id, version_key
      on conflict (post_id, version_key) do nothing
      returning id, post_id, version_key, seen_on),
    con as (
      insert into post_content (version_id, seen_on, content)
      select v.id, v.seen_on, k.content from ver v join known k on k.post_id = v.post_id and k.version_key = v.version_key),
    back as (update post set gone_at = null from ver where post.id = ver.post_id and post.gone_at is not null),
    pen as (insert into score_pending (version_id) select id from ver)
    select id, null::text as platform, null::text as post_key, null::text as version_key, null::text as why from ver
    union all
    select null, platform, post_key, version_key, case when is_foreign then 'post_of_other_account' else 'post_is_gone' end
      from known where is_foreign or (is_gone and not ${o.reviveGone === true})`.execute(tx);
  const stored: Stored = { ids: [], refused: forgotten };
  for (const r of out.rows) {
    if (r.id !== null) stored.ids.push(r.id);
    else stored.refused.push({ platform: r.platform, postKey: r.post_key, versionKey: r.version_key, why: r.why });
  }
  return stored;
}

/** A post whose case was reduced to a label is recognised when it comes again, and is not taken in a second time. */
async function withoutForgotten(tx: Tx, rows: PostRow[]): Promise<{ unique: PostRow[]; forgotten: Stored['refused'] }> {
  if (rows.length === 0) return { unique: rows, forgotten: [] };
  const { rows: known } = await sql<{ i: number }>`
    select t.i::int from unnest(${rows.map((r) => r.post.platform)}::text[], ${rows.map((r) => r.post.postKey)}::text[]) with ordinality as t(platform, post_key, i)
     where (select exists (select from post where account_id is null))
       and exists (select from post f where f.account_id is null and f.platform = t.platform and f.post_key = forgotten_key(t.platform, t.post_key))`.execute(
    tx,
  );
  const at = new Set(known.map((k) => k.i - 1));
  const forgotten = rows.filter((_, i) => at.has(i));
  return {
    unique: rows.filter((_, i) => !at.has(i)),
    forgotten: forgotten.map(({ post }) => ({ platform: post.platform, postKey: post.postKey, versionKey: post.versionKey, why: 'post_is_gone' })),
  };
}

/** After a data error of a whole batch: row by row, so that one that the database refuses does not hold back the others. */
export async function storePostsOneByOne(tx: Tx, rows: readonly PostRow[], o: StoreOptions): Promise<Stored> {
  const all: Stored = { ids: [], refused: [] };
  for (const row of sortedUnique(rows)) {
    await sql`savepoint one_post`.execute(tx);
    try {
      const one = await storePosts(tx, [row], o);
      all.ids.push(...one.ids);
      all.refused.push(...one.refused);
      await sql`release savepoint one_post`.execute(tx);
    } catch (e) {
      if (!isDataError(e)) throw e;
      await sql`rollback to savepoint one_post`.execute(tx);
      all.refused.push({ platform: row.post.platform, postKey: row.post.postKey, versionKey: row.post.versionKey, why: 'database_refused' });
    }
  }
  return all;
}

/** `storePosts` for callers that only ring the bell. */
export async function insertPosts(tx: Tx, rows: readonly PostRow[], o: StoreOptions): Promise<number[]> {
  return (await storePosts(tx, rows, o)).ids;
}

/**
 * The platform says these posts are gone. Text already scored is removed at once; unscored versions keep theirs until the
 * verdict exists (a case may need it as evidence), then `dropGoneContent` removes it. Returns how many were newly gone.
 */
export async function markGone(tx: Tx, platform: string, postKeys: readonly string[], at: Date): Promise<number> {
  if (postKeys.length === 0) return 0;
  const { rows } = await sql<{ id: number }>`
    update post set gone_at = ${at} where platform = ${platform} and post_key = any(${[...postKeys]}) and gone_at is null returning id`.execute(tx);
  await deleteScoredContent(
    tx,
    rows.map((r) => r.id),
  );
  return rows.length;
}

async function deleteScoredContent(db: Db, postIds: readonly number[]): Promise<void> {
  if (postIds.length === 0) return;
  await sql`delete from post_content c using post_version v
    where v.post_id = any(${[...postIds]}) and c.seen_on = v.seen_on and c.version_id = v.id
      and not exists (select from score_pending s where s.version_id = v.id)`.execute(db);
}

const GONE_LOOKBACK_DAYS = 30;

/** Sweeps text of posts that went away before they were scored, a bounded number at once. Returns how many versions lost theirs. */
export async function dropGoneContent(db: Db, now: Date): Promise<number> {
  const since = new Date(now.getTime() - GONE_LOOKBACK_DAYS * 86_400_000);
  const out = await sql`delete from post_content c using (
      select v.id, v.seen_on from post p join post_version v on v.post_id = p.id
       where p.gone_at > ${since} and not exists (select from score_pending s where s.version_id = v.id)
         and exists (select from post_content x where x.seen_on = v.seen_on and x.version_id = v.id)
       limit ${LIMITS.batchPosts * 50}) d
    where c.seen_on = d.seen_on and c.version_id = d.id`.execute(db);
  return Number(out.numAffectedRows ?? 0);
}

const EXPIRY = { rows: LIMITS.batchPosts * 50, rounds: 20 } as const;
const DAY_MS = 86_400_000;

/**
 * Deletes texts of one source that have been there longer than its days and are scored. The bounds on the day are constants and
 * stand on both sides of the join, so partitions that hold nothing of that age are not even opened; the lateral look-up keeps
 * the planner from reading all versions there ever were.
 */
export function deleteExpired(o: { sourceId: number; days: number; now: Date; lookBackDays: number | null }): RawBuilder<unknown> {
  const cutoff = new Date(o.now.getTime() - o.days * DAY_MS);
  const from = o.lookBackDays === null ? null : utcDay(new Date(cutoff.getTime() - o.lookBackDays * DAY_MS));
  const ofAge = (column: RawBuilder<unknown>) => sql`${column} <= ${utcDay(cutoff)}::date and (${from}::date is null or ${column} >= ${from}::date)`;
  return sql`delete from post_content c using (
      select x.version_id as id, x.seen_on from post_content x
        cross join lateral (select y.source_id, y.seen_at from post_version y where y.id = x.version_id limit 1) v
       where ${ofAge(sql`x.seen_on`)} and v.source_id = ${o.sourceId} and v.seen_at < ${cutoff}
         and not exists (select from score_pending p where p.version_id = x.version_id)
       limit ${EXPIRY.rows}) d
    where ${ofAge(sql`c.seen_on`)} and c.seen_on = d.seen_on and c.version_id = d.id`;
}

/**
 * Text that a source's policy no longer allows to keep: older than its retention and scored. Identity, hash and verdict stay,
 * and so does what a case has sealed as evidence. A policy that cannot be read deletes nothing: a typo must not destroy.
 * With `lookBackDays` only what came of age since then is looked at; without, everything (what was scored late).
 */
export async function dropExpiredContent(db: Db, o: { now: Date; lookBackDays: number | null }): Promise<number> {
  const { rows: sources } = await sql<{ id: number; days: number }>`
    select id, days from (select id, case when jsonb_typeof(policy->'max_retention_days') = 'number' then (policy->>'max_retention_days')::numeric::int end as days from source) s
     where days > 0 order by id`.execute(db);
  let dropped = 0;
  for (const { id, days } of sources) {
    for (let round = 0; round < EXPIRY.rounds; round++) {
      const n = Number((await deleteExpired({ sourceId: id, days, ...o }).execute(db)).numAffectedRows ?? 0);
      dropped += n;
      if (n < EXPIRY.rows) break;
    }
  }
  return dropped;
}

function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Removes daily text partitions of days that are past and have no text any more, a bounded number at once. Returns how many went. */
export async function dropEmptyPartitions(db: Db, now: Date, atMost: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select drop_empty_content_partitions(${utcDay(now)}::date, ${atMost}::int) as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Makes the daily text partitions for the coming days; called at start and once a day. */
export async function ensurePartitions(db: Db, from: Date, days: number): Promise<void> {
  await sql`select ensure_content_partitions(${utcDay(from)}::date, ${days}::int)`.execute(db);
}
