/**
 * Runs a task again and again with a pause between the end of one run and the start of the next, so runs never overlap.
 * A failing run is reported and followed by the next; `stop` waits for the run in progress.
 */
export class Ticker {
  readonly name: string;
  readonly #task: () => Promise<void>;
  readonly #onError: (err: unknown) => void;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(o: { name: string; everyMs: number; task: () => Promise<void>; onError: (err: unknown) => void }) {
    if (!(o.everyMs > 0)) throw new Error(`everyMs must be above 0, got ${o.everyMs}`);
    this.name = o.name;
    this.#task = o.task;
    this.#onError = o.onError;
    this.#everyMs = o.everyMs;
  }

  /** Starts at once or after the first pause. */
  start(o: { immediately: boolean } = { immediately: true }): this {
    this.#schedule(o.immediately ? 0 : this.#everyMs);
    return this;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#task()
        .catch(this.#onError)
        .then(() => this.#schedule(this.#everyMs));
    }, ms);
  }
}
