/** From probabilities to a verdict: thresholds by label and phase, exemptions, local circulars. */
import { type Circular, type Direction, type Label, type Phase, type PostLine, regionWithin, type Stance } from '@pantau/domain';
import { type FieldAnalysis, rawScore, type TargetScore } from './analyse.ts';
import type { EngineState } from './engine-state.ts';
import { CUE_INDEX, type Cue } from './cues.ts';
import type { Reading } from './reading.ts';
import { actsFor, labelOf } from './labels.ts';
import { phaseOf, regionPhase } from './scope.ts';

export interface Decision {
  verdict: 'flag' | 'review' | 'clear';
  score: number;
  label: Label;
  direction: Direction | null;
  phase: Phase;
  acts: string[];
  exemption: string | null;
  target: number;
  field: FieldAnalysis | null;
  reason: string;
}

export interface Fields {
  own: FieldAnalysis[];
  shared: FieldAnalysis | null;
  hasOwnWords: boolean;
  /** Entities whose registered account was answered to or shared from. */
  accountEntities: number[];
}

const CLEAR_SCORE = 0.01;

export function decide(s: EngineState, post: PostLine, day: string, fields: Fields): Decision {
  const best = bestTarget(fields.own);
  const base: Decision = {
    verdict: 'clear', score: best?.target.probability ?? CLEAR_SCORE, label: 'NONE', direction: null,
    phase: best ? phaseOf(s, best.target.entity, day) : regionPhase(s, post.author.region, day),
    acts: [], exemption: null, target: best?.target.entity ?? -1, field: best?.field ?? null, reason: 'no contestant is named',
  };
  const outside = jurisdiction(post, day);
  if (outside !== null) return { ...base, exemption: outside, score: CLEAR_SCORE, reason: 'outside the watch: identity or dates of service' };
  let d = best ? byThreshold(s, post, day, base, best) : base;
  const own = withoutTarget(s, post, day, base, fields);
  // Being a member or a candidate says more than any praise in the same words.
  d = own.verdict === 'flag' ? own : strongerOf(d, own);
  if (post.kind === 'share') d = strongerOf(d, sharing(s, post, day, base, fields));
  d = byPhase(s, post, d);
  d = withExemption(d, fields);
  return withCirculars(s, post, day, d, fields);
}

function bestTarget(fields: FieldAnalysis[]): { field: FieldAnalysis; target: TargetScore } | null {
  let best: { field: FieldAnalysis; target: TargetScore } | null = null;
  for (const field of fields) {
    for (const target of field.targets) {
      if (best === null || rank(target) > rank(best.target) || (rank(target) === rank(best.target) && target.entity < best.target.entity)) best = { field, target };
    }
  }
  return best;
}

function rank(t: TargetScore): number {
  return t.probability - (t.ambiguous ? 1 : 0);
}

/** HN-28: not the person; HN-29: not a civil servant on that day. */
function jurisdiction(post: PostLine, day: string): string | null {
  if (post.author.identity_verified === false) return 'HN-28';
  if (post.author.asn_from !== undefined && post.author.asn_from !== null && day < post.author.asn_from) return 'HN-29';
  if (post.author.asn_until !== undefined && post.author.asn_until !== null && day > post.author.asn_until) return 'HN-29';
  return null;
}

export function thresholdsFor(s: EngineState, label: Label, phase: Phase): { flag: number; review: number } {
  const t = s.ruleset.weights.thresholds;
  return { ...t.default, ...t.by_phase?.[phase], ...t.by_label?.[label] };
}

