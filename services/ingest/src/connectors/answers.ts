/** One reading of HTTP for all connectors: what an answer other than the expected one means for the unit. */
import { type HttpAnswer, HttpFailed, HttpRefused } from '@pantau/runtime';
import type { z } from 'zod';
import { SourceStop } from './contract.ts';

const LOCATION_CHARS = 200;

const RESET_HEADERS = ['ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset'] as const;
const REMAINING_HEADERS = ['ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining'] as const;

/** When the window ends, in milliseconds from now: an epoch second (X, Bluesky), or a date (Mastodon). */
function resetMs(headers: Record<string, string>, now: Date): number | undefined {
  for (const name of RESET_HEADERS) {
    const value = headers[name]?.trim();
    if (value === undefined) continue;
    const at = /^\d{9,11}$/.test(value) ? Number(value) * 1_000 : /^\d{4}-/.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) return Math.max(0, at - now.getTime());
  }
  return undefined;
}

/** Seconds or a date in `retry-after`, else the end of the window; undefined when nothing usable was said. */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value !== undefined && /^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const at = value === undefined ? Number.NaN : Date.parse(value);
  if (!Number.isNaN(at)) return Math.max(0, at - now.getTime());
  return resetMs(headers, now);
}

/** How long to be silent so that what the platform says is left lasts until its window ends, at the bucket's own pace. */
export function spentHint(headers: Record<string, string>, bucket: { limit: number; perMs: number }, now: Date): number {
  const left = REMAINING_HEADERS.map((name) => headers[name]?.trim()).find((v) => v !== undefined && /^\d{1,9}$/.test(v));
  const reset = resetMs(headers, now);
  if (left === undefined || reset === undefined) return 0;
  // A window is no longer than it is: a reset beyond it is a clock that differs from ours.
  const ends = Math.min(reset, bucket.perMs);
  return Math.max(0, ends - (Number(left) * bucket.perMs) / bucket.limit);
}

/** Returns for 2xx; throws the fitting stop for everything else. Redirects are recorded, never followed. */
export function expectOk(a: HttpAnswer, now: Date): void {
  if (a.status >= 200 && a.status < 300) return;
  const wait = retryAfterMs(a.headers, now);
  const after = wait === undefined ? {} : { retryAfterMs: wait };
  if (a.status >= 300 && a.status < 400)
    throw new SourceStop('moved', `the answer was ${a.status} to ${(a.headers.location ?? 'nowhere').slice(0, LOCATION_CHARS)}`);
  if (a.status === 401 || a.status === 403) throw new SourceStop('forbidden', `the answer was ${a.status}`);
  if (a.status === 410) throw new SourceStop('gone', 'the answer was 410');
  if (a.status === 429 || (a.status === 503 && wait !== undefined)) throw new SourceStop('rate_limited', `the answer was ${a.status}`, after);
  if (a.status >= 500 || a.status === 404 || a.status === 408) throw new SourceStop('transient', `the answer was ${a.status}`, after);
  throw new SourceStop('malformed_answer', `the answer was ${a.status}`);
}

/** Failures below HTTP as stops. A refused address is a matter of configuration: trying again changes nothing. */
export function asStop(e: unknown): unknown {
  if (e instanceof HttpRefused) return new SourceStop('config_invalid', e.message, { cause: e });
  if (e instanceof HttpFailed) return new SourceStop(e.retryable ? 'transient' : 'malformed_answer', e.message, { cause: e });
  return e;
}

/** The answer's body by its schema; anything else is an answer that cannot be used, told without a word of its content. */
export function parseJson<T>(schema: z.ZodType<T>, a: HttpAnswer, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(a.body.toString('utf8'));
  } catch (cause) {
    throw new SourceStop('malformed_answer', `${what}: not JSON`, { cause });
  }
  const r = schema.safeParse(value);
  if (!r.success) throw new SourceStop('malformed_answer', `${what}: ${r.error.issues.map((i) => i.path.join('.')).join(', ')}`);
  return r.data;
}
