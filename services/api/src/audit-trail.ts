/**
 * What was read and what was refused goes into the log before the answer leaves: a read that cannot be logged is not answered.
 * Cases are covered by their address, other routes say so in their config. Refusals by the rate limit are counted and summed up.
 */
import type { ProblemCode } from '@pantau/domain';
import { auditNote, type Note } from '@pantau/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api, ApiDeps } from './deps.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Reading this is worth a row: what is read, and which parameter names it. */
    audit?: { action: string; object: string; param?: string };
  }
  interface FastifyRequest {
    /** Why it was refused. */
    problem: ProblemCode | null;
  }
}

const CASE = /^\/v1\/cases\/:id(\/|$)/;
const PARAM_CHARS = 120;
const REFUSED = new Set([403, 404, 423]);

export interface RateSummary {
  /** Writes what was counted since the last call. */
  flush(): Promise<void>;
}

export function addAuditTrail(app: Api, deps: ApiDeps): RateSummary {
  const limited = new Map<string, number>();
  app.decorateRequest('problem', null);
  app.addHook('onSend', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)';
    if (request.problem === 'rate_limited') limited.set(route, (limited.get(route) ?? 0) + 1);
    const note = noteOf(request, reply, route);
    if (note) await auditNote(deps.db, note);
  });
  return {
    async flush() {
      for (const [route, refused] of [...limited]) {
        limited.delete(route);
        await auditNote(deps.db, { actor: null, action: 'rate_limited', object: 'route', objectId: route, data: { refused } });
      }
    },
  };
}

function noteOf(request: FastifyRequest, reply: FastifyReply, route: string): Note | null {
  const { caller, problem } = request;
  if (!caller) return null;
  const actor = caller.kind === 'user' ? caller.userId : null;
  const by = caller.kind === 'key' ? { key: caller.keyId } : {};
  const caseId = CASE.test(route) ? paramOf(request, 'id') : null;
  if (reply.statusCode >= 400) {
    // A 404 elsewhere is a mistyped address; on a case it is somebody looking where they may not, or where nothing is.
    if (!REFUSED.has(reply.statusCode) || (reply.statusCode === 404 && caseId === null)) return null;
    const data = { code: problem, method: request.method, route, ...by };
    return { actor, action: 'refused', object: caseId === null ? 'route' : 'case', objectId: caseId ?? route, data };
  }
  if (request.method !== 'GET') return null;
  if (caseId !== null) return { actor, action: 'case_read', object: 'case', objectId: caseId, data: { route, ...by } };
  const audit = request.routeOptions.config.audit;
  if (!audit) return null;
  const named = audit.param === undefined ? '-' : (paramOf(request, audit.param) ?? '-');
  return { actor, action: audit.action, object: audit.object, objectId: named, data: { route, ...by } };
}

/** As it stands in the address, or as the route's schema read it. */
function paramOf(request: FastifyRequest, name: string): string | null {
  const value = (request.params as Record<string, string | number | undefined> | undefined)?.[name];
  return value === undefined ? null : String(value).slice(0, PARAM_CHARS);
}
