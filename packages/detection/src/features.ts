/**
 * Features of one contestant in one text. Identity never enters: only form classes, cue classes and distances,
 * and a mention counts as one unit however many words its name has.
 */
import { CUE_INDEX, CUES, type Cue } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import { FEATURE_INDEX, FEATURES, type Feature } from './feature-names.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { Mention } from './mention.ts';
import { FORM } from './names.ts';
import type { CueHit, Reading } from './reading.ts';
import { hasGesture, isHeadline, isNamedCandidate, isPlainSentence, isRetweet, isToldOfOthers } from './shape.ts';
import { addTerm, wordTerms } from './terms.ts';
import { GAP, KIND, READ } from './tokens.ts';

const C = CUE_INDEX;

/** Positive classes: with a negation before they turn around. */
const SUPPORT = [C.vote, C.back, C.choice, C.win, C.praise, C.credit, C.slogan, C.love, C.prefer];

export class FeatureVector {
  readonly x = new Float64Array(FEATURES.length);
  /** Which terms were counted: indexes into the keys of the term table. */
  readonly terms: number[] = [];
  set(f: Feature, v = 1): void {
    this.x[FEATURE_INDEX[f]] = v;
  }
  add(f: Feature, v = 1): void {
    const i = FEATURE_INDEX[f];
    this.x[i] = (this.x[i] as number) + v;
  }
  get(f: Feature): number {
    return this.x[FEATURE_INDEX[f]] as number;
  }
}

/** Which mention of the target a cue belongs to, and how far it is; −1 when another contestant is closer. */
function distanceTo(r: Reading, c: CueHit, target: number): { distance: number; before: boolean; clause: boolean } | null {
  let best = L.nearUnits + 1;
  let before = false;
  let clause = false;
  let otherBest = Number.MAX_SAFE_INTEGER;
  for (const m of r.mentions) {
    const ahead = (r.unit[m.from] as number) - (r.unit[c.to - 1] as number);
    const behind = (r.unit[c.from] as number) - (r.unit[m.to - 1] as number);
    const d = c.from < m.from ? ahead : Math.max(0, behind);
    const same = r.sentence[c.from] === r.sentence[m.from];
    const cost = d + (same ? 0 : 6);
    if (m.entities.includes(target)) {
      if (cost < best) {
        best = cost;
        before = c.from < m.from;
        clause = r.clause[c.from] === r.clause[m.from];
      }
    } else if (cost < otherBest) otherBest = cost;
  }
  if (best > L.nearUnits || otherBest < best) return null;
  return { distance: best, before, clause };
}

const CAP = 3;

export function featuresFor(s: EngineState, r: Reading, target: number, f: FeatureVector): void {
  const counts = new Int32Array(CUES.length);
  const near = new Int32Array(CUES.length);
  s.terms.stamp++;
  for (const c of r.cues) {
    const cue = c.cue;
    counts[cue] = (counts[cue] as number) + 1;
    if (c.quoted && SUPPORT.includes(cue)) {
      f.set('quoted_cue');
      continue;
    }
    const d = distanceTo(r, c, target);
    if (d === null) continue;
    if (c.negated && SUPPORT.includes(cue)) {
      f.set('negated_support');
      continue;
    }
    if (c.negated && cue === C.critic) {
      f.set('negated_critic');
      continue;
    }
    near[cue] = (near[cue] as number) + 1;
    addTerm(s.terms, s.terms.ofPattern[c.pattern] as number, f);
    if (cue === C.vote && d.before && d.distance <= L.objectUnits && d.clause) f.set('vote_object');
    if (cue === C.novote && d.before && d.distance <= L.objectUnits) f.set('novote_object');
    if (cue === C.choice && d.distance <= 2) f.set('choice_beside');
    if (cue === C.credit && d.distance <= 2) f.set('credit_beside');
    if (cue === C.praise && d.distance <= 2) f.set('praise_beside');
    if (cue === C.props && d.before && d.distance <= 1) f.set('props_beside');
    if (cue === C.back && d.before && d.distance <= L.objectUnits) f.set('back_before');
    if (cue === C.win && !d.before && d.distance <= L.objectUnits) f.set('win_after');
    if (cue === C.prefer && !d.before && d.distance <= 2) f.set('prefer_beside');
  }
  wordTerms(s.terms, r, target, f);
  nearFeatures(f, near);
  mentionFeatures(s, r, target, f, counts);
  postFeatures(r, f, counts, near);
}

