/** Lines of a file with their place in it, in constant memory. A line over the limit is skipped without being held. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LIMITS } from '@pantau/domain';
import { IMPORT } from '../limits.ts';

export interface RawLine {
  /** From 1. */
  line: number;
  /** Bytes of the (uncompressed) file, newline included: `from` inclusive, `to` exclusive. */
  from: number;
  to: number;
  /** Null when the line is longer than the limit. */
  bytes: Buffer | null;
}

const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Cuts chunks into lines; holds at most one unfinished line. */
export class LineCutter {
  readonly #maxBytes: number;
  #offset: number;
  #line: number;
  #from: number;
  #parts: Buffer[] = [];
  #held = 0;
  #tooLong = false;

  constructor(o: { offset: number; line: number; maxBytes?: number }) {
    this.#maxBytes = o.maxBytes ?? LIMITS.importLineBytes;
    this.#offset = o.offset;
    this.#from = o.offset;
    this.#line = o.line;
  }

  push(chunk: Buffer): RawLine[] {
    const out: RawLine[] = [];
    for (let pos = 0; pos < chunk.length; ) {
      const lf = chunk.indexOf(LF, pos);
      this.#hold(chunk.subarray(pos, lf === -1 ? chunk.length : lf));
      if (lf === -1) {
        this.#offset += chunk.length - pos;
        break;
      }
      this.#offset += lf + 1 - pos;
      out.push(this.#cut());
      pos = lf + 1;
    }
    return out;
  }

  /** The last line, when the file does not end with a newline. */
  end(): RawLine[] {
    return this.#held > 0 || this.#tooLong ? [this.#cut()] : [];
  }

  #hold(part: Buffer): void {
    this.#held += part.length;
    if (this.#held > this.#maxBytes + 1) {
      this.#tooLong = true;
      this.#parts = [];
    } else if (part.length > 0) this.#parts.push(part);
  }

  #cut(): RawLine {
    let bytes: Buffer | null = this.#tooLong ? null : this.#parts.length === 1 ? (this.#parts[0] ?? null) : Buffer.concat(this.#parts);
    if (bytes && bytes.at(-1) === CR) bytes = bytes.subarray(0, -1);
    if (bytes && this.#from === 0 && bytes.subarray(0, 3).equals(BOM)) bytes = bytes.subarray(3);
    if (bytes && bytes.length > this.#maxBytes) bytes = null;
    const cut = { line: this.#line, from: this.#from, to: this.#offset, bytes };
    this.#line += 1;
    this.#from = this.#offset;
    this.#parts = [];
    this.#held = 0;
    this.#tooLong = false;
    return cut;
  }
}

export interface FileFacts {
  sha256: string;
  /** Of the content, uncompressed. */
  bytes: number;
  gzip: boolean;
}

async function isGzip(path: string): Promise<boolean> {
  const f = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await f.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await f.close();
  }
}

/** One pass before the import: the hash that recognises the file again, and the size that a progress line needs. */
export async function factsOf(path: string): Promise<FileFacts> {
  const info = await stat(path);
  if (!info.isFile()) throw new Error(`${path} is not a file`);
  const gzip = await isGzip(path);
  const hash = createHash('sha256');
  let bytes = 0;
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const counting = async (stream: AsyncIterable<Buffer>) => {
    for await (const chunk of stream) bytes += chunk.length;
  };
  const source = createReadStream(path, { highWaterMark: IMPORT.readBytes });
  if (gzip) await pipeline(source, hashing, createGunzip(), counting);
  else await pipeline(source, hashing, counting);
  return { sha256: hash.digest('hex'), bytes, gzip };
}

/** Lines from a place on. A compressed file is unpacked from its beginning and what lies before the place is thrown away. */
export async function* readLines(path: string, o: { gzip: boolean; offset: number; line: number }): AsyncGenerator<RawLine[], void, void> {
  const cutter = new LineCutter({ offset: o.offset, line: o.line });
  const raw = createReadStream(path, { highWaterMark: IMPORT.readBytes, start: o.gzip ? 0 : o.offset });
  const unpack = o.gzip ? createGunzip() : null;
  if (unpack) raw.on('error', (e) => unpack.destroy(e)).pipe(unpack);
  let skip = o.gzip ? o.offset : 0;
  try {
    for await (const chunk of (unpack ?? raw) as AsyncIterable<Buffer>) {
      if (skip >= chunk.length) {
        skip -= chunk.length;
        continue;
      }
      yield cutter.push(skip > 0 ? chunk.subarray(skip) : chunk);
      skip = 0;
    }
    yield cutter.end();
  } finally {
    raw.destroy();
    unpack?.destroy();
  }
}
