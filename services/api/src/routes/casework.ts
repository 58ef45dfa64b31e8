/** Changing cases: claim, keep, let go, judge, forward. Rules live in the domain and the store; here is only HTTP. */
import { FORWARD_ROLES, REVIEW_ROLES } from '@pantau/domain';
import { claimCase, type Forwarded, forwardCase, giveOpinion, heartbeat, nextCase, releaseCase } from '@pantau/store';
import { userOf } from '../access.ts';
import { ActHeaders, act, etagOf, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { leaseOf } from '../present.ts';
import { DecidedView, ForwardedView, IdParams, LeaseView, MovedView, NextBody, NextView, OpinionBody, PROBLEMS_4XX_5XX } from '../schemas.ts';
import { filterOf } from './cases.ts';

export function caseworkRoutes(app: Api, deps: ApiDeps): void {
  leaseRoutes(app, deps);
  decisionRoutes(app, deps);
}

function leaseRoutes(app: Api, deps: ApiDeps): void {
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
        const lease = await nextCase(tx, userId, filterOf(request.body ?? {}));
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

function decisionRoutes(app: Api, deps: ApiDeps): void {
  const shared = { tags: ['casework'], params: IdParams, headers: MatchHeaders };

  app.post(
    '/v1/cases/:id/opinions',
    {
      config: { access: { roles: REVIEW_ROLES } },
      schema: {
        ...shared,
        summary: 'Seal an opinion; others read it only once the quorum is reached',
        body: OpinionBody,
        response: { 201: DecidedView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const { waitingFor, ...moved } = await giveOpinion(tx, userId, request.params.id, expectedRevision(request), request.body);
        return { status: 201, body: { ...moved, waiting_for: waitingFor }, etag: etagOf(moved.revision) };
      });
      if (fresh) deps.events.caseMoved('opinion', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/forward',
    {
      config: { access: { roles: FORWARD_ROLES } },
      schema: { ...shared, summary: 'Forward a confirmed case by the direct route (phase PRE)', response: { 200: ForwardedView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      let forwarded: Forwarded | null = null;
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        forwarded = await forwardCase(tx, userId, request.params.id, expectedRevision(request), deps.clock(), deps.publicUrl);
        const { deliveryIds, ...moved } = forwarded;
        return { status: 200, body: { ...moved, deliveries: deliveryIds.length }, etag: etagOf(moved.revision) };
      });
      if (fresh) afterForward(deps, request.params.id, userOf(request).userId, forwarded);
      return reply;
    },
  );
}

/** After commit. Dies before the bell rings: the rows wait for the sweeper of the alerts service. */
function afterForward(deps: ApiDeps, caseId: number, userId: number, forwarded: Forwarded | null): void {
  deps.events.caseMoved('forwarded', caseId, userId);
  const ids = forwarded?.deliveryIds ?? [];
  if (ids.length > 0) void deps.ring(ids).catch((err: unknown) => deps.events.bellMissed(ids.length, err));
}
