/** The desk for the people watched: their requests with a clock, and everything stored about one of them. */
import type { Role } from '@pantau/domain';
import {
  answerRequest,
  asUser,
  checkIdentity,
  deskAccounts,
  listCaseMarks,
  listSubjectRequests,
  readSubjectRequest,
  receiveSubjectRequest,
  refuseRequest,
  type SubjectRequest,
  subjectFile,
} from '@pantau/store';
import { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act, etagOf, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeId, decodeMoment, encodeId, encodeMoment, isoOrNull, pageOf } from '../pages.ts';
import {
  AnswerBody,
  CaseMarkPage,
  IdentityCheckBody,
  PageQuery,
  RefusalBody,
  RequestBody,
  RequestDetail,
  RequestMoved,
  RequestPage,
  RequestQuery,
  type RequestView,
  SubjectFileBody,
} from '../schemas/privacy.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

/** The officer who handles cases also hears the people they are about; those who decide and who audit look on. */
const DESK: readonly Role[] = ['handling_officer'];
const READERS: readonly Role[] = ['handling_officer', 'commissioner', 'auditor'];

const viewOf = (r: SubjectRequest): z.infer<typeof RequestView> => ({
  id: r.id,
  kind: r.kind,
  matter: r.matter,
  region: r.region,
  state: r.state,
  received_at: r.receivedAt.toISOString(),
  due_at: r.dueAt.toISOString(),
  overdue: r.overdue,
  wish: r.wish,
  person_id: r.personId,
  account_id: r.accountId,
  proof: r.proof,
  checked_at: isoOrNull(r.checkedAt),
  outcome: r.outcome,
  refusal: r.refusal,
  answer: r.answer,
  answered_at: isoOrNull(r.answeredAt),
  revision: r.revision,
});

export function subjectRequestRoutes(app: Api, deps: ApiDeps): void {
  readingRoutes(app, deps);
  receivingRoutes(app, deps);
  answeringRoutes(app, deps);
  subjectFileRoute(app, deps);
}

function readingRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: READERS } };
  app.get(
    '/v1/subject-requests',
    {
      config,
      schema: {
        tags: ['privacy'],
        summary: 'Requests of data subjects, the most urgent first',
        querystring: RequestQuery,
        response: { 200: RequestPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit, open } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) =>
        listSubjectRequests(tx, { after: decodeMoment(cursor), rows: limit + 1, open: open === true }),
      );
      const page = pageOf(rows, limit, (r) => encodeMoment(r.dueAt, r.id));
      return { ...page, data: page.data.map(viewOf) };
    },
  );

  app.get(
    '/v1/subject-requests/:id',
    {
      config: { ...config, audit: { action: 'subject_request_read', object: 'subject_request', param: 'id' } },
      schema: { tags: ['privacy'], summary: 'A request; ETag is its revision', params: IdParams, response: { 200: RequestDetail, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { detail, accounts } = await asUser(deps.db, userOf(request).userId, async (tx) => {
        const r = await readSubjectRequest(tx, deps.keyring, request.params.id);
        return { detail: r, accounts: r.personId === null ? [] : await deskAccounts(tx, r.personId) };
      });
      const body = { ...viewOf(detail), contact: detail.contact, accounts: accounts.map((a) => ({ ...a, ended_at: isoOrNull(a.ended_at) })) };
      return reply.header('etag', etagOf(detail.revision)).send(body);
    },
  );

  app.get(
    '/v1/case-marks',
    {
      config,
      schema: {
        tags: ['privacy'],
        summary: 'Cases that a granted correction puts into question: to be looked at, reopened or withdrawn',
        querystring: PageQuery,
        response: { 200: CaseMarkPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listCaseMarks(tx, { after: decodeId(cursor), rows: limit + 1 }));
      const page = pageOf(rows, limit, (m) => encodeId(m.id));
      return {
        ...page,
        data: page.data.map((m) => ({
          id: m.id,
          case_id: m.caseId,
          request_id: m.requestId,
          mark: m.mark,
          state: m.state as 'FLAGGED',
          at: m.at.toISOString(),
        })),
      };
    },
  );
}

function receivingRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: DESK } };
  app.post(
    '/v1/subject-requests',
    {
      config,
      schema: {
        tags: ['privacy'],
        summary: 'Record a request; its clock starts now',
        headers: ActHeaders,
        body: RequestBody,
        response: { 201: RequestMoved, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => {
        const id = await receiveSubjectRequest(tx, deps.keyring, userId, request.body, deps.clock());
        return { status: 201, body: { id, state: 'RECEIVED', revision: 1, cases_marked: 0 }, etag: etagOf(1) };
      });
      return reply;
    },
  );

  app.post(
    '/v1/subject-requests/:id/identity',
    {
      config,
      schema: {
        tags: ['privacy'],
        summary: 'Record that whoever asks is this person',
        params: IdParams,
        headers: z.looseObject({ 'if-match': z.string().optional() }),
        body: IdentityCheckBody,
        response: { 200: RequestMoved, ...PROBLEMS_4XX_5XX },
      },
    },
    // Not kept for replays, so that not even a hash of the number is; If-Match makes it happen once.
    async (request, reply) => {
      const expected = expectedRevision(request);
      const { userId } = userOf(request);
      await asUser(deps.db, userId, (tx) => checkIdentity(tx, deps.keyring, { userId, id: request.params.id, expected, ...request.body }));
      const revision = expected + 1;
      return reply.header('etag', etagOf(revision)).send({ id: request.params.id, state: 'IDENTITY_CHECKED', revision, cases_marked: 0 });
    },
  );
}

function answeringRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: DESK } };
  const shared = { tags: ['privacy'], params: IdParams, headers: MatchHeaders };
  app.post(
    '/v1/subject-requests/:id/answer',
    {
      config,
      schema: {
        ...shared,
        summary: 'Answer; granting the correction of a wrong account ends its link and marks its cases',
        body: AnswerBody,
        response: { 200: RequestMoved, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => {
        const expected = expectedRevision(request);
        const { outcome, answer, account_id: accountId } = request.body;
        const { casesMarked } = await answerRequest(tx, { userId, id: request.params.id, expected, outcome, answer, accountId });
        return {
          status: 200,
          body: { id: request.params.id, state: 'ANSWERED', revision: expected + 1, cases_marked: casesMarked },
          etag: etagOf(expected + 1),
        };
      });
      return reply;
    },
  );

  app.post(
    '/v1/subject-requests/:id/refusal',
    { config, schema: { ...shared, summary: 'Refuse, with the reason', body: RefusalBody, response: { 200: RequestMoved, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => {
        const expected = expectedRevision(request);
        await refuseRequest(tx, { userId, id: request.params.id, expected, ...request.body });
        return { status: 200, body: { id: request.params.id, state: 'REFUSED', revision: expected + 1, cases_marked: 0 }, etag: etagOf(expected + 1) };
      });
      return reply;
    },
  );
}

function subjectFileRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/subjects/file',
    {
      config: { access: { roles: DESK } },
      schema: {
        tags: ['privacy'],
        summary: 'Everything stored about one person of the own region; the purpose is logged before anything is read',
        body: SubjectFileBody,
        response: { 200: z.unknown(), ...PROBLEMS_4XX_5XX },
      },
    },
    // Not replayed: the answer is kept nowhere, and each look is a look.
    async (request) => {
      const { number, person_id: personId, purpose } = request.body;
      return asUser(deps.db, userOf(request).userId, (tx) => subjectFile(tx, deps.keyring, { number, personId, purpose }));
    },
  );
}
