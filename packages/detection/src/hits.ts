/** One walk of the trie over a text: which names and which cues occur where. Buffers are reused between posts. */

import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import { LIMITS_DETECTION as L } from './limits.ts';
import { GAP_BREAKS, type Tokens } from './tokens.ts';

export class Hits {
  names = 0;
  nameFrom = new Int32Array(L.tokensPerField);
  nameTo = new Int32Array(L.tokensPerField);
  namePattern = new Int32Array(L.tokensPerField);
  cues = 0;
  cueFrom = new Int32Array(L.cuesPerField);
  cueTo = new Int32Array(L.cuesPerField);
  cueRule = new Int32Array(L.cuesPerField);
  cuePattern = new Int32Array(L.cuesPerField);
  /** How often each cue class occurs; a cheap first look. */
  readonly cueCount = new Int32Array(64);
  /** The offices the text names, once somebody asked. */
  offices: ReadonlySet<string> | null = null;

  clear(): void {
    this.names = 0;
    this.cues = 0;
    this.cueCount.fill(0);
    this.offices = null;
  }

  addName(from: number, to: number, pattern: number): void {
    // Longest wins at one start; a hit inside an earlier, longer one is part of that name.
    const last = this.names - 1;
    if (last >= 0 && this.nameFrom[last] === from) {
      this.nameTo[last] = to;
      this.namePattern[last] = pattern;
      return;
    }
    if (this.names >= this.nameFrom.length) return;
    this.nameFrom[this.names] = from;
    this.nameTo[this.names] = to;
    this.namePattern[this.names++] = pattern;
  }
}

const MAX_GREETINGS = 4;

/** Like {@link matchTokens}, after greetings are taken out: whose greeting it is must not weigh anything. */
export function findHits(s: EngineState, tokens: Tokens, hits: Hits): void {
  matchTokens(s, tokens, hits);
  for (let round = 0; round < MAX_GREETINGS && (hits.cueCount[CUE_INDEX.greeting] as number) > 0; round++) {
    let [from, to] = [-1, -1];
    for (let k = 0; k < hits.cues; k++) {
      if (s.ruleCue[hits.cueRule[k] as number] !== CUE_INDEX.greeting) continue;
      if (from === -1 || ((hits.cueFrom[k] as number) === from && (hits.cueTo[k] as number) > to))
        [from, to] = [hits.cueFrom[k] as number, hits.cueTo[k] as number];
    }
    if (from === -1) return;
    tokens.remove(from, to);
    matchTokens(s, tokens, hits);
  }
}

/** Fills `hits` from `tokens`. Time: tokens × pattern length (at most eight steps each). */
function matchTokens(s: EngineState, tokens: Tokens, hits: Hits): void {
  hits.clear();
  const { trie, compiled, ruleCue } = s;
  const { refHead, ruleHead, ruleNext, ruleIndex } = compiled;
  for (let i = 0; i < tokens.count; i++) {
    let node = 0;
    for (let j = i; j < tokens.count && j - i < L.patternTokens; j++) {
      if (j > i && ((tokens.gap[j] as number) & GAP_BREAKS) !== 0) break;
      const id = tokens.id[j] as number;
      node = id === 0 ? 0 : trie.step(node, id);
      if (node === 0) break;
      const out = trie.output(node);
      if (out === 0) continue;
      const pattern = out - 1;
      if (refHead[pattern] !== 0) hits.addName(i, j + 1, pattern);
      for (let r = ruleHead[pattern] as number; r !== 0; r = ruleNext[r] as number) {
        const rule = ruleIndex[r] as number;
        const cue = ruleCue[rule] as number;
        hits.cueCount[cue] = (hits.cueCount[cue] as number) + 1;
        if (hits.cues >= L.cuesPerField) continue;
        hits.cueFrom[hits.cues] = i;
        hits.cueTo[hits.cues] = j + 1;
        hits.cuePattern[hits.cues] = pattern;
        hits.cueRule[hits.cues++] = rule;
      }
    }
  }
}
