/**
 * The statement of the person concerned: an officer makes the link, the person opens it without an account. The public routes act
 * as `pantau_statement`; whatever is wrong with a link, a code or its digits is answered the same way.
 */
import { fileTypeOf, ProblemError, type Role, STATEMENT_FILE_TYPES } from '@pantau/domain';
import {
  asUser,
  attachToStatement,
  closeStatement,
  confirmStatementLink,
  createStatementLink,
  listStatementLinks,
  mustSeeCase,
  STATEMENT,
  viewStatement,
} from '@pantau/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { isoOrNull } from '../pages.ts';
import {
  StatementAnswerBody,
  StatementDone,
  StatementFileQuery,
  StatementHeaders,
  StatementLinkList,
  StatementLinkView,
  StatementPage,
  StatementPassBody,
  StatementPassView,
  StatementRefusalBody,
} from '../schemas/privacy.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';
import { statementFiles } from '../statement-files.ts';
import { statementPage } from '../statement-page.ts';

const OFFICER: readonly Role[] = ['handling_officer'];
const MINUTE_MS = 60_000;

export async function statementRoutes(app: Api, deps: ApiDeps): Promise<void> {
  linkRoutes(app, deps);
  statementFiles(app);
  // In a scope of its own: these answers are for one person and no machine, and only here a file may be a body.
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('x-robots-tag', 'noindex, nofollow, noarchive').header('referrer-policy', 'no-referrer');
    });
    scope.addContentTypeParser([...STATEMENT_FILE_TYPES], { parseAs: 'buffer', bodyLimit: STATEMENT.fileBytes }, (_request, body, done) => done(null, body));
    personRoutes(scope as Api, deps);
    endingRoutes(scope as Api, deps);
    fileRoute(scope as Api, deps);
  });
}

function linkRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/cases/:id/statement-link',
    {
      config: { access: { roles: OFFICER } },
      schema: {
        tags: ['privacy'],
        summary: 'Make the link that is printed with a summons; an earlier one ends',
        params: IdParams,
        headers: ActHeaders,
        response: { 201: StatementLinkView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const link = await createStatementLink(tx, userId, request.params.id, deps.clock());
        // The token follows the number sign, so that no server and no log ever sees the address that is printed.
        const shownOnce = { address: `${deps.publicUrl}/pernyataan#${link.token}`, code: link.code };
        return { status: 201, body: { id: link.id, expires_at: link.expiresAt.toISOString() }, shownOnce };
      });
      if (fresh) deps.events.caseMoved('statement_link', request.params.id, userOf(request).userId);
      return reply;
    },
  );

  app.get(
    '/v1/cases/:id/statement-links',
    {
      config: { access: { roles: [...OFFICER, 'commissioner', 'auditor'] } },
      schema: {
        tags: ['privacy'],
        summary: 'Links made for a case, newest first',
        params: IdParams,
        response: { 200: StatementLinkList, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const rows = await asUser(deps.db, userOf(request).userId, async (tx) => {
        await mustSeeCase(tx, request.params.id);
        return listStatementLinks(tx, request.params.id);
      });
      return {
        data: rows.map((l) => ({
          id: l.id,
          created_at: l.createdAt.toISOString(),
          expires_at: l.expiresAt.toISOString(),
          opened_at: isoOrNull(l.openedAt),
          state: l.state,
        })),
      };
    },
  );
}

const passOf = (request: FastifyRequest): string => {
  const pass = request.headers['statement-pass'];
  if (typeof pass !== 'string') throw new ProblemError('statement_link_refused');
  return pass;
};

function personRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/statements/passes',
    {
      config: { access: 'public', rateLimit: { max: deps.signInsPerMinute, timeWindow: MINUTE_MS } },
      schema: {
        tags: ['statement'],
        summary: 'Confirm a statement link with its code and the last digits of the own number',
        body: StatementPassBody,
        response: { 201: StatementPassView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { token, code, number_tail: tail } = request.body;
      const pass = await confirmStatementLink(deps.db, { token, code, tail });
      if (!pass) throw new ProblemError('statement_link_refused');
      return reply.code(201).send({ pass: pass.pass, until: pass.until.toISOString() });
    },
  );

  app.get(
    '/v1/statements/current',
    {
      config: { access: 'public' },
      schema: {
        tags: ['statement'],
        summary: 'The allegation, the words, the act and the law',
        headers: StatementHeaders,
        response: { 200: StatementPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const view = await viewStatement(deps.db, passOf(request));
      if (!view) throw new ProblemError('statement_link_refused');
      return statementPage(view);
    },
  );
}

function endingRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/statements/current/answer',
    {
      config: { access: 'public' },
      schema: {
        tags: ['statement'],
        summary: 'Give the statement; the link ends',
        headers: StatementHeaders,
        body: StatementAnswerBody,
        response: { 201: StatementDone, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      if (!(await closeStatement(deps.db, passOf(request), { refused: false, text: request.body.text }))) throw new ProblemError('statement_link_refused');
      return reply.code(201).send({ received: true });
    },
  );

  app.post(
    '/v1/statements/current/refusal',
    {
      config: { access: 'public' },
      schema: {
        tags: ['statement'],
        summary: 'Refuse to give a statement; the link ends',
        headers: StatementHeaders,
        body: StatementRefusalBody,
        response: { 201: StatementDone, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      if (!(await closeStatement(deps.db, passOf(request), { refused: true, text: request.body.text }))) throw new ProblemError('statement_link_refused');
      return reply.code(201).send({ received: true });
    },
  );
}

function fileRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/statements/current/files',
    {
      config: { access: 'public', rateLimit: { max: deps.signInsPerMinute, timeWindow: MINUTE_MS } },
      bodyLimit: STATEMENT.fileBytes,
      // Before twelve megabytes are read from somebody who has no pass.
      preParsing: async (request) => {
        if (!(await viewStatement(deps.db, passOf(request)))) throw new ProblemError('statement_link_refused');
      },
      schema: {
        tags: ['statement'],
        summary: `Add a file to the statement: the file itself as the body, one of ${STATEMENT_FILE_TYPES.join(', ')}`,
        headers: StatementHeaders,
        querystring: StatementFileQuery,
        response: { 201: StatementDone, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const pass = passOf(request);
      const content: unknown = request.body;
      if (!Buffer.isBuffer(content) || content.length === 0) throw new ProblemError('file_refused');
      const type = fileTypeOf(content);
      const said = String(request.headers['content-type']).split(';')[0]?.trim().toLowerCase();
      if (type === null || type !== said) throw new ProblemError('file_refused');
      const done = await attachToStatement(deps.db, pass, { name: request.query.file_name, type, content });
      if (done === 'no_link') throw new ProblemError('statement_link_refused');
      if (done === 'too_many') throw new ProblemError('statement_files_full');
      return reply.code(201).send({ received: true });
    },
  );
}
