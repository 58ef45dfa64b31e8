/** `pantau migrate`: what the database has and lacks; `--apply` brings it up to date. */
import { MigrationError, migrate, migrationStatus } from '@pantau/store';
import type { Command } from 'commander';
import { findServers, MIGRATIONS_DIR, withoutPassword } from '../context.ts';
import { CliError, messageOf } from '../errors.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function registerMigrate(program: Command): void {
  program.command('migrate').description('show which migrations the database lacks; --apply runs them').option('--apply', 'run what is missing').action(run);
}

async function run(o: { apply?: boolean }): Promise<void> {
  const { databaseUrl } = findServers();
  let status: Awaited<ReturnType<typeof migrationStatus>>;
  try {
    status = await migrationStatus(databaseUrl, MIGRATIONS_DIR);
  } catch (e) {
    throw new CliError(`the database does not answer at ${withoutPassword(databaseUrl)}: ${messageOf(e)}`, { cause: e });
  }
  if (status.unknown.length > 0) throw new CliError(`the database is newer than this version of Pantau (${status.unknown.join(', ')}): use the newer version`);
  say(`${status.applied.length} applied, ${status.pending.length} pending`);
  for (const name of status.pending) say(`  ${name}`);
  if (status.pending.length === 0) return;
  if (!o.apply) return say('Nothing was changed. Add --apply to run them.');
  try {
    for (const name of await migrate(databaseUrl, MIGRATIONS_DIR)) say(`applied ${name}`);
  } catch (e) {
    if (e instanceof MigrationError) throw new CliError(e.message, { cause: e });
    throw e;
  }
}
