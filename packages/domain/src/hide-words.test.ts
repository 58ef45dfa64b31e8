import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hideWords } from './hide-words.ts';

test.each([
  ['Salam dari Budi Fiktif, @budi.fiktif', ['Budi Fiktif', 'budi.fiktif'], 'Salam dari ▒▒▒▒▒▒▒▒▒▒▒, @▒▒▒▒▒▒▒▒▒▒▒'],
  ['pak BUDI dan bu Ani', ['Budi Fiktif'], 'pak ▒▒▒▒ dan bu Ani'],
  ['Budiman bukan Budi', ['Budi'], 'Budiman bukan ▒▒▒▒'],
  ['No name here', [], 'No name here'],
  ['a (b) [c]', ['(b) [c]', 'M. A.'], 'a ▒▒▒▒▒▒▒'],
  ['M. A. Contoh hadir', ['M. A. Contoh'], '▒▒▒▒▒▒▒▒▒▒▒▒ hadir'],
])('%s', (text, names, shown) => {
  expect(hideWords(text, names)).toBe(shown);
});

test('never changes the length, and leaves no whole word of a name', () => {
  const name = fc.array(fc.stringMatching(/^[a-zA-Z]{3,8}$/), { minLength: 1, maxLength: 3 }).map((w) => w.join(' '));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), name, (text, who) => {
      const whole = `${text} ${who} ${text}`;
      const shown = hideWords(whole, [who]);
      expect(shown).toHaveLength(whole.length);
      for (const w of who.split(' ')) expect(shown.toLowerCase().split(/[^\p{L}\p{N}]+/u)).not.toContain(w.toLowerCase());
    }),
  );
});
