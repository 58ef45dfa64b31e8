/**
 * From name hits to contestants. A mention is accepted by its own strength (full name, unique name in the
 * author's contests, registered hashtag or account) or by a second signal; what stays ambiguous is reported as such.
 */
import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Hits } from './hits.ts';
import { WORD_FLAG } from './lexicon.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { LinkContext, Mention } from './mention.ts';
import { FORM } from './names.ts';
import { numberAt, numberMentions } from './numbers.ts';
import { officeTypes } from './office.ts';
import { liveliest, phaseOf, scopeOf } from './scope.ts';
import { GAP, GAP_BREAKS, READ, type Tokens } from './tokens.ts';

interface Candidate extends Mention {
  needsSignal: boolean;
}

const MAX_REFS = 400;
const SHORT_NAME = 3;

export function linkMentions(s: EngineState, t: Tokens, hits: Hits, ctx: LinkContext): Mention[] {
  const scope = scopeOf(s, ctx.region).has;
  const election = hasElection(hits);
  const candidates: Candidate[] = [];
  const known = new Map<number, Meaning | null>();
  for (let h = 0; h < hits.names && candidates.length < L.mentionsPerField; h++) {
    if (isInside(hits, h)) continue;
    const c = candidateOf(s, t, hits, h, scope, ctx.day, known);
    if (c !== null) candidates.push(c);
  }
  const strong = new Set<number>(ctx.known);
  for (const c of candidates) if (!c.needsSignal && !c.ambiguous) strong.add(c.entities[0] as number);
  if (candidates.length > 0) settle(s, t, hits, candidates, strong, election);
  const accepted = withAddress(s, t, mergeOverlaps(candidates.filter((c) => !c.needsSignal)));
  const numbers = numberMentions(s, t, hits, accepted, ctx);
  return withoutPast(s, [...accepted, ...numbers], ctx.day).sort((a, b) => a.from - b.from);
}

/** Contestants of a contest that is over are ordinary people again, beside those who stand now. */
function withoutPast(s: EngineState, list: Mention[], day: string): Mention[] {
  const running = list.filter((m) => isRunning(s, m, day));
  if (running.length === 0 || running.length === list.length) return list;
  return list.filter((m) => running.includes(m) || m.entities.some((e) => s.compiled.entities.kind[e] === 'party'));
}

function isRunning(s: EngineState, m: Mention, day: string): boolean {
  for (const e of m.entities) if (phaseOf(s, e, day) !== 'OFF') return true;
  return false;
}

/** "Pak", "Bu", "Mas" before a name belong to it: who is addressed how must not change any distance. */
function withAddress(s: EngineState, t: Tokens, list: Mention[]): Mention[] {
  let free = 0;
  for (const m of list) {
    while (m.from > free && s.words.address[t.id[m.from - 1] as number] === 1 && t.id[m.from - 1] !== 0 && ((t.gap[m.from] as number) & GAP_BREAKS) === 0)
      m.from--;
    free = m.to;
  }
  return list;
}

/** "Bang Torang" and "Torang Simanungkal" in "Bang Torang Simanungkal" are one mention, not two. */
function mergeOverlaps(list: Mention[]): Mention[] {
  const out: Mention[] = [];
  for (const m of list) {
    const last = out.at(-1);
    if (last === undefined || m.from >= last.to || !m.entities.some((e) => last.entities.includes(e))) {
      out.push(m);
      continue;
    }
    last.to = Math.max(last.to, m.to);
    last.form = Math.min(last.form, m.form);
    last.entities = last.entities.filter((e) => m.entities.includes(e));
    last.ambiguous = last.entities.length > 1;
  }
  return out;
}

function hasElection(hits: Hits): boolean {
  return (hits.cueCount[CUE_INDEX.elect] as number) + (hits.cueCount[CUE_INDEX.vote] as number) + (hits.cueCount[CUE_INDEX.team] as number) > 0;
}

/** Hits come in order of their start, so only the few before can cover this one. */
function isInside(hits: Hits, h: number): boolean {
  for (let k = h - 1; k >= 0 && (hits.nameFrom[h] as number) - (hits.nameFrom[k] as number) < L.patternTokens; k--) {
    if ((hits.nameTo[k] as number) >= (hits.nameTo[h] as number)) return true;
  }
  return false;
}

/** What a pattern means to one author on one day. */
interface Meaning {
  entities: number[];
  form: number;
  person: number;
  remote: boolean;
}

