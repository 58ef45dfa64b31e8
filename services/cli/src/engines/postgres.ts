/**
 * The embedded Postgres of one data directory: made once, started, watched by a guard, stopped cleanly. It listens on a
 * unix socket only, in a directory that only its own user may enter. If the launcher dies here, the guard stops it; if the
 * guard died too, the next start finds the orphan in postmaster.pid and stops it first.
 */

import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { type Guarded, spawnGuarded } from './guarded.ts';
import { chooseIdentity, type RunAs } from './identity.ts';
import { explain, logSize, tailFrom } from './log-tail.ts';
import { stopOrphan } from './orphan.ts';
import { findPostgres, libraryEnv, type PostgresPackage } from './postgres-package.ts';
import { until } from './wait.ts';

export interface PostgresOptions {
  /** Holds `postgres/` (the cluster), `run/` (the socket) and `links/`. */
  home: string;
  logFile: string;
  /** false only for tests: a crash may lose everything. */
  durable: boolean;
  /** Called before the slow first step. */
  onCreate?: () => void;
  /** The one of an earlier start, so that clients find it again after a crash. */
  socketDir?: string | undefined;
}

export interface RunningPostgres {
  /** Superuser URL of the maintenance database. */
  adminUrl: string;
  version: string;
  socketDir: string;
  exited: Promise<number>;
  stop(): Promise<void>;
}

const USER = 'app';
const START_TIMEOUT_MS = 60_000; // crash recovery of a big cluster counts
/** Unix socket paths end at 103 bytes on macOS, 107 on Linux; `/.s.PGSQL.5432` takes 14. */
const SOCKET_DIR_MAX = 88;

export async function startPostgres(o: PostgresOptions): Promise<RunningPostgres> {
  const pkg = findPostgres();
  const dataDir = join(o.home, 'postgres');
  mkdirSync(o.home, { recursive: true });
  // The server may run as another user; what it keeps private is 0700 below this.
  if (process.getuid?.() === 0) chmodSync(o.home, 0o755);
  const exists = existsSync(join(dataDir, 'PG_VERSION'));
  if (exists) checkMajor(dataDir, pkg);
  const runAs = chooseIdentity([pkg.native, join(pkg.native, 'share'), o.home], exists ? dataDir : undefined);
  const env = libraryEnv(pkg, join(o.home, 'links'));
  if (!exists) {
    o.onCreate?.();
    await createCluster({ ...o, pkg, runAs, env, dataDir });
  } else await stopOrphanedPostgres(o.home);
  const socketDir = o.socketDir ?? prepareSocketDir(o.home, runAs);
  const server = await launch({ ...o, pkg, runAs, env, dataDir, socketDir });
  return {
    adminUrl: `postgres://${USER}@localhost/postgres?host=${encodeURIComponent(socketDir)}`,
    version: pkg.version,
    socketDir,
    exited: server.exited,
    stop: () => server.stop(),
  };
}

interface Step extends PostgresOptions {
  pkg: PostgresPackage;
  runAs: RunAs;
  env: Record<string, string>;
  dataDir: string;
}

function checkMajor(dataDir: string, pkg: PostgresPackage): void {
  const major = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  if (major !== pkg.version.split('.')[0])
    throw new CliError(`${dataDir} was made by Postgres ${major}, this version of Pantau brings ${pkg.version}: see docs/OPERATIONS.md, "Postgres is older"`);
}

/** Made beside and renamed when complete: a crash in the middle never leaves half a cluster behind. */
async function createCluster(s: Step): Promise<void> {
  const fresh = `${s.dataDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (s.runAs.uid !== undefined) chownSync(fresh, s.runAs.uid, s.runAs.gid ?? s.runAs.uid);
  const args = ['-D', fresh, '-U', USER, '--auth=trust', '-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const before = logSize(s.logFile);
  const code = await spawnGuarded({
    command: [...s.runAs.prefix, s.pkg.initdb, ...args, ...(s.durable ? [] : ['--no-sync'])],
    logFile: s.logFile,
    env: s.env,
    uid: s.runAs.uid,
    gid: s.runAs.gid,
    cwd: fresh,
  }).exited;
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new CliError(`Postgres could not create its files in ${s.dataDir}: ${explain(tailFrom(s.logFile, before), s.logFile)}`);
  }
  renameSync(fresh, s.dataDir);
}

function settings(s: Step, socketDir: string): string[] {
  const common = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: '200',
    // Error lines must not quote rows or parameters: they may name people.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  const speed = s.durable
    ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', shared_buffers: '256MB', max_wal_size: '2GB', wal_compression: 'on' }
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '10s' };
  return Object.entries({ ...common, ...speed }).flatMap(([k, v]) => ['-c', `${k}=${v}`]);
}

async function launch(s: Step & { socketDir: string }): Promise<Guarded> {
  const before = logSize(s.logFile);
  const server = spawnGuarded({
    command: [...s.runAs.prefix, s.pkg.postgres, '-D', s.dataDir, ...settings(s, s.socketDir)],
    logFile: s.logFile,
    env: s.env,
    uid: s.runAs.uid,
    gid: s.runAs.gid,
    cwd: s.dataDir,
  });
  try {
    await until('the start of Postgres', START_TIMEOUT_MS, () => {
      if (!server.running) throw new CliError(`Postgres did not start: ${explain(tailFrom(s.logFile, before), s.logFile)}`);
      return isReady(s.dataDir) || undefined;
    });
  } catch (e) {
    await server.stop();
    throw e;
  }
  return server;
}

/** Beside the data when the path is short enough for a socket, else a fresh private directory. */
function prepareSocketDir(home: string, runAs: RunAs): string {
  const wanted = join(home, 'run');
  const dir = wanted.length <= SOCKET_DIR_MAX ? wanted : mkdtempSync(join(tmpdir(), 'pantau-'));
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
  if (runAs.uid !== undefined && statSync(dir).uid !== runAs.uid) chownSync(dir, runAs.uid, runAs.gid ?? runAs.uid);
  return dir;
}

/** Line 8 of the file that Postgres itself keeps. */
function isReady(dataDir: string): boolean {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return (lines[7] ?? '').startsWith('ready');
  } catch {
    return false;
  }
}

/** For a caller that holds the lock of this data directory. */
export function stopOrphanedPostgres(home: string): Promise<boolean> {
  return stopOrphan({ pidFile: join(home, 'postgres/postmaster.pid'), command: 'postgres', polite: 'SIGINT', hard: 'SIGQUIT' });
}
