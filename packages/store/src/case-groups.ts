/** Posts with nearly the same text, read and dismissed together. Row-level security leaves each reader the members of the own regions. */
import { caseNumber, LIMITS, type Opinion, ProblemError } from '@pantau/domain';
import { OPEN_QUEUE, type Reach, regionKey, regionsOf } from './case-filter.ts';
import { type Decided, giveOpinion } from './casework.ts';
import type { Tx } from './db.ts';
import type { EvidenceContent } from './evidence.ts';
import { sql } from './kysely.ts';
import { claimCase } from './leases.ts';

export interface CaseGroup {
  id: number;
  /** Members under review that the user may see. */
  cases: number;
  free: number;
  people: number;
  regions: string[];
  contest: string | null;
  labels: string[];
  firstFlaggedAt: Date;
  lastFlaggedAt: Date;
  rank: number;
  text: string;
  maskWords: string[];
}

/** Groups of at least two cases under review, the one with the most urgent member first. */
export async function listGroups(
  tx: Tx,
  reach: Reach,
  f: { region?: string | undefined; contest?: string | undefined },
  page: { after: { rank: number; id: number } | null; rows: number },
): Promise<CaseGroup[]> {
  const regions = regionsOf(reach, f.region);
  if (regions.length === 0) return [];
  const region = sql.join(
    regions.map((r) => sql`(${regionKey(r)})`),
    sql` or `,
  );
  const { after } = page;
  const { rows } = await sql<CaseGroup>`
    with g as materialized (
      select c.group_id as id, count(*)::int as cases, (count(*) filter (where c.claimed_by is null or c.lease_until <= now()))::int as free,
             count(distinct c.person_id)::int as people, array_agg(distinct c.region) as regions, min(c.contest) as contest, array_agg(distinct c.label) as labels,
             min(c.first_flagged_at) as "firstFlaggedAt", max(c.first_flagged_at) as "lastFlaggedAt", max(c.rank) as rank, min(c.id) as first_case
        from cases c where ${OPEN_QUEUE} and c.group_id is not null and (${region}) and ${f.contest === undefined ? sql`true` : sql`c.contest = ${f.contest}`}
       group by c.group_id having count(*) > 1)
    select g.*, coalesce(e.text, '') as text, coalesce(case_mask_words(g.first_case), '{}') as "maskWords" from g left join lateral (
        select e.content->'post'->>'text' as text from evidence e where e.case_id = g.first_case order by e.version_id limit 1) e on true
     where ${after ? sql`g.rank <= ${after.rank} and (g.rank < ${after.rank} or g.id > ${after.id})` : sql`true`}
     order by g.rank desc, g.id limit ${Math.min(page.rows, LIMITS.pageRows + 1)}`.execute(tx);
  return rows;
}

export interface PreviewedCase {
  id: number;
  region: string;
  regionName: string | null;
  revision: number;
  label: string;
  phase: string;
  postedAt: Date;
  content: EvidenceContent;
  maskWords: string[];
  why: 'held' | 'judged' | 'conflict' | null;
}

export interface GroupPreview {
  id: string;
  validUntil: Date;
  cases: PreviewedCase[];
  leftOut: { id: number; why: 'held' | 'judged' | 'conflict' | 'beyond_limit' }[];
}

/**
 * What is decided together must have been shown side by side: the preview remembers which cases in which revision, for half an
 * hour, once. Members that the user may not judge now are named and left out.
 */
