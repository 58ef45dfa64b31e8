/**
 * Casework on this machine: the api as its own process, a table of a million cases, reviewers who take the next case and judge
 * it over HTTP. The pace is set so that all open cases are judged within the time; what is measured is how long a reviewer
 * waits for an answer, and that nothing was decided twice, lost or left behind.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { foldAudit, type Handle, openDb, sql, verifyAudit } from '@pantau/store';
import { freePort } from '../launcher/preflight.ts';
import { runLoad, type Tally } from './casework-load.ts';
import { buildCaseworkWorld } from './casework-world.ts';
import { cpuSeconds, parentOf } from './cpu-time.ts';
import type { BenchOptions, BenchResult } from './result.ts';
import { type BenchServers, ROOT, withServers } from './servers.ts';

const CASES = 1_000_000;
const OPEN = 10_000;
const CLIENTS = 50;
const SECONDS = 120;
/** One case in ten needs a second reader; a little slack, so that the last are judged in time too. */
const OPINIONS_PER_CASE = 1.15;
const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 100;
const KEY = Buffer.alloc(32, 5).toString('base64');

export function bench(say: (line: string) => void, options: BenchOptions = {}): Promise<BenchResult> {
  return withServers((servers) => measure(servers, say, options));
}

async function measure(s: BenchServers, say: (line: string) => void, options: BenchOptions): Promise<Record<string, number>> {
  const cases = options.cases ?? CASES;
  const open = Math.min(options.open ?? OPEN, cases);
  const clients = options.clients ?? CLIENTS;
  const seconds = options.seconds ?? SECONDS;
  const db = openDb({ url: s.databaseUrl, role: 'owner', name: 'bench', connectionsMax: 2 });
  const apis: { child: ChildProcess; url: string }[] = [];
  try {
    say(`${cases} cases, ${open} of them open`);
    const world = await buildCaseworkWorld(db, { cases, open, clients }, say);
    for (let i = 0; i < (options.processes ?? 1); i += 1) apis.push(await startApi(s));
    const paceMs = options.pace === 'none' ? 0 : (seconds * 1_000 * clients) / (open * OPINIONS_PER_CASE);
    say(`${clients} reviewers for ${seconds} s, ${paceMs === 0 ? 'without a pause' : `one case each every ${Math.round(paceMs)} ms`}`);
    let began = performance.now();
    let watch: (cases: number) => Record<string, number> = () => ({});
    const tally = await runLoad({
      urls: apis.map((a) => a.url),
      users: world.users,
      paceMs,
      ready: async () => {
        watch = await watchCpu(db, apis);
        began = performance.now();
      },
      until: () => performance.now() > began + seconds * 1_000,
    });
    const took = (performance.now() - began) / 1_000;
    const cpu = watch(tally.opinions);
    for (const e of new Set(tally.errors)) say(`unexpected: ${e}`);
    return { ...figuresOf(tally, took), ...cpu, ...(await settled(db)) };
  } finally {
    for (const a of apis) await ended(a.child);
    await db.destroy();
  }
}

/** Processor time of one claim and its opinion, from here on. Empty where the system does not tell. */
async function watchCpu(db: Handle, apis: readonly { child: ChildProcess }[]): Promise<(cases: number) => Record<string, number>> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const server = parentOf(rows[0]?.pid ?? 0);
  const watched: Record<string, number[]> = { api: apis.flatMap((a) => a.child.pid ?? []), postgres: server === null ? [] : [server] };
  const now = () => Object.entries(watched).map(([part, pids]) => [part, cpuSeconds(pids)] as const);
  const before = new Map(now());
  return (cases) => {
    const spent = now().flatMap(([part, after]) => {
      const then = before.get(part);
      return after === null || then == null ? [] : [[`${part}_cpu_ms_per_case`, ((after - then) * 1_000) / Math.max(1, cases)] as const];
    });
    return Object.fromEntries(spent);
  };
}

function figuresOf(t: Tally, seconds: number): Record<string, number> {
  const at = (list: readonly number[], share: number) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
  return {
    claim_p50_ms: at(t.claimMs, 0.5),
    claim_p95_ms: at(t.claimMs, 0.95),
    claim_p99_ms: at(t.claimMs, 0.99),
    decide_p50_ms: at(t.decideMs, 0.5),
    decide_p95_ms: at(t.decideMs, 0.95),
    decide_p99_ms: at(t.decideMs, 0.99),
    claims: t.claimMs.length,
    opinions: t.opinions,
    opinions_per_s: t.opinions / seconds,
    doubles: t.doubles,
    lost_leases: t.lostLeases,
    errors: t.errors.length,
  };
}

/** What the database says afterwards: the clients may be wrong, the log may not. */
async function settled(db: Handle): Promise<Record<string, number>> {
  while ((await foldAudit(db)) > 0);
  const { rows } = await sql<Record<string, number>>`
    select (select count(distinct case_id) from case_event where type in ('confirmed', 'dismissed'))::int as cases_decided,
           (select count(*) from (select case_id from case_event where type in ('confirmed', 'dismissed') group by case_id having count(*) > 1) x)::int as decided_twice,
           (select count(*) from (select case_id, user_id from case_opinion where undone_at is null group by 1, 2 having count(*) > 1) x)::int as judged_twice_by_one,
           (select count(*) from cases where claimed_by is not null)::int as stuck,
           (select count(*) from cases where state = 'FLAGGED')::int as untouched,
           (select count(*) from audit_log where action like 'case\\_%')::int as audit_rows`.execute(db);
  const chain = await verifyAudit(db);
  return { ...rows[0], audit_chain_broken: chain.firstBroken ? 1 : 0 };
}

async function startApi(s: BenchServers): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  // The api serves the console's files; what is measured needs none, so nothing has to be built first.
  const consoleDir = join(s.home, 'console');
  mkdirSync(consoleDir, { recursive: true });
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html>');
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: s.databaseUrl,
    REDIS_URL: s.redisUrl,
    PANTAU_CONSOLE_DIR: consoleDir,
    PANTAU_KEY: KEY,
    PANTAU_PORT: String(port),
    PANTAU_SECOND_FACTOR: 'off',
    PANTAU_REQUESTS_PER_MINUTE: '10000000',
    PANTAU_SIGN_INS_PER_MINUTE: '1000000',
    HEALTH_PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(ROOT, 'services/api/src/main.ts')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (
    !(await fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error('the api did not start');
    await pause(POLL_MS);
  }
  return { child, url };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
