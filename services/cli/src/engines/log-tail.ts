/** What a server said last, turned into one line for a person. */
import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const TAIL_BYTES = 8_192;
const LOG_BYTES_MAX = 20_000_000;

export function logSize(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** Keeps one older file, so that logs never fill the disk by themselves. */
export function rotate(file: string): void {
  if (logSize(file) > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
}

export function tailFrom(file: string, from: number): string {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const start = Math.max(from, fstatSync(fd).size - TAIL_BYTES);
    const buffer = Buffer.alloc(TAIL_BYTES);
    return buffer.subarray(0, readSync(fd, buffer, 0, TAIL_BYTES, start)).toString('utf8');
  } finally {
    closeSync(fd);
  }
}

const KNOWN: [RegExp, string][] = [
  [/No space left on device|could not resize shared memory/i, 'the disk is full: free some space and start again'],
  [/Permission denied/i, 'a file or directory is not readable: start as the user who made .data, or remove it with `npm run reset`'],
  [/error while loading shared libraries: (\S+)/i, 'a system library is missing'],
  [/pre-existing shared memory block/i, 'another Postgres still uses these files'],
  [/lock file .* already exists/i, 'another Postgres still uses these files'],
  [/Bad file format reading the append only file|AOF is not valid/i, 'its file is damaged: remove .data/redis and start again, nothing is lost by that'],
];

export function explain(log: string, logFile: string): string {
  const known = KNOWN.find(([pattern]) => pattern.test(log));
  const last = log
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => /fatal|error|could not|cannot|invalid/i.test(l))
    .at(-1);
  const reason = known?.[1] ?? last ?? 'it gave no reason';
  return `${reason} (log: ${logFile})`;
}
