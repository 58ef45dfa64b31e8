/**
 * The reject file: one JSON object a line. Rows are written before the piece they belong to commits; a resumed import first
 * removes those of pieces that did not, so that every reject stands in it once.
 */
import { closeSync, createReadStream, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { IMPORT } from '../limits.ts';
import type { Reject } from './parse.ts';

export class RejectFile {
  readonly #fd: number | null;
  readonly shown: Reject[] = [];

  private constructor(fd: number | null) {
    this.#fd = fd;
  }

  /** `keep` says whether a byte of the file lies in a piece that is stored already; a new run keeps nothing. */
  static async open(path: string | null, keep: ((byte: number) => boolean) | null): Promise<RejectFile> {
    if (path === null) return new RejectFile(null);
    if (keep === null || !existsSync(path)) return new RejectFile(openSync(path, 'w'));
    const next = `${path}.part`;
    const fd = openSync(next, 'w');
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const byte = byteOf(line);
      if (byte !== null && keep(byte)) writeSync(fd, `${line}\n`);
    }
    closeSync(fd);
    renameSync(next, path);
    return new RejectFile(openSync(path, 'a'));
  }

  write(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return;
    this.shown.push(...rejects.slice(0, Math.max(0, IMPORT.rejectsShown - this.shown.length)));
    if (this.#fd !== null) writeSync(this.#fd, rejects.map((r) => `${JSON.stringify(r)}\n`).join(''));
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
  }
}

function byteOf(line: string): number | null {
  try {
    return z.object({ byte: z.number() }).parse(JSON.parse(line)).byte;
  } catch {
    return null; // the half-written last line of a killed process
  }
}
