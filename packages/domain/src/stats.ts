/** What a public figure may show: none below the minimum, and none from which one below the minimum could be computed. */
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

/** One figure of the tables that can be asked for. Null is summed over; the nation is both regions null. */
export interface Figure {
  province: string | null;
  /** Regency, city, or the province's own offices (then its code is that of the province). */
  regency: string | null;
  label: string | null;
  state: string | null;
  day: string | null;
  cases: number;
}

type Axis = 'regency' | 'province' | 'label' | 'state' | 'day';
const AXES: readonly Axis[] = ['regency', 'province', 'label', 'state', 'day'];
const PROVINCE_CHARS = 2;

const keyOf = (f: Omit<Figure, 'cases'>): string => [f.province, f.regency, f.label, f.state, f.day].map((v) => v ?? '').join('|');

/** The key of the figure that sums this one over an axis; null when it is summed over that axis already. */
function totalOf(f: Figure, axis: Axis): string | null {
  if (f[axis] === null) return null;
  return keyOf({ ...f, [axis]: null, ...(axis === 'regency' ? { province: f.regency?.slice(0, PROVINCE_CHARS) ?? null } : {}) });
}

/** A total with all its parts along one axis. */
interface Line {
  total: Figure;
  parts: Figure[];
}

function linesOf(figures: readonly Figure[]): Line[] {
  const byKey = new Map(figures.map((f) => [keyOf(f), f]));
  const lines = new Map<string, Line>();
  for (const f of figures)
    for (const axis of AXES) {
      const key = totalOf(f, axis);
      const total = key === null ? undefined : byKey.get(key);
      if (!total) continue;
      const line = lines.get(`${axis}>${key}`) ?? { total, parts: [] };
      line.parts.push(f);
      lines.set(`${axis}>${key}`, line);
    }
  return [...lines.values()];
}

/**
 * The figures to withhold: those below `min`, and as many more as it takes that no subtraction gives one of them away. In
 * every line of a total and its parts the withheld parts are at least two and together at least `min`; the next smallest
 * part goes, or, where there is none, the total. A withheld total takes a part with it, because its parts would add up to it.
 * `figures` are all that can be asked for under one choice of days, totals included. Two choices of days are not compared.
 */
export function withheld(figures: readonly Figure[], min: number = LIMITS.publicCellMin): Set<Figure> {
  const hidden = new Set(figures.filter((f) => f.cases < min));
  const lines = linesOf(figures);
  for (let again = true; again; ) {
    again = false;
    for (const line of lines)
      for (let next = alsoWithhold(line, hidden, min); next; next = alsoWithhold(line, hidden, min)) {
        hidden.add(next);
        again = true;
      }
  }
  return hidden;
}

function alsoWithhold({ total, parts }: Line, hidden: ReadonlySet<Figure>, min: number): Figure | null {
  const gone = parts.filter((p) => hidden.has(p));
  const safe = hidden.has(total) ? gone.length > 0 : gone.length === 0 || (gone.length > 1 && sum(gone) >= min);
  if (safe) return null;
  const shown = parts.filter((p) => !hidden.has(p));
  return shown.length === 0 ? total : shown.reduce((a, b) => (b.cases < a.cases ? b : a));
}

const sum = (list: readonly Figure[]): number => list.reduce((n, f) => n + f.cases, 0);
