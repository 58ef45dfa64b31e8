/** Servers for benchmarks: durable as in production, empty, gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, openDb, sql } from '@pantau/store';
import { startPostgres } from '../engines/postgres.ts';
import { chooseRedis, startPrivateRedis } from '../engines/redis.ts';
import type { BenchResult } from './result.ts';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

export interface BenchServers {
  databaseUrl: string;
  redisUrl: string;
  /** A folder of this run only. */
  home: string;
}

/** Starts the embedded Postgres (fsync and synchronous commit on) and a private Redis, migrates an empty database and measures. */
export async function withServers(measure: (s: BenchServers) => Promise<Record<string, number>>): Promise<BenchResult> {
  const home = mkdtempSync(join(tmpdir(), 'pantau-bench-'));
  const postgres = await startPostgres({ home, logFile: join(home, 'postgres.log'), durable: true });
  try {
    const kind = chooseRedis({ ...process.env, REDIS_URL: '' });
    const redis = await startPrivateRedis(kind === 'url' ? 'js' : kind, { home, logFile: join(home, 'redis.log'), durable: true }, process.env);
    try {
      const databaseUrl = await emptyDatabase(postgres.adminUrl);
      const figures = await measure({ databaseUrl, redisUrl: redis.url, home });
      return { figures, engine: { postgres: postgres.version, redis: redis.label } };
    } finally {
      await redis.stop();
    }
  } finally {
    await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function emptyDatabase(adminUrl: string): Promise<string> {
  const admin = openDb({ url: adminUrl, role: 'owner', name: 'bench' });
  await sql.raw('create database bench').execute(admin);
  await admin.destroy();
  const url = new URL(adminUrl);
  url.pathname = '/bench';
  await migrate(url.toString(), join(ROOT, 'migrations'));
  return url.toString();
}
