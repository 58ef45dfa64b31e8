/** The log, for auditors. Reading it is in it. */
import type { Role } from '@pantau/domain';
import { asUser, listAudit } from '@pantau/store';
import { userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { AuditPage, AuditQuery } from '../schemas/identity.ts';
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
}
