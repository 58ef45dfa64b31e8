/** What this service tells the world: one function per event, counter and log line together. Ids and hosts only. */
import { Counter, Gauge, Histogram, type Logger, type Registry } from '@pantau/runtime';

export type Events = ReturnType<typeof createEvents>;

interface Attempt {
  delivery: string;
  case: number;
  host: string;
  attempt: number;
  state: 'delivered' | 'pending' | 'dead';
  status: number | null;
  error?: string;
  tookMs: number;
}

export function createEvents(log: Logger, registry: Registry) {
  const registers = [registry];
  const attempts = new Counter({ name: 'pantau_delivery_attempts_total', help: 'Attempts by what they led to', labelNames: ['outcome'], registers });
  for (const outcome of ['delivered', 'pending', 'dead', 'lease_lost', 'unrecorded', 'cut_off', 'sealed']) attempts.inc({ outcome }, 0);
  const seconds = new Histogram({ name: 'pantau_delivery_seconds', help: 'Time from sending to the answer', registers });
  const expired = new Counter({ name: 'pantau_cases_expired_total', help: 'Cases that a deadline closed', labelNames: ['was'], registers });
  const overdue = new Counter({ name: 'pantau_cases_overdue_total', help: 'Forwarded cases whose office did not act in time', registers });
  const waiting = new Gauge({ name: 'pantau_deliveries_waiting', help: 'Deliveries not yet delivered or dead', registers });
  const dead = new Gauge({ name: 'pantau_deliveries_dead', help: 'Deliveries given up, waiting for a person', registers });
  const oldest = new Gauge({ name: 'pantau_oldest_delivery_seconds', help: 'Age of the oldest delivery that waits', registers });
  return {
    attempted(d: Attempt) {
      attempts.inc({ outcome: d.state });
      seconds.observe(d.tookMs / 1_000);
      const level = d.state === 'delivered' ? 'debug' : d.state === 'dead' ? 'error' : 'warn';
      log[level](d, { delivered: 'delivered', pending: 'not delivered, will be tried again', dead: 'delivery given up' }[d.state]);
    },
    /** Another process took the row over; its result counts. */
    leaseLost(delivery: string) {
      attempts.inc({ outcome: 'lease_lost' });
      log.warn({ delivery }, 'the lease had ended before the result was recorded');
    },
    /** The result could not be written while the lease lasted: the receiver will get the same id again. */
    unrecorded(delivery: string, err: unknown) {
      attempts.inc({ outcome: 'unrecorded' });
      log.error({ delivery, err }, 'the result of a delivery could not be recorded');
    },
    cutOff(delivery: string) {
      attempts.inc({ outcome: 'cut_off' });
      log.warn({ delivery }, 'cut off by shutdown; sent again when the lease ends');
    },
    /** No attempt: nothing was sent. */
    sealed(delivery: string, subscription: number) {
      attempts.inc({ outcome: 'sealed' });
      log.error({ delivery, subscription }, 'the secret cannot be opened with this installation key; the delivery waits');
    },
    keyUnchecked(err: unknown) {
      log.warn({ err }, 'the installation key could not be checked: no answer from the database');
    },
    pending(p: { waiting: number; dead: number; oldestSeconds: number }) {
      waiting.set(p.waiting);
      dead.set(p.dead);
      oldest.set(p.oldestSeconds);
    },
    expired(cases: readonly { id: number; was: string }[]) {
      for (const c of cases) expired.inc({ was: c.was });
      log.info({ n: cases.length, first: cases[0]?.id }, 'cases expired');
    },
    overdue(cases: readonly number[]) {
      overdue.inc(cases.length);
      log.warn({ n: cases.length, first: cases[0] }, 'offices are late');
    },
    claimFailed(err: unknown) {
      log.error({ err }, 'deliveries could not be claimed');
    },
    jobFailed(j: { jobId: string; attempts: number; error: Error }) {
      log.error({ jobId: j.jobId, attempts: j.attempts, err: j.error }, 'deliver job failed');
    },
    tickFailed(part: string, err: unknown) {
      log.error({ part, err }, 'periodic task failed');
    },
  };
}

export type AuditEvents = ReturnType<typeof createAuditEvents>;

export function createAuditEvents(log: Logger, registry: Registry) {
  const registers = [registry];
  const roots = new Counter({ name: 'pantau_audit_roots_total', help: 'Daily roots of the log, by what was done', labelNames: ['done'], registers });
  for (const done of ['signed', 'stamped', 'stamp_failed']) roots.inc({ done }, 0);
  return {
    rootSigned(day: string) {
      roots.inc({ done: 'signed' });
      log.info({ day }, 'the log of a day is signed');
    },
    rootStamped(day: string) {
      roots.inc({ done: 'stamped' });
      log.info({ day }, 'the log of a day is stamped');
    },
    stampFailed(day: string, err: unknown) {
      roots.inc({ done: 'stamp_failed' });
      log.warn({ day, err }, 'no time stamp yet; asked for again at the next turn');
    },
  };
}

export type RetentionEvents = ReturnType<typeof createRetentionEvents>;

export function createRetentionEvents(log: Logger, registry: Registry) {
  const purged = new Counter({ name: 'pantau_purged_total', help: 'What retention took away, by class', labelNames: ['class'], registers: [registry] });
  return {
    purged(report: Readonly<Record<string, number>>) {
      for (const [c, n] of Object.entries(report)) purged.inc({ class: c }, n);
      if (Object.keys(report).length > 0) log.info({ ...report }, 'retention');
    },
  };
}

export type StatisticsEvents = ReturnType<typeof createStatisticsEvents>;

export function createStatisticsEvents(log: Logger, registry: Registry) {
  const days = new Counter({ name: 'pantau_stat_days_counted_total', help: 'Days counted anew for the roll-ups', registers: [registry] });
  const releases = new Counter({ name: 'pantau_stat_releases_total', help: 'Weekly releases made', registers: [registry] });
  return {
    rolledUp(counted: number) {
      days.inc(counted);
    },
    released(week: string) {
      releases.inc();
      log.info({ week }, 'statistics of a week are released');
    },
  };
}

export type ImportEvents = ReturnType<typeof createImportEvents>;

export function createImportEvents(log: Logger, registry: Registry) {
  const ends = new Counter({
    name: 'pantau_register_imports_total',
    help: 'Imports of the console, by how a step ended',
    labelNames: ['kind', 'end'],
    registers: [registry],
  });
  return {
    ended(id: string, kind: string, end: 'ready' | 'published' | 'refused' | 'cancelled') {
      ends.inc({ kind, end });
      log.info({ id, kind, end }, 'import step ended');
    },
    expired(n: number) {
      log.info({ n }, 'imports nobody came back for are gone');
    },
    beatFailed(err: unknown) {
      log.warn({ err }, 'the progress of an import could not be written');
    },
  };
}
