/**
 * `pantau start`: servers → migrations → demo world → services → ready, then keeps them running until told to stop.
 * If this process is killed, services end with their IPC channel and the servers with their guard; the next start finds
 * at worst a stale lock and an orphaned Postgres, and deals with both.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { checkUrls } from '../urls.ts';
import { buildConsole } from './console.ts';
import type { Demo } from './demo.ts';
import { type Layout, layoutOf } from './layout.ts';
import { takeLock } from './lock.ts';
import { checkPort, prepareHome } from './preflight.ts';
import { Progress } from './progress.ts';
import { openPostgres, openRedis, type Server } from './servers.ts';
import { baseUrl, planServices, startServices } from './services.ts';
import { Stopped, Teardown } from './teardown.ts';

export interface StartOptions {
  host: string;
  port: number;
  demo: boolean;
}

/** Runs until a signal stops it; rejects when it could not be started. */
export async function runLauncher(o: StartOptions, env: NodeJS.ProcessEnv): Promise<void> {
  const l = layoutOf(env);
  const progress = new Progress();
  const say = (line: string) => progress.line(`${new Date().toISOString().slice(11, 19)} ${line}`);
  checkUrls(env);
  prepareHome(l);
  const lock = await takeLock(l.lockFile, o.port);
  rmSync(l.runFile, { force: true }); // of a launcher that was killed: nobody answers at its addresses
  const teardown = new Teardown(say);
  const interrupted = new AbortController();
  const stopped = onStopSignal(() => {
    interrupted.abort();
    progress.line('Stopping …');
    void teardown.stop();
  });
  try {
    await checkPort(o.host, o.port);
    await bringUp({ ...o, l, env, progress, say, teardown, interrupted: interrupted.signal });
    await stopped;
    await teardown.stop();
    progress.line('Stopped.');
  } catch (e) {
    await teardown.stop();
    if (!(e instanceof Stopped) && !interrupted.signal.aborted) throw e;
    progress.line('Stopped.');
  } finally {
    lock.release();
  }
}

/** Resolves at the first signal. Later ones change nothing: npm passes Ctrl-C on, so one press may arrive twice. */
function onStopSignal(first: () => void): Promise<void> {
  let done = false;
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (done) return;
        done = true;
        first();
        resolve();
      });
  });
}

interface Context extends StartOptions {
  l: Layout;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  say: (line: string) => void;
  teardown: Teardown;
  interrupted: AbortSignal;
}

async function bringUp(c: Context): Promise<void> {
  const { progress, teardown, l } = c;
  progress.line('Pantau is starting');
  const built = buildConsole(l);
  built.catch(() => undefined); // said below, where the start waits for it
  const loading = import('./prepare.ts'); // half a second of modules, needed only once Postgres answers
  const [postgres, redis] = await openServers(c);
  const { keepDemoLocal, migrateOrSay, openKeyring, prepareDemo, setupToken, startReceiver } = await loading;
  await progress.step('Applying migrations', async (step) => {
    const applied = await migrateOrSay(postgres.url, l.migrations, (name) => step.note(`Applying migration ${name}`));
    return { value: undefined, done: applied.length > 0 ? `schema: ${applied.length} migrations applied` : 'schema is up to date' };
  });
  await keepDemoLocal({ databaseUrl: postgres.url, ...c });
  const keyring = await openKeyring(postgres.url, c.env);
  const demo = c.demo
    ? await progress.step('Preparing the demo world', async () => {
        const value = await prepareDemo({ layout: l, databaseUrl: postgres.url, keyring });
        if (!value) return { value, done: 'no demo world: the database holds data of its own' };
        return { value, done: value.fresh ? 'demo world is set up' : 'demo world is there' };
      })
    : undefined;
  if (demo) await teardown.add(await startReceiver(demo.receiver));
  writeRunFile(l, postgres, redis);
  await teardown.add({ name: 'run file', stop: () => rmSync(l.runFile, { force: true }) });
  await progress.step('Building the console', async () => ({ value: undefined, done: await built }));
  const plans = await planServices({
    layout: l,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    host: c.host,
    port: c.port,
    env: c.env,
    receiver: demo?.receiver,
  });
  await progress.step(`Starting ${plans.map((p) => p.name).join(', ')}`, async (step) => {
    const waiting = new Set(plans.map((p) => p.name));
    const onReady = (name: string) => {
      waiting.delete(name);
      if (waiting.size > 0) step.note(`Waiting for ${[...waiting].join(', ')}`);
    };
    await startServices({ plans, layout: l, teardown, interrupted: c.interrupted, say: c.say, onReady });
    return { value: undefined, done: `services: ${plans.map((p) => p.name).join(', ')}` };
  });
  const token = await setupToken(postgres.url);
  for (const line of welcome(baseUrl(c.host, c.port), process.uptime(), demo, l, token)) progress.line(line);
}

async function openServers(c: Context): Promise<[Server, Server]> {
  const { progress, teardown, l, env, say } = c;
  const postgres = await progress.step('Starting Postgres', async (step) => {
    const value = await openPostgres(l, env, step, say);
    if (value.keeper) await teardown.add(value.keeper);
    return { value, done: value.label };
  });
  const redis = await progress.step('Starting Redis', async () => {
    const value = await openRedis(l, env, say);
    if (value.keeper) await teardown.add(value.keeper);
    return { value, done: value.label };
  });
  return [postgres, redis];
}

/** For `npx pantau import …` in another terminal. Holds what DATABASE_URL holds, so only the owner may read it. */
function writeRunFile(l: Layout, postgres: Server, redis: Server): void {
  rmSync(l.runFile, { force: true });
  writeFileSync(l.runFile, `${JSON.stringify({ database_url: postgres.url, redis_url: redis.url })}\n`, { mode: 0o600 });
}

function welcome(url: string, seconds: number, demo: Demo | undefined, l: Layout, token: string | null): string[] {
  const signIns = demo?.signIns ?? [];
  const width = Math.max(0, ...signIns.map((s) => s.username.length));
  return [
    '',
    `Pantau is ready after ${seconds.toFixed(1)} s`,
    `  console     ${url}`,
    `  API docs    ${url}/docs`,
    ...(demo ? [`  BKPSDM      http://127.0.0.1:${demo.receiver.port}  (the demo's personnel office: alerts arrive here)`] : []),
    `  logs        ${l.logs}`,
    ...(signIns.length > 0 ? ['', 'Sign-ins of the demo world'] : []),
    ...signIns.map((s) => `  ${s.username.padEnd(width)}  ${s.password}  ${s.about}`),
    ...(token === null
      ? []
      : ['', 'Nobody administrates this installation yet. Open the console and make the first administrator with this token:', `  ${token}`]),
    '',
    'Ctrl-C stops everything.',
  ];
}
