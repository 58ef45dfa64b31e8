/** Short lists that people keep by hand. Much may hang on any row, so one bad row refuses the whole file. */
import { openCsv } from '@pantau/registers';
import type { z } from 'zod';
import { CliError } from '../errors.ts';
import { sourceFile } from './source-file.ts';

export interface WholeList<T> {
  /** How it is called in an error: `holiday list`. */
  name: string;
  columns: readonly string[];
  row: z.ZodType<T>;
  /** What must not be there twice. */
  key: (row: T) => string;
  rowsMax: number;
}

export async function readWholeCsv<T>(path: string, list: WholeList<T>): Promise<T[]> {
  const csv = await openCsv(sourceFile(path));
  const missing = list.columns.filter((c) => !csv.columns.includes(c));
  if (missing.length > 0) throw new CliError(`${path}: a ${list.name} has the columns ${list.columns.join(', ')}; missing: ${missing.join(', ')}`);
  const rows = new Map<string, T>();
  for await (const r of csv.rows()) {
    if ('fault' in r) throw new CliError(`${path} line ${r.line}: ${r.fault}`);
    const parsed = list.row.safeParse(r.row);
    if (!parsed.success) throw new CliError(`${path} line ${r.line}: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
    const key = list.key(parsed.data);
    if (rows.has(key)) throw new CliError(`${path} line ${r.line}: ${key} is there twice`);
    rows.set(key, parsed.data);
    if (rows.size > list.rowsMax) throw new CliError(`${path}: more than ${list.rowsMax} rows`);
  }
  return [...rows.values()];
}
