/** One line of a file as a post or a reason. Pure; the register and the database have their say later. */
import { isUtf8 } from 'node:buffer';
import { ImportPostLine, type IncomingPost, LIMITS, Platform, textFault } from '@pantau/domain';
import type { z } from 'zod';
import { toPost } from '../to-post.ts';
import type { RowMapping } from './mapping.ts';

/** Why a line is not imported. Closed list; reports carry line, byte and reason, never words of the post. */
export const REJECT_REASONS = [
  'line_too_long',
  'not_utf8',
  'broken_json',
  'not_an_object',
  'platform_unknown',
  'account_missing',
  'provenance_missing',
  'post_key_missing',
  'version_key_missing',
  'posted_at_invalid',
  'field_invalid',
  'text_too_long',
  'text_has_nul',
  'text_has_lone_surrogate',
  'posted_at_in_future',
  'posted_at_too_old',
  'account_not_registered',
  'basis_expired',
  'post_of_other_account',
  'post_is_gone',
  'database_refused',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface Reject {
  line: number;
  byte: number;
  reason: RejectReason;
  /** The field at fault and what is wrong with it, never its content. */
  field?: string;
  why?: string;
}

export type ParsedLine =
  | { kind: 'blank' }
  | { kind: 'post'; post: IncomingPost; unknown: string[] }
  | { kind: 'reject'; reason: RejectReason; field?: string; why?: string }
  /** Kept for repair when the account may be watched; otherwise only rejected. */
  | { kind: 'too_long'; platform: Platform; account: string; postKey: string; raw: string };

const KNOWN_FIELDS = new Set(Object.keys(ImportPostLine.shape));
const REASON_BY_FIELD: Readonly<Record<string, RejectReason>> = {
  platform: 'platform_unknown',
  account: 'account_missing',
  provenance: 'provenance_missing',
  post_key: 'post_key_missing',
  version_key: 'version_key_missing',
  posted_at: 'posted_at_invalid',
};

export function parseLine(bytes: Buffer | null, line: number, o: { now: Date; mapping: RowMapping | null }): ParsedLine {
  if (bytes === null) return { kind: 'reject', reason: 'line_too_long' };
  if (!isUtf8(bytes)) return { kind: 'reject', reason: 'not_utf8' };
  const text = bytes.toString('utf8');
  if (text.trim() === '') return { kind: 'blank' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'reject', reason: 'broken_json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'reject', reason: 'not_an_object' };
  const given = value as Record<string, unknown>;
  return parseObject(o.mapping === null ? given : { ...given, ...o.mapping(given, line) }, Object.keys(given), text, o.now);
}

function parseObject(value: Record<string, unknown>, keys: readonly string[], text: string, now: Date): ParsedLine {
  const parsed = ImportPostLine.safeParse(value);
  if (!parsed.success) return refusal(value, parsed.error, text);
  const fault = textFault(parsed.data, now) ?? storableFault(parsed.data);
  if (fault !== null) return { kind: 'reject', reason: fault };
  return { kind: 'post', post: toPost(parsed.data), unknown: keys.filter((k) => !KNOWN_FIELDS.has(k)) };
}

function refusal(value: Record<string, unknown>, error: z.ZodError, text: string): ParsedLine {
  const issue = error.issues[0];
  const top = String(issue?.path[0] ?? '');
  const onlyTooLong = error.issues.every((i) => i.code === 'too_big' && (i.path[0] === 'text' || i.path[0] === 'shared_text'));
  const platform = Platform.safeParse(value.platform);
  if (onlyTooLong && platform.success) {
    return { kind: 'too_long', platform: platform.data, account: String(value.account), postKey: String(value.post_key), raw: text };
  }
  if (issue?.code === 'too_big' && (top === 'text' || top === 'shared_text')) return { kind: 'reject', reason: 'text_too_long' };
  const field = issue?.path.join('.').slice(0, LIMITS.handleChars) || top;
  // zod names types and bounds in its messages, and not what was given.
  return { kind: 'reject', reason: REASON_BY_FIELD[top] ?? 'field_invalid', field, ...(issue ? { why: issue.message } : {}) };
}

/** NUL and lone surrogates anywhere in what is stored, not only in the text: one of them would make the whole batch fail. */
function storableFault(value: unknown): 'text_has_nul' | 'text_has_lone_surrogate' | null {
  if (typeof value === 'string') return value.includes('\u0000') ? 'text_has_nul' : value.isWellFormed() ? null : 'text_has_lone_surrogate';
  if (typeof value !== 'object' || value === null) return null;
  for (const v of Object.values(value)) {
    const fault = storableFault(v);
    if (fault !== null) return fault;
  }
  return null;
}
