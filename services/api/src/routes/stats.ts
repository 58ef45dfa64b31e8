/** Figures. Holders of an API key see confirmed cases only, without figures that are small or give a small one away; deciders see their own regions as they are. */
import { asRole, caseStatistics, listRegions } from '@pantau/store';
import type { FastifyRequest } from 'fastify';
import { DECIDERS } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { PROBLEMS_4XX_5XX, StatsQuery, StatsView } from '../schemas.ts';

export function statsRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/stats/cases',
    {
      config: { access: { roles: [...DECIDERS, 'stats_reader'], apiKey: 'statistics:read' } },
      schema: {
        tags: ['statistics'],
        summary: 'Cases by region, label, state or day',
        querystring: StatsQuery,
        response: { 200: StatsView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { audience, scopes } = readerOf(request);
      const q = request.query;
      const cells = await asRole(deps.db, 'pantau_stats', (tx) => caseStatistics(tx, { ...q, audience, scopes }));
      const names = q.by.includes('region') ? new Map((await listRegions(deps.db)).map((r) => [r.code, r.name])) : null;
      return {
        audience,
        by: q.by,
        level: q.level,
        cells: cells.map((c) => (names && c.region !== undefined ? { ...c, region_name: names.get(c.region) ?? null } : c)),
      };
    },
  );
}

function readerOf(request: FastifyRequest): { audience: 'public' | 'deciders'; scopes: string[] } {
  const { caller } = request;
  if (caller?.kind === 'key') return { audience: 'public', scopes: [caller.region] };
  const roles = caller?.roles ?? [];
  const own = roles.filter((r) => DECIDERS.includes(r.role)).map((r) => r.region);
  if (own.length > 0) return { audience: 'deciders', scopes: own };
  return { audience: 'public', scopes: roles.filter((r) => r.role === 'stats_reader').map((r) => r.region) };
}
