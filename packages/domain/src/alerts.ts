/** What leaves the house when a case is forwarded or its finding withdrawn: the contract with the personnel offices. Fields are only ever added. */
import { z } from 'zod';
import { Phase } from './vocabulary.ts';

export const AlertEvent = z.enum(['case.forwarded', 'case.withdrawn', 'case.overdue']);
export type AlertEvent = z.infer<typeof AlertEvent>;

const Post = z.strictObject({ platform: z.string(), url: z.string().nullable(), posted_at: z.iso.datetime() });
const Act = z.strictObject({ code: z.string(), name: z.string() });

/** Version 1. Named data leaves only from FORWARDED on, only to the office of a region that contains the case. */
export const CaseForwardedPayload = z.strictObject({
  type: z.literal('case.forwarded'),
  schema_version: z.literal(1),
  case_number: z.string(),
  /** Of the plenary; absent on the direct route. */
  finding_number: z.string().optional(),
  region: z.string(),
  region_name: z.string(),
  label: z.string(),
  phase: Phase,
  acts: z.array(Act).min(1),
  subject: z.strictObject({
    name: z.string(),
    /** The last three digits of the NIP or staff key; the whole number never leaves. */
    key_tail: z.string().max(3),
    agency: z.string(),
    opd: z.string().nullable(),
    employment_status: z.string(),
  }),
  post: Post,
  /** Every post of a file of several cases, `post` included; absent for a single case. */
  posts: z.array(Post.extend({ case_number: z.string(), acts: z.array(Act) })).optional(),
  decided_at: z.iso.datetime(),
  forwarded_at: z.iso.datetime(),
  /** Where the office reads the case, after signing in. */
  link: z.string(),
});
export type CaseForwardedPayload = z.infer<typeof CaseForwardedPayload>;

/** Version 1. Goes to every office that received the alert, whatever it subscribed to: what was said about a person is taken back. */
export const CaseWithdrawnPayload = z.strictObject({
  type: z.literal('case.withdrawn'),
  schema_version: z.literal(1),
  case_number: z.string(),
  /** Every case of the alert that is withdrawn. */
  case_numbers: z.array(z.string()).min(1),
  region: z.string(),
  forwarded_at: z.iso.datetime(),
  withdrawn_at: z.iso.datetime(),
  reason: z.string(),
  link: z.string(),
});
export type CaseWithdrawnPayload = z.infer<typeof CaseWithdrawnPayload>;

/** Version 1. The same office is reminded by the clock; without a word about the person. */
export const CaseOverduePayload = z.strictObject({
  type: z.literal('case.overdue'),
  schema_version: z.literal(1),
  case_number: z.string(),
  region: z.string(),
  due_at: z.iso.datetime(),
  overdue_since: z.iso.datetime(),
  link: z.string(),
});
export type CaseOverduePayload = z.infer<typeof CaseOverduePayload>;

/** Every payload that leaves the house, by the name its JSON Schema is published under (`/schemas/<name>.json`). */
export const PAYLOADS = {
  'case.forwarded.v1': CaseForwardedPayload,
  'case.withdrawn.v1': CaseWithdrawnPayload,
  'case.overdue.v1': CaseOverduePayload,
} as const;
export type PayloadName = keyof typeof PAYLOADS;

/** Draft 2020-12, with an address of its own, so that a receiver can keep a copy. */
export const payloadSchema = (name: PayloadName, publicUrl: string): Record<string, unknown> => ({
  ...z.toJSONSchema(PAYLOADS[name], { target: 'draft-2020-12' }),
  $id: `${publicUrl}/schemas/${name}.json`,
  title: name,
});
