/** Released statistics: the same for everybody, picked from what was published; nothing is counted at a reader's wish. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { MEASURES, ProblemError, RELEASE_POLICY, RELEASE_TABLES } from '@pantau/domain';
import { asRole, type FigureQuery, type FigureRow, findRelease, listReleases, type Release, releasedFigures, releasedSeries, topFigures } from '@pantau/store';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import {
  CsvQuery,
  PolicyView,
  ReleaseParams,
  ReleasesQuery,
  ReleasesView,
  ReleaseView,
  SeriesQuery,
  SeriesView,
  TableParams,
  TableQuery,
  TableView,
} from '../schemas/stats.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

const tags = ['statistics'];
const MINUTE_MS = 60_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FIGURE = /^(ID|\d{2}(?:\.\d{2})?)\|([A-Z_]*)$/;
const POLICY = PolicyView.parse(RELEASE_POLICY);

const open = {
  access: 'open',
  rateLimit: {
    timeWindow: MINUTE_MS,
    // Whoever names a key is counted for the key.
    max: (request: FastifyRequest) => (request.headers.authorization === undefined ? API.anonymousPerMinute : API.keyedAddressPerMinute),
  },
} as const;

export function releaseRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/stats/releases',
    {
      config: open,
      schema: { tags, summary: 'Weekly releases, newest first', querystring: ReleasesQuery, response: { 200: ReleasesView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query;
      const before = cursor === undefined ? null : read(cursor, DAY)[0];
      const rows = await asRole(deps.db, 'pantau_stats', (tx) => listReleases(tx, before ?? null, limit));
      return cached(request, reply, { policy: POLICY, ...page(rows.map(headOf), limit, (r) => r.week) }, API.latestKeptSeconds);
    },
  );
  app.get(
    '/v1/stats/releases/:release',
    {
      config: open,
      schema: { tags, summary: 'A release: its policy, tables and coverage', params: ReleaseParams, response: { 200: ReleaseView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const r = await released(deps, request.params.release);
      return cached(
        request,
        reply,
        { ...headOf(r), policy: policyOf(r), coverage: r.coverage, tables: tablesOf(r), measures: [...MEASURES] },
        keptFor(request.params.release),
      );
    },
  );
  app.get(
    '/v1/stats/series',
    {
      config: open,
      schema: {
        tags,
        summary: 'A weekly figure over all releases, oldest first',
        querystring: SeriesQuery,
        response: { 200: SeriesView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { measure, region, cursor, limit } = request.query;
      const from = cursor === undefined ? null : (read(cursor, DAY)[0] ?? null);
      const rows = await asRole(deps.db, 'pantau_stats', (tx) => releasedSeries(tx, { measure, region, after: from, rows: limit }));
      return cached(request, reply, { policy: POLICY, measure, region, ...page(rows, limit, (p) => p.week) }, API.latestKeptSeconds);
    },
  );
  tableRoutes(app, deps);
}

function tableRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/stats/releases/:release/tables/:table',
    {
      config: open,
      schema: { tags, summary: 'One table of a release', params: TableParams, querystring: TableQuery, response: { 200: TableView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { release, table } = request.params;
      const { measure, region, top, cursor, limit } = request.query;
      const r = await released(deps, release, table);
      const q: FigureQuery = { week: r.week, name: table, measure, region, rows: top ?? limit, after: after(cursor) };
      const rows = await asRole(deps.db, 'pantau_stats', (tx) => (top === undefined ? releasedFigures(tx, q) : topFigures(tx, q)));
      const figures = top === undefined ? page(rows, limit, (f) => `${f.region}|${f.part}`) : { data: rows, next_cursor: null };
      return cached(request, reply, { ...headOf(r), policy: policyOf(r), coverage: r.coverage, table, measure, ...figures }, keptFor(release));
    },
  );
  app.get(
    '/v1/stats/releases/:release/tables/:table/csv',
    {
      config: open,
      schema: {
        tags,
        summary: 'One table of a release as CSV, whole',
        description:
          'Comma separated, CRLF, UTF-8. No cell begins with a character that a spreadsheet takes for a formula. Withheld figures are the word `withheld`.',
        params: TableParams,
        querystring: CsvQuery,
        produces: ['text/csv'],
        response: { 200: z.string().describe('region,region_name,part,value'), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { release, table } = request.params;
      const { measure, bom } = request.query;
      const r = await released(deps, release, table);
      reply.header('cache-control', `public, max-age=${keptFor(release)}`);
      reply.header('content-disposition', `attachment; filename="pantau-${r.week}-${table}-${measure}.csv"`);
      return reply
        .type('text/csv; charset=utf-8')
        .send(Readable.from(csvOf(deps, { week: r.week, name: table, measure, rows: API.figureRowsMax }, bom === 'yes')) as unknown as string);
    },
  );
}

async function released(deps: ApiDeps, release: string, table?: string): Promise<Release> {
  const r = await asRole(deps.db, 'pantau_stats', (tx) => findRelease(tx, release));
  if (!r) throw new ProblemError('not_found', 'There is no such release.');
  if (table !== undefined && !tablesOf(r).some((t) => t === table))
    throw new ProblemError('not_found', 'This release brings no tables of four weeks; see `block_from`.');
  return r;
}

const tablesOf = (r: Release) => RELEASE_TABLES.filter((t) => t === 'week_region' || r.block_from !== null);
const headOf = (r: Release) => ({ week: r.week, made_at: r.made_at.toISOString(), block_from: r.block_from });
const policyOf = (r: Release) => PolicyView.parse(r.policy);
/** A named release never changes. */
const keptFor = (release: string): number => (release === 'latest' ? API.latestKeptSeconds : API.releaseKeptSeconds);

