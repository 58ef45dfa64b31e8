/** The frame of every change of a case: lock the row, look at who asks, write the event and the audit row in the same transaction. */
import {
  type Actor,
  type Anchors,
  type CaseAct,
  type CaseFacts,
  type CaseState,
  type HearingStatus,
  judge,
  type Moment,
  type OfficeAnswer,
  type Phase,
  ProblemError,
  type Role,
  regimeOf,
} from '@pantau/domain';
import type { Tx } from './db.ts';
import { readHolidays } from './holidays.ts';
import { sql } from './kysely.ts';

export interface LockedCase {
  id: number;
  state: CaseState;
  revision: number;
  /** Held by somebody now / by this user now. */
  held: boolean;
  mine: boolean;
}

export interface Moved {
  id: number;
  state: CaseState;
  revision: number;
}

/** A case outside the user's regions does not exist for them; one they may only read is refused. */
async function notLocked(tx: Tx, id: number): Promise<never> {
  const visible = await sql`select 1 from cases where id = ${id}`.execute(tx);
  throw new ProblemError(visible.rows.length > 0 ? 'forbidden' : 'not_found');
}

/** Locks the row until commit: for leases, which need to know little. */
export async function lockCase(tx: Tx, userId: number, id: number): Promise<LockedCase> {
  const { rows } = await sql<LockedCase>`
    select c.id, c.state, c.revision, coalesce(c.lease_until > now(), false) as held, coalesce(c.lease_until > now() and c.claimed_by = ${userId}, false) as mine
      from cases c where c.id = ${id} for update`.execute(tx);
  return rows[0] ?? notLocked(tx, id);
}

/** A case with what its steps are judged by. */
export interface OpenCase {
  id: number;
  revision: number;
  round: number;
  label: string;
  election: string | null;
  contest: string | null;
  personId: number;
  postId: number;
  decidedAt: Date | null;
  postedAt: Date;
  fileId: number | null;
  findingId: number | null;
  alertCase: number | null;
  facts: CaseFacts;
  actor: Actor;
  anchors: Anchors;
}

interface Row {
  id: number;
  state: CaseState;
  region: string;
  phase: Phase;
  round: number;
  label: string;
  election: string | null;
  contest: string | null;
  contestType: string | null;
  personId: number;
  postId: number;
  acts: string[];
  revision: number;
  firstFlaggedAt: Date;
  knownAt: Date | null;
  dueAt: Date | null;
  decidedAt: Date | null;
  forwardedAt: Date | null;
  postedAt: Date;
  fileId: number | null;
  findingId: number | null;
  alertCase: number | null;
  recipientQuestion: OfficeAnswer | null;
  held: boolean;
  mine: boolean;
  sealed: boolean;
  verified: boolean;
  conflict: boolean;
  extended: boolean;
  hearings: { stage: 'BAWASLU' | 'PPK'; outcome: 'held' | 'refused' | 'absent' | null }[];
  times: Record<string, string>;
  roles: Role[];
  readers: number[];
  readersNow: number[];
  forwardedBy: number | null;
  touched: number[];
  ownAt: Date | null;
  ownFinding: 'plausible' | 'not_a_violation' | 'needs_second' | null;
  othersSince: number;
}

/**
 * One statement for all that the steps are judged by. `lock`: the row stays locked until commit, and somebody who may only
 * read the case is refused; without it the same is read for showing what would be allowed.
 */
export async function openCase(tx: Tx, userId: number, id: number, o: { lock: boolean }): Promise<OpenCase> {
  const { rows } = await sql<Row>`
    select c.id, c.state, c.region, c.phase, c.round, c.label, c.election, c.contest, (select k.type from register_contest k where k.id = c.contest limit 1) as "contestType",
           c.person_id as "personId", c.post_id as "postId", c.acts, c.revision, c.first_flagged_at as "firstFlaggedAt", c.known_at as "knownAt", c.due_at as "dueAt",
           c.decided_at as "decidedAt", c.forwarded_at as "forwardedAt", c.posted_at as "postedAt", c.file_id as "fileId", c.finding_id as "findingId",
           c.alert_case as "alertCase", c.recipient_question as "recipientQuestion",
           coalesce(c.lease_until > now(), false) as held, coalesce(c.lease_until > now() and c.claimed_by = ${userId}, false) as mine,
           exists (select from evidence e where e.case_id = c.id) as sealed,
           case_verified(c.id) as verified,
           has_conflict(c.person_id, c.posted_at) as conflict,
           exists (select from case_record x where x.case_id = c.id and x.kind = 'extension') as extended,
           coalesce((select jsonb_agg(jsonb_build_object('stage', h.stage, 'outcome', h.outcome) order by h.id) from hearing h where h.case_id = c.id), '[]') as hearings,
           coalesce((select jsonb_object_agg(t.type, t.at) from (select v.type, max(v.at) as at from case_event v where v.case_id = c.id
             and v.type in ('finding', 'registered', 'criminal_track', 'answered', 'received', 'decided', 'appealed', 'appeal_decided') group by v.type) t), '{}') as times,
           case_roles(c.region, case when c.forwarded_at is not null then coalesce(c.recipient_region, c.region) end) as roles,
           p.readers, p.readers_now as "readersNow", p.forwarded_by as "forwardedBy", p.touched, p.own_opinion_at as "ownAt", p.own_finding as "ownFinding",
           p.others_since as "othersSince"
      from cases c cross join lateral case_people(c.id) p where c.id = ${id} ${o.lock ? sql`for update of c` : sql``}`.execute(tx);
  const row = rows[0];
  if (row) return toOpenCase(row, userId);
  return o.lock ? notLocked(tx, id) : Promise.reject(new ProblemError('not_found'));
}

