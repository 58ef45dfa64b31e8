/** The engine in use: compiled from the published register, replaced whole when another is published. */
import { createHash } from 'node:crypto';
import { compileEngine, type Engine, engineCode, exportCompiled, importCompiled, loadRuleset, type Ruleset } from '@pantau/detection';
import type { Circular } from '@pantau/domain';
import { currentRegister, type Db, ensureRuleset, loadCirculars, loadRegister, type RegisterVersion, registerFingerprint } from '@pantau/store';
import type { EngineCache } from './engine-cache.ts';
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
  readonly #cache: EngineCache | null;
  #loaded: LoadedEngine | null = null;
  #circulars = '';

  constructor(db: Db, events: Events, cache: EngineCache | null) {
    this.#db = db;
    this.#events = events;
    this.#cache = cache;
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
    const { engine, cached } = await this.#engineOf(published, circulars);
    this.#loaded = { engine, registerId: published.id, rulesetId: await ensureRuleset(this.#db, engine.ruleset) };
    this.#circulars = fingerprint;
    const { ruleset, contestants } = engine;
    this.#events.registerLoaded({ register: engine.register, ruleset, contestants, cached, seconds: (performance.now() - started) / 1000 });
  }

  async #engineOf(published: RegisterVersion, circulars: Circular[]): Promise<{ engine: Engine; cached: boolean }> {
    const ruleset = loadRuleset();
    const cache = this.#cache;
    if (cache === null) return { engine: await this.#compile(published, ruleset, circulars), cached: false };
    const key = cacheKey(ruleset, published, await registerFingerprint(this.#db, published.id));
    try {
      const bytes = await cache.read(key);
      const engine = bytes === null ? null : importCompiled(bytes, { ruleset, circulars });
      if (engine !== null) return { engine, cached: true };
    } catch (error) {
      this.#events.cacheFailed('read', error);
    }
    const engine = await this.#compile(published, ruleset, circulars);
    await cache.write(key, exportCompiled(engine)).catch((error: unknown) => this.#events.cacheFailed('write', error));
    return { engine, cached: false };
  }

  async #compile(published: RegisterVersion, ruleset: Ruleset, circulars: Circular[]): Promise<Engine> {
    return compileEngine({ register: await loadRegister(this.#db, published.id), ruleset, circulars });
  }
}

/** All that an engine is made of: rules, the code that compiles them, and the register's name and contents. */
function cacheKey(ruleset: Ruleset, published: RegisterVersion, contents: string): string {
  return createHash('sha256')
    .update(JSON.stringify([ruleset.id, engineCode(), published.name, contents]))
    .digest('hex');
}
