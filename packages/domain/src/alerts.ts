/** What leaves the house when a case is forwarded: the contract with the personnel offices. Fields are only ever added. */
import { z } from 'zod';
import { Phase } from './vocabulary.ts';

export const AlertEvent = z.enum(['case.forwarded']);
export type AlertEvent = z.infer<typeof AlertEvent>;

/** Version 1. Named data leaves only from FORWARDED on, only to the office of a region that contains the case. */
export const CaseForwardedPayload = z.strictObject({
  type: z.literal('case.forwarded'),
  schema_version: z.literal(1),
  case_number: z.string(),
  region: z.string(),
  region_name: z.string(),
  label: z.string(),
  phase: Phase,
  acts: z.array(z.strictObject({ code: z.string(), name: z.string() })).min(1),
  subject: z.strictObject({
    name: z.string(),
    /** The last three digits of the NIP or staff key; the whole number never leaves. */
    key_tail: z.string().max(3),
    agency: z.string(),
    opd: z.string().nullable(),
    employment_status: z.string(),
  }),
  post: z.strictObject({ platform: z.string(), url: z.string().nullable(), posted_at: z.iso.datetime() }),
  decided_at: z.iso.datetime(),
  forwarded_at: z.iso.datetime(),
  /** Where the office reads the case, after signing in. */
  link: z.string(),
});
export type CaseForwardedPayload = z.infer<typeof CaseForwardedPayload>;
