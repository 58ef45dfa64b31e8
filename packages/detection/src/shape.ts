/** The shape of a text, whoever it is about: a headline, a passed-on tweet, a campaign release. */
import { CUE_INDEX, type CueTally } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Reading } from './reading.ts';
import { GAP, KIND, READ, type Tokens } from './tokens.ts';

const C = CUE_INDEX;

/** "Calon Gubernur Jawa Timur nomor urut 2 X ...": the register of campaign releases and news alike. */
export function isNamedCandidate(r: Reading, target: number): boolean {
  const first = r.mentions.find((m) => m.entities.includes(target));
  if (first === undefined) return false;
  return r.cues.some(
    (c) =>
      c.cue === C.elect &&
      c.to <= first.from &&
      (r.unit[first.from] as number) - (r.unit[c.from] as number) <= 5 &&
      r.sentence[c.from] === r.sentence[first.from],
  );
}

export function hasGesture(s: EngineState, t: Tokens): boolean {
  for (let i = 0; i < t.count; i++) if (t.kind[i] === KIND.emoji && s.gestureOf.has(t.id[i] as number)) return true;
  return false;
}

const HEADLINE_MIN_WORDS = 3;
const TITLE_WORDS = 4;
const HEADLINE_MAX_WORDS = 30;
const MAX_EXCLAIMS = 2;
const CAPITAL_TITLE_WORDS = 8;
function hasTagOrEmoji(t: Tokens): boolean {
  for (let i = 0; i < t.count; i++) if (t.kind[i] === KIND.emoji || t.kind[i] === KIND.handle || ((t.read[i] as number) & READ.hashtag) !== 0) return true;
  return false;
}

/** Most words capitalised and nothing personal: the shape of a news headline. */
export function isHeadline(r: Reading, near: CueTally): boolean {
  if (hasSource(r) && near.of('first') + near.of('appeal') + near.of('love') + near.of('pray') === 0 && isPlainSentence(r)) return true;
  if (r.words < HEADLINE_MIN_WORDS || r.words > HEADLINE_MAX_WORDS || r.exclaims > MAX_EXCLAIMS || hasTagOrEmoji(r.tokens)) return false;
  // Five long words and more, nearly all capitalised: a title even when it quotes an "I" or a "we".
  if (r.longWords >= TITLE_WORDS && r.titleCase * 10 >= r.longWords * 9 && r.upperCase * 2 <= r.words) return true;
  if (near.of('first') + near.of('love') > 0) return false;
  const told = near.of('third') + near.of('report') + near.of('newsy') > 0;
  // A long title all in capitals speaks of others, whatever its verbs.
  if (r.upperCase * 10 >= r.words * 9 && r.words >= CAPITAL_TITLE_WORDS) return near.of('appeal') + near.of('pray') === 0;
  if (r.upperCase * 2 > r.words) return told && near.of('appeal') === 0;
  return r.titleCase * 5 >= r.longWords * 4;
}

const SOURCE_TOKENS = 3;
/** "TKN: …", "Pengamat: …": who says it stands before a colon; a contestant's own name there is not a source. */
function hasSource(r: Reading): boolean {
  const t = r.tokens;
  for (let i = 0; i < Math.min(SOURCE_TOKENS, t.count - 1); i++)
    if ((t.after(i) & GAP.colon) !== 0) return ((t.read[0] as number) & READ.capital) !== 0 && !r.mentions.some((m) => m.from <= i);
  return false;
}

const PLAIN_MIN_WORDS = 4;
const PLAIN_MAX_WORDS = 25;
/** One sentence from capital to end, without a sign, tag or call: how a report is written, and seldom how a fan writes. */
export function isPlainSentence(r: Reading): boolean {
  const t = r.tokens;
  if (r.words < PLAIN_MIN_WORDS || r.words > PLAIN_MAX_WORDS || r.exclaims + r.questions > 0 || hasTagOrEmoji(t)) return false;
  if (((t.read[0] as number) & READ.capital) === 0 || r.sentence[t.count - 1] !== 0) return false;
  for (let i = 0; i < t.count; i++) if (((t.read[i] as number) & READ.repaired) !== 0) return false;
  return true;
}

const SUBJECT_UNITS = 2;
/** The sentence of a contestant opens with somebody else: "Relawan X siap menangkan …". */
export function isToldOfOthers(r: Reading): boolean {
  const opens = r.cues.find((c) => c.cue === C.third && opensSentence(r, c.from));
  return opens !== undefined && r.mentions.some((m) => m.from > opens.from && r.sentence[m.from] === r.sentence[opens.from]);
}

function opensSentence(r: Reading, at: number): boolean {
  const first = Math.max(0, at - SUBJECT_UNITS + 1);
  return first === 0 || r.sentence[first - 1] !== r.sentence[at];
}

export function isRetweet(r: Reading): boolean {
  const t = r.tokens;
  return t.count > 1 && t.kind[1] === KIND.handle && (t.end[0] as number) - (t.start[0] as number) === 2 && t.kind[0] === KIND.word;
}
