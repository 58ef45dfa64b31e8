/** A file to import: opened as a stream, gunzipped when it is gzip, hashed on the way. Memory stays that of one chunk. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CliError, messageOf } from '../errors.ts';
import { readFault } from './files.ts';

export interface SourceFile {
  path: string;
  name: string;
  bytes: number;
  /** The content, unpacked. Read it to its end; errors of the file surface here as CliError. */
  open(): Readable;
  /** SHA-256 of the file as it lies on disk, known once `open` was read to its end. */
  sha256(): string;
}

const GZIP_MAGIC = [0x1f, 0x8b];

export function sourceFile(path: string): SourceFile {
  let bytes: number;
  let gz: boolean;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new CliError(`${path} is not a file`);
    bytes = stat.size;
    gz = hasMagic(path);
  } catch (e) {
    throw e instanceof CliError ? e : readFault(path, e);
  }
  let digest = '';
  return {
    path,
    name: basename(path),
    bytes,
    open() {
      const hash = createHash('sha256');
      const tap = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          done(null, chunk);
        },
        flush(done) {
          digest = hash.digest('hex');
          done();
        },
      });
      const out = new PassThrough();
      const parts = gz ? [createReadStream(path), tap, createGunzip(), out] : [createReadStream(path), tap, out];
      // The reader sees the failure through `out`; the promise only must not go unhandled.
      pipeline(parts).catch((e: unknown) => out.destroy(new CliError(`cannot read ${path}: ${messageOf(e)}`, { cause: e })));
      return out;
    },
    sha256: () => digest,
  };
}

function hasMagic(path: string): boolean {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(2);
    readSync(fd, head, 0, 2, 0);
    return head[0] === GZIP_MAGIC[0] && head[1] === GZIP_MAGIC[1];
  } finally {
    closeSync(fd);
  }
}