export async function previewGroup(tx: Tx, userId: number, groupId: number): Promise<GroupPreview> {
  const { rows } = await sql<PreviewedCase>`
    select c.id, c.region, r.name as "regionName", c.revision, c.label, c.phase, c.posted_at as "postedAt", e.content, coalesce(case_mask_words(c.id), '{}') as "maskWords",
           case when exists (select from case_opinion o where o.case_id = c.id and o.user_id = ${userId} and o.undone_at is null) or person_judged(c.id) then 'judged'
                when c.lease_until > now() and c.claimed_by <> ${userId} then 'held'
                when has_conflict(c.person_id, c.posted_at) then 'conflict' end as why
      from cases c left join region r on r.code = left(c.region, 5)
      join lateral (select e.content from evidence e where e.case_id = c.id order by e.version_id desc limit 1) e on true
     where c.group_id = ${groupId} and ${OPEN_QUEUE} and region_in(c.region, (select app_scopes('analyst', 'second_reviewer')))
     order by c.rank desc, c.id limit ${LIMITS.groupCases * 2}`.execute(tx);
  if (rows.length === 0) throw new ProblemError('not_found');
  const open = rows.filter((c) => c.why === null);
  const cases = open.slice(0, LIMITS.groupCases);
  const members = JSON.stringify(cases.map((c) => ({ id: c.id, revision: c.revision })));
  await sql`delete from group_preview where user_id = ${userId} and shown_at < now() - interval '1 day'`.execute(tx);
  const { rows: kept } = await sql<{ id: string; validUntil: Date }>`
    insert into group_preview (user_id, group_id, cases) values (${userId}, ${groupId}, ${members}::jsonb)
    returning id, shown_at + ${LIMITS.groupPreviewMinutes} * interval '1 minute' as "validUntil"`.execute(tx);
  const [preview] = kept;
  if (!preview) throw new Error('a preview is missing right after it was written');
  return {
    ...preview,
    cases,
    leftOut: [
      ...rows.flatMap((c) => (c.why === null ? [] : [{ id: c.id, why: c.why }])),
      ...open.slice(LIMITS.groupCases).map((c) => ({ id: c.id, why: 'beyond_limit' as const })),
    ],
  };
}

export interface GroupMember {
  id: number;
  revision: number;
}

/**
 * Dismisses what was previewed: each case gets its own claim, opinion, event and audit row, as if it had been read alone, and
 * all commit together or none does. A confirmation accuses a person and is given one by one.
 */
export async function dismissTogether(
  tx: Tx,
  userId: number,
  groupId: number,
  o: { preview: string; cases: readonly GroupMember[]; opinion: Opinion; now: Date },
): Promise<Decided[]> {
  if (o.opinion.finding !== 'not_a_violation') throw new ProblemError('group_one_by_one');
  await usePreview(tx, userId, groupId, o);
  // By id, so that two people who decide overlapping groups wait for each other and never in a circle.
  const members = [...o.cases].sort((a, b) => a.id - b.id);
  const { rows } = await sql<GroupMember>`select id, revision from cases where id = any(${members.map((m) => m.id)}::bigint[]) order by id for update`.execute(
    tx,
  );
  const now = new Map(rows.map((r) => [r.id, r.revision]));
  const changed = members.filter((m) => now.get(m.id) !== m.revision);
  if (changed.length > 0) throw new ProblemError('precondition_failed', `Changed since the preview: ${changed.map((m) => caseNumber(m.id)).join(', ')}.`);
  const decided: Decided[] = [];
  for (const { id } of members) {
    try {
      const lease = await claimCase(tx, userId, id);
      decided.push(await giveOpinion(tx, userId, id, lease.revision, o.opinion, o.now));
    } catch (e) {
      if (e instanceof ProblemError) throw new ProblemError(e.code, `${caseNumber(id)}: ${e.detail ?? 'may not be decided'} Nothing was decided.`);
      throw e;
    }
  }
  return decided;
}

async function usePreview(tx: Tx, userId: number, groupId: number, o: { preview: string; cases: readonly GroupMember[] }): Promise<void> {
  const { rows } = await sql<{ cases: GroupMember[] }>`
    update group_preview set used_at = now() where id = ${o.preview} and user_id = ${userId} and group_id = ${groupId} and used_at is null
       and shown_at > now() - ${LIMITS.groupPreviewMinutes} * interval '1 minute' returning cases`.execute(tx);
  const [preview] = rows;
  if (!preview) throw new ProblemError('preview_needed');
  const shown = new Map(preview.cases.map((c) => [c.id, c.revision]));
  const foreign = o.cases.filter((c) => shown.get(c.id) !== c.revision);
  if (foreign.length > 0 || new Set(o.cases.map((c) => c.id)).size < o.cases.length)
    throw new ProblemError('preview_needed', 'Only what the preview showed, in the revision it showed, each case once.');
}
