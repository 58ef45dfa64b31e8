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
