/** Reading cases and contests. Out of the reader's regions is 404, by row-level security. */

import { ProblemError, regionWithin } from '@pantau/domain';
import { asUser, type CaseFilter, countCases, listCases, readCase, readContest } from '@pantau/store';
import { z } from 'zod';
import { CASE_READERS, DECIDERS, STAFF, userOf } from '../access.ts';
import { etagOf } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeCursor, encodeCursor, summaryOf, viewOf } from '../present.ts';
import { type CaseFilters, CaseListQuery, CasePage, CaseView, ContestView, Counts, CaseFilters as Filters, IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

export function filterOf(q: Partial<z.infer<typeof CaseFilters>>): CaseFilter {
  return {
    region: q.region,
    label: q.label,
    states: q.state,
    phase: q.phase,
    direction: q.direction,
    band: q.band,
    contest: q.contest,
    olderThanHours: q.older_than_hours,
    newerThanHours: q.newer_than_hours,
    holder: q.holder,
  };
}

export function caseRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: CASE_READERS } };

  app.get(
    '/v1/cases',
    {
      config,
      schema: { tags: ['cases'], summary: 'The queue, most urgent first', querystring: CaseListQuery, response: { 200: CasePage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit, ...filters } = request.query;
      const { userId, roles } = userOf(request);
      const rows = await asUser(deps.db, userId, (tx) => listCases(tx, userId, filterOf(filters), { after: decodeCursor(cursor), rows: limit + 1 }));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const full = (region: string) => roles.some((r) => DECIDERS.includes(r.role) && regionWithin(region, r.region));
      return { data: page.map((c) => summaryOf(c, userId, full(c.region))), next_cursor: rows.length > limit && last ? encodeCursor(last) : null };
    },
  );

  app.get(
    '/v1/cases/counts',
    {
      config,
      schema: { tags: ['cases'], summary: 'How many, by state, label and band', querystring: Filters, response: { 200: Counts, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { userId } = userOf(request);
      const c = await asUser(deps.db, userId, (tx) => countCases(tx, userId, filterOf(request.query)));
      return { total: c.total, free: c.free, mine: c.mine, by_state: c.byState, by_label: c.byLabel, by_band: c.byBand };
    },
  );

  app.get(
    '/v1/cases/:id',
    {
      config,
      schema: {
        tags: ['cases'],
        summary: 'A case with its evidence; ETag is its revision',
        params: IdParams,
        response: { 200: CaseView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { userId } = userOf(request);
      const c = await asUser(deps.db, userId, (tx) => readCase(tx, userId, request.params.id));
      return reply.header('etag', etagOf(c.revision)).send(viewOf(c, userId));
    },
  );

  app.get(
    '/v1/contests/:id',
    {
      config: { access: { roles: [...STAFF, 'personnel_office'] } },
      schema: {
        tags: ['cases'],
        summary: 'A contest and its contestants, from the latest register',
        params: z.object({ id: z.string().min(1).max(120) }),
        response: { 200: ContestView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const c = await asUser(deps.db, userOf(request).userId, (tx) => readContest(tx, request.params.id));
      if (!c) throw new ProblemError('not_found');
      return { ...c, contestants: c.contestants.map((t) => ({ id: t.id, name: t.name, kind: t.kind, ballot_number: t.ballotNumber })) };
    },
  );
}
