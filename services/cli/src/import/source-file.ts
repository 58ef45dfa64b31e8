/** A file on this machine, as the imports want it. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type SourceFile, sourceOf } from '@pantau/registers';
import { CliError } from '../errors.ts';
import { readFault } from './files.ts';

const HEAD_BYTES = 2;

export function sourceFile(path: string): SourceFile {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new CliError(`${path} is not a file`);
    return sourceOf({ name: basename(path), bytes: stat.size, head: headOf(path), read: () => createReadStream(path) });
  } catch (e) {
    throw e instanceof CliError ? e : readFault(path, e);
  }
}

function headOf(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    readSync(fd, head, 0, HEAD_BYTES, 0);
    return head;
  } finally {
    closeSync(fd);
  }
}
