/** What comes after forwarding: the board, alerts that wait, acknowledgements, letters; and the published schemas of what is sent. */
import { caseNumber, PAYLOADS, type PayloadName, ProblemError, payloadSchema, type Role } from '@pantau/domain';
import {
  acknowledge,
  alertAgain,
  asUser,
  type FollowUpRow,
  followUpRate,
  type Letter,
  listFollowUp,
  listLetters,
  prepareLetter,
  releaseLetter,
} from '@pantau/store';
import type { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { isoOrNull } from '../pages.ts';
import {
  AcknowledgedView,
  AlertAgainView,
  FollowUpList,
  FollowUpQuery,
  FollowUpRateView,
  type FollowUpView,
  LetterBody,
  LetterList,
  LetterReleaseBody,
  LetterView,
  SchemaParams,
} from '../schemas/follow-up.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

const HANDLERS: readonly Role[] = ['commissioner', 'handling_officer'];
const BOARD: readonly Role[] = [...HANDLERS, 'auditor', 'personnel_office'];

export function followUpRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: BOARD } };
  app.get(
    '/v1/follow-up',
    {
      config,
      schema: {
        tags: ['follow-up'],
        summary: 'Forwarded cases: who was told, what is late, what waits for somebody',
        querystring: FollowUpQuery,
        response: { 200: FollowUpList, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { show, cursor, limit } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listFollowUp(tx, { show, before: decodeIdCursor(cursor), limit }));
      const { page, next } = idPage(rows, limit);
      return { data: page.map(rowOf), next_cursor: next };
    },
  );

  app.get(
    '/v1/follow-up/rate',
    {
      config,
      schema: {
        tags: ['follow-up'],
        summary: 'How much of what was forwarded came back with a decision',
        response: { 200: FollowUpRateView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const r = await asUser(deps.db, userOf(request).userId, (tx) => followUpRate(tx));
      return { ...r, rate: r.forwarded === 0 ? null : r.decided / r.forwarded };
    },
  );

  tellingRoutes(app, deps);
}

function tellingRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/cases/:id/alert',
    {
      config: { access: { roles: ['commissioner'] } },
      schema: {
        tags: ['follow-up'],
        summary: 'Route the alert of a forwarded case once more, after the table was mended',
        params: IdParams,
        headers: ActHeaders,
        response: { 200: AlertAgainView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      let rung: readonly string[] = [];
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const { deliveryIds, waits } = await alertAgain(tx, { userId, id: request.params.id, now: deps.clock(), publicUrl: deps.publicUrl });
        rung = deliveryIds;
        return { status: 200, body: { deliveries: deliveryIds.length, waits } };
      });
      // After commit. Dies before the bell rings: the rows wait for the sweeper of the alerts service.
      if (fresh && rung.length > 0) void deps.ring(rung).catch((err: unknown) => deps.events.bellMissed(rung.length, err));
      if (fresh) deps.events.caseMoved('alert_routed', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/acknowledgement',
    {
      config: { access: { roles: ['personnel_office'] } },
      schema: {
        tags: ['follow-up'],
        summary: 'The office has taken note that the finding was withdrawn',
        params: IdParams,
        headers: ActHeaders,
        response: { 200: AcknowledgedView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => ({
        status: 200,
        body: { acknowledged: await acknowledge(tx, userId, request.params.id) },
      }));
      if (fresh) deps.events.caseMoved('acknowledged', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}

export function letterRoutes(app: Api, deps: ApiDeps): void {
  const shared = { tags: ['follow-up'], params: IdParams };
  app.get(
    '/v1/cases/:id/escalation-letters',
    {
      config: { access: { roles: [...HANDLERS, 'auditor'] as Role[] } },
      schema: { ...shared, summary: 'Letters about an office that does not act', response: { 200: LetterList, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => ({ data: (await asUser(deps.db, userOf(request).userId, (tx) => listLetters(tx, request.params.id))).map(letterOf) }),
  );

  app.post(
    '/v1/cases/:id/escalation-letter',
    {
      config: { access: { roles: HANDLERS } },
      schema: {
        ...shared,
        summary: 'Prepare a letter to the province or to who oversees; nothing is sent',
        headers: ActHeaders,
        body: LetterBody,
        response: { 200: LetterView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => ({
        status: 200,
        body: letterOf(await prepareLetter(tx, { userId, id: request.params.id, to: request.body.to, now: deps.clock() })),
      }));
      if (fresh) deps.events.caseMoved('letter_prepared', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.post(
    '/v1/cases/:id/escalation-letter-release',
    {
      config: { access: { roles: ['commissioner'] } },
      schema: {
        ...shared,
        summary: 'A commissioner releases the prepared letter under its number',
        headers: ActHeaders,
        body: LetterReleaseBody,
        response: { 200: LetterView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => ({
        status: 200,
        body: letterOf(await releaseLetter(tx, { userId, id: request.params.id, number: request.body.number, now: deps.clock() })),
      }));
      if (fresh) deps.events.caseMoved('letter_released', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}

/** Public and without a session: receivers check what they get against it. */
export function schemaRoutes(app: Api, deps: ApiDeps): void {
  app.get('/schemas/:name', { schema: { hide: true, params: SchemaParams } }, async (request, reply) => {
    const name = Object.keys(PAYLOADS).find((n) => `${n}.json` === request.params.name) as PayloadName | undefined;
    if (name === undefined) throw new ProblemError('not_found');
    return reply.type('application/schema+json').send(JSON.stringify(payloadSchema(name, deps.publicUrl)));
  });
}

const rowOf = (r: FollowUpRow): z.infer<typeof FollowUpView> => ({
  case_id: r.id,
  case_number: caseNumber(r.id),
  region: r.region,
  region_name: r.regionName,
  state: r.state,
  forwarded_at: r.forwardedAt.toISOString(),
  due_at: isoOrNull(r.dueAt),
  overdue_at: isoOrNull(r.overdueAt),
  sanction: r.sanction,
  recipient_question: r.question,
  waits: r.waits,
  deliveries: { told: r.told, underway: r.underway, dead: r.dead, unacknowledged: r.unacknowledged },
  letter: r.letter,
});

const letterOf = (l: Letter): z.infer<typeof LetterView> => ({
  id: l.id,
  addressee: l.addressee,
  content: l.content,
  prepared_at: l.preparedAt.toISOString(),
  number: l.number,
  released_at: isoOrNull(l.releasedAt),
});
