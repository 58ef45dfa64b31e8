/** What has to be done from time to time: partitions for the coming days, and everything that may be kept no longer goes. */
import { SCHEDULE, SourceSchedule, solveScale } from '@pantau/domain';
import {
  type Db,
  dropEmptyPartitions,
  dropExpiredContent,
  dropGoneContent,
  dropOldCoverage,
  enabledSources,
  ensurePartitions,
  type Handle,
  loadBins,
  markNotCovered,
  purgeQuarantine,
} from '@pantau/store';
import type { Events } from './events.ts';
import { INGEST } from './limits.ts';

/** Dies anywhere: each step is one statement and the next round does what is left. */
export function createHousework(db: Handle, now: () => Date, events: Pick<Events, 'houseworkDone'>): () => Promise<void> {
  let wholeAt: number | null = null;
  return async () => {
    const at = now();
    await ensurePartitions(db, at, INGEST.partitionsAheadDays);
    // Text comes of age day by day; what was scored only after that is found when everything is looked at, once a day.
    const isWhole = wholeAt === null || at.getTime() - wholeAt >= INGEST.wholeExpiryEveryMs;
    const textsDropped =
      (await dropGoneContent(db, at)) + (await dropExpiredContent(db, { now: at, lookBackDays: isWhole ? null : INGEST.expiryLookBackDays }));
    if (isWhole) wholeAt = at.getTime();
    if (isWhole) await dropOldCoverage(db, at);
    events.houseworkDone({
      textsDropped,
      partitionsDropped: await dropEmptyPartitions(db, at, INGEST.partitionsDroppedAtOnce),
      quarantinePurged: await purgeQuarantine(db, at),
      notCovered: await markNotCovered(db, { now: at, lateHours: INGEST.coverageLateHours }),
    });
  };
}

/** How often each source may look per √(weight × rate), from what its accounts are known to write. Dies: the former scale stays until the next round. */
export async function readScales(db: Db, scales: Map<number, number>): Promise<void> {
  const prior = { posts: SCHEDULE.priorPostsPerDay * SCHEDULE.priorDays, days: SCHEDULE.priorDays };
  for (const source of await enabledSources(db)) {
    const schedule = SourceSchedule.safeParse(source.schedule);
    if (schedule.success) scales.set(source.id, solveScale(await loadBins(db, source.id, prior), schedule.data));
    else scales.delete(source.id);
  }
}
