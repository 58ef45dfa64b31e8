/**
 * When an account is looked at next, under a budget of requests. Posts stay where they are until somebody looks, so what counts
 * is the mean delay, Σ weight × rate × interval / 2 under Σ 1 / interval = budget, and the best interval goes with
 * 1 / √(weight × rate) (Sia, Cho and Cho 2007). Rates are not known but learned: Gamma–Poisson, older days counting less. Pure.
 */
import { z } from 'zod';

export const SCHEDULE = {
  dayMs: 86_400_000,
  hourMs: 3_600_000,
  /** Days after which what was seen counts 1/e. */
  memoryDays: 30,
  /** Before anything was seen, an account counts like one watched this long … */
  priorDays: 4,
  /** … that writes this often. */
  priorPostsPerDay: 0.1,
  /** Share of looks that come early by chance, so that a rate that has risen is noticed. */
  explorationShare: 0.05,
  /** Intervals differ by up to this share, so that accounts declared together do not stay together. */
  jitterShare: 0.1,
  /** Beyond this many days the hour of the day no longer matters. */
  profileDaysMax: 2,
} as const;

/** A source's own schedule; without one its connector says when to come again. */
export const SourceSchedule = z.strictObject({
  requests_per_day: z.number().positive().max(1e9),
  /** No account waits longer, however quiet. */
  floor_hours: z
    .number()
    .positive()
    .max(24 * 90)
    .default(24 * 30),
  /** No account is looked at more often. */
  ceiling_minutes: z
    .number()
    .positive()
    .max(24 * 60)
    .default(15),
  /** While it lasts, accounts are looked at so many times as often, if the budget is raised with it. */
  boost: z
    .array(z.strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }), factor: z.number().min(1).max(20) }))
    .max(20)
    .default([]),
  /** Hours of Jakarta's day by how much is written in them; absent means all alike. */
  hours: z.array(z.number().min(0).max(24)).length(24).optional(),
});
export type SourceSchedule = z.infer<typeof SourceSchedule>;

export interface Learned {
  posts: number;
  days: number;
}

/** What is known after another stretch of watching, in which `posts` were written. */
export function learn(before: Learned, seen: { posts: number; days: number }): Learned {
  const kept = Math.exp(-seen.days / SCHEDULE.memoryDays);
  return { posts: before.posts * kept + seen.posts, days: before.days * kept + SCHEDULE.memoryDays * (1 - kept) };
}

/** Posts a day, as far as is known: never zero, for nobody is known to be silent for ever. */
export function rateOf(known: Learned): number {
  return (SCHEDULE.priorPostsPerDay * SCHEDULE.priorDays + known.posts) / (SCHEDULE.priorDays + known.days);
}

/** How many accounts there are of about the same weight × rate. */
export interface LoadBin {
  weightedRate: number;
  accounts: number;
}

/** The factor that spends the budget and no more: looks a day = scale × √(weight × rate), within floor and ceiling. */
export function solveScale(bins: readonly LoadBin[], s: Pick<SourceSchedule, 'requests_per_day' | 'floor_hours' | 'ceiling_minutes'>): number {
  const least = 24 / s.floor_hours;
  const most = (24 * 60) / s.ceiling_minutes;
  const spent = (scale: number) => bins.reduce((sum, b) => sum + b.accounts * Math.min(most, Math.max(least, scale * Math.sqrt(b.weightedRate))), 0);
  const budget = s.requests_per_day / (1 + SCHEDULE.explorationShare);
  let low = 1e-9;
  let high = 1e9;
  for (let i = 0; i < 120; i++) {
    const middle = Math.sqrt(low * high);
    if (spent(middle) > budget) high = middle;
    else low = middle;
  }
  return low;
}

export interface Dice {
  /** Three numbers in [0, 1). */
  jitter: number;
  explore: number;
  early: number;
}

/** Milliseconds until the account is looked at again. */
export function intervalMs(o: { weight: number; rate: number; scale: number; schedule: SourceSchedule; now: Date; dice: Dice }): number {
  const { schedule, dice } = o;
  const most = schedule.floor_hours * SCHEDULE.hourMs;
  const least = schedule.ceiling_minutes * 60_000;
  const boost = schedule.boost.reduce((f, b) => (Date.parse(b.from) <= o.now.getTime() && o.now.getTime() < Date.parse(b.to) ? Math.max(f, b.factor) : f), 1);
  const plain = SCHEDULE.dayMs / (boost * o.scale * Math.sqrt(o.weight * o.rate));
  const bounded = Math.min(most, Math.max(least, plain));
  const explored = dice.explore < SCHEDULE.explorationShare ? Math.max(least, bounded * dice.early) : bounded;
  const jittered = explored * (1 + SCHEDULE.jitterShare * (2 * dice.jitter - 1));
  return Math.round(throughHours(Math.min(most, jittered), schedule.hours, o.now));
}

const JAKARTA_MS = 7 * SCHEDULE.hourMs;

/** A night's hour counts less than an evening's: the interval is measured in what is usually written meanwhile. */
function throughHours(interval: number, hours: readonly number[] | undefined, now: Date): number {
  if (hours === undefined || interval > SCHEDULE.profileDaysMax * SCHEDULE.dayMs) return interval;
  const mean = hours.reduce((a, b) => a + b, 0) / 24;
  if (mean === 0) return interval;
  let left = interval;
  let at = now.getTime();
  const end = at + 2 * interval;
  while (at < end) {
    const local = at + JAKARTA_MS;
    const share = (hours[Math.floor(local / SCHEDULE.hourMs) % 24] ?? mean) / mean;
    const step = Math.min(SCHEDULE.hourMs - (local % SCHEDULE.hourMs), end - at);
    if (share * step >= left) return at + left / share - now.getTime();
    left -= share * step;
    at += step;
  }
  return 2 * interval;
}

/** Looks that follow the first, for edits and deletions, in milliseconds after the post was first seen. */
export const RECHECK_MS: readonly number[] = [35 * 60_000, 6 * SCHEDULE.hourMs, SCHEDULE.dayMs, 7 * SCHEDULE.dayMs, 30 * SCHEDULE.dayMs];
/** From this one on only posts in an open case or in the sample are looked at. */
export const RECHECK_NEEDS_CASE = 3;
/** After the last one, posts in open cases are looked at this often. */
export const RECHECK_IN_CASES_MS = 30 * SCHEDULE.dayMs;
