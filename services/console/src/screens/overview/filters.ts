/** What the overview shows, as it stands in the address; the same words ask the API, the file and the rows behind a figure. */
import type { OverviewQuery } from '../../api/types.ts';
import type { InboxFilters } from '../inbox/filters.ts';

const DAY_MS = 86_400_000;
const JAKARTA_HOURS = 7;
export const PERIODS = [7, 30, 90, 365] as const;
const PERIOD_USUAL = 90;
const ID_CHARS = 120;

export interface OverviewSearch {
  region?: string;
  from?: string;
  to?: string;
  /** The last days, ending today; `from` and `to` win over it. */
  days?: number;
  label?: string;
  phase?: string;
  contest?: string;
  election?: string;
  step?: 'week';
}

const day = (v: unknown): string | undefined => (typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v) && !Number.isNaN(Date.parse(v)) ? v : undefined);
const id = (v: unknown): string | undefined => (typeof v === 'string' && v !== '' && v.length <= ID_CHARS ? v : undefined);
const code = (v: unknown): string | undefined => (typeof v === 'string' && /^[A-Z_]{2,40}$/.test(v) ? v : undefined);

/** Anything may stand in an address; what is not a filter is left out. */
export function readOverviewSearch(s: Record<string, unknown>): OverviewSearch {
  const from = day(s.from);
  const to = day(s.to);
  const all = {
    region: typeof s.region === 'string' && /^(ID|\d{2}(\.\d{2})?)$/.test(s.region) ? s.region : undefined,
    ...(from !== undefined && to !== undefined && from <= to ? { from, to } : {}),
    days: PERIODS.find((p) => String(p) === String(s.days)),
    label: code(s.label),
    phase: code(s.phase),
    contest: id(s.contest),
    election: id(s.election),
    step: s.step === 'week' ? 'week' : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));
}

const localToday = (now: number): string => new Date(now + JAKARTA_HOURS * 3_600_000).toISOString().slice(0, 10);
const daysBefore = (day: string, n: number): string => new Date(Date.parse(day) - n * DAY_MS).toISOString().slice(0, 10);

/** What the API is asked. `scope`: the one region of a person who has but one. */
export function overviewQuery(s: OverviewSearch, scope: string | undefined, now: number): OverviewQuery {
  const to = s.to ?? localToday(now);
  const from = s.from ?? daysBefore(to, (s.days ?? PERIOD_USUAL) - 1);
  const region = s.region ?? scope;
  const rest = { label: s.label, phase: s.phase, contest: s.contest, election: s.election, step: s.step };
  return { from, to, ...Object.fromEntries(Object.entries({ ...rest, region }).filter(([, v]) => v !== undefined)) };
}

/** The rows behind a figure: the list of cases under the same filter and the figure's own part of it. */
export function rowsOf({ from, to, step: _step, ...rest }: OverviewQuery, part: Omit<InboxFilters, 'tampilan'> = {}): InboxFilters {
  const { region, ...others } = rest;
  // The list takes provinces, regencies and cities; the whole country is no filter.
  const where = region === undefined || region === 'ID' ? {} : { region };
  return { tampilan: 'semua', ...where, ...others, flagged_from: from, flagged_to: to, ...part } as InboxFilters;
}

export function exportAddress(query: OverviewQuery, figure: 'cases' | 'times' | 'regions' | 'labels' | 'ages' | 'balance'): string {
  const text = new URLSearchParams(Object.entries({ ...query, figure }).map(([k, v]) => [k, String(v)]));
  return `/v1/overview/export?${text}`;
}

/** The last day of a step, within the period. */
export function stepEnd(at: string, step: 'day' | 'week', to: string): string {
  const end = step === 'day' ? at : daysBefore(at, -6);
  return end < to ? end : to;
}
