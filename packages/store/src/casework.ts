/**
 * The review of a case: sealed opinions, taking one back, reopening. Each function runs in one transaction opened by `asUser`;
 * the change, its event and its audit row commit together or not at all. What may be done is decided by the table in
 * packages/domain/src/casework.
 */
import {
  type CaseState,
  dueAfter,
  exemptionByCode,
  type GivenOpinion,
  type HolidayTable,
  lawOf,
  type Opinion,
  type Outcome,
  opinionFault,
  outcomeOf,
  ProblemError,
} from '@pantau/domain';
import { first, keepRecord, type Moved, momentOf, mustJudge, mustMatch, type OpenCase, openCase, record } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import { LEASE_END } from './leases.ts';

export interface Decided extends Moved {
  /** What is still needed; null when the case is decided. */
  waitingFor: 'second' | 'third' | null;
}

/** Seals an opinion. The quorum is judged from all of this round, which others read only once the case has left review. */
export async function giveOpinion(tx: Tx, userId: number, id: number, expected: number, opinion: Opinion, now: Date): Promise<Decided> {
  const c = await openCase(tx, userId, id, { lock: true });
  const at = await momentOf(tx, 'opinion', now);
  mustJudge('opinion', c, at);
  mustMatch(c, expected);
  const fault = opinionFault(opinion, c.facts.phase);
  if (fault) throw new ProblemError(fault.code, fault.detail);
  if (opinion.finding === 'plausible' && !c.facts.identityVerified) throw new ProblemError('identity_not_verified');
  await sql`insert into case_opinion (case_id, round, user_id, finding, acts, exemption, reason)
    values (${id}, ${c.round}, ${userId}, ${opinion.finding}, ${opinion.acts}, ${opinion.exemption ?? null}, ${opinion.reason ?? null})`.execute(tx);
  const opinions = await allOpinions(tx, id);
  const outcome = outcomeOf(opinions);
  return 'wait' in outcome ? waitForMore(tx, userId, c, outcome.wait) : decide(tx, userId, c, outcome, opinions, at.holidays);
}

async function allOpinions(tx: Tx, id: number): Promise<GivenOpinion[]> {
  const { rows } = await sql<{ by: string; finding: GivenOpinion['finding']; acts: string[]; exemption: string | null; reason: string | null }>`
    select user_id::text as by, finding, acts, exemption, reason from case_opinions(${id})`.execute(tx);
  return rows.map((o) => ({
    by: o.by,
    finding: o.finding,
    acts: o.acts,
    ...(o.exemption === null ? {} : { exemption: o.exemption }),
    ...(o.reason === null ? {} : { reason: o.reason }),
  }));
}

// The two ends of an opinion, one statement each: this is what reviewers wait for all day. Change, events, words and audit row
// stand or fall together anyway.

async function waitForMore(tx: Tx, userId: number, c: OpenCase, wait: 'second' | 'third'): Promise<Decided> {
  const { rows } = await sql<Moved>`
    with moved as (update cases set claimed_by = null, lease_until = null, revision = revision + 1 where id = ${c.id} returning id, state, revision),
    event as (insert into case_event (case_id, type, actor) select id, 'opinion', ${userId} from moved returning case_id),
    audit as (select count(audit_append('case_opinion', 'case', case_id::text, '{}'::jsonb)) from event)
    select id, state, revision from moved cross join audit`.execute(tx);
  return { ...first(rows), waitingFor: wait };
}

async function decide(
  tx: Tx,
  userId: number,
  c: OpenCase,
  o: Extract<Outcome, { state: CaseState }>,
  opinions: readonly GivenOpinion[],
  holidays: HolidayTable,
): Promise<Decided> {
  const due = dueAfter(o.state, { ...c.facts, recipientInQuestion: false }, c.anchors, holidays);
  const type = o.state === 'CONFIRMED' ? 'confirmed' : 'dismissed';
  const data = JSON.stringify({ acts: o.acts, exemption: o.exemption });
  const { rows } = await sql<Moved>`
    with moved as (update cases set state = ${o.state}, acts = ${o.acts}, exemption = ${o.exemption}, decided_at = now(), due_at = ${due},
      claimed_by = null, lease_until = null, revision = revision + 1 where id = ${c.id} returning id, state, revision),
    events as (insert into case_event (case_id, type, actor, data)
      select m.id, e.type, ${userId}, e.data from moved m cross join (values (1, 'opinion', '{}'::jsonb), (2, ${type}, ${data}::jsonb)) as e(n, type, data) order by e.n
      returning case_id, type),
    reasons as (insert into case_record (case_id, kind, stage, content, by)
      select id, 'reasons', 'BAWASLU', ${JSON.stringify(reasonsOf(o, c.round, opinions))}::jsonb, ${userId} from moved),
    audit as (select count(audit_append('case_' || type, 'case', case_id::text, ${data}::jsonb)) from events where type = ${type})
    select id, state, revision from moved cross join audit`.execute(tx);
  return { ...first(rows), waitingFor: null };
}

