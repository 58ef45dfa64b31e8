/** Signing in and out. Sign-in stores no answer for replays: it would be a stored token. */
import { ProblemError } from '@pantau/domain';
import {
  asUser,
  codeFits,
  endSession,
  forgetOldAnswers,
  guarded,
  listRegions,
  releaseAll,
  rotateSession,
  type SignedIn,
  signIn,
  signInWithIdentity,
} from '@pantau/store';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { factorMissing, SESSION_COOKIE, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { API } from '../limits.ts';
import { CodeBody, Me, OidcCallbackQuery, OidcStartQuery, SignInBody, SignInMethods } from '../schemas/identity.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';

const MINUTE_MS = 60_000;
const VISIT_COOKIE = 'pantau_oidc';

const cookieOf = (deps: ApiDeps) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure: deps.publicUrl.startsWith('https:') }) as const;
/** The way back from the provider is a navigation from another site: it would not carry a strict cookie. */
const visitCookieOf = (deps: ApiDeps) => ({ ...cookieOf(deps), sameSite: 'lax', path: '/v1/oidc' }) as const;

/** How often one address may try passwords and codes. */
export const guessLimit = (deps: ApiDeps) => ({ rateLimit: { max: deps.signInsPerMinute, timeWindow: MINUTE_MS } });

