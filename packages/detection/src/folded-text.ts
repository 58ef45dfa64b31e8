/** First pass over a text: every character folded, with its class and where in the original it came from. */
import { ASCII_CLASS, ASCII_LOWER, CLASS, classOf, foldCodePoint } from './fold.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

const START_CAPACITY = 4_096;
/** Where character `i` of a text starts and ends as long as every character so far was one ASCII character. */
let sameStart = counting(START_CAPACITY, 0);
let sameEnd = counting(START_CAPACITY, 1);

function counting(size: number, first: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i + first);
}

/** Folded characters of the text being read, reused between posts. */
export const fold = {
  buf: new Uint16Array(START_CAPACITY),
  cls: new Uint8Array(START_CAPACITY),
  /** Where in the original the folded character starts and ends. */
  from: sameStart,
  to: sameEnd,
  length: 0,
};
let ownFrom = new Int32Array(START_CAPACITY);
let ownTo = new Int32Array(START_CAPACITY);

function ensure(size: number): void {
  if (size <= fold.buf.length) return;
  const n = 2 ** Math.ceil(Math.log2(size));
  fold.buf = new Uint16Array(n);
  fold.cls = new Uint8Array(n);
  ownFrom = new Int32Array(n);
  ownTo = new Int32Array(n);
  sameStart = counting(n, 0);
  sameEnd = counting(n, 1);
}

/** First pass. ASCII costs two table reads; from the first other character on, offsets are written down. */
export function foldText(text: string): void {
  const n = Math.min(text.length, L.textChars);
  ensure(n);
  const { buf, cls } = fold;
  let i = 0;
  for (; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c >= 128) break;
    buf[i] = ASCII_LOWER[c] as number;
    cls[i] = ASCII_CLASS[c] as number;
  }
  fold.from = sameStart;
  fold.to = sameEnd;
  fold.length = i < n ? foldMixed(text, i, n) : n;
}

function foldMixed(text: string, first: number, n: number): number {
  ownFrom.set(sameStart.subarray(0, first));
  ownTo.set(sameEnd.subarray(0, first));
  fold.from = ownFrom;
  fold.to = ownTo;
  let k = first;
  for (let i = first; i < n; i++) {
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
    k = foldWide(cp, i, next, k, n - next);
    i = next - 1;
  }
  return k;
}

/** `rest` characters of the text follow: one place is kept for each, because ASCII is written without asking. */
function foldWide(cp: number, from: number, to: number, at: number, rest: number): number {
  const folded = foldCodePoint(cp);
  let k = at;
  while (k + folded.length + rest > fold.buf.length) growFold();
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
  const old = { buf: fold.buf, cls: fold.cls, from: ownFrom, to: ownTo };
  ensure(fold.buf.length * 2);
  fold.buf.set(old.buf);
  fold.cls.set(old.cls);
  ownFrom.set(old.from);
  ownTo.set(old.to);
  fold.from = ownFrom;
  fold.to = ownTo;
}

export function isWordClass(c: number | undefined): boolean {
  return c === CLASS.letter || c === CLASS.digit;
}

/** `p@slon`, `c$blos`: a sign between two letters is a letter in disguise. */
export function isDisguise(i: number): boolean {
  // The buffer still holds an earlier text behind `length`; nothing there may be looked at.
  if (i + 1 >= fold.length) return false;
  const c = fold.buf[i];
  return (c === 64 || c === 36 || c === 33) && fold.cls[i - 1] === CLASS.letter && fold.cls[i + 1] === CLASS.letter;
}

export function hashOf(from: number, to: number): number {
  let hash = HASH_START;
  for (let k = from; k < to; k++) hash = hashStep(hash, fold.buf[k] as number);
  return hash;
}
