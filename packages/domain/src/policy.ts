/** Law 2 as data: what a connector may do, by which law and until when. Whatever is missing or expired closes it. */
import { z } from 'zod';
import { LIMITS } from './limits.ts';

/**
 * What happens to the words of a post that was deleted or made private on its platform; id, hash and times stay either way.
 * `purge`: they go at once, and live on only as the sealed evidence of a case that is open, or ended with a finding.
 * `legal_hold`: they go from sealed evidence too, unless the case is under a legal hold (a statute, placed by one person and
 * confirmed by another). For platforms whose terms allow nothing else.
 */
export const DeletionMode = z.enum(['purge', 'legal_hold']);

export const ConnectorPolicy = z.strictObject({
  enabled: z.boolean(),
  legal_basis: z.string().min(1).max(LIMITS.nameChars),
  /** The signed agreement with the platform; `null` where its terms ask for none (open protocols, feeds, own demo data). */
  agreement_ref: z.string().min(1).max(LIMITS.nameChars).nullable(),
  expires_at: z.iso.datetime({ offset: true }),
  /** May posts be judged at all? Everything stored here is scored, so `false` closes the connector. */
  allow_inference: z.boolean(),
  /** May a learned model see them? The engine is rules only today. */
  allow_ml: z.boolean(),
  max_retention_days: z.number().int().min(1).max(3_650),
  deletion_mode: DeletionMode,
});
export type ConnectorPolicy = z.infer<typeof ConnectorPolicy>;

/** Connectors of platforms whose terms forbid this use unless they agreed to it in writing. */
export const NEEDS_AGREEMENT: ReadonlySet<string> = new Set(['x']);

export const POLICY_FAULTS = [
  'source_disabled',
  'policy_missing',
  'policy_invalid',
  'policy_disabled',
  'policy_expired',
  'policy_without_agreement',
  'policy_forbids_inference',
] as const;
export type PolicyFault = (typeof POLICY_FAULTS)[number];
export type PolicyState = { open: true; policy: ConnectorPolicy } | { open: false; fault: PolicyFault; detail?: string };

/** Fails closed: everything but a complete, enabled, unexpired policy means that nothing is fetched. */
export function policyState(source: { enabled: boolean; policy: unknown }, needsAgreement: boolean, now: Date): PolicyState {
  const closed = (fault: PolicyFault, detail?: string): PolicyState => ({ open: false, fault, ...(detail === undefined ? {} : { detail }) });
  if (source.policy === null || source.policy === undefined) return closed('policy_missing');
  const parsed = ConnectorPolicy.safeParse(source.policy);
  if (!parsed.success) return closed('policy_invalid', parsed.error.issues.map((i) => i.path.join('.') || 'policy').join(', '));
  const policy = parsed.data;
  if (!source.enabled) return closed('source_disabled');
  if (!policy.enabled) return closed('policy_disabled');
  if (Date.parse(policy.expires_at) <= now.getTime()) return closed('policy_expired');
  if (needsAgreement && policy.agreement_ref === null) return closed('policy_without_agreement');
  if (!policy.allow_inference) return closed('policy_forbids_inference');
  return { open: true, policy };
}
