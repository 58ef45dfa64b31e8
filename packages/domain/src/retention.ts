/**
 * How long what is kept, as data, and the one function that says when its time is over. Pure: the caller brings the clock.
 * Sources: domain notes §6.8 (UU 27/2022 arts. 16, 43–44; archive schedules of the offices).
 */
import { z } from 'zod';
import type { CaseState } from './casework/states.ts';

export const RetentionClass = z.enum([
  'unflagged_text',
  'unscored_text',
  'sample_text',
  'dismissed',
  'expired',
  'not_proven',
  'withdrawn',
  'not_sanctioned',
  'sanctioned',
  'access_log',
  'stored_answer',
  'subject_request',
  'unregistered_person',
]);
export type RetentionClass = z.infer<typeof RetentionClass>;

export const RetentionUnit = z.enum(['hour', 'day', 'year']);
export type RetentionUnit = z.infer<typeof RetentionUnit>;
export interface Term {
  n: number;
  unit: RetentionUnit;
}

export interface RetentionRule {
  class: RetentionClass;
  keep: Term;
  /** What the term is counted from. */
  from: 'seen' | 'ended' | 'written' | 'answered' | 'left_register';
  /** What is left when it is over. */
  leaves: 'id_hash_counts' | 'label_only' | 'everything' | 'nothing';
  /** No override, however well founded, goes beyond this. */
  most?: Term;
  /** No override goes below this: others rely on it. */
  least?: Term;
  basis: string;
}

const PDP = 'UU 27/2022 arts. 16, 43–44';

/** One row per class; an installation changes them by an override, not here. */
export const RETENTION_RULES: readonly RetentionRule[] = [
  { class: 'unflagged_text', keep: { n: 72, unit: 'hour' }, from: 'seen', leaves: 'id_hash_counts', basis: PDP },
  // Waiting for a detector that failed, or for a person; after two weeks nobody will.
  { class: 'unscored_text', keep: { n: 14, unit: 'day' }, from: 'seen', leaves: 'id_hash_counts', most: { n: 14, unit: 'day' }, basis: PDP },
  { class: 'sample_text', keep: { n: 14, unit: 'day' }, from: 'seen', leaves: 'id_hash_counts', most: { n: 14, unit: 'day' }, basis: PDP },
  { class: 'dismissed', keep: { n: 30, unit: 'day' }, from: 'ended', leaves: 'label_only', basis: PDP },
  { class: 'expired', keep: { n: 30, unit: 'day' }, from: 'ended', leaves: 'label_only', basis: PDP },
  { class: 'not_proven', keep: { n: 1, unit: 'year' }, from: 'ended', leaves: 'label_only', basis: PDP },
  { class: 'withdrawn', keep: { n: 1, unit: 'year' }, from: 'ended', leaves: 'label_only', basis: PDP },
  { class: 'not_sanctioned', keep: { n: 1, unit: 'year' }, from: 'ended', leaves: 'label_only', basis: PDP },
  { class: 'sanctioned', keep: { n: 5, unit: 'year' }, from: 'ended', leaves: 'label_only', basis: 'archive schedule (JRA) of the office; UU 43/2009' },
  // A term that nothing may fall below. The log is not shortened after it: its chain verifies from the first row.
  { class: 'access_log', keep: { n: 5, unit: 'year' }, from: 'written', leaves: 'everything', least: { n: 5, unit: 'year' }, basis: 'UU 27/2022 art. 31' },
  { class: 'stored_answer', keep: { n: 24, unit: 'hour' }, from: 'written', leaves: 'nothing', most: { n: 24, unit: 'hour' }, basis: PDP },
  { class: 'subject_request', keep: { n: 1, unit: 'year' }, from: 'answered', leaves: 'nothing', basis: PDP },
  { class: 'unregistered_person', keep: { n: 30, unit: 'day' }, from: 'left_register', leaves: 'nothing', basis: PDP },
];

export interface RetentionOverride {
  class: RetentionClass;
  keep: Term;
  legalBasis: string;
}

const HOUR_MS = 3_600_000;

/** When a term that began at `from` is over. Years are calendar years: 29 February ends on 1 March. */
export function termEnd(keep: Term, from: Date): Date {
  if (keep.unit !== 'year') return new Date(from.getTime() + keep.n * (keep.unit === 'hour' ? HOUR_MS : 24 * HOUR_MS));
  const end = new Date(from);
  end.setUTCFullYear(end.getUTCFullYear() + keep.n);
  return end;
}