function toOpenCase(r: Row, userId: number): OpenCase {
  const time = (...types: string[]): Date | null => {
    const at = types.flatMap((t) => r.times[t] ?? []).sort();
    return at.length > 0 ? new Date(at.at(-1) ?? '') : null;
  };
  const ppkDecidedAt = time('decided', 'appeal_decided');
  const text = (ids: readonly number[]) => ids.map(String);
  return {
    id: r.id,
    revision: r.revision,
    round: r.round,
    label: r.label,
    election: r.election,
    contest: r.contest,
    personId: r.personId,
    postId: r.postId,
    decidedAt: r.decidedAt,
    postedAt: r.postedAt,
    fileId: r.fileId,
    findingId: r.findingId,
    alertCase: r.alertCase,
    facts: {
      state: r.state,
      region: r.region,
      phase: r.phase,
      regime: regimeOf(r),
      acts: r.acts,
      firstFlaggedAt: r.firstFlaggedAt,
      knownAt: r.knownAt,
      dueAt: r.dueAt,
      forwardedAt: r.forwardedAt,
      ppkDecidedAt,
      identityVerified: r.verified,
      evidenceSealed: r.sealed,
      clarification: hearingStatus(r.hearings, 'BAWASLU'),
      examination: hearingStatus(r.hearings, 'PPK'),
      extended: r.extended,
      recipientQuestion: r.recipientQuestion,
      inFile: r.fileId !== null,
      held: r.held,
      people: {
        readers: text(r.readers),
        readersNow: text(r.readersNow),
        forwardedBy: r.forwardedBy === null ? null : String(r.forwardedBy),
        touched: text(r.touched),
      },
    },
    actor: {
      id: String(userId),
      roles: r.roles,
      holds: r.mine,
      conflict: r.conflict,
      own: r.ownAt && r.ownFinding ? { finding: r.ownFinding, at: r.ownAt, othersSince: r.othersSince } : null,
    },
    anchors: {
      first_flagged_at: r.firstFlaggedAt,
      known_at: r.knownAt,
      finding_at: time('finding'),
      registered_at: time('registered'),
      criminal_at: time('criminal_track'),
      forwarded_at: r.forwardedAt,
      asked_at: time('answered'),
      received_at: time('received'),
      decided_at: ppkDecidedAt,
      appealed_at: time('appealed'),
    },
  };
}

function hearingStatus(all: Row['hearings'], stage: 'BAWASLU' | 'PPK'): HearingStatus {
  const mine = all.filter((h) => h.stage === stage);
  const last = mine.at(-1);
  if (!last) return 'none';
  if (last.outcome === null) return 'summoned';
  if (last.outcome !== 'absent') return last.outcome;
  return mine.filter((h) => h.outcome === 'absent').length > 1 ? 'absent_twice' : 'absent_once';
}

const NO_HOLIDAYS: Moment['holidays'] = new Set();
/** Steps of review know no working days (a test of the table holds that), and are taken too often to read the table of holidays each time. */
const WITHOUT_HOLIDAYS: readonly CaseAct[] = ['claim', 'opinion', 'undo', 'identity', 'reopen'];

export async function momentOf(tx: Tx, act: CaseAct, now: Date): Promise<Moment> {
  return { now, holidays: WITHOUT_HOLIDAYS.includes(act) ? NO_HOLIDAYS : await readHolidays(tx) };
}

/** The table's answer as an expected failure. */
export function mustJudge(act: CaseAct, c: OpenCase, at: Moment): CaseState | 'quorum' {
  const { fault, to } = judge(act, c.facts, c.actor, at);
  if (fault) throw new ProblemError(fault.code, fault.detail);
  return to;
}

export function mustMatch(c: OpenCase, expected: number): void {
  if (c.revision !== expected) throw new ProblemError('precondition_failed');
}

/** The event and the audit row of a change, in its own transaction (I6). */
export async function record(tx: Tx, caseId: number, userId: number, type: string, data: Record<string, unknown> = {}): Promise<void> {
  await sql`with e as (insert into case_event (case_id, type, actor, data) values (${caseId}, ${type}, ${userId}, ${JSON.stringify(data)}::jsonb) returning case_id)
    select audit_append('case_' || ${type}::text, 'case', case_id::text, ${JSON.stringify(data)}::jsonb) from e`.execute(tx);
}

/** Words of a step, kept apart from the events so that they can be purged with the case. */
export async function keepRecord(
  tx: Tx,
  r: { caseId: number; userId: number; kind: string; stage: 'BAWASLU' | 'PPK'; content: Record<string, unknown> },
): Promise<void> {
  await sql`insert into case_record (case_id, kind, stage, content, by) values (${r.caseId}, ${r.kind}, ${r.stage}, ${JSON.stringify(r.content)}::jsonb, ${r.userId})`.execute(
    tx,
  );
}

/** The row of a statement that must have changed exactly one. */
export function first<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a locked case is missing right after it was changed');
  return row;
}
