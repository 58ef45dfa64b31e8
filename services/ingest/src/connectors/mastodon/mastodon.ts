/**
 * Mastodon: each registered account is read from its own server, and only from servers that the operator has named (each has
 * rules of its own). `min_id` walks from old to new without gaps. Edits and deletions are not in that walk: single posts are
 * looked at again later (`verify`), and edits of which nobody knew are read from the status' own history.
 */
import { z } from 'zod';
import { type AskContext, type Connector, type PollContext, SourceStop, type Verified } from '../contract.ts';
import { hostLimit, NO_LIMIT } from '../limit.ts';
import { historyOf, lookup, statusesAfter, statusOf } from './client.ts';
import { MastodonRaw, normaliseStatus } from './normalise.ts';

const PAGE = 40;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Ids carry their time: milliseconds above 16 bits. */
const ID_TIME_BITS = 16n;

const Server = z.strictObject({
  host: z.string().regex(/^[a-z0-9.-]{1,253}(:\d{1,5})?$/),
  /** Where it is asked, when that is not `https://host`. */
  url: z
    .url()
    .transform((u) => u.replace(/\/$/, ''))
    .optional(),
});
export const MastodonConfig = z.strictObject({
  /** Servers whose administrators know of it. Accounts of others are not asked for. */
  servers: z.array(Server).min(1).max(500),
  poll_minutes: z
    .number()
    .positive()
    .max(24 * 60)
    .default(15),
  backfill_days: z.number().int().min(0).max(3_650).default(30),
  requests_per_5_minutes: z.number().int().min(10).max(1_000_000).default(300),
});
type MastodonConfig = z.infer<typeof MastodonConfig>;

const MastodonCursor = z.object({
  /** The row of the register this was read for; another row is another person. */
  account_id: z.number().int(),
  id: z.string(),
  /** Id of the newest status that is stored. */
  min_id: z.string(),
});
type MastodonCursor = z.infer<typeof MastodonCursor>;
type Ctx = PollContext<MastodonConfig>;

export const mastodon: Connector<MastodonConfig> = {
  name: 'mastodon',
  platform: 'mastodon',
  version: 1,
  caps: { forwardPaging: true, editHistory: true, deleteSignal: 'lookup', maxPage: PAGE, batchLookup: 1, backfill: 'as many days as configured' },
  policyNeedsAgreement: false,
  config: MastodonConfig,
  units: 'account',
  mode: 'poll',
  limits: (config, url) => (url === null ? NO_LIMIT : hostLimit(url, { limit: config.requests_per_5_minutes, perMs: 5 * MINUTE_MS })),
  accountOf: () => null,
  ownerOf: (raw) => {
    const r = MastodonRaw.safeParse(raw);
    return r.success ? { platform: 'mastodon', handle: r.data.account } : null;
  },
  normalise: normaliseStatus,
  async resolve(ctx, handle) {
    const home = homeOf(ctx.config, handle);
    const id = home === null ? null : await lookup(ctx, home.base, home.user);
    return id === null ? { found: false } : { found: true, id };
  },
  async *poll(ctx) {
    const { account } = ctx;
    if (account === null) throw new SourceStop('config_invalid', 'a unit of mastodon belongs to a registered account');
    const home = homeOf(ctx.config, ctx.unit);
    if (home === null) throw new SourceStop('config_invalid', "the account's server is not among those that may be asked");
    const parsed = MastodonCursor.safeParse(ctx.cursor);
    const saved = parsed.success && parsed.data.account_id === account.id ? parsed.data : null;
    const id = await identify(ctx, home, saved);
    let cursor: MastodonCursor = {
      account_id: account.id,
      id,
      min_id: saved?.min_id ?? idOf(new Date(ctx.now().getTime() - ctx.config.backfill_days * DAY_MS)),
    };
    const ceiling = BigInt(idOf(new Date(ctx.now().getTime() + DAY_MS)));
    for (;;) {
      const listed = await statusesAfter(ctx, home.base, { id, minId: cursor.min_id, limit: PAGE });
      const ids = listed.map((s) => BigInt(s.id)).filter((n) => n <= ceiling);
      const newest = ids.reduce((a, b) => (a > b ? a : b), BigInt(cursor.min_id));
      // A page may be short though more follows (statuses that are not public are left out): only an empty one is the end.
      if (listed.length === 0 || newest === BigInt(cursor.min_id)) break;
      cursor = { ...cursor, min_id: String(newest) };
      yield { raws: listed.map((status): MastodonRaw => ({ account: ctx.unit, host: home.host, status })), cursor };
    }
    return ctx.config.poll_minutes * MINUTE_MS;
  },
  verify,
};

interface Home {
  user: string;
  host: string;
  base: string;
}

function homeOf(config: MastodonConfig, handle: string): Home | null {
  const m = /^@?([^@\s]+)@([^@\s]+)$/.exec(handle);
  const server = config.servers.find((s) => s.host === m?.[2]?.toLowerCase());
  return m?.[1] && server ? { user: m[1], host: server.host, base: server.url ?? `https://${server.host}` } : null;
}

/** The id counts, not the name: a name that now belongs to another id must not put that person's posts under the registered one. */
async function identify(ctx: Ctx, home: Home, saved: MastodonCursor | null): Promise<string> {
  const registered = ctx.account?.platformId ?? null;
  const before = saved?.id ?? null;
  if (registered !== null && before !== null && registered !== before)
    throw new SourceStop('identity_changed', 'the register names another identity than the one read so far; end this account there and declare it anew');
  const known = registered ?? before;
  if (known !== null) return known;
  const id = await lookup(ctx, home.base, home.user);
  if (id === null) throw new SourceStop('account_unavailable', 'the name does not resolve');
  return id;
}

/** The smallest id of that moment. */
function idOf(at: Date): string {
  return String(BigInt(Math.max(0, at.getTime())) << ID_TIME_BITS);
}

/** The server's own id of a status, as its address says; null for addresses of another kind. */
function statusId(uri: string, home: Home): string | null {
  const m = /^https?:\/\/([^/]+)\/.*\/(\d{1,20})(?:\/activity)?$/.exec(uri);
  return m?.[1] === home.host ? (m[2] ?? null) : null;
}

/**
 * One request a post; an absent one is a deletion only while its account is there. An edited one comes back in all its editions, so that
 * what stood there between two looks is not lost.
 */
async function verify(ctx: AskContext<MastodonConfig>, posts: readonly { key: string; account: string }[]) {
  const states = new Map<string, Verified>();
  const raws: MastodonRaw[] = [];
  const there = new Map<string, boolean>();
  for (const { key, account } of posts) {
    const home = homeOf(ctx.config, account);
    const id = home === null ? null : statusId(key, home);
    if (home === null || id === null) {
      states.set(key, 'unknown');
      continue;
    }
    const found = await statusOf(ctx, home.base, id);
    if (found === null) {
      if (!there.has(account)) there.set(account, (await lookup(ctx, home.base, home.user)) !== null);
      states.set(key, there.get(account) ? 'gone' : 'account_gone');
      continue;
    }
    states.set(key, found.editedAt === null ? 'ok' : 'edited');
    if (found.editedAt === null) continue;
    const editions = await historyOf(ctx, home.base, id);
    raws.push(...editions.map((edition) => ({ account, host: home.host, edition, status: found.status })), { account, host: home.host, status: found.status });
  }
  return { states, raws };
}
