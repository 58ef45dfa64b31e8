/** Connections to Redis from one URL (see redis-url.ts). Producers fail fast while Redis is away; workers wait for it. */
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { parseRedisUrl } from './redis-url.ts';

export type RedisClient = Redis | Cluster;

const PRODUCER: RedisOptions = { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 3_000, commandTimeout: 10_000 };
const WORKER: RedisOptions = { maxRetriesPerRequest: null, connectTimeout: 3_000 };
/** How long the first call may wait for the first connection; after that a missing Redis is told at once. */
export const FIRST_CONNECTION_MS = 3_000;
const RETRY_MS_MAX = 2_000;
const retryStrategy = (times: number) => Math.min(times * 100, RETRY_MS_MAX);

export function connectRedis(url: string, kind: 'producer' | 'worker'): RedisClient {
  const options: RedisOptions = { ...(kind === 'producer' ? PRODUCER : WORKER), retryStrategy };
  const client = open(url, options);
  // Losing Redis is an expected state (it is only the bell): callers see failed commands, /readyz shows the part as down.
  client.on('error', () => {});
  return client;
}

function open(url: string, options: RedisOptions): RedisClient {
  const place = parseRedisUrl(url);
  if (place.kind === 'unix') return new Redis({ ...options, path: place.path });
  if (place.kind === 'single') return new Redis(place.url, options);
  const own: RedisOptions = { ...options, ...place.login, ...(place.tls ? { tls: {} } : {}) };
  if (place.kind === 'cluster')
    return new Cluster(place.hosts, {
      redisOptions: own,
      clusterRetryStrategy: retryStrategy,
      // A certificate names hosts; ioredis would otherwise connect to the addresses they resolve to.
      ...(place.tls ? { dnsLookup: (host, done) => done(null, host) } : {}),
    });
  const { username, password } = place.sentinelLogin;
  return new Redis({
    ...own,
    sentinels: place.hosts,
    name: place.master,
    db: place.db,
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    ...(place.tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  });
}

/** Resolves when the client is ready, or when it has had its time. */
export function settledWithin(client: RedisClient, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms).unref();
    client.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