/** Who has it already is told so, without a body. */
function cached<T extends object>(request: FastifyRequest, reply: FastifyReply, body: T, seconds: number): T {
  const etag = `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22)}"`;
  reply.header('etag', etag).header('cache-control', `public, max-age=${seconds}`);
  const known = String(request.headers['if-none-match'] ?? '')
    .split(',')
    .map((t) => t.trim().replace(/^W\//, ''));
  if (known.includes(etag)) return reply.code(304).send() as unknown as T;
  return body;
}

function read(cursor: string, form: RegExp): string[] {
  const m = form.exec(Buffer.from(cursor, 'base64url').toString());
  if (!m) throw new ProblemError('bad_request', 'The cursor is not one of this list.');
  return m.length > 1 ? m.slice(1) : [m[0]];
}

function after(cursor: string | undefined): FigureQuery['after'] {
  if (cursor === undefined) return undefined;
  const [region = '', part = ''] = read(cursor, FIGURE);
  return { region, part };
}

function page<T>(rows: readonly T[], limit: number, key: (row: T) => string): { data: T[]; next_cursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? Buffer.from(key(last)).toString('base64url') : null };
}

/** Page by page, so that a table of any size takes the same memory. */
async function* csvOf(deps: ApiDeps, q: FigureQuery, bom: boolean): AsyncGenerator<string> {
  const line = (rows: readonly (string | number)[][]) => stringify([...rows], { bom: false, escape_formulas: true, record_delimiter: 'windows' });
  yield (bom ? '\uFEFF' : '') + line([['region', 'region_name', 'part', 'value']]);
  for (let from: FigureQuery['after']; ; ) {
    const rows: FigureRow[] = await asRole(deps.db, 'pantau_stats', (tx) => releasedFigures(tx, { ...q, after: from }));
    const data = rows.slice(0, q.rows);
    yield line(data.map((f) => [f.region, f.region_name ?? '', f.part, f.value ?? 'withheld']));
    if (rows.length <= q.rows) return;
    from = data.at(-1);
  }
}
