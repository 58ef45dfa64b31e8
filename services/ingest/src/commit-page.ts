/** Stores one page and moves the cursor, in one transaction under the unit's fencing token. */
import { type IncomingPost, normaliseHandle, policyState, textFault } from '@pantau/domain';
import {
  addCounts,
  advanceCursor,
  type ClaimedUnit,
  findAccounts,
  type Handle,
  isDataError,
  markGone,
  type PostRow,
  type QuarantineItem,
  quarantine,
  type StoreOptions,
  storePosts,
  storePostsOneByOne,
  type Tx,
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

interface Sorted {
  posts: IncomingPost[];
  dropped: { reason: DropReason; externalId: string | null; raw: unknown }[];
}

/** Everything that can be decided without the database. */
function sortRaws(connector: Pick<Connector, 'normalise'>, raws: readonly unknown[], now: Date): Sorted {
  const out: Sorted = { posts: [], dropped: [] };
  for (const raw of raws) {
    const n = connector.normalise(raw, now);
    if (!n.ok) {
      out.dropped.push({ reason: n.reason, externalId: n.externalId, raw });
      continue;
    }
    const fault = textFault({ text: n.post.text, shared_text: n.post.sharedText, posted_at: n.post.postedAt }, now);
    if (fault === null) out.posts.push(n.post);
    else out.dropped.push({ reason: fault, externalId: n.post.postKey, raw });
  }
  return out;
}

/** Dies anywhere before commit: neither posts nor cursor exist, and the next holder of the lease fetches the page again. */
export async function commitPage(
  deps: { db: Handle; now: () => Date; leaseMs: number },
  unit: ClaimedUnit,
  connector: Connector,
  page: Page,
): Promise<PageResult> {
  const sorted = sortRaws(connector, page.raws, deps.now());
  try {
    return await commitSorted(deps, unit, connector, page, sorted, storePosts);
  } catch (e) {
    if (!isDataError(e)) throw e;
    return commitSorted(deps, unit, connector, page, sorted, storePostsOneByOne);
  }
}

async function commitSorted(
  deps: { db: Handle; now: () => Date; leaseMs: number },
  unit: ClaimedUnit,
  connector: Connector,
  page: Page,
  sorted: Sorted,
  store: (tx: Tx, rows: readonly PostRow[], o: StoreOptions) => ReturnType<typeof storePosts>,
): Promise<PageResult> {
  const now = deps.now();
  return deps.db.transaction().execute(async (tx) => {
    const source = await advanceCursor(tx, unit, page.cursor, deps.leaseMs);
    if (!source) throw new LeaseLost();
    const gate = policyState(source, connector.policyNeedsAgreement, now);
    if (!gate.open) throw new GateClosed(gate.fault);
    const { rows, refused } = await withAccounts(tx, sorted.posts, now);
    const counts: Record<string, number> = {};
    const count = (key: string, n = 1) => {
      counts[key] = (counts[key] ?? 0) + n;
    };
    for (const reason of refused) count(reason);
    const ids: number[] = [];
    for (let i = 0; i < rows.length; i += INGEST.pageRows) {
      const stored = await store(tx, rows.slice(i, i + INGEST.pageRows), { sourceId: unit.sourceId, seenAt: now, reviveGone: true });
      ids.push(...stored.ids);
      for (const r of stored.refused) count(r.why);
    }
    count('new', ids.length);
    if (connector.platform !== null && page.gone) count('gone', await markGone(tx, connector.platform, page.gone, now));
    for (const d of sorted.dropped) count(d.reason);
    await quarantine(tx, unit.sourceId, keepable(sorted));
    await addCounts(tx, unit, counts);
    return { ids, counts };
  });
}

/** Basis again, at the moment of storing: an account that left the register between fetch and commit is not stored. */
async function withAccounts(tx: Tx, posts: readonly IncomingPost[], now: Date): Promise<{ rows: PostRow[]; refused: DropReason[] }> {
  const rows: PostRow[] = [];
  const refused: DropReason[] = [];
  for (const platform of new Set(posts.map((p) => p.platform))) {
    const of = posts.filter((p) => p.platform === platform);
    const accounts = await findAccounts(
      tx,
      platform,
      of.map((p) => p.account),
      now,
    );
    for (const post of of) {
      const account = accounts.get(normaliseHandle(post.account));
      if (!account) refused.push('account_not_registered');
      else if (!account.hasBasis) refused.push('basis_expired');
      else rows.push({ accountId: account.id, post });
    }
  }
  return { rows, refused };
}

function keepable(sorted: Sorted): QuarantineItem[] {
  return sorted.dropped
    .filter((d) => QUARANTINED.has(d.reason))
    .map((d) => ({ reason: d.reason, externalId: d.externalId, raw: JSON.stringify(d.raw) ?? 'undefined' }));
}
