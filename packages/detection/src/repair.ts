/**
 * Second looks at an unknown word: stretched letters, digits for letters, clitics, glued words.
 * Each look is one table search; the number of looks is constant.
 */
import { type Lexicon, WORD_FLAG } from './lexicon.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

const scratch = new Uint16Array(64);
const MIN_STEM = 4;

/** Digits and signs read as letters; `1` is i first, then l. */
const LEET = new Map<number, number>([
  [48, 111],
  [49, 105],
  [51, 101],
  [52, 97],
  [53, 115],
  [54, 103],
  [55, 116],
  [56, 98],
  [57, 103],
  [64, 97],
  [36, 115],
  [33, 105],
]);
const CLITICS = ['nya', 'lah', 'kah', 'pun', 'nye', 'ny', 'ku', 'mu', 'x'].map((w) => Array.from(w, (c) => c.charCodeAt(0)));

function find(lexicon: Lexicon, buf: Uint16Array, from: number, to: number): number {
  let hash = HASH_START;
  for (let k = from; k < to; k++) hash = hashStep(hash, buf[k] as number);
  return lexicon.vocabulary.find(buf, from, to, hash);
}

/** The vocabulary id an unknown word stands for, or 0. */
export function repairWord(lexicon: Lexicon, buf: Uint16Array, from: number, to: number, mixed: boolean): number {
  if (mixed) {
    const id = unleet(lexicon, buf, from, to, LETTER_I) || (hasOne(buf, from, to) ? unleet(lexicon, buf, from, to, LETTER_L) : 0);
    if (id !== 0) return id;
  }
  return squeeze(lexicon, buf, from, to) || withoutClitic(lexicon, buf, from, to);
}

const ONE = 49;
const [LETTER_I, LETTER_L] = [105, 108];

function hasOne(buf: Uint16Array, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (buf[k] === ONE) return true;
  return false;
}

function spell(buf: Uint16Array, from: number, to: number, one: number): number {
  const n = to - from;
  for (let k = 0; k < n; k++) {
    const c = buf[from + k] as number;
    scratch[k] = c === ONE ? one : (LEET.get(c) ?? c);
  }
  return n;
}

/** The word that digits and signs spell letter by letter, or 0; nothing else is repaired. */
export function unleetExact(lexicon: Lexicon, buf: Uint16Array, from: number, to: number): number {
  return find(lexicon, scratch, 0, spell(buf, from, to, LETTER_I)) || (hasOne(buf, from, to) ? find(lexicon, scratch, 0, spell(buf, from, to, LETTER_L)) : 0);
}

function unleet(lexicon: Lexicon, buf: Uint16Array, from: number, to: number, one: number): number {
  const n = spell(buf, from, to, one);
  const id = find(lexicon, scratch, 0, n);
  return id !== 0 ? id : squeeze(lexicon, scratch.slice(0, n), 0, n);
}

/** Runs of three and more become one, real doubles stay: `ceppyyyy` → `ceppy`. */
const STRETCHED_ONLY = 0;

/** `menaaaang` → `menang`: runs of three and more become two, then one, then every run becomes one. */
function squeeze(lexicon: Lexicon, buf: Uint16Array, from: number, to: number): number {
  let double = false;
  for (let k = from + 1; k < to && !double; k++) double = buf[k] === buf[k - 1];
  if (!double) return 0;
  for (const keep of [2, STRETCHED_ONLY, 1]) {
    let n = 0;
    for (let k = from; k < to; ) {
      let end = k + 1;
      while (end < to && buf[end] === buf[k]) end++;
      const length = end - k;
      const kept = keep === STRETCHED_ONLY ? (length > 2 ? 1 : length) : Math.min(length, keep);
      for (let j = 0; j < kept; j++) scratch[n++] = buf[k] as number;
      k = end;
    }
    if (n === to - from) continue;
    const id = find(lexicon, scratch, 0, n);
    if (id !== 0) return id;
  }
  return 0;
}

const POSSESSIVES = ['nya', 'ku', 'mu'].map((w) => Array.from(w, (c) => c.charCodeAt(0)));

export function isPossessive(buf: Uint16Array, from: number, to: number): boolean {
  return POSSESSIVES.some((p) => p.length === to - from && p.every((c, k) => buf[from + k] === c));
}

/** `bupatinya`, `coblosin`: the word without its clitic, when at least four letters remain. */
function withoutClitic(lexicon: Lexicon, buf: Uint16Array, from: number, to: number): number {
  for (const clitic of CLITICS) {
    const cut = to - clitic.length;
    if (cut - from < MIN_STEM) continue;
    let same = true;
    for (let k = 0; k < clitic.length && same; k++) same = buf[cut + k] === clitic[k];
    if (!same) continue;
    const id = find(lexicon, buf, from, cut);
    if (id !== 0) return id;
  }
  return 0;
}

const MIN_GLUED = 10;
const MIN_PART = 4;

/** `prabowogibran`: where to cut a word into two core words (names, cues), or 0. */
export function splitKnown(lexicon: Lexicon, buf: Uint16Array, from: number, to: number): number {
  if (to - from < MIN_GLUED) return 0;
  let hash = HASH_START;
  for (let k = from; k < to - MIN_PART; k++) {
    hash = hashStep(hash, buf[k] as number);
    if (k + 1 - from < MIN_PART) continue;
    const left = lexicon.vocabulary.find(buf, from, k + 1, hash);
    if (left === 0 || !isCore(lexicon, left)) continue;
    const right = find(lexicon, buf, k + 1, to);
    if (right !== 0 && isCore(lexicon, right)) return k + 1;
  }
  return 0;
}

function isCore(lexicon: Lexicon, id: number): boolean {
  return ((lexicon.flags[id] as number) & WORD_FLAG.core) !== 0;
}
