/** Small facts about cases that others need: their number, and which may be counted in public. */
import type { Fault } from './casework/facts.ts';
import { CaseState } from './casework/states.ts';
import { LIMITS } from './limits.ts';
import type { Phase, Role } from './vocabulary.ts';

export { CaseState };

const NUMBER_DIGITS = 6;
/** How people name a case: `K-000123`. */
export const caseNumber = (id: number): string => `K-${String(id).padStart(NUMBER_DIGITS, '0')}`;

const HOUR_MS = 3_600_000;

/** When the next step is due; null when nothing is. Claim within 24 h, decide within 48 h of the flag, forward within 7 days of the first look. */
export function dueAt(c: { state: CaseState; firstFlaggedAt: Date; knownAt: Date | null }): Date | null {
  if (c.state === 'FLAGGED') return new Date(c.firstFlaggedAt.getTime() + LIMITS.claimWithinHours * HOUR_MS);
  if (c.state === 'IN_REVIEW') return new Date(c.firstFlaggedAt.getTime() + LIMITS.decideWithinHours * HOUR_MS);
  if (c.state === 'CONFIRMED' && c.knownAt) return new Date(c.knownAt.getTime() + LIMITS.forwardWithinDays * 24 * HOUR_MS);
  return null;
}

const NOT_PUBLIC: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED'];
/**
 * States whose counts may leave the house: a person found the matter plausible and nobody has taken it back. A closed case
 * may have ended as dismissed or not proven, so it is left out too.
 */
export const PUBLIC_STATES: readonly CaseState[] = CaseState.options.filter((s) => !NOT_PUBLIC.includes(s));

export const FORWARD_ROLES: readonly Role[] = ['commissioner'];

/** The direct route: CONFIRMED, phase PRE, within seven days of `knownAt`, by a commissioner who gave no opinion. */
export function forwardFault(c: { state: CaseState; phase: Phase; knownAt: Date | null; openedBy: readonly string[] }, by: string, now: Date): Fault | null {
  if (c.state !== 'CONFIRMED') return { code: 'case_wrong_state', detail: `Only a confirmed case can be forwarded; this one is ${c.state}.` };
  if (c.phase !== 'PRE') return { code: 'forward_needs_finding', detail: `In phase ${c.phase} forwarding needs a registered finding and a clarification.` };
  if (c.openedBy.includes(by)) return { code: 'case_same_person', detail: 'Who reviewed the case may not forward it.' };
  const days = c.knownAt ? (now.getTime() - c.knownAt.getTime()) / 86_400_000 : 0;
  return days > LIMITS.forwardWithinDays ? { code: 'forward_too_late', detail: 'More than seven days have passed since the case was first seen.' } : null;
}
