/** The ruleset as it is told to people: every rule, and every list of words that is no rule by itself. */
import type { LexiconEntry, RuleDescription, RulesetDescription } from '@pantau/domain';
import type { Rule, Ruleset } from './ruleset.ts';

const ruleOf = (r: Rule): RuleDescription => ({
  id: r.id,
  meaning: r.meaning,
  source: r.source,
  cue: r.cue,
  label: r.label ?? null,
  exempt: r.exempt ?? null,
  lang: r.lang,
  review: r.review ?? null,
  patterns: r.patterns,
  positive: r.positive,
  negative: r.negative,
});

/** An entry stands once in its list, also where two files name it. */
function listOf(lexicon: LexiconEntry['lexicon'], rows: Iterable<readonly [string, readonly string[]]>): LexiconEntry[] {
  const merged = new Map<string, Set<string>>();
  for (const [entry, variants] of rows) merged.set(entry, new Set([...(merged.get(entry) ?? []), ...variants]));
  return [...merged].map(([entry, variants]) => ({ lexicon, entry, variants: [...variants] }));
}

export function describe(r: Ruleset): RulesetDescription {
  return {
    name: r.id,
    rules: r.rules.map(ruleOf),
    lexicons: [
      ...listOf('spelling', r.slang),
      ...listOf(
        'number',
        r.numberWords.map((w) => [String(w.n), w.words]),
      ),
      ...listOf(
        'gesture',
        r.gestures.map((g) => [g.sign, g.n === null ? [] : [String(g.n)]]),
      ),
      ...listOf(
        'party',
        r.partyNames.map((p) => [p.name, p.short]),
      ),
      ...listOf('two_meanings', Object.entries(r.homonyms.elsewhere)),
    ],
  };
}
