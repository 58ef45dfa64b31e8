/** First pass over a text: every character folded, with its class and where in the original it came from. */
import { ASCII_CLASS, ASCII_LOWER, CLASS, classOf, foldCodePoint } from './fold.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
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
