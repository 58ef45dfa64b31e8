import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRIORITY, priorityAt, priorityOf, RISK_WEIGHT, rankOf, reviewDueAt, type Timed, type Weighed } from './priority.ts';
import { Label, Phase } from './vocabulary.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = new Date('2024-10-12T03:00:00Z');

const weighed: fc.Arbitrary<Weighed> = fc.record({
  label: fc.constantFrom(...Label.options),
  phase: fc.constantFrom(...Phase.options),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  band: fc.constantFrom('flag' as const, 'review' as const),
});
const anyCase: fc.Arbitrary<Weighed & Timed> = fc
  .record({
    w: weighed,
    ageMs: fc.integer({ min: 0, max: 14 * DAY_MS }),
    dueMs: fc.integer({ min: -7 * DAY_MS, max: 7 * DAY_MS }),
    risk: fc.constantFrom(0.8, 1, 1.25),
  })
  .map(({ w, ageMs, dueMs, risk }) => ({
    ...w,
    weight: priorityOf(w),
    risk,
    flaggedAt: new Date(NOW.getTime() - ageMs),
    reviewDueAt: new Date(NOW.getTime() + dueMs),
  }));

const at = (c: Partial<Weighed & Timed>): Weighed & Timed => {
  const w = { label: 'VOTE_CALL' as const, phase: 'CAMP' as const, score: 0.9, band: 'flag' as const, ...c };
  return { weight: priorityOf(w), risk: 1, flaggedAt: NOW, reviewDueAt: reviewDueAt(c.flaggedAt ?? NOW), ...w };
};

describe('what a case weighs', () => {
  test('stays within 1–100, grows with the score, and a grey case never stands before the same clear one', () => {
    fc.assert(
      fc.property(weighed, (w) => {
        const p = priorityOf(w);
        expect(p).toBeGreaterThanOrEqual(PRIORITY.weightMin);
        expect(p).toBeLessThanOrEqual(PRIORITY.weightMax);
        expect(priorityOf({ ...w, score: 1 })).toBeGreaterThanOrEqual(p);
        expect(priorityOf({ ...w, band: 'review' })).toBeLessThanOrEqual(priorityOf({ ...w, band: 'flag' }));
      }),
    );
  });

  test.each([
    ['a call to vote in the quiet period', { label: 'VOTE_CALL', phase: 'QUIET', score: 1, band: 'flag' }, 100],
    ['the same call before determination', { label: 'VOTE_CALL', phase: 'PRE', score: 1, band: 'flag' }, 60],
    ['praise in the campaign', { label: 'PRAISE_SUPPORT', phase: 'CAMP', score: 0.8, band: 'flag' }, 53],
    ['a like in the campaign, grey', { label: 'ENGAGE', phase: 'CAMP', score: 0.5, band: 'review' }, 12],
    ['nothing in particular', { label: 'NONE', phase: 'OFF', score: 0, band: 'review' }, 1],
  ] as const)('%s', (_, w, weight) => {
    expect(priorityOf(w)).toBe(weight);
  });
});

describe('the order of the queue', () => {
  test('is the order of the product at this moment and at every later one, although only the fixed rank is stored', () => {
    fc.assert(
      fc.property(anyCase, anyCase, fc.integer({ min: 0, max: 30 * DAY_MS }), (a, b, laterMs) => {
        const later = new Date(NOW.getTime() + laterMs);
        const gap = rankOf(a) - rankOf(b);
        fc.pre(Math.abs(gap) > 1e-6);
        const log = (c: Weighed & Timed) => {
          const hours = (ms: number) => ms / HOUR_MS;
          return (
            Math.log2(c.weight * c.risk) +
            hours(later.getTime() - c.flaggedAt.getTime()) / PRIORITY.ageDoublesHours +
            hours(later.getTime() - c.reviewDueAt.getTime()) / PRIORITY.deadlineDoublesHours
          );
        };
        expect(Math.sign(log(a) - log(b))).toBe(Math.sign(gap));
        expect(log(a)).toBeCloseTo(Math.log2(Math.max(0.05, priorityAt(a, later).priority)), 0);
      }),
    );
  });

  test('of two equal cases the older and the sooner due comes first', () => {
    const fresh = at({});
    expect(rankOf(at({ flaggedAt: new Date(NOW.getTime() - HOUR_MS) }))).toBeGreaterThan(rankOf(fresh));
    expect(rankOf({ ...fresh, reviewDueAt: new Date(NOW.getTime() + HOUR_MS) })).toBeGreaterThan(rankOf(fresh));
  });

  test('a grey like outranks a fresh call to vote before it expires: nothing starves', () => {
    const like = at({ label: 'ENGAGE', band: 'review', score: 0.5, flaggedAt: new Date(NOW.getTime() - 8 * DAY_MS) });
    expect(rankOf(like)).toBeGreaterThan(rankOf(at({})));
    expect(rankOf(at({ label: 'ENGAGE', band: 'review', score: 0.5, flaggedAt: new Date(NOW.getTime() - DAY_MS) }))).toBeLessThan(rankOf(at({})));
  });

  test('the risk of a region moves a case by a quarter at most', () => {
    expect(rankOf(at({ risk: RISK_WEIGHT.HIGH })) - rankOf(at({}))).toBeCloseTo(Math.log2(1.25));
    expect(RISK_WEIGHT).toEqual({ LOW: 0.8, MEDIUM: 1, HIGH: 1.25 });
  });
});

describe('what the hover says', () => {
  test('the parts multiply to the priority', () => {
    const c = at({
      label: 'PROPS',
      score: 0.8,
      flaggedAt: new Date(NOW.getTime() - 96 * HOUR_MS),
      reviewDueAt: new Date(NOW.getTime() - 96 * HOUR_MS),
      risk: 1.25,
    });
    expect(priorityAt(c, NOW)).toEqual({
      priority: 265,
      reason: {
        severity: 0.65,
        phase: 0.9,
        certainty: 0.9,
        band: 1,
        region_risk: 1.25,
        weight: 53,
        age_hours: 96,
        age_factor: 2,
        due_in_hours: -96,
        deadline_factor: 2,
      },
    });
  });
});
