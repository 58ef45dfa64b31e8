/**
 * When an alert leaves, so that nobody is woken or buried by it. Only ever later, never not at all: every answer is a moment.
 * A file of several cases of one person is one alert already; this spreads what is left.
 */
import { deadlineOf, type HolidayTable, isWorkingDay } from './casework/deadlines.ts';
import { localDay, zoneOf } from './regions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MINUTES = 24 * 60;
const OFFSET_HOURS = { WIB: 7, WITA: 8, WIT: 9 } as const;
/** Longer than any row of holidays and weekends of a year. */
const DAYS_LOOKED_AT = 60;

/** Minutes since local midnight; `fromMinute` after `toMinute` means over midnight. Equal: never quiet. */
export interface QuietHours {
  fromMinute: number;
  toMinute: number;
  /** Weekends and holidays are quiet as a whole. */
  workingDaysOnly: boolean;
}

const minuteOfDay = (at: Date, region: string): number => Math.floor(at.getTime() / MINUTE_MS + OFFSET_HOURS[zoneOf(region)] * 60) % DAY_MINUTES;

export function isQuiet(at: Date, region: string, q: QuietHours, holidays: HolidayTable): boolean {
  if (q.workingDaysOnly && !isWorkingDay(localDay(at, region), holidays)) return true;
  const m = minuteOfDay(at, region);
  return q.fromMinute <= q.toMinute ? m >= q.fromMinute && m < q.toMinute : m >= q.fromMinute || m < q.toMinute;
}

/** The first moment from `at` on that is not quiet where the office is. A table in which every moment is quiet delays no further than it looks. */
export function afterQuiet(at: Date, region: string, q: QuietHours, holidays: HolidayTable): Date {
  const last = at.getTime() + DAYS_LOOKED_AT * 24 * HOUR_MS;
  let t = at;
  while (t.getTime() < last && isQuiet(t, region, q, holidays)) t = nextEdge(t, region, q, holidays);
  return t;
}

/** Where quiet may end: at its last minute of the day, or with the day that is quiet as a whole. */
function nextEdge(at: Date, region: string, q: QuietHours, holidays: HolidayTable): Date {
  const midnight = new Date(deadlineOf({ n: 0, unit: 'calendar_day', anchor: 'asked_at', source: '' }, at, region, holidays).getTime() + 1);
  if (q.workingDaysOnly && !isWorkingDay(localDay(at, region), holidays)) return midnight;
  const m = minuteOfDay(at, region);
  const startOfMinute = at.getTime() - (at.getTime() % MINUTE_MS);
  const end = m < q.toMinute ? new Date(startOfMinute + (q.toMinute - m) * MINUTE_MS) : midnight;
  return end;
}

/**
 * The first moment from `at` on with fewer than `perHour` others in the hour before it. `planned`: when others leave or left, in
 * any order. Nothing is dropped: the hundredth of a burst simply leaves later.
 */
export function underCap(at: Date, planned: readonly Date[], perHour: number): Date {
  if (perHour < 1) throw new Error('a cap below one an hour would drop');
  const times = planned.map((d) => d.getTime()).sort((a, b) => a - b);
  let t = at.getTime();
  for (;;) {
    const within = times.filter((x) => x > t - HOUR_MS && x <= t);
    const first = within[within.length - perHour];
    if (first === undefined) return new Date(t);
    t = first + HOUR_MS;
  }
}

export interface Manners {
  quiet: QuietHours | null;
  perHour: number | null;
}

/** Cap and quiet hours together: a moment that is allowed by both. */
export function sendAt(at: Date, region: string, m: Manners, planned: readonly Date[], holidays: HolidayTable): Date {
  let t = at;
  for (let i = 0; i <= planned.length + DAYS_LOOKED_AT; i += 1) {
    const calm = m.quiet ? afterQuiet(t, region, m.quiet, holidays) : t;
    const next = m.perHour === null ? calm : underCap(calm, planned, m.perHour);
    if (next.getTime() === t.getTime()) return t;
    t = next;
  }
  return t;
}
