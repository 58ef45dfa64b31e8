/** What was released, for readers (as `pantau_stats`): figures are picked from it, never counted anew. */
import type { Measure, ReleaseTable } from '@pantau/domain';
import type { Db } from './db.ts';
import { sql } from './kysely.ts';

export interface Release {
  week: string;
  made_at: Date;
  block_from: string | null;
  policy: unknown;
  coverage: { day: string; platform: string; registered: number; polled: number; fresh: number; failed: number; forbidden: number }[];
}

const COLUMNS = sql.raw('week::text as week, made_at, block_from::text as block_from, policy, coverage');

/** Newest first; `before`: releases older than this week. One more than `rows` when there are more. */
export async function listReleases(db: Db, before: string | null, rows: number): Promise<Release[]> {
  const r = await sql<Release>`
    select ${COLUMNS} from stat_release where ${before}::date is null or week < ${before}::date order by week desc limit ${rows + 1}`.execute(db);
  return r.rows;
}

/** The newest for `latest`. */
export async function findRelease(db: Db, week: string): Promise<Release | null> {
  const r = await sql<Release>`
    select ${COLUMNS} from stat_release where ${week} = 'latest' or week::text = ${week} order by week desc limit 1`.execute(db);
  return r.rows[0] ?? null;
}

export interface FigureRow {
  region: string;
  region_name: string | null;
  part: string;
  value: number | null;
}

export interface FigureQuery {
  week: string;
  name: ReleaseTable;
  measure: Measure;
  /** This region and what lies in it. */
  region?: string | undefined;
  after?: { region: string; part: string } | undefined;
  rows: number;
}

/** By region and part; one more than `rows` when there are more. */
export async function releasedFigures(db: Db, q: FigureQuery): Promise<FigureRow[]> {
  const r = await sql<FigureRow>`
    select f.region, g.name as region_name, f.part, f.value from stat_figure f left join region g on g.code = f.region
     where f.week = ${q.week}::date and f.name = ${q.name} and f.measure = ${q.measure}
       and (${q.region ?? null}::text is null or ${q.region ?? null} = 'ID' or f.region = ${q.region ?? null} or f.region like ${q.region ?? ''} || '.%')
       and (${q.after?.region ?? null}::text is null or (f.region, f.part) > (${q.after?.region ?? ''}, ${q.after?.part ?? ''}))
     order by f.region, f.part limit ${q.rows + 1}`.execute(db);
  return r.rows;
}

/** The largest figures shown of a table, totals left out. */
export async function topFigures(db: Db, q: Omit<FigureQuery, 'after'>): Promise<FigureRow[]> {
  const r = await sql<FigureRow>`
    select f.region, g.name as region_name, f.part, f.value from stat_figure f left join region g on g.code = f.region
     where f.week = ${q.week}::date and f.name = ${q.name} and f.measure = ${q.measure} and f.value is not null and f.region <> 'ID'
       and (f.name <> 'block_region' or length(f.region) = 5) and (f.name in ('week_region', 'block_region') or f.part <> '')
     order by f.value desc, f.region, f.part limit ${q.rows}`.execute(db);
  return r.rows;
}

/** A figure of the weekly tables over time, oldest first; null: withheld, 0: none. Weeks with no release are in none. */
export async function releasedSeries(
  db: Db,
  q: { measure: Measure; region: string; after: string | null; rows: number },
): Promise<{ week: string; value: number | null }[]> {
  const r = await sql<{ week: string; value: number | null }>`
    select r.week::text as week, case when f.week is null then 0 else f.value end as value
      from stat_release r left join stat_figure f on f.week = r.week and f.name = 'week_region' and f.measure = ${q.measure} and f.region = ${q.region} and f.part = ''
     where ${q.after}::date is null or r.week > ${q.after}::date
     order by r.week limit ${q.rows + 1}`.execute(db);
  return r.rows;
}
