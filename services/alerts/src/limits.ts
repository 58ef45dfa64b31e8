/** Limits of the alerts service, with their units. What the domain promises (10 s, 12 attempts) is in its LIMITS. */
export const ALERTS = {
  sweepEveryMs: 5_000,
  expireEveryMs: 60 * 60_000,
  expireRows: 200,
  /** A send takes at most 10 s; what is left is for writing the result down while Postgres is away for a moment. */
  leaseMs: 30_000,
  inFlightMax: 128,
  /** Per claim and host; a host with more than this in flight is not claimed for, so it never has more than twice as many. */
  perHost: 8,
  answerBytes: 65_536,
  recordRetryMs: 250,
  /** A secret that cannot be opened waits for a person who sets the right key; looked at again this often. */
  sealedRetryMs: 60_000,
  /** At shutdown, sends still open after this are cut off; their rows are claimed again when the lease ends. */
  stopWaitMs: 5_000,
  auditRootsEveryMs: 60 * 60_000,
  stampsPerTurn: 400,
  statisticsEveryMs: 10 * 60_000,
  /** Weeks that were missed are released one after the other, so many a turn. */
  releasesPerTurn: 60,
  /** A week is released when it is over in every zone and the last opinion can no longer be undone. */
  releaseSettleDays: 1,
  retentionEveryMs: 10 * 60_000,
  /** One for its batches, one for reading the list of ended cases meanwhile. */
  retentionConnections: 2,
  /** How soon an import that the console sent is begun. */
  importsEveryMs: 1_000,
  /** One for the import's transaction, one for its progress, one for its pieces. */
  importConnections: 3,
  connections: 8,
  jobConcurrency: 4,
} as const;
