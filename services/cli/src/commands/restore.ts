/** `pantau restore FILE --into URL`: a backup into an empty database, all of it or nothing. */
import type { Command } from 'commander';
import { type LoadOptions, loadBackup } from '../backup/load.ts';
import { findServers } from '../context.ts';
import { EXIT_REJECTS } from '../errors.ts';
import { checkDatabaseUrl } from '../urls.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('bring a backup into an empty database; nothing is left of a restore that does not end well')
    .argument('<file>', 'made by `pantau backup`')
    .option('--into <url>', 'an empty database, such as postgres://user@host:5432/name (PGPASSWORD is understood); else that of the running Pantau')
    .option('--key <file>', 'the secret backup key')
    .option('--passphrase-file <file>', 'the passphrase it was sealed with')
    .option('--accept-broken', 'bring back also what was broken when it was saved')
    .action(run);
}

async function run(file: string, o: Omit<LoadOptions, 'into'> & { into?: string }): Promise<void> {
  const into = o.into ?? findServers().databaseUrl;
  checkDatabaseUrl(into);
  const r = await loadBackup(file, { ...o, into, onStep: (line) => void process.stderr.write(`${line}\n`) });
  say(`restored ${r.rows} rows of ${r.tables} tables as of ${r.header.created_at}`);
  if (r.broken.length === 0) say(`the audit chain holds: ${r.auditRows} rows; evidence holds: ${r.evidence} rows`);
  for (const line of r.broken) say(`BROKEN since before the backup: ${line}`);
  for (const m of r.upgraded) say(`applied ${m}`);
  say(
    `Give the services the installation key of that time (fingerprint ${r.header.key_fingerprint?.slice(0, 16) ?? 'none was used'}), and let the retention rules run before people work:`,
  );
  say('what was purged after the backup was made is in it again.');
  if (r.broken.length > 0) process.exitCode = EXIT_REJECTS;
}
