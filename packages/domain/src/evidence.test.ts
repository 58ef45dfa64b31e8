import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disclose, evidenceRoot, leavesOf, rootOfShown } from './evidence.ts';
import { cutAtPointers, knownHandles, MASKED, maskPointer, maskText } from './masking.ts';

const seed = Buffer.alloc(32, 3);
const content = { post: { text: 'Halo @budi, coblos 2', media: [{ alt: 'x' }], empty: {} }, verdict: { score: 0.5, acts: [] }, at: null };

describe('leaves', () => {
  test('say everything once, texts in pieces, empty things as themselves', () => {
    expect(leavesOf(content)).toEqual([
      { path: '/at', value: null },
      { path: '/post/empty', value: {} },
      { path: '/post/media/0/alt#0', value: 'x' },
      { path: '/post/text#0', value: 'Halo ' },
      { path: '/post/text#1', value: '@budi,' },
      { path: '/post/text#2', value: ' coblos 2' },
      { path: '/verdict/acts', value: [] },
      { path: '/verdict/score', value: 0.5 },
    ]);
  });

  test('keys with slashes cannot pass for paths', () => {
    expect(evidenceRoot({ a: { b: 1 } }, seed)).not.toBe(evidenceRoot({ 'a/b': 1 }, seed));
  });

  test('the order of keys and a way through JSON change nothing; any other change does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const through = JSON.parse(JSON.stringify(value));
        expect(evidenceRoot(through, seed)).toBe(evidenceRoot(value, seed));
        expect(evidenceRoot({ value, more: 1 }, seed)).toBe(evidenceRoot({ more: 1, value }, seed));
        expect(evidenceRoot({ value, more: 1 }, seed)).not.toBe(evidenceRoot({ value, more: 2 }, seed));
      }),
    );
  });

  test('whatever is hidden, what is shown still gives the root; another seed gives another', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.integer({ min: 1, max: 7 }), (value, n) => {
        let i = 0;
        const shown = disclose({ value, n }, seed, () => i++ % n !== 0);
        expect(rootOfShown(shown)).toBe(evidenceRoot({ value, n }, seed));
        expect(evidenceRoot({ value, n }, Buffer.alloc(32, 4))).not.toBe(evidenceRoot({ value, n }, seed));
      }),
    );
  });
});

describe('masking', () => {
  test('pieces joined are the text again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(cutAtPointers(text).join('')).toBe(text);
      }),
    );
  });

  test.each([
    ['Halo @budi.santoso!', `Halo ${MASKED.handle}`],
    ['tulis ke budi@contoh.id ya', `tulis ke ${MASKED.handle} ya`],
    ['cek budi.bsky.social', `cek ${MASKED.handle}`],
    ['lihat https://x.com/budi/status/1', `lihat ${MASKED.link}`],
    ['lihat https://www.instagram.com/budi', `lihat ${MASKED.link}`],
    ['lihat https://mas.to/@budi', `lihat ${MASKED.link}`],
    ['lihat https://contoh.id/?u=%40budi', `lihat ${MASKED.link}`],
    ['jadwal di https://kpu.go.id/jadwal', 'jadwal di https://kpu.go.id/jadwal'],
    ['WA 0812-3456-7890 sekarang', `WA ${MASKED.number} sekarang`],
    ['WA +62 812 3456 7890', `WA ${MASKED.number}`],
    ['WA +6281234567890', `WA ${MASKED.number}`],
    ['Dukung @Paslon2 dan (@paslon2).', 'Dukung @Paslon2 dan (@paslon2).'],
    ['tanggal 27 coblos nomor 2, 2024-11-27', 'tanggal 27 coblos nomor 2, 2024-11-27'],
  ])('%s', (text, masked) => {
    expect(maskText(text, knownHandles(['@paslon2']))).toBe(masked);
  });

  test('what cannot be read as an address is masked', () => {
    expect(maskPointer('https://%zz', new Set())).toBe(MASKED.link);
  });
});
