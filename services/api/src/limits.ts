/** Limits of this service, with their units. */
export const API = {
  connections: 16,
  authConnections: 4,
  statementTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 10_000,
  slowCheckMs: 1_000,
  peerTimeoutMs: 1_500,
  peerAnswerBytes: 64 * 1024,
  pageRowsDefault: 50,
  figureRowsDefault: 500,
  figureRowsMax: 5_000,
  latestKeptSeconds: 300,
  releaseKeptSeconds: 24 * 3_600,
  /** Readers of released statistics without a key, per address; with one the key's own line counts, and the address this. */
  anonymousPerMinute: 300,
  keyedAddressPerMinute: 6_000,
  importsShown: 50,
  backupsShown: 50,
  /** The longest list of a district has some hundred. */
  contestantsShown: 2_000,
  sourceConfigChars: 20_000,
  /** Rows of an exported list of cases. */
  exportRowsMax: 10_000,
  /** The scorer answers a tried text in milliseconds; a longest one takes a fraction of a second. */
  trialTimeoutMs: 5_000,
  /** Counts over all watched people or all rules are asked once in this time for each scope. */
  countsKeptMs: 60_000,
  countsKeysMax: 500,
  trialAnswerBytes: 4 * 1024 * 1024,
  usernameChars: 80,
  codeChars: 40,
  /** How long the visit at an identity provider may take. */
  oidcVisitMs: 10 * 60_000,
  oidcTimeoutSeconds: 10,
  /** Reads and refusals wait this long for the chain of the log. */
  auditFoldMs: 1_000,
  rateSummaryMs: 60_000,
  idempotencyKeyCharsMin: 8,
  idempotencyKeyCharsMax: 200,
} as const;

/** Limits of live updates. */
export const LIVE = {
  streamsPerUser: 6,
  streamsMax: 2_000,
  /** Changes are told together, at most once in this time. */
  gatherMs: 500,
  /** More changes than this within that time: "read again" instead of a list. */
  gatheredMax: 500,
  heartbeatMs: 15_000,
  /** How long a browser waits before it comes back. */
  retryMs: 3_000,
  /** A reader that takes nothing is let go. */
  unreadBytesMax: 256 * 1024,
} as const;
