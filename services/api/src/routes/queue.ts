/** Around the queue: groups of near-duplicates, saved views, and who holds what. */
import { ProblemError, REVIEW_ROLES } from '@pantau/domain';
import {
  asUser,
  breakLease,
  changeView,
  createView,
  dismissTogether,
  type GroupPreview,
  listGroups,
  listLeases,
  listViews,
  previewGroup,
  removeView,
} from '@pantau/store';
import { z } from 'zod';
import { CASE_READERS, DECIDERS, userOf } from '../access.ts';
import { ActHeaders, act, etagOf, expectedRevision, MatchHeaders } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { reachOf } from '../filters.ts';
import { decidedOf, decodeGroupCursor, encodeGroupCursor, groupOf, heldOf, previewOf, savedViewOf } from '../present-queue.ts';
import {
  BreakBody,
  GroupDecided,
  GroupDecisionBody,
  GroupPage,
  GroupQuery,
  LeasesQuery,
  LeasesView,
  PreviewView,
  SavedViews,
  SavedViewView,
  ViewBody,
  ViewChange,
} from '../schemas/queue.ts';
import { IdParams, MovedView, PROBLEMS_4XX_5XX } from '../schemas.ts';

export function queueRoutes(app: Api, deps: ApiDeps): void {
  groupRoutes(app, deps);
  viewRoutes(app, deps);
  leaseAdminRoutes(app, deps);
}

function groupRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['groups'];

  app.get(
    '/v1/case-groups',
    {
      config: { access: { roles: DECIDERS } },
      schema: {
        tags,
        summary: 'Nearly the same text by several people, under review',
        querystring: GroupQuery,
        response: { 200: GroupPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const user = userOf(request);
      const place = { after: decodeGroupCursor(cursor), rows: limit + 1 };
      const rows = await asUser(deps.db, user.userId, (tx) => listGroups(tx, reachOf(user, DECIDERS), filter, place));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { data: page.map(groupOf), next_cursor: rows.length > limit && last ? encodeGroupCursor(last) : null };
    },
  );

  app.get(
    '/v1/case-groups/:id/preview',
    {
      config: { access: { roles: REVIEW_ROLES } },
      schema: {
        tags,
        summary: 'The posts of a group side by side; needed before they are dismissed together',
        params: IdParams,
        response: { 200: PreviewView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { userId } = userOf(request);
      const { id } = request.params;
      const p: GroupPreview = await asUser(deps.db, userId, (tx) => previewGroup(tx, userId, id));
      return previewOf(id, p);
    },
  );

  app.post(
    '/v1/case-groups/:id/decisions',
    {
      config: { access: { roles: REVIEW_ROLES } },
      schema: {
        tags,
        summary: 'Dismiss previewed posts together, all or none; a confirmation is refused',
        params: IdParams,
        headers: ActHeaders,
        body: GroupDecisionBody,
        response: { 201: GroupDecided, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx, userId) => {
        const decided = await dismissTogether(tx, userId, request.params.id, { ...request.body, now: deps.clock() });
        return { status: 201, body: decidedOf(decided) };
      });
      if (fresh) for (const c of request.body.cases) deps.events.caseMoved('opinion', c.id, userOf(request).userId);
      return reply;
    },
  );
}

function viewRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: CASE_READERS } };
  const tags = ['views'];

  app.get(
    '/v1/views',
    { config, schema: { tags, summary: 'Saved filters: the own ones and those shared with me', response: { 200: SavedViews, ...PROBLEMS_4XX_5XX } } },
    async (request) => {
      const { userId } = userOf(request);
      return { data: (await asUser(deps.db, userId, (tx) => listViews(tx, userId))).map((v) => savedViewOf(v, userId)) };
    },
  );

  app.post(
    '/v1/views',
    {
      config,
      schema: {
        tags,
        summary: 'Save a filter; a commissioner may share it with a role of a region',
        headers: ActHeaders,
        body: ViewBody,
        response: { 201: SavedViewView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { name, filter, share } = request.body;
      const { roles } = userOf(request);
      if (share && !roles.some((r) => r.role === 'commissioner')) throw new ProblemError('forbidden', 'Views are shared by a commissioner of the region.');
      await act(deps, request, reply, async (tx, userId) => {
        const view = await createView(tx, userId, { name, filter, share: share ?? null });
        return { status: 201, body: savedViewOf(view, userId), etag: etagOf(view.revision) };
      });
      return reply;
    },
  );

  app.patch(
    '/v1/views/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a saved filter',
        params: IdParams,
        headers: MatchHeaders,
        body: ViewChange,
        response: { 200: SavedViewView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, userId) => {
        const view = await changeView(tx, request.params.id, expectedRevision(request), request.body);
        return { status: 200, body: savedViewOf(view, userId), etag: etagOf(view.revision) };
      });
      return reply;
    },
  );

  app.delete(
    '/v1/views/:id',
    { config, schema: { tags, summary: 'Remove a saved filter', params: IdParams, response: { 204: z.null(), ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      await asUser(deps.db, userOf(request).userId, (tx) => removeView(tx, request.params.id));
      return reply.code(204).send(null);
    },
  );
}

function leaseAdminRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: ['system_admin', 'commissioner'] as const } };

  app.get(
    '/v1/leases',
    {
      config,
      schema: {
        tags: ['casework'],
        summary: 'Who holds which case; no more of it',
        querystring: LeasesQuery,
        response: { 200: LeasesView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listLeases(tx, request.query.after));
      const page = rows.slice(0, LEASES_SHOWN);
      return { data: page.map(heldOf), next_after: rows.length > LEASES_SHOWN ? (page.at(-1)?.caseId ?? null) : null };
    },
  );

  app.post(
    '/v1/cases/:id/break-lease',
    {
      config,
      schema: {
        tags: ['casework'],
        summary: 'Free a case that somebody else holds',
        params: IdParams,
        headers: ActHeaders,
        body: BreakBody,
        response: { 200: MovedView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const fresh = await act(deps, request, reply, async (tx) => {
        const moved = await breakLease(tx, request.params.id, request.body.reason);
        return { status: 200, body: moved, etag: etagOf(moved.revision) };
      });
      if (fresh) deps.events.caseMoved('lease_broken', request.params.id, userOf(request).userId);
      return reply;
    },
  );
}

const LEASES_SHOWN = 100;
