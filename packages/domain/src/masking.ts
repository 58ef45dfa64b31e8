/**
 * Third persons in a text. A handle, address or number of somebody who is neither the person concerned nor a listed account of
 * a contestant does not leave the house. Names in plain words cannot be told from other words; only people can mask those.
 */
import { normaliseHandle } from './accounts.ts';

/**
 * What may point to a person: links, anything with an at sign (handles, e-mail, fediverse), Bluesky names, mobile numbers.
 * Part of the sealing format: the texts of evidence are cut at these places, so this expression must never change.
 */
const POINTER = /https?:\/\/\S+|\S*@\S+|[\p{L}\p{N}-]+\.bsky\.social|(?<![\p{L}\p{N}])(?:\+?62[ .-]?|0)8\d(?:[ .-]?\d){6,11}/gu;

/** The text in pieces, in order; odd ones point to somebody. Joined they are the text again. */
export function cutAtPointers(text: string): string[] {
  const pieces: string[] = [];
  let end = 0;
  for (const m of text.matchAll(POINTER)) {
    pieces.push(text.slice(end, m.index), m[0]);
    end = m.index + m[0].length;
  }
  pieces.push(text.slice(end));
  return pieces;
}

/** Hosts whose paths name accounts. */
const PEOPLE_HOSTS =
  /(^|\.)(x|twitter|t|facebook|fb|instagram|threads|tiktok|youtube|youtu|bsky|whatsapp|wa|telegram|line|linkedin|mastodon)\.(com|net|co|be|app|me|social|id|org)$/i;
const EDGES = /^[^\p{L}\p{N}@]+|[^\p{L}\p{N}]+$/gu;

export const MASKED = { handle: '[akun disamarkan]', link: '[tautan disamarkan]', number: '[nomor disamarkan]' } as const;

/** What stands for a pointer in the open: itself when everybody may know it, otherwise a word that says what was there. */
export function maskPointer(piece: string, known: ReadonlySet<string>): string {
  if (/^https?:\/\//i.test(piece)) return isPlainLink(piece) ? piece : MASKED.link;
  if (!/[@]|\.bsky\.social$/i.test(piece)) return MASKED.number;
  const bare = normaliseHandle(piece.replace(EDGES, ''));
  return known.has(bare) ? piece : MASKED.handle;
}

function isPlainLink(link: string): boolean {
  try {
    const u = new URL(link);
    return u.username === '' && !PEOPLE_HOSTS.test(u.hostname) && !decodeURIComponent(u.pathname + u.search + u.hash).includes('@');
  } catch {
    return false;
  }
}

/** For what people wrote themselves: reasons, statements. */
export function maskText(text: string, known: ReadonlySet<string>): string {
  return cutAtPointers(text)
    .map((piece, i) => (i % 2 === 0 ? piece : maskPointer(piece, known)))
    .join('');
}

/** Handles in the form in which they are compared. */
export function knownHandles(handles: readonly string[]): Set<string> {
  return new Set(handles.map(normaliseHandle));
}
