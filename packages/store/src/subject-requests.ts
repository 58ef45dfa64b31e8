/**
 * The desk for the people watched: their requests as cases of their own, and everything stored about one of them. Contacts are
 * sealed; numbers come in only as keyed hashes. Every step commits with its audit row.
 */
import {
  MATTERS,
  ProblemError,
  REQUEST_STEP_TO,
  type RequestOutcome,
  requestDueAt,
  requestFault,
  type SubjectRequestKind,
  type SubjectRequestMatter,
  type SubjectRequestState,
  type SubjectRequestStep,
} from '@pantau/domain';
import { audit } from './audit.ts';
import type { Db, Handle, Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { Keyring } from './pii.ts';
import { findPersonByKey } from './pii-keys.ts';

export interface SubjectRequest {
  id: number;
  kind: SubjectRequestKind;
  matter: SubjectRequestMatter;
  region: string;
  state: SubjectRequestState;
  receivedAt: Date;
  dueAt: Date;
  overdue: boolean;
  wish: string;
  personId: number | null;
  accountId: number | null;
  proof: string | null;
  checkedAt: Date | null;
  outcome: RequestOutcome | null;
  refusal: string | null;
  answer: string | null;
  answeredAt: Date | null;
  revision: number;
  mayHandle: boolean;
}

const REQUEST = sql`r.id, r.kind, r.matter, r.region, r.state, r.received_at as "receivedAt", r.due_at as "dueAt",
  coalesce(r.answered_at, now()) > r.due_at as overdue, r.wish, r.person_id as "personId", r.account_id as "accountId", r.proof, r.checked_at as "checkedAt", r.outcome,
  r.refusal, r.answer, r.answered_at as "answeredAt", r.revision, region_in(r.region, app_scopes('handling_officer')) as "mayHandle"`;

export interface RequestCursor {
  dueAt: Date;
  id: number;
}

/** The most urgent first; `open`: only those that still wait for an answer. */
export async function listSubjectRequests(tx: Tx, o: { after: RequestCursor | null; rows: number; open: boolean }): Promise<SubjectRequest[]> {
  const after = o.after ? sql`(date_trunc('milliseconds', r.due_at), r.id) > (${o.after.dueAt}::timestamptz, ${o.after.id}::bigint)` : sql`true`;
  const { rows } = await sql<SubjectRequest>`select ${REQUEST} from subject_request r
    where ${after} and (not ${o.open} or r.state in ('RECEIVED', 'IDENTITY_CHECKED')) order by date_trunc('milliseconds', r.due_at), r.id limit ${o.rows}`.execute(
    tx,
  );
  return rows;
}

/** With the contact, which only who handles the request needs. */
export async function readSubjectRequest(tx: Tx, keyring: Keyring, id: number): Promise<SubjectRequest & { contact: string | null }> {
  const { rows } = await sql<
    SubjectRequest & { sealed: Buffer }
  >`select ${REQUEST}, r.contact_sealed as sealed from subject_request r where r.id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) throw new ProblemError('not_found');
  const { sealed, ...request } = row;
  return { ...request, contact: request.mayHandle ? contactOf(keyring, sealed) : null };
}

/** One contact that cannot be opened must not stand in the way of the answer. */
function contactOf(keyring: Keyring, sealed: Buffer): string | null {
  try {
    return keyring.open(sealed);
  } catch {
    return null;
  }
}

export interface NewSubjectRequest {
  kind: SubjectRequestKind;
  matter: SubjectRequestMatter;
  region: string;
  contact: string;
  wish: string;
}

export async function receiveSubjectRequest(tx: Tx, keyring: Keyring, userId: number, n: NewSubjectRequest, now: Date): Promise<number> {
  if (!MATTERS[n.kind].includes(n.matter)) throw new ProblemError('bad_request', `A request of kind ${n.kind} is not about ${n.matter}.`);
  const { rows: may } = await sql<{ may: boolean }>`select region_in(${n.region}, app_scopes('handling_officer')) as may`.execute(tx);
  if (!may[0]?.may) throw new ProblemError('forbidden', 'The request belongs to another region.');
  const { rows } = await sql<{ id: number }>`insert into subject_request (kind, matter, region, received_at, due_at, contact_sealed, wish, received_by)
    values (${n.kind}, ${n.matter}, ${n.region}, ${now}, ${requestDueAt(now)}, ${keyring.seal(n.contact)}, ${n.wish}, ${userId}) returning id`.execute(tx);
  const id = rows[0]?.id ?? 0;
  await audit(tx, 'subject_request_received', 'subject_request', id, { kind: n.kind, matter: n.matter });
  return id;
}

async function lockRequest(tx: Tx, id: number, expected: number, step: SubjectRequestStep): Promise<SubjectRequest> {
  const { rows } = await sql<SubjectRequest>`select ${REQUEST} from subject_request r where r.id = ${id}`.execute(tx);
  const [r] = rows;
  if (!r) throw new ProblemError('not_found');
  if (!r.mayHandle) throw new ProblemError('forbidden');
  const fault = requestFault(r.state, step);
  if (fault) throw new ProblemError(fault.code, fault.detail);
  await sql`select 1 from subject_request where id = ${id} for update`.execute(tx);
  if (r.revision !== expected) throw new ProblemError('precondition_failed');
  return r;
}

async function step(tx: Tx, r: SubjectRequest, what: SubjectRequestStep, set: ReturnType<typeof sql>, data: Record<string, unknown>): Promise<void> {
  const done =
    await sql`update subject_request set state = ${REQUEST_STEP_TO[what]}, revision = revision + 1, ${set} where id = ${r.id} and revision = ${r.revision}`.execute(
      tx,
    );
  if (Number(done.numAffectedRows ?? 0) !== 1) throw new ProblemError('precondition_failed');
  await audit(tx, `subject_request_${what}`, 'subject_request', r.id, data);
}

/** Who asks is found by number; outside the desk's region that person does not exist for it. */
export async function checkIdentity(
  tx: Tx,
  keyring: Keyring,
  o: { userId: number; id: number; expected: number; number: string; proof: string },
): Promise<{ personId: number }> {
  const r = await lockRequest(tx, o.id, o.expected, 'check_identity');
  const personId = await deskPerson(tx, keyring, o.number);
  if (personId === null) throw new ProblemError('subject_unknown');
  await step(tx, r, 'check_identity', sql`person_id = ${personId}, proof = ${o.proof}, checked_by = ${o.userId}, checked_at = now()`, {
    person: personId,
    proof: o.proof,
  });
  return { personId };
}

export interface RequestAnswer {
  outcome: RequestOutcome;
  answer: string;
  /** For a wrong account: which. */
  accountId?: number | undefined;
}

/** A granted correction of a wrong account ends the link to it and marks its cases; returns how many were marked. */
export async function answerRequest(tx: Tx, o: { userId: number; id: number; expected: number } & RequestAnswer): Promise<{ casesMarked: number }> {
  const r = await lockRequest(tx, o.id, o.expected, 'answer');
  const ends = r.matter === 'wrong_account' && o.outcome !== 'denied';
  if (ends) {
    const own = r.personId === null ? [] : await deskAccounts(tx, r.personId);
    if (!own.some((a) => a.id === o.accountId)) throw new ProblemError('bad_request', 'Name the account of this person that is not theirs (account_id).');
  }
  const account = ends ? (o.accountId ?? null) : null;
  await step(tx, r, 'answer', sql`outcome = ${o.outcome}, answer = ${o.answer}, account_id = ${account}, answered_by = ${o.userId}, answered_at = now()`, {
    outcome: o.outcome,
  });
  if (!ends) return { casesMarked: 0 };
  const { rows } = await sql<{ n: number }>`select end_account_link(${o.id}) as n`.execute(tx);
  return { casesMarked: rows[0]?.n ?? 0 };
}

export async function refuseRequest(tx: Tx, o: { userId: number; id: number; expected: number; refusal: string; answer: string }): Promise<void> {
  const r = await lockRequest(tx, o.id, o.expected, 'refuse');
  await step(tx, r, 'refuse', sql`refusal = ${o.refusal}, answer = ${o.answer}, answered_by = ${o.userId}, answered_at = now()`, { refusal: o.refusal });
}

async function deskPerson(tx: Tx, keyring: Keyring, number: string): Promise<number | null> {
  const all = keyring.hashes(number);
  const { rows } = await sql<{
    id: number | null;
  }>`select desk_person(${all.map((h) => h.hash)}::bytea[], ${all.map((h) => h.generation)}::int[]) as id`.execute(tx);
  return rows[0]?.id ?? null;
}

export interface DeskAccount {
  id: number;
  platform: string;
  handle: string;
  ended_at: Date | null;
}

export async function deskAccounts(tx: Tx, personId: number): Promise<DeskAccount[]> {
  const { rows } = await sql<DeskAccount>`select * from desk_accounts(${personId})`.execute(tx);
  return rows;
}

export interface CaseMark {
  id: number;
  caseId: number;
  requestId: number;
  mark: 'review' | 'reopen' | 'withdraw';
  state: string;
  at: Date;
}

/** What granted requests ask the deciders to look at, until the case has moved on. */
export async function listCaseMarks(tx: Tx, o: { after: number | null; rows: number }): Promise<CaseMark[]> {
  const { rows } = await sql<CaseMark>`
    select m.id, m.case_id as "caseId", m.request_id as "requestId", m.mark, c.state, m.at from case_mark m join cases c on c.id = m.case_id
     where (${o.after}::bigint is null or m.id > ${o.after}::bigint) and c.state not in ('DISMISSED', 'WITHDRAWN')
       and not (m.mark = 'reopen' and c.state = 'IN_REVIEW') order by m.id limit ${o.rows}`.execute(tx);
  return rows;
}

export const SUBJECT_FILE_POSTS = 5_000;

/** Everything stored about a person the desk answers for. The purpose is in the log before anything is read. */
export async function subjectFile(
  tx: Tx,
  keyring: Keyring,
  o: { number?: string | undefined; personId?: number | undefined; purpose: string },
): Promise<unknown> {
  const id = o.number === undefined ? (o.personId ?? null) : await deskPerson(tx, keyring, o.number);
  if (id === null) throw new ProblemError('subject_unknown');
  const { rows } = await sql<{ file: unknown }>`select subject_file(${id}, ${o.purpose}, ${SUBJECT_FILE_POSTS}::int) as file`.execute(tx);
  const file = rows[0]?.file ?? null;
  if (file === null) throw new ProblemError('subject_unknown');
  return file;
}

/** The same for the operator, as the owner; null when nobody has this number. */
export async function ownerSubjectFile(db: Handle, keyring: Keyring, o: { number: string; purpose: string; by: string }): Promise<unknown> {
  const id = await findPersonByKey(db as Db, keyring, o.number);
  if (id === null) return null;
  return db.transaction().execute(async (tx) => {
    await audit(tx, 'subject_file_read', 'person', id, { purpose: o.purpose, by: o.by });
    const { rows } = await sql<{ file: unknown }>`select person_file(${id}, ${SUBJECT_FILE_POSTS}::int) as file`.execute(tx);
    return rows[0]?.file ?? null;
  });
}
