/**
 * Who is asking, and whether a role of theirs may use the route at all. Which rows they may touch is decided by row-level
 * security in Postgres; this is the outer of two doors. A /v1 route without an `access` is refused at start.
 */
import { timingSafeEqual } from 'node:crypto';
import { type ApiScope, ProblemError, type Role, SECOND_FACTOR_ROLES } from '@pantau/domain';
import { findApiKey, findSession, type KeyHolder, type SignedIn } from '@pantau/store';
import type { FastifyRequest } from 'fastify';
import type { ApiDeps } from './deps.ts';

/** `open`: for everybody; a key that is named must be good, and is counted. `early`: also for a session that has still to pass the second factor or to choose a password. */
type Access = 'public' | 'open' | { roles: readonly Role[] | 'any'; apiKey?: ApiScope; early?: true };

export type Caller = ({ kind: 'user'; token: string } & SignedIn) | ({ kind: 'key' } & KeyHolder);

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export const SESSION_COOKIE = 'pantau_session';
const CSRF_HEADER = 'x-csrf-token';
const TOKEN_CHARS_MAX = 200;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Those who decide about cases or check those who do. */
export const DECIDERS: readonly Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor'];
export const CASE_READERS: readonly Role[] = [...DECIDERS, 'personnel_office'];
/** Everyone inside the house: not the personnel offices, not the readers of statistics. */
export const STAFF: readonly Role[] = [...DECIDERS, 'register_admin', 'rules_author', 'rules_approver', 'system_admin'];

/** `limitKey`: counts a request of a key and refuses it when its minute is used up. */
export async function identify(deps: ApiDeps, request: FastifyRequest, limitKey: (holder: KeyHolder) => Promise<void>): Promise<void> {
  const access = request.routeOptions.config.access;
  if (access === undefined || access === 'public') return;
  if (access === 'open') return identifyOpen(deps, request, limitKey);
  const caller = await callerOf(deps, request);
  if (!caller) throw new ProblemError('unauthenticated');
  request.caller = caller;
  if (caller.kind === 'key') {
    await limitKey(caller);
    if (access.apiKey === undefined) throw new ProblemError('forbidden');
    if (!caller.scopes.includes(access.apiKey)) throw new ProblemError('key_scope_missing', `The scope is ${access.apiKey}.`);
    return;
  }
  if (!SAFE.has(request.method) && !same(String(request.headers[CSRF_HEADER] ?? ''), caller.csrf)) throw new ProblemError('csrf_failed');
  if (!access.early) refuseUnfinished(deps, caller);
  if (access.roles !== 'any' && !caller.roles.some((r) => access.roles.includes(r.role))) throw new ProblemError('forbidden');
}

/** A session says nothing here; a key says who is counted. */
async function identifyOpen(deps: ApiDeps, request: FastifyRequest, limitKey: (holder: KeyHolder) => Promise<void>): Promise<void> {
  if (request.headers.authorization === undefined) return;
  const caller = await callerOf(deps, request);
  if (caller?.kind !== 'key') throw new ProblemError('unauthenticated');
  request.caller = caller;
  await limitKey(caller);
  if (!caller.scopes.includes('statistics:read')) throw new ProblemError('key_scope_missing', 'The scope is statistics:read.');
}

export const factorMissing = (deps: Pick<ApiDeps, 'needsSecondFactor'>, s: SignedIn): boolean =>
  deps.needsSecondFactor && s.secondFactorAt === null && s.roles.some((r) => SECOND_FACTOR_ROLES.includes(r.role));

function refuseUnfinished(deps: ApiDeps, s: SignedIn): void {
  if (s.mustChangePassword && s.method === 'password') throw new ProblemError('password_change_needed');
  if (factorMissing(deps, s)) throw new ProblemError('second_factor_missing');
}

async function callerOf(deps: ApiDeps, request: FastifyRequest): Promise<Caller | null> {
  const bearer = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined && bearer.length <= TOKEN_CHARS_MAX) {
    const key = await findApiKey(deps.authDb, bearer);
    return key ? { kind: 'key', ...key } : null;
  }
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined || token.length > TOKEN_CHARS_MAX) return null;
  const session = await findSession(deps.authDb, token);
  return session ? { kind: 'user', token, ...session } : null;
}

function same(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}

/** The signed-in user of a route that takes no API key. */
export function userOf(request: FastifyRequest): Extract<Caller, { kind: 'user' }> {
  if (request.caller?.kind !== 'user') throw new ProblemError('unauthenticated');
  return request.caller;
}
