/** Posts in: identity, versions, text and the scorer's work list, always in the caller's transaction. */
import { createHash } from 'node:crypto';
import { type IncomingPost, LIMITS, normaliseHandle } from '@pantau/domain';
import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

export interface WatchedAccount {
  id: number;
  /** Law 2: false means nothing may be fetched or stored. */
  hasBasis: boolean;
}

/** Accounts of one platform by handle (compared without @, in lower case); unknown handles are absent from the map. */
export async function findAccounts(db: Db, platform: string, handles: readonly string[], now: Date): Promise<Map<string, WatchedAccount>> {
  const keys = [...new Set(handles.map(normaliseHandle))];
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ id: number; handle_key: string; has_basis: boolean }>`
    select id, handle_key, account_has_basis(basis_until, ended_at, ${now}) as has_basis
      from account where platform = ${platform} and handle_key = any(${keys}) and ended_at is null`.execute(db);
  return new Map(rows.map((r) => [r.handle_key, { id: r.id, hasBasis: r.has_basis }]));
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
  };
}

/** Same order in every transaction, so that two batches with the same posts wait for each other instead of deadlocking. */
function sortedUnique(rows: readonly PostRow[]): PostRow[] {
  const byVersion = new Map(rows.map((r) => [`${r.post.platform}\n${r.post.postKey}\n${r.post.versionKey}`, r]));
  return [...byVersion.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => r);
}

/**
 * Stores one page or batch (≤ 200 is usual). Known versions are skipped. Returns the ids of new versions, which also stand
 * in `score_pending`; ring the bell for them after commit. Dies before commit: nothing is stored and the source repeats.
 */
export async function insertPosts(tx: Tx, rows: readonly PostRow[], o: { sourceId: number | null; seenAt: Date }): Promise<number[]> {
  if (rows.length === 0) return [];
  const unique = sortedUnique(rows);
  const platforms = unique.map((r) => r.post.platform);
  const keys = unique.map((r) => r.post.postKey);
  await sql`insert into post (platform, post_key, account_id)
    select distinct on (platform, post_key) platform, post_key, account_id
      from unnest(${platforms}::text[], ${keys}::text[], ${unique.map((r) => r.accountId)}::bigint[]) as t(platform, post_key, account_id)
     order by platform, post_key
    on conflict do nothing`.execute(tx);
  // A second statement, so that posts of a transaction that committed meanwhile are seen.
  const contents = unique.map((r) => JSON.stringify(contentOf(r.post)));
  const { rows: fresh } = await sql<{ id: number }>`
    with input as (
      select * from unnest(${platforms}::text[], ${keys}::text[], ${unique.map((r) => r.post.versionKey)}::text[], ${unique.map((r) => r.post.postedAt)}::timestamptz[],
        ${unique.map((r) => r.post.kind)}::text[], ${unique.map((r) => createHash('sha256').update(r.post.text).digest())}::bytea[], ${contents}::jsonb[])
        as t(platform, post_key, version_key, posted_at, kind, sha, content)),
    ver as (
      insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256, source_id)
      select p.id, i.version_key, i.posted_at, ${o.seenAt}::timestamptz, (${o.seenAt}::timestamptz at time zone 'UTC')::date, i.kind, i.sha, ${o.sourceId}::integer
        from input i join post p using (platform, post_key)
      on conflict (post_id, version_key) do nothing
      returning id, post_id, version_key, seen_on),
    con as (
      insert into post_content (version_id, seen_on, content)
      select v.id, v.seen_on, i.content from ver v join post p on p.id = v.post_id
        join input i on i.platform = p.platform and i.post_key = p.post_key and i.version_key = v.version_key),
    pen as (insert into score_pending (version_id) select id from ver)
    select id from ver`.execute(tx);
  return fresh.map((r) => r.id);
}

/**
 * The platform says these posts are gone. Text already scored is removed at once; unscored versions keep theirs until the
 * verdict exists (a case may need it as evidence), then `dropGoneContent` removes it. Returns how many were known.
 */
export async function markGone(tx: Tx, platform: string, postKeys: readonly string[], at: Date): Promise<number> {
  if (postKeys.length === 0) return 0;
  const { rows } = await sql<{ id: number }>`
    update post set gone_at = coalesce(gone_at, ${at}) where platform = ${platform} and post_key = any(${[...postKeys]}) returning id`.execute(tx);
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

const GONE_LOOKBACK_HOURS = 24;

/** Sweeps text of posts that went away before they were scored. */
export async function dropGoneContent(db: Db, now: Date): Promise<void> {
  const since = new Date(now.getTime() - GONE_LOOKBACK_HOURS * 3_600_000);
  const { rows } = await sql<{ id: number }>`select id from post where gone_at > ${since} limit ${LIMITS.batchPosts * 50}`.execute(db);
  await deleteScoredContent(
    db,
    rows.map((r) => r.id),
  );
}

/** Makes the daily text partitions for the coming days; called at start and once a day. */
export async function ensurePartitions(db: Db, from: Date, days: number): Promise<void> {
  await sql`select ensure_content_partitions(${from.toISOString().slice(0, 10)}::date, ${days}::int)`.execute(db);
}
