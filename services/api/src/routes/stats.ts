/** Figures for deciders: any combination, of their own regions, as they are. Everybody else reads the releases. */
import { asRole, caseStatistics, listRegions } from '@pantau/store';
import { DECIDERS, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { PROBLEMS_4XX_5XX, StatsQuery, StatsView } from '../schemas.ts';

export function statsRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/stats/cases',
    {
      config: { access: { roles: DECIDERS } },
      schema: {
        tags: ['statistics'],
        summary: 'Cases by region, label, state or day',
        querystring: StatsQuery,
        response: { 200: StatsView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const scopes = userOf(request)
        .roles.filter((r) => DECIDERS.includes(r.role))
        .map((r) => r.region);
      const q = request.query;
      const cells = await asRole(deps.db, 'pantau_stats', (tx) => caseStatistics(tx, { ...q, scopes }));
      const names = q.by.includes('region') ? new Map((await listRegions(deps.db)).map((r) => [r.code, r.name])) : null;
      return {
        audience: 'deciders' as const,
        by: q.by,
        level: q.level,
        cells: cells.map((c) => (names && c.region !== undefined ? { ...c, region_name: names.get(c.region) ?? null } : c)),
      };
    },
  );
}
