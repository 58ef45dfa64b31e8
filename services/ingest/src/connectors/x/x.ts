/**
 * X API v2, for whoever has a signed agreement that names this use: without one the policy keeps it closed (its terms forbid
 * surveillance and inferring political affiliation; connectors.md §1). Timelines are newest first, so the walk keeps what it has
 * committed apart from where it stands: it goes down by `until_id`, and only at the bottom does the top count.
 */
import { NEEDS_AGREEMENT, normaliseHandle } from '@pantau/domain';
import { z } from 'zod';
import { type AskContext, type Connector, type Limit, type PollContext, SourceStop, type Verified } from '../contract.ts';
import { postsById, rawOf, timeline, userId, type XPage } from './client.ts';
import { historyOf, normaliseX, XPost, XRaw } from './normalise.ts';

const PAGE = 100;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WINDOW_MS = 15 * MINUTE_MS;
/** Ids carry milliseconds since this moment above 22 bits. */
const EPOCH_MS = 1_288_834_974_657n;
const ID_TIME_BITS = 22n;
/** What the platform allows one application in 15 minutes. */
const ALLOWED = { timelines: 10_000, lookup: 3_500, users: 300 } as const;
/** A post indexed late stands below one that is already stored: for so long the walk reaches back. */
const OVERLAP_WITHIN_MS = 3_600_000;

export const XConfig = z.strictObject({
  base_url: z
    .url()
    .default('https://api.x.com')
    .transform((u) => u.replace(/\/$/, '')),
  poll_minutes: z
    .number()
    .positive()
    .max(24 * 60)
    .default(15),
  backfill_days: z.number().int().min(0).max(3_650).default(7),
  /** Minutes below the newest stored post that are read once more. */
  overlap_minutes: z.number().min(0).max(60).default(5),
  /** The interface's words: `post.fields` of today, `tweet.fields` of before. */
  words: z.enum(['post', 'tweet']).default('post'),
  /** Requests cost money; this many a day (UTC), all accounts together. */
  requests_per_day: z.number().int().min(1).max(100_000_000).default(20_000),
});
type XConfig = z.infer<typeof XConfig>;

const id = z.string().regex(/^\d{1,19}$/);
const XCursor = z.object({
  account_id: z.number().int(),
  user_id: id,
  /** Everything up to this id is stored. */
  committed_high: id,
  /** A walk under way: the newest post it began with, and the oldest it has stored. */
  scan: z.object({ high: id, low: id }).nullable(),
});
type XCursor = z.infer<typeof XCursor>;
type Ctx = PollContext<XConfig>;

export const x: Connector<XConfig> = {
  name: 'x',
  platform: 'x',
  version: 1,
  caps: { forwardPaging: false, editHistory: true, deleteSignal: 'lookup', maxPage: PAGE, batchLookup: PAGE, backfill: 'the newest 3,200 posts' },
  policyNeedsAgreement: NEEDS_AGREEMENT.has('x'),
  config: XConfig,
  units: 'account',
  mode: 'poll',
  limits: limitOf,
  accountOf: () => null,
  ownerOf: (raw) => {
    const r = XRaw.safeParse(raw);
    return r.success ? { platform: 'x', handle: r.data.account } : null;
  },
  normalise: normaliseX,
  async resolve(ctx, handle) {
    const found = await userId(ctx, normaliseHandle(handle));
    return found === null ? { found: false } : { found: true, id: found };
  },
  async *poll(ctx) {
    if (ctx.account === null) throw new SourceStop('config_invalid', 'a unit of x belongs to a registered account');
    const parsed = XCursor.safeParse(ctx.cursor);
    const saved = parsed.success && parsed.data.account_id === ctx.account.id ? parsed.data : null;
    const user = await identify(ctx, saved);
    const start = idOf(ctx.now().getTime() - ctx.config.backfill_days * DAY_MS);
    let cursor: XCursor = { account_id: ctx.account.id, user_id: user, committed_high: saved?.committed_high ?? start, scan: saved?.scan ?? null };
    const sinceId = reachBack(cursor.committed_high, ctx);
    for (;;) {
      const page = await timeline(ctx, user, { sinceId, untilId: cursor.scan?.low ?? null, limit: PAGE });
      const ids = page.posts.map((p) => p.id);
      const low = lowest(ids) ?? cursor.scan?.low ?? null;
      const high = cursor.scan?.high ?? highest([...ids, cursor.committed_high]);
      const done = page.isLast || low === null || low === cursor.scan?.low;
      const next: XCursor = done ? { ...cursor, committed_high: highest([high, cursor.committed_high]), scan: null } : { ...cursor, scan: { high, low } };
      const raws = [...page.posts.map((p) => rawOf(ctx.unit, user, p, page.includes)), ...(await earlierVersions(ctx, user, page))];
      if (raws.length > 0 || JSON.stringify(next) !== JSON.stringify(cursor)) yield { raws, cursor: next };
      cursor = next;
      if (done) return ctx.config.poll_minutes * MINUTE_MS;
    }
  },
  verify,
};

