/** From counted cases to what the overview shows: shares with intervals, rates by region, stages as days. Pure. */
import { type Kappa, kappaRange, NATION, regionWithin, type Stage, shareOf, stageSpan } from '@pantau/domain';
import { AGE_HOURS, type BalanceRow, type FateCounts, type Overview, type Reach } from '@pantau/store';
import type { z } from 'zod';
import type { BalanceView, OverviewView } from './schemas/overview.ts';

export type View = z.infer<typeof OverviewView>;
type RegionRow = View['regions'][number];

/** A rate over fewer people jumps with every single case: it is not shown. */
const RATE_PEOPLE_MIN = 20;
const RATE_PER = 1_000;
const DAY_STEPS_MAX = 190;
const DAY_MS = 86_400_000;
const REGENCY_CHARS = 5;
const NONE: FateCounts = { open: 0, upheld: 0, refused: 0, expired: 0 };

const sumOf = (c: FateCounts): number => c.open + c.upheld + c.refused + c.expired;
/** Of the decided ones; what is open or expired says nothing. */
export const upheldShare = (c: FateCounts) => shareOf(c.upheld, c.upheld + c.refused);

/** Half a year of days is the most that can be told apart in a picture. */
export function stepOf(q: { from: string; to: string; step: 'day' | 'week' }): 'day' | 'week' {
  return (Date.parse(q.to) - Date.parse(q.from)) / DAY_MS >= DAY_STEPS_MAX ? 'week' : q.step;
}

export interface Area {
  code: string;
  name: string;
  level: number;
}

/** Every region of the level within what was asked for and what the reader may see, with a case or without. */
export function regionRows(areas: readonly Area[], o: { reach: Reach; asked: string | undefined; counts: Overview['regions']; people: Map<string, number> }) {
  const national = o.asked === undefined || o.asked === NATION;
  const inReach = (code: string): boolean => o.reach.some((r) => regionWithin(code, r) || regionWithin(r, code));
  const regencies = areas.filter(
    (a) => a.level === 2 && inReach(a.code) && (national || regionWithin(a.code, o.asked ?? '') || regionWithin(o.asked ?? '', a.code)),
  );
  const shown = national ? areas.filter((a) => a.level === 1 && inReach(a.code)) : regencies;
  const rows: RegionRow[] = shown.map((a) => {
    const people = [...o.people].reduce((n, [code, p]) => (regionWithin(code, a.code) ? n + p : n), 0);
    return rowOf(a, o.counts.get(a.code) ?? NONE, people);
  });
  // A province's own offices have its code and belong to no regency.
  const own = national ? undefined : areas.find((a) => a.level === 1 && a.code === o.asked?.slice(0, 2));
  const ownCounts = own && o.counts.get(own.code);
  if (own && ownCounts && o.asked === own.code) rows.push(rowOf(own, ownCounts, o.people.get(own.code) ?? 0));
  const watched = regencies.filter((a) => (o.people.get(a.code) ?? 0) > 0);
  const people = [...o.people].reduce((n, [code, p]) => (national || regionWithin(code, (o.asked ?? '').slice(0, REGENCY_CHARS)) ? n + p : n), 0);
  return { level: national ? ('province' as const) : ('regency' as const), rows, coverage: { regencies: regencies.length, watched: watched.length, people } };
}

function rowOf(a: Area, counts: FateCounts, people: number): RegionRow {
  const cases = sumOf(counts);
  const state = people === 0 && cases === 0 ? 'not_looked_at' : cases === 0 ? 'none' : people < RATE_PEOPLE_MIN ? 'suppressed' : 'value';
  return { region: a.code, name: a.name, ...counts, people, rate: state === 'value' ? Number(((cases * RATE_PER) / people).toFixed(1)) : null, state };
}

export function agesOf(ages: Overview['ages']): View['ages'] {
  return AGE_HOURS.map((from, i) => {
    const found = ages.find((a) => a.bucket === i);
    return { from_hours: from, to_hours: AGE_HOURS[i + 1] ?? null, cases: found?.cases ?? 0, overdue: found?.overdue ?? 0 };
  });
}

/** Every step of the period, those without a case too: a gap would look like a shorter period. */
export function timesOf(times: Overview['times'], q: { from: string; to: string }, step: 'day' | 'week'): View['times'] {
  const first = Date.parse(q.from) - (step === 'week' ? ((new Date(q.from).getUTCDay() + 6) % 7) * DAY_MS : 0);
  const out: View['times'] = [];
  for (let t = first; t <= Date.parse(q.to); t += step === 'week' ? 7 * DAY_MS : DAY_MS) {
    const at = new Date(t).toISOString().slice(0, 10);
    out.push({ at, ...(times.get(at) ?? NONE) });
  }
  return out;
}

export const labelsOf = (labels: Overview['labels']): View['labels'] =>
  [...labels].map(([label, c]) => ({ label, ...c, upheld_share: upheldShare(c) })).sort((a, b) => sumOf(b) - sumOf(a) || (a.label < b.label ? -1 : 1));

export function kappaView(k: Kappa) {
  const range = kappaRange(k);
  return { n: k.n, agreed: k.agreed, kappa: k.kappa, low: range?.low ?? null, high: range?.high ?? null };
}

/** Stages that touch the period, in the order they begin. */
export function stagesWithin(stages: Record<string, unknown>, q: { from: string; to: string }): View['elections'][number]['stages'] {
  return Object.entries(stages)
    .flatMap(([stage, days]) => {
      const span = stageSpan(days as Stage);
      return span && span.from <= q.to && span.to >= q.from ? [{ stage, ...span }] : [];
    })
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

export function balanceRows(rows: readonly BalanceRow[]): z.infer<typeof BalanceView>['rows'] {
  const all = rows.reduce((n, r) => n + sumOf(r.outcomes), 0);
  return rows.map((r) => ({
    contestant: r.contestant,
    name: r.name,
    ballot_number: r.ballot,
    support: r.support,
    attack: r.attack,
    ...r.outcomes,
    of_flags: shareOf(sumOf(r.outcomes), all),
    upheld_share: upheldShare(r.outcomes),
  }));
}