function byThreshold(s: EngineState, post: PostLine, day: string, base: Decision, best: { field: FieldAnalysis; target: TargetScore }): Decision {
  const { field, target } = best;
  const label = labelOf(target.features, field.reading, target.implied, field.field);
  const limits = thresholdsFor(s, label, base.phase);
  const direction: Direction = label === 'ATTACK' ? 'ATTACK' : 'SUPPORT';
  const acts = actsOf(s, post, label, base.phase, target.entity, field.reading);
  if (target.probability >= limits.flag) {
    if (target.ambiguous) return { ...base, verdict: 'review', label, direction, acts, reason: 'a side is taken, but which contestant is meant is ambiguous' };
    const doubt = doubtAbout(target, label, base.phase);
    if (doubt !== null) return { ...base, verdict: 'review', label, direction, acts, ...doubt };
    return { ...base, verdict: 'flag', label, direction, acts, reason: `probability ${target.probability.toFixed(3)} reaches ${limits.flag}` };
  }
  if (target.probability >= limits.review) return { ...base, verdict: 'review', label, direction, acts, reason: `probability ${target.probability.toFixed(3)} reaches the review line ${limits.review}` };
  return { ...base, reason: `probability ${target.probability.toFixed(3)} stays below ${limits.review}` };
}

/** What keeps a high probability from being a flag: the words are a headline's, or the name is an everyday word. */
function doubtAbout(target: TargetScore, label: Label, phase: Phase): { reason: string; exemption?: string } | null {
  const f = target.features;
  const firm = f.get('vote_object') > 0 && f.get('appeal_near') + f.get('first_near') > 0;
  if (f.get('headline') > 0 && !firm) return { reason: 'reads like a headline: somebody else is speaking', exemption: 'HN-09' };
  const asks = f.get('question_mark') > 0 && f.get('question_word') > 0 && f.get('appeal_near') + f.get('first_near') + f.get('tag_campaign') === 0;
  if (asks) return { reason: 'asks rather than says' };
  const acts = f.get('attend_near') + f.get('team_near') + f.get('props_near') + f.get('facil_near') + f.get('mobil_near') + f.get('photo_near') + f.get('share_near') + f.get('approve_reply');
  const sided = f.get('vote_object') + f.get('back_before') + f.get('win_near') + f.get('choice_near') + f.get('tag_campaign') + f.get('novote_near');
  if (f.get('edu_post') > 0 && sided === 0) return { reason: 'voter education beside a name', exemption: 'HN-04' };
  // The name with its own number is a call, unless somebody reports it.
  const numbered = f.get('number_form') > 0 && f.get('report_near') + f.get('newsy_post') === 0 ? 1 : 0;
  if (f.get('evaluative_none') > 0 && f.get('implied') + numbered + f.get('novote_near') + f.get('number_call') + f.get('gesture_near') + acts === 0) return { reason: 'no word beside the contestant takes a side' };
  const others = f.get('third_back') + f.get('team_near') * f.get('third_near') > 0 && f.get('act_first') + f.get('appeal_near') + f.get('first_near') + f.get('love_near') + f.get('vote_object') + f.get('tag_mention') + f.get('mock_post') + f.get('credit_near') + f.get('slogan_near') === 0;
  if (others) return { reason: "somebody else's support is told", exemption: 'HN-08' };
  const certain = f.get('elect_post') + f.get('vote_near') + f.get('number_form') + f.get('win_near') + f.get('team_near') + f.get('tag_mention') > 0;
  if (label === 'ATTACK' && f.get('novote_object') + f.get('vote_near') + f.get('elect_post') === 0) return { reason: 'a call against something, but not clearly against the contestant' };
  if (phase === 'POST' && !certain && f.get('pair_form') === 0) return { reason: 'the vote is over and nothing else speaks of it' };
  if (f.get('weak_link') > 0 && !certain && label !== 'ATTACK') return { reason: 'the name is an everyday word and nothing else speaks of an election' };
  return null;
}