/** The passages of law as they stood when the case was decided: a later catalogue does not change what was said. */
function reasonsOf(o: Extract<Outcome, { state: CaseState }>, round: number, opinions: readonly GivenOpinion[]): Record<string, unknown> {
  const counted = opinions.filter((x) => (o.state === 'CONFIRMED' ? x.finding === 'plausible' : x.finding === 'not_a_violation'));
  return {
    state: o.state,
    round,
    readers: new Set(opinions.map((x) => x.by)).size,
    acts: o.acts.map((code) => lawOf(code)),
    exemption: o.exemption === null ? null : { code: o.exemption, name: exemptionByCode(o.exemption)?.name ?? o.exemption },
    weighed: [...new Set(opinions.flatMap((x) => x.exemption ?? []))].sort(),
    reasons: counted.flatMap((x) => x.reason ?? []),
  };
}

/** What the engine had proposed, heaviest version first; a case under review shows no decided acts. */
const PROPOSED_ACTS = (id: number) => sql`coalesce((select array(select jsonb_array_elements_text(e.content->'verdict'->'acts')) from evidence e
  where e.case_id = ${id} order by (e.content->'verdict'->>'score')::real desc nulls last limit 1), '{}')`;

/** Takes back the own opinion: within ten minutes, and only while nobody else has acted. The case is the author's again. */
export async function undoOpinion(tx: Tx, userId: number, id: number, expected: number, now: Date): Promise<Moved> {
  const c = await openCase(tx, userId, id, { lock: true });
  mustMatch(c, expected);
  const at = await momentOf(tx, 'undo', now);
  mustJudge('undo', c, at);
  const undone = await sql<{ id: number }>`update case_opinion set undone_at = ${now}
    where case_id = ${id} and user_id = ${userId} and round = ${c.round} and undone_at is null returning id`.execute(tx);
  first(undone.rows);
  const due = dueAfter('IN_REVIEW', { ...c.facts, recipientInQuestion: false }, c.anchors, at.holidays);
  const { rows } = await sql<Moved>`update cases set state = 'IN_REVIEW', acts = ${PROPOSED_ACTS(id)}, exemption = null, decided_at = null, due_at = ${due},
    claimed_by = ${userId}, lease_until = ${LEASE_END}, revision = revision + 1 where id = ${id} returning id, state, revision`.execute(tx);
  await record(tx, id, userId, 'undone');
  return first(rows);
}

/**
 * Opens a decided case again: the next round, read by people who have given no opinion on it yet. A new fact starts a new
 * clock for the plenary; an error does not, so that reopening never buys time.
 */
export async function reopenCase(
  tx: Tx,
  userId: number,
  id: number,
  expected: number,
  input: { ground: 'new_fact' | 'error'; reason: string },
  now: Date,
): Promise<Moved> {
  const c = await openCase(tx, userId, id, { lock: true });
  mustMatch(c, expected);
  const at = await momentOf(tx, 'reopen', now);
  mustJudge('reopen', c, at);
  const open =
    await sql`select 1 from cases where post_id = ${c.postId} and id <> ${id} and state not in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED')`.execute(
      tx,
    );
  if (open.rows.length > 0) throw new ProblemError('case_wrong_state', 'Another case of this post is open already.');
  await keepRecord(tx, { caseId: id, userId, kind: 'reopening', stage: 'BAWASLU', content: { ...input, known_at: c.facts.knownAt, round: c.round } });
  const due = dueAfter('IN_REVIEW', { ...c.facts, recipientInQuestion: false }, { first_flagged_at: now }, at.holidays);
  const { rows } = await sql<Moved>`update cases set state = 'IN_REVIEW', round = round + 1, acts = ${PROPOSED_ACTS(id)}, exemption = null, decided_at = null,
    known_at = case when ${input.ground === 'new_fact'} then ${now}::timestamptz else known_at end, due_at = ${due}, claimed_by = null, lease_until = null,
    revision = revision + 1 where id = ${id} returning id, state, revision`.execute(tx);
  await record(tx, id, userId, 'reopened', { ground: input.ground, round: c.round + 1 });
  return first(rows);
}
