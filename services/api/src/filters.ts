/** From what an address or body asks for to what the store looks for, as this user. */
import { LIMITS, NATION, ProblemError, regionWithin } from '@pantau/domain';
import { type CaseFilter, casesOfRule, type Reach, searchCases, type Tx } from '@pantau/store';
import type { z } from 'zod';
import { CASE_READERS, type Caller, DECIDERS } from './access.ts';
import type { CaseFilters } from './schemas/queue.ts';

type User = Extract<Caller, { kind: 'user' }>;

/** Where the user reads cases. A personnel office may get a case of another region's person, so there row-level security alone says. */
export function reachOf(user: User, roles = CASE_READERS): Reach {
  const held = user.roles.filter((r) => roles.includes(r.role));
  return held.some((r) => r.role === 'personnel_office') ? [NATION] : held.map((r) => r.region);
}

/** Deciders see order, score and holder of the cases of their own regions. */
export const seesAll = (user: User, region: string): boolean => user.roles.some((r) => DECIDERS.includes(r.role) && regionWithin(region, r.region));

export async function filterOf(tx: Tx, user: User, q: z.infer<typeof CaseFilters>): Promise<CaseFilter> {
  return {
    region: q.region,
    labels: q.label,
    states: q.state,
    phases: q.phase,
    direction: q.direction,
    band: q.band,
    election: q.election,
    contest: q.contest,
    contestant: q.contestant,
    origins: q.origin,
    olderThanHours: q.older_than_hours,
    newerThanHours: q.newer_than_hours,
    dueBefore: q.due_before === undefined ? undefined : new Date(q.due_before),
    overdue: q.overdue,
    scoreMin: q.score_min,
    scoreMax: q.score_max,
    holder: q.holder,
    readers: q.readers,
    group: q.group,
    flaggedFrom: q.flagged_from,
    flaggedTo: q.flagged_to,
    outcome: q.outcome,
    ids: await found(tx, user, q),
  };
}

/** Ids that a search in texts, a rule, or both lead to; undefined: neither was asked for. */
async function found(tx: Tx, user: User, f: { q?: string | undefined; rule?: string | undefined }): Promise<number[] | undefined> {
  if (f.q === undefined && f.rule === undefined) return undefined;
  if (!user.roles.some((r) => DECIDERS.includes(r.role))) throw new ProblemError('forbidden', 'Only those who decide about cases may search in their texts.');
  const byWords = f.q === undefined ? null : await searchCases(tx, f.q);
  const byRule = f.rule === undefined ? null : await casesOfRule(tx, f.rule, LIMITS.searchHits);
  if (byWords === null || byRule === null) return byWords ?? byRule ?? [];
  const both = new Set(byRule);
  return byWords.filter((id) => both.has(id));
}
