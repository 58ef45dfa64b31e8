/** A file to import, wherever it lies: opened as a stream, gunzipped when it is gzip, hashed on the way. Memory stays that of one chunk. */
import { createHash } from 'node:crypto';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ImportFault } from './fault.ts';

export interface SourceFile {
  name: string;
  bytes: number;
  /** The content, unpacked. Read it to its end; errors of the file surface here as ImportFault. */
  open(): Readable;
  /** SHA-256 of the file as it lies there, known once `open` was read to its end. */
  sha256(): string;
}

export interface RawFile {
  name: string;
  bytes: number;
  /** At least its first two bytes. */
  head: Buffer;
  read(): Readable;
  /** Told how many bytes of the file, as it lies there, have been read since it was opened. */
  onBytes?: (bytes: number) => void;
}

const GZIP_MAGIC = [0x1f, 0x8b];

export function sourceOf(raw: RawFile): SourceFile {
  let digest = '';
  const gz = raw.head[0] === GZIP_MAGIC[0] && raw.head[1] === GZIP_MAGIC[1];
  return {
    name: raw.name,
    bytes: raw.bytes,
    open() {
      const hash = createHash('sha256');
      let seen = 0;
      const tap = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          seen += chunk.length;
          raw.onBytes?.(seen);
          done(null, chunk);
        },
        flush(done) {
          digest = hash.digest('hex');
          done();
        },
      });
      const out = new PassThrough();
      const parts = gz ? [raw.read(), tap, createGunzip(), out] : [raw.read(), tap, out];
      // The reader sees the failure through `out`; the promise only must not go unhandled.
      pipeline(parts).catch((e: unknown) =>
        out.destroy(new ImportFault(`cannot read ${raw.name}: ${e instanceof Error ? e.message : String(e)}`, { cause: e })),
      );
      return out;
    },
    sha256: () => digest,
  };
}
