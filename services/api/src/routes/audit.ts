/** The log, for auditors. Reading it is in it. */
import type { Role } from '@pantau/domain';
import { type AuditRoot, asUser, listAudit, listRoots, rootStatement } from '@pantau/store';
import type { z } from 'zod';
import { userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { AuditPage, AuditQuery, RootsQuery, RootsView } from '../schemas/identity.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

const AUDITOR: readonly Role[] = ['auditor'];

export function auditRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/audit',
    {
      config: { access: { roles: AUDITOR }, audit: { action: 'audit_read', object: 'audit' } },
      schema: {
        tags: ['audit'],
        summary: 'Who did, saw and was refused what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { cursor, limit, object_id: objectId, from, to, ...f } = request.query;
      const filter = { ...f, objectId, from: from === undefined ? undefined : new Date(from), to: to === undefined ? undefined : new Date(to) };
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listAudit(tx, filter, { before: decodeIdCursor(cursor), rows: limit + 1 }));
      const { page, next } = idPage(rows, limit);
      return {
        data: page.map(({ objectId: object_id, at, ...r }) => ({ ...r, object_id, at: at.toISOString() })),
        next_cursor: next,
      };
    },
  );

  app.get(
    '/v1/audit/roots',
    {
      config: { access: { roles: AUDITOR } },
      schema: {
        tags: ['audit'],
        summary: 'The signed end of each day of the log, newest first',
        querystring: RootsQuery,
        response: { 200: RootsView, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { before = null, limit } = request.query;
      const roots = await asUser(deps.db, userOf(request).userId, (tx) => listRoots(tx, { before, rows: limit + 1 }));
      const page = roots.slice(0, limit);
      return { data: page.map(rootView), next_before: roots.length > limit ? (page.at(-1)?.day ?? null) : null };
    },
  );
}

function rootView(r: AuditRoot): z.infer<typeof RootsView>['data'][number] {
  return {
    day: r.day,
    last_id: r.lastId,
    statement: rootStatement(r),
    key_id: r.keyId,
    public_key: r.publicKey,
    signature: r.signature.toString('base64'),
    signed_at: r.signedAt.toISOString(),
    token: r.token?.toString('base64') ?? null,
    stamped_at: r.stampedAt?.toISOString() ?? null,
  };
}
