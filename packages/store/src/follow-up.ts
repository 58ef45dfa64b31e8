/** What became of what was forwarded: the board, its rate, letters about offices that do not act, and acknowledgements. */
import { bodyOn, type CaseState, caseNumber, escalationLetter, type LetterTo, localDay, ProblemError } from '@pantau/domain';
import { openCase, record } from './case-change.ts';
import { mustSeeCase } from './case-visible.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface FollowUpRow {
  id: number;
  region: string;
  regionName: string | null;
  state: CaseState;
  forwardedAt: Date;
  dueAt: Date | null;
  overdueAt: Date | null;
  sanction: string | null;
  question: string | null;
  /** Why no office is told; only the house sees it. */
  waits: 'no_recipient' | 'conflict_of_interest' | null;
  told: number;
  underway: number;
  dead: number;
  /** Retractions that nobody has acknowledged. */
  unacknowledged: number;
  letter: 'prepared' | 'released' | null;
}

export type FollowUpShow = 'open' | 'overdue' | 'waiting' | 'all';

const SHOWN = {
  open: sql`c.state in ('FORWARDED', 'PPK_EXAM', 'APPEALED')`,
  overdue: sql`c.overdue_at is not null`,
  waiting: sql`exists (select from alert_wait w where w.case_id = c.id and w.ended_at is null)`,
  all: sql`true`,
} as const;

/** Newest first, one row more than asked when there is a next page. One row for a file: the case whose alert told of all. */
export async function listFollowUp(tx: Tx, o: { show: FollowUpShow; before: number | null; limit: number }): Promise<FollowUpRow[]> {
  const { rows } = await sql<FollowUpRow>`
    select c.id, c.region, r.name as "regionName", c.state, c.forwarded_at as "forwardedAt", c.due_at as "dueAt", c.overdue_at as "overdueAt", c.sanction,
           c.recipient_question as question, (select w.reason from alert_wait w where w.case_id = c.id and w.ended_at is null) as waits,
           d.told, d.underway, d.dead, d.unacknowledged,
           (select case when l.released_at is null then 'prepared' else 'released' end from escalation_letter l where l.case_id = c.id order by l.id desc limit 1) as letter
      from cases c left join region r on r.code = left(c.region, 5)
      cross join lateral (select count(*) filter (where x.event = 'case.forwarded' and x.state = 'delivered')::int as told,
          count(*) filter (where x.state = 'pending')::int as underway, count(*) filter (where x.state = 'dead')::int as dead,
          count(*) filter (where x.event = 'case.withdrawn' and not exists (select from delivery_ack a where a.delivery_id = x.id))::int as unacknowledged
        from delivery x where x.case_id = c.id) d
     where c.forwarded_at is not null and coalesce(c.alert_case, c.id) = c.id and ${SHOWN[o.show]}
       and (${o.before}::bigint is null or c.id < ${o.before}::bigint)
     order by c.id desc limit ${o.limit + 1}`.execute(tx);
  return rows;
}

export interface FollowUpRate {
  forwarded: number;
  received: number;
  decided: number;
  sanctioned: number;
  overdue: number;
  waiting: number;
  withdrawn: number;
}

/** Over what the reader may see; withdrawn cases count neither as forwarded nor as followed up. */
export async function followUpRate(tx: Tx): Promise<FollowUpRate> {
  const { rows } = await sql<FollowUpRate>`
    select count(*) filter (where w.gone is false)::int as forwarded,
           count(*) filter (where w.gone is false and (c.state in ('PPK_EXAM', 'DECIDED', 'APPEALED') or c.sanction is not null))::int as received,
           count(*) filter (where w.gone is false and c.sanction is not null)::int as decided,
           count(*) filter (where w.gone is false and c.sanction is not null and c.sanction <> 'NONE')::int as sanctioned,
           count(*) filter (where c.overdue_at is not null)::int as overdue,
           count(*) filter (where exists (select from alert_wait a where a.case_id = c.id and a.ended_at is null))::int as waiting,
           count(*) filter (where w.gone)::int as withdrawn
      from cases c cross join lateral (select c.state = 'WITHDRAWN' or coalesce(c.outcome = 'WITHDRAWN', false) as gone) w
     where c.forwarded_at is not null`.execute(tx);
  return rows[0] ?? { forwarded: 0, received: 0, decided: 0, sanctioned: 0, overdue: 0, waiting: 0, withdrawn: 0 };
}

/** Every retraction of the case that the caller's office has not acknowledged; how many that were. */
export async function acknowledge(tx: Tx, userId: number, caseId: number): Promise<number> {
  await mustSeeCase(tx, caseId);
  const { rows } = await sql`insert into delivery_ack (delivery_id, by) select d.id, ${userId} from delivery d
    where d.case_id = ${caseId} and d.event = 'case.withdrawn' and not exists (select from delivery_ack a where a.delivery_id = d.id) returning delivery_id`.execute(
    tx,
  );
  if (rows.length > 0)
    await sql`select audit_append('case_retraction_acknowledged', 'case', ${String(caseId)}, ${JSON.stringify({ deliveries: rows.length })}::jsonb)`.execute(
      tx,
    );
  return rows.length;
}

