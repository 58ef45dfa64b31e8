/**
 * The figures of one release, and which of them are withheld. The tables form one system of totals and parts, so it is protected as
 * one: first what is too small, then as much more as it takes that no reader, with all the arithmetic there is, can narrow a small
 * figure down. The arithmetic (linear programming) is given by the caller; this file decides.
 */

export const RELEASE_POLICY = {
  version: 1,
  /** Smallest figure shown: nation, province, regency or city. Below these (offices, districts) ten would be; nothing is published there. */
  k: { nation: 5, province: 5, regency: 5, below: 10 },
  below_published: false,
  /** A reader's best bounds of a withheld small figure lie at least this far apart. */
  interval_min: 4,
  rounding: 'none: counts are exact or withheld; zero is shown',
  tiers: 'public and keyed readers get the same figures, from CONFIRMED on, by direction, never by contestant or party',
  revision:
    'a released figure is never changed: each decision is counted once, in the week it was made, when it stood at the release; withdrawals are counted in their own week',
  periods: 'week: nation and provinces; four weeks: regencies and cities, labels, directions and phases',
  free_combinations: false,
} as const;

export const MEASURES = ['confirmed', 'forwarded', 'withdrawn'] as const;
export type Measure = (typeof MEASURES)[number];
export const RELEASE_TABLES = ['week_region', 'block_region', 'block_label', 'block_direction', 'block_phase'] as const;
export type ReleaseTable = (typeof RELEASE_TABLES)[number];
export const BLOCK_WEEKS = 4;

export interface ReleaseFact {
  /** Monday of the week. */
  week: string;
  region: string;
  label: string;
  direction: string;
  phase: string;
  cases: number;
}

export interface Cell {
  key: string;
  name: ReleaseTable;
  week: string;
  region: string;
  part: string;
  value: number;
  /** Released already: shown or withheld for ever. */
  fixed?: 'shown' | 'withheld';
}
/** A total with all its parts. */
export interface Sum {
  total: string;
  parts: string[];
}
export interface System {
  cells: Map<string, Cell>;
  sums: Sum[];
}
/** The least and the most a withheld figure can be for who knows the others: every withheld one is at least 1. */
export type Bounds = (system: System, hidden: ReadonlySet<string>, key: string) => { min: number; max: number };

const NATION = 'ID';
const WEEK_TABLE: ReleaseTable = 'week_region';
const keyOf = (name: ReleaseTable, week: string, region: string, part: string): string => `${name}|${week}|${region}|${part}`;
const provinceOf = (region: string): string => (region === NATION ? '00' : region.slice(0, 2));
/** The province's own offices stand beside its regencies and cities. */
const leafOf = (region: string): string => (region.length <= 2 ? `${provinceOf(region)}.00` : region.slice(0, 5));

/** All figures of one measure in these weeks; `block`: with the tables of the four weeks together. */
export function systemOf(facts: readonly ReleaseFact[], block: string | null): System {
  const cells = new Map<string, Cell>();
  const sums = new Map<string, Set<string>>();
  const add = (name: ReleaseTable, week: string, region: string, part: string, n: number): string => {
    const key = keyOf(name, week, region, part);
    const cell = cells.get(key) ?? { key, name, week, region, part, value: 0 };
    cell.value += n;
    cells.set(key, cell);
    return key;
  };
  const link = (id: string, total: string, part: string) => sums.set(`${id}>${total}`, (sums.get(`${id}>${total}`) ?? new Set()).add(part));
  for (const f of facts) {
    const province = provinceOf(f.region);
    const week = add(WEEK_TABLE, f.week, NATION, '', f.cases);
    const weekProvince = add(WEEK_TABLE, f.week, province, '', f.cases);
    link('regions', week, weekProvince);
    if (block === null) continue;
    const nation = add('block_region', block, NATION, '', f.cases);
    const own = add('block_region', block, province, '', f.cases);
    link('regions', nation, own);
    link('regions', own, add('block_region', block, leafOf(f.region), '', f.cases));
    link('weeks', nation, week);
    link('weeks', own, weekProvince);
    for (const [name, part] of [
      ['block_label', f.label],
      ['block_direction', f.direction],
      ['block_phase', f.phase],
    ] as const) {
      const all = add(name, block, NATION, part, f.cases);
      const here = add(name, block, province, part, f.cases);
      link(name, nation, all);
      link(name, own, here);
      link('regions', all, here);
    }
  }
  return { cells, sums: [...sums].map(([id, parts]) => ({ total: id.slice(id.indexOf('>') + 1), parts: [...parts] })) };
}

/** The keys to withhold. `complementary: false` leaves only the small ones out, which is what an attack breaks. */
export function protect(system: System, bounds: Bounds, o: { complementary: boolean } = { complementary: true }): Set<string> {
  const small = (c: Cell): boolean => c.value > 0 && c.value < RELEASE_POLICY.k.regency;
  const cells = [...system.cells.values()];
  const primary = cells.filter((c) => small(c) && c.fixed !== 'shown');
  const hidden = new Set([...primary, ...cells.filter((c) => c.fixed === 'withheld')].map((c) => c.key));
  if (!o.complementary) return hidden;
  const sumsOf = new Map<string, Sum[]>();
  for (const s of system.sums) for (const k of [s.total, ...s.parts]) sumsOf.set(k, [...(sumsOf.get(k) ?? []), s]);
  for (let again = true; again; ) {
    again = false;
    for (const cell of primary) {
      for (;;) {
        const { min, max } = bounds(system, hidden, cell.key);
        if (max - min >= RELEASE_POLICY.interval_min) break;
        const next = nextToHide(system, sumsOf, hidden, cell.key);
        if (next === null) return everything(system);
        hidden.add(next);
        again = true;
      }
    }
  }
  return hidden;
}

/** The smallest figure still shown beside this one; none there: beside those it hangs together with. Parts before totals. */
function nextToHide(system: System, sumsOf: ReadonlyMap<string, Sum[]>, hidden: ReadonlySet<string>, key: string): string | null {
  const seen = new Set([key]);
  let ring = [key];
  while (ring.length > 0) {
    const near = ring.flatMap((k) => (sumsOf.get(k) ?? []).flatMap((s) => [s.total, ...s.parts]));
    const free = near.map((k) => system.cells.get(k)).filter((c) => c !== undefined && c.value > 0 && c.fixed === undefined && !hidden.has(c.key));
    const best = free.sort((a, b) => (a?.value ?? 0) - (b?.value ?? 0) || ((a?.key ?? '') < (b?.key ?? '') ? -1 : 1))[0];
    if (best) return best.key;
    ring = [...new Set(near)].filter((k) => hidden.has(k) && !seen.has(k));
    for (const k of ring) seen.add(k);
  }
  return null;
}

/** Nothing new is shown: what had been released before was safe by itself. */
const everything = (system: System): Set<string> => new Set([...system.cells.values()].filter((c) => c.value > 0 && c.fixed !== 'shown').map((c) => c.key));
