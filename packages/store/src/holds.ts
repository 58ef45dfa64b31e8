/** Legal holds: a case that must not be reduced although its term is over. One person places or asks to lift, another confirms. */
import { ProblemError } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Tx } from './db.ts';
import { isDuplicateOf } from './faults.ts';
import { sql } from './kysely.ts';

export interface Hold {
  id: number;
  caseId: number;
  reason: string;
  legalBasis: string;
  state: 'placed' | 'standing' | 'lift_asked' | 'lifted' | 'lapsed';
  placedAt: Date;
  confirmedAt: Date | null;
  liftAskedAt: Date | null;
  liftReason: string | null;
  liftedAt: Date | null;
  /** What the current user may do next. */
  mayConfirm: boolean;
  mayAskLift: boolean;
  mayLift: boolean;
}

const HOLD = sql`h.id, h.case_id as "caseId", h.reason, h.legal_basis as "legalBasis",
  case when h.lifted_at is not null then 'lifted' when h.lift_asked_at is not null then 'lift_asked' when h.confirmed_at is not null then 'standing'
       when h.placed_at > now() - interval '72 hours' then 'placed' else 'lapsed' end as state,
  h.placed_at as "placedAt", h.confirmed_at as "confirmedAt", h.lift_asked_at as "liftAskedAt", h.lift_reason as "liftReason", h.lifted_at as "liftedAt",
  m.decides and h.confirmed_at is null and h.lifted_at is null and not same_person(h.placed_by, app_user_id()) as "mayConfirm",
  m.decides and h.lift_asked_at is null and h.lifted_at is null as "mayAskLift",
  m.decides and h.lift_asked_at is not null and h.lifted_at is null and not same_person(h.lift_asked_by, app_user_id()) as "mayLift"`;
const FROM = sql`legal_hold h join cases c on c.id = h.case_id cross join lateral (select region_in(c.region, app_scopes('commissioner')) as decides) m`;

export async function listHolds(tx: Tx, o: { after: number | null; rows: number; standing: boolean; caseId: number | null }): Promise<Hold[]> {
  const { rows } = await sql<Hold>`select ${HOLD} from ${FROM}
    where (${o.after}::bigint is null or h.id < ${o.after}::bigint) and (not ${o.standing} or h.lifted_at is null) and (${o.caseId}::bigint is null or h.case_id = ${o.caseId}::bigint) order by h.id desc limit ${o.rows}`.execute(
    tx,
  );
  return rows;
}

async function readHold(tx: Tx, id: number): Promise<Hold> {
  const { rows } = await sql<Hold>`select ${HOLD} from ${FROM} where h.id = ${id}`.execute(tx);
  if (!rows[0]) throw new ProblemError('not_found');
  return rows[0];
}

/** One hold per case at a time. It protects at once, and for three days without its confirmation. */
export async function placeHold(tx: Tx, userId: number, o: { caseId: number; reason: string; legalBasis: string }): Promise<Hold> {
  const { rows: found } = await sql<{ may: boolean; purged: boolean }>`
    select region_in(region, app_scopes('commissioner', 'handling_officer')) as may, purged_at is not null as purged from cases where id = ${o.caseId}`.execute(
    tx,
  );
  const c = found[0];
  if (!c) throw new ProblemError('not_found');
  if (!c.may) throw new ProblemError('forbidden');
  if (c.purged) throw new ProblemError('case_wrong_state', 'The case has been reduced to its label; there is nothing left to hold.');
  // One that nobody confirmed in time stands in nobody's way.
  await sql`update legal_hold set lift_asked_by = placed_by, lift_asked_at = now(), lift_reason = 'not confirmed in time', lifted_by = ${userId}, lifted_at = now()
    where case_id = ${o.caseId} and lifted_at is null and confirmed_at is null and placed_at <= now() - interval '72 hours' and not same_person(placed_by, ${userId})`.execute(
    tx,
  );
  try {
    const { rows } = await sql<{
      id: number;
    }>`insert into legal_hold (case_id, reason, legal_basis, placed_by) values (${o.caseId}, ${o.reason}, ${o.legalBasis}, ${userId})
      returning id`.execute(tx);
    const id = rows[0]?.id ?? 0;
    await audit(tx, 'hold_placed', 'case', o.caseId, { hold: id });
    return await readHold(tx, id);
  } catch (e) {
    if (isDuplicateOf(e, 'legal_hold_one')) throw new ProblemError('hold_exists');
    throw e;
  }
}

type Step = 'confirm' | 'ask_lift' | 'lift';

/** The steps after placing, each by whom `may…` of the hold allows. */
export async function changeHold(tx: Tx, userId: number, id: number, step: Step, reason: string | null = null): Promise<Hold> {
  const { rows: locked } = await sql`select 1 from legal_hold where id = ${id} for update`.execute(tx);
  const hold = await readHold(tx, id);
  if (locked.length === 0 && !hold.liftedAt) throw new ProblemError('forbidden');
  refuse(hold, step);
  if (step === 'confirm') await sql`update legal_hold set confirmed_by = ${userId}, confirmed_at = now() where id = ${id}`.execute(tx);
  if (step === 'ask_lift')
    await sql`update legal_hold set lift_asked_by = ${userId}, lift_asked_at = now(), lift_reason = ${reason} where id = ${id}`.execute(tx);
  if (step === 'lift') await sql`update legal_hold set lifted_by = ${userId}, lifted_at = now() where id = ${id}`.execute(tx);
  await audit(tx, { confirm: 'hold_confirmed', ask_lift: 'hold_lift_asked', lift: 'hold_lifted' }[step], 'case', hold.caseId, { hold: id });
  return readHold(tx, id);
}

function refuse(h: Hold, step: Step): void {
  const open = { confirm: h.confirmedAt === null, ask_lift: h.liftAskedAt === null, lift: h.liftAskedAt !== null }[step] && h.liftedAt === null;
  if (!open) throw new ProblemError('hold_wrong_state');
  const may = { confirm: h.mayConfirm, ask_lift: h.mayAskLift, lift: h.mayLift }[step];
  if (!may) throw new ProblemError(step === 'ask_lift' ? 'forbidden' : 'case_same_person', 'A hold is placed and lifted by two people.');
}
