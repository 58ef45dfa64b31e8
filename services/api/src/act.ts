/** The frame of every POST that changes something: one transaction as the user, replay-safe by Idempotency-Key. */
import { createHash } from 'node:crypto';
import { ProblemError } from '@pantau/domain';
import { type Answer, asUser, type Handle, once, requestHash, type Tx } from '@pantau/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { userOf } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { API } from './limits.ts';

/** Optional in the schema, so that a missing one is named by its own code and not as a bad request. */
export const ActHeaders = z.looseObject({
  'idempotency-key': z.string().max(API.idempotencyKeyCharsMax).optional().describe('A fresh random key for each new request'),
  'x-csrf-token': z.string().optional().describe('The `csrf` of the session'),
});
export const MatchHeaders = ActHeaders.extend({ 'if-match': z.string().optional().describe('The ETag of the case that was read') });

export const etagOf = (revision: number): string => `"${revision}"`;

/** The revision a request names in If-Match. */
export function expectedRevision(request: FastifyRequest): number {
  const header = request.headers['if-match'];
  if (header === undefined) throw new ProblemError('precondition_required');
  const m = /^"(\d{1,9})"$/.exec(header.trim());
  if (!m) throw new ProblemError('precondition_failed', 'If-Match must be the ETag of the case, like "3".');
  return Number(m[1]);
}

/** What makes two bodies the same; a file counts by its hash and is not copied. */
const bodyOf = (request: FastifyRequest): string =>
  Buffer.isBuffer(request.body) ? createHash('sha256').update(request.body).digest('hex') : JSON.stringify(request.body ?? null);

/** True when it acted, false when it repeated an earlier answer. `db`: another pool than the api's own. */
export async function act(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  change: (tx: Tx, userId: number) => Promise<Answer>,
  db: Handle = deps.db,
): Promise<boolean> {
  const { userId } = userOf(request);
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.length < API.idempotencyKeyCharsMin) throw new ProblemError('idempotency_key_missing');
  const hash = requestHash([request.method, request.url, bodyOf(request), request.headers['if-match'] ?? '']);
  const answer = await asUser(db, userId, (tx) => once(tx, { userId, key, request: hash }, () => change(tx, userId)));
  if (answer.etag !== undefined) reply.header('etag', answer.etag);
  if (answer.replayed) reply.header('idempotent-replayed', 'true');
  reply.code(answer.status).send(answer.shownOnce && !answer.replayed ? { ...(answer.body as object), ...answer.shownOnce } : answer.body);
  return !answer.replayed;
}
