/** The overview of those who decide and those who check them: figures of their own regions, and exactly the same as a file. */
import { caseNumber, ProblemError } from '@pantau/domain';
import {
  asUser,
  listRegions,
  type OverviewFilter,
  overviewCases,
  readBalance,
  readCohortAgreement,
  readOverview,
  readStages,
  type Tx,
  watchedPeople,
} from '@pantau/store';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { type Caller, DECIDERS, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { reachOf } from '../filters.ts';
import { API } from '../limits.ts';
import { agesOf, balanceRows, kappaView, labelsOf, regionRows, stagesWithin, stepOf, timesOf, upheldShare, type View } from '../overview-figures.ts';
import { type Remembered, remembered, scopeKey } from '../remembered.ts';
import { BalanceQuery, BalanceView, ExportQuery, OverviewQuery, OverviewView } from '../schemas/overview.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

type User = Extract<Caller, { kind: 'user' }>;
type Query = z.infer<typeof OverviewQuery>;
/** Watched people by region. */
type People = Remembered<Map<string, number>>;

export function overviewRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['overview'];
  const peopleOf: People = remembered({ forMs: API.countsKeptMs, keysMax: API.countsKeysMax, now: () => deps.clock().getTime() });
  const config = { access: { roles: DECIDERS } };

  app.get(
    '/v1/overview',
    {
      config,
      schema: {
        tags,
        summary: 'Flags, decisions, agreement and ageing, by region and over time',
        querystring: OverviewQuery,
        response: { 200: OverviewView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const user = userOf(request);
      return asUser(deps.db, user.userId, (tx) => overview(tx, user, request.query, peopleOf));
    },
  );

  app.get(
    '/v1/overview/balance',
    {
      config,
      schema: {
        tags,
        summary: 'The contestants of one contest beside each other, in the order of the ballot',
        querystring: BalanceQuery,
        response: { 200: BalanceView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const user = userOf(request);
      const rows = await asUser(deps.db, user.userId, (tx) => readBalance(tx, reachOf(user, DECIDERS), request.query));
      return { contest: request.query.contest, rows: balanceRows(rows) };
    },
  );

  app.get(
    '/v1/overview/export',
    {
      // A file leaves the house more easily than a screen: who took which one stays known.
      config: { ...config, audit: { action: 'overview_exported', object: 'overview' } },
      schema: {
        tags,
        summary: 'One figure of the overview as CSV, under the same filter',
        querystring: ExportQuery,
        response: { 200: z.string().describe('text/csv'), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const user = userOf(request);
      const { query } = request;
      const rows = await asUser(deps.db, user.userId, (tx) => exported(tx, user, query, peopleOf));
      reply.header('content-disposition', `attachment; filename="pantau-${query.figure}-${query.region ?? 'ID'}-${query.from}-${query.to}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(csv(query.figure, rows));
    },
  );
}

async function overview(tx: Tx, user: User, q: Query, peopleOf: People): Promise<View> {
  const reach = reachOf(user, DECIDERS);
  const step = stepOf(q);
  const o = await readOverview(tx, reach, q, step);
  const agreement = await readCohortAgreement(tx, reach, q);
  const stages = new Map(
    (
      await readStages(
        tx,
        o.elections.map((e) => e.id),
      )
    ).map((s) => [s.id, s]),
  );
  const people = await peopleOf.get(scopeKey(user.roles, DECIDERS), () => watchedPeople(tx));
  const regions = regionRows(await listRegions(tx), { reach, asked: q.region, counts: o.regions, people });
  return {
    from: q.from,
    to: q.to,
    step,
    total: o.total,
    upheld: upheldShare(o.total),
    ages: agesOf(o.ages),
    labels: labelsOf(o.labels),
    times: timesOf(o.times, q, step),
    region_level: regions.level,
    regions: regions.rows,
    coverage: regions.coverage,
    agreement: { ...kappaView(agreement.overall), by_label: agreement.byLabel.map((k) => ({ label: k.label, ...kappaView(k) })) },
    contests: o.contests,
    elections: o.elections.map((e) => ({ ...e, name: stages.get(e.id)?.name ?? null, stages: stagesWithin(stages.get(e.id)?.stages ?? {}, q) })),
  };
}

type Row = Record<string, string | number | null>;
const flat = ({ upheld_share: s, ...rest }: View['labels'][number]): Row => ({ ...rest, upheld_share: s.share, upheld_low: s.low, upheld_high: s.high });

async function exported(tx: Tx, user: User, q: z.infer<typeof ExportQuery>, peopleOf: People): Promise<Row[]> {
  const reach = reachOf(user, DECIDERS);
  if (q.figure === 'cases') return caseRows(tx, reach, q);
  if (q.figure === 'balance') {
    if (q.contest === undefined)
      throw new ProblemError('bad_request', 'The balance is that of one contest.', [{ path: 'querystring/contest', message: 'is missing' }]);
    return balanceRows(await readBalance(tx, reach, { ...q, contest: q.contest })).map(({ of_flags: f, upheld_share: s, ...row }) => ({
      ...row,
      of_flags: f.share,
      of_flags_low: f.low,
      of_flags_high: f.high,
      upheld_share: s.share,
      upheld_low: s.low,
      upheld_high: s.high,
    }));
  }
  const o = await overview(tx, user, q, peopleOf);
  return q.figure === 'labels' ? o.labels.map(flat) : o[q.figure].map((r) => ({ ...r }));
}

async function caseRows(tx: Tx, reach: readonly string[], q: OverviewFilter): Promise<Row[]> {
  const cases = await overviewCases(tx, reach, q, API.exportRowsMax + 1);
  // Cut short, a file would look complete.
  if (cases.length > API.exportRowsMax)
    throw new ProblemError('too_many_cells', `More than ${API.exportRowsMax} cases: choose a shorter time or a smaller region.`);
  return cases.map((c) => ({
    number: caseNumber(c.id),
    region: c.region,
    region_name: c.regionName,
    label: c.label,
    direction: c.direction,
    phase: c.phase,
    band: c.band,
    state: c.state,
    outcome: c.outcome,
    contest: c.contest,
    contestant: c.contestant,
    flagged_at: c.flaggedAt.toISOString(),
    due_at: c.dueAt?.toISOString() ?? null,
    decided_at: c.decidedAt?.toISOString() ?? null,
  }));
}

type Figure = z.infer<typeof ExportQuery>['figure'];
const FATES = ['open', 'upheld', 'refused', 'expired'];
const SHARE = ['upheld_share', 'upheld_low', 'upheld_high'];
const COLUMNS: Record<Figure, string[]> = {
  cases: 'number region region_name label direction phase band state outcome contest contestant flagged_at due_at decided_at'.split(' '),
  times: ['at', ...FATES],
  regions: ['region', 'name', ...FATES, 'people', 'rate', 'state'],
  labels: ['label', ...FATES, ...SHARE],
  ages: ['from_hours', 'to_hours', 'cases', 'overdue'],
  balance: ['contestant', 'name', 'ballot_number', 'support', 'attack', ...FATES, 'of_flags', 'of_flags_low', 'of_flags_high', ...SHARE],
};

/** A cell that a spreadsheet would take for a formula gets an apostrophe. The names of the columns stand first, also over nothing. */
const csv = (figure: Figure, rows: readonly Row[]): string =>
  stringify([...rows], { header: true, columns: COLUMNS[figure], bom: true, record_delimiter: 'windows', escape_formulas: true });
