/** What a public figure may show. Small cells are withheld, and so is a second one that would let the first be computed. */
import { LIMITS } from './limits.ts';

export interface StatCell {
  region?: string;
  label?: string;
  state?: string;
  day?: string;
  /** Null: withheld. */
  cases: number | null;
  suppressed: boolean;
}

/**
 * Withholds cells below the minimum. Where exactly one cell of a total (its province, or all cells of the same region) is
 * withheld, the next smallest goes too, because the total minus the rest would give it away.
 */
export function withholdSmall(cells: readonly StatCell[], min: number = LIMITS.publicCellMin): StatCell[] {
  const out = cells.map((c) => (c.cases !== null && c.cases < min ? { ...c, cases: null, suppressed: true } : { ...c }));
  const province = (c: StatCell) => [c.region?.slice(0, 2), c.label, c.state, c.day].join('|');
  const region = (c: StatCell) => c.region ?? '';
  for (let again = true; again; ) again = [province, region].map((key) => withholdSecond(out, key)).includes(true);
  return out;
}

function withholdSecond(cells: StatCell[], keyOf: (c: StatCell) => string): boolean {
  const groups = new Map<string, StatCell[]>();
  for (const c of cells) groups.set(keyOf(c), [...(groups.get(keyOf(c)) ?? []), c]);
  let changed = false;
  for (const group of groups.values()) {
    if (group.filter((c) => c.suppressed).length !== 1) continue;
    const next = group.filter((c) => !c.suppressed).sort((a, b) => (a.cases ?? 0) - (b.cases ?? 0))[0];
    if (!next) continue;
    Object.assign(next, { cases: null, suppressed: true });
    changed = true;
  }
  return changed;
}
