/**
 * Text → tokens. Two linear passes: fold characters (keeping where each came from), then cut words.
 * An unknown word gets a bounded number of second looks (stretched, leet, glued, with a clitic);
 * no step ever looks back further than one token, so time is linear in the length of the text.
 */
import { ASCII_CLASS, ASCII_LOWER, CLASS, classOf, foldCodePoint } from './fold.ts';
import { type Lexicon, WORD_FLAG } from './lexicon.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { repairWord, splitKnown } from './repair.ts';
import { GAP, KIND, READ, type Tokens } from './tokens.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

/** Folded characters of the text being read, reused between posts. */
export const fold = {
  buf: new Uint16Array(4_096),
  cls: new Uint8Array(4_096),
  /** Where in the original the folded character starts and ends. */
  from: new Int32Array(4_096),
  to: new Int32Array(4_096),
  length: 0,
};

function ensure(size: number): void {
  if (size <= fold.buf.length) return;
  const n = 2 ** Math.ceil(Math.log2(size));
  fold.buf = new Uint16Array(n);
  fold.cls = new Uint8Array(n);
  fold.from = new Int32Array(n);
  fold.to = new Int32Array(n);
}

/** No code point folds to more characters than this (ﷺ expands to 18). */
const MAX_EXPANSION = 18;

/** First pass. ASCII costs two table reads; anything else goes through the cached fold. */
export function foldText(text: string): void {
  const n = Math.min(text.length, L.textChars);
  ensure(n * 2 + MAX_EXPANSION);
  let k = 0;
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      fold.buf[k] = ASCII_LOWER[c] as number;
      fold.cls[k] = ASCII_CLASS[c] as number;
      fold.from[k] = i;
      fold.to[k++] = i + 1;
      continue;
    }
    const cp = text.codePointAt(i) as number;
    const next = i + (cp > 0xffff ? 2 : 1);
    k = foldWide(cp, i, next, k);
    i = next - 1;
  }
  fold.length = k;
}

function foldWide(cp: number, from: number, to: number, at: number): number {
  const folded = foldCodePoint(cp);
  let k = at;
  if (k + folded.length + MAX_EXPANSION > fold.buf.length) growFold();
  for (let j = 0; j < folded.length; j++) {
    const code = folded.charCodeAt(j);
    fold.buf[k] = code;
    fold.cls[k] = code >= 0xdc00 && code <= 0xdfff ? CLASS.emoji : classOf(code);
    fold.from[k] = from;
    fold.to[k++] = to;
  }
  return k;
}

function growFold(): void {
  const old = { ...fold };
  ensure(fold.buf.length * 2);
  fold.buf.set(old.buf);
  fold.cls.set(old.cls);
  fold.from.set(old.from);
  fold.to.set(old.to);
}

interface Run {
  text: string;
  tokens: Tokens;
  lexicon: Lexicon;
  gap: number;
  inQuote: boolean;
  /** Folded index behind which no closing quote follows. */
  lastQuote: number;
  /** Single letters before this index were already tried as a spaced word. */
  noJoinBefore: number;
}

/** Reads `text` into `tokens` (cleared first). */
export function readTokens(text: string, lexicon: Lexicon, tokens: Tokens): void {
  tokens.clear();
  foldText(text);
  const run: Run = { text, tokens, lexicon, gap: 0, inQuote: false, lastQuote: lastQuoteAt(), noJoinBefore: 0 };
  const { cls } = fold;
  let i = 0;
  while (i < fold.length && tokens.count < L.tokensPerField) {
    const c = cls[i] as number;
    if (c === CLASS.letter || c === CLASS.digit) i = readWord(run, i);
    else if (c === CLASS.space) {
      run.gap |= GAP.space;
      i++;
    } else i = readSign(run, i, c);
  }
  tokens.tailGap = run.gap;
}

function lastQuoteAt(): number {
  for (let i = fold.length - 1; i >= 0; i--) if (fold.cls[i] === CLASS.quote) return i;
  return -1;
}

function isWordClass(c: number | undefined): boolean {
  return c === CLASS.letter || c === CLASS.digit;
}

