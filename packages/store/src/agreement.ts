/** Agreement of blind readers, from decided cases the reader may see (row-level security keeps sealed opinions out). */
import { type Kappa, kappaOf, type Label, type Pairs } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

interface Row extends Pairs {
  label: Label | null;
  region: string | null;
  first: number | null;
  second: number | null;
}

export interface Agreement {
  overall: Kappa;
  byLabel: (Kappa & { label: Label })[];
  byRegion: (Kappa & { region: string })[];
  byPair: (Kappa & { readers: [number, number] })[];
  names: Map<number, string>;
}

/** The first two answers of each round of review, neither of which could see the other. Of a pair the lower user id counts as first. */
export async function readAgreement(tx: Tx, f: { from?: string | undefined; to?: string | undefined }): Promise<Agreement> {
  const { rows } = await sql<Row>`
    with answer as (
      select o.case_id, o.round, o.user_id, o.finding = 'plausible' as yes, c.label, left(c.region, 5) as region,
             row_number() over (partition by o.case_id, o.round order by o.given_at, o.id) as n
        from case_opinion o join cases c on c.id = o.case_id
       where o.undone_at is null and o.finding <> 'needs_second' and c.state not in ('FLAGGED', 'IN_REVIEW')
         and (${f.from ?? null}::date is null or c.decided_at >= ${f.from ?? null}::date) and (${f.to ?? null}::date is null or c.decided_at < ${f.to ?? null}::date + 1)),
    pair as (
      select a.label, a.region, least(a.user_id, b.user_id) as first, greatest(a.user_id, b.user_id) as second,
             case when a.user_id < b.user_id then a.yes else b.yes end as one, case when a.user_id < b.user_id then b.yes else a.yes end as two
        from answer a join answer b on b.case_id = a.case_id and b.round = a.round and b.n = 2 where a.n = 1)
    select label, region, first, second, (count(*) filter (where one and two))::int as "yesYes", (count(*) filter (where one and not two))::int as "yesNo",
           (count(*) filter (where not one and two))::int as "noYes", (count(*) filter (where not one and not two))::int as "noNo"
      from pair group by grouping sets ((), (label), (region), (first, second)) order by label, region, first, second`.execute(tx);
  const ids = [...new Set(rows.flatMap((r) => [r.first, r.second]).filter((x) => x !== null))];
  const named = await sql<{ id: number; name: string }>`select id, display_name as name from colleague_names(${ids}::bigint[])`.execute(tx);
  const overall = rows.find((r) => r.label === null && r.region === null && r.first === null);
  return {
    overall: kappaOf(overall ?? { yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }),
    byLabel: rows.flatMap((r) => (r.label === null ? [] : [{ label: r.label, ...kappaOf(r) }])),
    byRegion: rows.flatMap((r) => (r.region === null ? [] : [{ region: r.region, ...kappaOf(r) }])),
    byPair: rows.flatMap((r) => (r.first === null || r.second === null ? [] : [{ readers: [r.first, r.second] as [number, number], ...kappaOf(r) }])),
    names: new Map(named.rows.map((r) => [r.id, r.name])),
  };
}
