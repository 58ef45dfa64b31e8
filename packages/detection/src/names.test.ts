import { describe, expect, it } from 'vitest';
import { personWords } from './names.ts';
import { expandPattern, phraseWords } from './patterns.ts';
import { loadRuleset } from './ruleset.ts';

const titles = new Set(loadRuleset().titles);

describe('names of people', () => {
  it.each([
    ['titles before and degrees after', 'Dr. Ir. H. WIRASENA PADMATIRTA, S.E., M.M.', ['wirasena', 'padmatirta'], []],
    ['a nickname in brackets', 'H. GANDEWA SASMAYA, S.IP. (SI DEWA)', ['gandewa', 'sasmaya'], ['SI DEWA']],
    ['an honorary degree', 'Dr. (H.C) Ir. TRI KUSUMAWATI, M.T.', ['tri', 'kusumawati'], []],
    ['a police rank', 'Komjen Pol. (Purn). DHANURENDRA, S.I.K.', ['dhanurendra'], []],
    ['one name', 'SUPARTINI', ['supartini'], []],
  ])('are read without %s', (_what, name, words, nicknames) => {
    expect(personWords(name, titles)).toEqual({ words, nicknames });
  });
});

describe('patterns', () => {
  it.each([
    ['(a|b) c', ['a c', 'b c']],
    ['(a|) c', ['a c', 'c']],
    ['a', ['a']],
  ])('%s stands for %j', (pattern, expected) => expect(expandPattern(pattern)).toEqual(expected));

  it.each(['(a|b', 'a)', '((a)|b)'])('%s is refused', (pattern) => expect(() => expandPattern(pattern)).toThrow(/\(|\)|nest/));

  it('are cut into words as a text is', () => expect(phraseWords("Ma'ruf - Amin ✌🏽")).toEqual(['ma', 'ruf', 'amin', '✌']));
});
