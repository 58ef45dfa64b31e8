/**
 * Alerts on this machine: durable Postgres, the alerts service as its own process, offices on loopback that verify every
 * signature with the reference library. First a backlog is drained, then decisions are made at a steady pace and each is
 * timed from its commit to its arrival.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openProducer, type Producer } from '@pantau/queue';
import { addSubscription, type Handle, insertDeliveries, keyringFrom, openDb, sql } from '@pantau/store';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../launcher/preflight.ts';
import type { BenchResult } from './result.ts';
import { type BenchServers, ROOT, withServers } from './servers.ts';

const BACKLOG = 10_000;
const OFFICES = 4;
const STEADY_PER_S = 100;
const STEADY_SECONDS = 10;
const TICK_MS = 50;
const DRAIN_TIMEOUT_MS = 120_000;
const KEY = Buffer.alloc(32, 5);
const SECRET = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
const REGION = '16.73';

export function bench(say: (line: string) => void): Promise<BenchResult> {
  return withServers((servers) => measure(servers, say));
}

async function measure(s: BenchServers, say: (line: string) => void): Promise<Record<string, number>> {
  const offices = await openOffices();
  const db = openDb({ url: s.databaseUrl, role: 'owner', name: 'bench', connectionsMax: 4 });
  const producer = openProducer({ redisUrl: s.redisUrl });
  let service: ChildProcess | null = null;
  try {
    const steady = STEADY_PER_S * STEADY_SECONDS;
    const caseIds = await insertCases(db, BACKLOG + steady);
    await subscribe(db, [...offices.hosts]);
    say(`a backlog of ${BACKLOG} deliveries to ${OFFICES} offices`);
    // Each case goes to one office, as in life: the offices take turns.
    await insertBacklog(db, caseIds.slice(0, BACKLOG));
    const started = performance.now();
    const healthPort = await freePort();
    service = startService(s, offices.hosts, healthPort);
    const seconds = await drained(offices, service, BACKLOG, started);
    const cpu = await cpuSeconds(healthPort);
    say(`steady ${STEADY_PER_S} decisions/s for ${STEADY_SECONDS} s`);
    await sql`update subscription set active = id = (select min(id) from subscription)`.execute(db);
    const p95 = await steadyPace(db, producer, caseIds.slice(BACKLOG), offices);
    const attempts = await recorded(db, BACKLOG + steady);
    return {
      deliveries_per_s: BACKLOG / seconds,
      decision_to_received_p95_ms: p95,
      received_more_than_once: offices.calls() - offices.arrived.size,
      // The figure that a busy machine does not distort.
      service_cpu_ms_per_delivery: (cpu * 1_000) / BACKLOG,
      attempts_per_delivery: attempts / (BACKLOG + steady),
    };
  } finally {
    if (service) await ended(service);
    await producer.stop();
    await db.destroy();
    for (const server of offices.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

interface Offices {
  servers: Server[];
  hosts: string[];
  /** Arrival of each id, by the clock of this process. */
  arrived: Map<string, number>;
  calls(): number;
}

async function openOffices(): Promise<Offices> {
  const hook = new Webhook(SECRET);
  const arrived = new Map<string, number>();
  let calls = 0;
  const servers = Array.from({ length: OFFICES }, () =>
    createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (c: Buffer) => chunks.push(c));
      req.on('end', () => {
        try {
          hook.verify(Buffer.concat(chunks).toString('utf8'), req.headers as Record<string, string>);
          calls += 1;
          const id = String(req.headers['webhook-id']);
          if (!arrived.has(id)) arrived.set(id, performance.now());
          res.writeHead(204).end();
        } catch {
          res.writeHead(401).end();
        }
      });
    }),
  );
  const hosts = await Promise.all(
    servers.map(
      (server) =>
        new Promise<string>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const a = server.address();
            resolve(`127.0.0.1:${typeof a === 'object' && a ? a.port : 0}`);
          });
        }),
    ),
  );
  return { servers, hosts, arrived, calls: () => calls };
}

async function subscribe(db: Handle, hosts: string[]): Promise<void> {
  const keyring = keyringFrom(KEY);
  for (const host of hosts)
    await addSubscription(db, keyring, {
      office: host,
      region: REGION,
      url: `http://${host}/`,
      secret: SECRET,
      events: ['case.forwarded'],
      allowPrivate: hosts,
    });
}

