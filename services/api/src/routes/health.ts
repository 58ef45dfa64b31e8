/** For machines: alive, ready (with the parts named), figures. */
import { readiness } from '@pantau/runtime';
import { z } from 'zod';
import type { Api, ApiDeps } from '../deps.ts';
import { ReadyView } from '../schemas.ts';

export function healthRoutes(app: Api, deps: ApiDeps): void {
  const config = { rateLimit: false } as const;
  app.get(
    '/livez',
    { config, schema: { tags: ['health'], summary: 'The process runs', response: { 200: z.object({ live: z.literal(true) }) } } },
    async () => ({
      live: true as const,
    }),
  );
  app.get(
    '/readyz',
    { config, schema: { tags: ['health'], summary: 'Every part is up; names the parts', response: { 200: ReadyView, 503: ReadyView } } },
    async (_, reply) => {
      const r = await readiness(deps.checks);
      return reply.code(r.ready ? 200 : 503).send(r);
    },
  );
  app.get('/metrics', { config, schema: { hide: true } }, async (_, reply) => reply.type(deps.metrics.contentType).send(await deps.metrics.metrics()));
}