export interface Letter {
  id: number;
  addressee: string;
  content: string;
  preparedAt: Date;
  number: string | null;
  releasedAt: Date | null;
}

const LETTER = sql`id, addressee, content, prepared_at as "preparedAt", number, released_at as "releasedAt"`;

/** Only about a case that is late; an open draft is answered again rather than written twice. */
export async function prepareLetter(tx: Tx, o: { userId: number; id: number; to: LetterTo; now: Date }): Promise<Letter> {
  const c = await openCase(tx, o.userId, o.id, { lock: true });
  const { rows: open } = await sql<Letter>`select ${LETTER} from escalation_letter where case_id = ${o.id} and released_at is null`.execute(tx);
  if (open[0]) return open[0];
  const facts = await letterFacts(tx, o.id);
  if (facts.overdueAt === null || !c.facts.forwardedAt || !c.facts.dueAt) throw new ProblemError('case_wrong_state', 'The office is not late.');
  const addressee = await addresseeOf(tx, o.to, c.facts.region, o.now);
  const content = escalationLetter({
    addressee,
    caseNumber: caseNumber(o.id),
    findingNumber: facts.finding,
    office: facts.office ?? `Pejabat Pembina Kepegawaian ${facts.regionName}`,
    region: c.facts.region,
    forwardedAt: c.facts.forwardedAt,
    dueAt: c.facts.dueAt,
    received: c.facts.state !== 'FORWARDED',
    reminded: facts.reminded,
    now: o.now,
  });
  const { rows } = await sql<Letter>`insert into escalation_letter (case_id, addressee, content, prepared_by, prepared_at)
    values (${o.id}, ${addressee}, ${content}, ${o.userId}, ${o.now}) returning ${LETTER}`.execute(tx);
  await record(tx, o.id, o.userId, 'letter_prepared', { to: o.to });
  return one(rows);
}

export async function releaseLetter(tx: Tx, o: { userId: number; id: number; number: string; now: Date }): Promise<Letter> {
  await mustSeeCase(tx, o.id);
  const { rows } = await sql<Letter>`update escalation_letter set number = ${o.number}, released_by = ${o.userId}, released_at = ${o.now}
    where case_id = ${o.id} and released_at is null returning ${LETTER}`.execute(tx);
  if (rows.length === 0) throw new ProblemError('case_wrong_state', 'No letter is waiting to be released.');
  await record(tx, o.id, o.userId, 'letter_released');
  return one(rows);
}

/** Newest last. */
export async function listLetters(tx: Tx, id: number): Promise<Letter[]> {
  await mustSeeCase(tx, id);
  const { rows } = await sql<Letter>`select ${LETTER} from escalation_letter where case_id = ${id} order by id limit ${LETTERS_MAX}`.execute(tx);
  return rows;
}
const LETTERS_MAX = 50;

interface LateFacts {
  overdueAt: Date | null;
  finding: string | null;
  office: string | null;
  regionName: string;
  reminded: boolean;
}

async function letterFacts(tx: Tx, id: number): Promise<LateFacts> {
  const { rows } = await sql<LateFacts>`
    select c.overdue_at as "overdueAt", (select f.number from finding f where f.id = c.finding_id) as finding, coalesce(r.name, c.region) as "regionName",
           exists (select from delivery o where o.case_id = coalesce(c.alert_case, c.id) and o.event = 'case.overdue' and o.state = 'delivered') as reminded,
           (select s.office from delivery d join subscription s on s.id = d.subscription_id where d.case_id = coalesce(c.alert_case, c.id) and d.event = 'case.forwarded'
             order by d.created_at desc limit 1) as office
      from cases c left join region r on r.code = left(coalesce(c.recipient_region, c.region), 5) where c.id = ${id}`.execute(tx);
  return one(rows);
}

async function addresseeOf(tx: Tx, to: LetterTo, region: string, now: Date): Promise<string> {
  if (to === 'province') {
    const { rows } = await sql<{ name: string }>`select name from region where code = left(${region}, 2)`.execute(tx);
    return `Gubernur ${rows[0]?.name ?? region.slice(0, 2)}`;
  }
  const { rows } = await sql<{ name: string; validFrom: string; validTo: string | null }>`
    select name, to_char(valid_from, 'YYYY-MM-DD') as "validFrom", to_char(valid_to, 'YYYY-MM-DD') as "validTo" from oversight_body`.execute(tx);
  const body = bodyOn(rows, localDay(now, region));
  if (!body) throw new ProblemError('case_wrong_state', 'No body that oversees is entered for this day.');
  return `Kepala ${body.name}`;
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a row that was there a moment ago is missing');
  return row;
}