function candidateOf(s: EngineState, t: Tokens, hits: Hits, h: number, scope: Uint8Array, day: string, known: Map<number, Meaning | null>): Candidate | null {
  const from = hits.nameFrom[h] as number;
  const to = hits.nameTo[h] as number;
  if (namesAThing(s, t, from, to)) return null;
  const pattern = hits.namePattern[h] as number;
  let m = known.get(pattern);
  if (m === undefined) {
    m = meaningOf(s, pattern, to - from, scope, day);
    // Worth a table only where names come by the dozen; there, each is resolved once.
    if (hits.names > FEW_NAMES) known.set(pattern, m);
  }
  if (m === null) return null;
  const { form, person, remote } = m;
  const needsSignal = isWeak(s, t, from, to, form) || (remote && form !== FORM.hashtag && form !== FORM.handle);
  return { from, to, entities: [...m.entities], form, person, ambiguous: m.entities.length > 1, weak: false, remote, needsSignal };
}

const FEW_NAMES = 8;
const MARK_MAX = 2 ** 31 - 1;

/** Null when the name means nobody who stands here, and is too common to mean somebody elsewhere. */
function meaningOf(s: EngineState, pattern: number, tokens: number, scope: Uint8Array, day: string): Meaning | null {
  const head = s.compiled.refHead[pattern] as number;
  const inside = meant(s, head, scope, 1);
  if (inside !== null) return { ...inside, entities: active(s, inside.entities, day), remote: false };
  const outside = meant(s, head, scope, 0);
  if (outside === null || !isPortable(outside.form, tokens)) return null;
  const list = active(s, outside.entities, day);
  return list.length > 1 ? null : { ...outside, entities: list, remote: true };
}

/** The entities a pattern may mean inside (1) or outside (0) the author's contests, and the strongest form among them. */
function meant(s: EngineState, head: number, scope: Uint8Array, where: 0 | 1): { entities: number[]; form: number; person: number } | null {
  const { refNext, refEntity, refForm, refPerson, entities } = s.compiled;
  const { marks } = s;
  if (++marks.now === MARK_MAX) {
    marks.at.fill(0);
    marks.now = 1;
  }
  let out: { entities: number[]; form: number; person: number } | null = null;
  for (let r = head, seen = 0; r !== 0 && seen < MAX_REFS; r = refNext[r] as number, seen++) {
    const e = refEntity[r] as number;
    const contest = entities.contest[e] as number;
    if ((contest < 0 ? 1 : (scope[contest] as number)) !== where) continue;
    const form = refForm[r] as number;
    if (out === null) out = { entities: [e], form, person: refPerson[r] as number };
    else {
      if (marks.at[e] !== marks.now) out.entities.push(e);
      if (form < out.form) [out.form, out.person] = [form, refPerson[r] as number];
    }
    marks.at[e] = marks.now;
  }
  return out;
}

/** "bangsal Melati", "jalan Sudirman": the word is the name of the thing before it, not of a contestant. */
function namesAThing(s: EngineState, t: Tokens, from: number, to: number): boolean {
  const before = from > 0 ? (t.id[from - 1] as number) : 0;
  return to - from === 1 && before !== 0 && s.words.namedThing[before] === 1 && ((t.gap[from] as number) & (GAP_BREAKS | GAP.soft)) === 0;
}

/** A name of another region's contest counts only when it can hardly be someone else. */
function isPortable(form: number, tokens: number): boolean {
  return form === FORM.hashtag || form === FORM.handle || (tokens >= 2 && (form === FORM.full || form === FORM.nick));
}

/** Among namesakes, those whose contest is running now; a counted contest yields to one that still asks for votes. */
function active(s: EngineState, list: number[], day: string): number[] {
  return list.length < 2 ? list : liveliest(list, (e) => phaseOf(s, e, day));
}

function isWeak(s: EngineState, t: Tokens, from: number, to: number, form: number): boolean {
  if (form === FORM.handle || form === FORM.hashtag || form === FORM.party || form === FORM.column) return false;
  if (form === FORM.listed) return true;
  const everyday = allCommon(s, t, from, to);
  if (form === FORM.full) return false;
  if (to - from > 1) return everyday;
  const id = t.id[from] as number;
  if (form === FORM.partyShort) return (s.words.ambiguousParty[id] as number) === 1;
  return everyday || (t.end[from] as number) - (t.start[from] as number) <= SHORT_NAME;
}

function allCommon(s: EngineState, t: Tokens, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (((s.lexicon.flags[t.id[i] as number] as number) & WORD_FLAG.common) === 0) return false;
  return true;
}

/** Gives weak and ambiguous candidates their second look, with everything strong already known. */
function settle(s: EngineState, t: Tokens, hits: Hits, list: Candidate[], strong: Set<number>, election: boolean): void {
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
  const before = c.from > 0 ? (t.id[c.from - 1] as number) : 0;
  if (before !== 0 && s.words.address[before] === 1) return true;
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
    if (t.kind[i] !== 1) continue;
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
