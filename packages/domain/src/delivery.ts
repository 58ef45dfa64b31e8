/**
 * What becomes of a delivery after one attempt, decided without I/O: delivered, tried again at a moment, or dead.
 * The table below is the whole back-off; `docs/OPERATIONS.md` shows it.
 */
import { LIMITS } from './limits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The wait after attempt n (row n-1) is drawn evenly from the whole window, so that offices which failed together do not
 * come back together. All waits together are at least 43 and at most 71 hours: an outage of a night costs no alert.
 */
export const RETRY_WINDOWS: readonly { fromMs: number; toMs: number }[] = [
  { fromMs: 5 * SECOND, toMs: 15 * SECOND },
  { fromMs: 30 * SECOND, toMs: 1 * MINUTE },
  { fromMs: 2 * MINUTE, toMs: 5 * MINUTE },
  { fromMs: 10 * MINUTE, toMs: 20 * MINUTE },
  { fromMs: 30 * MINUTE, toMs: 1 * HOUR },
  { fromMs: 1 * HOUR, toMs: 2 * HOUR },
  { fromMs: 3 * HOUR, toMs: 5 * HOUR },
  { fromMs: 5 * HOUR, toMs: 8 * HOUR },
  { fromMs: 8 * HOUR, toMs: 12 * HOUR },
  { fromMs: 12 * HOUR, toMs: 18 * HOUR },
  { fromMs: 14 * HOUR, toMs: 24 * HOUR },
];

/** A receiver may ask for a longer wait, but not for more than a day. */
export const RETRY_AFTER_MS_MAX = 24 * HOUR;

export type SendOutcome =
  /** The receiver answered; the body does not matter. */
  | { kind: 'answered'; status: number; retryAfter: string | null }
  /** No answer: time-out, reset, name not found. */
  | { kind: 'failed'; error: string }
  /** We do not send there at all: the address is not allowed. */
  | { kind: 'refused'; error: string };

export type DeliveryStep =
  | { state: 'delivered'; status: number }
  | { state: 'pending'; status: number | null; error: string; nextAt: Date }
  | { state: 'dead'; status: number | null; error: string };

/** 4xx says "never like this", except for these. */
const RETRYABLE_4XX: readonly number[] = [408, 425, 429];

/** `attempt` counts from 1 and includes the one that just ended; `random` is in [0, 1). */
export function nextStep(outcome: SendOutcome, attempt: number, now: Date, random: number): DeliveryStep {
  if (outcome.kind === 'refused') return { state: 'dead', status: null, error: outcome.error };
  if (outcome.kind === 'failed') return retry(null, outcome.error, attempt, waitMs(attempt, random), now);
  const { status } = outcome;
  if (status >= 200 && status < 300) return { state: 'delivered', status };
  const error = status >= 300 && status < 400 ? `answered ${status}; redirects are not followed` : `answered ${status}`;
  if (status >= 400 && status < 500 && !RETRYABLE_4XX.includes(status)) return { state: 'dead', status, error };
  const asked = parseRetryAfter(outcome.retryAfter, now);
  return retry(status, error, attempt, Math.max(waitMs(attempt, random), Math.min(asked ?? 0, RETRY_AFTER_MS_MAX)), now);
}

function retry(status: number | null, error: string, attempt: number, wait: number, now: Date): DeliveryStep {
  if (attempt >= LIMITS.webhookAttempts) return { state: 'dead', status, error: `${error}; ${attempt} attempts are used up` };
  return { state: 'pending', status, error, nextAt: new Date(now.getTime() + wait) };
}

/** Milliseconds to wait after attempt n. */
export function waitMs(attempt: number, random: number): number {
  const w = RETRY_WINDOWS[Math.min(attempt, RETRY_WINDOWS.length) - 1];
  if (!w) throw new Error(`attempts count from 1, got ${attempt}`);
  return Math.round(w.fromMs + random * (w.toMs - w.fromMs));
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3), as milliseconds from now; null when it says nothing usable. */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  const v = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(v)) return Number(v) * SECOND;
  if (!/^[A-Za-z]{3,9},/.test(v)) return null;
  const at = Date.parse(v);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
