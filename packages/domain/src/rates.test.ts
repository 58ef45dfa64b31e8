import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaseState } from './casework/states.ts';
import { FATES, STATES_OF, shareOf } from './rates.ts';

describe('a share with its interval', () => {
  test('without observations there is none', () => {
    expect(shareOf(0, 0)).toEqual({ share: null, low: null, high: null, n: 0 });
  });

  // Values of R: prop.test without correction, binom::binom.wilson.
  test.each([
    [8, 10, 0.8, 0.4902, 0.9433],
    [0, 10, 0, 0, 0.2775],
    [10, 10, 1, 0.7225, 1],
    [50, 100, 0.5, 0.4038, 0.5962],
  ])('%i of %i', (k, n, share, low, high) => {
    expect(shareOf(k, n)).toEqual({ share, low, high, n });
  });

  test('the share lies in its interval, and the interval in [0, 1]', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const s = shareOf(Math.round(n * part), n);
        expect(s.low).toBeGreaterThanOrEqual(0);
        expect(s.high).toBeLessThanOrEqual(1);
        expect(s.low).toBeLessThanOrEqual(s.share ?? -1);
        expect(s.share).toBeLessThanOrEqual(s.high ?? -1);
      }),
    );
  });
});

test('every state but CLOSED belongs to one outcome', () => {
  const listed = FATES.flatMap((o) => STATES_OF[o]);
  expect([...listed].sort()).toEqual(CaseState.options.filter((s) => s !== 'CLOSED').sort());
});
