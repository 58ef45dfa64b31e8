/** What may be kept no longer goes, by the clock: as `pantau_privacy`, which can call the purge functions and nothing else. */
import type { Lifecycle } from '@pantau/runtime';
import { type Keyring, openDb, recordRetentionRun, runRetention, signerOf } from '@pantau/store';
import type { RetentionEvents } from './events.ts';
import { ALERTS } from './limits.ts';

export interface RetentionDeps {
  databaseUrl: string;
  keyring: Keyring;
  clock: () => Date;
  life: Lifecycle;
  events: RetentionEvents;
}

/** One turn. Dies anywhere: a batch is purged and certified, or neither; copies of this service share the work. */
export function keepRetention(d: RetentionDeps): () => Promise<void> {
  const db = openDb({ url: d.databaseUrl, role: 'pantau_privacy', name: 'retention', connectionsMax: ALERTS.retentionConnections });
  d.life.add({ name: 'retention database', stop: () => db.destroy() });
  return async () => {
    const now = d.clock();
    const report = await runRetention(db, { now, signer: signerOf(d.keyring), stopping: () => d.life.stopping });
    // Dies before: what went is certified already; only the list of runs misses one.
    await recordRetentionRun(db, report, now);
    d.events.purged(report);
  };
}
