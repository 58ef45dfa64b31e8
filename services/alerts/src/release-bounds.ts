/** The attacker's arithmetic, by linear programming: between which bounds a withheld figure must lie for who reads all that is shown. */
import type { Bounds, Sum, System } from '@pantau/domain';
import highsModule, { type Highs } from 'highs';

// Its types describe the CommonJS build, whose default export hangs one deeper than that of the module Node loads.
const highs = highsModule as unknown as () => Promise<Highs>;

/** The solver alone. */
export const loadSolver = (): Promise<Highs> => highs();

/** Loads the solver (WebAssembly) once; each question is answered synchronously. */
export async function loadBounds(): Promise<Bounds> {
  const solver = await loadSolver();
  return (system, hidden, key) => {
    const { names, rows } = equationsAround(system, hidden, key);
    const ask = (goal: 'Minimize' | 'Maximize', open: number): number => {
      const model = `${goal}\n obj: ${names.get(key)}\nSubject To\n${rows.map((r, i) => ` c${i}: ${r}`).join('\n')}\nBounds\n${[...names.values()].map((n) => ` ${n} >= 1`).join('\n')}\nEnd\n`;
      const answer = solver.solve(model, { output_flag: false });
      return answer.Status === 'Optimal' ? answer.ObjectiveValue : open;
    };
    if (rows.length === 0) return { min: 1, max: Number.POSITIVE_INFINITY };
    // The true figures are a solution, so "infeasible" cannot be; not optimal upwards means without end.
    return { min: Math.ceil(ask('Minimize', 1) - 1e-6), max: Math.floor(ask('Maximize', Number.POSITIVE_INFINITY) + 1e-6) };
  };
}

/** The sums that hang together with this figure through withheld ones; shown figures are numbers in them. */
function equationsAround(system: System, hidden: ReadonlySet<string>, key: string): { names: Map<string, string>; rows: string[] } {
  const touching = new Map<string, Sum[]>();
  for (const s of system.sums) for (const k of [s.total, ...s.parts]) if (hidden.has(k)) touching.set(k, [...(touching.get(k) ?? []), s]);
  const names = new Map<string, string>();
  const sums = new Set<Sum>();
  const open = [key];
  for (let k = open.pop(); k !== undefined; k = open.pop()) {
    if (names.has(k)) continue;
    names.set(k, `x${names.size}`);
    for (const s of touching.get(k) ?? []) {
      sums.add(s);
      open.push(...[s.total, ...s.parts].filter((o) => hidden.has(o)));
    }
  }
  const value = (k: string): number => system.cells.get(k)?.value ?? 0;
  const rows = [...sums].map((s) => {
    const unknown = s.parts.filter((p) => hidden.has(p)).map((p) => `+ ${names.get(p)}`);
    const known = s.parts.filter((p) => !hidden.has(p)).reduce((n, p) => n + value(p), 0);
    return hidden.has(s.total) ? `${unknown.join(' ')} - ${names.get(s.total)} = ${-known}` : `${unknown.join(' ')} = ${value(s.total) - known}`;
  });
  return { names, rows };
}
