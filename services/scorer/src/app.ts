/** Wiring of the scorer: consumer, sweeper, register watcher, health. */
import { describeRules, loadRuleset } from '@pantau/detection';
import { openProducer, startConsumer } from '@pantau/queue';
import { createMetrics, type Lifecycle, type Logger, startHealthServer, Ticker } from '@pantau/runtime';
import { describeRuleset, openDb, pendingState, ping, sweepPending } from '@pantau/store';
import type { ScorerConfig } from './config.ts';
import { EngineHolder } from './engine.ts';
import { EngineCache } from './engine-cache.ts';
import { createEvents } from './events.ts';
import { SCORER } from './limits.ts';
import { scoreBatch } from './score-batch.ts';
import { trials } from './trials.ts';

export async function startScorer(config: ScorerConfig, log: Logger, life: Lifecycle): Promise<{ healthPort: number }> {
  const metrics = createMetrics('scorer');
  const events = createEvents(log, metrics);
  const db = openDb({ url: config.DATABASE_URL, role: 'pantau_scorer', name: 'scorer', connectionsMax: SCORER.connections });
  life.add({ name: 'database', stop: () => db.destroy() });
  const redis = { redisUrl: config.REDIS_URL, prefix: config.PANTAU_QUEUE_PREFIX };
  const producer = life.add(openProducer(redis));

  const cache = config.SCORER_CACHE_DIR === undefined ? null : new EngineCache(config.SCORER_CACHE_DIR);
  // Whoever reads the rules needs no part of the engine. Dies before: the next start writes them.
  await describeRuleset(db, describeRules(loadRuleset()));
  const holder = new EngineHolder(db, events, cache);
  await holder.refresh();
  const watch = new Ticker({
    name: 'register watch',
    everyMs: SCORER.registerCheckMs,
    task: () => holder.refresh(),
    onError: (e) => events.tickFailed('register', e),
  });
  life.add(watch.start({ immediately: false }));

  const consumer = startConsumer({
    ...redis,
    queue: 'score',
    concurrency: config.SCORER_CONCURRENCY,
    onFailed: (info) => events.jobFailed(info),
    handle: async ({ ids }) => {
      const loaded = holder.current;
      // Without a register the rows stay pending; the sweeper rings again once one is published.
      if (loaded) await scoreBatch(db, loaded, ids, events);
    },
  });
  life.add(consumer);

  const sweep = async () => {
    events.pending(await pendingState(db));
    if (!holder.current || (await producer.depth('score')) >= SCORER.sweepBelowJobs) return;
    const ids = await sweepPending(db, SCORER.sweepRows);
    if (ids.length > 0) await producer.score(ids);
    events.swept(ids.length);
  };
  life.add(new Ticker({ name: 'sweeper', everyMs: SCORER.sweepEveryMs, task: sweep, onError: (e) => events.tickFailed('sweeper', e) }).start());

  const checks = {
    postgres: () => ping(db),
    redis: () => producer.ping(),
  };
  const health = life.add(
    await startHealthServer({ host: config.PANTAU_HOST, port: config.HEALTH_PORT, checks, metrics, answers: trials(() => holder.current?.engine ?? null) }),
  );
  return { healthPort: health.port };
}
