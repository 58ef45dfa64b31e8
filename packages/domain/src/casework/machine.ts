/**
 * The state machine of `domain.md` §3.5 as one table: who may do what from where, under which guards, and where it leads.
 * `judge` is the only reader of the table that decides; `allowedActs` asks the same question for every act at once, so that no
 * client needs rules of its own. The system alone appears once: expiry.
 */
import type { Role } from '../vocabulary.ts';
import { type DeadlineRule, deadlineOf, dueRule } from './deadlines.ts';
import type { Actor, CaseFacts, Fault, Moment } from './facts.ts';
import * as guard from './guards.ts';
import { type CaseAct, CaseState } from './states.ts';

/** `same`: the state stays. `quorum`: the opinions decide between staying, DISMISSED and CONFIRMED. */
type Target = CaseState | 'same' | 'quorum';

export interface Step {
  act: CaseAct;
  from: readonly CaseState[];
  to: Target;
  by: readonly Role[] | 'clock';
  guards: readonly guard.Guard[];
}

const REVIEWERS: readonly Role[] = ['analyst', 'second_reviewer'];
const COMMISSION: readonly Role[] = ['commissioner'];
const OFFICER: readonly Role[] = ['handling_officer'];
const HANDLING: readonly Role[] = ['handling_officer', 'commissioner'];
const OFFICE: readonly Role[] = ['personnel_office'];
const HOUSE: readonly Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'];

const REVIEW: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW'];
const STUDY: readonly CaseState[] = ['REGISTERED', 'CLARIFICATION'];
const OUTSIDE: readonly CaseState[] = ['FORWARDED', 'PPK_EXAM', 'DECIDED', 'APPEALED'];
const ENDS: readonly CaseState[] = ['DECIDED', 'NOT_PROVEN', 'DISMISSED', 'EXPIRED', 'CRIMINAL_TRACK'];
/** A file is put together for the plenary; a case may leave it as long as nothing was sent. */
const BEFORE_SENDING: readonly CaseState[] = ['CONFIRMED', 'FINDING', 'REGISTERED', 'CLARIFICATION'];

/** Papers are added as long as something is open. */
const PROCEEDINGS: readonly CaseState[] = [...BEFORE_SENDING, 'CRIMINAL_TRACK', ...OUTSIDE];

const step = (act: CaseAct, from: readonly CaseState[], to: Target, by: Step['by'], ...guards: guard.Guard[]): Step => ({ act, from, to, by, guards });

export const STEPS: readonly Step[] = [
  step('claim', REVIEW, 'IN_REVIEW', REVIEWERS, guard.gaveNoOpinion, guard.noConflict, guard.heldByNoOther),
  step('opinion', ['IN_REVIEW'], 'quorum', REVIEWERS, guard.gaveNoOpinion, guard.noConflict, guard.holdsIt, guard.evidenceSealed),
  step('undo', ['IN_REVIEW', 'CONFIRMED', 'DISMISSED'], 'IN_REVIEW', REVIEWERS, guard.mayUndo),
  step('identity', CaseState.options, 'same', [...HOUSE, ...OFFICE], guard.identityOpen),
  step('reopen', ['CONFIRMED', 'DISMISSED'], 'IN_REVIEW', [...REVIEWERS, ...COMMISSION], guard.didNotDecide, guard.inNoFile),
  step('expire', ['FLAGGED', 'CONFIRMED'], 'EXPIRED', 'clock', guard.timeIsOver),

  step('join', ['CONFIRMED'], 'same', HANDLING, guard.inTime),
  step('split', BEFORE_SENDING, 'same', HANDLING, guard.isInFile),
  step('finding', ['CONFIRMED'], 'FINDING', COMMISSION, guard.didNotReview, guard.inTime),
  step('register', ['FINDING'], 'REGISTERED', OFFICER),
  step('summon', STUDY, 'CLARIFICATION', OFFICER, guard.clarificationOpen),
  step('hear', ['CLARIFICATION'], 'same', OFFICER, guard.summonedToClarify),
  step('state', ['CLARIFICATION'], 'same', OFFICER),
  step('attach', PROCEEDINGS, 'same', [...HANDLING, ...OFFICE]),
  step('extend', STUDY, 'same', HANDLING, guard.notExtended, guard.inTime),
  step('not_proven', ['CLARIFICATION'], 'NOT_PROVEN', COMMISSION, guard.didNotReview),
  step('criminal_track', STUDY, 'CRIMINAL_TRACK', COMMISSION, guard.didNotReview, guard.namesCrime),
  step('forward', ['CONFIRMED'], 'FORWARDED', COMMISSION, guard.phasePre, guard.didNotReview, guard.inTime),
  step('forward', ['CLARIFICATION'], 'FORWARDED', COMMISSION, guard.didNotReview, guard.heardOrRefused),

  step('answer', ['FORWARDED'], 'same', OFFICE, guard.recipientSettled),
  step('readdress', ['FORWARDED'], 'same', COMMISSION, guard.recipientAsked),
  step('receive', ['FORWARDED'], 'PPK_EXAM', OFFICE, guard.recipientSettled),
  step('ppk_summon', ['PPK_EXAM'], 'same', OFFICE, guard.examinationOpen),
  step('ppk_hear', ['PPK_EXAM'], 'same', OFFICE, guard.summonedToExam),
  step('decide', ['PPK_EXAM'], 'DECIDED', OFFICE, guard.personExamined),
  step('appeal', ['DECIDED'], 'APPEALED', [...OFFICE, ...OFFICER], guard.appealInTime),
  step('decide_appeal', ['APPEALED'], 'DECIDED', OFFICE, guard.neverTouched),
  step('close', ENDS, 'CLOSED', OFFICER),
  step('withdraw', [...OUTSIDE, 'CLOSED'], 'WITHDRAWN', COMMISSION, guard.wasForwarded, guard.didNotForward),
];

