/** A case as lists and details show it. */
import type { CaseState } from '@pantau/domain';
import { sql } from './kysely.ts';
import { OVERLAY_PREFIX } from './register.ts';

export interface CaseRow {
  id: number;
  region: string;
  regionName: string | null;
  election: string | null;
  contest: string | null;
  contestName: string | null;
  contestant: string | null;
  origin: string;
  groupId: number | null;
  /** Other cases under review with nearly the same text, as far as the user may see them; counted up to a limit. */
  similar: number;
  state: CaseState;
  band: 'flag' | 'review';
  label: string;
  direction: string | null;
  phase: string;
  score: number;
  /** What it weighs, 1–100; age, deadline and risk make the priority of the moment. */
  priority: number;
  risk: number;
  rank: number;
  reviewDueAt: Date | null;
  dueAt: Date | null;
  /** The same in microseconds since 1970; exact, unlike a JavaScript date. */
  dueKey: number | null;
  postedAt: Date;
  firstFlaggedAt: Date;
  knownAt: Date | null;
  decidedAt: Date | null;
  forwardedAt: Date | null;
  /** Null when nobody holds it or the lease has ended. */
  holderId: number | null;
  holderName: string | null;
  leaseUntil: Date | null;
  revision: number;
}

/** Where parts of a register name the same id, a hand-kept document comes before a list, and the newer before the older. */
export const FIRST_PART = sql`starts_with(rp.part_key, ${OVERLAY_PREFIX}) desc, rp.id desc`;

/** The latest published register decides how a contest is called today. */
const CONTEST_NAME = sql`(select k.name from register_contest k join register_version_part p on p.part_id = k.part_id join register_part rp on rp.id = k.part_id
  where k.id = c.contest and p.version_id = (select max(id) from register_version) order by ${FIRST_PART} limit 1)`;

const SIMILAR_MAX = 999;

const SIMILAR = sql`coalesce((select count(*) from (select from cases g where g.group_id = c.group_id and g.id <> c.id and g.state in ('FLAGGED', 'IN_REVIEW')
  limit ${SIMILAR_MAX}) g), 0)::int`;

export const CASE_ROW = sql`c.id, c.region, r.name as "regionName", c.election, c.contest, ${CONTEST_NAME} as "contestName", c.contestant, c.origin, c.group_id as "groupId",
  ${SIMILAR} as similar, (extract(epoch from c.due_at) * 1000000)::bigint as "dueKey",
  c.state, c.band, c.label, c.direction, c.phase, c.score, c.priority, c.risk, c.rank, c.review_due_at as "reviewDueAt", c.due_at as "dueAt",
  c.posted_at as "postedAt", c.first_flagged_at as "firstFlaggedAt", c.known_at as "knownAt", c.decided_at as "decidedAt", c.forwarded_at as "forwardedAt",
  case when c.lease_until > now() then c.claimed_by end as "holderId", case when c.lease_until > now() then c.lease_until end as "leaseUntil",
  (select n.display_name from colleague_names(array[c.claimed_by]) n where c.lease_until > now()) as "holderName", c.revision`;
/** Joined as `c`, so that a list may put its page before it. */
export const CASE_FROM = sql`cases c left join region r on r.code = left(c.region, 5)`;