function nearFeatures(f: FeatureVector, near: Int32Array): void {
  const n = (c: Cue): number => near[C[c]] as number;
  const one = (name: Feature, c: Cue): void => {
    if (n(c) > 0) f.set(name);
  };
  one('vote_near', 'vote');
  one('back_near', 'back');
  one('choice_near', 'choice');
  one('win_near', 'win');
  one('pray_near', 'pray');
  one('praise_near', 'praise');
  one('promo_near', 'promo');
  one('credit_near', 'credit');
  if (n('credit') >= 2) f.set('credit_more');
  if (n('novote') > 0 && n('third') + n('report') > 0) f.set('novote_told');
  one('slogan_near', 'slogan');
  one('love_near', 'love');
  one('appeal_near', 'appeal');
  one('first_near', 'first');
  one('novote_near', 'novote');
  one('critic_near', 'critic');
  one('hearsay_near', 'hearsay');
  one('report_near', 'report');
  one('third_near', 'third');
  one('cond_near', 'cond');
  one('question_word', 'question');
  one('member_near', 'member');
  one('team_near', 'team');
  one('attend_near', 'attend');
  one('props_near', 'props');
  one('mobil_near', 'mobil');
  one('facil_near', 'facil');
  one('order_near', 'order');
  // A thing or a car of the office is only an act with what is done with it.
  if (n('facil') > 0 && n('order') + n('mobil') + n('attend') + n('team') + n('back') + n('win') + n('offer') + n('appeal') > 0) f.set('facil_order');
  if (n('props') > 0 && n('offer') > 0) f.set('props_offer');
  one('photo_near', 'photo');
  one('share_near', 'sharepls');
  one('offer_near', 'offer');
  if (n('first') + n('offer') + n('appeal') > 0 && n('props') + n('attend') + n('team') + n('facil') + n('mobil') > 0) f.set('act_first');
  const side = f.get('vote_object') + f.get('back_before') > 0;
  if (side && n('question') > 0) f.set('vote_questioned');
  if (side && n('cond') > 0) f.set('vote_conditional');
  if (side && n('report') > 0) f.set('vote_reported');
  if (n('love') > 0 && n('praise') + n('win') + n('vote') + n('back') + n('promo') + n('critic') + n('report') === 0) f.set('love_only');
  f.set('praise_more', Math.min(CAP, Math.max(0, n('praise') - 1)));
  if (n('promo') >= 2) f.set('promo_more');
  if (n('promo') >= 4) f.set('promo_many');
  f.set('critic_more', Math.min(CAP, Math.max(0, n('critic') - 1)));
  if (n('pray') > 0 && (n('win') > 0 || n('promo') > 0)) f.set('pray_win');
  if (n('appeal') > 0 && f.get('vote_object') > 0) f.set('appeal_vote');
  if (n('first') > 0 && n('vote') + n('back') + n('choice') + n('praise') + n('win') + n('love') > 0) f.set('first_stance');
  if (n('third') > 0 && n('back') + n('vote') > 0) f.set('third_back');
  if (n('report') >= 3) f.set('report_many');
}

function mentionFeatures(s: EngineState, r: Reading, target: number, f: FeatureVector, counts: Int32Array): void {
  const t = r.tokens;
  let [own, others, handles, tags, weak] = [0, 0, 0, 0, 0];
  const persons = new Set<number>();
  for (const m of r.mentions) {
    if (!m.entities.includes(target)) {
      others++;
      continue;
    }
    own++;
    persons.add(m.person);
    if (m.weak) weak++;
    if (m.form === FORM.handle) handles++;
    if (m.form === FORM.number) {
      f.set('number_form');
      if (f.get('vote_object') + f.get('appeal_near') + f.get('slogan_near') > 0) f.set('number_call');
    }
    if (m.form === FORM.slogan) f.set('slogan_form');
    if (((t.read[m.from] as number) & READ.hashtag) !== 0) {
      tags++;
      tagFeatures(r, m, f);
    }
  }
  if (persons.has(0) && persons.has(1)) f.set('pair_form');
  if (own > 0 && handles === own) f.set('handle_only');
  if (own > 0 && weak === own) f.set('weak_link');
  if (own > 0 && tags === own) f.set(f.get('tag_campaign') > 0 ? 'tag_slogan_only' : 'tag_only');
  if (f.get('tag_campaign') > 0 && (counts[C.report] as number) + (counts[C.newsy] as number) > 0) f.set('tag_campaign_news');
  if (tags >= 2) f.set('tag_many');
  if (own >= 3) f.set('mentions_many');
  if (others > 0) f.set('others');
  if (others >= 3) f.set('others_many');
  if (others > 0 && (counts[C.critic] as number) > 0) f.set('others_critic');
  const first = r.mentions.find((m) => m.entities.includes(target));
  if (first !== undefined && first.to > first.from && (t.after(first.to - 1) & GAP.colon) !== 0) f.set('name_colon');
  if (hasGesture(s, t)) f.set('gesture_near');
  if (isNamedCandidate(r, target)) f.set('title_candidate');
}

