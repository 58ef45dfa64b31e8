/** What this service tells the world: one function per event, counter and log line together. Ids only, never texts. */
import { Counter, Gauge, Histogram, type Logger, type Registry } from '@pantau/runtime';

export type Events = ReturnType<typeof createEvents>;

export function createEvents(log: Logger, registry: Registry) {
  const registers = [registry];
  const verdicts = new Counter({ name: 'pantau_verdicts_total', help: 'Verdicts written, by band', labelNames: ['band'], registers });
  const cases = new Counter({ name: 'pantau_cases_opened_total', help: 'Cases opened', registers });
  const unscored = new Counter({ name: 'pantau_unscored_total', help: 'Versions that could not be scored this time', registers });
  const swept = new Counter({ name: 'pantau_swept_total', help: 'Versions the sweeper rang for', registers });
  const failures = new Counter({ name: 'pantau_score_jobs_failed_total', help: 'Score jobs that threw', registers });
  const cacheFailures = new Counter({
    name: 'pantau_engine_cache_failures_total',
    help: 'Cached engines that could not be read or written',
    labelNames: ['act'],
    registers,
  });
  const batch = new Histogram({ name: 'pantau_score_batch_seconds', help: 'Time for one batch, database included', registers });
  const oldest = new Gauge({ name: 'pantau_oldest_unscored_seconds', help: 'Age of the oldest version that waits for a verdict', registers });
  const waiting = new Gauge({ name: 'pantau_unscored', help: 'Versions that wait for a verdict', registers });
  const stuck = new Gauge({ name: 'pantau_unscored_failed', help: 'Versions whose attempts are used up and that wait for a person', registers });
  return {
    batchScored(b: { bands: Record<string, number>; opened: number; unscored: number; seconds: number }) {
      for (const [band, n] of Object.entries(b.bands)) verdicts.inc({ band }, n);
      cases.inc(b.opened);
      unscored.inc(b.unscored);
      batch.observe(b.seconds);
      log.debug({ ...b.bands, opened: b.opened, unscored: b.unscored }, 'batch scored');
      if (b.unscored > 0) log.warn({ unscored: b.unscored }, 'some versions could not be scored');
    },
    registerLoaded(r: { register: string; ruleset: string; contestants: number; cached: boolean; seconds: number }) {
      log.info(r, 'register loaded');
    },
    registerMissing() {
      log.warn('no contest register is published: posts wait until one is imported (pantau import register FILE --apply)');
    },
    cacheFailed(act: 'read' | 'write', err: unknown) {
      cacheFailures.inc({ act });
      log.warn({ act, err }, 'the engine cache cannot be used this time: the engine is compiled from the register');
    },
    swept(n: number) {
      swept.inc(n);
      if (n > 0) log.info({ n }, 'rang again for unscored versions');
    },
    pending(p: { waiting: number; failed: number; oldestSeconds: number }) {
      oldest.set(p.oldestSeconds);
      waiting.set(p.waiting);
      stuck.set(p.failed);
    },
    jobFailed(j: { jobId: string; attempts: number; error: Error }) {
      failures.inc();
      log.error({ jobId: j.jobId, attempts: j.attempts, err: j.error }, 'score job failed');
    },
    tickFailed(part: string, err: unknown) {
      log.error({ part, err }, 'periodic task failed');
    },
  };
}
