import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextStep, parseRetryAfter, RETRY_AFTER_MS_MAX, RETRY_WINDOWS, type SendOutcome, waitMs } from './delivery.ts';
import { LIMITS } from './limits.ts';

const NOW = new Date('2024-09-01T00:00:00Z');
const HOUR = 3_600_000;
const answered = (status: number, retryAfter: string | null = null): SendOutcome => ({ kind: 'answered', status, retryAfter });

describe('the retry table', () => {
  test('has one wait between each two of the twelve attempts', () => {
    expect(RETRY_WINDOWS).toHaveLength(LIMITS.webhookAttempts - 1);
  });

  test('never waits less than before, and all waits together end within three days', () => {
    for (const [i, w] of RETRY_WINDOWS.entries()) {
      expect(w.toMs).toBeGreaterThan(w.fromMs);
      expect(w.fromMs).toBeGreaterThan(RETRY_WINDOWS[i - 1]?.fromMs ?? 0);
    }
    const sum = (pick: (w: { fromMs: number; toMs: number }) => number) => RETRY_WINDOWS.reduce((n, w) => n + pick(w), 0);
    expect(sum((w) => w.toMs)).toBeLessThanOrEqual(LIMITS.webhookSpanHours * HOUR);
    expect(sum((w) => w.fromMs)).toBeGreaterThan(43 * HOUR);
  });

  test('draws evenly from the whole window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const w = RETRY_WINDOWS[Math.min(attempt, RETRY_WINDOWS.length) - 1];
        const ms = waitMs(attempt, random);
        return w !== undefined && ms >= w.fromMs && ms <= w.toMs;
      }),
    );
    expect(waitMs(1, 0)).toBe(5_000);
    expect(waitMs(1, 0.5)).toBe(10_000);
  });

  test('refuses an attempt number below one', () => {
    expect(() => waitMs(0, 0)).toThrow(/count from 1/);
  });
});

describe('what becomes of an attempt', () => {
  test.each([200, 201, 202, 204, 299])('%i delivers', (status) => {
    expect(nextStep(answered(status), 12, NOW, 0)).toEqual({ state: 'delivered', status });
  });

  test.each([400, 401, 403, 404, 405, 410, 413, 422, 451, 499])('%i is final at the first attempt', (status) => {
    expect(nextStep(answered(status), 1, NOW, 0)).toEqual({ state: 'dead', status, error: `answered ${status}` });
  });

  test.each([301, 302, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599])('%i is tried again', (status) => {
    expect(nextStep(answered(status), 1, NOW, 0)).toMatchObject({ state: 'pending', status, nextAt: new Date(NOW.getTime() + 5_000) });
  });

  test('a redirect says that it is not followed', () => {
    expect(nextStep(answered(302), 1, NOW, 0)).toMatchObject({ error: 'answered 302; redirects are not followed' });
  });

  test('no answer is tried again, an address that is not allowed never', () => {
    expect(nextStep({ kind: 'failed', error: 'no answer within 10000 ms' }, 1, NOW, 0).state).toBe('pending');
    expect(nextStep({ kind: 'refused', error: 'the address is private' }, 1, NOW, 0)).toEqual({ state: 'dead', status: null, error: 'the address is private' });
  });

  test('the twelfth failure is the last', () => {
    expect(nextStep(answered(500), 11, NOW, 0).state).toBe('pending');
    expect(nextStep(answered(500), 12, NOW, 0)).toEqual({ state: 'dead', status: 500, error: 'answered 500; 12 attempts are used up' });
  });

  test('Retry-After prolongs a wait, never shortens it, and never beyond a day', () => {
    const wait = (retryAfter: string) => {
      const s = nextStep(answered(429, retryAfter), 1, NOW, 0);
      return s.state === 'pending' ? s.nextAt.getTime() - NOW.getTime() : null;
    };
    expect(wait('120')).toBe(120_000);
    expect(wait('1')).toBe(5_000);
    expect(wait('999999999')).toBe(RETRY_AFTER_MS_MAX);
    expect(wait('soon')).toBe(5_000);
    expect(wait('Sun, 01 Sep 2024 01:00:00 GMT')).toBe(HOUR);
  });

  test('whatever the status, a delivery is delivered, dead, or waits within the limits', () => {
    const status = fc.integer({ min: 200, max: 599 });
    const retryAfter = fc.option(fc.oneof(fc.string(), fc.nat().map(String)), { nil: null });
    fc.assert(
      fc.property(status, retryAfter, fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (s, r, n, random) => {
        const step = nextStep(answered(s, r), n, NOW, random);
        const wait = step.state === 'pending' ? step.nextAt.getTime() - NOW.getTime() : null;
        expect({
          delivered: step.state === 'delivered' && s < 300,
          dead: step.state === 'dead' && s >= 300 && (n === 12 || (s >= 400 && s < 500)),
          pending: wait !== null && n < 12 && wait >= 5_000 && wait <= RETRY_AFTER_MS_MAX,
        }).toMatchObject({ [step.state]: true });
      }),
    );
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    [' 30 ', 30_000],
    ['Sun, 01 Sep 2024 00:00:30 GMT', 30_000],
    ['Sat, 31 Aug 2024 00:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['2024-09-02', null],
    ['', null],
  ])('%j', (value, ms) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms);
  });

  test('an absent header says nothing', () => {
    expect(parseRetryAfter(null, NOW)).toBeNull();
  });
});