function actsOf(s: EngineState, post: PostLine, label: Label, phase: Phase, entity: number, r: Reading): string[] {
  const contest = s.compiled.entities.contest[entity];
  const type = contest !== undefined && contest >= 0 ? s.compiled.contests[contest]?.type : 'LEGISLATIVE';
  const election = type === 'PRESIDENT' || type === 'LEGISLATIVE' ? 'PEMILU' : 'PILKADA';
  const staff = r.cues.some((c) => c.cue === CUE_INDEX.mobil || c.cue === CUE_INDEX.appeal);
  const spouse = post.author.spouse_of !== undefined && post.author.spouse_of === s.compiled.entities.id[entity];
  return actsFor({ label, phase, election, employment: post.author.employment_status, addressesStaff: staff, spouseWithoutLeave: spouse && post.author.on_cltn !== true, onLeave: post.author.on_cltn === true });
}

/** Labels that need no named contestant: the author stands, is a party member, or gathers people. */
function withoutTarget(s: EngineState, post: PostLine, day: string, base: Decision, fields: Fields): Decision {
  const field = fields.own.find((f) => f.field === 'text');
  if (field === undefined) return base;
  const r = field.reading;
  const n = (c: Cue): number => r.cues.filter((h) => h.cue === CUE_INDEX[c] && !h.negated && !h.quoted).length;
  const told = n('neutral') + n('caseword') + n('edu') + n('othervote') + r.questions > 0 || n('report') + n('newsy') >= 4;
  const phase = regionPhase(s, post.author.region, day);
  const party = field.targets.find((t) => s.compiled.entities.kind[t.entity] === 'party' && !t.ambiguous);
  const denied = r.cues.some((h) => h.cue === CUE_INDEX.self && h.negated) || n('neg') > 1;
  if (!denied && n('self') > 0 && n('elect') + (party ? 1 : 0) > 0 && !told && (n('first') > 0 || n('self') > 1 || r.words <= SELF_WORDS)) {
    const leave = post.author.on_cltn === true || n('leave') > 0;
    const acts = actsOf(s, post, 'SELF_CANDIDACY', phase, party?.entity ?? -1, r);
    if (leave) return { ...base, phase, exemption: 'HN-15', reason: 'seeking a nomination on unpaid leave' };
    const verdict = acts.length > 0 ? 'flag' : 'review';
    return { ...base, verdict, score: Math.max(base.score, SELF_SCORE), label: 'SELF_CANDIDACY', direction: 'SUPPORT', phase, acts, field, reason: 'the author presents themself as a prospective candidate' };
  }
  if (n('member') > 0 && party && party.features.get('member_near') > 0 && party.features.get('headline') === 0 && field.targets.length === 1 && !told && n('report') < 2 && n('third') === 0) {
    const p = phaseOf(s, party.entity, day);
    return { ...base, verdict: 'flag', score: Math.max(base.score, MEMBER_SCORE), label: 'PARTY_MEMBER', direction: 'SUPPORT', phase: p, acts: actsOf(s, post, 'PARTY_MEMBER', p, party.entity, r), target: party.entity, field, reason: 'membership or office of a party' };
  }
  const election = n('elect') > 0;
  if (base.target === -1 && election && !told && (n('mobil') > 0 || (n('novote') > 0 && n('vote') + n('elect') > 0))) {
    const label: Label = n('mobil') > 0 ? 'MOBILISE' : 'ATTACK';
    return { ...base, verdict: 'review', score: GREY_SCORE, label, direction: label === 'ATTACK' ? 'ATTACK' : 'SUPPORT', field, reason: 'the act fits, but no contestant is resolved' };
  }
  return base;
}

const SELF_WORDS = 25;
const SELF_SCORE = 0.9;
const MEMBER_SCORE = 0.9;
const GREY_SCORE = 0.4;

