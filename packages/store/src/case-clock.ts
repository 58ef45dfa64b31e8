/** What the clock does to cases: it lets a time pass and says that one has passed. Never a decision. */
import { EXPIRE_UNCLAIMED } from '@pantau/domain';
import type { Db, Handle } from './db.ts';
import { sql } from './kysely.ts';

export interface ExpiredCase {
  id: number;
  was: 'FLAGGED' | 'CONFIRMED';
}

/**
 * The one change of state that a clock makes: nobody claimed the flag for 14 days, or the time for the plenary (or the direct
 * route) is over. State, event and audit row commit together; call again until it is empty.
 */
export async function expireCases(db: Handle, now: Date, rowsMax: number): Promise<ExpiredCase[]> {
  return db.transaction().execute(async (tx) => {
    // A case that a person holds locked at this moment is left to that person; the next run looks again. The first comparison
    // of each line is what an index can serve, the second counts days as people in the region do.
    const { rows } = await sql<ExpiredCase>`
      with due as materialized (
        select id, state from cases
         where (state = 'FLAGGED' and first_flagged_at < ${now}::timestamptz - ${EXPIRE_UNCLAIMED.n} * interval '1 day'
                and local_day(${now}::timestamptz, region) > local_day(first_flagged_at, region) + ${EXPIRE_UNCLAIMED.n}::integer)
            or (state = 'CONFIRMED' and due_at < ${now}::timestamptz)
         order by id limit ${rowsMax} for update skip locked),
      gone as (
        update cases c set state = 'EXPIRED', claimed_by = null, lease_until = null, revision = revision + 1
          from due where c.id = due.id returning c.id, due.state as was),
      told as (
        insert into case_event (case_id, type, actor, data, at)
        select id, 'expired', null, jsonb_build_object('was', was), ${now} from gone)
      select id, was from gone order by id`.execute(tx);
    for (const r of rows) await sql`select audit_append('case.expired', 'case', ${String(r.id)}, ${JSON.stringify({ was: r.was })}::jsonb)`.execute(tx);
    return rows;
  });
}

/** Flags forwarded cases whose office has not acted in time; their state stays what people made it. Call again until it is empty. */
export async function flagOverdue(db: Db, now: Date, rowsMax: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select mark_overdue as id from mark_overdue(${now}, ${rowsMax})`.execute(db);
  return rows.map((r) => r.id);
}
