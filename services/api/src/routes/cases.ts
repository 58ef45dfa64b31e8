/** Reading cases and contests. What a reader may see is decided by row-level security and by `present.ts`. */
import { ProblemError } from '@pantau/domain';
import { allowedFor, asUser, countCases, listCases, maskWords, readCase, readContest } from '@pantau/store';
import { z } from 'zod';
import { CASE_READERS, STAFF, userOf } from '../access.ts';
import { etagOf } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { filterOf, reachOf, seesAll } from '../filters.ts';
import { decodeCursor, encodeCursor, isBlind, summaryOf, viewOf } from '../present.ts';
import { CaseFilters, CaseListQuery, CasePage, Counts } from '../schemas/queue.ts';
import { CaseView, ContestView, IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

export function caseRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: CASE_READERS } };

  app.get(
    '/v1/cases',
    {
      config,
      schema: { tags: ['cases'], summary: 'The queue, most urgent first', querystring: CaseListQuery, response: { 200: CasePage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit, sort, ...filters } = request.query;
      const user = userOf(request);
      const place = { after: decodeCursor(cursor, sort), rows: limit + 1, order: sort };
      const rows = await asUser(deps.db, user.userId, async (tx) => listCases(tx, user.userId, reachOf(user), await filterOf(tx, user, filters), place));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        data: page.map((c) => summaryOf(c, user.userId, seesAll(user, c.region))),
        next_cursor: rows.length > limit && last ? encodeCursor(last, sort) : null,
      };
    },
  );

  app.get(
    '/v1/cases/counts',
    {
      config,
      schema: { tags: ['cases'], summary: 'How many, by state, label and band', querystring: CaseFilters, response: { 200: Counts, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const user = userOf(request);
      const c = await asUser(deps.db, user.userId, async (tx) => countCases(tx, user.userId, reachOf(user), await filterOf(tx, user, request.query)));
      return { total: c.total, free: c.free, mine: c.mine, capped: c.capped, by_state: c.byState, by_label: c.byLabel, by_band: c.byBand };
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
      const { id } = request.params;
      const { c, ...o } = await asUser(deps.db, userId, async (tx) => {
        const c = await readCase(tx, userId, id);
        return { c, hidden: isBlind(c.state) ? await maskWords(tx, id) : [], allowed: await allowedFor(tx, userId, id, deps.clock()) };
      });
      return reply.header('etag', etagOf(c.revision)).send(viewOf(c, userId, o));
    },
  );
}

export function contestRoute(app: Api, deps: ApiDeps): void {
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
