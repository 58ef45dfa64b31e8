/** Hashtags: the registered tag as a whole, else cut by case, digits and the dictionary. */
import { CLASS } from './fold.ts';
import { fold, hashOf, isWordClass } from './folded-text.ts';
import { WORD_FLAG } from './lexicon.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { emit, emitKnown, emitRepaired, type Run } from './token-run.ts';
import { GAP, KIND, READ } from './tokens.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

export function isTagChar(i: number): boolean {
  return i < fold.length && (isWordClass(fold.cls[i]) || fold.buf[i] === 95);
}

/** The registered hashtag as a whole first; otherwise its words. */
export function readHashtag(run: Run, at: number): number {
  let i = at + 1;
  let hash = hashStep(HASH_START, 35);
  while (isTagChar(i)) hash = hashStep(hash, fold.buf[i++] as number);
  // "#p i l i h" hides a spaced word behind the sign, so a tag of one letter is only a letter.
  if (i - at <= 2) {
    run.gap |= GAP.odd;
    return at + 1;
  }
  const whole = run.lexicon.vocabulary.find(fold.buf, at, i, hash);
  if (whole !== 0) {
    emit(run, at, i, run.lexicon.canon[whole] as number, KIND.word, READ.hashtag | READ.hashStart, -1);
    return i;
  }
  const first = run.tokens.count;
  if (i - at > L.hashtagChars) emit(run, at + 1, i, 0, KIND.word, READ.hashtag, -1);
  else splitHashtag(run, at + 1, i);
  if (run.tokens.count > first) run.tokens.read[first] = (run.tokens.read[first] as number) | READ.hashStart;
  return i;
}

/** Cuts at case changes, digits and underscores; a chunk that is no known word is cut by the dictionary. */
function splitHashtag(run: Run, from: number, to: number): void {
  let start = from;
  for (let i = from + 1; i <= to; i++) {
    if (i < to && !isTagBoundary(run.text, i, to)) continue;
    if (i > start && fold.buf[start] !== 95) emitChunk(run, start, i);
    start = i < to && fold.buf[i] === 95 ? i + 1 : i;
    if (start > i) i++;
  }
}

function isTagBoundary(text: string, i: number, to: number): boolean {
  if (fold.buf[i] === 95 || fold.buf[i - 1] === 95) return true;
  if ((fold.cls[i] === CLASS.digit) !== (fold.cls[i - 1] === CLASS.digit)) return true;
  const upper = isUpper(text, i);
  if (upper && !isUpper(text, i - 1)) return true;
  return upper && i + 1 < to && fold.cls[i + 1] === CLASS.letter && !isUpper(text, i + 1) && isUpper(text, i - 1);
}

function isUpper(text: string, i: number): boolean {
  const c = text.charCodeAt(fold.from[i] as number);
  return c >= 65 && c <= 90;
}

const cost = new Float64Array(L.hashtagChars + 2);
const piece = new Int32Array(L.hashtagChars + 2);
/** A character outside every known word costs this much against 1 per word; short words cost a little more. */
const UNKNOWN_CHAR_COST = 3;
const SHORT_WORD_COST = 1.4;
const MIN_SLANG_PIECE = 4;

function emitChunk(run: Run, from: number, to: number): void {
  const whole = run.lexicon.vocabulary.find(fold.buf, from, to, hashOf(from, to));
  const { flags, canon } = run.lexicon;
  if (whole !== 0 || to - from < 5) {
    emitKnown(run, from, to, READ.hashtag);
    return;
  }
  const n = to - from;
  cost[0] = 0;
  for (let j = 1; j <= n; j++) {
    cost[j] = (cost[j - 1] as number) + UNKNOWN_CHAR_COST;
    piece[j] = -1;
  }
  for (let i = 0; i < n; i++) {
    let hash = HASH_START;
    for (let j = i + 1; j <= n && j - i <= L.hashtagPieceChars; j++) {
      hash = hashStep(hash, fold.buf[from + j - 1] as number);
      if (j - i < 2) continue;
      const id = run.lexicon.vocabulary.find(fold.buf, from + i, from + j, hash);
      if (id === 0) continue;
      // A short slang spelling ("krn", "tau") is found inside too many words to cut a tag by.
      const known = (flags[id] as number) | (j - i < MIN_SLANG_PIECE ? 0 : (flags[canon[id] as number] as number));
      if ((known & (WORD_FLAG.core | WORD_FLAG.dictionary)) === 0) continue;
      const c = (cost[i] as number) + (j - i < 4 ? SHORT_WORD_COST : 1);
      if (c < (cost[j] as number)) {
        cost[j] = c;
        piece[j] = i;
      }
    }
  }
  emitPieces(run, from, n);
}

const cuts = new Int32Array(L.hashtagChars + 2);
function emitPieces(run: Run, from: number, n: number): void {
  let k = 0;
  let j = n;
  while (j > 0) {
    cuts[k++] = j;
    if (piece[j] === -1) {
      while (j > 0 && piece[j] === -1) j--;
    } else j = piece[j] as number;
  }
  // A lone left-over letter means the cut is wrong: the chunk is no sum of known words.
  for (let m = k - 1, left = 0; m >= 0; left = cuts[m--] as number) {
    if ((cuts[m] as number) - left !== 1) continue;
    emitRepaired(run, from, from + n, false, READ.hashtag);
    return;
  }
  let at = 0;
  while (k > 0) {
    const next = cuts[--k] as number;
    emitKnown(run, from + at, from + next, READ.hashtag);
    at = next;
  }
}
