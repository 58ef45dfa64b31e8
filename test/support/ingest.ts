/** Ingest as tests use it: fictional accounts, a source, and the real processes as children. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type ConnectorPolicy, normaliseHandle } from '@pantau/domain';
import type { Bucket } from '@pantau/queue';
import type pg from 'pg';
import type { TestWorld } from './db.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const OPEN_POLICY: ConnectorPolicy = {
  enabled: true,
  legal_basis: 'UU 7/2017 pasal 93',
  agreement_ref: null,
  expires_at: '2099-01-01T00:00:00+07:00',
  allow_inference: true,
  allow_ml: false,
  max_retention_days: 365,
  deletion_mode: 'purge',
};

/** Grants everything: for tests of what is not about limits. */
export const NO_LIMITER = {
  take: async (_: readonly Bucket[], cost = 1) => ({ ok: true as const, granted: cost }),
  room: async (_: readonly Bucket[], atMost: number) => atMost,
  freeze: async () => {},
};

export interface TestAccount {
  platform: string;
  handle: string;
  platformId?: string;
  basisUntil?: string;
}

/** A fictional person with one declared account. Returns the account's id. */
export async function addAccount(client: pg.Client | pg.Pool, a: TestAccount): Promise<number> {
  const key = Buffer.from(`${a.platform}/${a.handle}`);
  const person = await client.query<{ id: number }>(
    `insert into person (key_hash, key_tail, name) values (sha256($1), '001', 'Orang Uji') on conflict (key_hash) do update set name = excluded.name returning id`,
    [key],
  );
  const id = person.rows[0]?.id;
  await client.query(
    `insert into person_period (person_id, valid_from, employment_status, agency, region) values ($1, '2015-01-01', 'PNS', 'Dinas Uji', '16.73') on conflict do nothing`,
    [id],
  );
  const account = await client.query<{ id: number }>(
    `insert into account (person_id, platform, handle, handle_key, platform_id, basis_law, basis_ref, basis_until) values ($1, $2, $3, $4, $5, 'UU 7/2017', 'SK-1', $6) returning id`,
    [id, a.platform, a.handle, normaliseHandle(a.handle), a.platformId ?? null, a.basisUntil ?? null],
  );
  return Number(account.rows[0]?.id);
}

export interface ChildResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningChild {
  child: ChildProcess;
  pid: number;
  output: () => string;
  /** Resolves when the process has ended. */
  ended: Promise<ChildResult>;
  /** Resolves when this text has been written to stdout or stderr; rejects when the process ends first. */
  said: (text: string) => Promise<void>;
}

export function startChild(script: string, args: readonly string[], env: NodeJS.ProcessEnv, nodeArgs: readonly string[] = []): RunningChild {
  const child = spawn(process.execPath, [...nodeArgs, '--import', 'tsx', script, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (s: string) => {
    stdout += s;
  });
  child.stderr.setEncoding('utf8').on('data', (s: string) => {
    stderr += s;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const output = () => stdout + stderr;
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output().includes(text)) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('close', () => reject(new Error(`the process ended without saying "${text}":\n${output()}`)));
      look();
    });
  return { child, pid: child.pid ?? -1, output, ended, said };
}

export function ingestEnv(world: TestWorld, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: world.databaseUrl,
    REDIS_URL: world.redisUrl,
    PANTAU_QUEUE_PREFIX: world.queuePrefix,
    LOG_LEVEL: 'info',
    INGEST_TICK_MS: '50',
    ...more,
  };
}

export const INGEST_MAIN = 'services/ingest/src/main.ts';
export const IMPORT_MAIN = 'services/ingest/src/import-main.ts';

export function runImport(world: TestWorld, args: readonly string[], more: Record<string, string> = {}): Promise<ChildResult> {
  return startChild(IMPORT_MAIN, args, ingestEnv(world, more)).ended;
}
