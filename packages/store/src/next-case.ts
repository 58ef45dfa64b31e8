/** The most urgent free case, claimed for whoever asks. */
import { LIMITS, ProblemError } from '@pantau/domain';
import { type CaseFilter, conditions, FREE, OPEN_QUEUE, type Reach, regionKey, regionsOf } from './case-filter.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import { LEASE_END, type Lease, REVIEW_END } from './leases.ts';

/**
 * Picks, claims and records in one statement. Rows another transaction is taking are skipped, and a row that was taken
 * meanwhile is judged again by Postgres before it is returned: two clients never get the same case. Left out is what one has
 * judged already, with whichever account, and whom one may not judge by one's own declaration.
 * Dies before the commit: nobody holds anything.
 */
export async function nextCase(tx: Tx, userId: number, reach: Reach, f: CaseFilter): Promise<Lease | null> {
  const regions = regionsOf(reach, f.region);
  if (regions.length === 0) return null;
  const region = sql.join(
    regions.map((r) => sql`(${regionKey(r)})`),
    sql` or `,
  );
  const { rows } = await sql<{ held: number } & { [K in keyof Lease]: Lease[K] | null }>`
    with mine as materialized (select count(*)::int as n from cases where claimed_by = ${userId} and lease_until > now()),
    pick as materialized (
      select c.id from cases c
       where ${OPEN_QUEUE} and (select n from mine) < ${LIMITS.openReviewsPerAnalyst} and (${region}) and ${FREE} and ${conditions(f, userId)}
         ${f.states ? sql`and c.state = any(${[...f.states]}::text[])` : sql``}
         and region_in(c.region, (select app_scopes('analyst', 'second_reviewer')))
         and not exists (select from case_opinion o where o.case_id = c.id and o.user_id = ${userId} and o.undone_at is null offset 0) -- asked for each case, not joined
         and ((select cardinality(accounts_of_people(array[${userId}::bigint]))) = 1 or not person_judged(c.id))
         and ((select count(*) from user_conflict u where u.user_id = ${userId} and u.ended_at is null) = 0 or not has_conflict(c.person_id, c.posted_at))
       order by c.rank desc, c.id limit 1 for update skip locked),
    taken as (
      update cases c set state = 'IN_REVIEW', known_at = coalesce(known_at, now()), due_at = case when state = 'FLAGGED' then ${REVIEW_END} else due_at end,
             claimed_by = ${userId}, lease_until = ${LEASE_END}, revision = revision + 1
        from pick where c.id = pick.id returning c.id, c.state, c.revision, c.lease_until as "leaseUntil"),
    event as (insert into case_event (case_id, type, actor, data) select id, 'claimed', ${userId}, '{}' from taken returning case_id),
    audit as (select count(audit_append('case_claimed', 'case', case_id::text, '{}'::jsonb)) from event)
    select m.n as held, t.* from mine m cross join audit left join taken t on true`.execute(tx);
  const [row] = rows;
  if ((row?.held ?? 0) >= LIMITS.openReviewsPerAnalyst) throw new ProblemError('queue_full');
  if (!row || row.id === null || row.state === null || row.revision === null || row.leaseUntil === null) return null;
  return { id: row.id, state: row.state, revision: row.revision, leaseUntil: row.leaseUntil };
}
