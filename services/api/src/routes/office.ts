/** What the administration sees and sets beside people and keys: terms of keeping, backups, sources, the first administrator. */
import { ProblemError, type Role } from '@pantau/domain';
import {
  addSource,
  asUser,
  listBackups,
  listRetentionRuns,
  makeFirstAdmin,
  officeRetentionPreview,
  retentionRules,
  setupNeeded,
  turnSource,
} from '@pantau/store';
import { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { isoOrNull } from '../pages.ts';
import {
  BackupsView,
  FirstAdminBody,
  NewSourceBody,
  RetentionPreviewView,
  RetentionRulesView,
  RetentionRunPage,
  RunPageQuery,
  SetupView,
  SourceMade,
  SourceSwitched,
} from '../schemas/office.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';
import { guessLimit } from './sessions.ts';

const ADMIN: readonly Role[] = ['system_admin'];
const KEEPERS: readonly Role[] = ['auditor', 'commissioner', 'system_admin'];

export function officeRoutes(app: Api, deps: ApiDeps): void {
  retentionRoutes(app, deps);
  sourceRoutes(app, deps);
  setupRoutes(app, deps);

  app.get(
    '/v1/backups',
    {
      config: { access: { roles: ['system_admin', 'auditor'] } },
      schema: { tags: ['office'], summary: 'Backups made of this database, newest first', response: { 200: BackupsView, ...PROBLEMS_4XX_5XX } },
    },
    async () => ({
      data: (await listBackups(deps.db, API.backupsShown)).map((b) => ({
        id: b.id,
        created_at: b.createdAt.toISOString(),
        file_name: b.fileName,
        bytes: b.bytes,
        rows: b.rows,
        made_by: b.madeBy,
        sha256: b.sha256,
        proven_at: isoOrNull(b.provenAt),
        proven_by: b.provenBy,
      })),
    }),
  );
}

function retentionRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: KEEPERS } };
  const tags = ['privacy'];

  app.get(
    '/v1/retention/rules',
    { config, schema: { tags, summary: 'How long each kind of record is kept, and why', response: { 200: RetentionRulesView, ...PROBLEMS_4XX_5XX } } },
    async () => ({
      data: (await retentionRules(deps.db)).map((r) => ({ class: r.class, n: r.keep.n, unit: r.keep.unit, from: r.from, leaves: r.leaves, basis: r.basis })),
    }),
  );

  app.get(
    '/v1/retention/preview',
    {
      config,
      schema: { tags, summary: 'What the next run would take away; changes nothing', response: { 200: RetentionPreviewView, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => asUser(deps.db, userOf(request).userId, (tx) => officeRetentionPreview(tx, deps.clock())),
  );

  app.get(
    '/v1/retention/runs',
    {
      config,
      schema: {
        tags,
        summary: 'Runs that took something away, and the latest that did not, newest first',
        querystring: RunPageQuery,
        response: { 200: RetentionRunPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const { page, next } = idPage(await listRetentionRuns(deps.db, { before: decodeIdCursor(cursor), rows: limit + 1 }), limit);
      return { data: page.map((r) => ({ ...r, at: r.at.toISOString() })), next_cursor: next };
    },
  );
}

function sourceRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: ADMIN } };
  const tags = ['status'];

  app.post(
    '/v1/sources',
    {
      config,
      schema: {
        tags,
        summary: 'A new source; it fetches nothing before it is switched on. For administrators of the whole country',
        headers: ActHeaders,
        body: NewSourceBody,
        response: { 201: SourceMade, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const body = request.body;
      await act(deps, request, reply, async (tx) => {
        const id = await addSource(tx, body).catch(outsideCountry);
        if (id === null) throw new ProblemError('source_exists');
        return { status: 201, body: { id } };
      });
      return reply;
    },
  );

  for (const [name, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const)
    app.post(
      `/v1/sources/:id/${name}`,
      {
        config,
        schema: {
          tags,
          summary: enabled ? 'Let it fetch, as far as its policy is complete and current' : 'Fetch nothing any more; what is stored stays',
          params: IdParams,
          headers: ActHeaders,
          response: { 200: SourceSwitched, ...PROBLEMS_4XX_5XX },
        },
      },
      async (request, reply) => {
        await act(deps, request, reply, async (tx) => {
          const { id } = request.params;
          if (!(await turnSource(tx, id, enabled).catch(outsideCountry))) throw new ProblemError('not_found');
          return { status: 200, body: { id, enabled } };
        });
        return reply;
      },
    );
}

/** Sources serve the whole installation; the database refuses administrators of a part of it. */
function outsideCountry(e: unknown): never {
  throw (e as { code?: unknown } | null)?.code === '42501' ? new ProblemError('role_outside_region') : e;
}

function setupRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/setup',
    {
      config: { access: 'public' },
      schema: {
        tags: ['sessions'],
        summary: 'Whether this installation still waits for its first administrator',
        response: { 200: SetupView, ...PROBLEMS_4XX_5XX },
      },
    },
    async () => ({ needed: await setupNeeded(deps.authDb) }),
  );

  app.post(
    '/v1/setup/administrator',
    {
      config: { access: 'public', ...guessLimit(deps) },
      schema: {
        tags: ['sessions'],
        summary: 'The first administrator, by the token that was printed at the start; works once, and only while there are no accounts',
        body: FirstAdminBody,
        response: { 204: z.null(), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { display_name: displayName, ...o } = request.body;
      const made = await makeFirstAdmin(deps.authDb, { ...o, displayName });
      if (made.ok) return reply.code(204).send(null);
      if (made.fault === 'weak') throw new ProblemError('password_weak', made.reason);
      throw new ProblemError('setup_refused');
    },
  );
}
