/** The frame of a process: start parts in order, stop them in reverse on a signal, leave by an empty event loop. */
import type { Logger } from './logger.ts';

export interface Part {
  name: string;
  stop(): Promise<void> | void;
}

const STOP_TIMEOUT_MS = 10_000;

export class Lifecycle {
  readonly #log: Logger;
  readonly #stopTimeoutMs: number;
  readonly #exit: (code: number) => void;
  readonly #parts: Part[] = [];
  #stopping: Promise<void> | null = null;
  #ownsProcess = false;

  constructor(log: Logger, o: { stopTimeoutMs?: number; exit?: (code: number) => void } = {}) {
    this.#log = log;
    this.#stopTimeoutMs = o.stopTimeoutMs ?? STOP_TIMEOUT_MS;
    this.#exit = o.exit ?? ((code) => process.exit(code));
  }

  /**
   * Registers a started part; it is stopped before everything that was registered earlier. A part that arrives while
   * stopping (a signal during start) is stopped too, or it would keep the process alive.
   */
  add<T extends Part>(part: T): T {
    this.#parts.push(part);
    if (this.#stopping) this.#stopping = this.#stopping.then(() => this.#drain());
    return part;
  }

  get stopping(): boolean {
    return this.#stopping !== null;
  }

  stop(why: string): Promise<void> {
    this.#stopping ??= this.#stopAll(why);
    return this.#stopping;
  }

  /** SIGINT and SIGTERM stop in order; a parent that goes away (closed IPC channel) does too. */
  listen(): void {
    this.#ownsProcess = true;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void this.stop(signal));
    if (!process.send) return;
    process.once('disconnect', () => void this.stop('parent gone'));
    // It may have died while our modules were still loading; that event has passed.
    if (!process.connected) void this.stop('parent gone');
  }

  async #stopAll(why: string): Promise<void> {
    this.#log.info({ why }, 'stopping');
    const timer = setTimeout(() => {
      this.#log.error({ waiting: this.#parts.map((p) => p.name) }, 'stopping took too long');
      this.#exit(1);
    }, this.#stopTimeoutMs);
    await this.#drain();
    clearTimeout(timer);
    // The channel to the parent would keep the process alive; it is ours to close only when the process is.
    if (this.#ownsProcess && process.connected) process.disconnect();
    this.#log.info('stopped');
    if (this.#ownsProcess) this.#leaveAnyway();
  }

  /** A start that was under way when the stop came may still open something: the process ends all the same. */
  #leaveAnyway(): void {
    setTimeout(() => {
      this.#log.error('something kept the process alive');
      this.#exit(1);
    }, this.#stopTimeoutMs).unref();
  }

  async #drain(): Promise<void> {
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      try {
        await part.stop();
      } catch (err) {
        this.#log.error({ err, part: part.name }, 'part did not stop cleanly');
      }
    }
  }
}

/** Runs `main`, turning a failed start into one clear line and exit code 1. */
export async function run(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (e) {
    process.stderr.write(`${e instanceof Error ? e.message : String(e)}\n`);
    process.exit(1);
  }
}
