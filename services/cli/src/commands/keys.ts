/** `pantau keys …`: the keys that seal numbers and secrets. Rotation may be stopped at any moment; the next call goes on. */
import { readFileSync } from 'node:fs';
import {
  addDataKeys,
  eraseRetiredKeys,
  fileKeySource,
  finishRotation,
  type Handle,
  KEYS_RELOAD_MS,
  type Keyring,
  rewrapKeys,
  rotationLeft,
} from '@pantau/store';
import type { Command } from 'commander';
import { findServers, openKeyring, openOwnerDb } from '../context.ts';
import { CliError, messageOf } from '../errors.ts';

/** Longer than running services take to read a new key. */
const SPREAD_MS = 2 * KEYS_RELOAD_MS;

export function registerKeys(program: Command): void {
  const group = program.command('keys').description('the keys that seal personal numbers and secrets');
  group
    .command('status')
    .description('which keys are in use, and what is not yet under the newest')
    .action(() => withKeys(status));
  group
    .command('rotate')
    .description('make new data keys and move everything over; goes on where an interrupted rotation stopped')
    .option('--seal', 'only the key that seals')
    .option('--hash', 'only the key of the look-up hashes')
    .option('--no-wait', 'no other process runs: do not wait until all know the new key')
    .action((o: { seal?: boolean; hash?: boolean; wait: boolean }) => withKeys((db, keyring) => rotate(db, keyring, o)));
  group
    .command('replace')
    .description('wrap the data keys under another installation key; afterwards every service needs the new one')
    .argument('<file>', 'the new key: 32 bytes of base64, as `openssl rand -base64 32` makes them')
    .action((file: string) => withKeys((db, keyring) => replace(db, keyring, file)));
}

async function withKeys(act: (db: Handle, keyring: Keyring) => Promise<void>): Promise<void> {
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    await act(db, await openKeyring(db));
  } finally {
    await db.destroy();
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function status(db: Handle, keyring: Keyring): Promise<void> {
  const left = await rotationLeft(db, keyring);
  say(
    `seal key ${keyring.sealKeyId === 0 ? 'of the installation key' : keyring.sealKeyId}, hash generation ${keyring.generation}, wrapped by ${keyring.source.id}`,
  );
  say(
    left.sealed + left.hashed === 0
      ? 'everything is under the newest keys'
      : `to be moved: ${left.sealed} sealed values, ${left.hashed} hashes; run \`pantau keys rotate\``,
  );
}

async function rotate(db: Handle, keyring: Keyring, o: { seal?: boolean; hash?: boolean; wait: boolean }): Promise<void> {
  const left = await rotationLeft(db, keyring);
  const unfinished = left.sealed + left.hashed > 0;
  const both = !o.seal && !o.hash;
  const what = { seal: both || o.seal === true, hash: both || o.hash === true };
  const now = unfinished ? keyring : await addDataKeys(db, keyring, what);
  say(
    unfinished
      ? `going on with the rotation that was interrupted: ${left.sealed + left.hashed} values to move`
      : `made: ${Object.keys(what)
          .filter((k) => what[k as 'seal'])
          .join(' and ')} key`,
  );
  if (!unfinished && o.wait) {
    say(`waiting ${SPREAD_MS / 1000} s until every service knows it`);
    await new Promise((done) => setTimeout(done, SPREAD_MS));
  }
  const moved = await finishRotation(db, now, (n) => void process.stderr.write(`\r${n} values moved`));
  process.stderr.write(moved > 0 ? '\n' : '');
  const erased = await eraseRetiredKeys(db);
  say(`${moved} values moved${erased > 0 ? `, ${erased} old key(s) erased` : ''}`);
}

async function replace(db: Handle, keyring: Keyring, file: string): Promise<void> {
  let source: ReturnType<typeof fileKeySource>;
  try {
    source = fileKeySource(Buffer.from(readFileSync(file, 'utf8').trim(), 'base64'));
  } catch (e) {
    throw new CliError(`cannot use ${file}: ${messageOf(e)}`, { cause: e });
  }
  if (source.id === keyring.source.id) throw new CliError('this is the installation key that is in use already');
  const n = await rewrapKeys(db, keyring, source);
  say(`${n} keys are wrapped by the new installation key (${source.id})`);
  say('put it where PANTAU_KEY or PANTAU_KEY_FILE points and restart every service; keep the old one for backups made before');
}
