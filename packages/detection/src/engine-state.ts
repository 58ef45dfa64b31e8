/** What scoring holds: the compiled arrays wired up, their bytes, and memo tables that never change a result. */
import { deserialize, serialize } from 'node:v8';
import type { Circular, Contest, Election } from '@pantau/domain';
import type { Compiled } from './compile.ts';
import { CUE_INDEX } from './cues.ts';
import { engineCode } from './engine-code.ts';
import { FEATURES } from './feature-names.ts';
import type { Lexicon } from './lexicon.ts';
import { phraseWords } from './patterns.ts';
import { loadRuleset, type Ruleset } from './ruleset.ts';
import type { DayPhases, RegionScope } from './scope.ts';
import { buildTerms, type TermTable } from './terms.ts';
import { TokenTrie } from './trie.ts';
import { Vocabulary } from './vocabulary.ts';

/** What scoring holds: the compiled arrays wired up, plus memo tables that never change a result. */
export interface EngineState {
  compiled: Compiled;
  lexicon: Lexicon;
  trie: TokenTrie;
  rules: Ruleset['rules'];
  ruleCue: Uint8Array;
  ruleset: Ruleset;
  circulars: Circular[];
  numberOf: Int32Array;
  words: Record<'numberCue' | 'strongNumberCue' | 'finger' | 'address' | 'headlineSmall' | 'namedThing' | 'partyWord' | 'ambiguousParty', Uint8Array>;
  gestureOf: Map<number, number | null>;
  /** Pattern id of a party short name → token ids that mean its other sense. */
  elsewhere: Map<number, Set<number>>;
  contestsByRegion: Map<string, number[]>;
  entitiesByContest: Int32Array[];
  electionOf: (Election | undefined)[];
  /** The stored weights as dense arrays in the order of FEATURES. */
  weights: { flag: Float64Array; support: Float64Array; against: Float64Array; learnedStance: boolean };
  terms: TermTable;
  regionMemo: Map<string, RegionScope>;
  dayMemo: Map<string, DayPhases>;
  /** Which entities a walk has met: those whose mark is `now`. */
  marks: { at: Int32Array; now: number };
}

export function wire(compiled: Compiled, ruleset: Ruleset, circulars: Circular[]): EngineState {
  const vocabulary = new Vocabulary(compiled.vocabulary);
  const lexicon: Lexicon = { vocabulary, canon: compiled.canon, flags: compiled.flags };
  const mark = (phrases: readonly string[]): Uint8Array => {
    const out = new Uint8Array(vocabulary.size);
    for (const p of phrases) {
      const id = vocabulary.findString(phraseWords(p)[0] ?? '');
      if (id !== 0) out[compiled.canon[id] as number] = 1;
    }
    return out;
  };
  const idOf = (word: string): number => compiled.canon[vocabulary.findString(word)] ?? 0;
  const electionById = new Map(compiled.elections.map((e) => [e.id, e]));
  const trie = new TokenTrie(compiled.trie);
  return {
    compiled,
    lexicon,
    trie,
    rules: ruleset.rules,
    ruleCue: Uint8Array.from(ruleset.rules, (r) => CUE_INDEX[r.cue]),
    ruleset,
    circulars,
    numberOf: numberTable(vocabulary, compiled.canon, ruleset),
    words: {
      numberCue: mark(ruleset.numberCues),
      strongNumberCue: mark(ruleset.strongNumberCues),
      finger: mark(ruleset.fingers),
      address: mark(ruleset.address),
      headlineSmall: mark(ruleset.headlineSmall),
      namedThing: mark(ruleset.homonyms.named_things),
      partyWord: mark(ruleset.homonyms.party_words),
      ambiguousParty: mark(ruleset.homonyms.always_ambiguous),
    },
    gestureOf: new Map(ruleset.gestures.map((g) => [idOf(phraseWords(g.sign)[0] ?? ''), g.n])),
    elsewhere: new Map(
      Object.entries(ruleset.homonyms.elsewhere).map(([k, v]) => [idOf(k), new Set(v.map((w) => idOf(phraseWords(w)[0] ?? '')).filter((t) => t !== 0))]),
    ),
    contestsByRegion: groupContests(compiled.contests),
    entitiesByContest: groupEntities(compiled),
    electionOf: compiled.contests.map((c) => electionById.get(c.election)),
    weights: denseWeights(ruleset),
    terms: buildTerms({ vocabulary, canon: compiled.canon, trie, patterns: compiled.refHead.length }, ruleset.weights.terms),
    regionMemo: new Map(),
    dayMemo: new Map(),
    marks: { at: new Int32Array(compiled.entities.id.length), now: 0 },
  };
}

function denseWeights(rs: Ruleset): EngineState['weights'] {
  const dense = (w: Record<string, number>): Float64Array => Float64Array.from(FEATURES, (f) => w[f] ?? 0);
  const { flag, stance } = rs.weights;
  return { flag: dense(flag), support: dense(stance.support), against: dense(stance.against), learnedStance: Object.keys(stance.support).length > 0 };
}

function numberTable(vocabulary: Vocabulary, canon: Int32Array, rs: Ruleset): Int32Array {
  const out = new Int32Array(vocabulary.size).fill(-1);
  for (const { n, words } of rs.numberWords) {
    for (const w of words) {
      const parts = phraseWords(w);
      const id = parts.length === 1 ? vocabulary.findString(parts[0] as string) : 0;
      if (id !== 0) out[canon[id] as number] = n;
    }
  }
  return out;
}

function groupContests(contests: Contest[]): Map<string, number[]> {
  const out = new Map<string, number[]>();
  contests.forEach((c, i) => {
    const at = out.get(c.region);
    if (at) at.push(i);
    else out.set(c.region, [i]);
  });
  return out;
}

function groupEntities(c: Compiled): Int32Array[] {
  const lists: number[][] = c.contests.map(() => []);
  for (let e = 0; e < c.entities.contest.length; e++) {
    const contest = c.entities.contest[e] as number;
    if (contest >= 0) lists[contest]?.push(e);
  }
  return lists.map((l) => Int32Array.from(l));
}

export function exportState(s: EngineState): Buffer {
  return serialize({ code: engineCode(), compiled: s.compiled });
}

/** Reads an exported engine. Returns null when it was made by other code or another ruleset. Throws on bytes that are none. */
export function importState(bytes: Uint8Array, ruleset: Ruleset = loadRuleset(), circulars: Circular[] = []): EngineState | null {
  const read = deserialize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) as { code?: string; compiled?: Compiled };
  if (read.code !== engineCode() || read.compiled?.ruleset !== ruleset.id) return null;
  return wire(read.compiled, ruleset, circulars);
}