/** A share: the author's own words decide; without them the shared text and its origin do. */
function sharing(s: EngineState, post: PostLine, day: string, base: Decision, fields: Fields): Decision {
  const shared = fields.shared;
  const own = fields.own[0];
  const target = shared ? bestTarget([shared])?.target : undefined;
  const fromAccount = fields.accountEntities[0];
  const entity = target !== undefined && !target.ambiguous ? target.entity : fromAccount;
  if (entity === undefined) return base;
  const partisan = (target?.probability ?? 0) >= thresholdsFor(s, 'ENGAGE', base.phase).flag;
  const phase = phaseOf(s, entity, day);
  const refuting = own?.reading.cues.some((c) => REFUTING.has(c.cue)) ?? false;
  const reading = own?.reading ?? shared?.reading;
  const d: Decision = {
    ...base, label: 'ENGAGE', direction: 'SUPPORT', phase, target: entity, field: shared,
    acts: reading ? actsOf(s, post, 'ENGAGE', phase, entity, reading) : [], score: base.score, reason: '',
  };
  if (refuting) return partisan ? { ...base, verdict: 'review', score: GREY_SCORE, label: 'NONE', phase, exemption: 'HN-27', reason: 'shared to refute or comment on it' } : base;
  const approves = own?.targets.some((t) => t.entity === entity && t.features.get('approve_reply') > 0) ?? false;
  if (fields.accountEntities.includes(entity)) {
    const verdict = partisan || approves ? 'flag' : 'review';
    return { ...d, verdict, score: Math.max(base.score, verdict === 'flag' ? ENGAGE_SCORE : GREY_SCORE), reason: "shared from a contestant's registered account" };
  }
  if (partisan) return { ...d, verdict: approves ? 'flag' : 'review', score: Math.max(base.score, approves ? ENGAGE_SCORE : GREY_SCORE), reason: 'passes on words that take a side' };
  return base;
}

const ENGAGE_SCORE = 0.8;
const REFUTING = new Set([CUE_INDEX.refute, CUE_INDEX.critic, CUE_INDEX.mock, CUE_INDEX.neutral, CUE_INDEX.caseword, CUE_INDEX.question, CUE_INDEX.novote]);

const RANK = { clear: 0, review: 1, flag: 2 } as const;
function strongerOf(a: Decision, b: Decision): Decision {
  return RANK[b.verdict] > RANK[a.verdict] ? b : a;
}

/** In OFF only party membership counts; a flag needs an act that the catalogue allows in this phase. */
function byPhase(s: EngineState, post: PostLine, d: Decision): Decision {
  if (d.verdict === 'clear') return d;
  if (d.phase === 'OFF' && d.label !== 'PARTY_MEMBER') return { ...d, verdict: 'clear', label: 'NONE', direction: null, acts: [], exemption: 'HN-29', reason: 'no stage of the contest is running' };
  if (d.verdict === 'flag' && d.acts.length === 0) {
    const other = RELABEL[d.label];
    const acts = other && d.field ? actsOf(s, post, other, d.phase, d.target, d.field.reading) : [];
    if (acts.length > 0) return { ...d, acts };
    return { ...d, verdict: 'review', reason: `${d.reason}; no act of the catalogue covers ${d.label} in ${d.phase}` };
  }
  return d;
}

/** Where a label has no act of its own in a phase, the act of the post itself (posting) still applies. */
const RELABEL: Partial<Record<Label, Label>> = { VOTE_CALL: 'ENGAGE', PRAISE_SUPPORT: 'ENGAGE', ATTACK: 'ENGAGE', PROPS: 'PHOTO_SYMBOL', ATTEND: 'ENGAGE', STATE_FACILITY: 'ENGAGE' };

const EXEMPT_ORDER: readonly [Cue, string][] = [
  ['ballot', 'HN-03'], ['othervote', 'HN-20'], ['neutral', 'HN-06'], ['caseword', 'HN-08'], ['refute', 'HN-27'], ['spouse', 'HN-12'], ['congrats', 'HN-16'], ['duty', 'HN-30'], ['edu', 'HN-04'], ['voted', 'HN-01'], ['official', 'HN-11'],
];

