import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { type Figure, withheld } from './stats.ts';

const AXES = ['regency', 'province', 'label', 'state', 'day'] as const;
type Axis = (typeof AXES)[number];
type Fact = { regency: string; label: string; state: string; day: string };

const keyOf = (f: Omit<Figure, 'cases'>) => AXES.map((a) => f[a] ?? '').join('|');
const LEVELS: readonly Axis[][] = [[], ['province'], ['regency']];
const OTHERS: readonly Axis[][] = [[], ['label'], ['state'], ['day'], ['label', 'state'], ['label', 'day'], ['state', 'day']];

/** Every figure that can be asked for: the sums of `facts` for each choice of axes. */
function figuresOf(facts: readonly Fact[]): Figure[] {
  const out = new Map<string, Figure>();
  for (const kept of LEVELS.flatMap((l) => OTHERS.map((o) => [...l, ...o])))
    for (const fact of facts) {
      const all = { ...fact, province: fact.regency.slice(0, 2) };
      const at = Object.fromEntries(AXES.map((a) => [a, kept.includes(a) ? all[a] : null])) as Omit<Figure, 'cases'>;
      const key = keyOf(at);
      const figure = out.get(key) ?? { ...at, cases: 0 };
      figure.cases += 1;
      out.set(key, figure);
    }
  return [...out.values()];
}

/** A reader who subtracts: wherever all but one of a total and its parts are known, the last becomes known. */
function learn(figures: readonly Figure[], hidden: ReadonlySet<Figure>): Figure[] {
  const known = new Set(figures.filter((f) => !hidden.has(f)));
  const lines = new Map<string, Figure[]>();
  const byKey = new Map(figures.map((f) => [keyOf(f), f]));
  for (const f of figures)
    for (const axis of AXES) {
      if (f[axis] === null) continue;
      const key = keyOf({ ...f, [axis]: null, ...(axis === 'regency' ? { province: f.regency?.slice(0, 2) ?? null } : {}) });
      const total = byKey.get(key);
      if (total) lines.set(`${axis}${key}`, [...(lines.get(`${axis}${key}`) ?? [total]), f]);
    }
  for (let again = true; again; ) {
    again = false;
    for (const line of lines.values()) {
      const [unknown, more] = line.filter((f) => !known.has(f));
      if (!unknown || more) continue;
      known.add(unknown);
      again = true;
    }
  }
  return [...known].filter((f) => hidden.has(f));
}

const fact = fc.record({
  regency: fc.constantFrom('16', '16.01', '16.02', '18.01', '18.02'),
  label: fc.constantFrom('A', 'B'),
  state: fc.constantFrom('CONFIRMED', 'FORWARDED'),
  day: fc.constantFrom('1', '2', '3'),
});
const facts = fc
  .array(fc.tuple(fact, fc.integer({ min: 1, max: 9 })), { maxLength: 14 })
  .map((list) => list.flatMap(([f, n]) => Array.from({ length: n }, () => f)));
const many = (n: number, regency: string, label = 'A'): Fact[] => Array.from({ length: n }, () => ({ regency, label, state: 'CONFIRMED', day: '1' }));
const shown = (list: readonly Fact[], pick: (f: Figure) => boolean) => {
  const figures = figuresOf(list);
  const hidden = withheld(figures);
  return Object.fromEntries(figures.filter(pick).map((f) => [f.regency ?? f.province ?? f.label ?? 'ID', hidden.has(f) ? null : f.cases]));
};
const only = (axis: Axis) => (f: Figure) => AXES.every((a) => (f[a] !== null) === (a === axis));
const nation = (f: Figure) => AXES.every((a) => f[a] === null);

describe('withheld', () => {
  test('no figure below the minimum is shown, at any level', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const figures = figuresOf(list);
        const hidden = withheld(figures);
        expect(figures.filter((f) => !hidden.has(f) && f.cases < LIMITS.publicCellMin)).toEqual([]);
      }),
    );
  });

  test('subtracting figures from their totals, as often as one likes, gives no withheld figure', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const figures = figuresOf(list);
        expect(learn(figures, withheld(figures)).map((f) => `${keyOf(f)} = ${f.cases}`)).toEqual([]);
      }),
    );
  });

  test('where nothing is small nothing is withheld', () => {
    expect(shown([...many(9, '16.01'), ...many(5, '16.02')], () => true)).not.toContain(null);
    expect(withheld(figuresOf([...many(9, '16.01'), ...many(5, '16.02')])).size).toBe(0);
  });

  test('a second part goes with a lone small one, and the total stays', () => {
    const list = [...many(9, '16.01'), ...many(7, '16.02'), ...many(2, '16.03')];
    expect(shown(list, only('regency'))).toEqual({ '16.01': 9, '16.02': null, '16.03': null });
    expect(shown(list, only('province'))).toEqual({ 16: 18 });
  });

  test('a small part that is alone takes its total with it, and what would give the total away', () => {
    const list = [...many(2, '16.01'), ...many(8, '18.01'), ...many(9, '18.02')];
    expect(shown(list, only('province'))).toEqual({ 16: null, 18: null });
    expect(shown(list, nation)).toEqual({ ID: 19 });
    expect(shown(many(3, '16.01'), nation)).toEqual({ ID: null });
  });

  test('parts that are withheld together are never fewer than the minimum: 1 and 1 would be read from their sum', () => {
    const list = [...many(12, '16.01'), ...many(1, '16.02'), ...many(1, '16.03')];
    expect(shown(list, only('regency'))).toEqual({ '16.01': null, '16.02': null, '16.03': null });
  });

  test('a total goes when its only part had to go for the sake of another', () => {
    const list = [...many(3, '16.01', 'A'), ...many(7, '16.01', 'B'), ...many(9, '16.02', 'B'), ...many(20, '16.03', 'A')];
    expect(shown(list, only('regency')), 'all of 16.02 is B, all of 16.03 is A').toEqual({ '16.01': 10, '16.02': null, '16.03': null });
  });
});
