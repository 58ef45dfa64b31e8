/**
 * Changing cases. Each function runs in one transaction opened by `asUser`; the change, its event and its audit row commit
 * together or not at all. A lease that has ended counts as no lease, so a process or browser that dies holds nothing up.
 */
import {
  actByCode,
  type CaseForwardedPayload,
  type CaseState,
  caseNumber,
  forwardFault,
  type GivenOpinion,
  LIMITS,
  type Opinion,
  type Outcome,
  opinionFault,
  outcomeOf,
  type Phase,
  ProblemError,
} from '@pantau/domain';
import { insertDeliveries } from './alerts.ts';
import { type CaseFilter, type EvidenceContent, FREE, readSubject, whereAll } from './cases.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface Lease {
  id: number;
  state: CaseState;
  revision: number;
  leaseUntil: Date;
}

interface Locked {
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

const LEASE_END = sql`now() + ${LIMITS.leaseMinutes} * interval '1 minute'`;

/** Locks the row until commit. A case outside the user's regions does not exist for them; one they may only read is refused. */
async function lockCase(tx: Tx, userId: number, id: number): Promise<Locked> {
  const { rows } = await sql<Locked>`
    select c.id, c.state, c.phase, c.region, c.label, c.acts, c.revision, c.known_at as "knownAt", c.decided_at as "decidedAt", c.posted_at as "postedAt",
           coalesce(c.lease_until > now(), false) as held, coalesce(c.lease_until > now() and c.claimed_by = ${userId}, false) as mine,
           region_in(c.region, app_scopes('analyst', 'second_reviewer')) as "mayReview", region_in(c.region, app_scopes('commissioner')) as "mayForward"
      from cases c where c.id = ${id} for update`.execute(tx);
  if (rows[0]) return rows[0];
  const visible = await sql`select 1 from cases where id = ${id}`.execute(tx);
  throw new ProblemError(visible.rows.length > 0 ? 'forbidden' : 'not_found');
}

async function record(tx: Tx, caseId: number, userId: number, type: string, data: Record<string, unknown> = {}): Promise<void> {
  await sql`with e as (insert into case_event (case_id, type, actor, data) values (${caseId}, ${type}, ${userId}, ${JSON.stringify(data)}::jsonb) returning case_id)
    select audit_append('case_' || ${type}::text, 'case', case_id::text, ${JSON.stringify(data)}::jsonb) from e`.execute(tx);
}

async function refuseWhenFull(tx: Tx, userId: number): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases where claimed_by = ${userId} and lease_until > now()`.execute(tx);
  if ((rows[0]?.n ?? 0) >= LIMITS.openReviewsPerAnalyst) throw new ProblemError('queue_full');
}

async function gaveOpinion(tx: Tx, userId: number, id: number): Promise<boolean> {
  const { rows } = await sql`select 1 from case_opinion where case_id = ${id} and user_id = ${userId}`.execute(tx);
  return rows.length > 0;
}

/** Takes a case for ten minutes; taking one's own again extends the lease and is no new event. */
export async function claimCase(tx: Tx, userId: number, id: number): Promise<Lease> {
  const c = await lockCase(tx, userId, id);
  if (!c.mayReview) throw new ProblemError('forbidden');
  if (c.state !== 'FLAGGED' && c.state !== 'IN_REVIEW')
    throw new ProblemError('case_wrong_state', `The case is ${c.state}; only FLAGGED and IN_REVIEW can be claimed.`);
  if (c.mine) return extend(tx, userId, id);
  if (c.held) throw new ProblemError('case_held_by_other');
  if (await gaveOpinion(tx, userId, id)) throw new ProblemError('case_same_reviewer');
  await refuseWhenFull(tx, userId);
  const { rows } =
    await sql<Lease>`update cases set state = 'IN_REVIEW', known_at = coalesce(known_at, now()), claimed_by = ${userId}, lease_until = ${LEASE_END}, revision = revision + 1
     where id = ${id} returning id, state, revision, lease_until as "leaseUntil"`.execute(tx);
  await record(tx, id, userId, 'claimed');
  return first(rows);
}

/**
 * Claims the most urgent free case in one statement. Rows another transaction is taking are skipped, and a row that was
 * taken meanwhile is judged again by Postgres before it is returned: two clients never get the same case.
 */
export async function nextCase(tx: Tx, userId: number, f: CaseFilter): Promise<Lease | null> {
  await refuseWhenFull(tx, userId);
  const { rows } = await sql<Lease>`
    with pick as materialized (
      select c.id from cases c
       where c.state in ('FLAGGED', 'IN_REVIEW') and ${FREE} and ${whereAll(f, userId)}
         and region_in(c.region, (select app_scopes('analyst', 'second_reviewer')))
         and not exists (select from case_opinion o where o.case_id = c.id and o.user_id = ${userId})
       order by c.priority desc, c.id limit 1 for update skip locked)
    update cases c set state = 'IN_REVIEW', known_at = coalesce(known_at, now()), claimed_by = ${userId}, lease_until = ${LEASE_END}, revision = revision + 1
      from pick where c.id = pick.id returning c.id, c.state, c.revision, c.lease_until as "leaseUntil"`.execute(tx);
  const lease = rows[0] ?? null;
  if (lease) await record(tx, lease.id, userId, 'claimed');
  return lease;
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

export interface Moved {
  id: number;
  state: CaseState;
  revision: number;
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

export interface Decided extends Moved {
  /** What is still needed; null when the case is decided. */
  waitingFor: 'second' | 'third' | null;
}

/** Seals an opinion; the quorum is judged from all of them, which the reviewer may see only now that the own one is given. */
export async function giveOpinion(tx: Tx, userId: number, id: number, expected: number, opinion: Opinion): Promise<Decided> {
  const c = await lockCase(tx, userId, id);
  if (!c.mayReview) throw new ProblemError('forbidden');
  if (await gaveOpinion(tx, userId, id)) throw new ProblemError('case_same_reviewer');
  if (c.state !== 'IN_REVIEW') throw new ProblemError('case_wrong_state', `An opinion needs a case IN_REVIEW; this one is ${c.state}.`);
  if (!c.mine) throw new ProblemError(c.held ? 'case_held_by_other' : 'case_not_claimed');
  if (c.revision !== expected) throw new ProblemError('precondition_failed');
  const fault = opinionFault(opinion, c.phase);
  if (fault) throw new ProblemError(fault.code, fault.detail);
  await sql`insert into case_opinion (case_id, user_id, finding, acts, exemption, reason)
    values (${id}, ${userId}, ${opinion.finding}, ${opinion.acts}, ${opinion.exemption ?? null}, ${opinion.reason ?? null})`.execute(tx);
  const outcome = outcomeOf(await allOpinions(tx, id));
  return 'wait' in outcome ? waitForMore(tx, userId, c, outcome.wait) : decide(tx, userId, c, outcome);
}

async function allOpinions(tx: Tx, id: number): Promise<GivenOpinion[]> {
  const { rows } = await sql<{ by: string; finding: GivenOpinion['finding']; acts: string[]; exemption: string | null }>`
    select user_id::text as by, finding, acts, exemption from case_opinions(${id})`.execute(tx);
  return rows.map((o) => ({ by: o.by, finding: o.finding, acts: o.acts, ...(o.exemption === null ? {} : { exemption: o.exemption }) }));
}

async function waitForMore(tx: Tx, userId: number, c: Locked, wait: 'second' | 'third'): Promise<Decided> {
  const { rows } =
    await sql<Moved>`update cases set claimed_by = null, lease_until = null, revision = revision + 1 where id = ${c.id} returning id, state, revision`.execute(
      tx,
    );
  await record(tx, c.id, userId, 'opinion');
  return { ...first(rows), waitingFor: wait };
}

async function decide(tx: Tx, userId: number, c: Locked, o: Extract<Outcome, { state: CaseState }>): Promise<Decided> {
  const { rows } = await sql<Moved>`update cases set state = ${o.state}, acts = ${o.acts}, exemption = ${o.exemption}, decided_at = now(),
    claimed_by = null, lease_until = null, revision = revision + 1 where id = ${c.id} returning id, state, revision`.execute(tx);
  await sql`insert into case_event (case_id, type, actor) values (${c.id}, 'opinion', ${userId})`.execute(tx);
  await record(tx, c.id, userId, o.state === 'CONFIRMED' ? 'confirmed' : 'dismissed', { acts: o.acts, exemption: o.exemption });
  return { ...first(rows), waitingFor: null };
}

export interface Forwarded extends Moved {
  /** Written in this transaction; ring the bell for them after commit. Dies before: the alerts service's sweeper finds them. */
  deliveryIds: string[];
}

/** The direct route of a confirmed case. State, event, deliveries and audit row commit together. */
export async function forwardCase(tx: Tx, userId: number, id: number, expected: number, now: Date, publicUrl: string): Promise<Forwarded> {
  const c = await lockCase(tx, userId, id);
  if (!c.mayForward) throw new ProblemError('forbidden');
  if (c.revision !== expected) throw new ProblemError('precondition_failed');
  const { rows: readers } = await sql<{ by: string }>`select user_id::text as by from case_opinion where case_id = ${id}`.execute(tx);
  const fault = forwardFault({ state: c.state, phase: c.phase, knownAt: c.knownAt, openedBy: readers.map((r) => r.by) }, String(userId), now);
  if (fault) throw new ProblemError(fault.code, fault.detail);
  const { rows } =
    await sql<Moved>`update cases set state = 'FORWARDED', forwarded_at = ${now}, revision = revision + 1 where id = ${id} returning id, state, revision`.execute(
      tx,
    );
  const payload = await payloadOf(tx, c, now, publicUrl);
  const deliveryIds = await insertDeliveries(tx, { caseId: id, region: c.region, event: 'case.forwarded', payload });
  await record(tx, id, userId, 'forwarded', { deliveries: deliveryIds.length });
  return { ...first(rows), deliveryIds };
}

async function payloadOf(tx: Tx, c: Locked, now: Date, publicUrl: string): Promise<CaseForwardedPayload> {
  const subject = await readSubject(tx, c.id);
  const { rows } = await sql<{ content: EvidenceContent; region: string }>`
    select e.content, coalesce((select name from region where code = left(${c.region}, 5)), ${c.region}) as region
      from evidence e where e.case_id = ${c.id} order by e.version_id limit 1`.execute(tx);
  const evidence = rows[0];
  if (!subject || !evidence || !c.decidedAt) throw new Error(`case ${c.id} cannot be forwarded: its person, evidence or decision is missing`);
  return {
    type: 'case.forwarded',
    schema_version: 1,
    case_number: caseNumber(c.id),
    region: c.region,
    region_name: evidence.region,
    label: c.label,
    phase: c.phase,
    acts: c.acts.map((code) => ({ code, name: actByCode(code)?.name ?? code })),
    subject: { name: subject.name, key_tail: subject.keyTail, agency: subject.agency, opd: subject.opd, employment_status: subject.employmentStatus },
    post: { platform: evidence.content.platform, url: evidence.content.post.url ?? null, posted_at: c.postedAt.toISOString() },
    decided_at: c.decidedAt.toISOString(),
    forwarded_at: now.toISOString(),
    link: `${publicUrl}/#/kasus/${c.id}`,
  };
}

function first<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a locked case is missing right after it was changed');
  return row;
}