/** Forwarded cases of one fictional person; what they are about does not matter to the outbox. */
async function insertCases(db: Handle, n: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with p as (insert into person (key_hash, key_tail, name) values (sha256('bench'), '001', 'Contoh Fiktif') returning id),
    a as (insert into account (person_id, platform, handle, handle_key, basis_law, basis_ref) select id, 'x', 'bench', 'bench', 'UU 10/2016', 'ST-1' from p returning id),
    po as (insert into post (platform, post_key, account_id) select 'x', g::text, a.id from a, generate_series(1, ${n}::int) g returning id),
    v as (
      insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256)
      select id, '1', now(), now(), now()::date, 'post', sha256('x') from po returning id, post_id)
    insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at, forwarded_at)
    select v.post_id, v.id, p.id, ${REGION}, 'FORWARDED', 'flag', 'VOTE_CALL', 'PRE', 0.9, 50, now(), now(), now() from v, p returning id`.execute(db);
  return rows.map((r) => r.id);
}

function payloadOf(caseId: number): unknown {
  return {
    type: 'case.forwarded',
    schema_version: 1,
    case_number: `PB-${caseId}`,
    region: REGION,
    region_name: 'Kota Lubuk Linggau',
    label: 'VOTE_CALL',
    phase: 'PRE',
    acts: [{ code: 'KE-02', name: 'Sosialisasi atau kampanye media sosial' }],
    subject: { name: 'Contoh Fiktif', key_tail: '001', agency: 'Dinas Contoh', opd: null, employment_status: 'PNS' },
    post: { platform: 'x', url: null, posted_at: '2024-08-01T00:00:00Z' },
    decided_at: '2024-08-02T00:00:00Z',
    forwarded_at: '2024-08-02T01:00:00Z',
    link: `http://127.0.0.1:4180/cases/${caseId}`,
  };
}

async function insertBacklog(db: Handle, caseIds: number[]): Promise<void> {
  await sql`insert into delivery (case_id, subscription_id, event, payload)
    select c.id, s.id, 'case.forwarded', c.payload
      from unnest(${caseIds}::bigint[], ${caseIds.map((id) => JSON.stringify(payloadOf(id)))}::jsonb[]) with ordinality c(id, payload, n)
      join (select id, row_number() over (order by id) - 1 as k from subscription) s on s.k = c.n % ${OFFICES}`.execute(db);
}

function startService(s: BenchServers, hosts: string[], healthPort: number): ChildProcess {
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: s.databaseUrl,
    REDIS_URL: s.redisUrl,
    PANTAU_KEY: KEY.toString('base64'),
    PANTAU_ALLOW_PRIVATE: hosts.join(','),
    HEALTH_PORT: String(healthPort),
    LOG_LEVEL: 'warn',
  };
  return spawn(process.execPath, ['--import', import.meta.resolve('tsx'), join(ROOT, 'services/alerts/src/main.ts')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function ended(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    service.once('exit', () => resolve());
    service.kill('SIGTERM');
  });
}

/** Attempts on record, once nothing waits any more: what arrived last is written down a moment later. */
async function recorded(db: Handle, n: number): Promise<number> {
  const end = performance.now() + DRAIN_TIMEOUT_MS;
  for (;;) {
    const { rows } = await sql<{ delivered: number; attempts: number }>`
      select (select count(*) from delivery where state = 'delivered')::int as delivered, (select count(*) from delivery_attempt)::int as attempts`.execute(db);
    if (rows[0]?.delivered === n) return rows[0].attempts;
    if (performance.now() > end) throw new Error(`only ${rows[0]?.delivered} of ${n} deliveries are recorded`);
    await pause(TICK_MS);
  }
}

/** User and system time of the service so far, its start included. */
async function cpuSeconds(healthPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  return Number(/^process_cpu_seconds_total\{.*\} ([\d.]+)$/m.exec(text)?.[1] ?? Number.NaN);
}

/** Seconds from the first arrival to the last: the start of the process is not sending. */
async function drained(offices: Offices, service: ChildProcess, n: number, started: number): Promise<number> {
  let first = 0;
  while (offices.arrived.size < n) {
    if (service.exitCode !== null) throw new Error(`the alerts service ended with code ${service.exitCode}`);
    if (performance.now() - started > DRAIN_TIMEOUT_MS) throw new Error(`only ${offices.arrived.size} of ${n} deliveries arrived`);
    if (first === 0 && offices.arrived.size > 0) first = Math.min(...offices.arrived.values());
    await pause(TICK_MS);
  }
  return (Math.max(...offices.arrived.values()) - first) / 1_000;
}

/** The deciding transaction, then the bell, as the api does it. Never waits for the arrival. */
async function steadyPace(db: Handle, producer: Producer, caseIds: number[], offices: Offices): Promise<number> {
  const committed = new Map<string, number>();
  const start = performance.now();
  const decide = async (caseId: number) => {
    const ids = await db.transaction().execute((tx) => insertDeliveries(tx, { caseId, region: REGION, event: 'case.forwarded', payload: payloadOf(caseId) }));
    for (const id of ids) committed.set(id, performance.now());
    await producer.deliver(ids);
  };
  const running: Promise<void>[] = [];
  for (const [i, caseId] of caseIds.entries()) {
    const due = start + (i * 1_000) / STEADY_PER_S;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    running.push(decide(caseId));
  }
  await Promise.all(running);
  const end = performance.now() + DRAIN_TIMEOUT_MS;
  while ([...committed.keys()].some((id) => !offices.arrived.has(id))) {
    if (performance.now() > end) throw new Error('some decisions never arrived');
    await pause(TICK_MS);
  }
  const took = [...committed].map(([id, at]) => (offices.arrived.get(id) ?? 0) - at).sort((a, b) => a - b);
  return Math.max(0, took[Math.floor(took.length * 0.95)] ?? 0);
}
