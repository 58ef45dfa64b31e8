/** Measuring verdicts against labels: pure arithmetic, no I/O. */
import type { LabelLine, Verdict } from '@pantau/domain';

export interface Judged {
  label: LabelLine;
  verdict: Verdict;
  /** For the list of worst errors; never stored. */
  text: string;
}

export interface Rate {
  hits: number;
  of: number;
  value: number;
  /** Wilson 95 % interval. */
  low: number;
  high: number;
}

export interface GroupRow {
  name: string;
  rows: number;
  flagged: number;
  precision: Rate;
  recall: Rate;
  f1: number;
}

export interface Evaluation {
  rows: number;
  positives: number;
  tp: number;
  fp: number;
  fn: number;
  tn: number;
  precision: Rate;
  recall: Rate;
  f1: number;
  pr_auc: number;
  brier: number;
  /** Flagged or sent to review, of what should be flagged. */
  recall_with_review: Rate;
  /** Of the true flags, how many carry the expected label. */
  label_accuracy: Rate;
  false_flag_rate: Rate;
  calibration: { from: number; to: number; rows: number; mean_score: number; positive_share: number }[];
  by_label: GroupRow[];
  by_group: GroupRow[];
  by_phase: GroupRow[];
  confusion: Record<string, Record<string, number>>;
  worst: { id: string; kind: 'false flag' | 'missed'; score: number; verdict: string; label: string; expected: string; group: string; text: string }[];
}

const Z95 = 1.959964;

export function rate(hits: number, of: number): Rate {
  if (of === 0) return { hits, of, value: 0, low: 0, high: 1 };
  const p = hits / of;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z95 * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { hits, of, value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

const f1Of = (tp: number, fp: number, fn: number): number => (tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn));
const BINS = 10;
const WORST = 25;
const EXCERPT_CHARS = 140;

export function evaluate(rows: readonly Judged[]): Evaluation {
  const isFlag = (r: Judged): boolean => r.verdict.verdict === 'flag';
  const count = (list: readonly Judged[]): { tp: number; fp: number; fn: number; tn: number } => {
    const c = { tp: 0, fp: 0, fn: 0, tn: 0 };
    for (const r of list) c[isFlag(r) ? (r.label.flag ? 'tp' : 'fp') : r.label.flag ? 'fn' : 'tn']++;
    return c;
  };
  const { tp, fp, fn, tn } = count(rows);
  const group = (key: (r: Judged) => string): GroupRow[] => {
    const lists = new Map<string, Judged[]>();
    for (const r of rows) lists.set(key(r), [...(lists.get(key(r)) ?? []), r]);
    return [...lists]
      .map(([name, list]) => {
        const c = count(list);
        return {
          name,
          rows: list.length,
          flagged: c.tp + c.fp,
          precision: rate(c.tp, c.tp + c.fp),
          recall: rate(c.tp, c.tp + c.fn),
          f1: f1Of(c.tp, c.fp, c.fn),
        };
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const positives = rows.filter((r) => r.label.flag === 1);
  const flaggedTrue = positives.filter((r) => isFlag(r) && r.label.label);
  return {
    rows: rows.length,
    positives: positives.length,
    tp,
    fp,
    fn,
    tn,
    precision: rate(tp, tp + fp),
    recall: rate(tp, tp + fn),
    f1: f1Of(tp, fp, fn),
    pr_auc: averagePrecision(rows),
    brier: rows.reduce((s, r) => s + (r.verdict.score - r.label.flag) ** 2, 0) / Math.max(1, rows.length),
    recall_with_review: rate(positives.filter((r) => r.verdict.verdict !== 'clear').length, positives.length),
    label_accuracy: rate(flaggedTrue.filter((r) => r.verdict.label === r.label.label).length, flaggedTrue.length),
    false_flag_rate: rate(fp, fp + tn),
    calibration: calibration(rows),
    by_label: group((r) => r.label.label ?? (r.label.flag ? 'unlabelled' : 'NONE')),
    by_group: group((r) => r.label.group ?? '–'),
    by_phase: group((r) => r.verdict.phase),
    confusion: confusion(rows),
    worst: worst(rows),
  };
}

/** Area under precision–recall, as the mean precision at each positive. */
function averagePrecision(rows: readonly Judged[]): number {
  const sorted = [...rows].sort((a, b) => b.verdict.score - a.verdict.score || (a.label.id < b.label.id ? -1 : 1));
  let [seen, hits, sum] = [0, 0, 0];
  for (const r of sorted) {
    seen++;
    if (r.label.flag !== 1) continue;
    hits++;
    sum += hits / seen;
  }
  return hits === 0 ? 0 : sum / hits;
}

function calibration(rows: readonly Judged[]): Evaluation['calibration'] {
  return Array.from({ length: BINS }, (_, i) => {
    const [from, to] = [i / BINS, (i + 1) / BINS];
    const list = rows.filter((r) => r.verdict.score >= from && (r.verdict.score < to || (i === BINS - 1 && r.verdict.score <= 1)));
    const mean = (f: (r: Judged) => number): number => (list.length === 0 ? 0 : list.reduce((s, r) => s + f(r), 0) / list.length);
    return { from, to, rows: list.length, mean_score: mean((r) => r.verdict.score), positive_share: mean((r) => r.label.flag) };
  });
}

function confusion(rows: readonly Judged[]): Record<string, Record<string, number>> {
  const out: Record<string, Record<string, number>> = {};
  for (const r of rows) {
    const expected = r.label.flag ? (r.label.label ?? 'unlabelled') : 'NONE';
    const got = r.verdict.verdict === 'flag' ? r.verdict.label : r.verdict.verdict;
    const row = out[expected] ?? {};
    out[expected] = row;
    row[got] = (row[got] ?? 0) + 1;
  }
  return out;
}

function worst(rows: readonly Judged[]): Evaluation['worst'] {
  return rows
    .filter((r) => (r.verdict.verdict === 'flag') !== (r.label.flag === 1))
    .map((r) => ({
      id: r.label.id,
      kind: r.label.flag ? ('missed' as const) : ('false flag' as const),
      score: r.verdict.score,
      verdict: r.verdict.verdict,
      label: r.verdict.label,
      expected: r.label.label ?? 'NONE',
      group: r.label.group ?? '–',
      text: r.text.replace(/\s+/g, ' ').slice(0, EXCERPT_CHARS),
    }))
    .sort((a, b) => Math.abs(b.score - (b.kind === 'missed' ? 1 : 0)) - Math.abs(a.score - (a.kind === 'missed' ? 1 : 0)))
    .slice(0, WORST);
}
