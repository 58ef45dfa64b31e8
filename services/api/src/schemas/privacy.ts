/** Legal holds, purge certificates, requests of data subjects, and the page of the person concerned. */
import {
  CaseState,
  IdentityProof,
  LIMITS,
  RegionCode,
  RequestOutcome,
  RequestRefusal,
  SubjectRequestKind,
  SubjectRequestMatter,
  SubjectRequestState,
} from '@pantau/domain';
import { STATEMENT } from '@pantau/store';
import { z } from 'zod';
import { API } from '../limits.ts';

const time = z.iso.datetime();
const words = (chars: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(chars)
    .refine((s) => /[\p{L}\p{N}]/u.test(s), 'must say something');
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const PURPOSE_CHARS_MIN = 5;
const CONTACT_CHARS = 300;
const WISH_CHARS = 4_000;
const ANSWER_CHARS = 8_000;

export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageRows).default(API.pageRowsDefault),
});
const yesNo = z.enum(['true', 'false']).transform((s) => s === 'true');

export const HoldQuery = PageQuery.extend({ standing: yesNo.optional().describe('Only those that are not lifted'), case: id.optional() });
export const HoldBody = z.strictObject({
  reason: words(LIMITS.reasonChars),
  legal_basis: words(LIMITS.nameChars).describe('The statute or order that asks for it'),
});
export const HoldLiftBody = z.strictObject({ reason: words(LIMITS.reasonChars) });
export const HoldView = z.object({
  id: z.number(),
  case_id: z.number(),
  reason: z.string(),
  legal_basis: z.string(),
  /** `placed` protects for three days and waits for a second person; `lapsed` waited in vain. */
  state: z.enum(['placed', 'standing', 'lift_asked', 'lifted', 'lapsed']),
  placed_at: time,
  confirmed_at: time.nullable(),
  lift_asked_at: time.nullable(),
  lift_reason: z.string().nullable(),
  lifted_at: time.nullable(),
  may: z.object({ confirm: z.boolean(), ask_lift: z.boolean(), lift: z.boolean() }),
});
export const HoldPage = z.object({ data: z.array(HoldView), next_cursor: z.string().nullable() });

export const CertificatePage = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      at: time,
      class: z.string(),
      items: z.number(),
      doc: z.unknown(),
      sha256: z.string(),
      signature: z.string().nullable(),
      key_id: z.string().nullable(),
      intact: z.boolean(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export const RequestQuery = PageQuery.extend({ open: yesNo.optional().describe('Only those that wait for an answer') });
export const RequestBody = z.strictObject({
  kind: SubjectRequestKind,
  matter: SubjectRequestMatter,
  region: RegionCode.describe('Of the office that answers'),
  contact: words(CONTACT_CHARS).describe('How to reach whoever asks; kept sealed'),
  wish: words(WISH_CHARS),
});
export const RequestView = z.object({
  id: z.number(),
  kind: SubjectRequestKind,
  matter: SubjectRequestMatter,
  region: z.string(),
  state: SubjectRequestState,
  received_at: time,
  /** 3×24 hours after receipt. */
  due_at: time,
  overdue: z.boolean(),
  wish: z.string(),
  person_id: z.number().nullable(),
  account_id: z.number().nullable(),
  proof: z.string().nullable(),
  checked_at: time.nullable(),
  outcome: RequestOutcome.nullable(),
  refusal: z.string().nullable(),
  answer: z.string().nullable(),
  answered_at: time.nullable(),
  revision: z.number().int(),
});
export const RequestPage = z.object({ data: z.array(RequestView), next_cursor: z.string().nullable() });
export const RequestDetail = RequestView.extend({
  contact: z.string().nullable(),
  /** Of the person, once the identity is checked. */
  accounts: z.array(z.object({ id: z.number(), platform: z.string(), handle: z.string(), ended_at: time.nullable() })),
});
const Number18 = z.string().trim().min(3).max(LIMITS.nameChars).describe('NIP or staff key; compared by keyed hash, never stored in clear');
export const IdentityCheckBody = z.strictObject({ number: Number18, proof: IdentityProof });
export const AnswerBody = z.strictObject({
  outcome: RequestOutcome,
  answer: words(ANSWER_CHARS),
  account_id: id.optional().describe('For a wrong account: which'),
});
export const RefusalBody = z.strictObject({ refusal: RequestRefusal, answer: words(ANSWER_CHARS) });
export const RequestMoved = z.object({ id: z.number(), state: SubjectRequestState, revision: z.number().int(), cases_marked: z.number().int() });

export const SubjectFileBody = z
  .strictObject({ number: Number18.optional(), person_id: id.optional(), purpose: words(LIMITS.reasonChars, PURPOSE_CHARS_MIN) })
  .refine((b) => (b.number === undefined) !== (b.person_id === undefined), 'name the person by number or by person_id');
export const CaseMarkPage = z.object({
  data: z.array(
    z.object({ id: z.number(), case_id: z.number(), request_id: z.number(), mark: z.enum(['review', 'reopen', 'withdraw']), state: CaseState, at: time }),
  ),
  next_cursor: z.string().nullable(),
});

export const StatementLinkView = z.object({
  id: z.number(),
  expires_at: time,
  /** Shown once, never in a repeated answer. `address` and `code` go on two sheets. */
  address: z.string().optional(),
  code: z.string().optional(),
});
export const StatementLinkList = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      created_at: time,
      expires_at: time,
      opened_at: time.nullable(),
      state: z.enum(['open', 'locked', 'expired', 'answered', 'refused', 'revoked']),
    }),
  ),
});

export const StatementPassBody = z.strictObject({
  token: z.string().min(1).max(100),
  code: z.string().trim().min(1).max(20),
  number_tail: z.string().trim().min(1).max(3).describe('The last three digits of the own NIP'),
});
export const StatementPassView = z.object({ pass: z.string(), until: time });
export const StatementHeaders = z.looseObject({ 'statement-pass': z.string().min(1).max(100).optional().describe('What confirming the link gave') });
export const StatementPage = z.object({
  title: z.string(),
  introduction: z.string(),
  case_number: z.string(),
  office: z.string(),
  allegation: z.string(),
  phase: z.string(),
  posts: z.array(z.object({ platform: z.string(), text: z.string(), shared_text: z.string().nullable(), posted_at: z.string(), sha256: z.string() })),
  acts: z.array(z.object({ code: z.string(), name: z.string(), passage: z.string(), wording: z.string() })),
  hearing: z.object({ summons_no: z.string(), scheduled_at: z.string(), place: z.string() }).nullable(),
  rights: z.array(z.string()),
  due_at: time.nullable(),
  open_until: time,
  files: z.array(z.object({ file_name: z.string(), size: z.number(), sha256: z.string() })),
  limits: z.object({ text_chars: z.number(), files: z.number(), file_bytes: z.number(), file_types: z.array(z.string()) }),
});
export const StatementFileQuery = z.strictObject({
  file_name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((s) => !/[/\\\p{Cc}]/u.test(s), 'must be a plain file name'),
});
export const StatementAnswerBody = z.strictObject({ text: words(STATEMENT.textChars) });
export const StatementRefusalBody = z.strictObject({ text: z.string().trim().max(STATEMENT.textChars).default('') });
export const StatementDone = z.object({ received: z.literal(true) });
