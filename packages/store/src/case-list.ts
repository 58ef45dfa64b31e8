/** The queue as pages and counts. Every function runs in a transaction opened by `asUser`. */
import { CaseState, LIMITS } from '@pantau/domain';
import { type CaseFilter, conditions, FREE, IN_REVIEW_STATES, OPEN_QUEUE, type Reach, regionKey, regionsOf } from './case-filter.ts';
import { CASE_FROM, CASE_ROW, type CaseRow } from './case-row.ts';
import type { Tx } from './db.ts';
import { type RawBuilder, sql } from './kysely.ts';

export type CaseOrder = 'priority' | 'due';

/** Where the next page begins: the order's own key and the id. `key` is the rank, or the due time in microseconds. */
export interface CaseCursor {
  key: number;
  id: number;
}

/** Exactly the open queue, which has indexes of its own. */
const isOpenQueue = (states: readonly CaseState[] | undefined): boolean =>
  (states?.every((s) => IN_REVIEW_STATES.includes(s)) ?? false) && IN_REVIEW_STATES.every((s) => states?.includes(s));

/**
 * One select for each part of the country and, where the open queue's own index does not serve, each state: every one reads as
 * many rows as are wanted from an index in order, whatever the table holds.
 */
function branches(
  f: CaseFilter,
  userId: number,
  reach: Reach,
  o: { columns: RawBuilder<unknown>; tail: RawBuilder<unknown>; inOrder: boolean },
): RawBuilder<unknown> | null {
  const where = conditions(f, userId);
  const open = o.inOrder && isOpenQueue(f.states);
  const states = [...(f.states ?? CaseState.options)];
  const parts = regionsOf(reach, f.region).map((region) =>
    open
      ? sql`(select ${o.columns} from cases c where ${OPEN_QUEUE} and ${regionKey(region)} and ${where} ${o.tail})`
      : sql`(select x.* from unnest(${states}::text[]) s(state) cross join lateral
             (select ${o.columns} from cases c where c.state = s.state and ${regionKey(region)} and ${where} ${o.tail}) x)`,
  );
  return parts.length === 0 ? null : sql.join(parts, sql` union all `);
}

/**
 * One page by (rank desc, id), or by (due, id). A rank never changes by what people do with a case, so one that is claimed or
 * decided while pages are read neither repeats nor hides another; one that is opened or grows heavier by an edited post may
 * come in before the place reached.
 */
export async function listCases(
  tx: Tx,
  userId: number,
  reach: Reach,
  f: CaseFilter,
  page: { after: CaseCursor | null; rows: number; order?: CaseOrder },
): Promise<CaseRow[]> {
  const rows = Math.min(page.rows, LIMITS.pageRows + 1);
  const { after } = page;
  const byDue = page.order === 'due';
  const due = sql`timestamptz 'epoch' + ${after?.key ?? 0} * interval '1 microsecond'`;
  const place = !after
    ? sql`true`
    : byDue
      ? sql`c.due_at >= ${due} and (c.due_at > ${due} or c.id > ${after.id})`
      : sql`c.rank <= ${after.key} and (c.rank < ${after.key} or c.id > ${after.id})`;
  const order = byDue ? sql`order by due_at, id` : sql`order by rank desc, id`;
  const found = branches(f, userId, reach, {
    columns: sql`c.id, c.rank, c.due_at`,
    inOrder: !byDue,
    tail: sql`and ${byDue ? sql`c.due_at is not null` : sql`true`} and ${place} ${byDue ? sql`order by c.due_at, c.id` : sql`order by c.rank desc, c.id`} limit ${rows}`,
  });
  if (!found) return [];
  const r = await sql<CaseRow>`
    with page as materialized (select * from (${found}) u ${order} limit ${rows})
    select ${CASE_ROW}
      from page p join ${CASE_FROM} on c.id = p.id ${byDue ? sql`order by c.due_at, c.id` : sql`order by c.rank desc, c.id`}`.execute(tx);
  return r.rows;
}

export interface CaseCounts {
  total: number;
  free: number;
  mine: number;
  /** Figures stop here: `total` cases or more. `byLabel`, `byBand`, `free` and `mine` then count those looked at. */
  capped: boolean;
  byState: Record<string, number>;
  byLabel: Record<string, number>;
  byBand: Record<string, number>;
}

/** Exact up to this many, then "10,000+": nobody reads further, and counting a million rows at every look would cost seconds. */
export const COUNTED_MAX = 10_000;

/** Nobody needs them in order; without it the planner reads the whole table in the hope of meeting enough of them early. */
const IN_ORDER = sql`order by c.rank desc, c.id`;

export async function countCases(tx: Tx, userId: number, reach: Reach, f: CaseFilter): Promise<CaseCounts> {
  const columns = sql`c.state, c.label, c.band, ${FREE} as free, coalesce(c.claimed_by = ${userId} and c.lease_until > now(), false) as mine`;
  const found = branches(f, userId, reach, { columns, inOrder: false, tail: sql`${IN_ORDER} limit ${COUNTED_MAX + 1}` });
  if (!found) return { total: 0, free: 0, mine: 0, capped: false, byState: {}, byLabel: {}, byBand: {} };
  const { rows } = await sql<{ state: string | null; label: string | null; band: string | null; n: number; free: number; mine: number }>`
    with hit as materialized (select * from (${found}) u limit ${COUNTED_MAX + 1})
    select state, label, band, count(*)::int as n, (count(*) filter (where free))::int as free, (count(*) filter (where mine))::int as mine
      from hit group by grouping sets ((), (state), (label), (band))`.execute(tx);
  const pick = (key: 'state' | 'label' | 'band') => Object.fromEntries(rows.filter((r) => r[key] !== null).map((r) => [r[key], r.n]));
  const all = rows.find((r) => r.state === null && r.label === null && r.band === null);
  const total = all?.n ?? 0;
  const capped = total > COUNTED_MAX;
  return {
    total: Math.min(total, COUNTED_MAX),
    free: all?.free ?? 0,
    mine: all?.mine ?? 0,
    capped,
    byState: capped ? await countStates(tx, userId, reach, f) : pick('state'),
    byLabel: pick('label'),
    byBand: pick('band'),
  };
}

/** Each state by itself, again up to the limit: the tabs of a large table. */
async function countStates(tx: Tx, userId: number, reach: Reach, f: CaseFilter): Promise<Record<string, number>> {
  const where = conditions(f, userId);
  const parts = regionsOf(reach, f.region).map(
    (region) => sql`(select from cases c where c.state = s.state and ${regionKey(region)} and ${where} ${IN_ORDER} limit ${COUNTED_MAX})`,
  );
  const { rows } = await sql<{ state: string; n: number }>`
    select s.state, (select count(*) from (select from (${sql.join(parts, sql` union all `)}) u limit ${COUNTED_MAX}) y)::int as n
      from unnest(${[...(f.states ?? CaseState.options)]}::text[]) s(state)`.execute(tx);
  return Object.fromEntries(rows.filter((r) => r.n > 0).map((r) => [r.state, r.n]));
}

/** The newest cases whose sealed text has these words; at most a thousand, within the user's regions and what a blind reader may find. */
export async function searchCases(tx: Tx, words: string): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select search_cases(${words}, ${LIMITS.searchHits}) as id`.execute(tx);
  return rows.map((r) => r.id);
}
