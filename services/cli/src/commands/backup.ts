/** `pantau backup`: everything in the database into one sealed file. Needs no pg_dump; what runs meanwhile goes on. */
import type { Command } from 'commander';
import { saveBackup } from '../backup/save.ts';
import { type SealWith, writeKeyFile } from '../backup/seal.ts';
import { findServers, openOwnerDb } from '../context.ts';
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

async function run(o: Options): Promise<void> {
  const { databaseUrl } = findServers();
  const db = await openOwnerDb(databaseUrl);
  await db.destroy();
  const started = Date.now();
  const { rows, bytes } = await saveBackup({ ...o, databaseUrl, onStep: (line) => void process.stderr.write(`${line}\n`) });
  say(`${o.to}: ${rows} rows, ${(bytes / 1024 / 1024).toFixed(1)} MB, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  say('The installation key is not in it: keep a copy of that key too, elsewhere.');
}
