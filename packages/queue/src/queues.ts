/**
 * The contract between services: queue names, payloads, retry policy. Payloads are ids only; every handler is idempotent,
 * uniqueness lives in Postgres. The only place that knows BullMQ.
 */
import { randomUUID } from 'node:crypto';
import { LIMITS } from '@pantau/domain';
import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import { z } from 'zod';
import { connectRedis, FIRST_CONNECTION_MS, type RedisClient, settledWithin } from './redis.ts';

export const PAYLOADS = {
  /** Versions to score; at most one batch. */
  score: z.object({ ids: z.array(z.number().int().positive()).min(1).max(LIMITS.batchPosts) }),
  /** Deliveries to send. */
  deliver: z.object({ ids: z.array(z.uuid()).min(1).max(LIMITS.batchPosts) }),
} as const;
export type QueueName = keyof typeof PAYLOADS;
export type Payload<N extends QueueName> = z.infer<(typeof PAYLOADS)[N]>;

/** BullMQ scripts over more jobs than this at once time out on the slowest supported engine. */
const ADD_BULK_MAX = 50;
export const DEFAULT_PREFIX = '{pantau}';

export interface Producer {
  /** Splits into jobs of 200 ids and adds them. Throws when Redis is away; the caller counts it, the sweeper repairs it. */
  score(ids: readonly number[]): Promise<number>;
  deliver(ids: readonly string[]): Promise<number>;
  depth(name: QueueName): Promise<number>;
  ping(): Promise<void>;
  name: string;
  stop(): Promise<void>;
}

const policy = {
  attempts: LIMITS.jobAttempts,
  backoff: { type: 'exponential', delay: LIMITS.jobBackoffMinMs, jitter: 1 },
  removeOnComplete: true,
  removeOnFail: 1_000,
};

export function openProducer(o: { redisUrl: string; prefix?: string }): Producer {
  const connection = connectRedis(o.redisUrl, 'producer');
  const prefix = o.prefix ?? DEFAULT_PREFIX;
  const queues = { score: new Queue('score', { connection, prefix }), deliver: new Queue('deliver', { connection, prefix }) };
  for (const q of Object.values(queues)) q.on('error', () => {});
  const firstConnection = settledWithin(connection, FIRST_CONNECTION_MS);
  // BullMQ waits without end for a Redis that has never answered, and with it every caller.
  const reachable = async () => {
    await firstConnection;
    if (connection.status !== 'ready') throw new Error('Redis is not reachable');
  };
  const add = async (name: QueueName, ids: readonly (number | string)[]) => {
    await reachable();
    const jobs = [];
    for (let i = 0; i < ids.length; i += LIMITS.batchPosts)
      jobs.push({ name, data: { ids: ids.slice(i, i + LIMITS.batchPosts) }, opts: { ...policy, jobId: `${name}-${randomUUID()}` } });
    for (let i = 0; i < jobs.length; i += ADD_BULK_MAX) await queues[name].addBulk(jobs.slice(i, i + ADD_BULK_MAX));
    return jobs.length;
  };
  return {
    name: 'queue producer',
    score: (ids) => add('score', ids),
    deliver: (ids) => add('deliver', ids),
    depth: async (name) => {
      await reachable();
      const c = await queues[name].getJobCounts('waiting', 'active', 'delayed', 'prioritized');
      return Object.values(c).reduce((a, b) => a + b, 0);
    },
    ping: async () => void (await connection.ping()),
    stop: async () => {
      await Promise.allSettled(Object.values(queues).map((q) => q.close()));
      connection.disconnect();
    },
  };
}

/** Thrown by a handler to give up at once: the payload can never succeed. */
export class PermanentFailure extends UnrecoverableError {}

export interface Consumer {
  name: string;
  ping(): Promise<void>;
  stop(): Promise<void>;
}

export interface ConsumerOptions<N extends QueueName> {
  redisUrl: string;
  prefix?: string;
  queue: N;
  concurrency: number;
  handle: (payload: Payload<N>) => Promise<void>;
  onFailed: (info: { jobId: string; attempts: number; error: Error }) => void;
}

/** At least once: a job whose worker died is run again after the lock ends. */
const LOCK_MS = 30_000;
const STALLED_CHECK_MS = 10_000;

export function startConsumer<N extends QueueName>(o: ConsumerOptions<N>): Consumer {
  const connection: RedisClient = connectRedis(o.redisUrl, 'worker');
  const worker = new Worker(
    o.queue,
    async (job: Job) => {
      const parsed = PAYLOADS[o.queue].safeParse(job.data);
      if (!parsed.success) throw new PermanentFailure(`payload of ${o.queue} is not valid`);
      await o.handle(parsed.data as Payload<N>);
    },
    {
      connection,
      prefix: o.prefix ?? DEFAULT_PREFIX,
      concurrency: o.concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: LIMITS.jobAttempts,
    },
  );
  worker.on('error', () => {});
  worker.on('failed', (job, error) => o.onFailed({ jobId: job?.id ?? '?', attempts: job?.attemptsMade ?? 0, error }));
  return {
    name: `consumer ${o.queue}`,
    ping: async () => void (await connection.ping()),
    stop: async () => {
      // With Redis away nothing can be acknowledged, and a polite close would wait for it for ever.
      await worker.close(connection.status !== 'ready');
      connection.disconnect();
    },
  };
}
