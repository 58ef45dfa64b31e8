/** Where a case may stand (`domain.md` §3.5), and what may be done with it. */
import { z } from 'zod';

export const CaseState = z.enum([
  'FLAGGED',
  'IN_REVIEW',
  'DISMISSED',
  'CONFIRMED',
  'EXPIRED',
  'FINDING',
  'REGISTERED',
  'CLARIFICATION',
  'NOT_PROVEN',
  'FORWARDED',
  'CRIMINAL_TRACK',
  'PPK_EXAM',
  'DECIDED',
  'APPEALED',
  'WITHDRAWN',
  'CLOSED',
]);
export type CaseState = z.infer<typeof CaseState>;

export const CaseAct = z.enum([
  'claim',
  'opinion',
  'undo',
  'identity',
  'reopen',
  'join',
  'split',
  'finding',
  'register',
  'summon',
  'hear',
  'state',
  'attach',
  'extend',
  'not_proven',
  'criminal_track',
  'forward',
  'answer',
  'readdress',
  'receive',
  'ppk_summon',
  'ppk_hear',
  'decide',
  'appeal',
  'decide_appeal',
  'close',
  'withdraw',
  'expire',
]);
export type CaseAct = z.infer<typeof CaseAct>;

/** How far a hearing has come; `absent` only counts after the second summons. */
export type HearingStatus = 'none' | 'summoned' | 'held' | 'refused' | 'absent_once' | 'absent_twice';
export const HearingOutcome = z.enum(['held', 'refused', 'absent']);
export type HearingOutcome = z.infer<typeof HearingOutcome>;
export const HearingStage = z.enum(['BAWASLU', 'PPK']);
export type HearingStage = z.infer<typeof HearingStage>;

/** What the office may answer instead of a receipt. */
export const OfficeAnswer = z.enum(['not_ours', 'moved_to', 'wrong_person']);
export type OfficeAnswer = z.infer<typeof OfficeAnswer>;

/** What the appointing authority may decide: one penalty, or none. */
export const Sanction = z.enum(['NONE', 'ETIK', 'RINGAN', 'SEDANG', 'BERAT', 'PTDH', 'KONTRAK']);
export type Sanction = z.infer<typeof Sanction>;
