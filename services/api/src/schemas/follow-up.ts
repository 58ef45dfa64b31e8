/** What the follow-up board and the letters look like over HTTP. */
import { CaseState, LIMITS } from '@pantau/domain';
import { z } from 'zod';

const Moment = z.iso.datetime();

export const FollowUpQuery = z.object({
  show: z.enum(['open', 'overdue', 'waiting', 'all']).default('open'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(50),
});

export const FollowUpView = z.object({
  case_id: z.number(),
  case_number: z.string(),
  region: z.string(),
  region_name: z.string().nullable(),
  state: CaseState,
  forwarded_at: Moment,
  due_at: Moment.nullable(),
  overdue_at: Moment.nullable(),
  sanction: z.string().nullable(),
  recipient_question: z.string().nullable(),
  waits: z.enum(['no_recipient', 'conflict_of_interest']).nullable().describe('Why no office is told; only the house sees it'),
  deliveries: z.object({ told: z.number(), underway: z.number(), dead: z.number(), unacknowledged: z.number() }),
  letter: z.enum(['prepared', 'released']).nullable(),
});
export const FollowUpList = z.object({ data: z.array(FollowUpView), next_cursor: z.string().nullable() });

export const FollowUpRateView = z.object({
  forwarded: z.number(),
  received: z.number(),
  decided: z.number(),
  sanctioned: z.number(),
  overdue: z.number(),
  waiting: z.number(),
  withdrawn: z.number(),
  rate: z.number().nullable().describe('decided / forwarded; null when nothing was forwarded'),
});

export const AlertAgainView = z.object({ deliveries: z.number(), waits: z.string().nullable() });
export const AcknowledgedView = z.object({ acknowledged: z.number() });

export const LetterBody = z.strictObject({ to: z.enum(['province', 'oversight']) });
export const LetterReleaseBody = z.strictObject({ number: z.string().trim().min(1).max(120) });
export const LetterView = z.object({
  id: z.number(),
  addressee: z.string(),
  content: z.string(),
  prepared_at: Moment,
  number: z.string().nullable(),
  released_at: Moment.nullable(),
});
export const LetterList = z.object({ data: z.array(LetterView) });

export const SchemaParams = z.object({ name: z.string().max(80) });
