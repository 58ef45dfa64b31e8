/** Words hidden by a blank or a dot between their letters. */
import { CLASS } from './fold.ts';
import { fold, isDisguise, isWordClass } from './folded-text.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { repairWord } from './repair.ts';
import { emit, type Run } from './token-run.ts';
import { KIND, READ } from './tokens.ts';
import { HASH_START, hashStep } from './vocabulary.ts';

/** Fewer single letters than this are initials, not a word with spaces put in. */
const SPACED_MIN = 4;

const spaced = new Uint16Array(L.tokenChars);

/**
 * `p i l i h`, `c.o.b.l.o.s`: single letters with one separator each; the longest known word at the start of the run.
 * Returns the index behind it, or 0; a run without one is not tried again letter by letter.
 */
export function joinSpaced(run: Run, start: number, read: number): number {
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
