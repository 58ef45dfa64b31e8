/** Which phrases and words may get a learned weight at all. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { compile } from '../src/compile.ts';
import { wire } from '../src/engine-state.ts';
import { addressVariants, expandPattern, phraseWords } from '../src/patterns.ts';
import type { Ruleset } from '../src/ruleset.ts';
import { TERM_KIND, type TermWeights } from '../src/terms.ts';

const SHORTEST_WORD = 2;
/** Cues whose words are somebody's greeting, or say what a post is and not which side it takes. */
const SILENT_CUES: readonly string[] = ['greeting', 'spouse', 'leave'];

/** Every possible term with weights of zero: phrases of the rules, and words that the rules and the slang dictionary know. */
export function allTerms(rs: Ruleset): Record<string, TermWeights> {
  const barred = barredWords(rs);
  const out: Record<string, TermWeights> = {};
  for (const rule of rs.rules) {
    if (SILENT_CUES.includes(rule.cue)) continue;
    for (const text of rule.patterns.flatMap(expandPattern)) {
      const words = addressVariants(phraseWords(text))[0] ?? [];
      if (words.length > 0 && !words.some((w) => barred.has(w))) out[`${TERM_KIND.phrase}:${words.join(' ')}`] = [0, 0, 0];
    }
  }
  const s = wire(compile({ version: 'none', elections: [], contests: [], contestants: [], parties: [] }, rs), rs, []);
  const { vocabulary, canon } = s.lexicon;
  for (let id = 1; id < vocabulary.size; id++) {
    const word = vocabulary.word(id);
    if (canon[id] !== id || word.length < SHORTEST_WORD || !/^[a-z]+$/.test(word) || barred.has(word)) continue;
    for (const kind of [TERM_KIND.near, TERM_KIND.before, TERM_KIND.after]) out[`${kind}:${word}`] = [0, 0, 0];
  }
  return out;
}

export function barredWords(rs: Ruleset): Set<string> {
  const lists = parse(readFileSync(new URL('barred.yaml', import.meta.url), 'utf8')) as Record<string, string>;
  const own = Object.values(lists).flatMap((l) => l.split(/\s+/));
  const numbers = rs.numberWords.flatMap((n) => n.words).flatMap(phraseWords);
  const parties = rs.partyNames.flatMap((p) => [p.name, ...p.short]).flatMap(phraseWords);
  return new Set([...own, ...rs.givens, ...rs.address, ...numbers, ...parties, ...rs.numberCues, ...rs.fingers].filter((w) => w !== ''));
}

/** Word sequences that stand in enough of the training texts and hold no barred word; zeros, like {@link allTerms}. */
export function gramsOf(rs: Ruleset, rows: readonly (readonly string[])[], least: number): Record<string, TermWeights> {
  const barred = barredWords(rs);
  const count = new Map<string, number>();
  for (const row of rows) for (const g of row) count.set(g, (count.get(g) ?? 0) + 1);
  const kept = [...count].filter(([g, n]) => n >= least && !g.split(' ').some((w) => barred.has(w)));
  return Object.fromEntries(kept.map(([g]) => [`${TERM_KIND.gram}:${g}`, [0, 0, 0] as const]));
}
