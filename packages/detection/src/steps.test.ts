/**
 * Never superlinear. Time is not measured here: steps are counted. A step is one look into the vocabulary (of at most 48
 * characters) or one edge of the trie; what comes after is bounded by the limits on names and cues.
 */
import { expect, test } from 'vitest';
import { fixtureRegister, post } from '../test-support/fixture.ts';
import { compile } from './compile.ts';
import { wire } from './engine-state.ts';
import { LIMITS_DETECTION } from './limits.ts';
import { loadRuleset } from './ruleset.ts';
import { scorePost } from './score.ts';
import { TokenTrie } from './trie.ts';
import { Vocabulary } from './vocabulary.ts';
import { WORST_KINDS } from './worst-texts.ts';

let steps = 0;

class CountingVocabulary extends Vocabulary {
  override find(buf: Uint16Array, from: number, to: number, hash: number): number {
    steps++;
    return super.find(buf, from, to, hash);
  }
}
class CountingTrie extends TokenTrie {
  override step(node: number, token: number): number {
    steps++;
    return super.step(node, token);
  }
}

const ruleset = loadRuleset();
const compiled = compile(fixtureRegister, ruleset);
const state = wire(compiled, ruleset, []);
state.lexicon.vocabulary = new CountingVocabulary(compiled.vocabulary);
state.trie = new CountingTrie(compiled.trie);

function stepsFor(text: string): number {
  steps = 0;
  scorePost(state, post(text));
  return steps;
}

const CHARS = LIMITS_DETECTION.textChars;
const filled = (unit: string, chars: number): string => unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars);
/** A hashtag in small letters is tried at every letter with every length up to 24; nothing needs more. */
const STEPS_PER_CHAR = LIMITS_DETECTION.hashtagPieceChars + 1;
/** Twice the text, twice the steps; the cut at the end may fall into a word. */
const DOUBLE = 2.1;

test.each(WORST_KINDS)('20,000 characters of %s take twice the steps of 10,000', (_name, unit) => {
  const [half, whole] = [stepsFor(filled(unit, CHARS / 2)), stepsFor(filled(unit, CHARS))];
  expect(whole).toBeLessThanOrEqual(CHARS * STEPS_PER_CHAR);
  expect(whole).toBeLessThanOrEqual(half * DOUBLE + CHARS / 100);
});

test('what is longer than the limit is not read at all', () => {
  const long = { ...post(''), text: filled('pilih menang ', CHARS * 3) };
  const whole = stepsFor(filled('pilih menang ', CHARS));
  steps = 0;
  scorePost(state, long);
  expect(steps).toBe(whole);
});

test('names, cues and evidence stay within their limits however many there are', () => {
  for (const [, unit] of WORST_KINDS) {
    const { verdict, fields } = scorePost(state, post(filled(`Wirasena Padmatirta ${unit}`, CHARS)));
    expect(verdict.evidence.length).toBeLessThanOrEqual(LIMITS_DETECTION.evidencePerVerdict);
    expect(verdict.contestants.length).toBeLessThanOrEqual(LIMITS_DETECTION.contestantsPerVerdict);
    for (const f of fields?.own ?? []) {
      expect(f.reading.mentions.length).toBeLessThanOrEqual(LIMITS_DETECTION.mentionsPerField);
      expect(f.reading.cues.length).toBeLessThanOrEqual(LIMITS_DETECTION.cuesPerField);
    }
  }
});
