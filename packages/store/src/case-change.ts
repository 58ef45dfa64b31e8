/** The frame of every change of a case: lock the row, look at who asks, write the event and the audit row in the same transaction. */
import { type CaseState, type Phase, ProblemError } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface LockedCase {
  id: number;
  state: CaseState;
  phase: Phase;
  region: string;
  label: string;
  acts: string[];
  revision: number;
  knownAt: Date | null;
  decidedAt: Date | null;
  postedAt: Date;
  /** Held by somebody now / by this user now. */
  held: boolean;
  mine: boolean;
  mayReview: boolean;
  mayForward: boolean;
}

export interface Moved {
  id: number;
  state: CaseState;
  revision: number;
}

/** Locks the row until commit. A case outside the user's regions does not exist for them; one they may only read is refused. */
export async function lockCase(tx: Tx, userId: number, id: number): Promise<LockedCase> {
  const { rows } = await sql<LockedCase>`
    select c.id, c.state, c.phase, c.region, c.label, c.acts, c.revision, c.known_at as "knownAt", c.decided_at as "decidedAt", c.posted_at as "postedAt",
           coalesce(c.lease_until > now(), false) as held, coalesce(c.lease_until > now() and c.claimed_by = ${userId}, false) as mine,
           region_in(c.region, app_scopes('analyst', 'second_reviewer')) as "mayReview", region_in(c.region, app_scopes('commissioner')) as "mayForward"
      from cases c where c.id = ${id} for update`.execute(tx);
  if (rows[0]) return rows[0];
  const visible = await sql`select 1 from cases where id = ${id}`.execute(tx);
  throw new ProblemError(visible.rows.length > 0 ? 'forbidden' : 'not_found');
}

/** The event and the audit row of a change, in its own transaction (I6). */
export async function record(tx: Tx, caseId: number, userId: number, type: string, data: Record<string, unknown> = {}): Promise<void> {
  await sql`with e as (insert into case_event (case_id, type, actor, data) values (${caseId}, ${type}, ${userId}, ${JSON.stringify(data)}::jsonb) returning case_id)
    select audit_append('case_' || ${type}::text, 'case', case_id::text, ${JSON.stringify(data)}::jsonb) from e`.execute(tx);
}

export async function gaveOpinion(tx: Tx, userId: number, id: number): Promise<boolean> {
  const { rows } = await sql`select 1 from case_opinion where case_id = ${id} and user_id = ${userId}`.execute(tx);
  return rows.length > 0;
}

/** The row of a statement that must have changed exactly one. */
export function first<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a locked case is missing right after it was changed');
  return row;
}
