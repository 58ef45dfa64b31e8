/**
 * Bluesky by its open protocol: each registered account's posts are read from its own server, from old to new by record key,
 * so that a crash leaves no gap. A reconcile from time to time lists the window again: another CID is an edit, an absent key
 * is asked for by name, and only a server that says "no such record" makes it a deletion. A repository that does not answer
 * is an account that is away, never a thousand deleted posts.
 */
import { z } from 'zod';
import { type Connector, type Page, type PollContext, SourceStop } from '../contract.ts';
import { hostLimit, NO_LIMIT } from '../limit.ts';
import { findPds, type ListedRecord, listRecords, recordExists, resolveHandle } from './client.ts';
import { BlueskyRaw, normaliseRecord, POSTS, parseUri, tidFloor } from './normalise.ts';

const PAGE = 100;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PDS_KNOWN_MS = DAY_MS / 4;

const base = z.url().transform((u) => u.replace(/\/$/, ''));
export const BlueskyConfig = z.strictObject({
  /** Resolves handles. */
  service: base.default('https://public.api.bsky.app'),
  /** Where did:plc documents are. */
  plc_url: base.default('https://plc.directory'),
  poll_minutes: z
    .number()
    .positive()
    .max(24 * 60)
    .default(10),
  reconcile_minutes: z
    .number()
    .min(0)
    .max(30 * 24 * 60)
    .default(60),
  /** How far back edits and deletions are looked for. */
  reconcile_days: z.number().int().min(1).max(365).default(30),
  /** What one server allows; ours may allow more. */
  requests_per_5_minutes: z.number().int().min(10).max(1_000_000).default(3_000),
});
type BlueskyConfig = z.infer<typeof BlueskyConfig>;

const BlueskyCursor = z.object({
  /** The row of the register this was read for. Another row is another person, though the handle be the same. */
  account_id: z.number().int(),
  did: z.string(),
  /** Record key of the newest post that is stored. */
  last_rkey: z.string().nullable(),
  reconciled_at: z.iso.datetime().nullable(),
  /** A reconcile that is under way: when it began, and the key up to which everything was compared. */
  reconcile: z.object({ started_at: z.iso.datetime(), after: z.string() }).nullable(),
  /** Where the account's server was found, and when. */
  pds: z.string(),
  pds_at: z.iso.datetime(),
});
type BlueskyCursor = z.infer<typeof BlueskyCursor>;
type Ctx = PollContext<BlueskyConfig>;
interface Repo {
  did: string;
  pds: string;
}

export const bluesky: Connector<BlueskyConfig> = {
  name: 'bluesky',
  platform: 'bluesky',
  version: 1,
  caps: { forwardPaging: true, editHistory: true, deleteSignal: 'lookup', maxPage: PAGE, batchLookup: null, backfill: 'all that the repository holds' },
  policyNeedsAgreement: false,
  config: BlueskyConfig,
  units: 'account',
  mode: 'poll',
  limits: (config, url) => (url === null ? NO_LIMIT : hostLimit(url, { limit: config.requests_per_5_minutes, perMs: 5 * MINUTE_MS })),
  accountOf: () => null,
  ownerOf: (raw) => {
    const r = BlueskyRaw.safeParse(raw);
    return r.success ? { platform: 'bluesky', handle: r.data.account } : null;
  },
  normalise: normaliseRecord,
  async *poll(ctx) {
    if (ctx.account === null) throw new SourceStop('config_invalid', 'a unit of bluesky belongs to a registered account');
    const parsed = BlueskyCursor.safeParse(ctx.cursor);
    const saved = parsed.success && parsed.data.account_id === ctx.account.id ? parsed.data : null;
    const did = await identify(ctx, saved?.did ?? null);
    const home = await locate(ctx, did, saved);
    const repo: Repo = { did, pds: home.pds };
    let cursor: BlueskyCursor = { last_rkey: null, reconciled_at: null, reconcile: null, ...saved, account_id: ctx.account.id, did, ...home };
    const ceiling = tidFloor(new Date(ctx.now().getTime() + DAY_MS));
    for (;;) {
      const page = await listRecords(ctx, repo, { cursor: cursor.last_rkey, forward: true, limit: PAGE });
      // Keys are the author's choice. One of the year 2099 is stored, but does not move the cursor past all that is still to come.
      const last = page.records.map(rkeyOf).findLast((key) => key <= ceiling);
      if (last !== undefined) cursor = { ...cursor, last_rkey: last };
      if (page.records.length > 0) yield { raws: page.records.map((r) => rawOf(ctx.unit, repo, r)), cursor };
      if (page.records.length < PAGE || last === undefined) break;
    }
    if (isReconcileDue(cursor, ctx)) yield* reconcile(ctx, repo, cursor);
    return ctx.config.poll_minutes * MINUTE_MS;
  },
};

/**
 * The account's permanent id. The register's word counts most; then what this account was read under before. A handle that
 * now points to somebody else must never put that person's posts under the registered name: when the register gives the
 * handle to another person it is another account and starts over; the same account under another identity waits for people.
 */
