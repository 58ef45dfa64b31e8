/** Filters that a figure of the overview or a rule brings along. They have no list of their own; a chip names and clears them. */
import type { CaseFilters } from '../../api/types.ts';

export type FigureFilters = Pick<
  CaseFilters,
  'flagged_from' | 'flagged_to' | 'outcome' | 'contest' | 'contestant' | 'election' | 'rule' | 'older_than_hours' | 'newer_than_hours'
>;

const OUTCOMES = ['open', 'upheld', 'refused', 'expired'] as const;
const ID_CHARS = 120;
const HOURS_MAX = 87_600;

const text = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' && v.length <= ID_CHARS ? v : undefined);
const day = (v: unknown): string | undefined => (typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)) ? v : undefined);
const hours = (v: unknown): number | undefined => {
  const n = v === undefined || v === '' ? Number.NaN : Number(v);
  return Number.isInteger(n) && n >= 0 && n <= HOURS_MAX ? n : undefined;
};

export function readFigureFilters(s: Record<string, unknown>): FigureFilters {
  const all = {
    flagged_from: day(s.flagged_from),
    flagged_to: day(s.flagged_to),
    outcome: OUTCOMES.find((o) => o === s.outcome),
    contest: text(s.contest),
    contestant: text(s.contestant),
    election: text(s.election),
    rule: text(s.rule),
    older_than_hours: hours(s.older_than_hours),
    newer_than_hours: hours(s.newer_than_hours),
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));
}

/** To take them all out of an address. */
export const NO_FIGURE_FILTERS = {
  flagged_from: '',
  flagged_to: '',
  outcome: '',
  contest: '',
  contestant: '',
  election: '',
  rule: '',
  older_than_hours: '',
  newer_than_hours: '',
} as const;
