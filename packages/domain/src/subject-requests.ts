/** Requests of data subjects: what may be asked, how long an answer may take, and which step follows which. */
import { z } from 'zod';
import type { Fault } from './casework/facts.ts';

export const SubjectRequestKind = z.enum(['access', 'correction', 'objection']);
export type SubjectRequestKind = z.infer<typeof SubjectRequestKind>;
/** The first thing a correction is about is whether the account is theirs at all. */
export const SubjectRequestMatter = z.enum(['wrong_account', 'wrong_data', 'own_data', 'processing']);
export type SubjectRequestMatter = z.infer<typeof SubjectRequestMatter>;
export const SubjectRequestState = z.enum(['RECEIVED', 'IDENTITY_CHECKED', 'ANSWERED', 'REFUSED']);
export type SubjectRequestState = z.infer<typeof SubjectRequestState>;
export const IdentityProof = z.enum(['in_person', 'office_letter', 'official_id', 'statement_link']);
export const RequestOutcome = z.enum(['granted', 'partly_granted', 'denied']);
export type RequestOutcome = z.infer<typeof RequestOutcome>;
export const RequestRefusal = z.enum(['identity_not_proven', 'not_held_here', 'legal_exception', 'repeated']);

export const MATTERS: Readonly<Record<SubjectRequestKind, readonly SubjectRequestMatter[]>> = {
  access: ['own_data'],
  correction: ['wrong_account', 'wrong_data'],
  objection: ['processing'],
};

/** 3×24 hours from receipt (UU 27/2022); the clock does not stop while the identity is checked. */
const ANSWER_WITHIN_HOURS = 72;

export function requestDueAt(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + ANSWER_WITHIN_HOURS * 3_600_000);
}

export type SubjectRequestStep = 'check_identity' | 'answer' | 'refuse';

const FROM: Readonly<Record<SubjectRequestStep, readonly SubjectRequestState[]>> = {
  check_identity: ['RECEIVED'],
  answer: ['IDENTITY_CHECKED'],
  refuse: ['RECEIVED', 'IDENTITY_CHECKED'],
};
export const REQUEST_STEP_TO: Readonly<Record<SubjectRequestStep, SubjectRequestState>> = {
  check_identity: 'IDENTITY_CHECKED',
  answer: 'ANSWERED',
  refuse: 'REFUSED',
};

/** Nobody is told anything about a person before it is known that they are that person. */
export function requestFault(state: SubjectRequestState, step: SubjectRequestStep): Fault | null {
  if (FROM[step].includes(state)) return null;
  return {
    code: 'request_wrong_state',
    detail: step === 'answer' && state === 'RECEIVED' ? 'Check who asks before answering.' : `A request that is ${state} takes no such step.`,
  };
}
