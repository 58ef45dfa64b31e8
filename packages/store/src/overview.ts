/**
 * Figures for those who decide and those who check them, from the cases they may see: one pass over the cases of a period, counted
 * in every direction at once. Every function runs in a transaction opened by `asUser`; row-level security decides what is counted.
 */
import { type Fate, type Kappa, kappaOf, type Label, NATION, type Pairs, type Phase, ProblemError } from '@pantau/domain';
import { conditions, flaggedWithin, OUTCOME, type Reach, regionsOf } from './case-filter.ts';
import { readContest } from './cases.ts';
import type { Tx } from './db.ts';
import { type RawBuilder, sql } from './kysely.ts';

export interface OverviewFilter {
  region?: string | undefined;
  /** Days of the flag as the case's own region counts them, both inclusive. */
  from: string;
  to: string;
  label?: Label | undefined;
  phase?: Phase | undefined;
  election?: string | undefined;
  contest?: string | undefined;
}

export type Step = 'day' | 'week';
export type FateCounts = Record<Fate, number>;

export interface Overview {
  total: FateCounts;
  /** Codes of provinces, or of the regencies and cities of the chosen one. */
  regions: Map<string, FateCounts>;
  /** First day of each step that has a case. */
  times: Map<string, FateCounts>;
  labels: Map<string, FateCounts>;
  /** Cases under review by hours since the flag (`AGE_HOURS`), and how many of them are past their time. */
  ages: { bucket: number; cases: number; overdue: number }[];
  contests: { id: string; name: string | null; cases: number }[];
  elections: { id: string; cases: number }[];
}

/** Lower ends of the age groups, in hours. */
export const AGE_HOURS = [0, 6, 24, 48, 96, 168] as const;
const CONTESTS_SHOWN = 50;
const ELECTIONS_SHOWN = 20;
/** A period of ten years in weeks, times 38 provinces: beyond what a screen can ask for. */
const CELLS_MAX = 5_000;
const PROVINCE_CHARS = 2;
const REGENCY_CHARS = 5;

const none = (): FateCounts => ({ open: 0, upheld: 0, refused: 0, expired: 0 });

/** A part of the country as an equality that begins the index by province and day of the flag. */
function within(region: string): RawBuilder<unknown> {
  if (region === NATION) return sql`true`;
  const province = sql`c.province = ${region.slice(0, PROVINCE_CHARS)}`;
  if (region.length === PROVINCE_CHARS) return province;
  const regency = sql`${province} and c.regency = ${region.slice(0, REGENCY_CHARS)}`;
  return region.length === REGENCY_CHARS ? regency : sql`${regency} and (c.region = ${region} or starts_with(c.region, ${`${region}.`}))`;
}

/** Null: nothing of what was asked for lies within reach. */
function wanted(reach: Reach, f: OverviewFilter): RawBuilder<unknown> | null {
  const parts = regionsOf(reach, f.region).map((r) => sql`(${within(r)})`);
  if (parts.length === 0) return null;
  const other = conditions(
    { labels: f.label && [f.label], phases: f.phase && [f.phase], election: f.election, contest: f.contest },
    // Nothing here asks who holds a case.
    0,
  );
  return sql`(${sql.join(parts, sql` or `)}) and ${sql.join(flaggedWithin(f.from, f.to), sql` and `)} and ${other}`;
}

interface Cell {
  place: string | null;
  step: string | null;
  label: string | null;
  age: number | null;
  contest: string | null;
  election: string | null;
  outcome: Fate | null;
  n: number;
  overdue: number;
}

