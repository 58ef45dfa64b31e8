/** What this service tells the world: one function per event, counter and log line together. Ids and names of sources only. */
import { Counter, type Logger, type Registry } from '@pantau/runtime';

export type Events = ReturnType<typeof createEvents>;

export function createEvents(log: Logger, registry: Registry) {
  const { posts, gone, drops, stops, gates, bells, failures, leases } = createCounters(registry);
  return {
    pageStored({ source, counts }: { source: string; counts: Readonly<Record<string, number>> }) {
      for (const [key, n] of Object.entries(counts)) {
        if (key === 'new') posts.inc({ source }, n);
        else if (key === 'gone') gone.inc({ source }, n);
        else drops.inc({ source, reason: key }, n);
      }
      log.debug({ source, ...counts }, 'page stored');
    },
    gateClosed({ source, fault }: { source: string; fault: string }) {
      gates.inc({ source, fault });
      log.warn({ source, fault }, 'nothing is fetched');
    },
    stopped({ source, kind }: { source: string; kind: string }) {
      stops.inc({ source, kind });
      log.warn({ source, kind }, 'poll ended early');
    },
    leaseLost({ source }: { source: string }) {
      leases.inc({ source });
      log.warn({ source }, 'the unit was taken by another process; the page was not stored');
    },
    broke({ source, err }: { source: string; err: unknown }) {
      failures.inc({ source });
      log.error({ source, err }, 'poll failed');
    },
    rechecked(r: { source: string; posts: number; edited: number; gone: number }) {
      posts.inc({ source: r.source }, r.edited);
      gone.inc({ source: r.source }, r.gone);
      log.debug(r, 'posts looked at again');
    },
    unitsMade(n: number) {
      log.info({ n }, 'units added');
    },
    rang(_ids: number) {},
    bellFailed(ids: number) {
      bells.inc(ids);
      log.warn({ ids }, 'the bell was not heard; the sweeper will find these');
    },
    houseworkDone(h: { textsDropped: number; partitionsDropped: number; quarantinePurged: number; notCovered: number }) {
      if (h.textsDropped + h.partitionsDropped + h.quarantinePurged + h.notCovered > 0) log.info(h, 'housework');
    },
    tickFailed(part: string, err: unknown) {
      log.error({ part, err }, 'periodic task failed');
    },
  };
}

function createCounters(registry: Registry) {
  const registers = [registry];
  const posts = new Counter({ name: 'pantau_ingest_posts_total', help: 'New versions stored, by source', labelNames: ['source'], registers });
  const gone = new Counter({ name: 'pantau_ingest_gone_total', help: 'Posts found deleted on their platform', labelNames: ['source'], registers });
  const drops = new Counter({
    name: 'pantau_ingest_drops_total',
    help: 'Fetched but not stored, by source and reason',
    labelNames: ['source', 'reason'],
    registers,
  });
  const stops = new Counter({
    name: 'pantau_ingest_stops_total',
    help: 'Polls that ended early, by source and kind',
    labelNames: ['source', 'kind'],
    registers,
  });
  const gates = new Counter({
    name: 'pantau_ingest_gate_closed_total',
    help: 'Units not fetched for want of policy or basis',
    labelNames: ['source', 'fault'],
    registers,
  });
  const bells = new Counter({ name: 'pantau_ingest_bells_failed_total', help: 'New versions left to the sweeper because Redis was away', registers });
  const failures = new Counter({ name: 'pantau_ingest_errors_total', help: 'Errors of our own', labelNames: ['source'], registers });
  const leases = new Counter({
    name: 'pantau_ingest_leases_lost_total',
    help: 'Pages refused because another process had taken the unit',
    labelNames: ['source'],
    registers,
  });
  return { posts, gone, drops, stops, gates, bells, failures, leases };
}
