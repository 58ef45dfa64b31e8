/**
 * Sealing. The content of a piece of evidence becomes a list of leaves (path, value), each hashed with a salt of its own; the
 * root is the hash over the list. Whoever holds a packet can compute the root from the leaves that are shown and the hashes of
 * those that are not, so hiding a handle does not break the proof of the rest, and a hash cannot be guessed back into a handle.
 * This is a format: old evidence must verify for ever. A change is another seal number, beside this one.
 */
import { createHash } from 'node:crypto';
import { cutAtPointers } from './masking.ts';

export const EVIDENCE_SEAL = 2;
export const EVIDENCE_SEED_BYTES = 32;
const ROOT_PREFIX = 'pantau/evidence/2';
const SALT_HEX_CHARS = 32;

export interface Leaf {
  path: string;
  /** A text, number, truth value or null; an empty object or list stands for itself. */
  value: unknown;
}
/** A leaf as a packet shows it, or only its hash. */
export type ShownLeaf = { path: string; salt: string; value: unknown } | { path: string; hash: string };

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Free text of the post: cut where it may point to somebody, so that such a place can be hidden alone. */
const TEXTS = /^\/post\/(text|shared_text|media\/\d+\/(alt|ocr_text))$/;

/** The same for the same JSON, in whatever order its keys come. */
export function leavesOf(content: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  walk(content, '', leaves);
  return leaves;
}

function walk(value: unknown, path: string, into: Leaf[]): void {
  if (value === undefined) return;
  if (typeof value === 'string' && TEXTS.test(path)) {
    for (const [i, piece] of cutAtPointers(value).entries()) into.push({ path: `${path}#${i}`, value: piece });
    return;
  }
  if (typeof value !== 'object' || value === null) return void into.push({ path, value });
  const entries = Array.isArray(value)
    ? [...value.entries()].map(([i, v]) => [String(i), v] as const)
    : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const before = into.length;
  for (const [key, v] of entries) walk(v, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, into);
  if (into.length === before) into.push({ path, value: Array.isArray(value) ? [] : {} });
}

export function saltOf(seed: Uint8Array, path: string): string {
  return createHash('sha256').update(seed).update(path, 'utf8').digest('hex').slice(0, SALT_HEX_CHARS);
}

const hashOfLeaf = (salt: string, path: string, value: unknown): string => sha256(`${salt}\n${path}\n${JSON.stringify(value)}`);

export const rootOfHashes = (hashes: readonly string[]): string => sha256([ROOT_PREFIX, ...hashes].join('\n'));

/** 32 bytes in hex. */
export function evidenceRoot(content: unknown, seed: Uint8Array): string {
  return rootOfHashes(leavesOf(content).map((l) => hashOfLeaf(saltOf(seed, l.path), l.path, l.value)));
}

/** What a packet shows of evidence; `show` decides by leaf. */
export function disclose(content: unknown, seed: Uint8Array, show: (leaf: Leaf) => boolean): ShownLeaf[] {
  return leavesOf(content).map((l) => {
    const salt = saltOf(seed, l.path);
    return show(l) ? { path: l.path, salt, value: l.value } : { path: l.path, hash: hashOfLeaf(salt, l.path, l.value) };
  });
}

export function rootOfShown(leaves: readonly ShownLeaf[]): string {
  return rootOfHashes(leaves.map((l) => ('hash' in l ? l.hash : hashOfLeaf(l.salt, l.path, l.value))));
}

/** The row's own hash: `evidence_hash` of the database says the same. All hashes in hex. */
export function evidenceHash(e: { prev: string; caseId: number; versionId: number; root: string }): string {
  return sha256([ROOT_PREFIX, e.prev, e.caseId, e.versionId, e.root].join('\n'));
}
