/** The whole database into one sealed file. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { CliError, messageOf } from '../errors.ts';
import { type SealWith, seal } from './seal.ts';

export interface SaveOptions extends SealWith {
  databaseUrl: string;
  to: string;
  onStep?: (line: string) => void;
}

/** Speed over size: the disk is not what limits a backup. */
const GZIP_LEVEL = 3;

/** Written beside its place and moved there when it is whole: a file of that name is a finished backup. */
export async function saveBackup(o: SaveOptions): Promise<{ rows: number; bytes: number; sha256: string }> {
  if (existsSync(o.to)) throw new CliError(`${o.to} exists already: choose another name`);
  const part = `${o.to}.part`;
  const { dumpDatabase } = await import('@pantau/store');
  let rows = 0;
  const onTable = (t: { name: string; rows: number }, n: number, of: number) => {
    rows += t.rows;
    o.onStep?.(`${t.name}: ${t.rows} rows (${n} of ${of})`);
  };
  const zipped = createGzip({ level: GZIP_LEVEL });
  try {
    const sealed = await seal(zipped, o);
    const plain = Readable.from(dumpDatabase(o.databaseUrl, { onTable }), { objectMode: false });
    await Promise.all([pipeline(plain, zipped), pipeline(sealed, createWriteStream(part, { mode: 0o600, flags: 'w' }))]);
    await settle(part, o.to);
  } catch (e) {
    await rm(part, { force: true });
    throw e instanceof CliError ? e : new CliError(`the backup was not made: ${messageOf(e)}`, { cause: e });
  }
  return { rows, bytes: (await stat(o.to)).size, sha256: await fileHash(o.to) };
}

/** On the disk before it gets its name. */
async function settle(part: string, to: string): Promise<void> {
  const handle = await open(part, 'r');
  await handle.sync();
  await handle.close();
  await rename(part, to);
}

/** Of the sealed file as it lies there: what a record of it is found by. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
