/** The holiday list: `day, kind, name`. A deadline may hang on any row, so one bad row refuses the whole file. */
import { z } from 'zod';
import { CliError } from '../errors.ts';
import { isFormula, openCsv } from './csv.ts';
import { sourceFile } from './source-file.ts';

const COLUMNS = ['day', 'kind', 'name'] as const;
const NAME_CHARS = 200;
/** Thirty years of holidays and joint leave. */
const ROWS_MAX = 1_000;
const Row = z.object({
  day: z.iso.date(),
  kind: z.enum(['national', 'joint_leave', 'working_day']),
  name: z
    .string()
    .min(1)
    .max(NAME_CHARS)
    .refine((n) => !isFormula(n), 'starts like a spreadsheet formula'),
});
export type HolidayLine = z.infer<typeof Row>;

export async function readHolidayCsv(path: string): Promise<HolidayLine[]> {
  const csv = await openCsv(sourceFile(path));
  const missing = COLUMNS.filter((c) => !csv.columns.includes(c));
  if (missing.length > 0) throw new CliError(`${path}: a holiday list has the columns ${COLUMNS.join(', ')}; missing: ${missing.join(', ')}`);
  const rows = new Map<string, HolidayLine>();
  for await (const r of csv.rows()) {
    if ('fault' in r) throw new CliError(`${path} line ${r.line}: ${r.fault}`);
    const parsed = Row.safeParse(r.row);
    if (!parsed.success) throw new CliError(`${path} line ${r.line}: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
    if (rows.has(parsed.data.day)) throw new CliError(`${path} line ${r.line}: ${parsed.data.day} is there twice`);
    rows.set(parsed.data.day, parsed.data);
    if (rows.size > ROWS_MAX) throw new CliError(`${path}: more than ${ROWS_MAX} days`);
  }
  return [...rows.values()];
}
