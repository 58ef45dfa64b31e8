/**
 * Connections to Redis from one URL: `redis://` and `rediss://` (single), `unix:///path`, `redis+sentinel://h:p,h:p/master`,
 * `redis+cluster://h:p,h:p`. Producers fail fast while Redis is away; workers wait for it.
 */
import { Cluster, Redis, type RedisOptions } from 'ioredis';

export type RedisClient = Redis | Cluster;

const PRODUCER: RedisOptions = { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 3_000, commandTimeout: 10_000 };
const WORKER: RedisOptions = { maxRetriesPerRequest: null, connectTimeout: 3_000 };
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
  if (url.startsWith('unix:')) return new Redis({ ...options, path: url.replace(/^unix:(\/\/)?/, '') });
  const sentinel = /^redis\+sentinel:\/\/([^/]+)\/([\w-]+)$/.exec(url);
  if (sentinel) return new Redis({ ...options, sentinels: hosts(sentinel[1] ?? ''), name: sentinel[2] ?? 'mymaster' });
  const cluster = /^redis\+cluster:\/\/([^/]+)\/?$/.exec(url);
  if (cluster) return new Cluster(hosts(cluster[1] ?? ''), { redisOptions: options, clusterRetryStrategy: retryStrategy });
  return new Redis(url, options);
}

function hosts(list: string): { host: string; port: number }[] {
  return list.split(',').map((h) => {
    const [host = '127.0.0.1', port = '6379'] = h.split(':');
    return { host, port: Number(port) };
  });
}