export function sessionRoutes(app: Api, deps: ApiDeps): void {
  const early = { access: { roles: 'any', early: true } } as const;

  app.get(
    '/v1/sign-in-methods',
    {
      config: { access: 'public' },
      schema: { tags: ['sessions'], summary: 'How one may sign in here', response: { 200: SignInMethods, ...PROBLEMS_4XX_5XX } },
    },
    async () => ({ password: true as const, oidc: deps.oidc ? { name: deps.oidc.name } : null, second_factor: deps.needsSecondFactor }),
  );

  app.post(
    '/v1/sessions',
    {
      config: { access: 'public', ...guessLimit(deps) },
      schema: { tags: ['sessions'], summary: 'Sign in', body: SignInBody, response: { 201: Me, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const r = await signIn(deps.authDb, deps.keyring, { ...request.body, userAgent: request.headers['user-agent'] }, deps.clock());
      if (!r.ok) {
        deps.events.signInRefused(r.code, r.userId);
        throw new ProblemError(r.code);
      }
      await signedIn(deps, reply, r);
      return reply.code(201).send(await meOf(deps, r.session));
    },
  );

  app.put(
    '/v1/sessions/current/second-factor',
    {
      config: { ...early, ...guessLimit(deps) },
      schema: {
        tags: ['sessions'],
        summary: 'Pass the second factor in a session that has not; the session gets a new token',
        body: CodeBody,
        response: { 200: Me, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { userId, token } = userOf(request);
      const check = async () => ((await codeFits(deps.authDb, deps.keyring, userId, request.body.code, deps.clock())) ? true : null);
      await guarded(deps.authDb, userId, check, 'second_factor_wrong');
      const r = await asUser(deps.authDb, userId, (tx) => rotateSession(tx, token, { secondFactor: true }));
      return reply.send(await keepSession(deps, reply, r));
    },
  );

  app.delete(
    '/v1/sessions/current',
    { config: early, schema: { tags: ['sessions'], summary: 'Sign out; releases what you hold', response: { 204: z.null(), ...PROBLEMS_4XX_5XX } } },
    async (request, reply) => {
      const user = userOf(request);
      // Dies between the two: the cases are free, the session ends by its own clock.
      await asUser(deps.db, user.userId, (tx) => releaseAll(tx, user.userId));
      await endSession(deps.authDb, user.token, user.userId);
      return reply.clearCookie(SESSION_COOKIE, cookieOf(deps)).code(204).send(null);
    },
  );

  app.get('/v1/me', { config: early, schema: { tags: ['sessions'], summary: 'Who I am', response: { 200: Me, ...PROBLEMS_4XX_5XX } } }, async (request) =>
    meOf(deps, userOf(request)),
  );
}

/** Single sign-on. Both addresses are opened by the browser itself, so failures end on the sign-in page with their code. */
export function oidcRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/v1/oidc/start',
    {
      config: { access: 'public', ...guessLimit(deps) },
      schema: {
        tags: ['sessions'],
        summary: 'Go to the identity provider; `account` names one of several accounts',
        querystring: OidcStartQuery,
        response: { 302: z.null(), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      if (!deps.oidc) throw new ProblemError('not_found', 'Single sign-on is not set up here.');
      const { url, visit } = await deps.oidc.start(deps.clock(), request.query.account);
      const sealed = deps.keyring.seal(visit).toString('base64url');
      return reply
        .setCookie(VISIT_COOKIE, sealed, { ...visitCookieOf(deps), maxAge: API.oidcVisitMs / 1000 })
        .code(302)
        .header('location', url)
        .send(null);
    },
  );

  app.get(
    '/v1/oidc/callback',
    {
      config: { access: 'public', ...guessLimit(deps) },
      schema: {
        tags: ['sessions'],
        summary: 'Back from the identity provider',
        querystring: OidcCallbackQuery,
        response: { 302: z.null(), ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      reply.clearCookie(VISIT_COOKIE, visitCookieOf(deps)).code(302);
      try {
        await takeIn(deps, reply, request.cookies[VISIT_COOKIE], new URL(request.url, deps.publicUrl), request.headers['user-agent']);
        return await reply.header('location', '/').send(null);
      } catch (e) {
        if (!(e instanceof ProblemError)) throw e;
        deps.events.signInRefused(e.code, null);
        return reply.header('location', `/#/masuk?galat=${e.code}`).send(null);
      }
    },
  );
}

async function takeIn(deps: ApiDeps, reply: FastifyReply, sealed: string | undefined, current: URL, userAgent: string | undefined): Promise<void> {
  const visit = openVisit(deps, sealed);
  if (!deps.oidc || visit === null) throw new ProblemError('oidc_failed');
  const who = await deps.oidc.finish(deps.clock(), visit, current);
  const r = await signInWithIdentity(deps.authDb, { ...who, userAgent });
  if (!r.ok) throw new ProblemError(r.code);
  await signedIn(deps, reply, r);
}

/** Null for a cookie that this installation did not seal. */
function openVisit(deps: ApiDeps, sealed: string | undefined): string | null {
  if (sealed === undefined) return null;
  try {
    return deps.keyring.open(Buffer.from(sealed, 'base64url'));
  } catch {
    return null;
  }
}

async function signedIn(deps: ApiDeps, reply: FastifyReply, r: { token: string; session: SignedIn }): Promise<void> {
  deps.events.signedIn(r.session.userId);
  await asUser(deps.db, r.session.userId, forgetOldAnswers);
  reply.setCookie(SESSION_COOKIE, r.token, { ...cookieOf(deps), expires: r.session.expiresAt });
}

/** After a rotation: the new token in the cookie, and the new CSRF token in the answer. */
export async function keepSession(deps: ApiDeps, reply: FastifyReply, r: { token: string; session: SignedIn }): Promise<z.infer<typeof Me>> {
  reply.setCookie(SESSION_COOKIE, r.token, { ...cookieOf(deps), expires: r.session.expiresAt });
  return meOf(deps, r.session);
}

async function meOf(deps: ApiDeps, s: SignedIn): Promise<z.infer<typeof Me>> {
  const names = new Map((await listRegions(deps.db)).map((r) => [r.code, r.name]));
  return {
    user_id: s.userId,
    display_name: s.displayName,
    roles: s.roles.map((r) => ({ role: r.role, region: r.region, region_name: names.get(r.region) ?? null })),
    csrf: s.csrf,
    expires_at: s.expiresAt.toISOString(),
    session_id: s.sessionId,
    method: s.method,
    second_factor: { set: s.hasSecondFactor, passed: s.secondFactorAt !== null, missing: factorMissing(deps, s) },
    must_change_password: s.mustChangePassword,
  };
}
