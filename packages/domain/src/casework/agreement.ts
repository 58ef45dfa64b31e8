/** How far two blind readers agree beyond chance: Cohen's kappa over "plausible" and "not a violation". */

export interface Kappa {
  n: number;
  agreed: number;
  observed: number | null;
  expected: number | null;
  /** Null without pairs, and where both readers always gave the same answer: chance then explains everything. */
  kappa: number | null;
}

/** Counts of pairs by what the first and the second reader said. */
export interface Pairs {
  yesYes: number;
  yesNo: number;
  noYes: number;
  noNo: number;
}

const DIGITS = 3;
const round = (x: number): number => Number(x.toFixed(DIGITS));

export function kappaOf(p: Pairs): Kappa {
  const n = p.yesYes + p.yesNo + p.noYes + p.noNo;
  const agreed = p.yesYes + p.noNo;
  if (n === 0) return { n, agreed, observed: null, expected: null, kappa: null };
  const observed = agreed / n;
  const firstYes = (p.yesYes + p.yesNo) / n;
  const secondYes = (p.yesYes + p.noYes) / n;
  const expected = firstYes * secondYes + (1 - firstYes) * (1 - secondYes);
  return { n, agreed, observed: round(observed), expected: round(expected), kappa: expected === 1 ? null : round((observed - expected) / (1 - expected)) };
}

/** The range the number of pairs allows for kappa (95 %, large-sample error); null where there is no kappa. */
export function kappaRange(k: Kappa): { low: number; high: number } | null {
  if (k.kappa === null || k.observed === null || k.expected === null) return null;
  const error = Math.sqrt((k.observed * (1 - k.observed)) / k.n) / (1 - k.expected);
  return { low: round(Math.max(-1, k.kappa - 1.96 * error)), high: round(Math.min(1, k.kappa + 1.96 * error)) };
}
