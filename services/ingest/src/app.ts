/** Wiring of ingest: dispatcher, units, housework, health. */
import { openProducer } from '@pantau/queue';
import { createMetrics, httpRequest, type Lifecycle, type Logger, startHealthServer, Ticker } from '@pantau/runtime';
import { ensurePartitions, openDb, ping } from '@pantau/store';
import { Bell } from './bell.ts';
import type { IngestConfig } from './config.ts';
import { CONNECTORS } from './connectors/index.ts';
import { Dispatcher } from './dispatcher.ts';
import { createEvents } from './events.ts';
import { createHousework } from './housework.ts';
import { INGEST } from './limits.ts';

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
  const now = () => new Date();
  const dispatcher = life.add(new Dispatcher({ db, bell, events, now, random: Math.random, leaseMs: config.INGEST_LEASE_MS, http }, CONNECTORS));

  const housework = createHousework(db, now, events);
  const tick = (name: string, everyMs: number, task: () => Promise<void>) =>
    life.add(new Ticker({ name, everyMs, task, onError: (e) => events.tickFailed(name, e) }).start());
  // The first day must have its partition before the first post; without a database the start fails with one clear line.
  await ensurePartitions(db, now(), INGEST.partitionsAheadDays);
  tick('housework', INGEST.houseworkEveryMs, housework);
  tick('units', INGEST.syncUnitsEveryMs, () => dispatcher.sync());
  tick('dispatch', config.INGEST_TICK_MS, () => dispatcher.dispatch());

  const checks = { postgres: () => ping(db), redis: () => producer.ping() };
  const report = { allow_private: config.PANTAU_ALLOW_PRIVATE };
  const health = life.add(await startHealthServer({ host: config.PANTAU_HOST, port: config.HEALTH_PORT, checks, metrics, report }));
  return { healthPort: health.port };
}
