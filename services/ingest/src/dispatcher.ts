/** Hands due units to connectors, a bounded number at once; any number of copies may run side by side. */
import { claimDueUnits, syncUnits } from '@pantau/store';
import type { Connector } from './connectors/contract.ts';
import { INGEST } from './limits.ts';
import { runUnit, type UnitDeps } from './run-unit.ts';

export class Dispatcher {
  readonly name = 'dispatcher';
  readonly #deps: UnitDeps;
  readonly #connectors: ReadonlyMap<string, Connector>;
  readonly #abort = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(deps: UnitDeps, connectors: readonly Connector[]) {
    this.#deps = deps;
    this.#connectors = new Map(connectors.map((c) => [c.name, c]));
  }

  /** Makes units for new sources and newly registered accounts. */
  async sync(): Promise<void> {
    const all = [...this.#connectors.values()];
    const perAccount = all.flatMap((c) => (c.units === 'account' && c.platform !== null ? [{ connector: c.name, platform: c.platform }] : []));
    const made = await syncUnits(this.#deps.db, { single: all.filter((c) => c.units === 'single').map((c) => c.name), perAccount });
    if (made > 0) this.#deps.events.unitsMade(made);
  }

  /** Claims what is due and starts it; returns without waiting for it. */
  async dispatch(): Promise<void> {
    const free = INGEST.unitsAtOnce - this.#running.size;
    if (free <= 0 || this.#abort.signal.aborted) return;
    const units = await claimDueUnits(this.#deps.db, { connectors: [...this.#connectors.keys()], limit: free, leaseMs: this.#deps.leaseMs });
    for (const unit of units) {
      const connector = this.#connectors.get(unit.connector);
      if (!connector) continue;
      const run = runUnit(this.#deps, unit, connector, this.#abort.signal)
        .catch((err: unknown) => this.#deps.events.broke({ source: unit.source, err }))
        .finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  /** Waits for units to reach the end of their page; what they stored stays, the rest is due again. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#running);
  }
}
