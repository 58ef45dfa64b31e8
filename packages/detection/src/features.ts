/**
 * Features of one contestant in one text. Identity never enters: only form classes, cue classes and distances,
 * and a mention counts as one unit however many words its name has.
 */
import { COVERED, COVERING, CUE_INDEX, CUES, type Cue } from './cues.ts';
import type { EngineState } from './compile.ts';
import { FEATURE_INDEX, FEATURES, type Feature } from './feature-names.ts';
import type { Hits } from './hits.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import type { Mention } from './mentions.ts';
import { FORM } from './names.ts';
import { GAP, GAP_BREAKS, KIND, READ, type Tokens } from './tokens.ts';

export interface CueHit {
  from: number;
  to: number;
  cue: number;
  rule: number;
  quoted: boolean;
  negated: boolean;
  inTag: boolean;
}

/** A text ready for features: cues cleaned, every token placed in a unit, a clause and a sentence. */
export interface Reading {
  tokens: Tokens;
  mentions: Mention[];
  cues: CueHit[];
  unit: Int32Array;
  clause: Int32Array;
  sentence: Int32Array;
  units: number;
  words: number;
  urls: number;
  questions: number;
  exclaims: number;
  longWords: number;
  titleCase: number;
  upperCase: number;
  isShareText: boolean;
}

const NEG_REACH = 3;
const covering = new Set(COVERING.map((c) => CUE_INDEX[c]));
const covered = new Set(COVERED.map((c) => CUE_INDEX[c]));
const C = CUE_INDEX;
/** Single words of these classes may be part of a longer phrase of any class; then the phrase speaks. */
const PHRASE_EATEN = new Set([C.neg, C.question, C.first, C.prefer, C.cond]);

export function buildReading(s: EngineState, t: Tokens, hits: Hits, mentions: Mention[], isShareText: boolean): Reading {
  const n = t.count;
  const r: Reading = {
    tokens: t, mentions, cues: [], unit: new Int32Array(n), clause: new Int32Array(n), sentence: new Int32Array(n),
    units: 0, words: 0, urls: 0, questions: 0, exclaims: 0, longWords: 0, titleCase: 0, upperCase: 0, isShareText,
  };
  r.cues = cleanCues(s, t, hits, mentions);
  place(r);
  markNegation(r);
  return r;
}

function cleanCues(s: EngineState, t: Tokens, hits: Hits, mentions: Mention[]): CueHit[] {
  const all: CueHit[] = [];
  for (let k = 0; k < hits.cues; k++) {
    const from = hits.cueFrom[k] as number;
    const to = hits.cueTo[k] as number;
    if (mentions.some((m) => m.form !== FORM.slogan && from < m.to && to > m.from && !(m.form === FORM.number && from < m.from) )) continue;
    const rule = hits.cueRule[k] as number;
    const read = t.read[from] as number;
    all.push({ from, to, rule, cue: s.ruleCue[rule] as number, quoted: (read & READ.quoted) !== 0, negated: false, inTag: (read & READ.hashtag) !== 0 });
  }
  return all.filter((c) => !isSilenced(c, all));
}

/** Dropped: a shorter hit of the same class inside a longer one, and words inside a covering phrase. */
function isSilenced(c: CueHit, all: CueHit[]): boolean {
  for (const o of all) {
    if (o === c || o.from > c.from || o.to < c.to) continue;
    const longer = o.to - o.from > c.to - c.from;
    if (o.cue === c.cue && (longer || o.rule < c.rule)) return true;
    if (covering.has(o.cue) && covered.has(c.cue) && (longer || o.cue === C.edu || o.cue === C.neutral)) return true;
    if (longer && PHRASE_EATEN.has(c.cue)) return true;
  }
  return false;
}

function place(r: Reading): void {
  const t = r.tokens;
  let [unit, clause, sentence, m] = [-1, 0, 0, 0];
  const contrast = new Set(r.cues.filter((c) => c.cue === C.contrast).map((c) => c.from));
  for (let i = 0; i < t.count; i++) {
    const gap = t.gap[i] as number;
    if (i > 0 && (gap & GAP_BREAKS) !== 0) {
      sentence++;
      clause++;
    } else if (i > 0 && ((gap & GAP.soft) !== 0 || contrast.has(i))) clause++;
    if ((gap & GAP.question) !== 0) r.questions++;
    if ((gap & GAP.exclaim) !== 0) r.exclaims++;
    while (m < r.mentions.length && i >= (r.mentions[m] as Mention).to) m++;
    const inside = m < r.mentions.length && i > (r.mentions[m] as Mention).from && i < (r.mentions[m] as Mention).to;
    if (!inside) unit++;
    r.unit[i] = unit;
    r.clause[i] = clause;
    r.sentence[i] = sentence;
    if (t.kind[i] === KIND.url) r.urls++;
    // Names are capitalised everywhere; only the words around them show whether this is a headline.
    const named = m < r.mentions.length && i >= (r.mentions[m] as Mention).from && i < (r.mentions[m] as Mention).to;
    if (t.kind[i] === KIND.word && !named && ((t.read[i] as number) & READ.hashtag) === 0) {
      r.words++;
      if ((t.end[i] as number) - (t.start[i] as number) > FUNCTION_WORD_CHARS) {
        r.longWords++;
        if (((t.read[i] as number) & READ.capital) !== 0) r.titleCase++;
      }
      if (((t.read[i] as number) & READ.upper) !== 0) r.upperCase++;
    }
  }
  if ((t.tailGap & GAP.question) !== 0) r.questions++;
  if ((t.tailGap & GAP.exclaim) !== 0) r.exclaims++;
  r.units = unit + 1;
}

