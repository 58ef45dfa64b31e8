/** Keys of programs, for system administrators. The key itself is shown once. */
import { type ApiScope, ProblemError, type Role, regionWithin } from '@pantau/domain';
import { asUser, type ListedKey, listApiKeys, makeApiKey, revokeApiKey, rotateApiKey } from '@pantau/store';
import type { z } from 'zod';
import { userOf } from '../access.ts';
import { ActHeaders, act } from '../act.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { KeyListQuery, KeyPage, KeyView, KeyWithSecret, NewKeyBody, RotateKeyBody } from '../schemas/identity.ts';
import { IdParams, PROBLEMS_4XX_5XX } from '../schemas.ts';

const ADMIN: readonly Role[] = ['system_admin'];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const tags = ['api keys'];

export function apiKeyRoutes(app: Api, deps: ApiDeps): void {
  const config = { access: { roles: ADMIN } };
  const shared = { tags, params: IdParams, headers: ActHeaders };
  const after = (ms: number) => new Date(deps.clock().getTime() + ms);

  app.get(
    '/v1/api-keys',
    {
      config: { access: { roles: [...ADMIN, 'auditor'] } },
      schema: { tags, summary: 'Keys of my region, by id', querystring: KeyListQuery, response: { 200: KeyPage, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listApiKeys(tx, { after: decodeIdCursor(cursor) ?? 0, rows: limit + 1 }));
      const { page, next } = idPage(rows, limit);
      return { data: page.map(viewOf), next_cursor: next };
    },
  );

  app.post(
    '/v1/api-keys',
    {
      config,
      schema: { tags, summary: 'A new key', headers: ActHeaders, body: NewKeyBody, response: { 201: KeyWithSecret, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { name, region, scopes, days, per_minute: perMinute } = request.body;
      const own = userOf(request).roles.some((r) => r.role === 'system_admin' && regionWithin(region, r.region));
      if (!own) throw new ProblemError('role_outside_region');
      await act(deps, request, reply, async (tx, me) =>
        withSecret(201, await makeApiKey(tx, me, { name, region, scopes: scopes satisfies ApiScope[], perMinute, expiresAt: after(days * DAY_MS) })),
      );
      return reply;
    },
  );

  app.post(
    '/v1/api-keys/:id/rotate',
    {
      config,
      schema: { ...shared, summary: 'A successor; both work for the overlap', body: RotateKeyBody, response: { 201: KeyWithSecret, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { overlap_hours: hours, days } = request.body;
      await act(deps, request, reply, async (tx, me) =>
        withSecret(201, await rotateApiKey(tx, me, request.params.id, { overlapUntil: after(hours * HOUR_MS), expiresAt: after(days * DAY_MS) })),
      );
      return reply;
    },
  );

  app.post(
    '/v1/api-keys/:id/revoke',
    { config, schema: { ...shared, summary: 'End a key at once', response: { 200: KeyView, ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      await act(deps, request, reply, async (tx) => ({ status: 200, body: viewOf(await revokeApiKey(tx, request.params.id)) }));
      return reply;
    },
  );
}

function withSecret(status: number, r: { key: ListedKey; secret: string }) {
  return { status, body: { key: viewOf(r.key), secret: null }, shownOnce: { secret: r.secret } };
}

function viewOf(k: ListedKey): z.infer<typeof KeyView> {
  return {
    id: k.id,
    name: k.name,
    region: k.region,
    scopes: k.scopes,
    family: k.family,
    tail: k.tail,
    per_minute: k.perMinute,
    created_at: k.createdAt.toISOString(),
    expires_at: k.expiresAt?.toISOString() ?? null,
    last_used_at: k.lastUsedAt?.toISOString() ?? null,
    revoked_at: k.revokedAt?.toISOString() ?? null,
  };
}
