/** Hands due units to connectors, a bounded number at once; any number of copies may run side by side. */
import { claimDueUnits, markDisabled, syncUnits } from '@pantau/store';
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
    const free = INGEST.unitsAtOnce - this.#running.size;
    if (free <= 0 || this.#abort.signal.aborted) return;
    const units = await claimDueUnits(this.#deps.db, { connectors: [...this.#connectors.keys()], limit: free, leaseMs: this.#deps.leaseMs });
    this.#mayBeMore = units.length === free;
    for (const unit of units) {
      const connector = this.#connectors.get(unit.connector);
      if (!connector) continue;
      const run = runUnit(this.#deps, unit, connector, this.#abort.signal)
        .catch((err: unknown) => this.#deps.events.broke({ source: unit.source, err }))
        .finally(() => {
          this.#running.delete(run);
          if (this.#mayBeMore) this.dispatch().catch((err: unknown) => this.#deps.events.tickFailed('dispatch', err));
        });
      this.#running.add(run);
    }
  }

  /** Waits for units to reach the end of their page; what they stored stays, the rest is due again. */
  async stop(): Promise<void> {
    this.#abort.abort();
    // What is being claimed right now must be among the running before they are waited for; the ticker reports its error.
    await this.#claiming?.catch(() => {});
    await Promise.all(this.#running);
  }
}
