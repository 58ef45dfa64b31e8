/** Files that people name on the command line. Whatever is wrong with one is a line for a person, never a stack. */
import { once } from 'node:events';
import { closeSync, createReadStream, createWriteStream, openSync, readFileSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { CliError, codeOf, messageOf } from '../errors.ts';

export function readFault(path: string, e: unknown): CliError {
  const code = codeOf(e);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new CliError(`there is no file ${path}`, { cause: e });
  if (code === 'EISDIR') return new CliError(`${path} is a directory, not a file`, { cause: e });
  return new CliError(code === 'EACCES' ? `this user may not read ${path}` : `cannot read ${path}: ${messageOf(e)}`, { cause: e });
}

export function writeFault(path: string, e: unknown): CliError {
  const why: Record<string, string> = {
    ENOENT: 'its directory does not exist',
    ENOTDIR: 'its directory does not exist',
    EISDIR: 'it is a directory',
    EACCES: 'this user may not write there',
    ENOSPC: 'the disk is full',
  };
  return new CliError(`cannot write ${path}: ${why[codeOf(e) ?? ''] ?? messageOf(e)}`, { cause: e });
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (e) {
    throw readFault(path, e);
  }
}

/** Fails now when the file cannot be read; pipes and devices are as good as files. */
export function openToRead(path: string): Readable {
  mustBeReadable(path);
  return createReadStream(path);
}

/** Looks without opening: opening a pipe would wait for its writer. */
export function mustBeReadable(path: string): void {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new CliError(`${path} is a directory, not a file`);
    if (stat.isFile()) closeSync(openSync(path, 'r'));
  } catch (e) {
    throw e instanceof CliError ? e : readFault(path, e);
  }
}

/** Adds nothing and empties nothing: the rejects of an interrupted import are still needed. Leaves an empty file where there was none. */
export function mustBeWritable(path: string): void {
  try {
    closeSync(openSync(path, 'a'));
  } catch (e) {
    throw writeFault(path, e);
  }
}

/** For the imports, whose first rejects are shown in any case. */
export function rejectsFile(value: string): string {
  if (value === '-') throw new InvalidArgumentError('give a file name; the first rejected rows are shown anyway');
  return value;
}

/** Lines to a file, or to `std` for `-`. A file is opened, and emptied, at once. */
export class LineOut {
  readonly #path: string;
  readonly #out: NodeJS.WritableStream;
  readonly #own: boolean;
  #failed: unknown = null;

  constructor(path: string, std: NodeJS.WritableStream) {
    this.#path = path;
    this.#own = path !== '-';
    try {
      this.#out = this.#own ? createWriteStream(path, { fd: openSync(path, 'w') }) : std;
    } catch (e) {
      throw writeFault(path, e);
    }
    this.#out.on('error', (e) => {
      this.#failed ??= e;
    });
  }

  /** True when the reader of a pipe went away (`… | head`): there is nobody to write for. */
  get unwanted(): boolean {
    return !this.#own && codeOf(this.#failed) === 'EPIPE';
  }

  /** A full pipe slows the caller down, or a fast disk would pile lines up in memory. */
  async write(line: string): Promise<void> {
    if (this.#failed === null && !this.#out.write(`${line}\n`)) await once(this.#out, 'drain').catch(() => {});
    this.#check();
  }

  async close(): Promise<void> {
    if (this.#own && this.#failed === null) {
      this.#out.end();
      await once(this.#out, 'close').catch(() => {});
    }
    this.#check();
  }

  #check(): void {
    if (this.#failed !== null && !this.unwanted) throw writeFault(this.#own ? this.#path : 'the output', this.#failed);
  }
}
