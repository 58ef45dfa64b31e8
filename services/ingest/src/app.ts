/** Wiring of ingest: dispatcher, units, housework, health. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_PREFIX, openProducer, openRateLimiter } from '@pantau/queue';
import { createMetrics, httpRequest, type Lifecycle, type Logger, openWebSocket, startHealthServer, Ticker } from '@pantau/runtime';
import { ensurePartitions, openDb, ping } from '@pantau/store';
import { Bell } from './bell.ts';
import type { IngestConfig } from './config.ts';
import { CONNECTORS } from './connectors/index.ts';
import { Dispatcher } from './dispatcher.ts';
import { createEvents } from './events.ts';
import { createHousework, readScales } from './housework.ts';
import { INGEST } from './limits.ts';
import { recheckRound } from './rechecks.ts';

const INGEST_SOCKET = {
  connectTimeoutMs: INGEST.httpTimeoutMs,
  silentMs: INGEST.socketSilentMs,
  maxMessageBytes: INGEST.httpMaxBytes,
  buffered: INGEST.socketBuffered,
} as const;
const USER_AGENT = 'Pantau/0.1 (election neutrality monitor; contact: see the operator of this installation)';

export async function startIngest(config: IngestConfig, log: Logger, life: Lifecycle): Promise<{ healthPort: number }> {
  const metrics = createMetrics('ingest');
  const events = createEvents(log, metrics);
  const db = openDb({ url: config.DATABASE_URL, role: 'pantau_ingest', name: 'ingest', connectionsMax: INGEST.connections });
  life.add({ name: 'database', stop: () => db.destroy() });
  const producer = life.add(openProducer({ redisUrl: config.REDIS_URL, prefix: config.PANTAU_QUEUE_PREFIX }));
  const bell = new Bell(producer, events);
  life.add({ name: 'bell', stop: () => bell.settle() });

  const http = (url: string, headers: Record<string, string> | undefined, signal: AbortSignal) =>
    httpRequest(
      url,
      { headers: { 'user-agent': USER_AGENT, ...headers } },
      { allowPrivate: config.PANTAU_ALLOW_PRIVATE, timeoutMs: INGEST.httpTimeoutMs, maxBytes: INGEST.httpMaxBytes, signal },
    );
  const socket = (url: string, signal: AbortSignal) =>
    openWebSocket(url, { ...INGEST_SOCKET, headers: { 'user-agent': USER_AGENT }, allowPrivate: config.PANTAU_ALLOW_PRIVATE, signal });
  const now = () => new Date();
  const limiter = life.add(openRateLimiter({ redisUrl: config.REDIS_URL, prefix: config.PANTAU_QUEUE_PREFIX ?? DEFAULT_PREFIX }));
  const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {});
  const secret = (name: string) => (name === 'x' ? config.PANTAU_X_BEARER : undefined);
  const scales = new Map<number, number>();
  const deps = { db, bell, events, now, random: Math.random, leaseMs: config.INGEST_LEASE_MS, http, socket, secret, limiter, pause, scales };
  const dispatcher = life.add(new Dispatcher(deps, CONNECTORS));

  const housework = createHousework(db, now, events);
  const tick = (name: string, everyMs: number, task: () => Promise<void>) =>
    life.add(new Ticker({ name, everyMs, task, onError: (e) => events.tickFailed(name, e) }).start());
  // The first day must have its partition before the first post; without a database the start fails with one clear line.
  await ensurePartitions(db, now(), INGEST.partitionsAheadDays);
  tick('housework', INGEST.houseworkEveryMs, housework);
  const stopping = new AbortController();
  tick('second looks', config.INGEST_RECHECK_MS, () => recheckRound(deps, CONNECTORS, stopping.signal));
  // Stopped before its ticker, which then need not wait for an answer.
  life.add({ name: 'open questions', stop: async () => stopping.abort() });
  tick('scales', INGEST.scaleEveryMs, () => readScales(db, scales));
  tick('units', INGEST.syncUnitsEveryMs, () => dispatcher.sync());
  tick('dispatch', config.INGEST_TICK_MS, () => dispatcher.dispatch());

  const checks = { postgres: () => ping(db), redis: () => producer.ping() };
  const report = { allow_private: config.PANTAU_ALLOW_PRIVATE };
  const health = life.add(await startHealthServer({ host: config.PANTAU_HOST, port: config.HEALTH_PORT, checks, metrics, report }));
  return { healthPort: health.port };
}
