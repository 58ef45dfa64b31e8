/**
 * The embedded Postgres of one data directory: made once, started, watched by a guard, stopped cleanly. It listens on a
 * unix socket only, in a directory that only its own user may enter. If the launcher dies here, the guard stops it; if the
 * guard died too, the next start finds the orphan in postmaster.pid and stops it first.
 */

import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { type Guarded, spawnGuarded } from './guarded.ts';
import { chooseIdentity, type RunAs } from './identity.ts';
import { explain, logSize, tailFrom } from './log-tail.ts';
import { findPostgres, libraryEnv, type PostgresPackage } from './postgres-package.ts';
import { isAlive, until } from './wait.ts';

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
const STOP_TIMEOUT_MS = 15_000;
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
  } else await stopOrphan(dataDir);
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
      return readPostmaster(s.dataDir)?.ready || undefined;
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

/** The file Postgres itself keeps: line 1 its pid, line 8 its state. */
function readPostmaster(dataDir: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: (lines[7] ?? '').startsWith('ready') };
  } catch {
    return undefined;
  }
}

/** Callers hold the lock of this data directory, so a live postmaster can only be the leftover of a killed start. */
export async function stopOrphan(dataDir: string): Promise<boolean> {
  const found = readPostmaster(dataDir);
  if (!found || !(found.pid > 1) || !(await isPostgres(found.pid))) return false;
  process.kill(found.pid, 'SIGINT');
  const gone = () => (isAlive(found.pid) ? undefined : true);
  try {
    await until('the stop of the Postgres left by an earlier start', STOP_TIMEOUT_MS, gone);
  } catch {
    process.kill(found.pid, 'SIGQUIT');
    await until(`the stop of the Postgres left by an earlier start (pid ${found.pid})`, STOP_TIMEOUT_MS, gone);
  }
  return true;
}

/** A pid may have been given to somebody else since; only a process that calls itself postgres is ours to stop. */
function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ps = spawn('ps', ['-p', String(pid), '-o', 'comm='], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    ps.stdout.on('data', (d) => {
      out += String(d);
    });
    ps.once('error', () => resolve(readComm(pid) === 'postgres'));
    ps.once('close', () => resolve(out.includes('postgres')));
  });
}

function readComm(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
