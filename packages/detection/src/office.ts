/** Which offices a text names: "cagub" speaks of one contest, "calon bupati" of another. */
import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import type { Hits } from './hits.ts';
import type { Tokens } from './tokens.ts';

const OFFICE_WORDS: Record<string, RegExp> = {
  GOVERNOR: /gub/,
  REGENT: /bup/,
  MAYOR: /wali|wali ?kota/,
  PRESIDENT: /pres|capres|wapres/,
  LEGISLATIVE: /caleg|dpr|dpd|dapil/,
};

export function officeTypes(s: EngineState, t: Tokens, hits: Hits): ReadonlySet<string> {
  if (hits.offices !== null) return hits.offices;
  const types = new Set<string>();
  for (let k = 0; k < hits.cues; k++) {
    if (s.ruleCue[hits.cueRule[k] as number] !== CUE_INDEX.elect) continue;
    const word = officeOf(s, t, hits.cueFrom[k] as number, hits.cueTo[k] as number);
    if (word !== null) types.add(word);
  }
  hits.offices = types;
  return types;
}

function officeOf(s: EngineState, t: Tokens, from: number, to: number): string | null {
  for (let i = from; i < to; i++) {
    const word = s.lexicon.vocabulary.word(t.id[i] as number);
    for (const [type, re] of Object.entries(OFFICE_WORDS)) if (re.test(word)) return type;
  }
  return null;
}
