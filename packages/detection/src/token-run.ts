/** One reading in progress: what every reader of words, signs and hashtags shares, and how a token is written down. */
import { fold } from './folded-text.ts';
import type { Lexicon } from './lexicon.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { repairWord } from './repair.ts';
import { KIND, READ, type Tokens } from './tokens.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

export interface Run {
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

export function emit(run: Run, from: number, to: number, id: number, kind: number, read: number, value: number): void {
  run.tokens.push(fold.from[from] as number, fold.to[to - 1] as number, id, kind, run.gap, read | (run.inQuote ? READ.quoted : 0), value);
  run.gap = 0;
}

export function emitKnown(run: Run, from: number, to: number, read: number): void {
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

export function emitRepaired(run: Run, from: number, to: number, mixed: boolean, read: number): void {
  const fixed = to - from <= L.tokenChars ? repairWord(run.lexicon, fold.buf, from, to, mixed) : 0;
  emit(run, from, to, fixed === 0 ? 0 : (run.lexicon.canon[fixed] as number), KIND.word, read | (fixed === 0 ? 0 : READ.repaired), -1);
}
