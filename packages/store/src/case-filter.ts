/**
 * What a list, a count or "next" is asked for, as SQL. Row-level security decides what exists; the conditions here repeat the
 * user's regions only so that an index can be used, and can therefore leave out cases but never add one.
 */
import { type CaseState, type Fate, NATION, regionWithin } from '@pantau/domain';
import { type RawBuilder, sql } from './kysely.ts';

export interface CaseFilter {
  region?: string | undefined;
  labels?: readonly string[] | undefined;
  states?: readonly CaseState[] | undefined;
  phases?: readonly string[] | undefined;
  direction?: string | undefined;
  band?: string | undefined;
  election?: string | undefined;
  contest?: string | undefined;
  contestant?: string | undefined;
  /** Connectors by which the post reached us. */
  origins?: readonly string[] | undefined;
  /** Hours since the flag, at least and at most. */
  olderThanHours?: number | undefined;
  newerThanHours?: number | undefined;
  dueBefore?: Date | undefined;
  overdue?: boolean | undefined;
  scoreMin?: number | undefined;
  scoreMax?: number | undefined;
  /** `mine`: held by the user; `free`: by nobody; `held`: by anybody; a number: by that user. */
  holder?: 'mine' | 'free' | 'held' | number | undefined;
  /** `waiting`: judged by somebody and still under review; `several`: decided by more than one. */
  readers?: 'waiting' | 'several' | undefined;
  group?: number | undefined;
  /** Days of the flag as the case's own region counts them, both inclusive. */
  flaggedFrom?: string | undefined;
  flaggedTo?: string | undefined;
  outcome?: Fate | undefined;
  /** Ids that a text search found. */
  ids?: readonly number[] | undefined;
}

/** Regions over which the user reads cases; `ID`: leave it to row-level security. */
export type Reach = readonly string[];

export const IN_REVIEW_STATES: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW'];
/** The words of the partial indexes of the open queue. */
export const OPEN_QUEUE = sql<boolean>`c.state in ('FLAGGED', 'IN_REVIEW')`;
export const FREE = sql<boolean>`(c.claimed_by is null or c.lease_until <= now())`;

export const inRegion = (column: RawBuilder<unknown>, region: string): RawBuilder<boolean> =>
  region === NATION ? sql<boolean>`true` : sql<boolean>`(${column} = ${region} or starts_with(${column}, ${`${region}.`}))`;

const PROVINCE_CHARS = 2;
const REGENCY_CHARS = 5;

/** A region as an equality on `province` or `regency`, which start an index each. */
export function regionKey(region: string): RawBuilder<boolean> {
  if (region === NATION) return sql<boolean>`true`;
  if (region.length === PROVINCE_CHARS) return sql<boolean>`c.province = ${region}`;
  if (region.length === REGENCY_CHARS) return sql<boolean>`c.regency = ${region}`;
  return sql<boolean>`c.regency = ${region.slice(0, REGENCY_CHARS)} and ${inRegion(sql`c.region`, region)}`;
}

/** The parts of the country that are asked for and within reach; none of them lies in another. Empty: nothing can be found. */
export function regionsOf(reach: Reach, asked: string | undefined): string[] {
  const within = asked === undefined ? [...reach] : reach.flatMap((r) => (regionWithin(asked, r) ? [asked] : regionWithin(r, asked) ? [r] : []));
  const distinct = [...new Set(within)];
  return distinct.filter((r) => !distinct.some((other) => other !== r && regionWithin(r, other)));
}

/** Everything but the region, the state and the place in the order. */
export function conditions(f: CaseFilter, userId: number): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [sql`true`];
  if (f.labels !== undefined) all.push(sql`c.label = any(${[...f.labels]}::text[])`);
  if (f.phases !== undefined) all.push(sql`c.phase = any(${[...f.phases]}::text[])`);
  if (f.direction !== undefined) all.push(sql`c.direction = ${f.direction}`);
  if (f.band !== undefined) all.push(sql`c.band = ${f.band}`);
  if (f.election !== undefined) all.push(sql`c.election = ${f.election}`);
  if (f.contest !== undefined) all.push(sql`c.contest = ${f.contest}`);
  if (f.contestant !== undefined) all.push(sql`c.contestant = ${f.contestant}`);
  if (f.origins !== undefined) all.push(sql`c.origin = any(${[...f.origins]}::text[])`);
  if (f.olderThanHours !== undefined) all.push(sql`c.first_flagged_at <= now() - ${f.olderThanHours} * interval '1 hour'`);
  if (f.newerThanHours !== undefined) all.push(sql`c.first_flagged_at >= now() - ${f.newerThanHours} * interval '1 hour'`);
  if (f.dueBefore !== undefined) all.push(sql`c.due_at < ${f.dueBefore}`);
  if (f.overdue !== undefined) all.push(f.overdue ? sql`c.due_at < now()` : sql`(c.due_at is null or c.due_at >= now())`);
  if (f.scoreMin !== undefined) all.push(sql`c.score >= ${f.scoreMin}::real`);
  if (f.scoreMax !== undefined) all.push(sql`c.score <= ${f.scoreMax}::real`);
  if (f.holder !== undefined) all.push(heldBy(f.holder, userId));
  if (f.readers === 'waiting') all.push(sql`c.state = 'IN_REVIEW' and readers_of(c.id) > 0`);
  if (f.readers === 'several') all.push(sql`c.state not in ('FLAGGED', 'IN_REVIEW') and readers_of(c.id) > 1`);
  if (f.group !== undefined) all.push(sql`c.group_id = ${f.group}`);
  all.push(...flaggedWithin(f.flaggedFrom, f.flaggedTo));
  if (f.outcome !== undefined) all.push(sql`${OUTCOME} = ${f.outcome}`);
  if (f.ids !== undefined) all.push(sql`c.id = any(${[...f.ids]}::bigint[])`);
  return sql.join(all, sql` and `);
}

/** What became of a case `c`. */
export const OUTCOME = sql<Fate>`case_outcome(c.state, c.closed_from, c.decided_at, c.acts)`;

/** A local day begins nine to seven hours before the day of UTC; the wider bounds are for an index. */
export function flaggedWithin(from: string | undefined, to: string | undefined): RawBuilder<unknown>[] {
  const day = sql`local_day(c.first_flagged_at, c.region)`;
  return [
    ...(from === undefined ? [] : [sql`c.first_flagged_at >= ${from}::date - interval '9 hours' and ${day} >= ${from}::date`]),
    ...(to === undefined ? [] : [sql`c.first_flagged_at < ${to}::date + interval '17 hours' and ${day} <= ${to}::date`]),
  ];
}

function heldBy(holder: NonNullable<CaseFilter['holder']>, userId: number): RawBuilder<unknown> {
  if (holder === 'free') return FREE;
  if (holder === 'held') return sql`c.claimed_by is not null and c.lease_until > now()`;
  return sql`c.claimed_by = ${holder === 'mine' ? userId : holder} and c.lease_until > now()`;
}
