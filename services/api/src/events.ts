/** What this service tells the world: one function per event, counter and log line together. Ids only; no address carries a query. */
import { Counter, Histogram, type Logger, type Registry } from '@pantau/runtime';

export type Events = ReturnType<typeof createEvents>;

export function createEvents(log: Logger, registry: Registry) {
  const registers = [registry];
  const requests = new Histogram({
    name: 'pantau_http_request_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const signIns = new Counter({ name: 'pantau_sign_ins_total', help: 'Sign-ins, by outcome', labelNames: ['outcome'], registers });
  const moves = new Counter({ name: 'pantau_case_moves_total', help: 'Changes of cases by people', labelNames: ['move'], registers });
  const bells = new Counter({ name: 'pantau_bell_missed_total', help: 'Deliveries whose bell could not be rung; the sweeper finds them', registers });
  return {
    answered(r: { method: string; route: string; status: number; ms: number; requestId: string }) {
      requests.observe({ method: r.method, route: r.route, status: r.status }, r.ms / 1000);
      log.debug({ ...r, ms: Math.round(r.ms) }, 'answered');
    },
    failed(r: { method: string; route: string; requestId: string; err: unknown }) {
      log.error(r, 'request failed');
    },
    signedIn(userId: number) {
      signIns.inc({ outcome: 'ok' });
      log.info({ userId }, 'signed in');
    },
    signInRefused(code: string, userId: number | null) {
      signIns.inc({ outcome: code });
      log.warn({ code, userId }, 'sign-in refused');
    },
    caseMoved(move: string, caseId: number, userId: number) {
      moves.inc({ move });
      log.info({ move, caseId, userId }, 'case moved');
    },
    upkeepFailed(what: string, err: unknown) {
      log.warn({ what, err }, 'will be tried again');
    },
    bellMissed(deliveries: number, err: unknown) {
      bells.inc(deliveries);
      log.warn({ deliveries, err }, 'deliveries wait for the sweeper');
    },
  };
}