/** Longer or shorter is judged on one fixed day, so that a year and 365 days compare the same way always. */
const REFERENCE = new Date('2024-01-01T00:00:00Z');
const weigh = (t: Term): number => termEnd(t, REFERENCE).getTime();

export type OverrideFault = 'no_legal_basis' | 'above_most' | 'below_least' | 'not_a_term';

/** Why an installation may not have this term; null when it may. A shorter one needs no basis, but says so too. */
export function overrideFault(o: RetentionOverride): OverrideFault | null {
  const rule = ruleOf(o.class);
  if (!Number.isInteger(o.keep.n) || o.keep.n < 1 || weigh(o.keep) > weigh({ n: 100, unit: 'year' })) return 'not_a_term';
  if (!/[\p{L}\p{N}]/u.test(o.legalBasis)) return 'no_legal_basis';
  if (rule.most && weigh(o.keep) > weigh(rule.most)) return 'above_most';
  if (rule.least && weigh(o.keep) < weigh(rule.least)) return 'below_least';
  return null;
}

export function ruleOf(c: RetentionClass): RetentionRule {
  const rule = RETENTION_RULES.find((r) => r.class === c);
  if (!rule) throw new Error(`no retention rule for ${c}`);
  return rule;
}

/** The rules of an installation. An override that is not allowed changes nothing. */
export function rulesWith(overrides: readonly RetentionOverride[]): RetentionRule[] {
  return RETENTION_RULES.map((rule) => {
    const o = overrides.find((x) => x.class === rule.class && overrideFault(x) === null);
    return o ? { ...rule, keep: o.keep, basis: o.legalBasis } : rule;
  });
}

/** What is known about a case when its term is judged. */
export interface EndedCase {
  state: CaseState;
  /** How it ended, kept when it is closed: a state, or SANCTIONED or NO_SANCTION. */
  outcome: string | null;
  /** When it came to its outcome, or, once the closing report is filed, when it was closed. */
  endedAt: Date | null;
  /** The post was deleted or made private on its platform. */
  postGone: boolean;
  held: boolean;
}

/** Null: the case goes on, or nobody knows how it ended. Both are kept. */
export function classOfCase(c: Pick<EndedCase, 'state' | 'outcome'>): RetentionClass | null {
  const table = c.state === 'CLOSED' ? CLOSED_AFTER : ENDED;
  return table[(c.state === 'CLOSED' ? c.outcome : c.state) ?? ''] ?? null;
}

const ENDED: Readonly<Record<string, RetentionClass>> = { DISMISSED: 'dismissed', EXPIRED: 'expired', NOT_PROVEN: 'not_proven', WITHDRAWN: 'withdrawn' };
/** A decision of the office ends nothing before the case is closed: an appeal may still come. */
const CLOSED_AFTER: Readonly<Record<string, RetentionClass>> = {
  ...ENDED,
  SANCTIONED: 'sanctioned',
  CRIMINAL_TRACK: 'sanctioned',
  NO_SANCTION: 'not_sanctioned',
};

/** Ended without a finding: such a case has no archive duty, so a post that its author took back is not kept for it. */
const WITHOUT_FINDING: readonly RetentionClass[] = ['dismissed', 'expired'];

export type Judgement = { due: false; why: 'open' | 'held' | 'not_ended' | 'term_runs'; until: Date | null } | { due: true; rule: RetentionRule; since: Date };

/** Whether a case is to be reduced to its label now. */
export function judgeCase(c: EndedCase, rules: readonly RetentionRule[], now: Date): Judgement {
  const found = classOfCase(c);
  const rule = rules.find((r) => r.class === found);
  if (!rule) return { due: false, why: 'open', until: null };
  if (c.held) return { due: false, why: 'held', until: null };
  if (!c.endedAt) return { due: false, why: 'not_ended', until: null };
  const until = c.postGone && WITHOUT_FINDING.includes(rule.class) ? c.endedAt : termEnd(rule.keep, c.endedAt);
  return until.getTime() <= now.getTime() ? { due: true, rule, since: until } : { due: false, why: 'term_runs', until };
}

/** Everything that began before this is over. Not later than it really is: where years have unequal lengths the earlier day counts. */
export function cutoff(keep: Term, now: Date): Date {
  if (keep.unit !== 'year') return new Date(now.getTime() - keep.n * (keep.unit === 'hour' ? HOUR_MS : 24 * HOUR_MS));
  const at = new Date(now);
  at.setUTCFullYear(at.getUTCFullYear() - keep.n);
  while (termEnd(keep, at).getTime() > now.getTime()) at.setUTCDate(at.getUTCDate() - 1);
  return at;
}
