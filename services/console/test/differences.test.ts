import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces } from '../src/screens/groups/differences.ts';

test('only the words that the first text lacks are marked', () => {
  expect(pieces('Jangan lupa coblos nomor 3, gaes!', 'jangan lupa coblos nomor 2!')).toEqual([
    { text: 'Jangan lupa coblos nomor ', differs: false },
    { text: '3', differs: true },
    { text: ', ', differs: false },
    { text: 'gaes', differs: true },
    { text: '!', differs: false },
  ]);
});

test('a copy has no marks, and no character is lost or doubled', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, first) => {
      expect(
        pieces(text, first)
          .map((p) => p.text)
          .join(''),
      ).toBe(text);
      expect(pieces(text, text).some((p) => p.differs)).toBe(false);
    }),
  );
});
