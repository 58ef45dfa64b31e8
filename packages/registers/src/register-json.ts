/** `register.json` and `circulars.json`: read whole, checked whole; one problem refuses the document, all problems are named with their path. */
import { type Circular, Circulars, Register, type RegisterFault, registerFaults } from '@pantau/domain';
import type { z } from 'zod';
import { ImportFault } from './fault.ts';
import type { SourceFile } from './source.ts';

/** A register kept by hand is a few MB; larger lists come as CSV, which is streamed. */
const JSON_BYTES_MAX = 256 * 1_048_576;
/** Problems named; the rest is counted. */
const PROBLEMS_SHOWN = 50;

export interface KnownIds {
  /** Lists read earlier in the same command add theirs. */
  elections: Set<string>;
  contests: Set<string>;
  regions: ReadonlyMap<string, string>;
}

/** Throws ImportFault with every problem and its path. `known` are the ids of the other parts. */
export async function readRegisterJson(file: SourceFile, known: KnownIds): Promise<Register> {
  const register = parseDocument(Register, await readJson(file), file.name);
  refuse(file.name, [...registerFaults(register, known), ...regionFaults(register, known.regions)]);
  return register;
}

export async function readCircularsJson(file: SourceFile, regions: ReadonlyMap<string, string>): Promise<Circular[]> {
  const circulars = parseDocument(Circulars, await readJson(file), file.name);
  const seen = new Set<string>();
  const faults: RegisterFault[] = [];
  circulars.forEach((c, i) => {
    if (seen.has(c.id)) faults.push({ path: `[${i}].id`, reason: `"${c.id}" is used twice` });
    seen.add(c.id);
    if (!regionKnown(c.jurisdiction, regions)) faults.push({ path: `[${i}].jurisdiction`, reason: `region ${c.jurisdiction} is not known` });
    if (c.to && c.to < c.from) faults.push({ path: `[${i}].to`, reason: 'to lies before from' });
  });
  refuse(file.name, faults);
  return circulars;
}

async function readJson(file: SourceFile): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file.open() as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > JSON_BYTES_MAX) throw new ImportFault(`${file.name} is larger than ${JSON_BYTES_MAX / 1_048_576} MB`);
    chunks.push(chunk);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (e) {
    throw new ImportFault(`${file.name} is not UTF-8`, { cause: e });
  }
  try {
    return JSON.parse(text);
  } catch (e) {
    throw new ImportFault(`${file.name} is not JSON: ${e instanceof Error ? e.message : ''}`, { cause: e });
  }
}

function parseDocument<T extends z.ZodType>(schema: T, doc: unknown, name: string): z.infer<T> {
  const parsed = schema.safeParse(doc);
  if (parsed.success) return parsed.data;
  refuse(name, parsed.error.issues.flatMap(issueFaults));
  throw new Error('unreachable: refuse throws');
}

/** An unknown field is reported under its own path, not under its parent's. */
function issueFaults(issue: z.core.$ZodIssue): RegisterFault[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((k) => ({ path: pathOf([...issue.path, k]), reason: 'unknown field' }));
  return [{ path: pathOf(issue.path), reason: issue.message }];
}

export function pathOf(path: readonly PropertyKey[]): string {
  return path.map((p, i) => (typeof p === 'number' ? `[${p}]` : `${i === 0 ? '' : '.'}${String(p)}`)).join('') || '(document)';
}

function regionFaults(r: Register, regions: ReadonlyMap<string, string>): RegisterFault[] {
  return r.contests.flatMap((c, i) => (regionKnown(c.region, regions) ? [] : [{ path: `contests[${i}].region`, reason: `region ${c.region} is not known` }]));
}

/** Districts and villages are checked as far as their regency: deeper lists do not come with the product. */
export function regionKnown(code: string, regions: ReadonlyMap<string, string>): boolean {
  return regions.has(code.slice(0, 5));
}

function refuse(name: string, faults: readonly RegisterFault[]): void {
  if (faults.length === 0) return;
  const lines = faults.slice(0, PROBLEMS_SHOWN).map((f) => `  ${f.path}: ${f.reason}`);
  if (faults.length > PROBLEMS_SHOWN) lines.push(`  … and ${faults.length - PROBLEMS_SHOWN} more`);
  throw new ImportFault(`${name} has ${faults.length} problem${faults.length === 1 ? '' : 's'}, nothing was imported:\n${lines.join('\n')}`);
}
