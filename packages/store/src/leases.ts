/**
 * Who works on a case right now. Each function runs in one transaction opened by `asUser`. A lease that has ended counts as
 * no lease, so a process or browser that dies holds nothing up.
 */
import { type CaseState, LIMITS, ProblemError } from '@pantau/domain';
import { first, lockCase, type Moved, momentOf, mustJudge, openCase, record } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface Lease {
  id: number;
  state: CaseState;
  revision: number;
  leaseUntil: Date;
}

/** To be judged within so many hours of the flag, whoever holds it (the rule of IN_REVIEW). */
export const REVIEW_END = sql`first_flagged_at + ${LIMITS.decideWithinHours} * interval '1 hour'`;
export const LEASE_END = sql`now() + ${LIMITS.leaseMinutes} * interval '1 minute'`;

async function refuseWhenFull(tx: Tx, userId: number): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases where claimed_by = ${userId} and lease_until > now()`.execute(tx);
  if ((rows[0]?.n ?? 0) >= LIMITS.openReviewsPerAnalyst) throw new ProblemError('queue_full');
}

/** Takes a case for ten minutes; taking one's own again extends the lease and is no new event. */
export async function claimCase(tx: Tx, userId: number, id: number): Promise<Lease> {
  const c = await openCase(tx, userId, id, { lock: true });
  mustJudge('claim', c, await momentOf(tx, 'claim', new Date()));
  if (c.actor.holds) return extend(tx, userId, id);
  await refuseWhenFull(tx, userId);
  const { rows } =
    await sql<Lease>`update cases set state = 'IN_REVIEW', known_at = coalesce(known_at, now()), due_at = case when state = 'FLAGGED' then ${REVIEW_END} else due_at end, claimed_by = ${userId}, lease_until = ${LEASE_END}, revision = revision + 1
     where id = ${id} returning id, state, revision, lease_until as "leaseUntil"`.execute(tx);
  await record(tx, id, userId, 'claimed');
  return first(rows);
}

/** Keeps a lease alive. Not a change of the case: no event, no new revision. */
export async function heartbeat(tx: Tx, userId: number, id: number): Promise<Lease> {
  const c = await lockCase(tx, userId, id);
  if (!c.mine) throw new ProblemError('case_not_claimed');
  return extend(tx, userId, id);
}

async function extend(tx: Tx, userId: number, id: number): Promise<Lease> {
  const { rows } = await sql<Lease>`update cases set lease_until = ${LEASE_END} where id = ${id} and claimed_by = ${userId}
    returning id, state, revision, lease_until as "leaseUntil"`.execute(tx);
  return first(rows);
}

export async function releaseCase(tx: Tx, userId: number, id: number): Promise<Moved> {
  const c = await lockCase(tx, userId, id);
  if (!c.mine) throw new ProblemError('case_not_claimed');
  const { rows } =
    await sql<Moved>`update cases set claimed_by = null, lease_until = null, revision = revision + 1 where id = ${id} returning id, state, revision`.execute(
      tx,
    );
  await record(tx, id, userId, 'released');
  return first(rows);
}

/** At sign-out. The lease of a case that another took meanwhile is not touched. */
export async function releaseAll(tx: Tx, userId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`update cases set claimed_by = null, lease_until = null, revision = revision + 1
    where claimed_by = ${userId} and lease_until > now() returning id`.execute(tx);
  for (const r of rows) await record(tx, r.id, userId, 'released', { by: 'sign_out' });
  return rows.length;
}

export interface LiveLease {
  caseId: number;
  region: string;
  holderId: number;
  holderName: string | null;
  leaseUntil: Date;
}

/** Who holds what in the user's regions: for who looks after the queue, a system administrator among them, who reads no case. */
export async function listLeases(tx: Tx, after: number): Promise<LiveLease[]> {
  const { rows } = await sql<LiveLease>`select case_id as "caseId", region, holder as "holderId", holder_name as "holderName", lease_until as "leaseUntil"
    from live_leases(${after}, ${LIMITS.pageRows + 1})`.execute(tx);
  return rows;
}

/** Frees a case that somebody else holds; the holder's next step is refused. Event and audit row are written by the same function. */
export async function breakLease(tx: Tx, id: number, reason: string): Promise<Moved> {
  const { rows } = await sql<{
    id: number;
    state: CaseState | null;
    revision: number | null;
  }>`select id, state, revision from break_lease(${id}, ${reason})`.execute(tx);
  const [row] = rows;
  if (!row) throw new ProblemError('not_found');
  if (row.state === null || row.revision === null) throw new ProblemError('lease_not_held');
  return { id: row.id, state: row.state, revision: row.revision };
}
