/**
 * Features of one contestant in one text. Identity never enters: only form classes, cue classes and distances,
 * and a mention counts as one unit however many words its name has.
 */
import { CUE_INDEX, CueTally } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import { FEATURE_INDEX, FEATURES, type Feature } from './feature-names.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { Mention } from './mention.ts';
import { FORM } from './names.ts';
import type { CueHit, Reading } from './reading.ts';
import { hasGesture, isHeadline, isNamedCandidate, isPlainSentence, isRetweet, isToldOfOthers } from './shape.ts';
import { addTerm, gramTerms, wordTerms } from './terms.ts';
import { GAP, KIND, READ } from './tokens.ts';

const C = CUE_INDEX;

/** Positive classes: with a negation before they turn around. */
const SUPPORT = [C.vote, C.back, C.choice, C.win, C.praise, C.credit, C.slogan, C.love, C.prefer];

/** Vectors are cut from one slab after the other: a buffer of its own for each would cost more than filling it. */
const SLAB_VECTORS = 64;
let slab = new Float64Array(0);
let used = 0;

export class FeatureVector {
  readonly x: Float64Array;
  constructor() {
    if (used + FEATURES.length > slab.length) {
      slab = new Float64Array(SLAB_VECTORS * FEATURES.length);
      used = 0;
    }
    this.x = slab.subarray(used, used + FEATURES.length);
    used += FEATURES.length;
  }
  /** Which terms were counted: indexes into the keys of the term table. */
  readonly terms: number[] = [];
  set(f: Feature, v = 1): void {
    this.x[FEATURE_INDEX[f]] = v;
  }
  setIf(f: Feature, on: boolean): void {
    if (on) this.x[FEATURE_INDEX[f]] = 1;
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
function distanceTo(r: Reading, c: CueHit, own: readonly boolean[]): { distance: number; before: boolean; clause: boolean } | null {
  let best = L.nearUnits + 1;
  let before = false;
  let clause = false;
  let otherBest = Number.MAX_SAFE_INTEGER;
  for (let k = 0; k < own.length; k++) {
    const m = r.mentions[k] as Mention;
    const ahead = (r.unit[m.from] as number) - (r.unit[c.to - 1] as number);
    const behind = (r.unit[c.from] as number) - (r.unit[m.to - 1] as number);
    const d = c.from < m.from ? ahead : Math.max(0, behind);
    const same = r.sentence[c.from] === r.sentence[m.from];
    const cost = d + (same ? 0 : 6);
    if (own[k] === true) {
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
  const counts = new CueTally();
  const near = new CueTally();
  const own = r.mentions.map((m) => m.entities.includes(target));
  s.terms.stamp++;
  for (const c of r.cues) {
    const cue = c.cue;
    counts.add(cue);
    if (c.quoted && SUPPORT.includes(cue)) {
      f.set('quoted_cue');
      continue;
    }
    const d = distanceTo(r, c, own);
    if (d === null) continue;
    if (c.negated && SUPPORT.includes(cue)) {
      f.set('negated_support');
      continue;
    }
    if (c.negated && cue === C.critic) {
      f.set('negated_critic');
      continue;
    }
    near.add(cue);
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
  gramTerms(s.terms, r, target, f);
  nearFeatures(f, near);
  mentionFeatures(s, r, target, f, counts);
  postFeatures(r, f, counts, near);
}

function nearFeatures(f: FeatureVector, near: CueTally): void {
  f.setIf('vote_near', near.of('vote') > 0);
  f.setIf('back_near', near.of('back') > 0);
  f.setIf('choice_near', near.of('choice') > 0);
  f.setIf('win_near', near.of('win') > 0);
  f.setIf('pray_near', near.of('pray') > 0);
  f.setIf('praise_near', near.of('praise') > 0);
  f.setIf('promo_near', near.of('promo') > 0);
  f.setIf('credit_near', near.of('credit') > 0);
  if (near.of('credit') >= 2) f.set('credit_more');
  if (near.of('novote') > 0 && near.of('third') + near.of('report') > 0) f.set('novote_told');
  f.setIf('slogan_near', near.of('slogan') > 0);
  f.setIf('love_near', near.of('love') > 0);
  f.setIf('appeal_near', near.of('appeal') > 0);
  f.setIf('first_near', near.of('first') > 0);
  f.setIf('novote_near', near.of('novote') > 0);
  f.setIf('critic_near', near.of('critic') > 0);
  f.setIf('hearsay_near', near.of('hearsay') > 0);
  f.setIf('report_near', near.of('report') > 0);
  f.setIf('third_near', near.of('third') > 0);
  f.setIf('cond_near', near.of('cond') > 0);
  f.setIf('question_word', near.of('question') > 0);
  f.setIf('member_near', near.of('member') > 0);
  f.setIf('team_near', near.of('team') > 0);
  f.setIf('attend_near', near.of('attend') > 0);
  f.setIf('props_near', near.of('props') > 0);
  f.setIf('mobil_near', near.of('mobil') > 0);
  f.setIf('facil_near', near.of('facil') > 0);
  f.setIf('order_near', near.of('order') > 0);
  // A thing or a car of the office is only an act with what is done with it.
  if (
    near.of('facil') > 0 &&
    near.of('order') + near.of('mobil') + near.of('attend') + near.of('team') + near.of('back') + near.of('win') + near.of('offer') + near.of('appeal') > 0
  )
    f.set('facil_order');
  if (near.of('props') > 0 && near.of('offer') > 0) f.set('props_offer');
  f.setIf('photo_near', near.of('photo') > 0);
  f.setIf('share_near', near.of('sharepls') > 0);
  f.setIf('offer_near', near.of('offer') > 0);
  if (
    near.of('first') + near.of('offer') + near.of('appeal') > 0 &&
    near.of('props') + near.of('attend') + near.of('team') + near.of('facil') + near.of('mobil') > 0
  )
    f.set('act_first');
  const side = f.get('vote_object') + f.get('back_before') > 0;
  if (side && near.of('question') > 0) f.set('vote_questioned');
  if (side && near.of('cond') > 0) f.set('vote_conditional');
  if (side && near.of('report') > 0) f.set('vote_reported');
  if (
    near.of('love') > 0 &&
    near.of('praise') + near.of('win') + near.of('vote') + near.of('back') + near.of('promo') + near.of('critic') + near.of('report') === 0
  )
    f.set('love_only');
  f.set('praise_more', Math.min(CAP, Math.max(0, near.of('praise') - 1)));
  if (near.of('promo') >= 2) f.set('promo_more');
  if (near.of('promo') >= 4) f.set('promo_many');
  f.set('critic_more', Math.min(CAP, Math.max(0, near.of('critic') - 1)));
  if (near.of('pray') > 0 && (near.of('win') > 0 || near.of('promo') > 0)) f.set('pray_win');
  if (near.of('appeal') > 0 && f.get('vote_object') > 0) f.set('appeal_vote');
  if (near.of('first') > 0 && near.of('vote') + near.of('back') + near.of('choice') + near.of('praise') + near.of('win') + near.of('love') > 0)
    f.set('first_stance');
  if (near.of('third') > 0 && near.of('back') + near.of('vote') > 0) f.set('third_back');
  if (near.of('report') >= 3) f.set('report_many');
}

function mentionFeatures(s: EngineState, r: Reading, target: number, f: FeatureVector, counts: CueTally): void {
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
  if (f.get('tag_campaign') > 0 && counts.of('report') + counts.of('newsy') > 0) f.set('tag_campaign_news');
  if (tags >= 2) f.set('tag_many');
  if (own >= 3) f.set('mentions_many');
  if (others > 0) f.set('others');
  if (others >= 3) f.set('others_many');
  if (others > 0 && counts.of('critic') > 0) f.set('others_critic');
  const first = r.mentions.find((m) => m.entities.includes(target));
  if (first !== undefined && first.to > first.from && (t.after(first.to - 1) & GAP.colon) !== 0) f.set('name_colon');
  if (hasGesture(s, t)) f.set('gesture_near');
  if (isNamedCandidate(r, target)) f.set('title_candidate');
}

const TAG_CAP = 2;
/** What makes a tag with a name in it more than a topic: #DukungX, #KamiX, #SemogaX. */
const TAG_SIDE: readonly number[] = [...SUPPORT, C.promo, C.first, C.appeal, C.pray];
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
  const cue = r.cues.some((c) => c.from >= from && c.to <= to && TAG_SIDE.includes(c.cue));
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

function postFeatures(r: Reading, f: FeatureVector, counts: CueTally, near: CueTally): void {
  f.setIf('novote_post', counts.of('novote') > 0);
  f.setIf('critic_post', counts.of('critic') > 0);
  f.setIf('mock_post', counts.of('mock') > 0);
  f.setIf('mock_more', counts.of('mock') > 1);
  f.setIf('newsy_post', counts.of('newsy') > 0);
  f.setIf('newsy_many', counts.of('newsy') > 2);
  f.setIf('question_mark', r.questions > 0);
  f.setIf('contrast_post', counts.of('contrast') > 0);
  f.setIf('undecided_post', counts.of('undecided') > 0);
  f.setIf('elect_post', counts.of('elect') > 0);
  f.setIf('exclaim', r.exclaims > 0);
  f.setIf('edu_post', counts.of('edu') > 0);
  f.setIf('neutral_post', counts.of('neutral') > 0);
  f.setIf('case_post', counts.of('caseword') > 0);
  f.setIf('congrats_post', counts.of('congrats') > 0);
  f.setIf('official_post', counts.of('official') > 0);
  f.setIf('othervote_post', counts.of('othervote') > 0);
  f.setIf('voted_post', counts.of('voted') > 0);
  f.setIf('refute_post', counts.of('refute') > 0);
  f.setIf('duty_post', counts.of('duty') > 0);
  f.setIf('self_post', counts.of('self') > 0);
  f.setIf('media_link', r.urls > 0);
  f.setIf('short', r.units <= SHORT_UNITS);
  f.setIf('very_short', r.units <= VERY_SHORT_UNITS);
  f.setIf('long', r.units >= LONG_UNITS);
  f.setIf('very_long', r.units >= VERY_LONG_UNITS);
  f.setIf(
    'promo_short',
    f.get('promo_near') + f.get('credit_near') > 0 &&
      r.units <= PROMO_UNITS &&
      counts.of('report') + counts.of('newsy') + counts.of('critic') + counts.of('mock') === 0 &&
      r.questions === 0,
  );
  f.setIf('article', r.units >= ARTICLE_UNITS);
  f.setIf('headline', isHeadline(r, near));
  const plain = isPlainSentence(r) && counts.of('first') + counts.of('appeal') + counts.of('mock') === 0;
  f.setIf('plain_sentence', plain);
  f.setIf('told_plain', plain && counts.of('third') + counts.of('report') + counts.of('newsy') > 0);
  f.setIf('subject_third', isToldOfOthers(r) && counts.of('first') === 0);
  f.setIf('rt', isRetweet(r));
  let support = 0;
  for (const c of SUPPORT) support += near.at(c);
  const evaluative = support + near.of('promo') + near.of('pray');
  f.setIf('evaluative_none', evaluative === 0 && f.get('tag_campaign') === 0);
  f.setIf('vague_praise', evaluative > 0 && evaluative === near.of('promo') + near.of('pray'));
  f.setIf('far_support', evaluative === 0 && r.cues.some((c) => !c.negated && (c.cue === C.praise || c.cue === C.win || c.cue === C.pray)));
}
