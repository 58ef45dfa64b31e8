/** What a step is judged by: the case as it is, and who asks. Read by the store in one statement, judged here without I/O. */
import type { ProblemCode } from '../errors.ts';
import type { Phase, Role } from '../vocabulary.ts';
import type { HolidayTable, Regime } from './deadlines.ts';
import type { Finding } from './opinions.ts';
import type { CaseState, HearingStatus, OfficeAnswer } from './states.ts';

export type Fault = { code: ProblemCode; detail: string };

export interface CaseFacts {
  state: CaseState;
  region: string;
  phase: Phase;
  regime: Regime;
  acts: readonly string[];
  firstFlaggedAt: Date;
  knownAt: Date | null;
  dueAt: Date | null;
  forwardedAt: Date | null;
  /** The appointing authority's decision in force. */
  ppkDecidedAt: Date | null;
  identityVerified: boolean;
  evidenceSealed: boolean;
  clarification: HearingStatus;
  examination: HearingStatus;
  extended: boolean;
  recipientQuestion: OfficeAnswer | null;
  inFile: boolean;
  /** Somebody holds it now, whoever. */
  held: boolean;
  people: {
    /** Who has a standing opinion, in any round; and in this one. */
    readers: readonly string[];
    readersNow: readonly string[];
    forwardedBy: string | null;
    /** Everyone who ever changed the case. */
    touched: readonly string[];
  };
}

export interface Actor {
  id: string;
  /** Over the region of the case; `personnel_office`: over the region it was sent to. */
  roles: readonly Role[];
  holds: boolean;
  /** Own former agency, or kin, as declared. */
  conflict: boolean;
  /** The own standing opinion of this round, and how many acts of others followed it. */
  own: { finding: Finding; at: Date; othersSince: number } | null;
}

export interface Moment {
  now: Date;
  holidays: HolidayTable;
}
