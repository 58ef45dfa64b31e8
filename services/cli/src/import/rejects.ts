/** Rows that were not taken: counted, the first few shown, all of them written to a file when asked for. */

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { writeFault } from './files.ts';

export interface Reject {
  line: number;
  reason: string;
}

/** Shown at the end of a command; the file has all. */
const SHOWN = 20;

export class Rejects {
  readonly #file: string;
  readonly #out: WriteStream | null;
  readonly #first: string[] = [];
  #failed: unknown = null;
  #count = 0;

  /** `file` is created at once, so that a path that cannot be written is known before hours of work. */
  constructor(file?: string) {
    this.#file = file ?? '';
    this.#out = file === undefined ? null : createWriteStream(file);
    this.#out?.on('error', (e) => {
      this.#failed = e;
    });
  }

  get count(): number {
    return this.#count;
  }
  get first(): readonly string[] {
    return this.#first;
  }

  /** `file` is told when several files are read in one command. */
  async add(r: Reject, file?: string): Promise<void> {
    this.#count++;
    if (this.#first.length < SHOWN) this.#first.push(`${file === undefined ? '' : `${file} `}line ${r.line}: ${r.reason}`);
    if (this.#failed) this.#throw();
    if (this.#out && !this.#out.write(`${JSON.stringify({ ...(file === undefined ? {} : { file }), line: r.line, reason: r.reason })}\n`))
      await once(this.#out, 'drain');
  }

  async close(): Promise<void> {
    if (!this.#out) return;
    this.#out.end();
    if (!this.#failed) await once(this.#out, 'close');
    if (this.#failed) this.#throw();
  }

  #throw(): never {
    throw writeFault(this.#file, this.#failed);
  }
}
