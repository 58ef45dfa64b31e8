/** Limits of importing a register in the console. */
export const REGISTER_IMPORT = {
  /** A file is sent in pieces of this size; only the last may be smaller. */
  pieceBytes: 512 * 1024,
  /** The list of all candidates (258,229 rows) has 25 MB; whoever has more uses the command line. */
  fileBytesMax: 64 * 1024 * 1024,
  fileNameCharsMax: 200,
  openPerUser: 5,
  /** A worker that died is replaced after this time. */
  leaseMs: 60_000,
  /** How often progress is written, and a wish to stop is noticed. */
  heartbeatMs: 2_000,
  /** A step that ended a process this often is not tried again. */
  attemptsMax: 3,
  /** A file that nobody confirms goes after this time. */
  keptHours: 48,
  /** Rejected rows that are shown; all are counted. */
  rejectsShown: 200,
} as const;
