/** `pantau import holidays FILE`: national holidays as decreed and joint leave, over the computed ones. Running deadlines stay as they are. */
import { basename } from 'node:path';
import { importHolidays } from '@pantau/store';
import type { Command } from 'commander';
import { findServers, openOwnerDb } from '../context.ts';
import { readHolidayCsv } from '../import/holidays-csv.ts';

export function registerImportHolidays(group: Command): void {
  group
    .command('holidays')
    .description('days that do not count as working days (CSV: day, kind, name); kind national, joint_leave or working_day')
    .argument('<file>')
    .option('--apply', 'store them')
    .action(run);
}

async function run(file: string, o: { apply?: boolean }): Promise<void> {
  const rows = await readHolidayCsv(file);
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    const changes = await importHolidays(db, rows, basename(file), o.apply === true);
    process.stdout.write(`holidays: ${rows.length} read, ${changes.length} changed\n`);
    for (const c of changes) process.stdout.write(`  ${c.from === null ? '+' : '~'} ${c.day} ${c.to}${c.from === null ? '' : ` (was ${c.from})`}\n`);
    if (changes.length === 0) process.stdout.write('Nothing changed.\n');
    else process.stdout.write(o.apply ? 'Stored.\n' : 'Dry run: nothing was written. Add --apply to do it.\n');
  } finally {
    await db.destroy();
  }
}
