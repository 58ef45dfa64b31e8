/** Wiring of the alerts service: bell, sender, sweeper, deadlines, health. */
import { startConsumer } from '@pantau/queue';
import { createMetrics, type Lifecycle, type Logger, startHealthServer, Ticker } from '@pantau/runtime';
import {
  expireCases,
  flagOverdue,
  type Handle,
  KEYS_RELOAD_MS,
  type Keyring,
  liveKeyring,
  openDb,
  opensSecrets,
  pendingDeliveries,
  ping,
  remindOffices,
  signerOf,
  WrongKeySource,
} from '@pantau/store';
import { keepAuditRoots } from './audit-roots.ts';
import type { AlertsConfig } from './config.ts';
import { createAuditEvents, createEvents, createImportEvents, createRetentionEvents, createStatisticsEvents, type Events } from './events.ts';
import { ALERTS } from './limits.ts';
import { keepRegisterImports } from './register-imports.ts';
import { keepRetention } from './retention.ts';
import { Sender } from './sender.ts';
import { statisticsKeeper } from './statistics.ts';

export interface AlertsDeps {
  config: AlertsConfig;
  keyring: Keyring;
  log: Logger;
  life: Lifecycle;
  /** What "due" and "expired" are measured by. Default: the wall clock. */
  clock?: () => Date;
  random?: () => number;
  /** Default: the limits; tests that turn the sweeper by hand set it far away. */
  sweepEveryMs?: number;
}

export interface AlertsApp {
  healthPort: number;
  /** One turn of the sweeper and of the deadlines, as their timers do it. */
  sweep(): Promise<void>;
  expire(): Promise<void>;
}

export async function startAlerts(deps: AlertsDeps): Promise<AlertsApp> {
  const { config, log, life, clock = () => new Date(), random = Math.random, sweepEveryMs = ALERTS.sweepEveryMs } = deps;
  const metrics = createMetrics('alerts');
  const events = createEvents(log, metrics);
  const db = openDb({ url: config.DATABASE_URL, role: 'pantau_alerts', name: 'alerts', connectionsMax: ALERTS.connections });
  life.add({ name: 'database', stop: () => db.destroy() });
  const keyring = liveKeyring(deps.keyring);
  await keyring.reload(db).catch((e: unknown) => {
    if (e instanceof WrongKeySource) throw e;
    events.keyUnchecked(e);
  });
  await refuseForeignKey(db, keyring, events);
  const sender = life.add(new Sender({ db, keyring, events, allowPrivate: config.PANTAU_ALLOW_PRIVATE, clock, random }).start());

  const consumer = startConsumer({
    redisUrl: config.REDIS_URL,
    prefix: config.PANTAU_QUEUE_PREFIX,
    queue: 'deliver',
    concurrency: ALERTS.jobConcurrency,
    onFailed: (j) => events.jobFailed(j),
    handle: async () => sender.wake(),
  });
  life.add(consumer);

  const sweep = async () => {
    sender.wake();
    events.pending(await pendingDeliveries(db, clock()));
  };
  const expire = async () => {
    for (;;) {
      const cases = await expireCases(db, clock(), ALERTS.expireRows);
      if (cases.length > 0) events.expired(cases);
      if (cases.length < ALERTS.expireRows || life.stopping) break;
    }
    for (;;) {
      const late = await flagOverdue(db, clock(), ALERTS.expireRows);
      if (late.length > 0) events.overdue(late);
      if (late.length < ALERTS.expireRows || life.stopping) break;
    }
    // Dies between the two: the next run reminds, since it asks for what is late and not yet reminded.
    for (;;) {
      const reminders = await remindOffices(db, clock(), ALERTS.expireRows);
      if (reminders.length > 0) sender.wake();
      if (reminders.length < ALERTS.expireRows || life.stopping) return;
    }
  };
  life.add(new Ticker({ name: 'sweeper', everyMs: sweepEveryMs, task: sweep, onError: (e) => events.tickFailed('sweeper', e) }).start());
  life.add(new Ticker({ name: 'deadlines', everyMs: ALERTS.expireEveryMs, task: expire, onError: (e) => events.tickFailed('deadlines', e) }).start());

  const authority = config.PANTAU_TSA_URL === undefined ? null : { url: config.PANTAU_TSA_URL, allowPrivate: config.PANTAU_ALLOW_PRIVATE };
  const roots = { db, authority, events: createAuditEvents(log, metrics), clock };
  const signRoots = () => keepAuditRoots({ ...roots, signer: signerOf(keyring) });
  life.add(
    new Ticker({ name: 'audit roots', everyMs: ALERTS.auditRootsEveryMs, task: signRoots, onError: (e) => events.tickFailed('audit roots', e) }).start(),
  );

  const failed = (part: string) => (e: unknown) => events.tickFailed(part, e);
  const reload = () => keyring.reload(db);
  life.add(new Ticker({ name: 'data keys', everyMs: KEYS_RELOAD_MS, task: reload, onError: failed('data keys') }).start({ immediately: false }));
  const purge = keepRetention({ databaseUrl: config.DATABASE_URL, keyring, clock, life, events: createRetentionEvents(log, metrics) });
  life.add(new Ticker({ name: 'retention', everyMs: ALERTS.retentionEveryMs, task: purge, onError: failed('retention') }).start());
  const imports = keepRegisterImports({ databaseUrl: config.DATABASE_URL, keyring, clock, life, events: createImportEvents(log, metrics) });
  const statistics = await statisticsKeeper({ db, clock, events: createStatisticsEvents(log, metrics), stopping: () => life.stopping });
  life.add(new Ticker({ name: 'statistics', everyMs: ALERTS.statisticsEveryMs, task: statistics, onError: failed('statistics') }).start());
  life.add(new Ticker({ name: 'register imports', everyMs: ALERTS.importsEveryMs, task: imports, onError: failed('register imports') }).start());

  const checks = { postgres: () => ping(db), redis: () => consumer.ping() };
  const report = { allow_private: config.PANTAU_ALLOW_PRIVATE };
  const health = life.add(await startHealthServer({ host: config.PANTAU_HOST, port: config.HEALTH_PORT, checks, metrics, report }));
  return { healthPort: health.port, sweep, expire };
}

/** With a foreign key every alert would wait. Without an answer of Postgres the service starts and waits for it. */
async function refuseForeignKey(db: Handle, keyring: Keyring, events: Events): Promise<void> {
  const fits = await opensSecrets(db, keyring).catch((e: unknown) => {
    events.keyUnchecked(e);
    return true;
  });
  if (!fits)
    throw new Error(
      'the installation key is not the one the webhook secrets of this database were sealed with: set PANTAU_KEY or PANTAU_KEY_FILE to the right one',
    );
}
