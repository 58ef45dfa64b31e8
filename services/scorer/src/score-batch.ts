/** One job: lock what is still pending, score it, write verdicts and cases, all in one transaction. */
import { score } from '@pantau/detection';
import { type Handle, lockPending, type PendingVersion, recordUnscored, type Scored, toPostLine, writeVerdicts } from '@pantau/store';
import type { LoadedEngine } from './engine.ts';
import type { Events } from './events.ts';

/**
 * Running twice changes nothing: rows already scored are no longer pending. If the process dies anywhere before commit the
 * rows stay pending; the queue repeats the job, or the sweeper rings again. No delivery is ever written here.
 */
export async function scoreBatch(db: Handle, loaded: LoadedEngine, ids: readonly number[], events: Events): Promise<void> {
  const started = performance.now();
  const result = await db.transaction().execute(async (tx) => {
    const { scored, unscored } = scoreAll(loaded, await lockPending(tx, ids));
    await recordUnscored(tx, unscored);
    const opened = await writeVerdicts(tx, scored, loaded);
    return { scored, unscored, opened };
  });
  const bands: Record<string, number> = {};
  for (const s of result.scored) bands[s.verdict.verdict] = (bands[s.verdict.verdict] ?? 0) + 1;
  events.batchScored({ bands, opened: result.opened, unscored: result.unscored.length, seconds: (performance.now() - started) / 1000 });
}

function scoreAll(loaded: LoadedEngine, pending: readonly PendingVersion[]): { scored: Scored[]; unscored: { versionId: number; reason: string }[] } {
  const scored: Scored[] = [];
  const unscored: { versionId: number; reason: string }[] = [];
  for (const p of pending) {
    if (p.content === null) {
      unscored.push({ versionId: p.versionId, reason: 'text_missing' });
      continue;
    }
    const withContent = { ...p, content: p.content };
    const verdict = score(loaded.engine, toPostLine(withContent));
    // A failed detector is never taken for "clear".
    if (verdict.verdict === 'incomplete') unscored.push({ versionId: p.versionId, reason: 'detector_failed' });
    else scored.push({ pending: withContent, verdict });
  }
  return { scored, unscored };
}
