import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { type StatCell, withholdSmall } from './stats.ts';

const cell = (region: string, cases: number, label?: string): StatCell => ({ region, ...(label === undefined ? {} : { label }), cases, suppressed: false });

describe('withholdSmall', () => {
  test('no cell below the minimum is ever shown, and nothing shown is changed', () => {
    const cells = fc.uniqueArray(
      fc.record({ region: fc.constantFrom('16.01', '16.02', '16.03', '18.01', '18.02'), label: fc.constantFrom('A', 'B', 'C'), n: fc.nat(12) }),
      {
        selector: (c) => `${c.region}${c.label}`,
      },
    );
    fc.assert(
      fc.property(cells, (list) => {
        const input = list.map((c) => cell(c.region, c.n, c.label));
        const out = withholdSmall(input);
        const shown = out.flatMap((c, i) => (c.suppressed ? [] : [{ before: input[i]?.cases ?? -1, after: c.cases ?? -1 }]));
        for (const c of shown) expect(c.after).toBe(c.before);
        expect(shown.every((c) => c.after >= LIMITS.publicCellMin)).toBe(true);
        expect(out.filter((c) => c.suppressed).every((c) => c.cases === null)).toBe(true);
      }),
    );
  });

  test('where a total exists, one withheld cell is never alone', () => {
    const list = fc.array(fc.nat(12), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(list, (counts) => {
        const out = withholdSmall(counts.map((n, i) => cell(`16.${String(i + 10)}`, n)));
        expect(out.filter((c) => c.suppressed).length).not.toBe(1);
      }),
    );
  });

  test('a province without small cells is left alone', () => {
    expect(withholdSmall([cell('16.01', 9), cell('16.02', 5), cell('18.01', 1), cell('18.02', 30)])).toEqual([
      cell('16.01', 9),
      cell('16.02', 5),
      { region: '18.01', cases: null, suppressed: true },
      { region: '18.02', cases: null, suppressed: true },
    ]);
  });
});