/** `p@slon`, `c$blos`: a sign between two letters is a letter in disguise. */
function isDisguise(i: number): boolean {
  // The buffer still holds an earlier text behind `length`; nothing there may be looked at.
  if (i + 1 >= fold.length) return false;
  const c = fold.buf[i];
  return (c === 64 || c === 36 || c === 33) && fold.cls[i - 1] === CLASS.letter && fold.cls[i + 1] === CLASS.letter;
}

const HTTP = [104, 116, 116, 112];
function isUrl(i: number): boolean {
  if (i + HTTP.length + 1 >= fold.length) return false;
  for (let k = 0; k < HTTP.length; k++) if (fold.buf[i + k] !== HTTP[k]) return false;
  return fold.buf[i + 4] === 58 || (fold.buf[i + 4] === 115 && fold.buf[i + 5] === 58);
}

function emit(run: Run, from: number, to: number, id: number, kind: number, read: number, value: number): void {
  run.tokens.push(fold.from[from] as number, fold.to[to - 1] as number, id, kind, run.gap, read | (run.inQuote ? READ.quoted : 0), value);
  run.gap = 0;
}

function readWord(run: Run, start: number): number {
  if (fold.buf[start] === 104 && isUrl(start)) return readUrl(run, start);
  const { buf, cls } = fold;
  let i = start;
  let hash = HASH_START;
  let digits = 0;
  let number = 0;
  let odd = false;
  while (i < fold.length) {
    const c = cls[i] as number;
    if (c === CLASS.digit) {
      digits++;
      number = number * 10 + (buf[i] as number) - 48;
    } else if (c !== CLASS.letter) {
      if (!isDisguise(i)) break;
      odd = true;
    }
    hash = hashStep(hash, buf[i] as number);
    i++;
  }
  if (digits === i - start) {
    const id = run.lexicon.vocabulary.find(buf, start, i, hash);
    emit(run, start, i, id, KIND.number, 0, digits <= 4 ? number : -1);
    return i;
  }
  const read = caseBits(run.text, start, i);
  if (i - start === 1 && digits === 0) {
    const joined = joinSpaced(run, start, read);
    if (joined > 0) return joined;
  }
  lookUp(run, start, i, hash, digits > 0 || odd, read);
  return i;
}

function lookUp(run: Run, start: number, end: number, hash: number, mixed: boolean, read: number): void {
  const { vocabulary, canon } = run.lexicon;
  const id = end - start <= L.tokenChars ? vocabulary.find(fold.buf, start, end, hash) : 0;
  if (id !== 0) {
    emit(run, start, end, canon[id] as number, KIND.word, read, -1);
    return;
  }
  if (end - start > L.tokenChars) {
    emit(run, start, end, 0, KIND.word, read, -1);
    return;
  }
  if (mixed && emitSplitDigits(run, start, end, read)) return;
  const fixed = repairWord(run.lexicon, fold.buf, start, end, mixed);
  if (fixed !== 0) {
    emit(run, start, end, canon[fixed] as number, KIND.word, read | READ.repaired, -1);
    return;
  }
  const cut = splitKnown(run.lexicon, fold.buf, start, end);
  if (cut > 0) {
    emitKnown(run, start, cut, read);
    emitKnown(run, cut, end, read);
    return;
  }
  emit(run, start, end, 0, KIND.word, read, -1);
}

function emitKnown(run: Run, from: number, to: number, read: number): void {
  let hash = HASH_START;
  let digits = 0;
  let number = 0;
  for (let k = from; k < to; k++) {
    const c = fold.buf[k] as number;
    hash = hashStep(hash, c);
    if (c >= 48 && c <= 57) {
      digits++;
      number = number * 10 + c - 48;
    }
  }
  const id = run.lexicon.vocabulary.find(fold.buf, from, to, hash);
  if (digits === to - from) emit(run, from, to, id, KIND.number, read, digits <= 4 ? number : -1);
  else if (id === 0) emitRepaired(run, from, to, digits > 0, read);
  else emit(run, from, to, run.lexicon.canon[id] as number, KIND.word, read, -1);
}

