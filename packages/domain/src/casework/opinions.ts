/** Sealed opinions and what they amount to. */
import { z } from 'zod';
import { actAllowedIn, needsSecondReader } from '../acts.ts';
import { LIMITS } from '../limits.ts';
import { Exemption, type Phase, type Role } from '../vocabulary.ts';
import type { Fault } from './facts.ts';
import type { CaseState } from './states.ts';

export const Finding = z.enum(['plausible', 'not_a_violation', 'needs_second']);
export type Finding = z.infer<typeof Finding>;

export const Opinion = z.object({
  finding: Finding,
  acts: z.array(z.string().max(40)).max(20).default([]),
  exemption: Exemption.optional(),
  reason: z.string().max(LIMITS.reasonChars).optional(),
});
export type Opinion = z.infer<typeof Opinion>;

export interface GivenOpinion extends Opinion {
  by: string;
}

export type Outcome = { state: CaseState; acts: string[]; exemption: string | null } | { wait: 'second' | 'third' };

/** Checks the content of one opinion before it is sealed; that nobody gives two is held by the primary key of the table. */
export function opinionFault(o: Opinion, phase: Phase): Fault | null {
  if (o.finding === 'not_a_violation' && o.exemption === undefined && !/[\p{L}\p{N}]/u.test(o.reason ?? ''))
    return { code: 'reason_required', detail: 'Say why this is not a violation: an exemption code (HN-…) or a reason.' };
  if (o.finding === 'plausible') {
    if (o.acts.length === 0) return { code: 'reason_required', detail: 'Name at least one act code.' };
    const wrong = o.acts.find((a) => !actAllowedIn(a, phase));
    if (wrong !== undefined) return { code: 'act_not_allowed', detail: `Act ${wrong} does not apply in phase ${phase}.` };
  }
  return null;
}

/** Readers who must name the same heavy act, and readers after whom a case is settled. */
const READERS_AGREE = 2;
const READERS_MAX = 3;

/**
 * What the opinions given so far amount to. People are counted per act, not per case: an act that may mean BERAT, PTDH or
 * PIDANA stands only when two readers name it, a light one when the finding as a whole has its quorum. One reader suffices
 * where only light acts are named and nobody asked for a second. Two who disagree, or who name heavy acts but not the same
 * one, wait for a third; after the third the case is settled. Where then no act stands it is DISMISSED, although two may
 * have found it plausible: a finding without an act that holds would accuse a person of nothing in particular.
 */
export function outcomeOf(opinions: readonly GivenOpinion[]): Outcome {
  const decided = opinions.filter((o) => o.finding !== 'needs_second');
  const asked = decided.length < opinions.length;
  const yes = decided.filter((o) => o.finding === 'plausible');
  const no = decided.filter((o) => o.finding === 'not_a_violation');
  const named = [...new Set(yes.flatMap((o) => o.acts))].sort();
  const readersOf = (act: string) => new Set(yes.filter((o) => o.acts.includes(act)).map((o) => o.by)).size;
  const acts = named.filter((a) => !needsSecondReader([a]) || readersOf(a) >= READERS_AGREE);
  const quorum = asked || needsSecondReader(named) || (yes.length > 0 && no.length > 0) ? READERS_AGREE : 1;
  if (yes.length >= quorum && acts.length > 0) return { state: 'CONFIRMED', acts, exemption: null };
  if (no.length >= quorum || decided.length >= READERS_MAX) return { state: 'DISMISSED', acts: [], exemption: no.find((o) => o.exemption)?.exemption ?? null };
  return { wait: decided.length >= READERS_AGREE ? 'third' : 'second' };
}

export const REVIEW_ROLES: readonly Role[] = ['analyst', 'second_reviewer'];
