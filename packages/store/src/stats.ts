/** Counts of cases, without persons: the view they read has no id of a person, post or account. Runs as `pantau_stats`. */
import { ProblemError, type StatCell } from '@pantau/domain';
import { inRegion } from './case-filter.ts';
import type { Db } from './db.ts';
import { type RawBuilder, sql } from './kysely.ts';

export type StatDimension = 'region' | 'label' | 'state' | 'day';

export interface StatQuery {
  by: readonly StatDimension[];
  /** Cells of `region`: provinces or regencies and cities. */
  level: 'province' | 'regency';
  region?: string | undefined;
  /** Days of the flag as the case's own region counts them, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  /** Regions the reader may see figures of. */
  scopes: readonly string[];
}

/** An answer with more cells is refused rather than cut. */
const CELLS_MAX = 5_000;

const SOURCE = sql`(select region, left(region, 2) as province, left(region, 5) as regency, label, state, flagged_on, flagged_on::text as day from case_fact) f`;

export async function caseStatistics(db: Db, q: StatQuery): Promise<StatCell[]> {
  const cells = await allCells(db, q);
  if (cells.length > CELLS_MAX) throw new ProblemError('too_many_cells');
  return cells;
}

function conditions(q: StatQuery): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [sql`region_in(region, ${[...q.scopes]}::text[])`];
  if (q.from !== undefined) where.push(sql`flagged_on >= ${q.from}::date`);
  if (q.to !== undefined) where.push(sql`flagged_on <= ${q.to}::date`);
  return where;
}

async function allCells(db: Db, q: StatQuery): Promise<StatCell[]> {
  const where = conditions(q);
  if (q.region !== undefined) where.push(inRegion(sql`region`, q.region));
  const columns = sql.join(q.by.map((d) => sql`${d === 'region' ? sql.id(q.level) : sql.id(d)} as ${sql.id(d)}`));
  const group = sql.join(q.by.map((_, i) => sql.lit(i + 1)));
  const { rows } = await sql<Omit<StatCell, 'suppressed'>>`
    select ${columns}, count(*)::int as cases from (select * from ${SOURCE} where ${sql.join(where, sql` and `)}) g
     group by ${group} order by ${group} limit ${CELLS_MAX + 1}`.execute(db);
  return rows.map((r) => ({ ...r, suppressed: false }));
}
