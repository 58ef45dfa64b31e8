import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawOf } from '../act-law.ts';
import { ACTS } from '../acts.ts';
import { EXEMPTIONS } from '../exemptions.ts';
import { Phase } from '../vocabulary.ts';
import { kappaOf, kappaRange } from './agreement.ts';
import { type StatementFacts, statementOf, timeInWords } from './statement.ts';

const facts: StatementFacts = {
  caseNumber: 'K-000007',
  region: '91.01',
  regionName: 'Kabupaten Contoh',
  contestName: null,
  phase: 'QUIET',
  confirmed: true,
  platform: 'x',
  postedAt: new Date('2024-11-25T16:30:00Z'),
  capturedAt: new Date('2024-11-25T16:31:00Z'),
  sha256: 'ab'.repeat(32),
  text: 'Coblos nomor 2',
  quotes: ['Coblos nomor 2'],
  acts: [lawOf('SKB-DS-02')],
  exemption: null,
  weighed: [],
  reasons: [],
  readers: 2,
  round: 1,
  decidedAt: new Date('2024-11-26T01:00:00Z'),
  finding: null,
  hearing: null,
};
const any: fc.Arbitrary<StatementFacts> = fc
  .record({
    phase: fc.constantFrom(...Phase.options),
    confirmed: fc.boolean(),
    acts: fc.array(fc.constantFrom(...ACTS.map((a) => lawOf(a.code))), { minLength: 1, maxLength: 5 }),
    exemption: fc.option(fc.constantFrom(...EXEMPTIONS)),
    weighed: fc.array(fc.constantFrom(...EXEMPTIONS), { maxLength: 3 }),
    readers: fc.integer({ min: 1, max: 3 }),
    round: fc.integer({ min: 1, max: 4 }),
    contestName: fc.option(fc.constant('Pemilihan Uji')),
    hearing: fc.constantFrom('held' as const, 'refused' as const, 'absent' as const, null),
    finding: fc.option(fc.constant({ number: '001/TM/PW/16.73/XI/2024', plenaryNo: '12', plenaryOn: '2024-11-27' })),
  })
  .map((part) => ({ ...facts, ...part }));

describe('the statement of reasons', () => {
  test('whatever the case: it says dugaan of what is not established, never pelaku, and shows no score', () => {
    fc.assert(
      fc.property(any, (f) => {
        const { text, title } = statementOf(f);
        expect(text).not.toMatch(/pelaku|skor|nilai risiko|probabilitas|terbukti bersalah|\d[.,]\d+ ?%/i);
        expect([title.includes('dugaan'), text.includes('Dugaan pelanggaran dan dasar hukum')]).toEqual([f.confirmed, f.confirmed]);
        expect(text).toContain('Hak yang bersangkutan');
      }),
    );
  });

  test('a confirmation carries passage and wording of each act, and the rights of the person', () => {
    fc.assert(
      fc.property(any, (f) => {
        const { text } = statementOf({ ...f, confirmed: true });
        for (const a of f.acts) for (const part of [a.code, a.passage, a.wording]) expect(text).toContain(part);
        expect(text).toContain('klarifikasi');
        expect(text).toContain('keberatan atau banding');
      }),
    );
  });

  test('times are told as the region counts them', () => {
    expect(timeInWords(facts.postedAt, '16.73')).toBe('25 November 2024 pukul 23.30 WIB');
    expect(timeInWords(facts.postedAt, '51.71')).toBe('26 November 2024 pukul 00.30 WITA');
    expect(timeInWords(facts.postedAt, '91.01')).toBe('26 November 2024 pukul 01.30 WIT');
  });

  test('every act of the catalogue has a passage of law and a wording', () => {
    for (const a of ACTS) {
      const law = lawOf(a.code);
      expect(law.passage.length, a.code).toBeGreaterThan(5);
      expect(law.wording.length, a.code).toBeGreaterThan(5);
    }
    expect(lawOf('SKB-KE-04').passage).toContain('Lampiran II huruf A angka 4');
    expect(lawOf('PP94-5N-3').wording).toContain('mengerahkan PNS lain');
    expect(lawOf('X-99')).toEqual({ code: 'X-99', name: 'X-99', passage: 'X-99', wording: 'X-99' });
  });
});

describe('kappaOf', () => {
  test.each([
    ['a textbook table', { yesYes: 20, yesNo: 5, noYes: 10, noNo: 15 }, { n: 50, agreed: 35, observed: 0.7, expected: 0.5, kappa: 0.4 }],
    ['nothing to compare', { yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }, { n: 0, agreed: 0, observed: null, expected: null, kappa: null }],
    ['always the same answer', { yesYes: 9, yesNo: 0, noYes: 0, noNo: 0 }, { n: 9, agreed: 9, observed: 1, expected: 1, kappa: null }],
    ['never agreed', { yesYes: 0, yesNo: 5, noYes: 5, noNo: 0 }, { n: 10, agreed: 0, observed: 0, expected: 0.5, kappa: -1 }],
  ])('%s', (_name, pairs, expected) => {
    expect(kappaOf(pairs)).toEqual(expected);
  });

  test('lies between −1 and 1, and does not change when the readers swap places', () => {
    const n = fc.nat(200);
    fc.assert(
      fc.property(n, n, n, n, (yesYes, yesNo, noYes, noNo) => {
        const { kappa } = kappaOf({ yesYes, yesNo, noYes, noNo });
        expect(Math.abs(kappa ?? 0)).toBeLessThanOrEqual(1);
        expect(kappaOf({ yesYes, yesNo: noYes, noYes: yesNo, noNo }).kappa).toBe(kappa);
      }),
    );
  });
});

describe('kappaRange', () => {
  test('a textbook table: the error is that of the observed share over what chance leaves', () => {
    expect(kappaRange(kappaOf({ yesYes: 20, yesNo: 5, noYes: 10, noNo: 15 }))).toEqual({ low: 0.146, high: 0.654 });
  });

  test('without a kappa there is no range', () => {
    expect(kappaRange(kappaOf({ yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }))).toBeNull();
    expect(kappaRange(kappaOf({ yesYes: 4, yesNo: 0, noYes: 0, noNo: 0 }))).toBeNull();
  });
});
