import { RuleDescription } from '@pantau/domain';
import { expect, describe as suite, test } from 'vitest';
import { describe } from './describe.ts';
import { loadRuleset } from './ruleset.ts';

suite('a ruleset is described', () => {
  const ruleset = loadRuleset();
  const d = describe(ruleset);

  test('under its own name, with every rule as the contract wants it', () => {
    expect(d.name).toBe(ruleset.id);
    expect(d.rules.map((r) => RuleDescription.parse(r).id)).toEqual(ruleset.rules.map((r) => r.id));
  });

  test('words that wait for a native speaker say so', () => {
    expect(d.rules.filter((r) => r.lang === 'regional').every((r) => r.review === 'native-speaker-needed')).toBe(true);
    expect(d.rules.some((r) => r.review !== null)).toBe(true);
  });

  test('an entry stands once in its list, and no list is empty', () => {
    const keys = d.lexicons.map((l) => `${l.lexicon}\n${l.entry}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect([...new Set(d.lexicons.map((l) => l.lexicon))].sort()).toEqual(['gesture', 'number', 'party', 'spelling', 'two_meanings']);
  });
});
