/** Keyset pages by one number. */
import { ProblemError } from '@pantau/domain';

/** Null: from the beginning. */
export function decodeIdCursor(text: string | undefined): number | null {
  if (text === undefined) return null;
  const id = Number(/^id-(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString('utf8'))?.[1] ?? Number.NaN);
  if (Number.isNaN(id))
    throw new ProblemError('bad_request', 'cursor is not one that this service gave out', [{ path: 'query/cursor', message: 'is not readable' }]);
  return id;
}

/** `rows` holds one more than the page when there is a next one. */
export function idPage<T extends { id: number }>(rows: readonly T[], limit: number): { page: T[]; next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { page, next: rows.length > limit && last ? Buffer.from(`id-${last.id}`).toString('base64url') : null };
}
