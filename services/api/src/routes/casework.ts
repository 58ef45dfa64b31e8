/** The review of a case: opinions, taking one back, reopening. Rules live in the domain and the store; here is only HTTP. */
import { ReopenInput, rolesOf } from '@pantau/domain';
import { giveOpinion, reopenCase, undoOpinion } from '@pantau/store';
import { userOf } from '../access.ts';
import { act, etagOf, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { DecidedView, IdParams, MovedView, OpinionBody, PROBLEMS_4XX_5XX } from '../schemas.ts';

export function caseworkRoutes(app: Api, deps: ApiDeps): void {
  const shared = { tags: ['casework'], params: IdParams, headers: MatchHeaders };

  app.post(
    '/v1/cases/:id/opinions',
    {
      config: { access: { roles: rolesOf('opinion') } },
      schema: {
        ...shared,
        summary: 'Seal an opinion; others read it only once the quorum is reached',
        body: OpinionBody,
        response: { 201: DecidedView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const { waitingFor, ...moved } = await giveOpinion(tx, userId, request.params.id, expectedRevision(request), request.body, deps.clock());
        return { status: 201, body: { ...moved, waiting_for: waitingFor }, etag: etagOf(moved.revision) };
      });
      if (fresh) deps.events.caseMoved('opinion', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/undo',
    {
      config: { access: { roles: rolesOf('undo') } },
      schema: {
        ...shared,
        summary: 'Take the own opinion back: within ten minutes, before anyone else acts',
        response: { 200: MovedView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const moved = await undoOpinion(tx, userId, request.params.id, expectedRevision(request), deps.clock());
        return { status: 200, body: moved, etag: etagOf(moved.revision) };
      });
      if (fresh) deps.events.caseMoved('undone', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/reopen',
    {
      config: { access: { roles: rolesOf('reopen') } },
      schema: {
        ...shared,
        summary: 'Open a decided case again: a new fact or an error, by somebody who did not decide it',
        body: ReopenInput,
        response: { 200: MovedView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const moved = await reopenCase(tx, userId, request.params.id, expectedRevision(request), request.body, deps.clock());
        return { status: 200, body: moved, etag: etagOf(moved.revision) };
      });
      if (fresh) deps.events.caseMoved('reopened', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}
