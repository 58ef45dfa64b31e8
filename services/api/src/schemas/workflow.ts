/** What travels over HTTP about the steps of a case. Bodies are the domain's own inputs. */
import { ATTACHMENT, AttachmentKind, CaseState, HearingOutcome, HearingStage, Label } from '@pantau/domain';
import { z } from 'zod';
import { AllowedActions, MovedView } from '../schemas.ts';

const time = z.iso.datetime();

export const FindingView = MovedView.extend({ finding_number: z.string() });
export const RegistrationView = MovedView.extend({ registration_number: z.string() });
export const SentView = MovedView.extend({ deliveries: z.number().int() });

const Person = z.object({ name: z.string(), nip: z.string(), agency: z.string(), opd: z.string().nullable(), employment_status: z.string() });
export const IdentityView = Person.extend({ platform: z.string(), handle: z.string(), url: z.string().nullable() });

export const ProceedingsView = z.object({
  id: z.number(),
  state: CaseState,
  round: z.number().int(),
  due_at: time.nullable(),
  overdue_at: time.nullable(),
  outcome: z.string().nullable(),
  sanction: z.string().nullable(),
  recipient_question: z.string().nullable(),
  allowed_actions: AllowedActions,
  finding: z
    .object({
      number: z.string(),
      plenary_no: z.string(),
      plenary_on: z.string(),
      decided_at: time,
      form_a: z.record(z.string(), z.unknown()),
      form_b2: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  file: z.object({ id: z.number(), case_ids: z.array(z.number()) }).nullable(),
  hearings: z.array(
    z.object({
      id: z.number(),
      stage: HearingStage,
      summons_no: z.string(),
      summoned_at: time,
      scheduled_at: time,
      place: z.string(),
      outcome: HearingOutcome.nullable(),
      held_at: time.nullable(),
      minutes: z.string().nullable(),
    }),
  ),
  records: z.array(
    z.object({
      id: z.number(),
      kind: z.string(),
      stage: HearingStage,
      content: z.record(z.string(), z.unknown()),
      by: z.string().nullable(),
      by_person_concerned: z.boolean(),
      at: time,
    }),
  ),
  attachments: z.array(
    z.object({
      id: z.number(),
      stage: HearingStage,
      kind: AttachmentKind,
      file_name: z.string(),
      media_type: z.string(),
      size: z.number().int(),
      sha256: z.string(),
      by_person_concerned: z.boolean(),
      at: time,
    }),
  ),
});

export const AttachmentQuery = z.strictObject({
  kind: AttachmentKind,
  file_name: z
    .string()
    .min(1)
    .max(ATTACHMENT.nameChars)
    .regex(/^[^/\\\p{Cc}]+$/u, 'a plain file name'),
});
export const AttachmentView = z.object({ id: z.number(), sha256: z.string(), size: z.number().int() });
export const AttachmentParams = z.object({ id: z.coerce.number().int().positive(), attachment: z.coerce.number().int().positive() });

export const FileView = z.object({ id: z.number(), contest: z.string(), region: z.string(), due_at: time.nullable(), cases: z.array(MovedView) });

export const StatementView = z.object({
  case_number: z.string(),
  title: z.string(),
  sections: z.array(z.object({ heading: z.string(), paragraphs: z.array(z.string()) })),
  text: z.string(),
});

const Kappa = z.object({
  n: z.number().int(),
  agreed: z.number().int(),
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  kappa: z.number().nullable(),
});
export const AgreementView = z.object({
  overall: Kappa,
  by_label: z.array(Kappa.extend({ label: Label })),
  by_region: z.array(Kappa.extend({ region: z.string() })),
  by_pair: z.array(Kappa.extend({ readers: z.array(z.object({ id: z.number(), name: z.string().nullable() })) })),
});
export const AgreementQuery = z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() });

export const ConflictBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agency'), agency: z.string().trim().min(2).max(300) }),
  z.strictObject({ kind: z.literal('kin'), name: z.string().trim().min(3).max(300) }),
]);
export const ConflictsView = z.object({ data: z.array(z.object({ id: z.number(), kind: z.string(), agency: z.string().nullable(), declared_at: time })) });
export const ConflictView = z.object({ id: z.number() });
