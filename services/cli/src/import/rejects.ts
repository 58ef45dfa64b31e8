/** Rejected rows as JSON lines in a file that was asked for. */
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { type Reject, RejectLog } from '@pantau/registers';
import { writeFault } from './files.ts';

/** Runs with a log that also writes to `file`, which is created at once, so that a path that cannot be written is known before hours of work. */
export async function withRejects<T>(file: string | undefined, run: (rejects: RejectLog) => Promise<T>): Promise<T> {
  if (file === undefined) return run(new RejectLog());
  const out = new RejectsFile(file);
  try {
    return await run(new RejectLog({ onReject: (r) => out.write(r) }));
  } finally {
    await out.close();
  }
}

class RejectsFile {
  readonly #file: string;
  readonly #out: WriteStream;
  #failed: unknown = null;

  constructor(file: string) {
    this.#file = file;
    this.#out = createWriteStream(file);
    this.#out.on('error', (e) => {
      this.#failed = e;
    });
  }

  async write({ file, line, reason }: Reject): Promise<void> {
    if (this.#failed) this.#throw();
    if (!this.#out.write(`${JSON.stringify({ ...(file === undefined ? {} : { file }), line, reason })}\n`)) await once(this.#out, 'drain');
  }

  async close(): Promise<void> {
    this.#out.end();
    if (!this.#failed) await once(this.#out, 'close');
    if (this.#failed) this.#throw();
  }

  #throw(): never {
    throw writeFault(this.#file, this.#failed);
  }
}
