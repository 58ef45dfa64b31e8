/** The engine in use: compiled from the published register, replaced whole when another is published. */
import { compileEngine, type Engine } from '@pantau/detection';
import { currentRegister, type Db, ensureRuleset, loadCirculars, loadRegister } from '@pantau/store';
import type { Events } from './events.ts';

/** A batch reads this once, so all its verdicts name one register and one ruleset. */
export interface LoadedEngine {
  engine: Engine;
  registerId: number;
  rulesetId: number;
}

export class EngineHolder {
  readonly #db: Db;
  readonly #events: Events;
  #loaded: LoadedEngine | null = null;
  #circulars = '';

  constructor(db: Db, events: Events) {
    this.#db = db;
    this.#events = events;
  }

  get current(): LoadedEngine | null {
    return this.#loaded;
  }

  /** Loads what is published now unless it is loaded already. Throws leave the old engine in use. */
  async refresh(): Promise<void> {
    const published = await currentRegister(this.#db);
    if (!published) return this.#events.registerMissing();
    const circulars = await loadCirculars(this.#db);
    const fingerprint = JSON.stringify(circulars);
    if (this.#loaded?.registerId === published.id && this.#circulars === fingerprint) return;
    const started = performance.now();
    const register = await loadRegister(this.#db, published.id);
    const engine = compileEngine({ register, circulars });
    this.#loaded = { engine, registerId: published.id, rulesetId: await ensureRuleset(this.#db, engine.ruleset) };
    this.#circulars = fingerprint;
    this.#events.registerLoaded({
      register: engine.register,
      ruleset: engine.ruleset,
      contestants: register.contestants.length,
      seconds: (performance.now() - started) / 1000,
    });
  }
}
