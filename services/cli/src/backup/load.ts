/** A backup file into an empty database. Whatever is wrong with either is one line. */
import { createReadStream, existsSync } from 'node:fs';
import { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Restored } from '@pantau/store';
import { MIGRATIONS_DIR, withoutPassword } from '../context.ts';
import { CliError, messageOf } from '../errors.ts';
import { type SealWith, unseal } from './seal.ts';

export interface LoadOptions extends SealWith {
  into: string;
  acceptBroken?: boolean;
  onStep?: (line: string) => void;
}

export async function loadBackup(file: string, o: LoadOptions): Promise<Restored> {
  if (!existsSync(file)) throw new CliError(`cannot read ${file}: it is not there`);
  const { BackupDamaged, MigrationError, RestoreRefused, restoreDatabase } = await import('@pantau/store');
  const sealed = createReadStream(file);
  const zipped = createGunzip();
  try {
    const inner = await unseal(sealed, o);
    const unpacked = pipeline(inner, zipped);
    unpacked.catch(() => {}); // shows in what is read from it
    const done = await restoreDatabase(zipped, {
      url: o.into,
      migrationsDir: MIGRATIONS_DIR,
      acceptBroken: o.acceptBroken === true,
      ...(o.onStep ? { onStep: o.onStep } : {}),
    });
    await finished(zipped);
    return done;
  } catch (e) {
    sealed.destroy();
    zipped.destroy();
    if (e instanceof CliError) throw e;
    if (e instanceof RestoreRefused || e instanceof MigrationError) throw new CliError(e.message, { cause: e });
    if (e instanceof BackupDamaged) throw new CliError(`the backup is damaged: ${e.message}; nothing was restored`, { cause: e });
    throw new CliError(`${isOfFile(e) ? 'the backup is damaged or cut off' : `not restored into ${withoutPassword(o.into)}`}: ${messageOf(e)}`, { cause: e });
  }
}

/** What age and gzip say about bytes that are not theirs, in contrast to what the database says. */
function isOfFile(e: unknown): boolean {
  const code = (e as { code?: unknown } | null)?.code;
  return (typeof code === 'string' && code.startsWith('Z_')) || /final chunk|invalid tag|authentication|unexpected end|decrypt|chunk/i.test(messageOf(e));
}

/** Opens a backup and reads it to its end, into nothing: the key fits, and not a byte of it is damaged. */
export async function readBackup(file: string, o: SealWith): Promise<number> {
  if (!existsSync(file)) throw new CliError(`cannot read ${file}: it is not there`);
  const sealed = createReadStream(file);
  let bytes = 0;
  try {
    const zipped = createGunzip();
    const count = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done();
      },
    });
    await pipeline(await unseal(sealed, o), zipped, count);
    return bytes;
  } catch (e) {
    sealed.destroy();
    throw e instanceof CliError ? e : new CliError(`the backup is damaged or cut off: ${messageOf(e)}`, { cause: e });
  }
}
