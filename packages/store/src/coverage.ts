/** The coverage ledger's housework: days on which an account's turn never came, and days that are long past. */
import type { Db } from './db.ts';
import { sql } from './kysely.ts';

export const COVERAGE = { keepDays: 400, rowsAtOnce: 50_000 } as const;

/**
 * Accounts that were to be looked at today and have no row yet: forbidden where the source is off or a person must look first, failed where
 * the turn is merely late by `lateHours`. Running it twice changes nothing, and a look that comes after all is added to the row.
 */
export async function markNotCovered(db: Db, o: { now: Date; lateHours: number }): Promise<number> {
  const out = await sql`insert into account_coverage (day, account_id, due, failed, forbidden)
    select distinct on (u.account_id) (${o.now}::timestamptz at time zone 'Asia/Jakarta')::date, u.account_id, 1,
           (s.enabled and u.paused_at is null)::int, (not s.enabled or u.paused_at is not null)::int
      from source_state u join source s on s.id = u.source_id join account a on a.id = u.account_id and a.ended_at is null
     where u.next_due_at < ${o.now}::timestamptz - ${o.lateHours} * interval '1 hour' or not s.enabled or u.paused_at is not null
     order by u.account_id, s.enabled desc, u.paused_at nulls first
    on conflict do nothing`.execute(db);
  return Number(out.numAffectedRows ?? 0);
}

/** A bounded number of rows of days long past. Returns how many went. */
export async function dropOldCoverage(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - COVERAGE.keepDays * 86_400_000).toISOString().slice(0, 10);
  const out = await sql`delete from account_coverage k using (
      select day, account_id from account_coverage where day < ${before}::date order by day limit ${COVERAGE.rowsAtOnce}) d
    where k.day = d.day and k.account_id = d.account_id`.execute(db);
  return Number(out.numAffectedRows ?? 0);
}
