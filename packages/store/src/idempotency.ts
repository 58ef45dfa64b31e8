/**
 * A POST that is sent twice acts once. The answer is stored by the transaction that acts: either both exist or neither.
 * Refusals change nothing and are not stored, so a repeated request is judged anew. Answers hold no text of a post.
 */
import { createHash } from 'node:crypto';
import { LIMITS, ProblemError } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface Answer {
  status: number;
  body: unknown;
  etag?: string | undefined;
  /** Fields of the body that only the first answer carries, such as a new key: never stored, and null in a replay. */
  shownOnce?: Record<string, unknown> | undefined;
}

/** Hash of what makes two requests the same: method, address, body and precondition. */
export function requestHash(parts: readonly string[]): Buffer {
  return createHash('sha256').update(parts.join('\u001f')).digest();
}

/** Runs `act` unless this user already used `key`; the same request gets the stored answer, another one is refused. */
export async function once(tx: Tx, o: { userId: number; key: string; request: Buffer }, act: () => Promise<Answer>): Promise<Answer & { replayed: boolean }> {
  // Two copies of one request at the same time: the second waits here and then finds the answer of the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${o.key}, ${o.userId}))`.execute(tx);
  const { rows } = await sql<{ request: Buffer; status: number; body: unknown; etag: string | null }>`
    select request, status, body, etag from idempotency where user_id = ${o.userId} and key = ${o.key}`.execute(tx);
  const earlier = rows[0];
  if (earlier) {
    if (!earlier.request.equals(o.request)) throw new ProblemError('idempotency_key_reused');
    return { status: earlier.status, body: earlier.body, etag: earlier.etag ?? undefined, replayed: true };
  }
  const answer = await act();
  await sql`insert into idempotency (user_id, key, request, status, body, etag)
    values (${o.userId}, ${o.key}, ${o.request}, ${answer.status}, ${JSON.stringify(answer.body)}::jsonb, ${answer.etag ?? null})`.execute(tx);
  return { ...answer, replayed: false };
}

/** Forgets the user's stored answers of yesterday; called at sign-in, which bounds the table. */
export async function forgetOldAnswers(tx: Tx): Promise<void> {
  await sql`delete from idempotency where created_at < now() - ${LIMITS.idempotencyHours} * interval '1 hour'`.execute(tx);
}