export async function readOverview(tx: Tx, reach: Reach, f: OverviewFilter, step: Step): Promise<Overview> {
  const where = wanted(reach, f);
  const result: Overview = { total: none(), regions: new Map(), times: new Map(), labels: new Map(), ages: [], contests: [], elections: [] };
  if (!where) return result;
  const place = f.region === undefined || f.region === NATION ? sql`c.province` : sql`c.regency`;
  const { rows } = await sql<Cell>`
    with hit as materialized (
      select ${place} as place, local_day(c.first_flagged_at, c.region) as day, c.label, c.contest, c.election, ${OUTCOME} as outcome,
             width_bucket(extract(epoch from now() - c.first_flagged_at)::float8 / 3600, ${[...AGE_HOURS]}::float8[]) - 1 as hours, coalesce(c.due_at < now(), false) as late
        from cases c where ${where}),
    cut as (
      select place, (${step === 'week' ? sql`date_trunc('week', day)::date` : sql`day`})::text as step, label, coalesce(contest, '') as contest, coalesce(election, '') as election,
             outcome, case when outcome = 'open' then hours else -1 end as age, outcome = 'open' and late as late from hit)
    select place, step, label, age, contest, election, outcome, count(*)::int as n, (count(*) filter (where late))::int as overdue
      from cut group by grouping sets ((outcome), (place, outcome), (step, outcome), (label, outcome), (age), (contest), (election)) limit ${CELLS_MAX + 1}`.execute(
    tx,
  );
  if (rows.length > CELLS_MAX) throw new ProblemError('too_many_cells');
  for (const r of rows) put(result, r);
  result.ages.sort((a, b) => a.bucket - b.bucket);
  result.elections = result.elections.sort(most).slice(0, ELECTIONS_SHOWN);
  result.contests = await named(tx, result.contests.sort(most).slice(0, CONTESTS_SHOWN));
  return result;
}

const most = (a: { cases: number; id: string }, b: { cases: number; id: string }): number => b.cases - a.cases || (a.id < b.id ? -1 : 1);

function put(o: Overview, r: Cell): void {
  if (r.age !== null) {
    if (r.age >= 0) o.ages.push({ bucket: r.age, cases: r.n, overdue: r.overdue });
  } else if (r.contest !== null) {
    if (r.contest !== '') o.contests.push({ id: r.contest, name: null, cases: r.n });
  } else if (r.election !== null) {
    if (r.election !== '') o.elections.push({ id: r.election, cases: r.n });
  } else if (r.outcome !== null) {
    if (r.place !== null) add(o.regions, r.place, r.outcome, r.n);
    else if (r.step !== null) add(o.times, r.step, r.outcome, r.n);
    else if (r.label !== null) add(o.labels, r.label, r.outcome, r.n);
    else o.total[r.outcome] += r.n;
  }
}

function add(to: Map<string, FateCounts>, key: string, outcome: Fate, n: number): void {
  const counts = to.get(key) ?? none();
  counts[outcome] += n;
  to.set(key, counts);
}

