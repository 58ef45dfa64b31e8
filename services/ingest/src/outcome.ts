/** What follows from the way a poll ended. Pure. */
import type { UnitResult } from '@pantau/store';
import { fullJitter } from './backoff.ts';
import type { SourceStop } from './connectors/contract.ts';
import { INGEST } from './limits.ts';

export function succeeded(nextDueMs: number): UnitResult {
  return { nextDueMs, failures: 0, lastError: null, paused: false, polled: true, counts: 'polled' };
}

/** Nothing was fetched, and the reason is there to be read. Not a failure of the other side, so no back-off grows. */
export function closed(fault: string, failures: number): UnitResult {
  return { nextDueMs: INGEST.gateRecheckMs, failures, lastError: fault, paused: false, polled: false, counts: 'forbidden' };
}

export function stopped(stop: SourceStop, failures: number, random: number): UnitResult {
  const base = { failures: failures + 1, lastError: `${stop.kind}: ${stop.message}`, paused: false, polled: true, counts: 'failed' as const };
  const backoff = fullJitter(failures + 1, random, { minMs: INGEST.backoffMinMs, maxMs: INGEST.backoffMaxMs });
  switch (stop.kind) {
    // Its turn is still to come: the day's ledger says nothing of it yet.
    case 'rate_limited': {
      const { counts: _, ...postponed } = base;
      const asked = Math.min(stop.retryAfterMs ?? INGEST.rateLimitDefaultMs, INGEST.rateLimitMaxMs);
      return { ...postponed, failures, nextDueMs: Math.round(asked * (1 + random / 10)) };
    }
    case 'limit_reached':
    case 'limiter_away': {
      const { counts: _, ...postponed } = base;
      const wait = Math.min(stop.retryAfterMs ?? INGEST.limiterAwayMs, INGEST.rateLimitMaxMs);
      return { ...postponed, failures, polled: false, nextDueMs: Math.round(wait * (1 + random / 2)) };
    }
    case 'transient':
    case 'malformed_answer':
      return { ...base, nextDueMs: Math.max(backoff, Math.min(stop.retryAfterMs ?? 0, INGEST.rateLimitMaxMs)) };
    case 'forbidden':
      return { ...base, nextDueMs: INGEST.rateLimitMaxMs, paused: true, counts: 'forbidden' };
    case 'gone':
    case 'identity_changed':
      return { ...base, nextDueMs: INGEST.rateLimitMaxMs, paused: true };
    case 'moved':
      return { ...base, nextDueMs: INGEST.movedRecheckMs };
    case 'account_unavailable':
      return { ...base, nextDueMs: INGEST.unavailableRecheckMs };
    case 'config_invalid':
      return { ...base, failures, nextDueMs: INGEST.gateRecheckMs, polled: false };
  }
}

/** An error that is ours (database away, a defect): wait and try again, say what kind it was. */
export function broke(error: unknown, failures: number, random: number): UnitResult {
  const name = error instanceof Error ? error.name : typeof error;
  const code = (error as { code?: unknown } | null)?.code;
  return {
    nextDueMs: fullJitter(failures + 1, random, { minMs: INGEST.backoffMinMs, maxMs: INGEST.backoffMaxMs }),
    failures: failures + 1,
    lastError: `internal: ${name}${typeof code === 'string' ? ` ${code}` : ''}`,
    paused: false,
    polled: false,
    counts: 'failed',
  };
}