async function identify(ctx: Ctx, before: string | null): Promise<string> {
  const registered = ctx.account?.platformId?.startsWith('did:') === true ? ctx.account.platformId : null;
  if (registered !== null && before !== null && registered !== before)
    throw new SourceStop('identity_changed', 'the register names another identity than the one read so far; end this account there and declare it anew');
  return registered ?? before ?? (await resolveHandle(ctx, ctx.config.service, ctx.unit));
}

/** The directory is asked a few times a day, not at every poll. Who moves to another server is found there after that, and read on from the same key. */
async function locate(ctx: Ctx, did: string, saved: BlueskyCursor | null): Promise<Pick<BlueskyCursor, 'pds' | 'pds_at'>> {
  if (saved !== null && ctx.now().getTime() - Date.parse(saved.pds_at) < PDS_KNOWN_MS) return { pds: saved.pds, pds_at: saved.pds_at };
  return { pds: await findPds(ctx, ctx.config.plc_url, did), pds_at: ctx.now().toISOString() };
}

function isReconcileDue(cursor: BlueskyCursor, ctx: Ctx): boolean {
  // Before the first forward walk is done there is nothing that could have been edited unseen.
  if (cursor.last_rkey === null) return false;
  if (cursor.reconcile !== null || cursor.reconciled_at === null) return true;
  return ctx.now().getTime() - Date.parse(cursor.reconciled_at) >= ctx.config.reconcile_minutes * MINUTE_MS;
}

/**
 * Compares the window with what is stored, from old to new. Every page carries the key up to which all is compared, so
 * dying or being told to wait at any step costs one page, and the next poll goes on behind it.
 */
async function* reconcile(ctx: Ctx, repo: Repo, before: BlueskyCursor): AsyncGenerator<Page, void, void> {
  const now = ctx.now();
  const { started_at, after } = before.reconcile ?? {
    started_at: now.toISOString(),
    after: tidFloor(new Date(now.getTime() - ctx.config.reconcile_days * DAY_MS)),
  };
  const upTo = (key: string): BlueskyCursor => ({ ...before, reconcile: { started_at, after: key } });
  let from = after;
  for (;;) {
    const { records } = await listRecords(ctx, repo, { cursor: from, forward: true, limit: PAGE });
    const last = records.map(rkeyOf).at(-1);
    const isEnd = records.length < PAGE || last === undefined;
    if (last !== undefined && last <= from) throw new SourceStop('malformed_answer', 'records are not listed in order of their keys');
    // Known versions are skipped by the store; a new CID under a known key is an edit, an unknown key was made out of order.
    // Stored before the absent keys among them are asked for: the position that those move may pass over every listed key.
    if (records.length > 0) yield { raws: records.map((r) => rawOf(ctx.unit, repo, r)), cursor: upTo(from) };
    yield* missing(ctx, repo, { from, to: isEnd ? '~' : last, seen: new Set(records.map((r) => r.uri)) }, upTo);
    if (isEnd) break;
    from = last;
  }
  yield { raws: [], cursor: { ...before, reconcile: null, reconciled_at: started_at } };
}

/**
 * Keys stored between two keys that were not listed, asked one by one. What was learned is handed on every hundred keys, and
 * also when the server wants to be left alone: the answers so far are not asked for again.
 */
async function* missing(
  ctx: Ctx,
  repo: Repo,
  o: { from: string; to: string; seen: ReadonlySet<string> },
  upTo: (key: string) => BlueskyCursor,
): AsyncGenerator<Page, void, void> {
  const prefix = `at://${repo.did}/${POSTS}/`;
  let at = o.from;
  for (;;) {
    const keys = (await ctx.liveKeys(`${prefix}${at}`, `${prefix}${o.to}`)).map((uri) => uri.slice(prefix.length)).filter((key) => key > at);
    const last = keys.at(-1);
    if (last === undefined) return;
    const absent = keys.filter((key) => !o.seen.has(`${prefix}${key}`));
    for (let i = 0; i < absent.length; i += PAGE) {
      const asked = await askEach(ctx, repo, absent.slice(i, i + PAGE));
      if (asked.last !== null) yield { raws: [], gone: asked.gone.map((key) => `${prefix}${key}`), cursor: upTo(asked.last) };
      if (asked.stop) throw asked.stop.error;
    }
    at = last;
  }
}

interface Asked {
  gone: string[];
  /** The last key that got an answer. */
  last: string | null;
  stop: { error: unknown } | null;
}

async function askEach(ctx: Ctx, repo: Repo, keys: readonly string[]): Promise<Asked> {
  const out: Asked = { gone: [], last: null, stop: null };
  for (const key of keys) {
    try {
      if (!(await recordExists(ctx, repo, key))) out.gone.push(key);
    } catch (error) {
      return { ...out, stop: { error } };
    }
    out.last = key;
  }
  return out;
}

function rkeyOf(r: ListedRecord): string {
  const at = parseUri(r.uri);
  if (at === null) throw new SourceStop('malformed_answer', 'a listed record has no usable address');
  return at.rkey;
}

function rawOf(account: string, repo: Repo, r: ListedRecord): BlueskyRaw {
  return { account, pds: repo.pds, uri: r.uri, cid: r.cid, value: r.value };
}
