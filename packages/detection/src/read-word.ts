/** Plain words, numbers and addresses of pages; an unknown word gets a bounded number of second looks. */
import { CLASS } from './fold.ts';
import { fold, hashOf, isDisguise, isWordClass } from './folded-text.ts';
import { WORD_FLAG } from './lexicon.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { joinSpaced } from './read-spaced.ts';
import { isPossessive, repairWord, splitKnown, unleetExact } from './repair.ts';
import { emit, emitKnown, type Run } from './token-run.ts';
import { KIND, READ } from './tokens.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

const HTTP = [104, 116, 116, 112];
function isUrl(i: number): boolean {
  if (i + HTTP.length + 1 >= fold.length) return false;
  for (let k = 0; k < HTTP.length; k++) if (fold.buf[i + k] !== HTTP[k]) return false;
  return fold.buf[i + 4] === 58 || (fold.buf[i + 4] === 115 && fold.buf[i + 5] === 58);
}

export function readWord(run: Run, start: number): number {
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

/** `paslon2`, `no2`, `2periode`: letters and digits that were glued, when the letters are a known word; `pilih2`, `teman2nya`: a doubled word. */
function emitSplitDigits(run: Run, start: number, end: number, read: number): boolean {
  let cut = start + 1;
  const digitFirst = fold.cls[start] === CLASS.digit;
  while (cut < end && (fold.cls[cut] === CLASS.digit) === digitFirst) cut++;
  if (cut >= end) return false;
  const doubled = !digitFirst && isDoubling(cut, end);
  if (!doubled) for (let k = cut; k < end; k++) if ((fold.cls[k] === CLASS.digit) === digitFirst || !isWordClass(fold.cls[k])) return false;
  const [from, to] = digitFirst ? [cut, end] : [start, cut];
  const { vocabulary, canon, flags } = run.lexicon;
  const id = vocabulary.find(fold.buf, from, to, hashOf(from, to));
  if (id === 0 || to - from < 2) return false;
  // `pilih2` is a reduplication, `paslon2` a number: only words that carry numbers keep the digit.
  const carriesNumbers = ((flags[canon[id] as number] as number) & WORD_FLAG.abbreviation) !== 0;
  if (doubled && !carriesNumbers) {
    emit(run, start, end, canon[id] as number, KIND.word, read | READ.repaired, -1);
    return true;
  }
  // `coblo5` is "coblos" before it is "coblo" and a five.
  if (end - cut > 1 && doubled) return false;
  if (!carriesNumbers && unleetExact(run.lexicon, fold.buf, start, end) !== 0) return false;
  emitKnown(run, start, cut, read);
  emitKnown(run, cut, end, read);
  return true;
}

const TWO = 50;
/** A 2 at `at`, alone or before "nya", "ku", "mu". */
function isDoubling(at: number, end: number): boolean {
  return fold.buf[at] === TWO && (at + 1 === end || isPossessive(fold.buf, at + 1, end));
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
