/** The normalised text with an exact map back: what the matcher saw, as a string. */

import { fold, foldText } from './folded-text.ts';
import type { Lexicon } from './lexicon.ts';
import { readTokens } from './reader.ts';
import { GAP, GAP_BREAKS, KIND, Tokens } from './tokens.ts';

export interface Normalised {
  text: string;
  /** For each UTF-16 unit of `text`: where its token starts and ends in the original. */
  start: Int32Array;
  end: Int32Array;
}

/** A reading settles after one or two rounds; text made to defeat it is cut off here. */
const MAX_ROUNDS = 6;

/**
 * Canonical words joined by spaces, sentence ends kept. Normalising the result again changes nothing:
 * letters that only come to stand apart through the first reading are read once more.
 */
export function normaliseWith(lexicon: Lexicon, source: string): Normalised {
  let n = readOnce(lexicon, source);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const again = readOnce(lexicon, n.text);
    if (again.text === n.text) break;
    const before = n;
    n = {
      text: again.text,
      start: again.start.map((at) => before.start[Math.min(at, before.start.length - 1)] ?? 0),
      end: again.end.map((at) => (at > 0 ? (before.end[at - 1] ?? 0) : (before.start[0] ?? 0))),
    };
  }
  return n;
}

function readOnce(lexicon: Lexicon, source: string): Normalised {
  const tokens = new Tokens();
  readTokens(source, lexicon, tokens);
  let text = '';
  const start: number[] = [];
  const end: number[] = [];
  const put = (s: string, from: number, to: number): void => {
    for (let k = 0; k < s.length; k++) {
      start.push(from);
      end.push(to);
    }
    text += s;
  };
  for (let i = 0; i < tokens.count; i++) {
    const from = tokens.start[i] as number;
    const to = tokens.end[i] as number;
    const gap = tokens.gap[i] as number;
    const mark = i === 0 ? '' : (gap & GAP_BREAKS) !== 0 ? ((gap & GAP.question) !== 0 ? ' ? ' : '\n') : (gap & GAP.soft) !== 0 ? ' , ' : ' ';
    put(mark, from, from);
    put(wordAt(lexicon, tokens, i, source), from, to);
  }
  return { text, start: Int32Array.from(start), end: Int32Array.from(end) };
}

function wordAt(lexicon: Lexicon, t: Tokens, i: number, source: string): string {
  const raw = source.slice(t.start[i] as number, t.end[i] as number);
  if (t.kind[i] === KIND.url) return raw;
  const id = t.id[i] as number;
  if (id !== 0) return lexicon.vocabulary.word(id);
  foldText(raw);
  let out = '';
  for (let k = 0; k < fold.length; k++) out += String.fromCharCode(fold.buf[k] as number);
  return out;
}
