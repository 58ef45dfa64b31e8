/** Counts of cases, without persons: the view they read has no id of a person, post or account. Runs as `pantau_stats`. */
import { type Figure, NATION, ProblemError, PUBLIC_STATES, regionWithin, type StatCell, withheld } from '@pantau/domain';
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
  /** `public`: confirmed cases only, and no figure that is small or gives a small one away. */
  audience: 'public' | 'deciders';
}

/** An answer with more cells, or public figures that would need more to be checked, are refused rather than cut. */
const CELLS_MAX = 5_000;
const PUBLIC_FIGURES_MAX = 100_000;
const REGENCY_CHARS = 5;
const PROVINCE_CHARS = 2;

const SOURCE = sql`(select region, left(region, 2) as province, left(region, 5) as regency, label, state, flagged_on, flagged_on::text as day from case_fact) f`;

export async function caseStatistics(db: Db, q: StatQuery): Promise<StatCell[]> {
  const cells = q.audience === 'public' ? await publicCells(db, q) : await allCells(db, q);
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

/** Every table the public may ask for: none, province or regency, with at most two of the others. */
const REGIONS = ['', 'province', 'regency'];
const OTHERS = ['', 'label', 'state', 'day', 'label,state', 'label,day', 'state,day'];
const TABLES = REGIONS.flatMap((r) => OTHERS.map((o) => `(${[r, o].filter(Boolean).join(',')})`)).join(', ');

/**
 * What may be shown of a table depends on what the others show, so all are counted, whatever was asked for, and the answer
 * is picked from them: the same figure is withheld in each table it appears in.
 */
async function publicCells(db: Db, q: StatQuery): Promise<StatCell[]> {
  if (q.region !== undefined && q.region.length > REGENCY_CHARS)
    throw new ProblemError('bad_request', 'Public figures go down to regencies and cities.', [{ path: 'querystring/region', message: 'is below a regency' }]);
  const where = [...conditions(q), sql`state = any(${[...PUBLIC_STATES]}::text[])`];
  const { rows } = await sql<Figure>`
    select province, regency, label, state, day, count(*)::int as cases from (select * from ${SOURCE} where ${sql.join(where, sql` and `)}) g
     group by grouping sets (${sql.raw(TABLES)}) limit ${PUBLIC_FIGURES_MAX + 1}`.execute(db);
  if (rows.length > PUBLIC_FIGURES_MAX) throw new ProblemError('too_many_cells');
  const hidden = withheld(rows);
  const asked = rows.filter((f) => isAsked(f, q)).map((f) => ({ sort: sortKey(f, q), cell: cellOf(f, q, hidden.has(f)) }));
  return asked.sort((a, b) => (a.sort < b.sort ? -1 : 1)).map((a) => a.cell);
}

function isAsked(f: Figure, q: StatQuery): boolean {
  const within = q.region === undefined || q.region === NATION ? '' : q.region;
  const level = q.by.includes('region') ? (q.level === 'province' ? PROVINCE_CHARS : REGENCY_CHARS) : 0;
  const chars = Math.max(level, within.length);
  if ((f.province !== null) !== (chars === PROVINCE_CHARS) || (f.regency !== null) !== (chars === REGENCY_CHARS)) return false;
  if (within !== '' && !regionWithin(f.regency ?? f.province ?? '', within)) return false;
  return (['label', 'state', 'day'] as const).every((d) => (f[d] !== null) === q.by.includes(d));
}

const partOf = (f: Figure, d: StatDimension): string => (d === 'region' ? (f.regency ?? f.province) : f[d]) ?? '';
const sortKey = (f: Figure, q: StatQuery): string => q.by.map((d) => partOf(f, d)).join('\u0000');

function cellOf(f: Figure, q: StatQuery, hidden: boolean): StatCell {
  return { ...Object.fromEntries(q.by.map((d) => [d, partOf(f, d)])), cases: hidden ? null : f.cases, suppressed: hidden };
}
