/**
 * Collects items and hands them on in batches: when `max` are there or `waitMs` after the first.
 * `push` resolves when there is room, so a full batcher stops its source (back-pressure) instead of growing.
 */
export interface BatcherOptions<T> {
  max: number;
  waitMs: number;
  flush: (items: T[]) => Promise<void>;
}

export class Batcher<T> {
  readonly #o: BatcherOptions<T>;
  #items: T[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #failed: unknown = null;

  constructor(o: BatcherOptions<T>) {
    if (!(o.max > 0)) throw new Error(`batcher max must be above 0, got ${o.max}`);
    this.#o = o;
  }

  /** Throws the error of an earlier failed flush: what was lost there must not be followed by more. */
  async push(item: T): Promise<void> {
    if (this.#failed !== null) throw this.#failed;
    this.#items.push(item);
    if (this.#items.length >= this.#o.max) return this.drain();
    this.#timer ??= setTimeout(() => void this.drain().catch(() => {}), this.#o.waitMs);
  }

  /** Flushes what is there and waits for it. */
  drain(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#running = this.#running.then(() => this.#run(items));
    return this.#running;
  }

  async #run(items: T[]): Promise<void> {
    try {
      await this.#o.flush(items);
    } catch (e) {
      this.#failed = e;
      throw e;
    }
  }
}
