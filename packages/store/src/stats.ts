/** Counts of cases, without persons: the view they read has no id of a person, post or account. Runs as `pantau_stats`. */
import { PUBLIC_STATES, type StatCell, withholdSmall } from '@pantau/domain';
import { type RawBuilder, sql } from 'kysely';
import { inRegion } from './cases.ts';
import type { Db } from './db.ts';

export type StatDimension = 'region' | 'label' | 'state' | 'day';

export interface StatQuery {
  by: readonly StatDimension[];
  /** Cells of `region`: provinces or regencies and cities. */
  level: 'province' | 'regency';
  region?: string | undefined;
  /** Days of the flag, as counted in WIB, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  /** Regions the reader may see figures of. */
  scopes: readonly string[];
  /** `public`: decided cases only, small cells withheld. */
  audience: 'public' | 'deciders';
}

const ROWS_MAX = 5_000;

function column(d: StatDimension, level: StatQuery['level']): RawBuilder<string> {
  if (d === 'region') return level === 'province' ? sql<string>`left(region, 2)` : sql<string>`left(region, 5)`;
  if (d === 'day') return sql<string>`flagged_on::text`;
  return sql<string>`${sql.ref(d)}`;
}

export async function caseStatistics(db: Db, q: StatQuery): Promise<StatCell[]> {
  const dims = q.by.map((d) => ({ name: d, sql: column(d, q.level) }));
  const where: RawBuilder<unknown>[] = [sql`region_in(region, ${[...q.scopes]}::text[])`];
  if (q.region !== undefined) where.push(inRegion(sql`region`, q.region));
  if (q.from !== undefined) where.push(sql`flagged_on >= ${q.from}::date`);
  if (q.to !== undefined) where.push(sql`flagged_on <= ${q.to}::date`);
  if (q.audience === 'public') where.push(sql`state = any(${[...PUBLIC_STATES]}::text[])`);
  const columns = sql.join(dims.map((d) => sql`${d.sql} as ${sql.id(d.name)}`));
  const group = sql.join(dims.map((_, i) => sql.lit(i + 1)));
  const { rows } = await sql<Omit<StatCell, 'suppressed'>>`
    select ${columns}, count(*)::int as cases from case_fact where ${sql.join(where, sql` and `)} group by ${group} order by ${group} limit ${ROWS_MAX}`.execute(
    db,
  );
  const cells = rows.map((r) => ({ ...r, suppressed: false }));
  const fine = (q.by.includes('region') && q.level === 'regency') || (q.region !== undefined && q.region.length > 2);
  return q.audience === 'public' && fine ? withholdSmall(cells) : cells;
}
