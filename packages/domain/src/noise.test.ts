import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterQuiet, isQuiet, sendAt, underCap } from './noise.ts';

const NIGHT = { fromMinute: 20 * 60, toMinute: 7 * 60, workingDaysOnly: true };
const FREE = new Set(['2026-12-25']);
const HOUR_MS = 3_600_000;

describe('quiet hours are those of the office', () => {
  it.each([
    ['an evening waits for the morning', '2026-11-25T14:00:00Z', '16.73', '2026-11-26T00:00:00.000Z'],
    ['the same moment is morning already in Jayapura', '2026-11-25T23:00:00Z', '91.71', '2026-11-25T23:00:00.000Z'],
    ['a Saturday waits for Monday', '2026-11-28T04:00:00Z', '16.73', '2026-11-30T00:00:00.000Z'],
    ['Christmas on a Friday waits for Monday', '2026-12-25T04:00:00Z', '16.73', '2026-12-28T00:00:00.000Z'],
    ['a working hour does not wait', '2026-11-25T04:00:30Z', '16.73', '2026-11-25T04:00:30.000Z'],
  ])('%s', (_, at, region, expected) => expect(afterQuiet(new Date(at), region, NIGHT, FREE).toISOString()).toBe(expected));

  it('hours of no length are never quiet', () => {
    expect(isQuiet(new Date('2026-11-28T04:00:00Z'), '16', { fromMinute: 0, toMinute: 0, workingDaysOnly: false }, FREE)).toBe(false);
  });
});

it('a burst is spread, not cut: every alert gets a moment, none earlier than it was wanted, no hour over the cap', () => {
  const at = fc.integer({ min: Date.parse('2026-11-20'), max: Date.parse('2026-12-31') });
  const hours = fc.record({ fromMinute: fc.nat(1439), toMinute: fc.nat(1439), workingDaysOnly: fc.boolean() });
  fc.assert(
    fc.property(at, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9 }), hours, (start, burst, perHour, quiet) => {
      const wanted = new Date(start);
      const planned: Date[] = [];
      for (let i = 0; i < burst; i += 1) planned.push(sendAt(wanted, '16.73', { quiet, perHour }, planned, FREE));
      for (const t of planned) {
        expect(t.getTime()).toBeGreaterThanOrEqual(start);
        expect(isQuiet(t, '16.73', quiet, FREE)).toBe(false);
        expect(planned.filter((x) => x > new Date(t.getTime() - HOUR_MS) && x <= t).length).toBeLessThanOrEqual(perHour);
      }
    }),
    { numRuns: 60 },
  );
});

it('a cap below one would drop and is refused', () => expect(() => underCap(new Date(), [], 0)).toThrow('would drop'));
