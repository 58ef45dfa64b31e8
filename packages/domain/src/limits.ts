/** Every limit of the domain, with its unit in the name. Change here, nowhere else. */
export const LIMITS = {
  postTextChars: 20_000,
  importLineBytes: 1_048_576,
  batchPosts: 200,
  jobAttempts: 8,
  jobBackoffMinMs: 1_000,
  jobBackoffMaxMs: 15 * 60_000,
  leaseMinutes: 10,
  httpBodyBytes: 1_048_576,
  pageRows: 100,
  webhookTimeoutMs: 10_000,
  webhookAttempts: 12,
  webhookSpanHours: 72,
  openReviewsPerAnalyst: 500,
  /** Cases a text search looks at, newest first. */
  searchHits: 1_000,
  searchChars: 200,
  savedViewsPerUser: 50,
  savedViewNameChars: 80,
  /** Posts decided together at most; each still gets its own opinion, event and audit row. */
  groupCases: 50,
  groupPreviewMinutes: 30,
  reasonChars: 2_000,
  handleChars: 200,
  nameChars: 300,
  mediaPerPost: 20,
  futureToleranceMinutes: 24 * 60,
  /** No watched platform is older; an earlier time is a clock's zero (1970) or a misread year, and would lie in a contest of that time. */
  postedNotBefore: '2000-01-01T00:00:00Z',
  decideWithinHours: 48,
  signInFailuresMax: 5,
  lockoutMinutes: 15,
  sessionHours: 12,
  idempotencyHours: 24,
  /** Figures of fewer cases are not shown to the public, at any level. */
  publicCellMin: 5,
} as const;