/** The step an act means from this state; for an act that is not possible there, any step of it (its roles are the same kind). */
function stepOf(act: CaseAct, state: CaseState): { step: Step | undefined; here: boolean } {
  const all = STEPS.filter((s) => s.act === act);
  const here = all.find((s) => s.from.includes(state));
  return { step: here ?? all[0], here: here !== undefined };
}

export type Judged = { fault: Fault; to?: undefined } | { fault?: undefined; to: CaseState | 'quorum' };

/** May this person take this step now, and where does it lead? */
export function judge(act: CaseAct, facts: CaseFacts, actor: Actor | 'clock', at: Moment): Judged {
  const { step, here } = stepOf(act, facts.state);
  if (!step) return { fault: { code: 'forbidden', detail: 'There is no such step.' } };
  const roles: readonly Role[] = actor === 'clock' ? [] : actor.roles;
  if (step.by === 'clock' ? actor !== 'clock' : !step.by.some((r) => roles.includes(r)))
    return { fault: { code: 'forbidden', detail: 'Your role over the region of this case does not take this step.' } };
  // Who has already judged hears that first: it tells them more than the state.
  if (!here) return { fault: guard.wrongState(act, facts, actor) };
  for (const check of step.guards) {
    const fault = check(facts, actor, at);
    if (fault) return { fault };
  }
  return { to: step.to === 'same' ? facts.state : step.to };
}

export interface AllowedAct {
  act: CaseAct;
  allowed: boolean;
  /** Why not. */
  code: Fault['code'] | null;
  detail: string | null;
}

/** Every act this person's roles know, with whether it is possible now and why not. */
export function allowedActs(facts: CaseFacts, actor: Actor, at: Moment): AllowedAct[] {
  const acts = [...new Set(STEPS.filter((s) => s.by !== 'clock' && s.by.some((r) => actor.roles.includes(r))).map((s) => s.act))];
  return acts.flatMap((act) => {
    const { fault } = judge(act, facts, actor, at);
    if (fault?.code === 'forbidden') return [];
    return [{ act, allowed: fault === undefined, code: fault?.code ?? null, detail: fault?.detail ?? null }];
  });
}

/** Every pair of different states that some step joins. The database holds the same pairs. */
export function legalMoves(): { from: CaseState; to: CaseState; byClock: boolean }[] {
  const targets = (s: Step): CaseState[] => (s.to === 'quorum' ? ['DISMISSED', 'CONFIRMED'] : s.to === 'same' ? [] : [s.to]);
  const pairs = STEPS.flatMap((s) => s.from.flatMap((from) => targets(s).map((to) => ({ from, to, byClock: s.by === 'clock' }))));
  const seen = new Map(pairs.filter((p) => p.from !== p.to).map((p) => [`${p.from} ${p.to}`, p]));
  return [...seen.values()];
}

export type Anchors = Partial<Record<DeadlineRule['anchor'], Date | null>>;

/** When the step that follows is due; null when the state waits for nothing, or its clock has not begun. */
export function dueAfter(
  state: CaseState,
  facts: Pick<CaseFacts, 'regime' | 'region' | 'extended'> & { recipientInQuestion: boolean },
  anchors: Anchors,
  holidays: Moment['holidays'],
): Date | null {
  const rule = dueRule(state, facts.regime, facts);
  const from = rule ? anchors[rule.anchor] : null;
  return rule && from ? deadlineOf(rule, from, facts.region, holidays) : null;
}

/** Who may use an act's route at all; over which cases is decided case by case. */
export const rolesOf = (act: CaseAct): readonly Role[] => [...new Set(STEPS.flatMap((s) => (s.act === act && s.by !== 'clock' ? s.by : [])))];
