/** A text ready for features: cues cleaned, every token placed in a unit, a clause and a sentence, negation marked. */
import { COVERED, COVERING, CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Hits } from './hits.ts';
import type { Mention } from './mention.ts';
import { FORM } from './names.ts';
import { GAP, GAP_BREAKS, KIND, READ, type Tokens } from './tokens.ts';

export interface CueHit {
  from: number;
  to: number;
  cue: number;
  rule: number;
  pattern: number;
  quoted: boolean;
  negated: boolean;
  inTag: boolean;
}

/** A text ready for features: cues cleaned, every token placed in a unit, a clause and a sentence. */
export interface Reading {
  tokens: Tokens;
  mentions: Mention[];
  cues: CueHit[];
  unit: number[];
  clause: number[];
  sentence: number[];
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
/** Words this short stay in lower case in headlines ("di", "dan", "ke"). */
const FUNCTION_WORD_CHARS = 3;
/** Single words of these classes may be part of a longer phrase of any class; then the phrase speaks. */
const PHRASE_EATEN = new Set([C.neg, C.question, C.first, C.prefer, C.cond]);

export function buildReading(s: EngineState, t: Tokens, hits: Hits, mentions: Mention[], isShareText: boolean): Reading {
  const n = t.count;
  const r: Reading = {
    tokens: t,
    mentions,
    cues: [],
    unit: new Array<number>(n),
    clause: new Array<number>(n),
    sentence: new Array<number>(n),
    units: 0,
    words: 0,
    urls: 0,
    questions: 0,
    exclaims: 0,
    longWords: 0,
    titleCase: 0,
    upperCase: 0,
    isShareText,
  };
  r.cues = cleanCues(s, t, hits, mentions);
  place(s, r);
  markNegation(r);
  return r;
}

function cleanCues(s: EngineState, t: Tokens, hits: Hits, mentions: Mention[]): CueHit[] {
  const all: CueHit[] = [];
  for (let k = 0; k < hits.cues; k++) {
    const from = hits.cueFrom[k] as number;
    const to = hits.cueTo[k] as number;
    if (mentions.some((m) => m.form !== FORM.slogan && from < m.to && to > m.from && !(m.form === FORM.number && from < m.from))) continue;
    const rule = hits.cueRule[k] as number;
    const read = t.read[from] as number;
    all.push({
      from,
      to,
      rule,
      pattern: hits.cuePattern[k] as number,
      cue: s.ruleCue[rule] as number,
      quoted: (read & READ.quoted) !== 0,
      negated: false,
      inTag: (read & READ.hashtag) !== 0,
    });
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

function place(s: EngineState, r: Reading): void {
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
      const capital = ((t.read[i] as number) & READ.capital) !== 0;
      const length = (t.end[i] as number) - (t.start[i] as number);
      if (length > FUNCTION_WORD_CHARS && (capital || s.words.headlineSmall[t.id[i] as number] !== 1)) {
        r.longWords++;
        if (capital) r.titleCase++;
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
