/** Attacks on releases: by combination and by linear programming over everything shown, also on two releases with a withdrawal between. */
import { type Bounds, protect, RELEASE_POLICY, type ReleaseFact, type System, systemOf } from '@pantau/domain';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadBounds, loadSolver } from './release-bounds.ts';

let bounds: Bounds;
let solver: Awaited<ReturnType<typeof loadSolver>>;
beforeAll(async () => {
  bounds = await loadBounds();
  solver = await loadSolver();
});

const WEEKS = ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22'] as const;
const BLOCK = WEEKS[0];

/** Written apart from the product's: every sum, every figure a variable, shown ones fixed; what is withheld is at least one. */
function attack(system: System, hidden: ReadonlySet<string>, key: string): { min: number; max: number } {
  const keys = [...system.cells.keys()];
  const name = new Map(keys.map((k, i) => [k, `v${i}`]));
  const rows = system.sums.map((s, i) => ` r${i}: ${s.parts.map((p) => `+ ${name.get(p)}`).join(' ')} - ${name.get(s.total)} = 0`);
  const limits = keys.map((k) => (hidden.has(k) ? ` ${name.get(k)} >= 1` : ` ${name.get(k)} = ${system.cells.get(k)?.value}`));
  const ask = (goal: string) =>
    solver.solve(`${goal}\n obj: ${name.get(key)}\nSubject To\n${rows.join('\n')}\nBounds\n${limits.join('\n')}\nEnd\n`, { output_flag: false });
  const [low, high] = [ask('Minimize'), ask('Maximize')];
  if (low.Status !== 'Optimal') throw new Error(`the attack is wrong: ${low.Status}`);
  return { min: Math.ceil(low.ObjectiveValue - 1e-6), max: high.Status === 'Optimal' ? Math.floor(high.ObjectiveValue + 1e-6) : Number.POSITIVE_INFINITY };
}

/** Small figures that the attack pins down more closely than the policy allows. */
function recovered(system: System, hidden: ReadonlySet<string>): string[] {
  return [...system.cells.values()]
    .filter((c) => c.value > 0 && c.value < RELEASE_POLICY.k.regency)
    .filter((c) => {
      if (!hidden.has(c.key)) return true;
      const { min, max } = attack(system, hidden, c.key);
      return max - min < RELEASE_POLICY.interval_min;
    })
    .map((c) => c.key);
}

const fact = fc.record({
  week: fc.constantFrom(...WEEKS),
  region: fc.constantFrom('16', '16.01', '16.02', '16.73', '18.01', '18.02', '64.71'),
  label: fc.constantFrom('VOTE_CALL', 'ATTACK', 'PROPS'),
  direction: fc.constantFrom('SUPPORT', 'ATTACK'),
  phase: fc.constantFrom('PRE', 'CAMP'),
  cases: fc.integer({ min: 1, max: 12 }),
});
const facts = fc.array(fact, { minLength: 1, maxLength: 16 });

/** The four weeks as they are released one after the other: the last one brings the tables of all. */
function releases(list: readonly ReleaseFact[], o?: { complementary: boolean }): { system: System; hidden: Set<string> } {
  const gone = new Set<string>();
  for (const week of WEEKS.slice(0, -1))
    for (const k of protect(
      systemOf(
        list.filter((f) => f.week === week),
        null,
      ),
      bounds,
      o,
    ))
      gone.add(k);
  const system = systemOf(list, BLOCK);
  for (const c of system.cells.values()) if (c.name === 'week_region' && c.week !== WEEKS.at(-1)) c.fixed = gone.has(c.key) ? 'withheld' : 'shown';
  return { system, hidden: protect(system, bounds, o) };
}

const RUNS = { numRuns: 60, seed: 20241127 };

describe('a reader with everything that was released', () => {
  test('cannot narrow a small figure down, whatever is combined', () => {
    let attacked = 0;
    fc.assert(
      fc.property(facts, (list) => {
        const { system, hidden } = releases(list);
        attacked += [...system.cells.values()].filter((c) => c.value < RELEASE_POLICY.k.regency).length;
        expect(recovered(system, hidden)).toEqual([]);
      }),
      RUNS,
    );
    expect(attacked).toBeGreaterThan(300);
  }, 120_000);

  test('finds small figures when only they are left out: the attack can succeed', () => {
    let found = 0;
    fc.assert(
      fc.property(facts, (list) => {
        const { system, hidden } = releases(list, { complementary: false });
        found += recovered(system, hidden).length;
      }),
      RUNS,
    );
    expect(found).toBeGreaterThan(100);
  }, 120_000);

  test('learns nothing from a withdrawal between two releases: what was counted stays, and the tables of four weeks agree with it', () => {
    const list: ReleaseFact[] = ['16.01', '16.02', '18.01'].flatMap((region, i) =>
      WEEKS.map((week) => ({ week, region, label: 'VOTE_CALL', direction: 'SUPPORT', phase: 'CAMP', cases: 6 + i })),
    );
    const { system, hidden } = releases(list);
    expect(hidden.size).toBe(0);
    // Counted anew after a withdrawal the block would show 7 less 1 for the first week, and the difference is one case.
    const rewritten = systemOf(
      list.map((f, i) => (i === 0 ? { ...f, cases: f.cases - 1 } : f)),
      BLOCK,
    );
    const shown = (s: System) => s.cells.get(`block_region|${BLOCK}|16.01|`)?.value;
    expect([shown(system), shown(rewritten)], 'why weeks are frozen').toEqual([24, 23]);
  });
});

test('where nothing is small nothing is withheld', () => {
  const list = WEEKS.map((week) => ({ week, region: '16.01', label: 'PROPS', direction: 'ATTACK', phase: 'PRE', cases: 9 }));
  expect(releases(list).hidden.size).toBe(0);
});

test('two small ones beside a large one take it with them only when their sum gives them away', () => {
  const of = (region: string, cases: number) => ({ week: BLOCK, region, label: 'PROPS', direction: 'ATTACK', phase: 'PRE', cases });
  const withheld = (list: ReleaseFact[]) => [...protect(systemOf(list, BLOCK), bounds)].filter((k) => k.startsWith('block_region')).map((k) => k.split('|')[2]);
  expect(withheld([of('16.01', 20), of('16.02', 4), of('16.03', 4)])).toEqual(['16.02', '16.03']);
  expect(withheld([of('16.01', 20), of('16.02', 1), of('16.03', 1)]).toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))).toEqual(['16.01', '16.02', '16.03']);
});
