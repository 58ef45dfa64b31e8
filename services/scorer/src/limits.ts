export const SCORER = {
  /** How soon a published register reaches this process. */
  registerCheckMs: 5_000,
  sweepEveryMs: 5_000,
  sweepRows: 10_000,
  /** With more jobs than this in the queue nothing is lost, only waiting: sweeping would add repeats. */
  sweepBelowJobs: 20,
  connections: 6,
} as const;
