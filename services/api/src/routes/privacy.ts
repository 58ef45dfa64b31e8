/** Legal holds by two people, and the certificates of what was purged. */
import type { Role } from '@pantau/domain';
import { asUser, changeHold, type Hold, listCertificates, listHolds, placeHold } from '@pantau/store';
import type { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeId, encodeId, isoOrNull, pageOf } from '../pages.ts';
import { CertificatePage, HoldBody, HoldLiftBody, HoldPage, HoldQuery, HoldView, PageQuery } from '../schemas/privacy.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

const PLACES: readonly Role[] = ['commissioner', 'handling_officer'];
const CONFIRMS: readonly Role[] = ['commissioner'];

const viewOf = (h: Hold): z.infer<typeof HoldView> => ({
  id: h.id,
  case_id: h.caseId,
  reason: h.reason,
  legal_basis: h.legalBasis,
  state: h.state,
  placed_at: h.placedAt.toISOString(),
  confirmed_at: isoOrNull(h.confirmedAt),
  lift_asked_at: isoOrNull(h.liftAskedAt),
  lift_reason: h.liftReason,
  lifted_at: isoOrNull(h.liftedAt),
  may: { confirm: h.mayConfirm, ask_lift: h.mayAskLift, lift: h.mayLift },
});

export function privacyRoutes(app: Api, deps: ApiDeps): void {
  holdReadingRoutes(app, deps);
  holdRoutes(app, deps);

  app.get(
    '/v1/purge-certificates',
    {
      config: { access: { roles: ['auditor', 'commissioner'] } },
      schema: { tags: ['privacy'], summary: 'What was purged, newest first', querystring: PageQuery, response: { 200: CertificatePage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listCertificates(tx, { after: decodeId(cursor), rows: limit + 1 }));
      const page = pageOf(rows, limit, (c) => encodeId(c.id));
      return { ...page, data: page.data.map(({ keyId, at, ...c }) => ({ ...c, at: at.toISOString(), key_id: keyId })) };
    },
  );
}

function holdReadingRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/legal-holds',
    {
      config: { access: { roles: [...PLACES, 'auditor'] } },
      schema: { tags: ['privacy'], summary: 'Legal holds, newest first', querystring: HoldQuery, response: { 200: HoldPage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit, standing, case: caseId } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) =>
        listHolds(tx, { after: decodeId(cursor), rows: limit + 1, standing: standing === true, caseId: caseId ?? null }),
      );
      const page = pageOf(rows, limit, (h) => encodeId(h.id));
      return { ...page, data: page.data.map(viewOf) };
    },
  );

  app.post(
    '/v1/cases/:id/legal-holds',
    {
      config: { access: { roles: PLACES } },
      schema: {
        tags: ['privacy'],
        summary: 'Keep a case beyond its term; another person must confirm within three days',
        params: IdParams,
        headers: ActHeaders,
        body: HoldBody,
        response: { 201: HoldView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const { reason, legal_basis: legalBasis } = request.body;
        return { status: 201, body: viewOf(await placeHold(tx, userId, { caseId: request.params.id, reason, legalBasis })) };
      });
      if (fresh) deps.events.caseMoved('hold_placed', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}

function holdRoutes(app: Api, deps: ApiDeps): void {
  const shared = { tags: ['privacy'], params: IdParams, headers: ActHeaders };
  const config = { access: { roles: CONFIRMS } };

  app.post(
    '/v1/legal-holds/:id/confirmation',
    { config, schema: { ...shared, summary: 'Confirm a hold that another person placed', response: { 200: HoldView, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => ({ status: 200, body: viewOf(await changeHold(tx, userId, request.params.id, 'confirm')) }));
      return reply;
    },
  );

  app.post(
    '/v1/legal-holds/:id/lift-request',
    {
      config,
      schema: { ...shared, summary: 'Ask for a hold to be lifted', body: HoldLiftBody, response: { 200: HoldView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => ({
        status: 200,
        body: viewOf(await changeHold(tx, userId, request.params.id, 'ask_lift', request.body.reason)),
      }));
      return reply;
    },
  );

  app.post(
    '/v1/legal-holds/:id/lift',
    { config, schema: { ...shared, summary: 'Lift a hold, as another person than who asked', response: { 200: HoldView, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => ({ status: 200, body: viewOf(await changeHold(tx, userId, request.params.id, 'lift')) }));
      return reply;
    },
  );
}
