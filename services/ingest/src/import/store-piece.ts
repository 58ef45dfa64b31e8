/** Stores one piece of a file with its place and its counts, in one transaction; or says what that would do. */
import { type IncomingPost, normaliseHandle } from '@pantau/domain';
import {
  type Counts,
  type Db,
  findAccounts,
  type Handle,
  isDataError,
  isDuplicateOf,
  type PostRow,
  type QuarantineItem,
  quarantine,
  recordChunk,
  standingOf,
  storePosts,
  storePostsOneByOne,
  type WatchedAccount,
} from '@pantau/store';
import type { Reject, RejectReason } from './parse.ts';
import type { Item, Piece } from './pieces.ts';

export interface Outcome {
  ids: number[];
  counts: Counts;
  rejects: Reject[];
}

export interface PieceTarget {
  db: Handle;
  runId: string;
  sourceId: number | null;
  now: () => Date;
  /** Names a field that the format does not know, within a bound of names. */
  fieldName: (name: string) => string;
  /** Called once per attempt, before commit. */
  writeRejects: (rejects: readonly Reject[]) => void;
}

interface Admitted {
  rows: (PostRow & { item: Item })[];
  rejects: Reject[];
  quarantined: QuarantineItem[];
}

/** Dies before commit: the piece is not recorded and will be read again. Dies after: it is recorded and will be skipped. */
export async function storePiece(t: PieceTarget, piece: Piece): Promise<Outcome> {
  try {
    return await attempt(t, piece, storePosts);
  } catch (e) {
    // The answer to an earlier commit was lost; its row proves that it happened.
    if (isDuplicateOf(e, 'import_chunk_pkey')) return { ids: [], counts: {}, rejects: [] };
    if (!isDataError(e)) throw e;
    return attempt(t, piece, storePostsOneByOne);
  }
}

function attempt(t: PieceTarget, piece: Piece, store: typeof storePosts): Promise<Outcome> {
  return t.db.transaction().execute(async (tx) => {
    const now = t.now();
    const admitted = await admit(tx, piece, now);
    const stored = await store(tx, admitted.rows, { sourceId: t.sourceId, seenAt: now });
    const why = new Map(stored.refused.map((r) => [keyOf(r), r.why]));
    const rejects = [...admitted.rejects, ...refusedRows(admitted.rows, (post) => why.get(keyOf(post)) ?? null)];
    await quarantine(tx, t.sourceId, admitted.quarantined);
    const counts = countsOf(t, piece, rejects, stored.ids.length);
    await recordChunk(tx, t.runId, { from: piece.from, to: piece.to, lines: piece.items.length, counts });
    t.writeRejects(rejects);
    return { ids: stored.ids, counts, rejects };
  });
}

/** What `storePiece` would do. A version that stands twice in the file, in different pieces, counts as new twice here. */
export async function previewPiece(t: Pick<PieceTarget, 'db' | 'now' | 'fieldName'>, piece: Piece): Promise<Outcome> {
  const admitted = await admit(t.db, piece, t.now());
  const standing = await standingOf(t.db, admitted.rows);
  const seen = new Set<string>();
  let fresh = 0;
  const rejects = [...admitted.rejects];
  for (const [i, row] of admitted.rows.entries()) {
    const s = standing[i] ?? 'known';
    if (s === 'post_of_other_account' || s === 'post_is_gone') rejects.push(rejectOf(row.item, s));
    else if (s === 'new' && !seen.has(keyOf(row.post))) fresh += 1;
    seen.add(keyOf(row.post));
  }
  return { ids: [], counts: countsOf(t, piece, rejects, fresh), rejects };
}

/** Law 2: only posts of registered accounts with a living basis go on; of others not even the quarantine keeps a word. */
async function admit(db: Db, piece: Piece, now: Date): Promise<Admitted> {
  const out: Admitted = { rows: [], rejects: [], quarantined: [] };
  const accounts = await accountsOf(db, piece, now);
  for (const item of piece.items) {
    const p = item.parsed;
    if (p.kind === 'blank') continue;
    if (p.kind === 'reject') {
      out.rejects.push({ line: item.at.line, byte: item.at.from, reason: p.reason, ...(p.field ? { field: p.field } : {}), ...(p.why ? { why: p.why } : {}) });
      continue;
    }
    const [platform, handle] = p.kind === 'post' ? [p.post.platform, p.post.account] : [p.platform, p.account];
    const account = accounts.get(`${platform}\n${normaliseHandle(handle)}`);
    if (!account) out.rejects.push(rejectOf(item, 'account_not_registered'));
    else if (!account.hasBasis) out.rejects.push(rejectOf(item, 'basis_expired'));
    else if (p.kind === 'post') out.rows.push({ accountId: account.id, post: p.post, item });
    else {
      out.rejects.push(rejectOf(item, 'text_too_long'));
      out.quarantined.push({ reason: 'text_too_long', externalId: p.postKey, raw: p.raw });
    }
  }
  return out;
}

async function accountsOf(db: Db, piece: Piece, now: Date): Promise<Map<string, WatchedAccount>> {
  const handles = new Map<string, Set<string>>();
  for (const { parsed: p } of piece.items) {
    if (p.kind === 'blank' || p.kind === 'reject') continue;
    const [platform, handle] = p.kind === 'post' ? [p.post.platform, p.post.account] : [p.platform, p.account];
    const set = handles.get(platform) ?? new Set();
    handles.set(platform, set.add(handle));
  }
  const out = new Map<string, WatchedAccount>();
  for (const [platform, set] of handles) {
    for (const [handle, account] of await findAccounts(db, platform, [...set], now)) out.set(`${platform}\n${handle}`, account);
  }
  return out;
}

function keyOf(p: { platform: string; postKey: string; versionKey: string }): string {
  return `${p.platform}\n${p.postKey}\n${p.versionKey}`;
}

function rejectOf(item: Item, reason: RejectReason): Reject {
  return { line: item.at.line, byte: item.at.from, reason };
}

function refusedRows(rows: readonly (PostRow & { item: Item })[], why: (post: IncomingPost) => RejectReason | null): Reject[] {
  return rows.flatMap((r) => {
    const reason = why(r.post);
    return reason === null ? [] : [rejectOf(r.item, reason)];
  });
}

/** Every line is exactly one of new, known, rejected, blank. */
function countsOf(t: Pick<PieceTarget, 'fieldName'>, piece: Piece, rejects: readonly Reject[], fresh: number): Counts {
  const counts: Counts = { new: fresh, rejected: rejects.length };
  const add = (key: string) => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const r of rejects) add(`rejected.${r.reason}`);
  for (const { parsed: p } of piece.items) {
    if (p.kind === 'blank') add('blank');
    if (p.kind === 'post') for (const name of p.unknown) add(`unknown.${t.fieldName(name)}`);
  }
  counts.known = piece.items.length - fresh - rejects.length - (counts.blank ?? 0);
  return counts;
}
