/** Hands due units to connectors, a bounded number at once; any number of copies may run side by side. */
import { type ClaimedUnit, claimDueUnits, enabledSources, markDisabled, syncUnits } from '@pantau/store';
import type { Connector } from './connectors/contract.ts';
import { INGEST } from './limits.ts';
import { runUnit, type UnitDeps } from './run-unit.ts';

export class Dispatcher {
  readonly name = 'dispatcher';
  readonly #deps: UnitDeps;
  readonly #connectors: ReadonlyMap<string, Connector>;
  readonly #abort = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #claiming: Promise<void> | null = null;
  #streams = 0;
  #sources: Awaited<ReturnType<typeof enabledSources>> = [];
  #mayBeMore = false;

  constructor(deps: UnitDeps, connectors: readonly Connector[]) {
    this.#deps = deps;
    this.#connectors = new Map(connectors.map((c) => [c.name, c]));
  }

  /** Makes units for new sources and newly registered accounts, and says at the others why nothing is fetched. */
  async sync(): Promise<void> {
    const all = [...this.#connectors.values()];
    const perAccount = all.flatMap((c) => (c.units === 'account' && c.platform !== null ? [{ connector: c.name, platform: c.platform }] : []));
    const made = await syncUnits(this.#deps.db, { single: all.filter((c) => c.units === 'single').map((c) => c.name), perAccount });
    if (made > 0) this.#deps.events.unitsMade(made);
    await markDisabled(this.#deps.db);
    this.#sources = await enabledSources(this.#deps.db);
  }

  /** Claims what is due and starts it; returns without waiting for it. A slot that becomes free is filled at once while there is more. */
  async dispatch(): Promise<void> {
    if (this.#claiming !== null) return;
    this.#claiming = this.#claim();
    try {
      await this.#claiming;
    } finally {
      this.#claiming = null;
    }
  }

  async #claim(): Promise<void> {
    if (this.#abort.signal.aborted) return;
    await this.#claimOf('stream', INGEST.streamsAtOnce - this.#streams);
    const free = INGEST.unitsAtOnce - (this.#running.size - this.#streams);
    const taken = await this.#claimOf('poll', free);
    this.#mayBeMore = free > 0 && taken === free;
  }

  async #claimOf(mode: Connector['mode'], free: number): Promise<number> {
    const connectors = [...this.#connectors.values()].filter((c) => c.mode === mode).map((c) => c.name);
    if (free <= 0 || connectors.length === 0) return 0;
    const shares = mode === 'poll' ? await this.#shares(free) : undefined;
    const units = await claimDueUnits(this.#deps.db, { connectors, limit: free, leaseMs: this.#deps.leaseMs, ...(shares ? { shares } : {}) });
    for (const unit of units) this.#start(unit);
    return units.length;
  }

  /** What the limits leave room for, by source: a unit that would only be told to wait is not taken at all. Unknown is no room. */
  async #shares(free: number): Promise<Map<number, number>> {
    const shares = new Map<number, number>();
    for (const source of this.#sources) {
      const connector = this.#connectors.get(source.connector);
      const config = connector?.config.safeParse(source.config);
      if (!connector || !config?.success) continue;
      const { buckets, cost } = connector.limits(config.data, null);
      if (buckets.length === 0) continue;
      const room = await this.#deps.limiter.room(buckets, free * cost).catch(() => 0);
      shares.set(source.id, Math.floor(room / cost));
    }
    return shares;
  }

  #start(unit: ClaimedUnit): void {
    const connector = this.#connectors.get(unit.connector);
    if (!connector) return;
    const isStream = connector.mode === 'stream';
    if (isStream) this.#streams++;
    const run = runUnit(this.#deps, unit, connector, this.#abort.signal)
      .catch((err: unknown) => this.#deps.events.broke({ source: unit.source, err }))
      .finally(() => {
        this.#running.delete(run);
        if (isStream) this.#streams--;
        else if (this.#mayBeMore) this.dispatch().catch((err: unknown) => this.#deps.events.tickFailed('dispatch', err));
      });
    this.#running.add(run);
  }

  /** Waits for units to reach the end of their page; what they stored stays, the rest is due again. */
  async stop(): Promise<void> {
    this.#abort.abort();
    // What is being claimed right now must be among the running before they are waited for; the ticker reports its error.
    await this.#claiming?.catch(() => {});
    await Promise.all(this.#running);
  }
}