async function named(tx: Tx, contests: Overview['contests']): Promise<Overview['contests']> {
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (k.id) k.id, k.name from register_contest k where k.id = any(${contests.map((c) => c.id)}::text[]) order by k.id, k.part_id desc`.execute(
    tx,
  );
  const names = new Map(rows.map((r) => [r.id, r.name]));
  return contests.map((c) => ({ ...c, name: names.get(c.id) ?? null }));
}

/** People with a watched account by regency and city; counts alone, of the reader's regions. */
export async function watchedPeople(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ region: string; people: number }>`select region, people from watched_people()`.execute(tx);
  return new Map(rows.map((r) => [r.region, r.people]));
}

export interface BalanceRow {
  /** Null: cases of the contest that name none of its contestants. */
  contestant: string | null;
  name: string | null;
  ballot: number | null;
  support: number;
  attack: number;
  outcomes: FateCounts;
}

/** The contestants of one contest in the order of the ballot, those without a case too. */
export async function readBalance(tx: Tx, reach: Reach, f: OverviewFilter & { contest: string }): Promise<BalanceRow[]> {
  const where = wanted(reach, f);
  const contest = await readContest(tx, f.contest);
  if (!contest) throw new ProblemError('not_found');
  interface Row {
    contestant: string | null;
    direction: string | null;
    outcome: Fate;
    n: number;
  }
  const rows = where
    ? (await sql<Row>`select c.contestant, c.direction, ${OUTCOME} as outcome, count(*)::int as n from cases c where ${where} group by 1, 2, 3`.execute(tx))
        .rows
    : [];
  const listed = new Set(contest.contestants.map((c) => c.id));
  const of = (mine: (r: Row) => boolean): Pick<BalanceRow, 'support' | 'attack' | 'outcomes'> => {
    const own = rows.filter(mine);
    const outcomes = none();
    for (const r of own) outcomes[r.outcome] += r.n;
    const toward = (d: string) => own.filter((r) => r.direction === d).reduce((n, r) => n + r.n, 0);
    return { support: toward('SUPPORT'), attack: toward('ATTACK'), outcomes };
  };
  const known = contest.contestants.map((c) => ({ contestant: c.id, name: c.name, ballot: c.ballotNumber, ...of((r) => r.contestant === c.id) }));
  const rest = of((r) => r.contestant === null || !listed.has(r.contestant));
  return rest.support + rest.attack + Object.values(rest.outcomes).reduce((a, b) => a + b, 0) === 0
    ? known
    : [...known, { contestant: null, name: null, ballot: null, ...rest }];
}

/** Agreement of the first two blind readers in the cases of the filter, over all and by label; who they are is not part of it. */
export async function readCohortAgreement(tx: Tx, reach: Reach, f: OverviewFilter): Promise<{ overall: Kappa; byLabel: (Kappa & { label: string })[] }> {
  const where = wanted(reach, f);
  if (!where) return { overall: kappaOf({ yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }), byLabel: [] };
  const { rows } = await sql<Pairs & { label: string | null }>`
    with pair as (
      select c.label, p.one, p.two from reader_pairs(${f.from}::date - interval '9 hours', ${f.to}::date + interval '17 hours') p join cases c on c.id = p.case_id where ${where})
    select label, (count(*) filter (where one and two))::int as "yesYes", (count(*) filter (where one and not two))::int as "yesNo",
           (count(*) filter (where not one and two))::int as "noYes", (count(*) filter (where not one and not two))::int as "noNo"
      from pair group by grouping sets ((), (label)) order by label`.execute(tx);
  const overall = rows.find((r) => r.label === null);
  return {
    overall: kappaOf(overall ?? { yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }),
    byLabel: rows.flatMap((r) => (r.label === null ? [] : [{ label: r.label, ...kappaOf(r) }])),
  };
}

/** The elections as the register in force has them, with their stages. */
export async function readStages(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string | null; stages: Record<string, unknown> }[]> {
  const { rows } = await sql<{ id: string; name: string | null; stages: Record<string, unknown> }>`
    select distinct on (e.id) e.id, e.doc->>'name' as name, e.doc->'stages' as stages
      from register_election e where e.id = any(${[...ids]}::text[]) order by e.id, e.part_id desc`.execute(tx);
  return rows;
}

export interface OverviewCase {
  id: number;
  region: string;
  regionName: string | null;
  label: string;
  direction: string | null;
  phase: string;
  band: string;
  state: string;
  outcome: Fate;
  contest: string | null;
  contestant: string | null;
  flaggedAt: Date;
  dueAt: Date | null;
  decidedAt: Date | null;
}

/** The cases behind the figures, newest flag first; nothing of a person or a post. `rows`: one more than wanted tells that there are more. */
export async function overviewCases(tx: Tx, reach: Reach, f: OverviewFilter, rows: number): Promise<OverviewCase[]> {
  const where = wanted(reach, f);
  if (!where) return [];
  const r = await sql<OverviewCase>`
    select c.id, c.region, r.name as "regionName", c.label, c.direction, c.phase, c.band, c.state, ${OUTCOME} as outcome, c.contest, c.contestant,
           c.first_flagged_at as "flaggedAt", c.due_at as "dueAt", c.decided_at as "decidedAt"
      from cases c left join region r on r.code = left(c.region, ${REGENCY_CHARS}) where ${where} order by c.first_flagged_at desc, c.id desc limit ${rows}`.execute(
    tx,
  );
  return r.rows;
}
