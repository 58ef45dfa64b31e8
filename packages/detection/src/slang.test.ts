import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureRegister, post } from '../test-support/fixture.ts';
import { rootWords } from '../train/natural.ts';
import { compile } from './compile.ts';
import { compileEngine, score } from './index.ts';
import { loadRuleset, RULES_DIR } from './ruleset.ts';
import { Vocabulary } from './vocabulary.ts';

const ruleset = loadRuleset();
const variants = [...ruleset.slang.values()].flat();
const strays = (taken: Iterable<string>, allowed: readonly string[] = []): string[] => {
  const words = new Set(taken);
  return variants.filter((v) => words.has(v) && !allowed.includes(v));
};

/** Colloquial words that dictionaries list; as slang they mean what the dictionary says. */
const SAME_SENSE = readFileSync(join(import.meta.dirname, '../test-support/colloquial-roots.txt'), 'utf8').split(/\s+/);

describe('the slang dictionary', () => {
  it('has thousands of entries of its own', () => expect(new Set(variants).size).toBeGreaterThan(5_000));

  it('gives every variant one formal word, which is no variant itself', () => {
    expect(variants.length).toBe(new Set(variants).size);
    expect(strays(ruleset.slang.keys())).toEqual([]);
  });

  it('holds no everyday word of another meaning', () => {
    expect(strays(ruleset.everyday, SAME_SENSE)).toEqual([]);
    expect(strays(rootWords(), SAME_SENSE)).toEqual([]);
  });

  it('holds no given name, no place and no form of address of another meaning', () => {
    expect(strays(ruleset.givens)).toEqual([]);
    expect(strays(ruleset.address, SAME_SENSE)).toEqual([]);
  });

  it('holds no party and no number word', () => {
    // "pa", "pda" and "bkn" are everybody's "pak", "pada" and "bukan"; the parties of these letters are read by their full names.
    const everybodys = ['pa', 'pda'];
    expect(
      strays(
        ruleset.partyNames.flatMap((p) => p.short.flatMap((s) => s.split(' '))),
        everybodys,
      ),
    ).toEqual([]);
    expect(strays(ruleset.homonyms.always_ambiguous, everybodys)).toEqual([]);
    expect(strays(ruleset.numberWords.flatMap((n) => n.words))).toEqual([]);
  });

  it('holds nothing twice: what the reader repairs by itself needs no entry', () => {
    const [stretched, clitic] = [/(.)\1\1/, /(?:lah|kah|pun)$/];
    const formalOf = new Map([...ruleset.slang].flatMap(([formal, list]) => list.map((v) => [v, formal] as const)));
    expect(variants.filter((v) => stretched.test(v) && formalOf.get(v.replace(/(.)\1+/g, '$1')) === formalOf.get(v))).toEqual([]);
    expect(variants.filter((v) => clitic.test(v) && v.replace(clitic, '').length >= 4 && formalOf.get(v.replace(clitic, '')) === formalOf.get(v))).toEqual([]);
  });

  it('is read at compile time: every variant leads to its formal word', () => {
    const compiled = compile(fixtureRegister, ruleset);
    const vocabulary = new Vocabulary(compiled.vocabulary);
    const wrong = [...ruleset.slang].flatMap(([formal, list]) =>
      list.filter((v) => vocabulary.word(compiled.canon[vocabulary.findString(v)] as number) !== formal).map((v) => `${v} is not ${formal}`),
    );
    expect(wrong).toEqual([]);
  });

  it("yields to a contestant's nickname, except where nobody could tell the two apart", () => {
    const named = (nick: string): string[] => {
      const [first, ...rest] = fixtureRegister.contestants;
      const register = { ...fixtureRegister, contestants: [{ ...(first as NonNullable<typeof first>), aliases: [nick] }, ...rest] };
      return score(compileEngine({ register, ruleset }), post(`ayo coblos paslon ${nick.toUpperCase()} nomor 1`)).evidence.map((e) => e.rule);
    };
    expect(named('mantul')).toContain('NAME-nick');
    expect(named('yg')).not.toContain('NAME-nick');
  });
});

describe('its files', () => {
  it('say which words wait for a native speaker', () => {
    for (const file of ['javanese', 'sundanese', 'regional'])
      expect(readFileSync(join(RULES_DIR, 'slang', `${file}.yaml`), 'utf8')).toContain('review: native-speaker-needed');
  });
});
