/**
 * Text → tokens. Two linear passes: fold characters (keeping where each came from), then cut words.
 * An unknown word gets a bounded number of second looks (stretched, leet, glued, with a clitic);
 * no step ever looks back further than one token, so time is linear in the length of the text.
 */
import { CLASS } from './fold.ts';
import { fold, foldText, isWordClass } from './folded-text.ts';
import type { Lexicon } from './lexicon.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { isTagChar, readHashtag } from './read-hashtag.ts';
import { readWord } from './read-word.ts';
import { emit, type Run } from './token-run.ts';
import { GAP, KIND, type Tokens } from './tokens.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

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
