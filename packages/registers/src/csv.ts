/**
 * CSV as people save it: comma, semicolon or tab, with or without BOM, LF or CRLF. A row that cannot be read is a fault with
 * its line; the rest of the file goes on. Only a header that cannot be understood stops the file.
 */
import { LIMITS } from '@pantau/domain';
import { type CsvError, parse } from 'csv-parse';
import { ImportFault } from './fault.ts';
import type { SourceFile } from './source.ts';

export type CsvRow = { line: number; row: Record<string, string> } | { line: number; fault: string };

const SEPARATORS = [',', ';', '\t'] as const;
/** A header line longer than this is not a header. */
const HEADER_BYTES_MAX = 10_000;

export interface CsvFile {
  /** Column names, trimmed, in lower case. */
  columns: string[];
  rows(): AsyncGenerator<CsvRow>;
}

/** Reads the header. Throws ImportFault when there is none or names repeat. */
export async function openCsv(file: SourceFile): Promise<CsvFile> {
  const header = await firstLine(file);
  if (header.trim() === '') throw new ImportFault(`${file.name} is empty`);
  const separator = SEPARATORS.map((s) => ({ s, n: header.split(s).length })).sort((a, b) => b.n - a.n)[0]?.s ?? ',';
  const columns = splitHeader(header, separator);
  const twice = columns.find((c, i) => columns.indexOf(c) !== i);
  if (twice !== undefined) throw new ImportFault(`${file.name}: the column "${twice}" is there twice`);
  return { columns, rows: () => readRows(file, separator, columns) };
}

async function firstLine(file: SourceFile): Promise<string> {
  let text = Buffer.alloc(0);
  for await (const chunk of file.open()) {
    text = Buffer.concat([text, chunk as Buffer]);
    const end = text.indexOf(0x0a);
    if (end >= 0)
      return text
        .subarray(0, end)
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .replace(/\r$/, '');
    if (text.length > HEADER_BYTES_MAX)
      throw new ImportFault(`${file.name}: the first line is longer than ${HEADER_BYTES_MAX} bytes, so it is not a CSV header`);
  }
  return text.toString('utf8').replace(/^\uFEFF/, '');
}

function splitHeader(header: string, separator: string): string[] {
  return header.split(separator).map((c) =>
    c
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim()
      .toLowerCase(),
  );
}

async function* readRows(file: SourceFile, delimiter: string, columns: readonly string[]): AsyncGenerator<CsvRow> {
  const skipped: CsvRow[] = [];
  let lastSkipped = -1;
  const parser = parse({
    bom: true,
    delimiter,
    from_line: 1,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    max_record_size: LIMITS.importLineBytes,
    on_skip: (e: CsvError | undefined) => {
      const line = Number((e as { lines?: number } | undefined)?.lines ?? 0);
      // One row may break the rules twice and is still one row.
      if (line !== lastSkipped) skipped.push({ line, fault: skipReason(e) });
      lastSkipped = line;
    },
  });
  const source = file.open();
  source.on('error', (e) => parser.destroy(e));
  source.pipe(parser);
  let header = true;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    yield* skipped.splice(0);
    if (header) {
      header = false;
      continue;
    }
    yield toRow(record, info.lines, columns);
  }
  yield* skipped.splice(0);
}

function skipReason(e: CsvError | undefined): string {
  if (e?.code === 'CSV_MAX_RECORD_SIZE') return `the row is longer than ${LIMITS.importLineBytes} bytes`;
  if (e?.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quotation mark is opened here and never closed';
  return 'a quotation mark stands where none may be';
}

function toRow(record: readonly string[], line: number, columns: readonly string[]): CsvRow {
  if (record.length !== columns.length) return { line, fault: `the row has ${record.length} fields, the header ${columns.length}` };
  const row: Record<string, string> = {};
  for (const [i, column] of columns.entries()) {
    const value = record[i] ?? '';
    // Bytes that are not UTF-8 arrive as U+FFFD; a name stored that way would never match again.
    if (value.includes('\uFFFD')) return { line, fault: `${column} is not UTF-8: save the file as UTF-8` };
    if (hasControl(value)) return { line, fault: `${column} has a control character` };
    row[column] = value;
  }
  return { line, row };
}

function hasControl(value: string): boolean {
  for (let i = 0; i < value.length; i++) if (value.charCodeAt(i) < 0x20) return true;
  return false;
}

/** Text a spreadsheet would run as a formula. Names never look like this; exports of ours would carry it to others. */
export function isFormula(value: string): boolean {
  return /^[=+@]|^-(?=[A-Za-z(])/.test(value);
}
