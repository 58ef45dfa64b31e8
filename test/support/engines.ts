/** Servers for tests: named by the environment, else embedded ones of this run only. Nothing is left when they stop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../services/cli/src/engines/postgres.ts';
import { chooseRedis, startPrivateRedis } from '../../services/cli/src/engines/redis.ts';

export interface TestEngines {
  adminUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

/** `PANTAU_TEST_DATABASE_URL` and `PANTAU_TEST_REDIS_URL` name servers to use; `PANTAU_REDIS=binary|js` picks the embedded Redis. */
export async function startTestEngines(): Promise<TestEngines> {
  const home = mkdtempSync(join(tmpdir(), 'pantau-test-'));
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const s of stops.reverse()) await s();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const adminUrl = process.env.PANTAU_TEST_DATABASE_URL ?? (await startTestPostgres(home, stops));
    const redisUrl = process.env.PANTAU_TEST_REDIS_URL ?? (await startTestRedis(home, stops));
    return { adminUrl, redisUrl, stop };
  } catch (e) {
    await stop();
    throw e;
  }
}

async function startTestPostgres(home: string, stops: (() => Promise<void>)[]): Promise<string> {
  const pg = await startPostgres({ home, logFile: join(home, 'postgres.log'), durable: false });
  stops.push(() => pg.stop());
  return pg.adminUrl;
}

async function startTestRedis(home: string, stops: (() => Promise<void>)[]): Promise<string> {
  const kind = chooseRedis({ ...process.env, REDIS_URL: '' });
  if (kind === 'url') throw new Error('set PANTAU_TEST_REDIS_URL to use a Redis of your own in tests');
  const redis = await startPrivateRedis(kind, { home, logFile: join(home, 'redis.log'), durable: false }, process.env);
  stops.push(() => redis.stop());
  return redis.url;
}
