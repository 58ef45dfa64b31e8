/**
 * Learned weights of word sequences with the contestants masked: "{c} pilihan", "dukung {o}", "kapan {x} {?}".
 * A sequence is one to three symbols long. The contestant a text is judged for is `{c}`, any other `{o}`; numbers,
 * accounts, links and words nobody taught us are one symbol each, and a hashtag breaks the sequence, so that a
 * weight can know neither who somebody is nor whose slogan a tag carries.
 */
import type { Mention } from './mention.ts';
import type { Reading } from './reading.ts';
import { GAP, KIND, READ } from './tokens.ts';

/** Symbols that are no words; words are their canonical id. 0 breaks a sequence. */
const SYMBOL = { '{c}': -1, '{o}': -2, '{num}': -3, '{at}': -4, '{url}': -5, '{?}': -6, '{!}': -7, '{x}': -8, '{emoji}': -9 } as const;
const BREAK = 0;
export const LONGEST_GRAM = 3;

export type SymbolOf = (word: string) => number;

/** Reads the words of a key into `into`; false when one is unknown. */
export function parseGram(text: string, wordId: SymbolOf, into: Int32Array): boolean {
  const words = text.split(' ');
  if (words.length > LONGEST_GRAM) return false;
  into.fill(BREAK);
  for (const [i, w] of words.entries()) {
    const id = (SYMBOL as Record<string, number>)[w] ?? wordId(w);
    if (id === BREAK) return false;
    into[i] = id;
  }
  return true;
}

const NAMES = Object.fromEntries(Object.entries(SYMBOL).map(([name, id]) => [id, name])) as Record<number, string>;
export const gramWord = (symbol: number, word: (id: number) => string): string => NAMES[symbol] ?? word(symbol);

const SPARE = 4;
const KEY = 3;
/** Open addressing over triples of symbols; look-ups allocate nothing. */
export class GramTable {
  readonly #mask: number;
  readonly #keys: Int32Array;
  readonly #values: Int32Array;

  constructor(entries: number) {
    let size = 16;
    while (size < entries * SPARE) size *= 2;
    this.#mask = size - 1;
    this.#keys = new Int32Array(size * KEY);
    this.#values = new Int32Array(size);
  }

  set(a: number, b: number, c: number, value: number): void {
    const at = this.#slot(a, b, c);
    this.#keys[at * KEY] = a;
    this.#keys[at * KEY + 1] = b;
    this.#keys[at * KEY + 2] = c;
    this.#values[at] = value;
  }

  /** 0 when the sequence has no weight. */
  get(a: number, b: number, c: number): number {
    return this.#values[this.#slot(a, b, c)] as number;
  }

  #slot(a: number, b: number, c: number): number {
    let at = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35)) >>> 0;
    at = (at ^ (at >>> 15)) & this.#mask;
    while (this.#values[at] !== 0 && !(this.#keys[at * KEY] === a && this.#keys[at * KEY + 1] === b && this.#keys[at * KEY + 2] === c))
      at = (at + 1) & this.#mask;
    return at;
  }
}

/** The text as symbols for one contestant. Every token gives at most two (a question or exclamation mark before it). */
export function symbolsFor(r: Reading, target: number, into: Int32Array): number {
  const t = r.tokens;
  let [n, m] = [0, 0];
  for (let i = 0; i < t.count && n < into.length - 1; i++) {
    while (m < r.mentions.length && (r.mentions[m] as Mention).to <= i) m++;
    const mention = r.mentions[m];
    if (mention !== undefined && i >= mention.from) {
      if (i === mention.from) into[n++] = mention.entities.includes(target) ? SYMBOL['{c}'] : SYMBOL['{o}'];
      continue;
    }
    const gap = t.gap[i] as number;
    if ((gap & GAP.question) !== 0) into[n++] = SYMBOL['{?}'];
    else if ((gap & GAP.exclaim) !== 0) into[n++] = SYMBOL['{!}'];
    into[n++] = symbolOf(t.kind[i] as number, t.id[i] as number, t.read[i] as number);
  }
  return n;
}

function symbolOf(kind: number, id: number, read: number): number {
  if ((read & READ.hashtag) !== 0) return BREAK;
  if (kind === KIND.word) return id === 0 ? SYMBOL['{x}'] : id;
  if (kind === KIND.number) return SYMBOL['{num}'];
  if (kind === KIND.handle) return SYMBOL['{at}'];
  if (kind === KIND.url) return SYMBOL['{url}'];
  return id === 0 ? SYMBOL['{emoji}'] : id;
}

/** Calls `found` for every sequence of one to three symbols; unused places are 0. */
export function eachGram(symbols: Int32Array, count: number, found: (a: number, b: number, c: number) => void): void {
  for (let i = 0; i < count; i++) {
    const a = symbols[i] as number;
    if (a === BREAK) continue;
    found(a, BREAK, BREAK);
    const b = i + 1 < count ? (symbols[i + 1] as number) : BREAK;
    if (b === BREAK) continue;
    found(a, b, BREAK);
    const c = i + 2 < count ? (symbols[i + 2] as number) : BREAK;
    if (c !== BREAK) found(a, b, c);
  }
}
