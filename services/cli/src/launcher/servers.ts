/**
 * Postgres and Redis for a start on one machine: named by the environment, else our own under `.data/`, kept running.
 * The libraries that talk to them are loaded while they start.
 */
import { join } from 'node:path';
import { rotate } from '../engines/log-tail.ts';
import { startPostgres } from '../engines/postgres.ts';
import { chooseRedis, type RunningRedis, startPrivateRedis } from '../engines/redis.ts';
import { CliError, codeOf, messageOf } from '../errors.ts';
import { Keeper, type Running } from './keeper.ts';
import type { Layout } from './layout.ts';
import type { Step } from './progress.ts';

const POSTGRES_MIN = 150_000;
const REDIS_MIN: readonly [number, number] = [6, 2];
const DATABASE = 'pantau';

export interface Server {
  url: string;
  label: string;
  /** Present when it is ours. */
  keeper?: Keeper<Running>;
}

export async function openPostgres(l: Layout, env: NodeJS.ProcessEnv, step: Step, say: (line: string) => void): Promise<Server> {
  if (env.DATABASE_URL)
    return { url: env.DATABASE_URL, label: `Postgres ${await checkPostgres(env.DATABASE_URL)} at ${place(env.DATABASE_URL)} (DATABASE_URL)` };
  const logFile = join(l.logs, 'postgres.log');
  rotate(logFile);
  let socketDir: string | undefined;
  const keeper = new Keeper({
    name: 'Postgres',
    say,
    start: async () => {
      const onCreate = () => step.note('Postgres: creating the database files, once');
      const pg = await startPostgres({ home: l.home, logFile, durable: true, onCreate, socketDir });
      socketDir = pg.socketDir;
      return pg;
    },
  });
  const pg = await keeper.start();
  try {
    const { ensureDatabase } = await import('@pantau/store');
    await ensureDatabase(pg.adminUrl, DATABASE);
  } catch (e) {
    await keeper.stop();
    throw new CliError(`the embedded Postgres does not work: ${messageOf(e)} (log: ${logFile})`, { cause: e });
  }
  return { url: withDatabase(pg.adminUrl, DATABASE), label: `Postgres ${pg.version} (embedded)`, keeper };
}

async function checkPostgres(url: string): Promise<string> {
  const where = place(url);
  let version: number;
  try {
    version = await (await import('@pantau/store')).serverVersion(url);
  } catch (e) {
    throw new CliError(`the database at ${where} ${whyNot(e)}`, { cause: e });
  }
  const shown = `${Math.floor(version / 10_000)}.${version % 10_000}`;
  if (version < POSTGRES_MIN) throw new CliError(`the database at ${where} is Postgres ${shown}; Pantau needs 15 or newer`);
  return shown;
}

function whyNot(e: unknown): string {
  const code = codeOf(e) ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'is not reachable: the host name is unknown (check DATABASE_URL)';
  if (code === '3D000') return 'does not exist on that server: create it first, or correct DATABASE_URL';
  if (code.startsWith('28')) return `refused user or password (check DATABASE_URL)`;
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return 'is not reachable: nothing listens there (start it, or unset DATABASE_URL to use the embedded one)';
  return `is not reachable: ${messageOf(e) || code || 'no answer'}`;
}

export async function openRedis(l: Layout, env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<Server> {
  const kind = chooseRedis(env);
  if (kind === 'url') {
    const url = env.REDIS_URL ?? '';
    return { url, label: `Redis ${await checkRedis(url)} at ${place(url)} (REDIS_URL)` };
  }
  const logFile = join(l.logs, 'redis.log');
  rotate(logFile);
  let port: number | undefined;
  const keeper = new Keeper<RunningRedis>({
    name: 'Redis',
    say,
    start: async () => {
      const redis = await startPrivateRedis(kind, { home: l.home, logFile, durable: true, port }, env);
      port = redis.port;
      return redis;
    },
  });
  const redis = await keeper.start();
  return { url: redis.url, label: `Redis: ${redis.label}`, keeper };
}

async function checkRedis(url: string): Promise<string> {
  const { connectRedis } = await import('@pantau/queue');
  const client = connectRedis(url, 'worker');
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer within 5 s')), 5_000).unref();
  });
  try {
    const info = String(await Promise.race([client.info(), late]));
    const version = /redis_version:(\d+)\.(\d+)\.\d+/.exec(info);
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
    if (major < REDIS_MIN[0] || (major === REDIS_MIN[0] && minor < REDIS_MIN[1]))
      throw new CliError(`the Redis at ${place(url)} is ${major}.${minor}; Pantau needs 6.2 or newer`);
    return version?.[0].replace('redis_version:', '') ?? '';
  } catch (e) {
    if (e instanceof CliError) throw e;
    throw new CliError(`the Redis at ${place(url)} is not reachable: ${messageOf(e)} (start it, or unset REDIS_URL)`, { cause: e });
  } finally {
    client.disconnect();
  }
}

/** Host, port and name only: URLs carry passwords. */
function place(url: string): string {
  try {
    const u = new URL(url);
    return `${u.searchParams.get('host') ?? u.host}${u.pathname}`;
  } catch {
    return 'the given address';
  }
}

function withDatabase(url: string, name: string): string {
  const u = new URL(url);
  u.pathname = `/${name}`;
  return u.toString();
}
