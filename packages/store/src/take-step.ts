/**
 * One step of the workflow after review, for a case or for all cases of its file. The table of the domain judges each case;
 * state, deadline, event, audit row, words and deliveries of all of them commit together or not at all (I6).
 */
import { type CaseAct, type CaseState, dueAfter, type Moment, ProblemError } from '@pantau/domain';
import { first, keepRecord, type Moved, momentOf, mustJudge, mustMatch, type OpenCase, openCase, record } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

type Stage = 'BAWASLU' | 'PPK';

/** What a step writes besides the new state. */
export interface Effect {
  event: string;
  /** Codes and ids only: events are read by more people than words. */
  data?: Record<string, unknown>;
  words?: { kind: string; stage: Stage; content: Record<string, unknown> };
  set?: Partial<{
    finding_id: number;
    forwarded_at: Date;
    alert_case: number;
    sanction: string;
    overdue_at: null;
    recipient_region: string | null;
    recipient_agency: string | null;
    recipient_question: string | null;
  }>;
  /** When the next deadline counts from now under one of these names. */
  anchor?: keyof OpenCase['anchors'];
  extended?: boolean;
}

export interface StepContext {
  tx: Tx;
  userId: number;
  now: Date;
  /** All cases the step covers, lowest id first; the first stands for the file. */
  cases: readonly OpenCase[];
}

export interface StepOptions {
  tx: Tx;
  userId: number;
  id: number;
  expected: number;
  act: CaseAct;
  now: Date;
  /** Only this case, though it is in a file. */
  alone?: boolean;
  /** Called once for the whole file before the states change; returns what to write for each case. */
  effect: (ctx: StepContext) => Promise<(c: OpenCase) => Effect>;
  /** Called after the states have changed: what only then may be read or written. */
  after?: (ctx: StepContext) => Promise<void>;
}

export async function takeStep(o: StepOptions): Promise<Moved> {
  const { tx, userId, id, now } = o;
  const cases = await openAll(o);
  const asked = cases.find((c) => c.id === id);
  if (!asked) throw new ProblemError('precondition_failed');
  mustMatch(asked, o.expected);
  const at = await momentOf(tx, o.act, now);
  const target = new Map<number, CaseState>();
  for (const c of cases) {
    const to = mustJudge(o.act, c, at);
    if (to === 'quorum') throw new Error(`${o.act} is no step of one person`);
    target.set(c.id, to);
  }
  const ctx: StepContext = { tx, userId, now, cases };
  const effectOf = await o.effect(ctx);
  for (const c of cases) await move(tx, userId, c, target.get(c.id) ?? c.facts.state, effectOf(c), at);
  await o.after?.(ctx);
  const { rows } = await sql<Moved>`select id, state, revision from cases where id = ${id}`.execute(tx);
  return first(rows);
}

/** The case, or the members of its file, locked in the order of their ids, so that two people who act at once never wait for each other in a circle. */
async function openAll(o: StepOptions): Promise<OpenCase[]> {
  const one = sql`c.id = ${o.id}`;
  const members = o.alone === true ? one : sql`(${one} or c.file_id = (select x.file_id from cases x where x.id = ${o.id}))`;
  const { rows } = await sql<{ id: number }>`select c.id from cases c where ${members} order by c.id`.execute(o.tx);
  const all: OpenCase[] = [];
  for (const r of rows) all.push(await openCase(o.tx, o.userId, r.id, { lock: true }));
  if (all.length === 0) throw new ProblemError('not_found');
  return all;
}

async function move(tx: Tx, userId: number, c: OpenCase, to: CaseState, e: Effect, at: Moment): Promise<void> {
  if (e.words) await keepRecord(tx, { caseId: c.id, userId, ...e.words });
  const anchors = e.anchor ? { ...c.anchors, [e.anchor]: at.now } : c.anchors;
  const recipientInQuestion = (e.set?.recipient_question === undefined ? c.facts.recipientQuestion : e.set.recipient_question) !== null;
  const due = dueAfter(to, { ...c.facts, extended: e.extended ?? c.facts.extended, recipientInQuestion }, anchors, at.holidays);
  const clock = at.now;
  await tx
    .updateTable('cases')
    .set((eb) => ({ ...e.set, state: to, due_at: due, revision: eb('revision', '+', 1), ...(overdueEnds(c, to, due, clock) ? { overdue_at: null } : {}) }))
    .where('id', '=', c.id)
    .executeTakeFirstOrThrow();
  await record(tx, c.id, userId, e.event, e.data);
}

/** The clock's flag falls when the office acts and the next step is not late yet. */
const overdueEnds = (c: OpenCase, to: CaseState, due: Date | null, now: Date): boolean => to !== c.facts.state && (due === null || due > now);

/** The case that stands for all: the first of its file, or the only one. */
export function lead(ctx: StepContext): OpenCase {
  const [c] = ctx.cases;
  if (!c) throw new ProblemError('not_found');
  return c;
}
