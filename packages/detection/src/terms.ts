/**
 * Learned weights of single words and cue phrases. A term is a phrase of the rules near a contestant, or a word of the
 * dictionary near, directly before or directly after one. Names, numbers, hashtags, forms of address and words the
 * reader does not know are never terms, so a weight cannot know who the contestant is.
 */
import type { FeatureVector } from './features.ts';
import { eachGram, GramTable, LONGEST_GRAM, parseGram, symbolsFor } from './grams.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { Mention } from './mention.ts';
import { addressVariants, phraseWords } from './patterns.ts';
import type { Reading } from './reading.ts';
import { KIND, READ } from './tokens.ts';
import type { TokenTrie } from './trie.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How a term's key starts in weights.json: a phrase, a word near, directly before, directly after a contestant, a sequence (grams.ts). */
export const TERM_KIND = { phrase: 'p', near: 'w', before: '<', after: '>', gram: 'n' } as const;

/** Weights of one term: towards a flag, towards support, towards opposition. */
export type TermWeights = readonly [flag: number, support: number, against: number];

export interface TermTable {
  keys: string[];
  /** Index into `keys` plus one, 0 = not a term; by pattern, and by canonical word id. */
  ofPattern: Int32Array;
  near: Int32Array;
  before: Int32Array;
  after: Int32Array;
  grams: GramTable;
  flag: Float64Array;
  support: Float64Array;
  against: Float64Array;
  /** The target a term was last counted for: a term counts once however often it is said. */
  seen: Int32Array;
  stamp: number;
}

export interface TermSource {
  vocabulary: Vocabulary;
  canon: Int32Array;
  trie: TokenTrie;
  patterns: number;
}

export function buildTerms(s: TermSource, weights: Readonly<Record<string, TermWeights>>): TermTable {
  const keys = Object.keys(weights);
  const size = s.vocabulary.size;
  const table: TermTable = {
    keys,
    ofPattern: new Int32Array(s.patterns),
    near: new Int32Array(size),
    before: new Int32Array(size),
    after: new Int32Array(size),
    grams: new GramTable(keys.filter((k) => k.startsWith(TERM_KIND.gram)).length),
    flag: Float64Array.from(keys, (k) => (weights[k] as TermWeights)[0]),
    support: Float64Array.from(keys, (k) => (weights[k] as TermWeights)[1]),
    against: Float64Array.from(keys, (k) => (weights[k] as TermWeights)[2]),
    seen: new Int32Array(keys.length + 1),
    stamp: 0,
  };
  for (const [i, key] of keys.entries()) place(s, table, key, i + 1);
  return table;
}

const gram = new Int32Array(LONGEST_GRAM);

function place(s: TermSource, table: TermTable, key: string, index: number): void {
  const kind = key.slice(0, 1);
  if (kind === TERM_KIND.gram) {
    if (parseGram(key.slice(2), (w) => s.canon[s.vocabulary.findString(w)] ?? 0, gram))
      table.grams.set(gram[0] as number, gram[1] as number, gram[2] as number, index);
    return;
  }
  const words = phraseWords(key.slice(2));
  if (kind === TERM_KIND.phrase) {
    // One weight for every form of address: "siap pak" and "siap bu" say the same.
    for (const variant of addressVariants(words)) {
      const pattern = patternOf(s, variant);
      if (pattern >= 0) table.ofPattern[pattern] = index;
    }
    return;
  }
  const id = s.canon[s.vocabulary.findString(words[0] ?? '')] ?? 0;
  if (id === 0) return;
  const list = kind === TERM_KIND.before ? table.before : kind === TERM_KIND.after ? table.after : table.near;
  list[id] = index;
}

function patternOf(s: TermSource, words: readonly string[]): number {
  let node = 0;
  for (const w of words) {
    const id = s.canon[s.vocabulary.findString(w)] ?? 0;
    node = id === 0 ? 0 : s.trie.step(node, id);
    if (node === 0) return -1;
  }
  return s.trie.output(node) - 1;
}

export function addTerm(table: TermTable, index: number, f: FeatureVector): void {
  if (index === 0 || table.seen[index] === table.stamp) return;
  table.seen[index] = table.stamp;
  f.terms.push(index - 1);
  f.add('terms', table.flag[index - 1]);
  f.add('terms_support', table.support[index - 1]);
  f.add('terms_against', table.against[index - 1]);
}

/** Words that stand nearer to the target than to anybody else. One pass: mentions are in the order of the text. */
export function wordTerms(table: TermTable, r: Reading, target: number, f: FeatureVector): void {
  const t = r.tokens;
  const list = r.mentions;
  let next = 0;
  for (let i = 0; i < t.count; i++) {
    while (next < list.length && (list[next] as Mention).from <= i) next++;
    const previous = next > 0 ? (list[next - 1] as Mention) : undefined;
    const id = t.id[i] as number;
    if (id === 0 || t.kind[i] !== KIND.word || ((t.read[i] as number) & READ.hashtag) !== 0) continue;
    if (previous !== undefined && i < previous.to) continue;
    const following = list[next];
    const behind = previous === undefined ? L.nearUnits + 1 : (r.unit[i] as number) - (previous.to > 0 ? (r.unit[previous.to - 1] as number) : -1);
    const ahead = following === undefined ? L.nearUnits + 1 : (r.unit[following.from] as number) - (r.unit[i] as number);
    const mine = behind <= ahead ? previous : following;
    const distance = Math.min(behind, ahead);
    if (mine === undefined || distance > L.nearUnits || !mine.entities.includes(target)) continue;
    addTerm(table, table.near[id] as number, f);
    if (distance === 1) addTerm(table, (behind <= ahead ? table.after[id] : table.before[id]) as number, f);
  }
}

/** Symbols of one text; longer texts are read up to here. */
const symbols = new Int32Array(L.gramSymbols);

/** Word sequences of the whole text, with the target and everybody else masked. */
export function gramTerms(table: TermTable, r: Reading, target: number, f: FeatureVector): void {
  eachGram(symbols, symbolsFor(r, target, symbols), (a, b, c) => addTerm(table, table.grams.get(a, b, c), f));
}
