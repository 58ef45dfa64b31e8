/** The conditions of the steps, each a small question with its own answer. Null: nothing stands in the way. */
import { actByCode } from '../acts.ts';
import { APPEAL_WITHIN, deadlineOf, EXPIRE_UNCLAIMED, UNDO_MINUTES } from './deadlines.ts';
import type { Actor, CaseFacts, Fault, Moment } from './facts.ts';
import type { CaseAct } from './states.ts';

export type Guard = (facts: CaseFacts, actor: Actor | 'clock', at: Moment) => Fault | null;

const person = (check: (facts: CaseFacts, actor: Actor, at: Moment) => Fault | null): Guard => {
  return (facts, actor, at) => (actor === 'clock' ? { code: 'forbidden', detail: 'Only a person may do this.' } : check(facts, actor, at));
};
const refuse = (wrong: boolean, code: Fault['code'], detail: string): Fault | null => (wrong ? { code, detail } : null);

/** What somebody hears who asks for a step that the state does not know. */
export function wrongState(act: CaseAct, facts: CaseFacts, actor: Actor | 'clock'): Fault {
  if ((act === 'claim' || act === 'opinion') && actor !== 'clock' && facts.people.readers.includes(actor.id))
    return { code: 'case_same_reviewer', detail: 'You have already given an opinion on this case.' };
  return { code: 'case_wrong_state', detail: `This step does not exist for a case that is ${facts.state}.` };
}

// Review
export const gaveNoOpinion = person((f, a) =>
  refuse(f.people.readers.includes(a.id), 'case_same_reviewer', 'You have already given an opinion on this case; another person must read it.'),
);
export const noConflict = person((_f, a) => refuse(a.conflict, 'conflict_of_interest', 'By your own declaration you may not judge this person.'));
export const heldByNoOther = person((f, a) => refuse(f.held && !a.holds, 'case_held_by_other', 'Another reviewer holds this case.'));
export const holdsIt = person((f, a) =>
  a.holds ? null : { code: f.held ? 'case_held_by_other' : 'case_not_claimed', detail: f.held ? 'Another reviewer holds this case.' : 'Claim the case first.' },
);
export const evidenceSealed = person((f) => refuse(!f.evidenceSealed, 'case_wrong_state', 'The evidence of this case is not sealed.'));
export const mayUndo = person((_f, a, { now }) => {
  if (!a.own) return { code: 'undo_not_possible', detail: 'You have no opinion in this round of review.' };
  if (now.getTime() - a.own.at.getTime() > UNDO_MINUTES * 60_000)
    return { code: 'undo_not_possible', detail: `More than ${UNDO_MINUTES} minutes have passed.` };
  return refuse(a.own.othersSince > 0, 'undo_not_possible', 'Somebody else has acted on the case since.');
});
/** Until the own first finding "plausible" a reviewer stays blind; afterwards the identity is open for a purpose. */
export const identityOpen = person((f, a) => {
  if (f.state === 'FLAGGED' || f.state === 'IN_REVIEW')
    return refuse(a.own?.finding !== 'plausible', 'identity_hidden', 'Judge the post first; the identity opens with your own finding "plausible".');
  if (f.state === 'DISMISSED' || f.state === 'EXPIRED')
    return refuse(!a.roles.some((r) => r === 'commissioner' || r === 'auditor'), 'identity_hidden', 'A case that was not confirmed stays without a name.');
  return null;
});
export const didNotDecide = person((f, a) => refuse(f.people.readersNow.includes(a.id), 'case_same_person', 'Who decided the case may not reopen it.'));
export const timeIsOver: Guard = (f, _a, { now, holidays }) => {
  const end = f.state === 'FLAGGED' ? deadlineOf(EXPIRE_UNCLAIMED, f.firstFlaggedAt, f.region, holidays) : f.dueAt;
  return refuse(end === null || now <= end, 'case_wrong_state', 'The time of this case is not over.');
};

// Bawaslu
export const inTime: Guard = (f, _a, { now }) => refuse(f.dueAt !== null && now > f.dueAt, 'forward_too_late', 'The time for this step has passed.');
export const didNotReview = person((f, a) => refuse(f.people.readers.includes(a.id), 'case_same_person', 'Who reviewed the case may not take this step.'));
export const inNoFile: Guard = (f) => refuse(f.inFile, 'case_wrong_state', 'The case is in a file; split it off first.');
export const isInFile: Guard = (f) => refuse(!f.inFile, 'case_wrong_state', 'The case is in no file.');
export const phasePre: Guard = (f) =>
  refuse(f.phase !== 'PRE', 'forward_needs_finding', `In phase ${f.phase} forwarding needs a registered finding and a clarification.`);
export const clarificationOpen: Guard = (f) =>
  refuse(f.clarification === 'summoned' || f.clarification === 'held', 'case_wrong_state', 'A summons is open, or the person was heard.');
export const summonedToClarify: Guard = (f) => refuse(f.clarification !== 'summoned', 'case_wrong_state', 'There is no open summons.');
export const notExtended: Guard = (f) => refuse(f.extended, 'case_wrong_state', 'The time was extended already.');
/** The right to be heard: held, refused, or summoned twice in vain. */
export const heardOrRefused: Guard = (f) =>
  refuse(!['held', 'refused', 'absent_twice'].includes(f.clarification), 'hearing_needed', 'The person was not heard yet, nor refused to be.');
export const namesCrime: Guard = (f) =>
  refuse(!f.acts.some((code) => actByCode(code)?.classes.includes('PIDANA')), 'act_not_allowed', 'No act of this case is a criminal one.');

// The office
export const recipientSettled: Guard = (f) => refuse(f.recipientQuestion !== null, 'recipient_in_question', 'The office said that this is not its person.');
export const recipientAsked: Guard = (f) => refuse(f.recipientQuestion === null, 'case_wrong_state', 'The office has not asked whose person this is.');
export const examinationOpen: Guard = (f) =>
  refuse(f.examination === 'summoned' || f.examination === 'held', 'case_wrong_state', 'A summons is open, or the person was examined.');
export const summonedToExam: Guard = (f) => refuse(f.examination !== 'summoned', 'case_wrong_state', 'There is no open summons.');
export const personExamined: Guard = (f) =>
  refuse(!['held', 'refused', 'absent_twice'].includes(f.examination), 'hearing_needed', 'A decision needs an examination, or two summonses in vain.');
export const appealInTime: Guard = (f, _a, { now, holidays }) =>
  refuse(
    f.ppkDecidedAt === null || now > deadlineOf(APPEAL_WITHIN, f.ppkDecidedAt, f.region, holidays),
    'forward_too_late',
    'The 14 working days for an appeal have passed.',
  );
export const neverTouched = person((f, a) =>
  refuse(f.people.touched.includes(a.id), 'case_same_person', 'An appeal is judged by somebody who did not touch the case.'),
);

// Withdrawal
export const wasForwarded: Guard = (f) => refuse(f.forwardedAt === null, 'case_wrong_state', 'Nothing was sent about this case.');
export const didNotForward = person((f, a) => refuse(f.people.forwardedBy === a.id, 'case_same_person', 'Who forwarded the case may not withdraw it.'));
