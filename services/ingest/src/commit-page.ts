/** Stores one page and moves the cursor, in one transaction under the unit's fencing token. */
import { createHash } from 'node:crypto';
import { type IncomingPost, normaliseHandle, policyState, type RawAnswer, textFault } from '@pantau/domain';
import {
  addCounts,
  advanceCursor,
  type ClaimedUnit,
  findAccounts,
  type Handle,
  isDataError,
  lockSourcePolicy,
  markGone,
  type PostRow,
  type QuarantineItem,
  quarantine,
  type Stored,
  type StoreOptions,
  scheduleRechecks,
  storePosts,
  storePostsOneByOne,
  type Tx,
  type WatchedAccount,
} from '@pantau/store';
import { type Connector, type DropReason, type Page, QUARANTINED } from './connectors/contract.ts';
import { INGEST } from './limits.ts';

/** Another process took the unit while this one was slow: nothing of the page was stored. */
export class LeaseLost extends Error {}
/** The policy was closed, or the basis ended, between the fetch and the commit: nothing of the page was stored. */
export class GateClosed extends Error {}

export interface PageResult {
  ids: number[];
  counts: Record<string, number>;
}

type Owner = ReturnType<Connector['ownerOf']>;

interface Sorted {
  posts: { post: IncomingPost; raw: unknown }[];
  dropped: { reason: DropReason; externalId: string | null; raw: unknown; owner: Owner }[];
}

interface Admitted extends PostRow {
  raw: unknown;
}

/** `accountId`: whom the page was fetched for; null where its lines name their own accounts. */
type PolledUnit = ClaimedUnit & { accountId: number | null };

/** Where a page goes: what must hold at the moment it is stored, and what is written beside it. */
interface Target {
  sourceId: number;
  accountId: number | null;
  /** First statement: takes the fence. Null: somebody else has it. */
  enter: (tx: Tx) => Promise<{ policy: unknown; enabled: boolean } | null>;
  /** Last statements, in the same transaction. */
  leave: (tx: Tx, counts: Readonly<Record<string, number>>) => Promise<void>;
}

interface PageDeps {
  db: Handle;
  now: () => Date;
  leaseMs: number;
}

/** Everything that can be decided without the database. */
function sortRaws(connector: Pick<Connector, 'normalise' | 'ownerOf' | 'platform'>, raws: readonly unknown[], now: Date): Sorted {
  const out: Sorted = { posts: [], dropped: [] };
  for (const raw of raws) {
    const n = connector.normalise(raw, now);
    if (!n.ok) {
      out.dropped.push({ reason: n.reason, externalId: n.externalId, raw, owner: connector.ownerOf(raw) });
      continue;
    }
    const { post } = n;
    const fault = textFault({ text: post.text, shared_text: post.sharedText, posted_at: post.postedAt, media: post.media }, now);
    // A platform's own answer is kept with the words until they are flagged or gone; a file's line says nothing more than the post.
    if (fault === null) out.posts.push({ post: connector.platform === null ? post : { ...post, raw: rawAnswer(raw) }, raw });
    else out.dropped.push({ reason: fault, externalId: post.postKey, raw, owner: { platform: post.platform, handle: post.account } });
  }
  return out;
}

function rawAnswer(raw: unknown): RawAnswer {
  const body = JSON.stringify(raw);
  const sha256 = createHash('sha256').update(body).digest('hex');
  return Buffer.byteLength(body) > INGEST.rawAnswerBytes ? { sha256 } : { sha256, body };
}

/** Dies anywhere before commit: neither posts nor cursor exist, and the next holder of the lease fetches the page again. */
export function commitPage(deps: PageDeps, unit: PolledUnit, connector: Connector, page: Page): Promise<PageResult> {
  return commit(deps, connector, page, {
    sourceId: unit.sourceId,
    accountId: unit.accountId,
    enter: (tx) => advanceCursor(tx, unit, page.cursor, deps.leaseMs),
    leave: (tx, counts) => addCounts(tx, unit, counts),
  });
}

/** What looking again at single posts brought: edits, deletions, and the list of those still to be looked at, together. */
export function commitVerified(
  deps: PageDeps,
  sourceId: number,
  connector: Connector,
  found: { raws: unknown[]; gone: string[] },
  leave: (tx: Tx) => Promise<void>,
): Promise<PageResult> {
  return commit(deps, connector, { ...found, cursor: null }, { sourceId, accountId: null, enter: (tx) => lockSourcePolicy(tx, sourceId), leave });
}

async function commit(deps: PageDeps, connector: Connector, page: Page, target: Target): Promise<PageResult> {
  const sorted = sortRaws(connector, page.raws, deps.now());
  try {
    return await commitSorted(deps, target, connector, page, sorted, storePosts);
  } catch (e) {
    if (!isDataError(e)) throw e;
    return commitSorted(deps, target, connector, page, sorted, storePostsOneByOne);
  }
}

