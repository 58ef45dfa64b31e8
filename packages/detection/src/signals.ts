/** The second look at names that say too little alone: what else in the text speaks for a contestant. */
import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Hits } from './hits.ts';
import { WORD_FLAG } from './lexicon.ts';
import type { Mention } from './mention.ts';
import { FORM } from './names.ts';
import { numberAt } from './numbers.ts';
import { officeTypes } from './office.ts';
import { GAP_BREAKS, KIND, READ, type Tokens } from './tokens.ts';

export interface Candidate extends Mention {
  needsSignal: boolean;
}

export function allCommon(s: EngineState, t: Tokens, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (((s.lexicon.flags[t.id[i] as number] as number) & WORD_FLAG.common) === 0) return false;
  return true;
}

/** Gives weak and ambiguous candidates their second look, with everything strong already known. */
export function settle(s: EngineState, t: Tokens, hits: Hits, list: Candidate[], strong: Set<number>, election: boolean): void {
  list.forEach((c, i) => {
    if (c.ambiguous) {
      const kept = c.entities.filter((e) => strong.has(e));
      const narrowed = kept.length > 0 ? kept : byOffice(s, t, hits, c.entities);
      if (narrowed.length === 1) {
        c.entities = narrowed;
        c.ambiguous = false;
      }
    }
    if (c.needsSignal && (signalOf(s, t, hits, list, i, strong, election) || (c.remote && strong.has(c.entities[0] as number)))) {
      c.needsSignal = false;
      c.weak = c.form !== FORM.full && !c.entities.every((e) => strong.has(e));
      if (!c.ambiguous) strong.add(c.entities[0] as number);
    }
  });
}

/** `cagub`, `calon bupati`: the office named in the text, when it names one contest type only. */
function byOffice(s: EngineState, t: Tokens, hits: Hits, entities: number[]): number[] {
  const types = officeTypes(s, t, hits);
  if (types.size !== 1) return entities;
  return entities.filter((e) => types.has(s.compiled.contests[s.compiled.entities.contest[e] as number]?.type ?? ''));
}

function signalOf(s: EngineState, t: Tokens, hits: Hits, list: Candidate[], i: number, strong: Set<number>, election: boolean): boolean {
  const c = list[i] as Candidate;
  if (c.form === FORM.partyShort) return partySignal(s, t, hits, c);
  // Beside its own contestant an everyday word in small letters ("lebih maju") is still only a word.
  if (c.entities.some((e) => strong.has(e))) return !allCommon(s, t, c.from, c.to) || c.to - c.from > 1 || standsOut(t, c);
  if (partnerBeside(list, i)) return true;
  if (electionBeside(s, hits, c)) return true;
  if (c.remote) return election;
  const stance = election || hasStance(hits);
  if (c.form === FORM.listed) return election && (hits.cueCount[CUE_INDEX.elect] as number) > 0 && ownBallot(s, t, c);
  if (ownBallot(s, t, c)) return true;
  if (!stance) return false;
  // "Bu Risma": the form of address may stand before the name or be part of it.
  const address = c.to - c.from > 1 ? c.from : c.from - 1;
  const word = address >= 0 ? (t.id[address] as number) : 0;
  if (word !== 0 && s.words.address[word] === 1) return true;
  return standsOut(t, c);
}

/** Words that only make sense about a contestant, with or without an election word. */
const STANCE_CUES = [
  CUE_INDEX.back,
  CUE_INDEX.choice,
  CUE_INDEX.win,
  CUE_INDEX.slogan,
  CUE_INDEX.props,
  CUE_INDEX.attend,
  CUE_INDEX.team,
  CUE_INDEX.novote,
  CUE_INDEX.facil,
  CUE_INDEX.mobil,
];
function hasStance(hits: Hits): boolean {
  return STANCE_CUES.some((c) => (hits.cueCount[c] as number) > 0);
}

const BALLOT_REACH = 4;
/** The contestant's own ballot number, with a number word, close by: "mas fauzan nmr 1". */
function ownBallot(s: EngineState, t: Tokens, c: Candidate): boolean {
  for (let i = Math.max(0, c.from - BALLOT_REACH); i < Math.min(t.count, c.to + BALLOT_REACH); i++) {
    if (i >= c.from && i < c.to) continue;
    const n = numberAt(s, t, i);
    if (n < 0 || !c.entities.some((e) => s.compiled.entities.ballot[e] === n)) continue;
    const cue = i > 0 ? (t.id[i - 1] as number) : 0;
    if (cue !== 0 && s.words.numberCue[cue] === 1) return true;
  }
  return false;
}

/** The two names of a pair side by side confirm each other: "Maju – Berkah". */
function partnerBeside(list: Candidate[], i: number): boolean {
  const c = list[i] as Candidate;
  for (const k of [i - 1, i + 1]) {
    const o = list[k];
    if (o === undefined || o.person === c.person || o.person < 0 || c.person < 0) continue;
    const gap = k < i ? c.from - o.to : o.from - c.to;
    if (gap <= 2 && o.entities.some((e) => c.entities.includes(e))) return true;
  }
  return false;
}

const ELECTION_REACH = 3;
function electionBeside(s: EngineState, hits: Hits, c: Candidate): boolean {
  for (let k = 0; k < hits.cues; k++) {
    const cue = s.ruleCue[hits.cueRule[k] as number] as number;
    if (cue !== CUE_INDEX.elect && cue !== CUE_INDEX.vote) continue;
    const before = c.from - (hits.cueTo[k] as number);
    if (before >= 0 && before < ELECTION_REACH) return true;
    const after = (hits.cueFrom[k] as number) - c.to;
    if (cue === CUE_INDEX.elect && after >= 0 && after < 2) return true;
  }
  return false;
}

/** Written in capitals while the text is not, or in a hashtag: the writer means a name. */
function standsOut(t: Tokens, c: Candidate): boolean {
  if (((t.read[c.from] as number) & READ.hashtag) !== 0) return true;
  if (((t.read[c.from] as number) & READ.upper) === 0) return false;
  let upper = 0;
  let words = 0;
  for (let i = 0; i < t.count; i++) {
    if (t.kind[i] !== KIND.word) continue;
    words++;
    if (((t.read[i] as number) & READ.upper) !== 0) upper++;
  }
  return upper * 2 < words || words <= 3;
}

const PARTY_REACH = 5;
function partySignal(s: EngineState, t: Tokens, hits: Hits, c: Candidate): boolean {
  const other = s.elsewhere.get(t.id[c.from] as number);
  let party = false;
  for (let i = Math.max(0, c.from - PARTY_REACH); i < Math.min(t.count, c.to + PARTY_REACH); i++) {
    if (i >= c.from && i < c.to) continue;
    const id = t.id[i] as number;
    if (other?.has(id)) return false;
    if (id !== 0 && s.words.partyWord[id] === 1 && sameSentence(t, i, c.from)) party = true;
  }
  return party || (hits.cueCount[CUE_INDEX.member] as number) > 0;
}

function sameSentence(t: Tokens, a: number, b: number): boolean {
  const [lo, hi] = a < b ? [a, b] : [b, a];
  for (let i = lo + 1; i <= hi; i++) if (((t.gap[i] as number) & GAP_BREAKS) !== 0) return false;
  return true;
}
