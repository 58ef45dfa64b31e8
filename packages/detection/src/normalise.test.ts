import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureRegister } from '../test-support/fixture.ts';
import { compile } from './compile.ts';
import { wire } from './engine-state.ts';
import { normaliseWith } from './normalise.ts';
import { loadRuleset } from './ruleset.ts';

/** A property runs many texts; a busy machine may take its time. */
const PATIENCE_MS = 60_000;
const ruleset = loadRuleset();
const { lexicon } = wire(compile(fixtureRegister, ruleset), ruleset, []);
const read = (text: string): string => normaliseWith(lexicon, text).text;

describe('normalising', () => {
  it.each([
    ['capital letters', 'COBLOS', 'coblos'],
    ['full width letters', 'Ｐｉｌｉｈ', 'pilih'],
    ['mathematical letters', '𝐩𝐢𝐥𝐢𝐡 𝓹𝓲𝓵𝓲𝓱', 'pilih pilih'],
    ['Cyrillic look-alikes', 'соblоs', 'coblos'],
    ['zero-width characters', 'co\u200bb\u200dlos', 'coblos'],
    ['combining marks', 'c\u0301o\u0323blos', 'coblos'],
    ['struck-through letters', 'c\u0336o\u0336b\u0336l\u0336o\u0336s\u0336', 'coblos'],
    ['digits for letters', 'c0bl0s p1lih', 'coblos pilih'],
    ['signs for letters', 'p@slon', 'paslon'],
    ['letters with spaces', 'p i l i h dia', 'pilih dia'],
    ['letters with dots', 'c.o.b.l.o.s', 'coblos'],
    ['stretched letters', 'menaaaang pilihhhh', 'menang pilih'],
    ['a doubled word written with 2', 'pilih2', 'pilih'],
    ['a number glued to its word', 'paslon2 no2', 'paslon 2 nomor 2'],
    ['abbreviations', 'yg dgn utk', 'yang dengan untuk'],
    ['a clitic on an unknown word', 'paslonnya', 'paslon'],
    ['keycaps', '2️⃣', '2'],
    ['skin tones', '✌🏽', '✌'],
    ['enclosed letters', '🅿🅸🅻🅸🅷', 'pilih'],
    ['a hashtag in camel case', '#LanjutkanDuaPeriode', 'lanjutkan dua periode'],
    ['a hashtag in lower case', '#lanjutkanduaperiode', 'lanjutkan dua periode'],
    ['a hashtag with a number', '#CoblosNomor2', 'coblos nomor 2'],
    ['curly quotes and dashes', '“pilih” – dia', 'pilih dia'],
  ])('reads %s', (_name, text, expected) => expect(read(text)).toBe(expected));

  it('leaves a word it does not know as it is', () => expect(read('zyxwvu')).toBe('zyxwvu'));

  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom('pilih', 'c0bl0s', ' ', 'p i l i h', '#', 'menaaang', '2', '.', '✌🏽', 'yg', '\u200b', '@', 'Ｎｏ', '🔥', '"', '\n', 'о', 'paslon2'),
        { maxLength: 20 },
      )
      .map((a) => a.join('')),
  );

  it(
    'changes nothing when run twice',
    () => {
      fc.assert(
        fc.property(noise, (text) => {
          const once = read(text);
          expect(read(once)).toBe(once);
        }),
        { numRuns: 150 },
      );
    },
    PATIENCE_MS,
  );

  it(
    'maps every character into the original text, in order',
    () => {
      fc.assert(
        fc.property(noise, (text) => {
          const n = normaliseWith(lexicon, text);
          let last = 0;
          for (let i = 0; i < n.text.length; i++) {
            const [from, to] = [n.start[i] as number, n.end[i] as number];
            expect(from).toBeGreaterThanOrEqual(last);
            expect(to).toBeLessThanOrEqual(text.length);
            last = from;
          }
        }),
        { numRuns: 150 },
      );
    },
    PATIENCE_MS,
  );
});
