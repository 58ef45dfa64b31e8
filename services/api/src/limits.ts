/** Limits of this service, with their units. */
export const API = {
  connections: 16,
  authConnections: 4,
  statementTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  peerTimeoutMs: 1_500,
  peerAnswerBytes: 64 * 1024,
  pageRowsDefault: 50,
  importsShown: 50,
  usernameChars: 80,
  idempotencyKeyCharsMin: 8,
  idempotencyKeyCharsMax: 200,
} as const;
