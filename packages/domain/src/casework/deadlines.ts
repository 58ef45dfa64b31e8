/**
 * Deadlines as rules, not as arithmetic in code: so many units from an anchor, by regime. Whether "hari" means calendar or
 * working days differs by statute, so the unit is data. Days are counted in the region's own calendar (WIB, WITA and WIT know
 * no summer time); the day of the anchor is not counted, and a deadline in days ends with its last day.
 */
import { localDay, zoneOf } from '../regions.ts';
import type { CaseState } from './states.ts';

/** Two statutes, two sets of deadlines: UU 7/2017 (general election) and UU 10/2016 (regional heads). */
export type Regime = 'PEMILU' | 'PILKADA';

export function regimeOf(c: { contestType: string | null; election: string | null }): Regime {
  if (c.contestType !== null) return c.contestType === 'PRESIDENT' || c.contestType === 'LEGISLATIVE' ? 'PEMILU' : 'PILKADA';
  return c.election?.startsWith('PEMILU') === true ? 'PEMILU' : 'PILKADA';
}

export type DeadlineUnit = 'calendar_day' | 'working_day' | 'hour';
export type Anchor =
  | 'first_flagged_at'
  | 'known_at'
  | 'finding_at'
  | 'registered_at'
  | 'criminal_at'
  | 'forwarded_at'
  | 'asked_at'
  | 'received_at'
  | 'decided_at'
  | 'appealed_at';

interface Span {
  n: number;
  unit: DeadlineUnit;
}
export interface DeadlineRule extends Span {
  anchor: Anchor;
  /** Counted on from the end of the first part. */
  then?: Span;
  source: string;
}

/** `YYYY-MM-DD` of every day that is not worked although the week says so. */
export type HolidayTable = ReadonlySet<string>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ZONE_HOURS = { WIB: 7, WITA: 8, WIT: 9 } as const;
/** A rule that runs longer than this over holidays alone is a broken table, not a deadline. */
const DAYS_MAX = 3_660;

const SUNDAY = 0;
const SATURDAY = 6;

export function isWorkingDay(day: string, holidays: HolidayTable): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== SUNDAY && weekday !== SATURDAY && !holidays.has(day);
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** The last millisecond of a local day. */
const endOfDay = (day: string, region: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS - ZONE_HOURS[zoneOf(region)] * HOUR_MS - 1);

/** When a rule's time is over, counted from the moment of its anchor. */
export function deadlineOf(rule: DeadlineRule, from: Date, region: string, holidays: HolidayTable): Date {
  const first = spanEnd(rule, from, region, holidays);
  return rule.then ? spanEnd(rule.then, first, region, holidays) : first;
}

function spanEnd(span: Span, from: Date, region: string, holidays: HolidayTable): Date {
  if (span.unit === 'hour') return new Date(from.getTime() + span.n * HOUR_MS);
  let day = localDay(from, region);
  let left = span.n;
  for (let looked = 0; left > 0; looked += 1) {
    if (looked > DAYS_MAX) throw new Error('the holiday table leaves no working days');
    day = nextDay(day);
    if (span.unit === 'calendar_day' || isWorkingDay(day, holidays)) left -= 1;
  }
  return endOfDay(day, region);
}

const rule = (n: number, unit: DeadlineUnit, anchor: Anchor, source: string, then?: Span): DeadlineRule => ({
  n,
  unit,
  anchor,
  source,
  ...(then ? { then } : {}),
});

/** Nobody claimed the flag: the only way a case ends without a person. */
export const EXPIRE_UNCLAIMED = rule(14, 'calendar_day', 'first_flagged_at', 'project rule');
/** An own opinion may be taken back this long, and only while nobody else has acted. */
export const UNDO_MINUTES = 10;
/** The office said that the person is not theirs: a commissioner says whose. */
export const READDRESS = rule(3, 'working_day', 'asked_at', 'project rule');
/** Objection, or appeal to BPASN, by the person (PP 79/2021). */
export const APPEAL_WITHIN = rule(14, 'working_day', 'decided_at', 'PP 79/2021');

/** The step that is due in a state. A state without a rule waits for nothing by law. */
const DUE: Record<Regime, Partial<Record<CaseState, DeadlineRule>>> = {
  PEMILU: {
    CONFIRMED: rule(7, 'calendar_day', 'known_at', 'UU 7/2017 art. 454(5)'),
    REGISTERED: rule(7, 'calendar_day', 'registered_at', 'UU 7/2017 art. 454(7)'),
    CLARIFICATION: rule(7, 'calendar_day', 'registered_at', 'UU 7/2017 art. 454(7)'),
  },
  PILKADA: {
    CONFIRMED: rule(7, 'calendar_day', 'known_at', 'UU 1/2014 art. 134(4)'),
    REGISTERED: rule(3, 'calendar_day', 'registered_at', 'UU 1/2014 art. 134(5)'),
    CLARIFICATION: rule(3, 'calendar_day', 'registered_at', 'UU 1/2014 art. 134(5)'),
  },
};
const DUE_ALWAYS: Partial<Record<CaseState, DeadlineRule>> = {
  FLAGGED: rule(24, 'hour', 'first_flagged_at', 'project rule'),
  IN_REVIEW: rule(48, 'hour', 'first_flagged_at', 'project rule'),
  FINDING: rule(0, 'calendar_day', 'finding_at', 'registration on the same day'),
  CRIMINAL_TRACK: rule(24, 'hour', 'criminal_at', 'UU 7/2017 art. 476'),
  FORWARDED: rule(7, 'calendar_day', 'forwarded_at', 'SBT: check by the task force, then validation', { n: 3, unit: 'working_day' }),
  PPK_EXAM: rule(45, 'working_day', 'received_at', 'project rule: summons, second summons and decision of PP 94/2021'),
  DECIDED: APPEAL_WITHIN,
  APPEALED: rule(21, 'calendar_day', 'appealed_at', 'PP 79/2021'),
};
/** Study and clarification, when more evidence is needed. */
const EXTENDED: Record<Regime, DeadlineRule> = {
  PEMILU: rule(14, 'working_day', 'registered_at', 'UU 7/2017 art. 454(8)'),
  PILKADA: rule(5, 'calendar_day', 'registered_at', 'UU 1/2014 art. 134(6): 3 + 2 days'),
};

export function dueRule(state: CaseState, regime: Regime, o: { extended: boolean; recipientInQuestion: boolean }): DeadlineRule | null {
  if (o.extended && (state === 'REGISTERED' || state === 'CLARIFICATION')) return EXTENDED[regime];
  if (o.recipientInQuestion && state === 'FORWARDED') return READDRESS;
  return DUE[regime][state] ?? DUE_ALWAYS[state] ?? null;
}
