/** The tricks of issue item 1, one by one and together: a disguised word is read as the word, at the place where it stands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureRegister } from '../test-support/fixture.ts';
import { compile } from './compile.ts';
import { wire } from './engine-state.ts';
import { type Normalised, normaliseWith } from './normalise.ts';
import { loadRuleset } from './ruleset.ts';

/** A property runs many texts; a busy machine may take its time. */
const PATIENCE_MS = 60_000;
const ruleset = loadRuleset();
const { lexicon } = wire(compile(fixtureRegister, ruleset), ruleset, []);
const normalised = (text: string): Normalised => normaliseWith(lexicon, text);
const read = (text: string): string => normalised(text).text;

/** No words that carry a number: `paslon2` is paslon two, not a doubled word. */
const WORDS = ['coblos', 'pilih', 'menang', 'dukung', 'lanjutkan', 'gubernur', 'kampanye', 'netral', 'bupati'] as const;
const word = fc.constantFrom(...WORDS);
const nth = (table: string, normal: string) => (c: string) => (normal.includes(c) ? (Array.from(table)[normal.indexOf(c)] as string) : c);
const AZ = 'abcdefghijklmnopqrstuvwxyz';
const FULL_WIDTH = nth('ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ', AZ);
const SCRIPT = nth('𝓪𝓫𝓬𝓭𝓮𝓯𝓰𝓱𝓲𝓳𝓴𝓵𝓶𝓷𝓸𝓹𝓺𝓻𝓼𝓽𝓾𝓿𝔀𝔁𝔂𝔃', AZ);
const SQUARED = nth('🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉', AZ);
const CYRILLIC_GREEK = nth('аԁеіјокмпрѕтυνусһԛһ'.slice(0, 17), 'adeijokmnpstuvych');
const LEET = nth('0134579', 'oieastg');

/** Changes some letters of a word, which ones is chosen by fast-check. */
const changed = (w: string, how: (c: string) => string, which: readonly boolean[]): string =>
  Array.from(w, (c, i) => (which[i % which.length] ? how(c) : c)).join('');
const some = fc.array(fc.boolean(), { minLength: 4, maxLength: 9 });
const invisible = fc.constantFrom('\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\ufe0f', '\u202e');
const mark = fc.constantFrom('\u0301', '\u0323', '\u0336', '\u0300', '\u0489');

/** A disguise: one word, written so that a simple search misses it. */
const DISGUISES: Record<string, (w: string) => fc.Arbitrary<string>> = {
  'capital letters': (w) => some.map((which) => changed(w, (c) => c.toUpperCase(), which)),
  'full-width letters': (w) => some.map((which) => changed(w, FULL_WIDTH, which)),
  'mathematical letters': (w) => some.map((which) => changed(w, SCRIPT, which)),
  'squared letters': (w) => some.map((which) => changed(w, SQUARED, which)),
  'look-alikes of other scripts': (w) => some.map((which) => changed(w, CYRILLIC_GREEK, which)),
  'zero-width characters': (w) => fc.tuple(some, invisible).map(([which, z]) => changed(w, (c) => c + z, which)),
  'combining marks': (w) => fc.tuple(some, mark).map(([which, m]) => changed(w, (c) => c + m, which)),
  'digits for letters': (w) => some.map((which) => changed(w, LEET, which)),
  'letters with something between': (w) => fc.constantFrom(' ', '.', '-', '_', '  ', '. ', '*', '/').map((sep) => Array.from(w).join(sep)),
  'a stretched letter': (w) =>
    fc.tuple(fc.nat(w.length - 1), fc.integer({ min: 3, max: 12 })).map(([i, n]) => w.slice(0, i) + (w[i] as string).repeat(n) + w.slice(i + 1)),
  'a 2 for a doubled word': (w) => fc.constantFrom(`${w}2`, `${w}2nya`),
};

