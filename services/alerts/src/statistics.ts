/** Roll-ups and weekly releases, by the clock. Any number of copies may do it: each turn is one transaction under a lock. */
import { BLOCK_WEEKS, type Bounds, MEASURES, type Measure, protect, RELEASE_POLICY, systemOf } from '@pantau/domain';
import {
  frozenFacts,
  type Handle,
  insertFigures,
  insertRelease,
  lockReleases,
  nextReleaseWeek,
  rollUp,
  type Tx,
  weekFacts,
  withheldWeeks,
} from '@pantau/store';
import type { StatisticsEvents } from './events.ts';
import { ALERTS } from './limits.ts';
import { loadBounds } from './release-bounds.ts';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** A Monday from which the four weeks are counted. */
const BLOCKS_FROM = Date.parse('2024-01-01T00:00:00Z');

interface StatisticsDeps {
  db: Handle;
  bounds: Bounds;
  clock: () => Date;
  events: StatisticsEvents;
  stopping: () => boolean;
}

/** One turn, with the solver loaded. */
export async function statisticsKeeper(d: Omit<StatisticsDeps, 'bounds'>): Promise<() => Promise<void>> {
  const bounds = await loadBounds();
  return () => keepStatistics({ ...d, bounds });
}

async function keepStatistics(d: StatisticsDeps): Promise<void> {
  d.events.rolledUp(await rollUp(d.db, d.clock()));
  for (let n = 0; n < ALERTS.releasesPerTurn && !d.stopping(); n += 1) {
    const made = await d.db.transaction().execute((tx) => release(tx, d));
    if (made === null) return;
    d.events.released(made);
  }
}

/** The next week that is over everywhere and settled; null: none yet. Dies before commit: nothing of it was released. */
async function release(tx: Tx, d: StatisticsDeps): Promise<string | null> {
  await lockReleases(tx);
  const week = await nextReleaseWeek(tx);
  const now = d.clock();
  if (week === null || Date.parse(week) + (WEEK_DAYS + ALERTS.releaseSettleDays) * DAY_MS > now.getTime()) return null;
  const index = Math.floor((Date.parse(week) - BLOCKS_FROM) / (WEEK_DAYS * DAY_MS));
  const block = ((index % BLOCK_WEEKS) + BLOCK_WEEKS) % BLOCK_WEEKS === BLOCK_WEEKS - 1 ? plusDays(week, -WEEK_DAYS * (BLOCK_WEEKS - 1)) : null;
  await insertRelease(tx, { week, madeAt: now, blockFrom: block, policy: RELEASE_POLICY });
  for (const measure of MEASURES) await figures(tx, d.bounds, measure, week, block);
  return week;
}

async function figures(tx: Tx, bounds: Bounds, measure: Measure, week: string, block: string | null): Promise<void> {
  const own = await weekFacts(tx, measure, week);
  const before = block === null ? [] : await frozenFacts(tx, measure, block, plusDays(week, -WEEK_DAYS));
  const system = systemOf([...before, ...own], block);
  const withheld = new Set((block === null ? [] : await withheldWeeks(tx, measure, block, week)).map((w) => `${w.week} ${w.region}`));
  const cells = [...system.cells.values()];
  for (const c of cells) if (c.name === 'week_region' && c.week !== week) c.fixed = withheld.has(`${c.week} ${c.region}`) ? 'withheld' : 'shown';
  const hidden = protect(system, bounds);
  await insertFigures(tx, { week, measure, facts: own, cells: cells.filter((c) => c.fixed === undefined), hidden });
}

const plusDays = (day: string, n: number): string => new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10);
