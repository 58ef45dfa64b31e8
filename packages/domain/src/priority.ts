/**
 * In which order cases are read. Priority is a product and orders the queue, nothing else:
 *
 *   priority(now) = weight × 2^(age / 96 h) × 2^((now − due) / 96 h)
 *   weight        = 100 × severity × phase × certainty × band × region risk
 *
 * Age and deadline grow at the same pace for every case, so in logarithms they are a straight line of time with one slope:
 * log2 priority(now) = rank + now × const, where `rank` is fixed when the case is opened. The database stores `rank` and
 * pages by it: the order at any moment is the order by `rank`, an index serves it, and nothing has to be recomputed as time
 * passes. Both factors together double every 48 hours, so that even the lightest case comes to the top before it expires.
 */
import { LIMITS } from './limits.ts';
import type { Label, Phase } from './vocabulary.ts';

/** Calls and organising before praise before presence. */
const SEVERITY: Record<Label, number> = {
  VOTE_CALL: 1,
  MOBILISE: 1,
  TEAM_ROLE: 1,
  PARTY_MEMBER: 1,
  STATE_FACILITY: 1,
  PRAISE_SUPPORT: 0.65,
  PHOTO_SYMBOL: 0.65,
  PROPS: 0.65,
  ATTACK: 0.65,
  SELF_CANDIDACY: 0.65,
  ATTEND: 0.35,
  ENGAGE: 0.35,
  NONE: 0.1,
};
export const severityOf = (label: Label): number => SEVERITY[label];
const PHASE_WEIGHT: Record<Phase, number> = { OFF: 0.2, PRE: 0.6, SET: 0.8, CAMP: 0.9, QUIET: 1, VOTE: 1, POST: 0.4 };
/** Grey cases are read after clear ones of the same weight. */
const BAND_WEIGHT = { flag: 1, review: 0.5 } as const;

/** Vulnerability of a region by an index such as the IKP; it moves a case in the queue and never enters a person's score. */
export const RegionRisk = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type RegionRisk = (typeof RegionRisk)[number];
export const RISK_WEIGHT: Record<RegionRisk, number> = { LOW: 0.8, MEDIUM: 1, HIGH: 1.25 };

export const PRIORITY = { ageDoublesHours: 96, deadlineDoublesHours: 96, weightMin: 1, weightMax: 100 } as const;

/** A score of 0 halves the weight, one of 1 leaves it. */
const certaintyOf = (score: number): number => 0.5 + score / 2;

export interface Weighed {
  label: Label;
  phase: Phase;
  score: number;
  band: 'flag' | 'review';
}

/** What a case weighs when it is opened, 1–100, without age, deadline and region. */
export function priorityOf(c: Weighed): number {
  const raw = 100 * SEVERITY[c.label] * PHASE_WEIGHT[c.phase] * certaintyOf(c.score) * BAND_WEIGHT[c.band];
  return Math.min(PRIORITY.weightMax, Math.max(PRIORITY.weightMin, Math.round(raw)));
}

const HOUR_MS = 3_600_000;
/** The zero of `rank`, near enough for a float of 53 bits to tell microseconds apart. */
const EPOCH_MS = Date.parse('2020-01-01T00:00:00Z');

export interface Timed {
  /** `priorityOf` as stored. */
  weight: number;
  risk: number;
  flaggedAt: Date;
  /** When it has to be judged; fixed when the case is opened or reopened, so that a claim moves nothing. */
  reviewDueAt: Date;
}

/** The order of two cases at any moment; the same expression as the generated column `cases.rank`. */
export function rankOf(c: Timed): number {
  const hours = (d: Date) => (d.getTime() - EPOCH_MS) / HOUR_MS;
  return (
    Math.log2(Math.max(PRIORITY.weightMin, c.weight) * c.risk) -
    hours(c.flaggedAt) / PRIORITY.ageDoublesHours -
    hours(c.reviewDueAt) / PRIORITY.deadlineDoublesHours
  );
}

/** The parts of the formula at one moment, for the hover of the queue. */
export interface PriorityReason {
  severity: number;
  phase: number;
  certainty: number;
  band: number;
  region_risk: number;
  weight: number;
  age_hours: number;
  age_factor: number;
  due_in_hours: number;
  deadline_factor: number;
}

const round = (n: number, digits: number): number => Number(n.toFixed(digits));

export function priorityAt(c: Weighed & Timed, now: Date): { priority: number; reason: PriorityReason } {
  const ageHours = (now.getTime() - c.flaggedAt.getTime()) / HOUR_MS;
  const dueInHours = (c.reviewDueAt.getTime() - now.getTime()) / HOUR_MS;
  const ageFactor = 2 ** (ageHours / PRIORITY.ageDoublesHours);
  const deadlineFactor = 2 ** (-dueInHours / PRIORITY.deadlineDoublesHours);
  const reason = {
    severity: SEVERITY[c.label],
    phase: PHASE_WEIGHT[c.phase],
    certainty: round(certaintyOf(c.score), 3),
    band: BAND_WEIGHT[c.band],
    region_risk: c.risk,
    weight: c.weight,
    age_hours: round(ageHours, 1),
    age_factor: round(ageFactor, 3),
    due_in_hours: round(dueInHours, 1),
    deadline_factor: round(deadlineFactor, 3),
  };
  return { priority: round(c.weight * c.risk * ageFactor * deadlineFactor, 1), reason };
}

/** When a case flagged at this moment has to be judged. */
export const reviewDueAt = (flaggedAt: Date): Date => new Date(flaggedAt.getTime() + LIMITS.decideWithinHours * HOUR_MS);
