/**
 * From name hits to contestants. A mention is accepted by its own strength (full name, unique name in the
 * author's contests, registered hashtag or account) or by a second signal; what stays ambiguous is reported as such.
 */
import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Hits } from './hits.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { LinkContext, Mention } from './mention.ts';
import { FORM } from './names.ts';
import { numberMentions } from './numbers.ts';
import { liveliest, phaseOf, scopeOf } from './scope.ts';
import { allCommon, type Candidate, settle } from './signals.ts';
import { GAP, GAP_BREAKS, KIND, READ, type Tokens } from './tokens.ts';

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
  const named = mergeOverlaps(candidates.filter((c) => !c.needsSignal));
  const accepted = withAddress(s, t, withoutPast(s, named, ctx.day));
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
  if (namesAThing(s, t, from, to) || isAddressOnly(s, t, from, to) || (to - from === 1 && isTagFragment(t, from))) return null;
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
  if (needsSignal && to - from === 1 && isWordOfPhrase(hits, from)) return null;
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

/** "Mas", "Gus": a name that is only a form of address names nobody. */
function isAddressOnly(s: EngineState, t: Tokens, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (t.id[i] === 0 || s.words.address[t.id[i] as number] !== 1) return false;
  return true;
}

const CRUMB = 3;
/** "Patri" in "#PatrickKluivert": what is left of the word beside it is no word. */
function isTagFragment(t: Tokens, i: number): boolean {
  if (((t.read[i] as number) & READ.hashtag) === 0) return false;
  const crumb = (k: number, starts: number): boolean =>
    k >= 0 &&
    k < t.count &&
    t.id[k] === 0 &&
    t.kind[k] === KIND.word &&
    ((t.read[k] as number) & READ.hashtag) !== 0 &&
    ((t.read[starts] as number) & READ.hashStart) === 0 &&
    (t.end[k] as number) - (t.start[k] as number) <= CRUMB;
  return crumb(i + 1, i + 1) || crumb(i - 1, i);
}

/** An everyday name inside a longer phrase of the rules ("kampanye akbar") is a word of that phrase. */
function isWordOfPhrase(hits: Hits, at: number): boolean {
  for (let k = 0; k < hits.cues; k++) {
    const [from, to] = [hits.cueFrom[k] as number, hits.cueTo[k] as number];
    if (from <= at && to > at && to - from > 1) return true;
  }
  return false;
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
