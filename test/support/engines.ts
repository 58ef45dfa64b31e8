/** Servers for tests: named by the environment, else embedded. */
export interface TestEngines {
  adminUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

export async function startTestEngines(): Promise<TestEngines> {
  const adminUrl = process.env.PANTAU_TEST_DATABASE_URL;
  const redisUrl = process.env.PANTAU_TEST_REDIS_URL;
  if (adminUrl && redisUrl) return { adminUrl, redisUrl, stop: async () => {} };
  throw new Error('embedded engines are not wired in yet');
}
