/** Importing a register from the console: a file in pieces, a look at what it would change, and the word to publish it. */
import { NATION, ProblemError, REGISTER_IMPORT, type Role } from '@pantau/domain';
import {
  asUser,
  beginRegisterImport,
  checkRegisterImport,
  confirmRegisterImport,
  listRegisterImports,
  putImportPiece,
  type RegisterImport,
  readRegisterImport,
  stopRegisterImport,
  type Tx,
} from '@pantau/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { ImportId, ImportPreview, NewImportBody, PieceParams, RegisterImports, RegisterImportView } from '../schemas/office.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

const ADMIN: readonly Role[] = ['register_admin'];
const READERS: readonly Role[] = ['register_admin', 'auditor'];
const tags = ['registers'];

export async function registerImportRoutes(app: Api, deps: ApiDeps): Promise<void> {
  readingRoutes(app, deps);
  beginRoute(app, deps);
  step(app, deps, 'check', 'Everything is sent: compare it with what is published', (tx, me, id) => checkRegisterImport(tx, me, id));
  step(app, deps, 'confirmation', 'Publish what was looked at; a difference that has changed meanwhile is shown again', (tx, me, id) =>
    confirmRegisterImport(tx, me, id),
  );
  step(app, deps, 'stop', 'Give it up; nothing of it stays', (tx, me, id) => stopRegisterImport(tx, me, id, deps.clock()));
  // In a scope of its own: a piece is bytes, not JSON.
  await app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: REGISTER_IMPORT.pieceBytes }, (_request, body, done) =>
      done(null, body),
    );
    pieceRoute(scope as Api, deps);
  });
}

function readingRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/register-imports',
    {
      config: { access: { roles: READERS } },
      schema: { tags, summary: 'Imports of the console, newest first', response: { 200: RegisterImports, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { userId } = userOf(request);
      const rows = await asUser(deps.db, userId, (tx) => listRegisterImports(tx, userId, API.importsShown));
      return { data: rows.map(viewOf) };
    },
  );
  app.get(
    '/v1/register-imports/:id',
    {
      config: { access: { roles: READERS } },
      schema: { tags, summary: 'How far an import is, and what it would change', params: ImportId, response: { 200: RegisterImportView, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { userId } = userOf(request);
      return viewOf(await asUser(deps.db, userId, (tx) => readRegisterImport(tx, userId, request.params.id)));
    },
  );
}

function beginRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/register-imports',
    {
      config: { access: { roles: ADMIN } },
      schema: { tags, summary: 'Begin an import', headers: ActHeaders, body: NewImportBody, response: { 201: RegisterImportView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { kind, file_name: fileName, bytes, election } = request.body;
      const within = regionsOf(request);
      // The contest register is one for the whole country; accounts are kept region by region.
      if (kind === 'register' && !within.includes(NATION)) throw new ProblemError('role_outside_region');
      await act(deps, request, reply, async (tx, me) => ({
        status: 201,
        body: viewOf(await beginRegisterImport(tx, me, { kind, fileName, bytes, election, within })),
      }));
      return reply;
    },
  );
}

const regionsOf = (request: FastifyRequest): string[] => [
  ...new Set(
    userOf(request)
      .roles.filter((r) => r.role === 'register_admin')
      .map((r) => r.region),
  ),
];

function pieceRoute(app: Api, deps: ApiDeps): void {
  app.put(
    '/v1/register-imports/:id/pieces/:n',
    {
      config: { access: { roles: ADMIN } },
      schema: {
        tags,
        summary: 'One piece of the file, counted from 0; sending it again changes nothing',
        consumes: ['application/octet-stream'],
        params: PieceParams,
        response: { 204: z.null(), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { userId } = userOf(request);
      const { id, n } = request.params;
      const content = request.body;
      if (!Buffer.isBuffer(content)) throw new ProblemError('unsupported_media_type', 'A piece is application/octet-stream.');
      await asUser(deps.db, userId, (tx) => putImportPiece(tx, deps.keyring, userId, { id, n, content }));
      return reply.code(204).send(null);
    },
  );
}

/** One POST that moves an import on and answers with it. */
function step(app: Api, deps: ApiDeps, name: string, summary: string, run: (tx: Tx, me: number, id: string) => Promise<RegisterImport>): void {
  app.post(
    `/v1/register-imports/:id/${name}`,
    {
      config: { access: { roles: ADMIN } },
      schema: { tags, summary, params: ImportId, headers: ActHeaders, response: { 200: RegisterImportView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, me) => {
        const { id } = request.params as z.output<typeof ImportId>;
        return { status: 200, body: viewOf(await run(tx, me, id)) };
      });
      return reply;
    },
  );
}

function viewOf(i: RegisterImport): z.infer<typeof RegisterImportView> {
  return {
    id: i.id,
    kind: i.kind,
    state: i.state,
    file_name: i.fileName,
    bytes_total: i.bytesTotal,
    bytes_sent: i.bytesSent,
    piece_bytes: REGISTER_IMPORT.pieceBytes,
    bytes_done: i.bytesDone,
    rows_done: i.rowsDone,
    step: i.step,
    stopping: i.stopAsked,
    preview: i.preview === null ? null : ImportPreview.parse(i.preview),
    fault: i.fault,
    version: i.version,
    counts: i.counts,
    mine: i.mine,
    created_at: i.createdAt.toISOString(),
    changed_at: i.changedAt.toISOString(),
  };
}
