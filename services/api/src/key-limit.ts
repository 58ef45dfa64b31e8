/** Requests of a key, counted for its line in windows of a minute by this process; every answer says what is left. */
import { ProblemError } from '@pantau/domain';
import type { KeyHolder } from '@pantau/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from './deps.ts';

const MINUTE_MS = 60_000;

export function keyLimit(app: Api): (request: FastifyRequest, reply: FastifyReply, holder: KeyHolder) => Promise<void> {
  const count = app.createRateLimit({
    timeWindow: MINUTE_MS,
    max: (request) => (request.caller?.kind === 'key' ? request.caller.perMinute : 0),
    keyGenerator: (request) => `key-${request.caller?.kind === 'key' ? request.caller.family : 0}`,
  });
  return async (request, reply, holder) => {
    const state = await count(request);
    if (state.isAllowed) return;
    reply.header('ratelimit-limit', holder.perMinute);
    reply.header('ratelimit-remaining', state.remaining);
    reply.header('ratelimit-reset', state.ttlInSeconds);
    if (!state.isExceeded) return;
    reply.header('retry-after', state.ttlInSeconds);
    throw new ProblemError('rate_limited');
  };
}
