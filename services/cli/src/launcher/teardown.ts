/** What was started, stopped in reverse. A part that arrives while stopping is stopped at once. */
import { messageOf } from '../errors.ts';

export interface Stoppable {
  name: string;
  stop(): Promise<void> | void;
}

export class Stopped extends Error {}

export class Teardown {
  readonly #parts: Stoppable[] = [];
  readonly #say: (line: string) => void;
  #stopping: Promise<void> | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Throws Stopped when a stop came while the part was starting, so that nothing further is started. */
  async add<T extends Stoppable>(part: T): Promise<T> {
    if (this.#stopping) {
      await part.stop();
      throw new Stopped();
    }
    this.#parts.push(part);
    return part;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#run();
    return this.#stopping;
  }

  async #run(): Promise<void> {
    for (const part of this.#parts.reverse()) {
      try {
        await part.stop();
      } catch (e) {
        this.#say(`${part.name} did not stop cleanly: ${messageOf(e)}`);
      }
    }
  }
}
