/**
 * Deciding cases. Each function runs in one transaction opened by `asUser`; the change, its event, its audit row and its
 * deliveries commit together or not at all.
 */
import {
  actByCode,
  type CaseForwardedPayload,
  type CaseState,
  caseNumber,
  forwardFault,
  type GivenOpinion,
  type Opinion,
  type Outcome,
  opinionFault,
  outcomeOf,
  ProblemError,
} from '@pantau/domain';
import { insertDeliveries } from './alerts.ts';
import { first, gaveOpinion, type LockedCase, lockCase, type Moved, record } from './case-change.ts';
import { type EvidenceContent, readSubject } from './cases.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

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

async function waitForMore(tx: Tx, userId: number, c: LockedCase, wait: 'second' | 'third'): Promise<Decided> {
  const { rows } =
    await sql<Moved>`update cases set claimed_by = null, lease_until = null, revision = revision + 1 where id = ${c.id} returning id, state, revision`.execute(
      tx,
    );
  await record(tx, c.id, userId, 'opinion');
  return { ...first(rows), waitingFor: wait };
}

async function decide(tx: Tx, userId: number, c: LockedCase, o: Extract<Outcome, { state: CaseState }>): Promise<Decided> {
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

async function payloadOf(tx: Tx, c: LockedCase, now: Date, publicUrl: string): Promise<CaseForwardedPayload> {
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
