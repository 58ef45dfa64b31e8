/** Redis, in this order: the one REDIS_URL names, a private redis-server found on PATH, the one in JavaScript. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError } from '../errors.ts';
import { spawnGuarded } from './guarded.ts';
import { explain, logSize, tailFrom } from './log-tail.ts';
import { stopOrphan } from './orphan.ts';
import { until } from './wait.ts';

export type RedisChoice = 'url' | 'binary' | 'js';

export interface RunningRedis {
  url: string;
  kind: RedisChoice;
  /** For the start-up line. */
  label: string;
  /** Of the JavaScript one. */
  port?: number;
  /** Never resolves for a Redis that is not ours. */
  exited: Promise<number>;
  stop(): Promise<void>;
}

export interface RedisOptions {
  home: string;
  logFile: string;
  /** Append-only file on; false only for tests. */
  durable: boolean;
  /** The JavaScript one asks for its earlier port again, so that clients find it after a restart. */
  port?: number | undefined;
}

const START_TIMEOUT_MS = 30_000;
const SOCKET_PATH_MAX = 100;
const MIN_VERSION: [number, number] = [6, 2];

/** `PANTAU_REDIS` forces one; otherwise the first that is there. */
export function chooseRedis(env: NodeJS.ProcessEnv): RedisChoice {
  const forced = env.PANTAU_REDIS;
  if (forced === 'url' && !env.REDIS_URL) throw new CliError('PANTAU_REDIS=url needs REDIS_URL');
  if (forced === 'binary' && !findBinary(env)) throw new CliError('PANTAU_REDIS=binary needs a redis-server 6.2 or newer (or valkey-server) on PATH');
  if (forced === 'url' || forced === 'binary' || forced === 'js') return forced;
  if (forced) throw new CliError(`PANTAU_REDIS is ${forced}; it can be url, binary or js`);
  if (env.REDIS_URL) return 'url';
  return findBinary(env) ? 'binary' : 'js';
}

export function startPrivateRedis(kind: 'binary' | 'js', o: RedisOptions, env: NodeJS.ProcessEnv): Promise<RunningRedis> {
  return kind === 'binary' ? startBinary(o, env) : startJs(o);
}

interface Binary {
  path: string;
  version: string;
  name: string;
}

function findBinary(env: NodeJS.ProcessEnv): Binary | undefined {
  for (const name of ['redis-server', 'valkey-server'])
    for (const dir of (env.PATH ?? '').split(delimiter)) {
      const path = join(dir, name);
      if (!dir || !existsSync(path)) continue;
      const said = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '';
      const version = /v=(\d+)\.(\d+)\.\d+/.exec(said);
      if (!version) continue;
      const [major, minor] = [Number(version[1]), Number(version[2])];
      if (major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1])) return { path, name, version: version[0].slice(2) };
    }
  return undefined;
}

async function startBinary(o: RedisOptions, env: NodeJS.ProcessEnv): Promise<RunningRedis> {
  const binary = findBinary(env);
  if (!binary) throw new CliError('there is no redis-server on PATH');
  const dir = join(o.home, 'redis');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const near = join(dir, 'redis.sock');
  const socket = near.length <= SOCKET_PATH_MAX ? near : join(mkdtempSync(join(tmpdir(), 'pantau-')), 'redis.sock');
  await stopOrphanedRedis(o.home);
  rmSync(socket, { force: true });
  const before = logSize(o.logFile);
  const flags = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir,
    'maxmemory-policy': 'noeviction',
    save: '',
    daemonize: 'no',
    pidfile: join(dir, 'redis.pid'),
  };
  const aof = { appendonly: o.durable ? 'yes' : 'no', appendfsync: 'everysec' };
  const server = spawnGuarded({
    command: [binary.path, ...Object.entries({ ...flags, ...aof }).flatMap(([k, v]) => [`--${k}`, v])],
    logFile: o.logFile,
    cwd: dir,
  });
  try {
    await until('the start of Redis', START_TIMEOUT_MS, async () => {
      if (!server.running) throw new CliError(`Redis did not start: ${explain(tailFrom(o.logFile, before), o.logFile)}`);
      return (await answersPing(socket)) || undefined;
    });
  } catch (e) {
    await server.stop();
    throw e;
  }
  return {
    url: `unix://${socket}`,
    kind: 'binary',
    label: `${binary.name} ${binary.version} (private, ${o.durable ? 'append-only file' : 'in memory'})`,
    exited: server.exited,
    stop: () => server.stop(),
  };
}

/** Two servers on one append-only file would damage it. */
export async function stopOrphanedRedis(home: string): Promise<void> {
  for (const command of ['redis-server', 'valkey-server'])
    await stopOrphan({ pidFile: join(home, 'redis/redis.pid'), command, polite: 'SIGTERM', hard: 'SIGKILL' });
}

/** PING over the socket; `+PONG` only once the append-only file has been read. */
function answersPing(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const c = createConnection(socket);
    const end = (ok: boolean) => {
      c.destroy();
      resolve(ok);
    };
    c.once('error', () => end(false));
    c.once('connect', () => c.write('PING\r\n'));
    c.once('data', (d) => end(d.toString().startsWith('+PONG')));
  });
}

async function startJs(o: RedisOptions): Promise<RunningRedis> {
  const log = openSync(o.logFile, 'a', 0o640);
  const child: ChildProcess = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('./js-redis.ts', import.meta.url))], {
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
    env: { ...process.env, JS_REDIS_PORT: String(o.port ?? 0) },
  });
  closeSync(log);
  const exited = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const port = await Promise.race([
    new Promise<number>((resolve) => child.once('message', (m: { port: number }) => resolve(m.port))),
    exited.then(() => {
      throw new CliError(`Redis (JavaScript) did not start, see ${o.logFile}`);
    }),
  ]);
  return {
    url: `redis://127.0.0.1:${port}`,
    kind: 'js',
    port,
    label: 'js-redis-server 0.3.0 (JavaScript, in memory; install redis-server for more speed)',
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
