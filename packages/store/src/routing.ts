/** Whom an alert goes to and when it leaves, by the routing table; the rows are part of the deciding transaction (I6). */
import { type AlertEvent, type Label, type Manners, type Route, routeAlert, sendAt, type WaitReason } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { readHolidays } from './holidays.ts';
import { sql } from './kysely.ts';

interface Line {
  id: number;
  authority: string | null;
  agency: string | null;
  region: string;
  events: AlertEvent[];
  labels: Label[];
  severity_min: Route['severityMin'];
  quiet_from: number | null;
  quiet_to: number | null;
  working_days: boolean;
  per_hour: number | null;
  unsafe: boolean;
  subject_authority: string | null;
  subject_agency: string;
}

export interface AlertToRoute {
  caseId: number;
  region: string;
  label: string;
  event: AlertEvent;
  payload: unknown;
  now: Date;
  /** The office said that the person has moved: what the register says about authority and agency no longer counts. */
  moved: boolean;
}

export interface RoutedAlert {
  ids: string[];
  /** Why nobody could be told; it stands on the follow-up board until somebody can. */
  waits: WaitReason | null;
}

export async function insertRouted(tx: Tx, a: AlertToRoute): Promise<RoutedAlert> {
  const { rows: lines } = await sql<Line>`select * from alert_lines(${a.caseId})`.execute(tx);
  const [any] = lines;
  const subject = { authority: a.moved ? null : (any?.subject_authority ?? null), agency: a.moved ? '' : (any?.subject_agency ?? '') };
  const routed = routeAlert(
    lines.map((l) => ({ ...l, severityMin: l.severity_min, active: true })),
    { ...subject, region: a.region, event: a.event, label: a.label as Label },
    new Set(lines.filter((l) => l.unsafe).map((l) => l.id)),
  );
  await noteWait(tx, a.caseId, routed.waits ?? null, a.now);
  const chosen = lines.filter((l) => routed.to.some((id) => id === l.id));
  const ids: string[] = [];
  for (const line of chosen) {
    const leaves = await leavesAt(tx, line, a.now);
    const { rows } = await sql<{ id: string }>`insert into delivery (case_id, subscription_id, event, payload, next_at)
      values (${a.caseId}, ${line.id}, ${a.event}, ${JSON.stringify(a.payload)}::jsonb, ${leaves})
      on conflict (case_id, subscription_id, event) do nothing returning id`.execute(tx);
    ids.push(...rows.map((r) => r.id));
  }
  return { ids, waits: routed.waits ?? null };
}

const HOUR_MS = 3_600_000;

/** Without manners an alert leaves at once, and nothing more is read. */
async function leavesAt(tx: Tx, line: Line, now: Date): Promise<Date> {
  const calm = line.quiet_from !== null || line.working_days;
  if (!calm && line.per_hour === null) return now;
  const manners: Manners = {
    quiet: calm ? { fromMinute: line.quiet_from ?? 0, toMinute: line.quiet_to ?? 0, workingDaysOnly: line.working_days } : null,
    perHour: line.per_hour,
  };
  const { rows } = await sql<{ at: Date }>`select planned_sends as at from planned_sends(${line.id}, ${new Date(now.getTime() - HOUR_MS)})`.execute(tx);
  return sendAt(
    now,
    line.region,
    manners,
    rows.map((r) => r.at),
    await readHolidays(tx),
  );
}

async function noteWait(tx: Tx, caseId: number, reason: string | null, now: Date): Promise<void> {
  if (reason === null) await sql`update alert_wait set ended_at = ${now} where case_id = ${caseId} and ended_at is null`.execute(tx);
  else
    await sql`insert into alert_wait (case_id, reason, since) values (${caseId}, ${reason}, ${now})
      on conflict (case_id) do update set reason = excluded.reason, since = excluded.since, ended_at = null`.execute(tx);
}

/** Reminders of the clock for offices that are late. Call again until it is empty; dies before the bell: the sweeper finds them. */
export async function remindOffices(db: Db, now: Date, rowsMax: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select remind_offices as id from remind_offices(${now}, ${rowsMax})`.execute(db);
  return rows.map((r) => r.id);
}
