/** Signing in and out. Sign-in stores no answer for replays: it would be a stored token. */
import { ProblemError } from '@pantau/domain';
import { asUser, endSession, forgetOldAnswers, listRegions, releaseAll, type SignedIn, signIn } from '@pantau/store';
import { z } from 'zod';
import { SESSION_COOKIE, userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Me, PROBLEMS_4XX_5XX, SignInBody } from '../schemas.ts';

const MINUTE_MS = 60_000;

export function sessionRoutes(app: Api, deps: ApiDeps): void {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure: deps.publicUrl.startsWith('https:') } as const;

  app.post(
    '/v1/sessions',
    {
      config: { access: 'public', rateLimit: { max: deps.signInsPerMinute, timeWindow: MINUTE_MS } },
      schema: { tags: ['sessions'], summary: 'Sign in', body: SignInBody, response: { 201: Me, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const r = await signIn(deps.authDb, request.body.username, request.body.password);
      if (!r.ok) {
        deps.events.signInRefused(r.code, r.userId);
        throw new ProblemError(r.code);
      }
      deps.events.signedIn(r.session.userId);
      await asUser(deps.db, r.session.userId, forgetOldAnswers);
      reply.setCookie(SESSION_COOKIE, r.token, { ...cookie, expires: r.session.expiresAt });
      return reply.code(201).send(await meOf(deps, r.session));
    },
  );

  app.delete(
    '/v1/sessions/current',
    {
      config: { access: { roles: 'any' } },
      schema: { tags: ['sessions'], summary: 'Sign out; releases what you hold', response: { 204: z.null(), ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const user = userOf(request);
      // Dies between the two: the cases are free, the session ends by its own clock.
      await asUser(deps.db, user.userId, (tx) => releaseAll(tx, user.userId));
      await endSession(deps.authDb, user.token, user.userId);
      return reply.clearCookie(SESSION_COOKIE, cookie).code(204).send(null);
    },
  );

  app.get(
    '/v1/me',
    { config: { access: { roles: 'any' } }, schema: { tags: ['sessions'], summary: 'Who I am', response: { 200: Me, ...PROBLEMS_4XX_5XX } } },
    async (request) => meOf(deps, userOf(request)),
  );
}

async function meOf(deps: ApiDeps, s: SignedIn): Promise<z.infer<typeof Me>> {
  const names = new Map((await listRegions(deps.db)).map((r) => [r.code, r.name]));
  return {
    user_id: s.userId,
    display_name: s.displayName,
    roles: s.roles.map((r) => ({ role: r.role, region: r.region, region_name: names.get(r.region) ?? null })),
    csrf: s.csrf,
    expires_at: s.expiresAt.toISOString(),
  };
}
