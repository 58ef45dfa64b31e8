/**
 * Recognising one campaign text that many people paste. A text becomes a set of words and word pairs; its MinHash signature
 * says how much two sets overlap (Jaccard) without keeping the words. Signatures that share a band are worth comparing;
 * those that agree in `similarMin` of their minima are the same text with small edits.
 *
 * A short or repetitive text has no signature: "semoga menang pak" from two people is no campaign.
 */
import { createHash } from 'node:crypto';

export const NEAR = {
  /** Part of every group's scope: signatures of another version are never compared. */
  version: 'near-1',
  wordsMin: 8,
  distinctWordsMin: 6,
  wordsMax: 400,
  minima: 64,
  bands: 16,
  /** Estimated overlap of two texts that count as one; its standard error at 64 minima is 0.06. */
  similarMin: 0.6,
} as const;

export interface TextSignature {
  /** Equal for copies that differ only in case, punctuation, emoji, addresses and mentions. */
  sha256: string;
  /** 64 signed 32-bit numbers. */
  minima: number[];
  /** 16 keys below 2^36; two similar texts share at least one with near certainty. */
  bands: number[];
}

const ADDRESS = /https?:\/\/\S+|www\.\S+|@[\p{L}\p{N}_.]+/gu;
const NOT_WORD = /[^\p{L}\p{N}]+/u;
const REPEATED = /(\p{L})\1{2,}/gu;

/** The words that are compared, numbers included: "nomor 1" and "nomor 2" are different texts. */
export function comparedWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(ADDRESS, ' ')
    .replace(REPEATED, '$1')
    .split(NOT_WORD)
    .filter((w) => w !== '')
    .slice(0, NEAR.wordsMax);
}

/** FNV-1a, 32 bits. */
function hash32(s: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < s.length; i += 1) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  return h;
}

/** A finaliser that spreads every bit; with another seed it is another hash of the same thing. */
function mix(h: number, seed: number): number {
  let x = h ^ seed;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

const SEEDS = Array.from({ length: NEAR.minima }, (_, i) => mix(i + 1, 0x9e3779b9));
const ROWS_A_BAND = NEAR.minima / NEAR.bands;
const BAND_SPAN = 2 ** 32;

export function textSignature(text: string): TextSignature | null {
  const words = comparedWords(text);
  if (words.length < NEAR.wordsMin || new Set(words).size < NEAR.distinctWordsMin) return null;
  const features = new Set<number>();
  for (const [i, word] of words.entries()) {
    features.add(hash32(word));
    if (i > 0) features.add(hash32(`${words[i - 1]} ${word}`));
  }
  const minima = SEEDS.map((seed) => {
    let least = 0x7fffffff;
    for (const f of features) least = Math.min(least, mix(f, seed));
    return least;
  });
  const bands = Array.from({ length: NEAR.bands }, (_, b) => {
    const key = minima.slice(b * ROWS_A_BAND, (b + 1) * ROWS_A_BAND).reduce((h, m) => mix(h ^ m, 0x27d4eb2f), b);
    return b * BAND_SPAN + (key >>> 0);
  });
  return { sha256: createHash('sha256').update(words.join(' ')).digest('hex'), minima, bands };
}

/** Estimated overlap of two texts, 0–1. */
export function similarity(a: TextSignature, b: TextSignature): number {
  return a.minima.filter((m, i) => m === b.minima[i]).length / NEAR.minima;
}

/** Posts are grouped only when they are about the same contestant in the same way. */
export const groupScope = (c: { contestant: string | null; direction: string | null }): string =>
  [NEAR.version, c.contestant ?? '-', c.direction ?? '-'].join('|');
