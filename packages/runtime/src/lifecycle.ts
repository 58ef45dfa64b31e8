/** The frame of a process: start parts in order, stop them in reverse on a signal, leave by an empty event loop. */
import type { Logger } from './logger.ts';

export interface Part {
  name: string;
  stop(): Promise<void> | void;
}

const STOP_TIMEOUT_MS = 10_000;

export class Lifecycle {
  readonly #log: Logger;
  readonly #parts: Part[] = [];
  #stopping: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Registers a started part; it is stopped before everything that was registered earlier. */
  add<T extends Part>(part: T): T {
    this.#parts.push(part);
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
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void this.stop(signal));
    if (process.send) process.once('disconnect', () => void this.stop('parent gone'));
  }

  async #stopAll(why: string): Promise<void> {
    this.#log.info({ why }, 'stopping');
    const timer = setTimeout(() => {
      this.#log.error({ parts: this.#parts.map((p) => p.name) }, 'stopping took too long');
      process.exit(1);
    }, STOP_TIMEOUT_MS);
    for (const part of this.#parts.reverse()) {
      try {
        await part.stop();
      } catch (err) {
        this.#log.error({ err, part: part.name }, 'part did not stop cleanly');
      }
    }
    clearTimeout(timer);
    if (process.connected) process.disconnect();
    this.#log.info('stopped');
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
