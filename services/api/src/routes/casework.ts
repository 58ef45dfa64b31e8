/** Deciding cases. Rules live in the domain and the store; here is only HTTP. */
import { FORWARD_ROLES, REVIEW_ROLES } from '@pantau/domain';
import { type Forwarded, forwardCase, giveOpinion } from '@pantau/store';
import { userOf } from '../access.ts';
import { act, etagOf, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { DecidedView, ForwardedView, IdParams, OpinionBody, PROBLEMS_4XX_5XX } from '../schemas.ts';

export function caseworkRoutes(app: Api, deps: ApiDeps): void {
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