function withExemption(d: Decision, fields: Fields): Decision {
  const r = fields.own[0]?.reading ?? fields.shared?.reading;
  if (r === undefined || d.exemption !== null) return d;
  const has = (c: Cue): boolean => r.cues.some((h) => h.cue === CUE_INDEX[c]);
  const exempt = EXEMPT_ORDER.find(([c]) => has(c))?.[1] ?? null;
  if (d.verdict === 'flag') return d;
  if (exempt === 'HN-03') return { ...d, verdict: 'review', exemption: 'HN-03', score: Math.max(d.score, GREY_SCORE), reason: 'a photo of a marked ballot' };
  if (d.verdict === 'review') return { ...d, exemption: exempt === 'HN-27' || exempt === 'HN-16' ? exempt : d.exemption };
  const mentioned = r.mentions.length > 0;
  if (exempt === null && mentioned && (has('report') || has('newsy'))) return { ...d, exemption: 'HN-09' };
  return { ...d, exemption: exempt };
}

/** Local circulars add acts, and turn a plain mention into a review where they bar any response. */
function withCirculars(s: EngineState, post: PostLine, day: string, d: Decision, fields: Fields): Decision {
  let out = d;
  for (const c of s.circulars) {
    if (!binds(c, post, day)) continue;
    for (const add of c.adds) {
      if (!add.labels.includes(out.label)) continue;
      if (out.label === 'NONE' && !aboutContest(fields)) continue;
      if (out.exemption === 'HN-28' || out.exemption === 'HN-29' || out.phase === 'OFF') continue;
      if (out.label === 'NONE' && (out.exemption === 'HN-06' || out.exemption === 'HN-04' || out.exemption === 'HN-08' || out.exemption === 'HN-20' || out.exemption === 'HN-30')) continue;
      // A circular adds an act and lifts a clear post to review; it does not turn a doubt into a flag.
      const lifted = add.verdict === 'flag' && out.label !== 'NONE' ? out.verdict : 'review';
      const verdict = RANK[lifted] > RANK[out.verdict] ? lifted : out.verdict;
      out = { ...out, verdict, acts: out.acts.includes(add.act) ? out.acts : [...out.acts, add.act], score: verdict === out.verdict ? out.score : Math.max(out.score, GREY_SCORE), reason: `${out.reason}; circular ${c.number}` };
    }
  }
  return out;
}

function binds(c: Circular, post: PostLine, day: string): boolean {
  if (!regionWithin(post.author.region, c.jurisdiction) || day < c.from) return false;
  if (c.to !== null && c.to !== undefined && day > c.to) return false;
  return c.applies_to.includes(post.author.employment_status);
}

function aboutContest(fields: Fields): boolean {
  return [...fields.own, ...(fields.shared ? [fields.shared] : [])].some((f) => f.targets.length > 0);
}

const STANCE_MARGIN = 0.5;
/** Log-odds from which unfavourable words count as a stance; criticism is less direct than praise. */
const AGAINST_LINE = -0.4;

/** What the text says about one contestant; `mention` when the author only names them. */
export function stanceOf(s: EngineState, t: TargetScore): Stance {
  const { bias } = s.ruleset.weights.stance;
  if (!s.weights.learnedStance) return t.probability >= STANCE_MARGIN ? (t.features.get('novote_near') > 0 ? 'against' : 'support') : t.features.get('critic_near') > 0 ? 'against' : 'mention';
  const support = rawScore(s.weights.support, bias.support, t.features);
  const against = rawScore(s.weights.against, bias.against, t.features);
  // Taking a side is the stronger evidence; below it, the two stance models decide.
  if (t.probability >= STANCE_MARGIN) return t.features.get('novote_object') > 0 ? 'against' : 'support';
  if (against >= AGAINST_LINE && against > support) return 'against';
  if (support >= 0) return 'support';
  return t.features.get('evaluative_none') > 0 ? 'mention' : 'neutral';
}
