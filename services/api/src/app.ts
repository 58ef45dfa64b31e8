/** Wiring of the api: two pools (one may read password hashes, the other may not), the bell, the HTTP app. */
import { fileURLToPath } from 'node:url';
import { openProducer } from '@pantau/queue';
import { type Check, createMetrics, httpRequest, type Lifecycle, type Logger, Ticker } from '@pantau/runtime';
import {
  fitsInstallation,
  foldAudit,
  type Handle,
  KEYS_RELOAD_MS,
  type Keyring,
  type LiveKeyring,
  liveKeyring,
  openBell,
  openDb,
  ping,
  requestTimestamp,
  WrongKeySource,
} from '@pantau/store';
import type { RateSummary } from './audit-trail.ts';
import type { ApiConfig } from './config.ts';
import { createEvents, type Events } from './events.ts';
import { createApp } from './http.ts';
import { API } from './limits.ts';
import { identityProvider } from './oidc.ts';
import type { Stamp } from './packet/build.ts';
import { textTrier } from './try-text.ts';

const CONSOLE_DIR = fileURLToPath(new URL('../../console/dist', import.meta.url));

export interface ApiStart {
  config: ApiConfig;
  keyring: Keyring;
  log: Logger;
  life: Lifecycle;
  /** What codes and deadlines are measured by. Default: the wall clock. */
  clock?: () => Date;
}

export async function startApi(o: ApiStart): Promise<{ address: string; port: number }> {
  const { config, log, life, clock = () => new Date() } = o;
  const keyring = liveKeyring(o.keyring);
  const metrics = createMetrics('api');
  const pool = { url: config.DATABASE_URL, statementTimeoutMs: API.statementTimeoutMs, prepared: true };
  const db = openDb({ ...pool, role: 'pantau_api', name: 'api', connectionsMax: API.connections });
  life.add({ name: 'database', stop: () => db.destroy() });
  const authDb = openDb({ ...pool, role: 'pantau_auth', name: 'api-auth', connectionsMax: API.authConnections });
  life.add({ name: 'sign-in database', stop: () => authDb.destroy() });
  const producer = life.add(openProducer({ redisUrl: config.REDIS_URL, prefix: config.PANTAU_QUEUE_PREFIX }));

  const events = createEvents(log, metrics);
  await keepKeys(life, db, keyring, events);
  await refuseForeignKey(db, keyring, events);
  const app = await createApp({
    db,
    authDb,
    keyring,
    ring: (ids) => producer.deliver(ids),
    stamp: stamperOf(config),
    tryText: textTrier(config.PANTAU_PEERS),
    checks: { postgres: () => ping(db), redis: () => producer.ping(), ...peerChecks(config.PANTAU_PEERS) },
    clock,
    log,
    events,
    metrics,
    publicUrl: config.PANTAU_PUBLIC_URL ?? `http://127.0.0.1:${config.PANTAU_PORT}`,
    consoleDir: config.PANTAU_CONSOLE_DIR ?? CONSOLE_DIR,
    trustProxy: config.PANTAU_TRUST_PROXY ?? false,
    requestsPerMinute: config.PANTAU_REQUESTS_PER_MINUTE,
    signInsPerMinute: config.PANTAU_SIGN_INS_PER_MINUTE,
    slowRequestMs: config.PANTAU_SLOW_REQUEST_SECONDS * 1_000,
    needsSecondFactor: config.PANTAU_SECOND_FACTOR === 'case_roles',
    oidc: identityProvider(config),
  });
  keepAudit(life, db, app.rateSummary, events);
  life.add(await openBell({ url: config.DATABASE_URL, onHeard: (heard) => app.live.hear(heard), onError: (err) => events.upkeepFailed('bell', err) }));
  life.add({ name: 'live updates', stop: () => app.live.stop() });
  life.add({ name: 'http', stop: () => app.close() });
  const address = await app.listen({ host: config.PANTAU_HOST, port: config.PANTAU_PORT });
  return { address, port: Number(new URL(address).port) };
}

/** With a foreign key no second factor could be checked and no packet signed. Without an answer of Postgres the service starts and waits for it. */
async function refuseForeignKey(db: Handle, keyring: Keyring, events: Events): Promise<void> {
  const fits = await fitsInstallation(db, keyring).catch((err: unknown) => {
    events.upkeepFailed('installation key', err);
    return true;
  });
  if (!fits) throw new Error('the installation key is not the one this database was filled with: set PANTAU_KEY or PANTAU_KEY_FILE to the right one');
}

/**
 * Chains what reads and refusals left, every second, and once more when the last request has been answered. Dies before: the rows
 * wait for the next copy that runs.
 */
function keepAudit(life: Lifecycle, db: Handle, rates: RateSummary, events: Events): void {
  const task = async () => void (await foldAudit(db));
  const failed = (name: string) => (err: unknown) => events.upkeepFailed(name, err);
  const chain = new Ticker({ name: 'audit chain', everyMs: API.auditFoldMs, task, onError: failed('audit chain') }).start();
  const summary = new Ticker({ name: 'rate summary', everyMs: API.rateSummaryMs, task: () => rates.flush(), onError: failed('rate summary') });
  summary.start({ immediately: false });
  life.add({
    name: 'audit chain',
    async stop() {
      await Promise.all([chain.stop(), summary.stop()]);
      await rates.flush().then(task).catch(failed('audit chain'));
    },
  });
}

/** A data key that an operator makes is known here before anything is sealed with it. Without a database at the start: soon after. */
async function keepKeys(life: Lifecycle, db: Handle, keyring: LiveKeyring, events: Events): Promise<void> {
  const failed = (err: unknown) => events.upkeepFailed('data keys', err);
  await keyring.reload(db).catch((err: unknown) => {
    if (err instanceof WrongKeySource) throw err;
    failed(err);
  });
  const task = () => keyring.reload(db);
  life.add(new Ticker({ name: 'data keys', everyMs: KEYS_RELOAD_MS, task, onError: failed }).start({ immediately: false }));
}

/** Stamps the manifests of packets; null where no authority is configured. */
function stamperOf(config: ApiConfig): Stamp | null {
  const url = config.PANTAU_TSA_URL;
  return url === undefined ? null : (bytes) => requestTimestamp({ url, allowPrivate: config.PANTAU_ALLOW_PRIVATE }, bytes);
}

/** A peer is up when its own /readyz says so. */
function peerChecks(peers: ApiConfig['PANTAU_PEERS']): Record<string, Check> {
  return Object.fromEntries(
    peers.map(({ name, url }) => [
      name,
      async () => {
        const target = `${url}/readyz`;
        const r = await httpRequest(target, {}, { allowPrivate: [new URL(target).host], timeoutMs: API.peerTimeoutMs, maxBytes: API.peerAnswerBytes });
        if (r.status !== 200) throw new Error(`${name} is not ready`);
      },
    ]),
  );
}
