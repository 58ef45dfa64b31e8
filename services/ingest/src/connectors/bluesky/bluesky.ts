/**
 * Bluesky by its open protocol: each registered account's posts are read from its own server, from old to new by record key,
 * so that a crash leaves no gap. A reconcile from time to time lists the window again: another CID is an edit, an absent key
 * is asked for by name, and only a server that says "no such record" makes it a deletion. A repository that does not answer
 * is an account that is away, never a thousand deleted posts.
 */
import { z } from 'zod';
import { type Connector, type Page, type PollContext, SourceStop } from '../contract.ts';
import { findPds, type ListedRecord, listRecords, recordExists, resolveHandle } from './client.ts';
import { type BlueskyRaw, normaliseRecord, POSTS, parseUri, tidFloor } from './normalise.ts';

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
});
type BlueskyConfig = z.infer<typeof BlueskyConfig>;

const BlueskyCursor = z.object({
  did: z.string(),
  /** Record key of the newest post that is stored. */
  last_rkey: z.string().nullable(),
  reconciled_at: z.iso.datetime().nullable(),
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
  caps: { forwardPaging: true, editHistory: true, deleteSignal: 'lookup', maxPage: PAGE },
  policyNeedsAgreement: false,
  config: BlueskyConfig,
  units: 'account',
  accountOf: () => null,
  normalise: normaliseRecord,
  async *poll(ctx) {
    const saved = BlueskyCursor.safeParse(ctx.cursor);
    const did = await identify(ctx, saved.success ? saved.data.did : null);
    const home = await locate(ctx, did, saved.success ? saved.data : null);
    const repo: Repo = { did, pds: home.pds };
    let cursor: BlueskyCursor = { last_rkey: null, reconciled_at: null, ...saved.data, did, ...home };
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
 * The account's permanent id. The register's word counts most; then what this unit was read under before. A handle that
 * now points to somebody else must never put that person's posts under the registered name.
 */
async function identify(ctx: Ctx, before: string | null): Promise<string> {
  const registered = ctx.account?.platformId?.startsWith('did:') === true ? ctx.account.platformId : null;
  if (registered !== null && before !== null && registered !== before)
    throw new SourceStop('identity_changed', 'the register names another identity than the one that was read so far');
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
  return cursor.reconciled_at === null || ctx.now().getTime() - Date.parse(cursor.reconciled_at) >= ctx.config.reconcile_minutes * MINUTE_MS;
}

/** Dies midway: `reconciled_at` is unchanged and the next poll begins again; every page is harmless to repeat. */
async function* reconcile(ctx: Ctx, repo: Repo, cursor: BlueskyCursor): AsyncGenerator<Page, void, void> {
  const startedAt = ctx.now();
  const floor = tidFloor(new Date(startedAt.getTime() - ctx.config.reconcile_days * DAY_MS));
  const seen = new Set<string>();
  let from: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof listRecords>> = await listRecords(ctx, repo, { cursor: from, forward: false, limit: PAGE });
    const inWindow = page.records.filter((r) => rkeyOf(r) >= floor);
    for (const r of inWindow) seen.add(r.uri);
    // Known versions are skipped by the store; a new CID under a known key is an edit, an unknown key was made out of order.
    if (inWindow.length > 0) yield { raws: inWindow.map((r) => rawOf(ctx.unit, repo, r)), cursor };
    const last = page.records.at(-1);
    if (!last || inWindow.length < page.records.length || page.records.length < PAGE) break;
    from = rkeyOf(last);
  }
  yield { raws: [], gone: await missing(ctx, repo, floor, seen), cursor: { ...cursor, reconciled_at: startedAt.toISOString() } };
}

/** Keys stored in the window that were not listed, asked one by one. */
async function missing(ctx: Ctx, repo: Repo, floor: string, seen: ReadonlySet<string>): Promise<string[]> {
  const prefix = `at://${repo.did}/${POSTS}/`;
  const gone: string[] = [];
  for (const uri of await ctx.liveKeys(`${prefix}${floor}`, `${prefix}~`)) {
    const at = seen.has(uri) ? null : parseUri(uri);
    if (at !== null && !(await recordExists(ctx, repo, at.rkey))) gone.push(uri);
  }
  return gone;
}

function rkeyOf(r: ListedRecord): string {
  const at = parseUri(r.uri);
  if (at === null) throw new SourceStop('malformed_answer', 'a listed record has no usable address');
  return at.rkey;
}

function rawOf(account: string, repo: Repo, r: ListedRecord): BlueskyRaw {
  return { account, pds: repo.pds, uri: r.uri, cid: r.cid, value: r.value };
}
