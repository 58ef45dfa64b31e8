import { existsSync, rmSync } from 'node:fs';
import type { Command } from 'commander';
import { stopOrphanedPostgres } from '../engines/postgres.ts';
import { stopOrphanedRedis } from '../engines/redis.ts';
import { CliError, messageOf } from '../errors.ts';
import { isOurs } from '../launcher/home.ts';
import { layoutOf } from '../launcher/layout.ts';
import { liveHolder } from '../launcher/lock.ts';

export function registerReset(program: Command): void {
  program
    .command('reset')
    .summary('remove all local state (.data)')
    .description('Removes .data/: the embedded database, the keys of this installation, the logs. An external DATABASE_URL is not touched.')
    .action(async () => {
      const l = layoutOf(process.env);
      const holder = liveHolder(l.lockFile);
      if (holder) throw new CliError(`Pantau runs from this directory (pid ${holder.pid}): stop it first, then reset`);
      if (!existsSync(l.home)) return void process.stdout.write(`There is nothing to remove: ${l.home} does not exist.\n`);
      if (!isOurs(l.home)) throw new CliError(`${l.home} was not made by Pantau: not removing it`);
      await stopOrphanedPostgres(l.home);
      await stopOrphanedRedis(l.home);
      try {
        rmSync(l.home, { recursive: true, force: true });
      } catch (e) {
        throw new CliError(`${l.home} could not be removed: ${messageOf(e)} (do it as the user who made it)`, { cause: e });
      }
      process.stdout.write(`Removed ${l.home}.\n`);
    });
}
