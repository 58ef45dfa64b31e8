import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedWords, groupScope, NEAR, similarity, type TextSignature, textSignature } from './near-duplicate.ts';

const signed = (text: string): TextSignature => {
  const s = textSignature(text);
  if (!s) throw new Error(`too short: ${text}`);
  return s;
};
const alike = (a: string, b: string): boolean => similarity(signed(a), signed(b)) >= NEAR.similarMin;
const shareBand = (a: string, b: string): boolean => signed(a).bands.some((k) => signed(b).bands.includes(k));

const CAMPAIGN =
  'Warga kota tercinta, tanggal 27 November jangan lupa datang ke TPS dan coblos nomor 2, pasangan Melati Kenanga, demi pasar rakyat yang lebih tertata!';

describe('one campaign text pasted by many', () => {
  test.each([
    ['the same', CAMPAIGN],
    ['capitals, emoji and punctuation', `🔥🔥 ${CAMPAIGN.toUpperCase().replace(/,/g, ' –')} ✌️✌️`],
    ['an address and a mention added', `${CAMPAIGN} https://contoh.invalid/x?id=9 @timses_fiktif`],
    ['letters drawn out', CAMPAIGN.replace('coblos', 'cobloooos')],
  ])('%s has the same hash', (_, text) => {
    expect(signed(text).sha256).toBe(signed(CAMPAIGN).sha256);
  });

  test.each([
    ['a word replaced', CAMPAIGN.replace('tercinta', 'kita')],
    ['a greeting put before', `Assalamualaikum semuanya. ${CAMPAIGN}`],
    ['a sign-off added', `${CAMPAIGN} Salam hangat dari kami semua.`],
    ['two words dropped', CAMPAIGN.replace('jangan lupa ', '')],
    ['a typo', CAMPAIGN.replace('pasangan', 'pasagan')],
  ])('%s is still the same text', (_, text) => {
    expect(signed(text).sha256).not.toBe(signed(CAMPAIGN).sha256);
    expect(alike(text, CAMPAIGN)).toBe(true);
    expect(shareBand(text, CAMPAIGN)).toBe(true);
  });

  test.each([
    ['another post about the same pair', 'Hari ini hadir di deklarasi Melati Kenanga bersama bapak ibu relawan kecamatan, luar biasa semangat warganya'],
    [
      'the same first words, then another matter',
      'Warga kota tercinta, tanggal 27 November kantor kecamatan tutup karena libur nasional, layanan dibuka kembali hari Kamis',
    ],
    ['news about the same day', 'KPU kota menetapkan 412 TPS untuk pemungutan suara tanggal 27 November, logistik mulai dibagikan pekan ini'],
  ])('%s is another text', (_, text) => {
    expect(alike(text, CAMPAIGN)).toBe(false);
  });
});

describe('what is never grouped', () => {
  test.each(['Semoga menang pak!', 'Siap ketua, gas pol nomor 2 ✌️', 'dua dua dua dua dua dua dua dua dua dua', '✌️✌️✌️', ''])('%s', (text) => {
    expect(textSignature(text)).toBeNull();
  });

  test('posts about different contestants, or for and against the same one', () => {
    const scopes = [
      groupScope({ contestant: 'a', direction: 'SUPPORT' }),
      groupScope({ contestant: 'b', direction: 'SUPPORT' }),
      groupScope({ contestant: 'a', direction: 'ATTACK' }),
      groupScope({ contestant: null, direction: null }),
    ];
    expect(new Set(scopes).size).toBe(4);
  });
});

describe('the estimate', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefghij'.split('')), minLength: 2, maxLength: 6 });
  test('lies near the true overlap', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 30, maxLength: 60 }), fc.integer({ min: 8, max: 30 }), (words, cut) => {
        const a = words.join(' ');
        const b = words.slice(0, cut).join(' ');
        const features = (t: string) => {
          const w = comparedWords(t);
          return new Set([...w, ...w.slice(1).map((x, i) => `${w[i]} ${x}`)]);
        };
        const [x, y] = [features(a), features(b)];
        const common = [...x].filter((f) => y.has(f)).length;
        const exact = common / (x.size + y.size - common);
        // Five standard errors of 64 samples.
        expect(Math.abs(similarity(signed(a), signed(b)) - exact)).toBeLessThan(5 * Math.sqrt(0.25 / NEAR.minima));
      }),
      { seed: 20261125, numRuns: 200 },
    );
  });

  test('keys fit the database: minima in 32 bits with sign, bands in exact numbers', () => {
    const s = signed(CAMPAIGN);
    expect(s.minima).toHaveLength(NEAR.minima);
    expect(s.bands).toHaveLength(NEAR.bands);
    for (const m of s.minima) expect(m).toBe(m | 0);
    for (const b of s.bands) expect(Number.isSafeInteger(b) && b >= 0).toBe(true);
  });
});