async function commitSorted(
  deps: PageDeps,
  target: Target,
  connector: Connector,
  page: Page,
  sorted: Sorted,
  store: (tx: Tx, rows: readonly PostRow[], o: StoreOptions) => ReturnType<typeof storePosts>,
): Promise<PageResult> {
  const now = deps.now();
  return deps.db.transaction().execute(async (tx) => {
    const source = await target.enter(tx);
    if (!source) throw new LeaseLost();
    const gate = policyState(source, connector.policyNeedsAgreement, now);
    if (!gate.open) throw new GateClosed(gate.fault);
    const accounts = await accountsOf(tx, sorted, now);
    // The page was fetched for one person; the handle may have become another's meanwhile.
    if (target.accountId !== null && [...accounts.values()].some((a) => a.id !== target.accountId)) throw new GateClosed('account_changed');
    const { rows, refused } = admit(sorted.posts, accounts);
    const counts: Record<string, number> = {};
    const count = (key: string, n = 1) => {
      counts[key] = (counts[key] ?? 0) + n;
    };
    for (const reason of refused) count(reason);
    const ids: number[] = [];
    const unstorable: QuarantineItem[] = [];
    for (let i = 0; i < rows.length; i += INGEST.pageRows) {
      const part = rows.slice(i, i + INGEST.pageRows);
      const stored = await store(tx, part, { sourceId: target.sourceId, seenAt: now, reviveGone: true });
      ids.push(...stored.ids);
      for (const r of stored.refused) count(r.why);
      unstorable.push(...refusedByDatabase(part, stored.refused));
    }
    count('new', ids.length);
    if (connector.platform !== null && page.gone) count('gone', await markGone(tx, connector.platform, page.gone, now));
    for (const d of sorted.dropped) count(d.reason);
    await quarantine(tx, target.sourceId, [...keepable(sorted, accounts), ...unstorable]);
    if (connector.verify) await scheduleRechecks(tx, { sourceId: target.sourceId, versionIds: ids, now });
    await target.leave(tx, counts);
    return { ids, counts };
  });
}

type Accounts = ReadonlyMap<string, WatchedAccount>;
const accountKey = (platform: string, handle: string) => `${platform}\n${normaliseHandle(handle)}`;

/** Basis again, at the moment of storing: of an account that left the register between fetch and commit nothing is stored, raw or not. */
async function accountsOf(tx: Tx, sorted: Sorted, now: Date): Promise<Accounts> {
  const owners = [
    ...sorted.posts.map(({ post }) => ({ platform: post.platform, handle: post.account })),
    ...sorted.dropped.flatMap((d) => (d.owner === null ? [] : [d.owner])),
  ];
  const out = new Map<string, WatchedAccount>();
  for (const platform of new Set(owners.map((o) => o.platform))) {
    const handles = owners.filter((o) => o.platform === platform).map((o) => o.handle);
    for (const [handle, account] of await findAccounts(tx, platform, handles, now)) out.set(accountKey(platform, handle), account);
  }
  return out;
}

function admit(posts: Sorted['posts'], accounts: Accounts): { rows: Admitted[]; refused: DropReason[] } {
  const rows: Admitted[] = [];
  const refused: DropReason[] = [];
  for (const { post, raw } of posts) {
    const account = accounts.get(accountKey(post.platform, post.account));
    if (!account) refused.push('account_not_registered');
    else if (!account.hasBasis) refused.push('basis_expired');
    else rows.push({ accountId: account.id, post, raw });
  }
  return { rows, refused };
}

/** What `normalise` refused and a later build may understand; of accounts without a basis, or unknown ones, not a word. */
function keepable(sorted: Sorted, accounts: Accounts): QuarantineItem[] {
  return sorted.dropped
    .filter((d) => QUARANTINED.has(d.reason) && d.owner !== null && accounts.get(accountKey(d.owner.platform, d.owner.handle))?.hasBasis === true)
    .map((d) => itemOf(d.reason, d.externalId, d.raw));
}

/** The cursor moves on over a post that the database refuses, so it is kept here. Only admitted posts get this far. */
function refusedByDatabase(rows: readonly Admitted[], refused: Stored['refused']): QuarantineItem[] {
  return refused
    .filter((r) => r.why === 'database_refused')
    .flatMap((r) => {
      const row = rows.find(({ post }) => post.platform === r.platform && post.postKey === r.postKey && post.versionKey === r.versionKey);
      return row ? [itemOf(r.why, r.postKey, row.raw)] : [];
    });
}

function itemOf(reason: DropReason, externalId: string | null, raw: unknown): QuarantineItem {
  return { reason, externalId, raw: JSON.stringify(raw) ?? 'undefined' };
}
