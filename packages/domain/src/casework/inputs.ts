/** What people say when they take a step: one schema an act, for the api's bodies and the store alike. */
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { RegionCode } from '../vocabulary.ts';
import { HearingOutcome, OfficeAnswer, Sanction } from './states.ts';

const NUMBER_CHARS = 120;
const PLACE_CHARS = 300;
const MINUTES_CHARS = 10_000;
const FORM_FIELDS_MAX = 60;

const words = (chars: number = LIMITS.reasonChars) =>
  z
    .string()
    .max(chars)
    .refine((s) => /[\p{L}\p{N}]/u.test(s), 'must say something');
const number = z.string().trim().min(1).max(NUMBER_CHARS);
const time = z.iso.datetime({ offset: true });
/** Forms A and B.2 as filled in; their fields are a matter of the form, not of the workflow. */
const form = z
  .record(z.string().min(1).max(80), z.union([z.string().max(5_000), z.number(), z.boolean(), z.null(), z.array(z.string().max(1_000)).max(50)]))
  .refine((f) => Object.keys(f).length <= FORM_FIELDS_MAX, `at most ${FORM_FIELDS_MAX} fields`);

export const ReopenInput = z.strictObject({ ground: z.enum(['new_fact', 'error']), reason: words() });
export type ReopenInput = z.infer<typeof ReopenInput>;
export const FindingInput = z.strictObject({ plenary_no: number, plenary_on: z.iso.date(), form_a: form, form_b2: form });
export type FindingInput = z.infer<typeof FindingInput>;
export const RegistrationInput = z.strictObject({ note: words().optional() });
export type RegistrationInput = z.infer<typeof RegistrationInput>;
export const SummonsInput = z.strictObject({ summons_no: number, scheduled_at: time, place: words(PLACE_CHARS) });
export type SummonsInput = z.infer<typeof SummonsInput>;
export const HearingInput = z
  .strictObject({ outcome: HearingOutcome, held_at: time.optional(), minutes: words(MINUTES_CHARS).optional() })
  .refine((h) => h.outcome !== 'held' || (h.held_at !== undefined && h.minutes !== undefined), {
    message: 'a hearing that was held has a time and minutes',
    path: ['minutes'],
  })
  .refine((h) => h.outcome !== 'refused' || h.minutes !== undefined, { message: 'a refusal is put on record', path: ['minutes'] });
export type HearingInput = z.infer<typeof HearingInput>;
export const StatementInput = z.strictObject({ text: words(MINUTES_CHARS) });
export type StatementInput = z.infer<typeof StatementInput>;
export const ExtensionInput = z.strictObject({ reason: words() });
export type ExtensionInput = z.infer<typeof ExtensionInput>;
export const StudyInput = z.strictObject({ result: z.literal('not_proven'), reason: words() });
export type StudyInput = z.infer<typeof StudyInput>;
export const CriminalTrackInput = z.strictObject({ reason: words(), letter_no: number.optional() });
export type CriminalTrackInput = z.infer<typeof CriminalTrackInput>;
export const ForwardInput = z.strictObject({ recommendation: words().optional(), letter_no: number.optional() });
export type ForwardInput = z.infer<typeof ForwardInput>;
export const AnswerInput = z
  .strictObject({ answer: OfficeAnswer, to_region: RegionCode.optional(), to_agency: z.string().min(1).max(LIMITS.nameChars).optional(), note: words() })
  .refine((a) => a.answer !== 'moved_to' || a.to_region !== undefined || a.to_agency !== undefined, {
    message: 'say where the person moved',
    path: ['to_region'],
  });
export type AnswerInput = z.infer<typeof AnswerInput>;
export const ReaddressInput = z.strictObject({ to_region: RegionCode.optional(), reason: words() });
export type ReaddressInput = z.infer<typeof ReaddressInput>;
export const ReceiptInput = z.strictObject({ number, note: words().optional() });
export type ReceiptInput = z.infer<typeof ReceiptInput>;
export const DecisionInput = z.strictObject({ sanction: Sanction, sanction_text: words(), number, decided_on: z.iso.date() });
export type DecisionInput = z.infer<typeof DecisionInput>;
export const AppealInput = z.strictObject({ kind: z.enum(['keberatan', 'banding']), filed_on: z.iso.date(), grounds: words() });
export type AppealInput = z.infer<typeof AppealInput>;
export const AppealDecisionInput = z.strictObject({
  result: z.enum(['upheld', 'changed', 'annulled']),
  sanction: Sanction,
  sanction_text: words(),
  number,
  decided_on: z.iso.date(),
});
export type AppealDecisionInput = z.infer<typeof AppealDecisionInput>;
export const CloseInput = z.strictObject({ report: words(), number: number.optional() });
export type CloseInput = z.infer<typeof CloseInput>;
export const WithdrawInput = z.strictObject({ reason: words() });
export type WithdrawInput = z.infer<typeof WithdrawInput>;
export const JoinInput = z.strictObject({
  case_ids: z
    .array(z.number().int().positive())
    .min(2)
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'name each case once'),
});
export type JoinInput = z.infer<typeof JoinInput>;
export const SplitInput = z.strictObject({ reason: words() });
export type SplitInput = z.infer<typeof SplitInput>;
export const IdentityInput = z.strictObject({ purpose: words(300).refine((s) => s.trim().length >= 5, 'say why in a few words') });
export type IdentityInput = z.infer<typeof IdentityInput>;

/** The attachments of a case: what they are, and how large. */
export const AttachmentKind = z.enum(['statement', 'evidence', 'minutes', 'decision', 'appeal', 'report', 'other']);
export type AttachmentKind = z.infer<typeof AttachmentKind>;
export const ATTACHMENT = { bytesMax: 20 * 1024 * 1024, nameChars: 200, perCaseMax: 50 } as const;
/** Stored and given out, never run: nothing a browser would execute. */
export const ATTACHMENT_TYPES = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/plain',
  'audio/mpeg',
  'audio/mp4',
  'video/mp4',
  'application/zip',
] as const;
