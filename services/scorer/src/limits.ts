export const SCORER = {
  /** How soon a published register reaches this process. */
  registerCheckMs: 5_000,
  sweepEveryMs: 5_000,
  sweepRows: 10_000,
  /** With more jobs than this in the queue nothing is lost, only waiting: sweeping would add repeats. */
  sweepBelowJobs: 20,
  connections: 6,
  /** A longest text in JSON, every character escaped, and what stands around it. */
  trialBytes: 256 * 1024,
  /** The engine in use and the one before it; a national one takes 32 MB. */
  cachedEngines: 2,
  /** A temporary file of the cache older than this belongs to a process that died. */
  cacheTemporaryMs: 3_600_000,
} as const;
