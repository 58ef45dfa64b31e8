/** `pantau backup`: everything in the database into one sealed file. Needs no pg_dump; what runs meanwhile goes on. */
import { basename } from 'node:path';
import { recordBackup, recordBackupProof } from '@pantau/store';
import type { Command } from 'commander';
import { readBackup } from '../backup/load.ts';
import { fileHash, saveBackup } from '../backup/save.ts';
import { type SealWith, writeKeyFile } from '../backup/seal.ts';
import { findServers, openOwnerDb, operator } from '../context.ts';
import { CliError } from '../errors.ts';

interface Options extends SealWith {
  to: string;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function registerBackup(program: Command): void {
  const group = program
    .command('backup')
    .description('save the whole database into one sealed file; `backup keygen FILE` makes the key for it')
    .option('--to <file>', 'where to; an existing file is never overwritten')
    .option('--key <file>', 'backup key: the secret one, or only its public line')
    .option('--passphrase-file <file>', 'a passphrase instead of a key')
    .action((o: Partial<Options>) => {
      if (o.to === undefined) throw new CliError('say where to: --to FILE');
      return run({ ...o, to: o.to });
    });
  group
    .command('verify')
    .description('open a backup and read it to its end, without bringing anything back')
    .argument('<file>')
    // Key or passphrase are options of the group: it takes them wherever they stand.
    .action((file: string, _o: object, command: Command) => verify(file, command.optsWithGlobals<SealWith>()));
  group
    .command('keygen')
    .description('make a backup key; keep it apart from the backups')
    .argument('<file>')
    .action(async (file: string) => {
      const recipient = await writeKeyFile(file);
      say(`${file} opens backups that are sealed with it: keep copies in two safe places, none beside the backups`);
      say(`to seal without the secret on this machine, put this line into a file and give that as --key:`);
      say(recipient);
    });
}

async function verify(file: string, o: SealWith): Promise<void> {
  const bytes = await readBackup(file, o);
  say(`${file} opens and is whole: ${(bytes / 1024 / 1024).toFixed(1)} MB unpacked. A restore into an empty database also proves what is in it.`);
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    if (!(await recordBackupProof(db, await fileHash(file), operator(), new Date()))) say('It is not on record in this database, so nothing was noted.');
  } finally {
    await db.destroy();
  }
}

async function run(o: Options): Promise<void> {
  const { databaseUrl } = findServers();
  const db = await openOwnerDb(databaseUrl);
  const started = new Date();
  try {
    const made = await saveBackup({ ...o, databaseUrl, onStep: (line) => void process.stderr.write(`${line}\n`) });
    // Dies before: the file is whole, and only the list in the console does not name it.
    await recordBackup(db, { ...made, createdAt: started, fileName: basename(o.to), madeBy: operator() });
    report(o.to, made, Date.now() - started.getTime());
  } finally {
    await db.destroy();
  }
}

function report(to: string, { rows, bytes }: { rows: number; bytes: number }, ms: number): void {
  say(`${to}: ${rows} rows, ${(bytes / 1024 / 1024).toFixed(1)} MB, ${(ms / 1000).toFixed(1)} s`);
  say('The installation key is not in it: keep a copy of that key too, elsewhere.');
}