function emitRepaired(run: Run, from: number, to: number, mixed: boolean, read: number): void {
  const fixed = to - from <= L.tokenChars ? repairWord(run.lexicon, fold.buf, from, to, mixed) : 0;
  emit(run, from, to, fixed === 0 ? 0 : (run.lexicon.canon[fixed] as number), KIND.word, read | (fixed === 0 ? 0 : READ.repaired), -1);
}

/** `paslon2`, `no2`, `2periode`: letters and digits that were glued, when the letters are a known word. */
function emitSplitDigits(run: Run, start: number, end: number, read: number): boolean {
  let cut = start + 1;
  const digitFirst = fold.cls[start] === CLASS.digit;
  while (cut < end && (fold.cls[cut] === CLASS.digit) === digitFirst) cut++;
  for (let k = cut; k < end; k++) if ((fold.cls[k] === CLASS.digit) === digitFirst || !isWordClass(fold.cls[k])) return false;
  if (cut >= end) return false;
  const [from, to] = digitFirst ? [cut, end] : [start, cut];
  let hash = HASH_START;
  for (let k = from; k < to; k++) hash = hashStep(hash, fold.buf[k] as number);
  const id = run.lexicon.vocabulary.find(fold.buf, from, to, hash);
  if (id === 0 || to - from < 2) return false;
  // `pilih2` is a reduplication, `paslon2` a number: only words that carry numbers keep the digit.
  const isTwo = !digitFirst && end - cut === 1 && fold.buf[cut] === 50;
  if (isTwo && ((run.lexicon.flags[run.lexicon.canon[id] as number] as number) & WORD_FLAG.abbreviation) === 0) {
    emit(run, start, end, run.lexicon.canon[id] as number, KIND.word, read | READ.repaired, -1);
    return true;
  }
  emitKnown(run, start, cut, read);
  emitKnown(run, cut, end, read);
  return true;
}

function readUrl(run: Run, start: number): number {
  let i = start;
  while (i < fold.length && fold.cls[i] !== CLASS.space && fold.cls[i] !== CLASS.newline) i++;
  emit(run, start, i, 0, KIND.url, 0, -1);
  return i;
}

function caseBits(text: string, start: number, end: number): number {
  const first = text.charCodeAt(fold.from[start] as number);
  if (first < 65 || first > 90) return 0;
  if (end - start < 2) return READ.capital;
  const last = text.charCodeAt(fold.from[end - 1] as number);
  return last >= 65 && last <= 90 ? READ.upper | READ.capital : READ.capital;
}

/** Fewer single letters than this are initials, not a word with spaces put in. */
const SPACED_MIN = 4;

const spaced = new Uint16Array(L.tokenChars);

/**
 * `p i l i h`, `c.o.b.l.o.s`: single letters with one separator each; the longest known word at the start of the run.
 * Returns the index behind it, or 0; a run without one is not tried again letter by letter.
 */
function joinSpaced(run: Run, start: number, read: number): number {
  if (start < run.noJoinBefore) return 0;
  let count = 0;
  let hash = HASH_START;
  let id = 0;
  let last = start;
  let end = start;
  for (let at = start; at > 0 || count === 0; at = nextSpaced(at)) {
    if (count === L.tokenChars) break;
    last = at;
    spaced[count++] = fold.buf[at] as number;
    hash = hashStep(hash, fold.buf[at] as number);
    const found = count >= SPACED_MIN ? run.lexicon.vocabulary.find(spaced, 0, count, hash) : 0;
    if (found !== 0) [id, end] = [found, at + 1];
  }
  run.noJoinBefore = last + 1;
  if (count < SPACED_MIN) return 0;
  if (id === 0) [id, end] = [repairWord(run.lexicon, spaced, 0, count, true), last + 1];
  if (id === 0) return 0;
  run.noJoinBefore = end;
  emit(run, start, end, run.lexicon.canon[id] as number, KIND.word, read | READ.repaired, -1);
  return end;
}

