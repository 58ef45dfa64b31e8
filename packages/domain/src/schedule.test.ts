import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalMs, learn, rateOf, SCHEDULE, SourceSchedule, solveScale } from './schedule.ts';

const schedule = SourceSchedule.parse({ requests_per_day: 1_000 });
const NOON = new Date('2026-11-25T05:00:00Z');
const PLAIN = { jitter: 0.5, explore: 0.9, early: 0.5 };
const hours = (h: number) => h * SCHEDULE.hourMs;

describe('rates are learned', () => {
  test('nothing seen yet counts as a quiet account, not as a silent one', () => {
    expect(rateOf({ posts: 0, days: 0 })).toBeCloseTo(SCHEDULE.priorPostsPerDay);
  });
  test('a steady account is known within a tenth after two months, and a silent one sinks', () => {
    let steady = { posts: 0, days: 0 };
    let silent = { posts: 0, days: 0 };
    for (let day = 0; day < 60; day++) {
      steady = learn(steady, { posts: 2, days: 1 });
      silent = learn(silent, { posts: 0, days: 1 });
    }
    expect(Math.abs(rateOf(steady) - 2)).toBeLessThan(0.3);
    expect(rateOf(silent)).toBeLessThan(SCHEDULE.priorPostsPerDay / 5);
  });
  test('watching in many short stretches or in one long one teaches the same, when nothing is written', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 20, noNaN: true }), { minLength: 1, maxLength: 30 }), (stretches) => {
        const many = stretches.reduce((k, days) => learn(k, { posts: 0, days }), { posts: 3, days: 5 });
        const one = learn({ posts: 3, days: 5 }, { posts: 0, days: stretches.reduce((a, b) => a + b, 0) });
        expect(many.posts).toBeCloseTo(one.posts, 6);
        expect(many.days).toBeCloseTo(one.days, 6);
      }),
    );
  });
});

describe('the budget', () => {
  test('is spent and not exceeded, for any mix of accounts', () => {
    const bin = fc.record({ weightedRate: fc.double({ min: 1e-4, max: 100, noNaN: true }), accounts: fc.integer({ min: 1, max: 1_000 }) });
    fc.assert(
      fc.property(fc.array(bin, { minLength: 1, maxLength: 20 }), fc.integer({ min: 10, max: 100_000 }), (bins, requests_per_day) => {
        const s = { ...schedule, requests_per_day };
        const scale = solveScale(bins, s);
        const per = (rate: number) => Math.min(96, Math.max(24 / s.floor_hours, scale * Math.sqrt(rate)));
        const spent = bins.reduce((sum, b) => sum + b.accounts * per(b.weightedRate), 0) * (1 + SCHEDULE.explorationShare);
        const least = bins.reduce((sum, b) => sum + b.accounts * (24 / s.floor_hours), 0) * (1 + SCHEDULE.explorationShare);
        expect(spent).toBeLessThanOrEqual(Math.max(requests_per_day, least) * 1.001);
      }),
    );
  });
  test('four times the rate, half the interval', () => {
    const of = (rate: number) => intervalMs({ weight: 1, rate, scale: 1, schedule, now: NOON, dice: PLAIN });
    expect(of(1) / of(4)).toBeCloseTo(2, 3);
    expect(intervalMs({ weight: 4, rate: 1, scale: 1, schedule, now: NOON, dice: PLAIN })).toBe(of(4));
  });
});

describe('the next look', () => {
  test('lies between ceiling and floor, whatever the dice say', () => {
    const unit = fc.double({ min: 0, max: 0.999_999, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        unit,
        unit,
        unit,
        (rate, scale, jitter, explore, early) => {
          const ms = intervalMs({ weight: 1, rate, scale, schedule, now: NOON, dice: { jitter, explore, early } });
          expect(ms).toBeGreaterThanOrEqual(15 * 60_000 * (1 - SCHEDULE.jitterShare) - 1);
          expect(ms).toBeLessThanOrEqual(hours(schedule.floor_hours));
        },
      ),
    );
  });
  test('a boost holds from its first moment to its last', () => {
    const boosted = SourceSchedule.parse({ ...schedule, boost: [{ from: '2026-11-25T00:00:00Z', to: '2026-11-26T00:00:00Z', factor: 4 }] });
    const at = (now: string) => intervalMs({ weight: 1, rate: 1, scale: 1, schedule: boosted, now: new Date(now), dice: PLAIN });
    expect([at('2026-11-24T23:59:59Z'), at('2026-11-25T00:00:00Z'), at('2026-11-26T00:00:00Z')]).toEqual([hours(24), hours(6), hours(24)]);
  });
  test('waits through hours in which nobody writes, and hurries through those in which many do', () => {
    const day = Array.from({ length: 24 }, (_, h) => (h >= 6 && h < 22 ? 1.5 : 0));
    const s = SourceSchedule.parse({ ...schedule, hours: day });
    const of = (now: string) => intervalMs({ weight: 1, rate: 64, scale: 1, schedule: s, now: new Date(now), dice: PLAIN }); // 3 hours
    expect(of('2026-11-25T05:00:00Z'), 'noon in Jakarta').toBe(hours(2));
    expect(of('2026-11-25T14:00:00Z'), 'nine in the evening: the rest comes at six, but no later than twice the interval').toBe(hours(6));
  });
  test('one in twenty comes early', () => {
    const early = intervalMs({ weight: 1, rate: 1, scale: 1, schedule, now: NOON, dice: { ...PLAIN, explore: 0.049 } });
    expect(early).toBe(hours(12));
  });
});
