/** Keyset pages by one number, or by a moment and a number. A cursor is opaque to callers and checked like any other input. */
import { ProblemError } from '@pantau/domain';

export const isoOrNull = (d: Date | null): string | null => d?.toISOString() ?? null;

export const encodeId = (id: number): string => Buffer.from(String(id)).toString('base64url');

export function decodeId(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,15}$/.test(text)) throw new ProblemError('bad_request', 'The cursor is not one of this list.');
  return Number(text);
}

export const encodeMoment = (at: Date, id: number): string => Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

export function decodeMoment(cursor: string | undefined): { dueAt: Date; id: number } | null {
  if (cursor === undefined) return null;
  const m = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!m) throw new ProblemError('bad_request', 'The cursor is not one of this list.');
  return { dueAt: new Date(Number(m[1])), id: Number(m[2]) };
}

/** `rows` holds one more than the page when there is a next one. */
export function pageOf<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => string): { data: T[]; next_cursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
