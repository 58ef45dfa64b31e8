/** Keeps one engine or service running: started again with growing pauses when it ends by itself. */
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../errors.ts';

export interface Running {
  exited: Promise<number | string>;
  stop(): Promise<void>;
}

export interface KeeperOptions<R extends Running> {
  name: string;
  start: () => Promise<R>;
  say: (line: string) => void;
  backoffMinMs?: number;
}

const BACKOFF_MIN_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
/** Up this long, the next end counts as the first one again. */
const STEADY_MS = 60_000;

export class Keeper<R extends Running> {
  readonly #o: KeeperOptions<R>;
  readonly #stopping = new AbortController();
  #current: R | undefined;
  #watch: Promise<void> = Promise.resolve();

  constructor(o: KeeperOptions<R>) {
    this.#o = o;
  }

  get name(): string {
    return this.#o.name;
  }

  get current(): R | undefined {
    return this.#current;
  }

  /** The first start; its failure is the caller's. From then on ends are repaired. */
  async start(): Promise<R> {
    const first = await this.#o.start();
    this.#current = first;
    this.#watch = this.#keep(first);
    return first;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#current?.stop();
    await this.#watch;
  }

  async #keep(first: R): Promise<void> {
    let running: R | undefined = first;
    let pauseMs = this.#o.backoffMinMs ?? BACKOFF_MIN_MS;
    while (!this.#stopping.signal.aborted) {
      const since = Date.now();
      const how: number | string | undefined = await running?.exited;
      if (this.#stopping.signal.aborted) return;
      if (running && Date.now() - since > STEADY_MS) pauseMs = this.#o.backoffMinMs ?? BACKOFF_MIN_MS;
      if (running) this.#o.say(`${this.#o.name} ended (${how}); starting it again in ${Math.round(pauseMs / 1_000)} s`);
      await delay(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, BACKOFF_MAX_MS);
      running = this.#stopping.signal.aborted ? undefined : await this.#again(pauseMs);
    }
  }

  async #again(pauseMs: number): Promise<R | undefined> {
    try {
      const started = await this.#o.start();
      if (this.#stopping.signal.aborted) {
        await started.stop(); // stop() came while it was starting and does not know it
        return undefined;
      }
      this.#current = started;
      this.#o.say(`${this.#o.name} runs again`);
      return started;
    } catch (e) {
      this.#o.say(`${this.#o.name} could not be started: ${messageOf(e)}; trying again in ${Math.round(pauseMs / 1_000)} s`);
      return undefined;
    }
  }
}
