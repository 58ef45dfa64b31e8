/** Every limit of this service, with its unit in the name. */
export const INGEST = {
  connections: 8,
  /** Pause between two looks for due units. */
  tickMs: 500,
  unitsAtOnce: 8,
  leaseMs: 60_000,
  /** A closed policy or a missing basis is looked at again this often; nothing is fetched meanwhile. */
  gateRecheckMs: 60_000,
  syncUnitsEveryMs: 30_000,
  houseworkEveryMs: 10 * 60_000,
  partitionsAheadDays: 8,
  partitionsDroppedAtOnce: 50,
  wholeExpiryEveryMs: 24 * 3_600_000,
  expiryLookBackDays: 2,
  backoffMinMs: 1_000,
  backoffMaxMs: 15 * 60_000,
  /** A request waits this long in its place for a shared limit; beyond that its unit waits in the table. */
  limitWaitMs: 5_000,
  limiterAwayMs: 5_000,
  /** Requests to one host whose platform names no limit of its own. */
  hostRequests: { limit: 300, perMs: 60_000 },
  /** Units handed out at once by one look, however much room the limits leave. */
  streamsAtOnce: 16,
  /** How often a stream says where it stands while nothing happens, and looks whether it may go on. */
  streamIdleMs: 5_000,
  streamBatchMs: 250,
  streamRetryMs: 2_000,
  socketSilentMs: 60_000,
  socketBuffered: 5_000,
  watchedRefreshMs: 60_000,
  /** Posts looked at again per source and look. */
  recheckPosts: 500,
  recheckEveryMs: 30_000,
  /** A post taken for another look and not answered for is due again after this. */
  recheckLeaseMs: 10 * 60_000,
  scaleEveryMs: 10 * 60_000,
  /** An account whose turn is late by so much is written down as not covered. */
  coverageLateHours: 6,
  rateLimitDefaultMs: 60_000,
  rateLimitMaxMs: 24 * 3_600_000,
  movedRecheckMs: 3_600_000,
  unavailableRecheckMs: 3_600_000,
  httpTimeoutMs: 20_000,
  httpMaxBytes: 8 * 1_048_576,
  pageRows: 200,
  /** Longer answers of a platform are kept as their hash only. */
  rawAnswerBytes: 64 * 1024,
  bellTimeoutMs: 3_000,
  bellsInFlight: 8,
} as const;

export const IMPORT = {
  connections: 8,
  batchLines: 200,
  batchBytes: 2 * 1_048_576,
  batchesInFlight: 6,
  /** Finished pieces are folded into the run at least this often. */
  foldEveryMs: 1_000,
  progressEveryMs: 2_000,
  readBytes: 1_048_576,
  attempts: 10,
  rejectsShown: 20,
  unknownFieldNames: 50,
  partitionsAheadDays: 2,
} as const;
