/** Small facts about cases that others need: their number, and which may be counted in public. */
import { CaseState } from './casework/states.ts';

export { CaseState };

const NUMBER_DIGITS = 6;
/** How people name a case: `K-000123`. */
export const caseNumber = (id: number): string => `K-${String(id).padStart(NUMBER_DIGITS, '0')}`;

const NOT_PUBLIC: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED'];
/**
 * States whose counts may leave the house: a person found the matter plausible and nobody has taken it back. A closed case
 * may have ended as dismissed or not proven, so it is left out too.
 */
export const PUBLIC_STATES: readonly CaseState[] = CaseState.options.filter((s) => !NOT_PUBLIC.includes(s));