describe.each(Object.entries(DISGUISES))('%s', (_name, disguise) => {
  it(
    'do not hide a word',
    () =>
      fc.assert(
        fc.property(
          word.chain((w) => fc.tuple(fc.constant(w), disguise(w))),
          ([w, hidden]) => {
            expect(read(hidden)).toBe(w);
          },
        ),
        { numRuns: 150 },
      ),
    PATIENCE_MS,
  );

  it(
    'do not move it: its offsets are those of the disguise',
    () =>
      fc.assert(
        fc.property(
          word.chain((w) => fc.tuple(fc.constant(w), disguise(w))),
          ([w, hidden]) => {
            const n = normalised(`zaman ${hidden}, besok`);
            const at = n.text.indexOf(w);
            expect(n.start[at]).toBe('zaman '.length);
            const end = n.end[at] as number;
            // What is invisible at the very end may belong to the word or not.
            expect(`zaman ${hidden}`.slice(end).replace(/\p{M}|\p{Cf}/gu, '')).toBe('');
            expect(end).toBeLessThanOrEqual(`zaman ${hidden}`.length);
          },
        ),
        { numRuns: 150 },
      ),
    PATIENCE_MS,
  );
});

describe('tricks together', () => {
  const layered = word.chain((w) =>
    fc.tuple(fc.constant(w), some, some, some, invisible, mark).map(([plain, a, b, c, z, m]) => {
      const letters = Array.from(plain, (ch, i) => {
        const looks = a[i % a.length] ? CYRILLIC_GREEK(ch) : b[i % b.length] ? FULL_WIDTH(ch) : ch;
        return c[i % c.length] ? looks.toUpperCase() + z + m : looks;
      });
      return [plain, letters.join('')] as const;
    }),
  );
  it(
    'are undone together',
    () =>
      fc.assert(
        fc.property(layered, ([w, hidden]) => {
          expect(read(hidden)).toBe(w);
        }),
        { numRuns: 200 },
      ),
    PATIENCE_MS,
  );
  it(
    'read again, change nothing',
    () =>
      fc.assert(
        fc.property(layered, ([, hidden]) => {
          expect(read(read(hidden))).toBe(read(hidden));
        }),
        { numRuns: 100 },
      ),
    PATIENCE_MS,
  );
});

describe('hashtags', () => {
  const parts = fc.array(fc.constantFrom('lanjutkan', 'dua', 'periode', 'coblos', 'pilih', 'menang', 'rakyat', 'bersama', 'gubernur'), {
    minLength: 2,
    maxLength: 4,
  });
  const upperFirst = (w: string): string => w.charAt(0).toUpperCase() + w.slice(1);
  it.each([
    ['in camel case', (p: string[]) => `#${p.map(upperFirst).join('')}`],
    ['in small letters', (p: string[]) => `#${p.join('')}`],
    ['in capital letters', (p: string[]) => `#${p.join('').toUpperCase()}`],
    ['with underscores', (p: string[]) => `#${p.join('_')}`],
    ['with zero-width characters between', (p: string[]) => `#${p.join('\u200b')}`],
  ])(
    'are cut into their words %s',
    (_how, tag) =>
      fc.assert(
        fc.property(parts, (p) => {
          expect(read(tag(p))).toBe(p.join(' '));
        }),
        { numRuns: 150 },
      ),
    PATIENCE_MS,
  );
  it('keep the number', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (n) => {
        expect(read(`#CoblosNomor${n}`)).toBe(`coblos nomor ${n}`);
      }),
    ));
});

describe('signs', () => {
  const tones = ['', '\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'];
  it.each(ruleset.gestures.map((g) => g.sign))('%s is the same hand in every skin', (sign) => {
    const [bare] = Array.from(sign) as [string];
    const readings = tones.flatMap((t) => [`${bare}${t}`, `${bare}${t}\ufe0f`]).map((s) => read(`salam ${s}`));
    expect(new Set(readings).size).toBe(1);
  });
  it.each(Array.from('0123456789'))('%s in a keycap is the number', (digit) => {
    for (const cap of [`${digit}\ufe0f\u20e3`, `${digit}\u20e3`]) expect(read(`nomor ${cap}`)).toBe(`nomor ${digit}`);
  });
});
