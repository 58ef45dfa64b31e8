/** Shares with the range that the number of observations allows, and what became of a case. */
import type { CaseState } from './casework/states.ts';

/** What the readers and those after them made of a flag; `open` and `expired` say nothing about it. */
export const FATES = ['open', 'upheld', 'refused', 'expired'] as const;
export type Fate = (typeof FATES)[number];

/** CLOSED is missing: what it was closed after says what became of it. */
export const STATES_OF: Record<Fate, readonly CaseState[]> = {
  open: ['FLAGGED', 'IN_REVIEW'],
  upheld: ['CONFIRMED', 'FINDING', 'REGISTERED', 'CLARIFICATION', 'FORWARDED', 'CRIMINAL_TRACK', 'PPK_EXAM', 'DECIDED', 'APPEALED'],
  refused: ['DISMISSED', 'NOT_PROVEN', 'WITHDRAWN'],
  expired: ['EXPIRED'],
};

export interface Share {
  /** Null without observations. */
  share: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** Two-sided 95 %. */
const Z = 1.959964;
const DIGITS = 4;
const round = (x: number): number => Number(x.toFixed(DIGITS));

/** `k` of `n` with Wilson's interval, which stays within 0 and 1 and is honest about small numbers. */
export function shareOf(k: number, n: number): Share {
  if (n === 0) return { share: null, low: null, high: null, n };
  const p = k / n;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { share: round(p), low: round(Math.max(0, centre - half)), high: round(Math.min(1, centre + half)), n };
}
