/**
 * The own account: password, second factor, sessions. All of these are open to a session that is not finished yet, none to a
 * guesser: what is checked here counts towards the lock. They are PUT and DELETE, which may be repeated; answers are never stored.
 */
import { ProblemError } from '@pantau/domain';
import {
  asUser,
  beginSecondFactor,
  changeOwnPassword,
  codeFits,
  confirmSecondFactor,
  endSessionById,
  guarded,
  hasSecondFactor,
  listSessions,
  newRecoveryCodes,
  ownPasswordFits,
  recoveryCodesLeft,
  removeSecondFactor,
  rotateSession,
} from '@pantau/store';
import { z } from 'zod';
import { userOf } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { CodeBody, FactorBegun, FactorView, Me, PasswordBody, PasswordOnlyBody, RecoveryCodes, SessionParams, SessionsView } from '../schemas/identity.ts';
import { PROBLEMS_4XX_5XX } from '../schemas.ts';
import { guessLimit, keepSession } from './sessions.ts';

const EARLY = { access: { roles: 'any', early: true } } as const;

export function meRoutes(app: Api, deps: ApiDeps): void {
  const guessable = { ...EARLY, ...guessLimit(deps) };

  app.put(
    '/v1/me/password',
    {
      config: guessable,
      schema: {
        tags: ['account'],
        summary: 'Choose another password; ends all other sessions',
        body: PasswordBody,
        response: { 200: Me, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { userId, token } = userOf(request);
      const { current, new: wanted } = request.body;
      await guarded(deps.authDb, userId, (hash) => ownPasswordFits(hash, current), 'bad_credentials');
      if (wanted === current) throw new ProblemError('password_weak', 'The new password is the old one.');
      const r = await changeOwnPassword(deps.authDb, userId, token, wanted);
      return reply.send(await keepSession(deps, reply, r));
    },
  );

  app.get(
    '/v1/me/sessions',
    { config: EARLY, schema: { tags: ['account'], summary: 'Where I am signed in', response: { 200: SessionsView, ...PROBLEMS_4XX_5XX } } },
    async (request) => {
      const { userId, sessionId } = userOf(request);
      return {
        data: (await listSessions(deps.authDb, userId)).map((s) => ({
          id: s.id,
          current: s.id === sessionId,
          method: s.method,
          user_agent: s.userAgent,
          created_at: s.createdAt.toISOString(),
          last_seen_at: s.lastSeenAt.toISOString(),
          expires_at: s.expiresAt.toISOString(),
        })),
      };
    },
  );

  app.delete(
    '/v1/me/sessions/:id',
    {
      config: EARLY,
      schema: { tags: ['account'], summary: 'End one of my sessions', params: SessionParams, response: { 204: z.null(), ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      if (!(await endSessionById(deps.authDb, userOf(request).userId, request.params.id))) throw new ProblemError('not_found');
      return reply.code(204).send(null);
    },
  );
}

export function secondFactorRoutes(app: Api, deps: ApiDeps): void {
  enrolmentRoutes(app, deps);
  codeRoutes(app, deps);
}

function enrolmentRoutes(app: Api, deps: ApiDeps): void {
  const guessable = { ...EARLY, ...guessLimit(deps) };

  app.get(
    '/v1/me/second-factor',
    {
      config: EARLY,
      schema: { tags: ['account'], summary: 'Is one set, and how many recovery codes are left', response: { 200: FactorView, ...PROBLEMS_4XX_5XX } },
    },
    async (request) => {
      const { userId } = userOf(request);
      return { set: await hasSecondFactor(deps.authDb, userId), recovery_codes_left: await recoveryCodesLeft(deps.authDb, userId) };
    },
  );

  app.put(
    '/v1/me/second-factor',
    {
      config: guessable,
      schema: {
        tags: ['account'],
        summary: 'Begin: a new secret, which counts once a code of it was confirmed',
        body: PasswordOnlyBody,
        response: { 200: FactorBegun, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request) => {
      const { userId, method } = userOf(request);
      if (method === 'password') await guarded(deps.authDb, userId, (hash) => ownPasswordFits(hash, request.body.password ?? ''), 'bad_credentials');
      return asUser(deps.authDb, userId, (tx) => beginSecondFactor(tx, deps.keyring, userId));
    },
  );

  app.put(
    '/v1/me/second-factor/confirmation',
    {
      config: guessable,
      schema: {
        tags: ['account'],
        summary: 'The first code of the new secret; answers with recovery codes, and the session gets a new token',
        body: CodeBody,
        response: { 200: RecoveryCodes, ...PROBLEMS_4XX_5XX },
      },
    },
    async (request, reply) => {
      const { userId, token } = userOf(request);
      const confirm = () =>
        asUser(deps.authDb, userId, async (tx) => {
          const codes = await confirmSecondFactor(tx, deps.keyring, userId, request.body.code, deps.clock());
          return codes && { codes, ...(await rotateSession(tx, token, { secondFactor: true })) };
        });
      const r = await guarded(deps.authDb, userId, confirm, 'second_factor_wrong');
      return reply.send({ recovery_codes: r.codes, me: await keepSession(deps, reply, r) });
    },
  );
}

/** What a code of the second factor opens. */
function codeRoutes(app: Api, deps: ApiDeps): void {
  const guessable = { ...EARLY, ...guessLimit(deps) };
  const right = (userId: number, code: string) => async () => ((await codeFits(deps.authDb, deps.keyring, userId, code, deps.clock())) ? true : null);

  app.put(
    '/v1/me/recovery-codes',
    {
      config: guessable,
      schema: { tags: ['account'], summary: 'New recovery codes; the old ones end', body: CodeBody, response: { 200: RecoveryCodes, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { userId, token } = userOf(request);
      await guarded(deps.authDb, userId, right(userId, request.body.code), 'second_factor_wrong');
      const r = await asUser(deps.authDb, userId, async (tx) => ({ codes: await newRecoveryCodes(tx, userId), ...(await rotateSession(tx, token)) }));
      return reply.send({ recovery_codes: r.codes, me: await keepSession(deps, reply, r) });
    },
  );

  app.delete(
    '/v1/me/second-factor',
    {
      config: guessable,
      schema: { tags: ['account'], summary: 'Remove the second factor, with a code of it', body: CodeBody, response: { 200: Me, ...PROBLEMS_4XX_5XX } },
    },
    async (request, reply) => {
      const { userId, token } = userOf(request);
      await guarded(deps.authDb, userId, right(userId, request.body.code), 'second_factor_wrong');
      const r = await asUser(deps.authDb, userId, async (tx) => {
        await removeSecondFactor(tx, userId);
        return rotateSession(tx, token, { secondFactor: false });
      });
      return reply.send(await keepSession(deps, reply, r));
    },
  );
}