/** The next letter that stands alone behind blanks or light punctuation; −1 when the run ends. */
function nextSpaced(at: number): number {
  let i = at + 1;
  while (i < fold.length && isLight(fold.cls[i] as number)) i++;
  if (i === at + 1 || i >= fold.length || !isWordClass(fold.cls[i])) return -1;
  return i + 1 < fold.length && (isWordClass(fold.cls[i + 1]) || isDisguise(i + 1)) ? -1 : i;
}

function isLight(c: number): boolean {
  return c === CLASS.space || c === CLASS.join || c === CLASS.soft || c === CLASS.other;
}

function readSign(run: Run, i: number, c: number): number {
  switch (c) {
    case CLASS.newline:
      run.gap |= GAP.newline;
      return i + 1;
    case CLASS.join:
      return readJoin(run, i);
    case CLASS.stop:
      run.gap |= GAP.stop | (fold.buf[i] === 63 ? GAP.question : fold.buf[i] === 33 ? GAP.exclaim : 0);
      return i + 1;
    case CLASS.soft:
      run.gap |= fold.buf[i] === 58 ? GAP.soft | GAP.colon : GAP.soft;
      return i + 1;
    case CLASS.quote:
      run.gap |= GAP.quote;
      run.inQuote = !run.inQuote && i < run.lastQuote;
      return i + 1;
    case CLASS.hash:
      return readHashtag(run, i);
    case CLASS.at:
      return readHandle(run, i);
    case CLASS.emoji:
      return readEmoji(run, i);
    default:
      run.gap |= GAP.odd;
      return i + 1;
  }
}

/** A dot ends a sentence only before a space or the end, alone, and not after an abbreviation of one or two letters. */
function readJoin(run: Run, i: number): number {
  if (fold.buf[i] !== 46) {
    run.gap |= GAP.join;
    return i + 1;
  }
  let n = i + 1;
  while (n < fold.length && fold.buf[n] === 46) n++;
  const atEnd = n >= fold.length || !isWordClass(fold.cls[n]);
  const t = run.tokens;
  const previous = t.count > 0 ? (t.end[t.count - 1] as number) - (t.start[t.count - 1] as number) : 0;
  if (n - i > 1) run.gap |= GAP.soft;
  else if (atEnd && previous > 2) run.gap |= GAP.stop;
  else run.gap |= GAP.join;
  return n;
}

function isTagChar(i: number): boolean {
  return i < fold.length && (isWordClass(fold.cls[i]) || fold.buf[i] === 95);
}

function readHandle(run: Run, at: number): number {
  let i = at + 1;
  let hash = hashStep(HASH_START, 64);
  while (isTagChar(i) || (fold.buf[i] === 46 && isTagChar(i + 1) && i < fold.length)) hash = hashStep(hash, fold.buf[i++] as number);
  if (i === at + 1) {
    run.gap |= GAP.odd;
    return i;
  }
  const id = run.lexicon.vocabulary.find(fold.buf, at, i, hash);
  emit(run, at, i, id === 0 ? 0 : (run.lexicon.canon[id] as number), KIND.handle, 0, -1);
  return i;
}

function readEmoji(run: Run, at: number): number {
  const wide = (fold.buf[at] as number) >= 0xd800 && (fold.buf[at] as number) <= 0xdbff;
  const end = wide && at + 1 < fold.length ? at + 2 : at + 1;
  let hash = HASH_START;
  for (let k = at; k < end; k++) hash = hashStep(hash, fold.buf[k] as number);
  const id = run.lexicon.vocabulary.find(fold.buf, at, end, hash);
  emit(run, at, end, id === 0 ? 0 : (run.lexicon.canon[id] as number), KIND.emoji, 0, -1);
  return end;
}

/** The registered hashtag as a whole first; otherwise its words. */
function readHashtag(run: Run, at: number): number {
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
      if (id === 0 || (((flags[id] as number) | (flags[canon[id] as number] as number)) & (WORD_FLAG.core | WORD_FLAG.dictionary)) === 0) continue;
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

function hashOf(from: number, to: number): number {
  let hash = HASH_START;
  for (let k = from; k < to; k++) hash = hashStep(hash, fold.buf[k] as number);
  return hash;
}
