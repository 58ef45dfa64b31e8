/**
 * `pantau import holidays|risk FILE`: short lists kept by hand. Holidays as decreed and joint leave stand over the computed
 * ones; the vulnerability of regions orders the queue and nothing else. What runs or waits already stays as it is.
 */
import { basename } from 'node:path';
import { RegionCode } from '@pantau/domain';
import { isFormula } from '@pantau/registers';
import { audit, type Db, type Handle, importHolidays, importRegionRisk, type ListChange } from '@pantau/store';
import type { Command } from 'commander';
import { z } from 'zod';
import { findServers, openOwnerDb, operator } from '../context.ts';
import { readWholeCsv, type WholeList } from '../import/whole-csv.ts';

const TEXT_CHARS = 200;
const Text = z
  .string()
  .min(1)
  .max(TEXT_CHARS)
  .refine((n) => !isFormula(n), 'starts like a spreadsheet formula');

const HolidayLine = z.object({ day: z.iso.date(), kind: z.enum(['national', 'joint_leave', 'working_day']), name: Text });
/** Thirty years of holidays and joint leave. */
const HOLIDAYS_MAX = 1_000;
const HOLIDAYS: WholeList<z.infer<typeof HolidayLine>> = {
  name: 'holiday list',
  columns: ['day', 'kind', 'name'],
  row: HolidayLine,
  key: (r) => r.day,
  rowsMax: HOLIDAYS_MAX,
};

const PROVINCE_OR_REGENCY = /^\d{2}(\.\d{2})?$/;
const RiskLine = z.object({
  region: RegionCode.regex(PROVINCE_OR_REGENCY, 'must be a province (16) or a regency or city (16.73)'),
  level: z.enum(['LOW', 'MEDIUM', 'HIGH']),
  dataset: Text,
});
/** Every province, regency and city there is, and room for new ones. */
const REGIONS_MAX = 1_000;
const RISK: WholeList<z.infer<typeof RiskLine>> = {
  name: 'risk list',
  columns: ['region', 'level', 'dataset'],
  row: RiskLine,
  key: (r) => r.region,
  rowsMax: REGIONS_MAX,
};

export function registerImportLists(group: Command): void {
  group
    .command('holidays')
    .description('days that do not count as working days (CSV: day, kind, name); kind national, joint_leave or working_day')
    .argument('<file>')
    .option('--apply', 'store them')
    .action((file: string, o: Options) => run('holidays', file, HOLIDAYS, o, (tx, rows, apply) => importHolidays(tx, rows, basename(file), apply)));
  group
    .command('risk')
    .description('vulnerability of regions, which orders the queue (CSV: region, level, dataset); level LOW, MEDIUM or HIGH')
    .argument('<file>')
    .option('--apply', 'store them')
    .action((file: string, o: Options) => run('risk', file, RISK, o, importRegionRisk));
}

interface Options {
  apply?: boolean;
}

async function run<T>(what: string, file: string, list: WholeList<T>, o: Options, bring: (tx: Db, rows: T[], apply: boolean) => Promise<ListChange[]>) {
  const rows = await readWholeCsv(file, list);
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    const changes = await stored(db, what, file, (tx) => bring(tx, rows, o.apply === true), o.apply === true);
    process.stdout.write(`${what}: ${rows.length} read, ${changes.length} changed\n`);
    for (const c of changes) process.stdout.write(`  ${c.from === null ? '+' : '~'} ${c.key} ${c.to}${c.from === null ? '' : ` (was ${c.from})`}\n`);
    if (changes.length === 0) process.stdout.write('Nothing changed.\n');
    else process.stdout.write(o.apply ? 'Stored.\n' : 'Dry run: nothing was written. Add --apply to do it.\n');
  } finally {
    await db.destroy();
  }
}

/** The rows and the line in the log that says who brought them commit together. */
function stored(db: Handle, what: string, file: string, bring: (tx: Db) => Promise<ListChange[]>, apply: boolean): Promise<ListChange[]> {
  return db.transaction().execute(async (tx) => {
    const changes = await bring(tx);
    if (apply && changes.length > 0) await audit(tx, `${what}.imported`, what, basename(file), { by: operator(), changed: changes.length });
    return changes;
  });
}
