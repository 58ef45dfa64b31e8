import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fixtureRegister, post } from '../test-support/fixture.ts';
import { compile } from './compile.ts';
import { wire } from './engine-state.ts';
import { findHits, Hits } from './hits.ts';
import { expandPattern } from './patterns.ts';
import { readTokens } from './reader.ts';
import { loadRuleset, RULES_DIR, RulesetError } from './ruleset.ts';
import { scorePost } from './score.ts';
import { Tokens } from './tokens.ts';

const ruleset = loadRuleset();
const state = wire(compile(fixtureRegister, ruleset), ruleset, []);
const filled = (text: string): string => text.replaceAll('{c}', 'Wirasena Padmatirta').replaceAll('{p}', 'Partai Tani Nusantara').replaceAll('{n}', '2');

function rulesIn(text: string): Set<string> {
  const tokens = new Tokens();
  const hits = new Hits();
  readTokens(text, state.lexicon, tokens);
  const matched = new Set<string>();
  // A greeting is taken out of the text once it is found, so it is looked for before.
  findHits(state, tokens, hits);
  if (tokens.count < text.trim().split(/\s+/).length) matched.add('GREETING');
  for (let k = 0; k < hits.cues; k++) matched.add(ruleset.rules[hits.cueRule[k] as number]?.id ?? '');
  return matched;
}

describe('the rules', () => {
  it('have an identity that follows their contents', () => expect(ruleset.id).toMatch(/^rs-2026\.11-[0-9a-f]{8}$/));

  it('mark regional words until a native speaker has confirmed them', () => {
    expect(ruleset.rules.filter((r) => r.lang === 'regional' && r.review !== 'native-speaker-needed')).toEqual([]);
  });

  it('are not reached by a slang spelling of another word', () => {
    const formalOf = new Map([...ruleset.slang].flatMap(([formal, list]) => list.map((v) => [v, formal] as const)));
    const cueWords = (cue: string): Set<string> =>
      new Set(
        ruleset.rules
          .filter((r) => r.cue === cue)
          .flatMap((r) => r.patterns.flatMap((p) => expandPattern(p)))
          .map((text) => text.trim()),
      );
    const strays = ruleset.rules.flatMap((rule) => {
      const words = cueWords(rule.cue);
      // "doang" read as "saja" made every "saja" irony; the formal word must mean the same.
      return [...words].filter((w) => formalOf.has(w) && !words.has(formalOf.get(w) as string)).map((w) => `${rule.id}: ${w} is read as ${formalOf.get(w)}`);
    });
    expect(strays).toEqual([]);
  });

  for (const rule of ruleset.rules) {
    for (const text of rule.positive) it(`${rule.id} matches: ${text}`, () => expect([...rulesIn(filled(text))]).toContain(rule.id));
    for (const text of rule.negative)
      it(`${rule.id} does not flag: ${text}`, () => expect(scorePost(state, post(filled(text))).verdict.verdict).not.toBe('flag'));
  }
});

describe('a faulty ruleset', () => {
  let dir = '';
  const broken = (yaml: string): RulesetError => {
    dir = mkdtempSync(join(tmpdir(), 'rules-'));
    cpSync(RULES_DIR, dir, { recursive: true });
    writeFileSync(join(dir, 'cues', 'zz.yaml'), yaml);
    try {
      loadRuleset(dir);
    } catch (error) {
      return error as RulesetError;
    }
    throw new Error('the ruleset was accepted');
  };
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const rule = (body: string): string => `rules:\n  - id: ZZ-1\n    meaning: m\n    source: s\n${body}    positive: []\n    negative: []\n`;

  it.each([
    ['an unknown cue', rule('    cue: shout\n    patterns: [a]\n'), 'cues/zz.yaml:5:10: unknown cue "shout"'],
    ['an unknown field', rule('    cue: vote\n    colour: red\n    patterns: [a]\n'), 'cues/zz.yaml:6:13: unknown field "colour"'],
    ['a missing field', rule('    cue: vote\n'), 'cues/zz.yaml:2:5: rule "ZZ-1" has no "patterns"'],
    ['a broken group', rule('    cue: vote\n    patterns:\n      - (a|b\n'), 'cues/zz.yaml:7:9: a "(" without ")"'],
    ['a regional rule without a mark', rule('    cue: vote\n    lang: regional\n    patterns: [a]\n'), 'cues/zz.yaml:6:11: a regional rule has no review mark'],
  ])('with %s is refused with file, line, column and a hint', (_what, yaml, message) => {
    const error = broken(yaml);
    expect(error).toBeInstanceOf(RulesetError);
    expect(error.message).toContain(message);
    expect(error.hint).not.toBe('');
  });
});
