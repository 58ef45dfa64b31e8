import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullJitter } from './backoff.ts';
import { SourceStop, type StopKind } from './connectors/contract.ts';
import { INGEST } from './limits.ts';
import { broke, closed, stopped, succeeded } from './outcome.ts';

const KINDS: StopKind[] = [
  'transient',
  'rate_limited',
  'forbidden',
  'moved',
  'gone',
  'account_unavailable',
  'identity_changed',
  'malformed_answer',
  'config_invalid',
];

describe('back-off', () => {
  test('lies between its bounds, whatever the failures, and reaches both', () => {
    const o = { minMs: INGEST.backoffMinMs, maxMs: INGEST.backoffMaxMs };
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
        const ms = fullJitter(failures, random, o);
        return ms >= o.minMs && ms <= o.maxMs;
      }),
    );
    expect(fullJitter(1, 0, o)).toBe(o.minMs);
    expect(fullJitter(40, 0.999_999_999, o)).toBe(o.maxMs);
    expect(fullJitter(2, 0.999_999_999, o)).toBe(4_000);
  });
});

describe('what follows from the way a poll ended', () => {
  test('only what needs a person pauses', () => {
    const paused = KINDS.filter((k) => stopped(new SourceStop(k, 'x'), 0, 0.5).paused);
    expect(paused).toEqual(['forbidden', 'gone', 'identity_changed']);
  });
  test('every stop waits, says why, and is kept', () => {
    for (const k of KINDS) {
      const r = stopped(new SourceStop(k, 'sebab'), 3, 0);
      expect(r.nextDueMs, k).toBeGreaterThanOrEqual(INGEST.backoffMinMs);
      expect(r.lastError).toBe(`${k}: sebab`);
    }
  });
  test('a limit is waited for as long as was asked, up to a day, and is no failure', () => {
    const after = (ms: number | undefined, random = 0) => stopped(new SourceStop('rate_limited', 'x', ms === undefined ? {} : { retryAfterMs: ms }), 2, random);
    expect(after(5_000)).toMatchObject({ nextDueMs: 5_000, failures: 2 });
    expect(after(5_000, 0.999).nextDueMs).toBeLessThanOrEqual(5_500);
    expect(after(undefined).nextDueMs).toBe(INGEST.rateLimitDefaultMs);
    expect(after(10 ** 12).nextDueMs).toBe(INGEST.rateLimitMaxMs);
  });
  test('success forgets failures; a closed gate keeps them; a defect of ours counts and names no content', () => {
    expect(succeeded(7)).toEqual({ nextDueMs: 7, failures: 0, lastError: null, paused: false, polled: true, counts: 'polled' });
    expect(closed('policy_expired', 4)).toMatchObject({ failures: 4, lastError: 'policy_expired', polled: false });
    const e = Object.assign(new Error('value "rahasia" of row'), { code: '42P01' });
    expect(broke(e, 4, 0)).toMatchObject({ failures: 5, lastError: 'internal: Error 42P01' });
  });
});