function markNegation(r: Reading): void {
  for (const n of r.cues) {
    if (n.cue !== C.neg) continue;
    for (const c of r.cues) {
      if (c === n || c.from < n.to || c.cue === C.neg) continue;
      const gap = (r.unit[c.from] as number) - (r.unit[n.to - 1] as number);
      if (gap <= NEG_REACH && r.clause[c.from] === r.clause[n.from]) c.negated = true;
    }
  }
}

/** Positive classes: with a negation before they turn around. */
const SUPPORT = [C.vote, C.back, C.choice, C.win, C.praise, C.credit, C.slogan, C.love, C.prefer];

export class FeatureVector {
  readonly x = new Float64Array(FEATURES.length);
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
    if (cue === C.vote && d.before && d.distance <= L.objectUnits && d.clause) f.set('vote_object');
    if (cue === C.novote && d.before && d.distance <= L.objectUnits) f.set('novote_object');
    if (cue === C.choice && d.distance <= 2) f.set('choice_beside');
    if (cue === C.credit && d.distance <= 2) f.set('credit_beside');
    if (cue === C.praise && d.distance <= 2) f.set('praise_beside');
    if (cue === C.back && d.before && d.distance <= L.objectUnits) f.set('back_before');
    if (cue === C.win && !d.before && d.distance <= L.objectUnits) f.set('win_after');
    if (cue === C.prefer && !d.before && d.distance <= 2) f.set('prefer_beside');
  }
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
      tagFeatures(s, r, m, f);
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

/** "Calon Gubernur Jawa Timur nomor urut 2 X ...": the register of campaign releases and news alike. */
function isNamedCandidate(r: Reading, target: number): boolean {
  const first = r.mentions.find((m) => m.entities.includes(target));
  if (first === undefined) return false;
  return r.cues.some((c) => c.cue === C.elect && c.to <= first.from && (r.unit[first.from] as number) - (r.unit[c.from] as number) <= 5 && r.sentence[c.from] === r.sentence[first.from]);
}

function hasGesture(s: EngineState, t: Tokens): boolean {
  for (let i = 0; i < t.count; i++) if (t.kind[i] === KIND.emoji && s.gestureOf.has(t.id[i] as number)) return true;
  return false;
}

const TAG_CAP = 2;
/** A campaign hashtag: the contestant with a year, number, slogan or call in the same tag, or a registered tag. */
function tagFeatures(s: EngineState, r: Reading, m: Mention, f: FeatureVector): void {
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
  flagIf('promo_short', f.get('promo_near') + f.get('credit_near') > 0 && r.units <= PROMO_UNITS && n('report') + n('newsy') + n('critic') + n('mock') === 0 && r.questions === 0);
  flagIf('article', r.units >= ARTICLE_UNITS);
  flagIf('headline', isHeadline(r, near));
  flagIf('rt', isRetweet(r));
  let support = 0;
  for (const c of SUPPORT) support += near[c] as number;
  const evaluative = support + (near[C.promo] as number) + (near[C.pray] as number);
  flagIf('evaluative_none', evaluative === 0 && f.get('tag_campaign') === 0);
  flagIf('vague_praise', evaluative > 0 && evaluative === (near[C.promo] as number) + (near[C.pray] as number));
  flagIf('far_support', evaluative === 0 && r.cues.some((c) => !c.negated && (c.cue === C.praise || c.cue === C.win || c.cue === C.pray)));
}

const HEADLINE_MIN_WORDS = 3;
const TITLE_WORDS = 4;
/** Words this short stay in lower case in headlines ("di", "dan", "ke"). */
const FUNCTION_WORD_CHARS = 3;
const HEADLINE_MAX_WORDS = 30;
function hasTagOrEmoji(t: Tokens): boolean {
  for (let i = 0; i < t.count; i++) if (t.kind[i] === KIND.emoji || t.kind[i] === KIND.handle || ((t.read[i] as number) & READ.hashtag) !== 0) return true;
  return false;
}

/** Most words capitalised and nothing personal: the shape of a news headline. */
function isHeadline(r: Reading, near: Int32Array): boolean {
  if (r.words < HEADLINE_MIN_WORDS || r.words > HEADLINE_MAX_WORDS || r.exclaims > 1 || hasTagOrEmoji(r.tokens)) return false;
  // Five long words and more, nearly all capitalised: a title even when it quotes an "I" or a "we".
  if (r.longWords >= TITLE_WORDS && r.titleCase * 10 >= r.longWords * 9 && r.upperCase * 2 <= r.words) return true;
  if ((near[C.first] as number) + (near[C.love] as number) > 0) return false;
  const told = (near[C.third] as number) + (near[C.report] as number) + (near[C.newsy] as number) > 0;
  if (r.upperCase * 2 > r.words) return told && (near[C.appeal] as number) === 0;
  return r.titleCase * 5 >= r.longWords * 4;
}

function isRetweet(r: Reading): boolean {
  const t = r.tokens;
  return t.count > 1 && t.kind[1] === KIND.handle && (t.end[0] as number) - (t.start[0] as number) === 2 && t.kind[0] === KIND.word;
}
