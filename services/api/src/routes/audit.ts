/** The log, for auditors. Reading it is in it. */
import { LIMITS, type Role } from '@pantau/domain';
import { type AuditFilter, type AuditRoot, type AuditRow, asUser, listAudit, listRoots, rootStatement, type Tx } from '@pantau/store';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { decodeIdCursor, idPage } from '../page.ts';
import { AuditExportQuery, AuditPage, AuditQuery, RootsQuery, RootsView } from '../schemas/identity.ts';
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
      const { cursor, limit, ...filter } = request.query;
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => listAudit(tx, filterOf(filter), { before: decodeIdCursor(cursor), rows: limit + 1 }));
      const { page, next } = idPage(rows, limit);
      return {
        data: page.map(({ objectId: object_id, at, ...r }) => ({ ...r, object_id, at: at.toISOString() })),
        next_cursor: next,
      };
    },
  );

  app.get(
    '/v1/audit/export',
    {
      config: { access: { roles: AUDITOR }, audit: { action: 'audit_exported', object: 'audit' } },
      schema: {
        tags: ['audit'],
        summary: `The same rows under the same filter as CSV, at most ${API.exportRowsMax}`,
        querystring: AuditExportQuery,
        response: { 200: z.string().describe('text/csv'), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const rows = await asUser(deps.db, userOf(request).userId, (tx) => exportRows(tx, filterOf(request.query)));
      reply.header('content-disposition', 'attachment; filename="pantau-audit.csv"');
      return reply.type('text/csv; charset=utf-8').send(csvOf(rows));
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

function filterOf({ object_id: objectId, from, to, ...f }: z.infer<typeof AuditExportQuery>): AuditFilter {
  return { ...f, objectId, from: from === undefined ? undefined : new Date(from), to: to === undefined ? undefined : new Date(to) };
}

async function exportRows(tx: Tx, filter: AuditFilter): Promise<AuditRow[]> {
  const all: AuditRow[] = [];
  for (let before: number | null = null; all.length < API.exportRowsMax; before = all.at(-1)?.id ?? null) {
    const page = await listAudit(tx, filter, { before, rows: LIMITS.pageRows });
    all.push(...page);
    if (page.length < LIMITS.pageRows) break;
  }
  return all.slice(0, API.exportRowsMax);
}

/** What a spreadsheet would run as a formula arrives as text. */
const csvOf = (rows: readonly AuditRow[]): string =>
  stringify(
    rows.map((r) => [r.id, r.at.toISOString(), r.actor ?? '', r.action, r.object, r.objectId, JSON.stringify(r.data), r.hash]),
    { header: true, columns: ['id', 'at', 'actor', 'action', 'object', 'object_id', 'data', 'hash'], escape_formulas: true, bom: true },
  );

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