const TAG_CAP = 2;
/** A campaign hashtag: the contestant with a year, number, slogan or call in the same tag, or a registered tag. */
function tagFeatures(r: Reading, m: Mention, f: FeatureVector): void {
  const t = r.tokens;
  f.set('tag_mention');
  let from = m.from;
  while (from > 0 && ((t.read[from] as number) & READ.hashStart) === 0) from--;
  let to = m.to;
  while (to < t.count && ((t.read[to] as number) & READ.hashtag) !== 0 && ((t.read[to] as number) & READ.hashStart) === 0) to++;
  let number = false;
  for (let i = from; i < to; i++) if (t.kind[i] === KIND.number) number = true;
  const cue = r.cues.some((c) => c.from >= from && c.to <= to && (SUPPORT.includes(c.cue) || c.cue === C.promo));
  const critic = r.cues.some((c) => c.from >= from && c.to <= to && (c.cue === C.novote || c.cue === C.critic));
  if ((number || cue || m.form === FORM.hashtag) && !critic) f.add('tag_campaign', f.get('tag_campaign') < TAG_CAP ? 1 : 0);
}

const SHORT_UNITS = 6;
const VERY_SHORT_UNITS = 3;
const LONG_UNITS = 35;
/** Campaign one-liners are this short. */
const PROMO_UNITS = 30;
const VERY_LONG_UNITS = 70;
const ARTICLE_UNITS = 150;

function postFeatures(r: Reading, f: FeatureVector, counts: Int32Array, near: Int32Array): void {
  const n = (c: Cue): number => counts[C[c]] as number;
  const flagIf = (name: Feature, on: boolean): void => {
    if (on) f.set(name);
  };
  flagIf('novote_post', n('novote') > 0);
  flagIf('critic_post', n('critic') > 0);
  flagIf('mock_post', n('mock') > 0);
  flagIf('mock_more', n('mock') > 1);
  flagIf('newsy_post', n('newsy') > 0);
  flagIf('newsy_many', n('newsy') > 2);
  flagIf('question_mark', r.questions > 0);
  flagIf('contrast_post', n('contrast') > 0);
  flagIf('undecided_post', n('undecided') > 0);
  flagIf('elect_post', n('elect') > 0);
  flagIf('exclaim', r.exclaims > 0);
  flagIf('edu_post', n('edu') > 0);
  flagIf('neutral_post', n('neutral') > 0);
  flagIf('case_post', n('caseword') > 0);
  flagIf('congrats_post', n('congrats') > 0);
  flagIf('official_post', n('official') > 0);
  flagIf('othervote_post', n('othervote') > 0);
  flagIf('voted_post', n('voted') > 0);
  flagIf('refute_post', n('refute') > 0);
  flagIf('duty_post', n('duty') > 0);
  flagIf('self_post', n('self') > 0);
  flagIf('media_link', r.urls > 0);
  flagIf('short', r.units <= SHORT_UNITS);
  flagIf('very_short', r.units <= VERY_SHORT_UNITS);
  flagIf('long', r.units >= LONG_UNITS);
  flagIf('very_long', r.units >= VERY_LONG_UNITS);
  flagIf(
    'promo_short',
    f.get('promo_near') + f.get('credit_near') > 0 && r.units <= PROMO_UNITS && n('report') + n('newsy') + n('critic') + n('mock') === 0 && r.questions === 0,
  );
  flagIf('article', r.units >= ARTICLE_UNITS);
  flagIf('headline', isHeadline(r, near));
  const plain = isPlainSentence(r) && n('first') + n('appeal') + n('mock') === 0;
  flagIf('plain_sentence', plain);
  flagIf('told_plain', plain && n('third') + n('report') + n('newsy') > 0);
  flagIf('subject_third', isToldOfOthers(r) && n('first') === 0);
  flagIf('rt', isRetweet(r));
  let support = 0;
  for (const c of SUPPORT) support += near[c] as number;
  const evaluative = support + (near[C.promo] as number) + (near[C.pray] as number);
  flagIf('evaluative_none', evaluative === 0 && f.get('tag_campaign') === 0);
  flagIf('vague_praise', evaluative > 0 && evaluative === (near[C.promo] as number) + (near[C.pray] as number));
  flagIf('far_support', evaluative === 0 && r.cues.some((c) => !c.negated && (c.cue === C.praise || c.cue === C.win || c.cue === C.pray)));
}
