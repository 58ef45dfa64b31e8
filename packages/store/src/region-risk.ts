/** How vulnerable a region is (domain: priority.ts). It orders the queue; it never enters a score, and a case keeps what it was opened with. */
import type { Db } from './db.ts';
import type { ListChange } from './holidays.ts';
import { sql } from './kysely.ts';

export interface RegionRiskRow {
  region: string;
  level: 'LOW' | 'MEDIUM' | 'HIGH';
  /** Which index and year it was taken from; indices are never mixed within a region. */
  dataset: string;
}

/** Adds or replaces single regions; returns what is different afterwards. With `apply` false nothing is written. */
export async function importRegionRisk(db: Db, rows: readonly RegionRiskRow[], apply: boolean): Promise<ListChange[]> {
  const list = sql`unnest(${rows.map((r) => r.region)}::text[], ${rows.map((r) => r.level)}::text[], ${rows.map((r) => r.dataset)}::text[]) as x(region, level, dataset)`;
  const changed = await sql<ListChange>`
    select x.region as key, k.level || ' (' || k.dataset || ')' as "from", x.level || ' (' || x.dataset || ')' as "to"
      from ${list} left join region_risk k on k.region = x.region
     where k.region is null or (k.level, k.dataset) is distinct from (x.level, x.dataset) order by x.region`.execute(db);
  if (apply)
    await sql`insert into region_risk (region, level, dataset) select region, level, dataset from ${list}
      on conflict (region) do update set level = excluded.level, dataset = excluded.dataset, updated_at = now()`.execute(db);
  return changed.rows;
}
