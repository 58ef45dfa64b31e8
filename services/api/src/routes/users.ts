/** Accounts, for system administrators. What they reach is decided by row-level security: their region, never their own person. */

import type { Role } from '@pantau/domain';
import {
  type AdminUser,
  activateUser,
  addUser,
  asUser,
  changeRoles,
  dropSecondFactor,
  linkUser,
  listManagedUsers,
  mergePerson,
  readManagedUser,
  resetPassword,
  type Tx,
  unlockUser,
} from '@pantau/store';
import { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { IdentityBody, NewUserBody, RolesBody, SamePersonBody, UserListQuery, UserPage, UserView, UserWithPassword } from '../schemas/identity.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

const ADMIN: readonly Role[] = ['system_admin'];
const READERS: readonly Role[] = ['system_admin', 'auditor'];
const tags = ['users'];

export function userRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: READERS } };

  app.get(
    '/v1/users',
    {
      config: { ...config, audit: { action: 'users_read', object: 'user' } },
      schema: { tags, summary: 'Accounts of my region, by id', querystring: UserListQuery, response: { 200: UserPage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit, q } = request.query;
      const after = decodeIdCursor(cursor) ?? 0;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listManagedUsers(tx, { after, rows: limit + 1, query: q }));
      const { page, next } = idPage(rows, limit);
      return { data: page.map(viewOf), next_cursor: next };
    },
  );

  app.get(
    '/v1/users/:id',
    {
      config: { ...config, audit: { action: 'user_read', object: 'user', param: 'id' } },
      schema: { tags, summary: 'One account', params: IdParams, response: { 200: UserView, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => viewOf(await asUser(deps.db, userOf(request).userId, (tx) => readManagedUser(tx, request.params.id))),
  );

  passwordRoutes(app, deps);
  changeRoutes(app, deps);
}

/** Answers that carry a password for the first sign-in, once. */
function passwordRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/v1/users',
    {
      config: { access: { roles: ADMIN } },
      schema: {
        tags,
        summary: 'A new account with a password for its first sign-in',
        headers: ActHeaders,
        body: NewUserBody,
        response: { 201: UserWithPassword, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { display_name: displayName, ...u } = request.body;
      await act(deps, request, reply, async (tx, me) => withPassword(201, await addUser(tx, me, { ...u, displayName })));
      return reply;
    },
  );

  app.post(
    '/v1/users/:id/password',
    {
      config: { access: { roles: ADMIN } },
      schema: {
        tags,
        summary: 'A new password for the next sign-in; ends all sessions. Whoever reset the second factor may not do this too',
        params: IdParams,
        headers: ActHeaders,
        response: { 200: UserWithPassword, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, me) => withPassword(200, await resetPassword(tx, me, request.params.id)));
      return reply;
    },
  );
}

function changeRoutes(app: Api, deps: ApiDeps): void {
  change(app, deps, 'roles', 'Grant and revoke roles; ends all sessions', RolesBody, (tx, me, id, body) => changeRoles(tx, me, id, body));
  change(app, deps, 'identity', 'Link to an identity at the provider, or take the link away', IdentityBody, (tx, me, id, body) =>
    linkUser(tx, me, id, body.identity),
  );
  change(app, deps, 'same-person', 'This account and another belong to one person; for good', SamePersonBody, (tx, me, id, body) =>
    mergePerson(tx, me, id, body.user_id),
  );
  change(app, deps, 'deactivate', 'Lock out at once', NoBody, (tx, me, id) => activateUser(tx, me, id, false));
  change(app, deps, 'activate', 'Let in again', NoBody, (tx, me, id) => activateUser(tx, me, id, true));
  change(app, deps, 'unlock', 'Lift a lock after wrong passwords', NoBody, (tx, me, id) => unlockUser(tx, me, id));
  change(app, deps, 'reset-second-factor', 'Take the second factor away; ends all sessions', NoBody, (tx, me, id) => dropSecondFactor(tx, me, id));
}

const NoBody = z.strictObject({}).nullish();

/** One POST that changes an account and answers with it. */
function change<B extends z.ZodType>(
  app: Api,
  deps: ApiDeps,
  name: string,
  summary: string,
  body: B,
  run: (tx: Tx, me: number, id: number, body: z.output<B>) => Promise<AdminUser>,
): void {
  app.post(
    `/v1/users/:id/${name}`,
    {
      config: { access: { roles: ADMIN } },
      schema: { tags, summary, params: IdParams, headers: ActHeaders, body, response: { 200: UserView, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      await act(deps, request, reply, async (tx, me) => {
        const { id } = request.params as z.output<typeof IdParams>;
        return { status: 200, body: viewOf(await run(tx, me, id, request.body as z.output<B>)) };
      });
      return reply;
    },
  );
}

function withPassword(status: number, r: { user: AdminUser; password: string }) {
  return { status, body: { user: viewOf(r.user), one_time_password: null }, shownOnce: { one_time_password: r.password } };
}

/** From stored times or, in a repeated answer, from JSON: `jsonb` columns arrive as they are. */
function viewOf(u: AdminUser): z.infer<typeof UserView> {
  return {
    id: u.id,
    username: u.username,
    display_name: u.displayName,
    region: u.region,
    active: u.active,
    locked_until: u.lockedUntil?.toISOString() ?? null,
    second_factor: u.secondFactor,
    must_change_password: u.mustChangePassword,
    identity: u.identity,
    same_person_as: u.samePersonAs,
    roles: u.roles.map(({ until, ...r }) => ({ ...r, until: until ? new Date(until).toISOString() : null })),
    managed: u.managed,
    created_at: u.createdAt.toISOString(),
  };
}