/** Everything the application asks counts for the day; each kind of call has its own window. */
function limitOf(config: XConfig, url: URL | null): Limit {
  const path = url?.pathname ?? '';
  const kind = path.endsWith('/2/tweets') ? 'lookup' : url === null || path.endsWith('/tweets') ? 'timelines' : 'users';
  const day = { key: 'x:day', limit: config.requests_per_day, perMs: DAY_MS, dayStartsMs: 0 };
  return { buckets: [{ key: `x:${kind}`, limit: ALLOWED[kind], perMs: WINDOW_MS }, day], cost: 1 };
}

/** The id counts, not the name; who is read under another id than before waits for people. */
async function identify(ctx: Ctx, saved: XCursor | null): Promise<string> {
  const registered = ctx.account?.platformId ?? null;
  if (registered !== null && saved !== null && registered !== saved.user_id)
    throw new SourceStop('identity_changed', 'the register names another identity than the one read so far; end this account there and declare it anew');
  const known = registered ?? saved?.user_id ?? (await userId(ctx, ctx.unit));
  if (known === null) throw new SourceStop('account_unavailable', 'the name does not resolve');
  return known;
}

const byNumber = (a: string, b: string) => (BigInt(a) < BigInt(b) ? -1 : 1);
const highest = (ids: readonly string[]): string => [...ids].sort(byNumber).at(-1) ?? '0';
const lowest = (ids: readonly string[]): string | null => [...ids].sort(byNumber)[0] ?? null;

/** The smallest id of that moment. */
function idOf(ms: number): string {
  const at = BigInt(Math.floor(ms)) - EPOCH_MS;
  return at <= 0n ? '1' : String(at << ID_TIME_BITS);
}

function reachBack(committed: string, ctx: Ctx): string {
  const at = Number((BigInt(committed) >> ID_TIME_BITS) + EPOCH_MS);
  if (ctx.config.overlap_minutes === 0 || ctx.now().getTime() - at > OVERLAP_WITHIN_MS) return committed;
  return idOf(at - ctx.config.overlap_minutes * MINUTE_MS);
}

/** Timelines show the last version of an edited post; the others are asked for by their ids. */
async function earlierVersions(
  ctx: AskContext<XConfig>,
  user: string,
  page: Pick<XPage, 'posts'>,
  account = (ctx as Partial<Ctx>).unit ?? '',
): Promise<XRaw[]> {
  const shown = new Set(page.posts.map((p) => p.id));
  const wanted = page.posts.flatMap((p) => {
    const r = XPost.safeParse(p);
    return r.success ? historyOf(r.data).filter((v) => !shown.has(v)) : [];
  });
  const raws: XRaw[] = [];
  const all = [...new Set(wanted)];
  for (let i = 0; i < all.length; i += PAGE) {
    const found = await postsById(ctx, all.slice(i, i + PAGE));
    raws.push(...found.posts.map((p) => rawOf(account, user, p, found.includes)));
  }
  return raws;
}

/**
 * A hundred posts a request. Deleting any version deletes the chain, so the first id answers for all. Before a post counts as deleted its
 * account is asked for: a suspended account's posts are absent too.
 */
async function verify(ctx: AskContext<XConfig>, posts: readonly { key: string; account: string }[]) {
  const states = new Map<string, Verified>(posts.map((p) => [p.key, 'unknown']));
  const raws: XRaw[] = [];
  const found = await postsById(
    ctx,
    posts.map((p) => p.key),
  );
  const accountOf = new Map(posts.map((p) => [p.key, p.account]));
  for (const p of found.posts) {
    const account = accountOf.get(p.id);
    const read = XPost.safeParse(p);
    if (account === undefined || !read.success) continue;
    const versions = historyOf(read.data);
    states.set(p.id, versions.length > 1 ? 'edited' : 'ok');
    if (versions.length > 1)
      raws.push(rawOf(account, read.data.author_id, p, found.includes), ...(await earlierVersions(ctx, read.data.author_id, { posts: [p] }, account)));
  }
  const there = new Map<string, boolean>();
  for (const key of found.gone) {
    const account = accountOf.get(key);
    if (account === undefined) continue;
    if (!there.has(account)) there.set(account, (await userId(ctx, normaliseHandle(account))) !== null);
    states.set(key, there.get(account) ? 'gone' : 'account_gone');
  }
  return { states, raws };
}
