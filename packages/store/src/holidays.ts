/**
 * Days on which deadlines in working days do not run. National holidays come from the npm package `date-holidays`
 * (attribution in docs/NOTICE.md). It computes the moon's dates by astronomy, the government fixes them by decree, and joint
 * leave is decreed alone: an import corrects single days and always wins.
 */
import type { HolidayTable } from '@pantau/domain';
import type pg from 'pg';
import type { Db } from './db.ts';
import { sql } from './kysely.ts';

const SOURCE = 'date-holidays 3.37.0';
const YEARS = { from: 2022, to: 2034 } as const;

/** Inserts what is missing; costs one indexed look when nothing is. Dies midway: the statement is atomic. */
export async function seedHolidays(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from holiday where source = $1', [SOURCE]);
  if ((rows[0]?.n ?? 0) > 0) return;
  const days = await nationalHolidays();
  await client.query(
    `insert into holiday (day, kind, name, source) select d, 'national', n, $3 from unnest($1::date[], $2::text[]) as x(d, n) on conflict (day) do nothing`,
    [[...days.keys()], [...days.values()], SOURCE],
  );
}

async function nationalHolidays(): Promise<Map<string, string>> {
  // Loaded only here: the package reads the rules of every country.
  const { default: Holidays } = await import('date-holidays');
  const calendar = new Holidays('ID');
  const days = new Map<string, string>();
  for (let year = YEARS.from; year <= YEARS.to; year += 1)
    for (const h of calendar.getHolidays(year)) if (h.type === 'public') days.set(h.date.slice(0, 10), h.name);
  return days;
}

/** All days that are not worked although the week says so. Some two hundred rows; read with each deadline. */
export async function readHolidays(db: Db): Promise<HolidayTable> {
  const { rows } = await sql<{ day: string }>`select day::text as day from holiday where kind <> 'working_day'`.execute(db);
  return new Set(rows.map((r) => r.day));
}

export interface HolidayRow {
  day: string;
  kind: 'national' | 'joint_leave' | 'working_day';
  name: string;
}

/** One row of a short list: what it was, null when new, and what it becomes. */
export interface ListChange {
  key: string;
  from: string | null;
  to: string;
}

/** Adds or corrects single days; returns what is different afterwards. With `apply` false nothing is written. */
export async function importHolidays(db: Db, rows: readonly HolidayRow[], source: string, apply: boolean): Promise<ListChange[]> {
  const days = rows.map((r) => r.day);
  const kinds = rows.map((r) => r.kind);
  const names = rows.map((r) => r.name);
  const changed = await sql<ListChange>`
    select x.day::text as key, h.kind || ': ' || h.name as "from", x.kind || ': ' || x.name as "to"
      from unnest(${days}::date[], ${kinds}::text[], ${names}::text[]) as x(day, kind, name) left join holiday h on h.day = x.day
     where h.day is null or (h.kind, h.name) is distinct from (x.kind, x.name) order by x.day`.execute(db);
  if (apply)
    await sql`insert into holiday (day, kind, name, source)
      select d, k, n, ${source} from unnest(${days}::date[], ${kinds}::text[], ${names}::text[]) as x(d, k, n)
      on conflict (day) do update set kind = excluded.kind, name = excluded.name, source = excluded.source, imported_at = now()`.execute(db);
  return changed.rows;
}
