/** Files of joined cases, agreement of readers, and declared conflicts of interest. */
import { JoinInput, rolesOf, SplitInput } from '@pantau/domain';
import { asUser, type CaseFile, declareConflict, joinCases, listConflicts, readAgreement, readFile, splitCase } from '@pantau/store';
import { z } from 'zod';
import { DECIDERS, userOf } from '../access.ts';
import { ActHeaders, act, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AgreementQuery, AgreementView, ConflictBody, ConflictsView, ConflictView, FileView } from '../schemas/workflow.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

const fileOf = (f: CaseFile): z.infer<typeof FileView> => ({
  id: f.id,
  contest: f.contest,
  region: f.region,
  due_at: f.dueAt?.toISOString() ?? null,
  cases: f.cases,
});

export function caseFileRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/case-files',
    {
      config: { access: { roles: rolesOf('join') } },
      schema: {
        tags: ['casework'],
        summary: 'Join confirmed cases of one person and contest into one file, or add them to theirs',
        headers: ActHeaders,
        body: JoinInput,
        response: { 201: FileView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => ({
        status: 201,
        body: fileOf(await joinCases(tx, userId, request.body, deps.clock())),
      }));
      if (fresh) for (const id of request.body.case_ids) deps.events.caseMoved('joined', id, userOf(request).userId);
      return reply;
    },
  );

  app.get(
    '/v1/case-files/:id',
    {
      config: { access: { roles: DECIDERS } },
      schema: { tags: ['casework'], summary: 'A file and its cases', params: IdParams, response: { 200: FileView, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => fileOf(await asUser(deps.db, userOf(request).userId, (tx) => readFile(tx, request.params.id))),
  );

  app.post(
    '/v1/cases/:id/split',
    {
      config: { access: { roles: rolesOf('split') } },
      schema: {
        tags: ['casework'],
        summary: 'Take a case out of its file; it goes on by itself',
        params: IdParams,
        headers: MatchHeaders,
        body: SplitInput,
        response: { 200: z.object({ file: FileView.nullable() }), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const file = await splitCase(tx, userId, request.params.id, expectedRevision(request), request.body, deps.clock());
        return { status: 200, body: { file: file ? fileOf(file) : null } };
      });
      if (fresh) deps.events.caseMoved('split', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}

export function reviewerRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/agreement',
    {
      config: { access: { roles: ['commissioner', 'auditor'] } },
      schema: {
        tags: ['casework'],
        summary: "Cohen's kappa of blind readers, by label, region and pair",
        querystring: AgreementQuery,
        response: { 200: AgreementView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const a = await asUser(deps.db, userOf(request).userId, (tx) => readAgreement(tx, request.query));
      return {
        overall: a.overall,
        by_label: a.byLabel,
        by_region: a.byRegion,
        by_pair: a.byPair.map((p) => ({ ...p, readers: p.readers.map((id) => ({ id, name: a.names.get(id) ?? null })) })),
      };
    },
  );

  const mine = { access: { roles: rolesOf('claim') } };
  app.get(
    '/v1/me/conflicts',
    { config: mine, schema: { tags: ['casework'], summary: 'The own declared conflicts of interest', response: { 200: ConflictsView, ...PROBLEMS_4XX_5XX } } },
    async (request) => {
      const { userId } = userOf(request);
      const rows = await asUser(deps.db, userId, (tx) => listConflicts(tx, userId));
      return { data: rows.map((c) => ({ id: c.id, kind: c.kind, agency: c.agency, declared_at: c.declaredAt.toISOString() })) };
    },
  );
  app.post(
    '/v1/me/conflicts',
    {
      config: mine,
      schema: {
        tags: ['casework'],
        summary: 'Declare a former agency or kin; their cases are no longer offered',
        headers: ActHeaders,
        body: ConflictBody,
        response: { 201: ConflictView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => ({ status: 201, body: { id: await declareConflict(tx, userId, request.body) } }));
      return reply;
    },
  );
}
