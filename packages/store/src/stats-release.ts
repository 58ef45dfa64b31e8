/** Roll-ups and the making of releases, for the service that does it by the clock (as `pantau_alerts`). */
import type { Cell, Measure, ReleaseFact, ReleaseTable } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';

/** Takes what happened since the last time into the roll-ups; the number of days counted anew. */
export async function rollUp(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ days: number }>`select stat_roll_up(${now}) as days`.execute(db);
  return rows[0]?.days ?? 0;
}

/** Counts these days anew from the events themselves. */
export async function recountDays(db: Db, days: readonly string[]): Promise<void> {
  await sql`select stat_recount(${[...days]}::date[])`.execute(db);
}

/** One maker of releases at a time, until the end of the transaction. */
export async function lockReleases(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pantau.stat_release'))`.execute(tx);
}

/** The Monday after the last release, or of the first decision; null: nothing was ever decided. */
export async function nextReleaseWeek(db: Db): Promise<string | null> {
  const { rows } = await sql<{ week: string | null }>`
    select coalesce((select max(week) + 7 from stat_release),
      (select date_trunc('week', min(day))::date from stat_day where event in ('confirmed', 'forwarded', 'withdrawn'))) as week`.execute(db);
  return rows[0]?.week ?? null;
}

/** What a week's figures are counted from now: decisions that stand, withdrawals as they came. */
export async function weekFacts(db: Db, measure: Measure, week: string): Promise<ReleaseFact[]> {
  const { rows } = await sql<ReleaseFact>`
    select ${week} as week, region, label, direction, phase, sum(case when ${measure} = 'withdrawn' then cases else standing end)::int as cases
      from stat_day where event = ${measure} and day >= ${week}::date and day < ${week}::date + 7
     group by region, label, direction, phase having sum(case when ${measure} = 'withdrawn' then cases else standing end) > 0`.execute(db);
  return rows;
}

/** What released weeks were counted from, first and last inclusive. */
export async function frozenFacts(db: Db, measure: Measure, from: string, to: string): Promise<ReleaseFact[]> {
  const { rows } = await sql<ReleaseFact>`
    select week::text as week, region, label, direction, phase, cases from stat_frozen
     where measure = ${measure} and week between ${from}::date and ${to}::date`.execute(db);
  return rows;
}

/** Regions withheld in the weekly tables released so far. */
export async function withheldWeeks(db: Db, measure: Measure, from: string, to: string): Promise<{ week: string; region: string }[]> {
  const { rows } = await sql<{ week: string; region: string }>`
    select week::text as week, region from stat_figure
     where measure = ${measure} and name = 'week_region' and value is null and week between ${from}::date and ${to}::date`.execute(db);
  return rows;
}

export interface NewRelease {
  week: string;
  madeAt: Date;
  blockFrom: string | null;
  policy: unknown;
}

export async function insertRelease(tx: Tx, r: NewRelease): Promise<void> {
  await sql`insert into stat_release (week, made_at, block_from, policy, coverage)
    values (${r.week}, ${r.madeAt}, ${r.blockFrom}, ${JSON.stringify(r.policy)}::jsonb, stat_coverage(coalesce(${r.blockFrom}::date, ${r.week}::date), ${r.week}::date + 6))`.execute(
    tx,
  );
}

export interface NewFigures {
  week: string;
  measure: Measure;
  facts: readonly ReleaseFact[];
  cells: readonly Cell[];
  hidden: ReadonlySet<string>;
}

export async function insertFigures(tx: Tx, r: NewFigures): Promise<void> {
  const f = r.facts;
  await sql`insert into stat_frozen (week, measure, region, label, direction, phase, cases)
    select ${r.week}, ${r.measure}, * from unnest(${f.map((x) => x.region)}::text[], ${f.map((x) => x.label)}::text[], ${f.map((x) => x.direction)}::text[],
      ${f.map((x) => x.phase)}::text[], ${f.map((x) => x.cases)}::int[])`.execute(tx);
  const c = r.cells;
  const period = (name: ReleaseTable) => (name === 'week_region' ? 'week' : 'block');
  await sql`insert into stat_figure (week, measure, period, name, region, part, value)
    select ${r.week}, ${r.measure}, * from unnest(${c.map((x) => period(x.name))}::text[], ${c.map((x) => x.name)}::text[], ${c.map((x) => x.region)}::text[],
      ${c.map((x) => x.part)}::text[], ${c.map((x) => (r.hidden.has(x.key) ? null : x.value))}::int[])`.execute(tx);
}
