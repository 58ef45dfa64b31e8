/** Taking a case, keeping it, letting it go. Rules live in the store; here is only HTTP. */
import { REVIEW_ROLES } from '@pantau/domain';
import { claimCase, heartbeat, nextCase, releaseCase } from '@pantau/store';
import { userOf } from '../access.ts';
import { ActHeaders, act, etagOf } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { filterOf, reachOf } from '../filters.ts';
import { leaseOf } from '../present.ts';
import { NextBody } from '../schemas/queue.ts';
import { IdParams, LeaseView, MovedView, NextView, PROBLEMS_4XX_5XX } from '../schemas.ts';

export function leaseRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: REVIEW_ROLES } };
  const shared = { tags: ['casework'], params: IdParams, headers: ActHeaders };

  app.post(
    '/v1/cases/next',
    {
      config,
      schema: {
        tags: ['casework'],
        summary: 'Claim the most urgent free case',
        headers: ActHeaders,
        body: NextBody,
        response: { 200: NextView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      let taken: number | null = null;
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const user = userOf(request);
        const lease = await nextCase(tx, userId, reachOf(user, REVIEW_ROLES), await filterOf(tx, user, request.body ?? {}));
        taken = lease?.id ?? null;
        return { status: 200, body: { case: lease ? leaseOf(lease) : null }, etag: lease ? etagOf(lease.revision) : undefined };
      });
      if (fresh && taken !== null) deps.events.caseMoved('claimed', taken, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/claim',
    { config, schema: { ...shared, summary: 'Claim a case for ten minutes', response: { 200: LeaseView, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const lease = await claimCase(tx, userId, request.params.id);
        return { status: 200, body: leaseOf(lease), etag: etagOf(lease.revision) };
      });
      if (fresh) deps.events.caseMoved('claimed', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/heartbeat',
    { config, schema: { ...shared, summary: 'Keep a lease for ten more minutes', response: { 200: LeaseView, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => {
        const lease = await heartbeat(tx, userId, request.params.id);
        return { status: 200, body: leaseOf(lease), etag: etagOf(lease.revision) };
      });
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/release',
    { config, schema: { ...shared, summary: 'Let a case go', response: { 200: MovedView, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const moved = await releaseCase(tx, userId, request.params.id);
        return { status: 200, body: moved, etag: etagOf(moved.revision) };
      });
      if (fresh) deps.events.caseMoved('released', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}
