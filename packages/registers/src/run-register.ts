/**
 * Importing the contest register: several documents become one new register version, or nothing. Everything happens in one
 * transaction; a dry run does the same work and rolls back, so what it prints is what `--apply` would do.
 * Dies anywhere before commit: nothing is imported.
 */
import { Election, type Register } from '@pantau/domain';
import {
  audit,
  currentRegister,
  type Handle,
  knownRegions,
  type PartDiff,
  RegisterStage,
  recordImport,
  registerIds,
  saveCirculars,
  type Tx,
} from '@pantau/store';
import { z } from 'zod';
import calendarData from './calendars.json' with { type: 'json' };
import { openCsv } from './csv.ts';
import { CsvBatch } from './csv-batch.ts';
import { ImportFault } from './fault.ts';
import { recogniseKind } from './kpu-kinds.ts';
import { type KnownIds, readCircularsJson, readRegisterJson } from './register-json.ts';
import { type Reject, RejectLog, rejectText } from './rejects.ts';
import type { SourceFile } from './source.ts';

const CALENDARS = z
  .array(Election.extend({ source: z.string() }))
  .parse(calendarData)
  .map(({ source: _source, ...election }) => election);

/** Rows handed to the stage at once. */
const BATCH_ROWS = 5_000;
/** Above this share of rejected rows the file is taken to be the wrong one: importing the rest would remove most of the list. */
const REJECT_SHARE_MAX = 0.5;

export interface RegisterImportOptions {
  files: readonly SourceFile[];
  apply: boolean;
  /** Election for CSV lists instead of the usual one. */
  election?: string | undefined;
  /** Part key for a JSON register instead of one made from its elections. */
  part?: string | undefined;
  rejects?: RejectLog;
  by: string;
  /** After each batch; what it throws ends the import, and nothing of it stays. */
  onProgress?: (file: string, rows: number) => void | Promise<void>;
  /** First in the transaction: whom it acts for. */
  begin?: (tx: Tx) => Promise<void>;
  /** Before anything is published, with what would change; what it throws ends the import. Also called in a dry run. */
  compared?: (tx: Tx, result: RegisterImportResult) => Promise<void>;
  /** Last in the transaction that publishes. */
  published?: (tx: Tx, result: RegisterImportResult) => Promise<void>;
}

export interface RegisterImportResult {
  diff: PartDiff[];
  /** The version published, or null: dry run, or nothing changed. */
  version: { id: number; name: string } | null;
  rejected: number;
  firstRejects: readonly Reject[];
  rows: number;
}

class DryRun extends Error {
  readonly result: RegisterImportResult;
  constructor(result: RegisterImportResult) {
    super('dry run');
    this.result = result;
  }
}

export async function importRegister(db: Handle, o: RegisterImportOptions): Promise<RegisterImportResult> {
  const { files, rejects = new RejectLog() } = o;
  try {
    return await db.transaction().execute(async (tx) => {
      await o.begin?.(tx);
      const { stage, result } = await stageAll(tx, files, rejects, o);
      await o.compared?.(tx, result);
      if (!o.apply) throw new DryRun(result);
      const version = await stage.publish(result.diff, o.by);
      await recordAll(tx, files, o.by, result, version?.name ?? null);
      const done = { ...result, version };
      await o.published?.(tx, done);
      return done;
    });
  } catch (e) {
    if (e instanceof DryRun) return e.result;
    throw e;
  }
}

async function recordAll(tx: Tx, files: readonly SourceFile[], by: string, r: RegisterImportResult, version: string | null): Promise<void> {
  const counts = { rows: r.rows, rejected: r.rejected, changes: r.diff.reduce((n, d) => n + d.changes, 0) };
  for (const f of files) await recordImport(tx, { kind: 'register', fileName: f.name, sha256: f.sha256(), bytes: f.bytes, by, counts });
  await audit(tx, 'register_imported', 'register_version', version ?? 'unchanged', { by, files: files.map((f) => f.name), ...counts });
}

interface Run {
  tx: Tx;
  stage: RegisterStage;
  parts: Map<string, number>;
  known: KnownIds;
  rejects: RejectLog;
  o: RegisterImportOptions;
}

async function stageAll(
  tx: Tx,
  files: readonly SourceFile[],
  rejects: RejectLog,
  o: RegisterImportOptions,
): Promise<{ stage: RegisterStage; result: RegisterImportResult }> {
  const stage = await RegisterStage.open(tx);
  const current = await currentRegister(tx);
  const known: KnownIds = { ...(await registerIds(tx, current?.id ?? 0)), regions: await knownRegions(tx) };
  const run: Run = { tx, stage, parts: new Map(), known, rejects, o };
  let rows = 0;
  // Lists first: a JSON register in the same command may name their contests.
  for (const file of [...files].sort((a, b) => Number(isJson(a)) - Number(isJson(b))))
    rows += isJson(file) ? await stageJson(run, file) : await stageCsv(run, file);
  const diff = await stage.diff();
  const faults = await stage.faults();
  if (faults.length > 0)
    throw new ImportFault(`the new register would not hold together, nothing was imported:\n${faults.map((f) => `  ${f.path}: ${f.reason}`).join('\n')}`);
  return { stage, result: { diff, version: null, rejected: rejects.count, firstRejects: rejects.first, rows } };
}

const isJson = (f: SourceFile): boolean => /\.json(\.gz)?$/i.test(f.name);

function partOf(run: Run, partKey: string, label: string, source: string): number {
  const have = run.parts.get(partKey);
  if (have !== undefined) return have;
  const n = run.stage.part({ partKey, label, source });
  run.parts.set(partKey, n);
  return n;
}

/** `json:` and the elections it defines, or else those its contests belong to: importing the next edition replaces this one. */
function jsonPartKey(r: Register): string {
  const ids =
    r.elections.length > 0
      ? r.elections.map((e) => e.id)
      : r.contests.length > 0
        ? r.contests.map((c) => c.election)
        : r.contestants.map((c) => c.contest.split('/')[0] ?? '');
  return `json:${[...new Set(ids)].sort().join(',') || r.version}`;
}

async function stageJson(run: Run, file: SourceFile): Promise<number> {
  const register = await readRegisterJson(file, run.known);
  const key = run.o.part === undefined ? jsonPartKey(register) : `json:${run.o.part}`;
  if (run.parts.has(key)) throw new ImportFault(`${file.name} and another file are both part ${key}: import one after the other with --part NAME`);
  const part = partOf(run, key, register.version, file.name);
  await run.stage.add(part, register);
  return register.elections.length + register.contests.length + register.contestants.length + register.parties.length;
}

function electionFor(run: Run, id: string): Election | null {
  const shipped = CALENDARS.find((e) => e.id === id);
  if (shipped) return shipped;
  if (run.known.elections.has(id)) return null;
  throw new ImportFault(
    `there is no calendar for election ${id}: import a register.json with its stages first (known: ${CALENDARS.map((e) => e.id).join(', ')})`,
  );
}

async function stageCsv(run: Run, file: SourceFile): Promise<number> {
  const csv = await openCsv(file);
  const spec = recogniseKind(csv.columns);
  if ('fault' in spec) throw new ImportFault(`${file.name}: ${spec.fault}`);
  const election = run.o.election ?? spec.election;
  const calendar = electionFor(run, election);
  const part = partOf(run, `${spec.part}:${election}`, file.name, file.name);
  await run.stage.add(part, { elections: calendar === null ? [] : [calendar] });
  const many = run.o.files.length > 1 ? file.name : undefined;
  const contests = new Set<string>();
  const batch = new CsvBatch(run.stage, part, contests, (r) => run.rejects.add(r, many));
  const before = run.rejects.count;
  let rows = 0;
  const ctx = { election, regions: run.known.regions, districts: new Map() };
  for await (const r of csv.rows()) {
    rows++;
    const out = 'fault' in r ? r : spec.toRows(r.row, ctx);
    if ('fault' in out) await run.rejects.add({ line: r.line, reason: out.fault }, many);
    else await batch.add(r.line, out);
    if (rows % BATCH_ROWS === 0) await run.o.onProgress?.(file.name, rows);
  }
  await batch.flush();
  run.known.elections.add(election);
  for (const id of contests) run.known.contests.add(id);
  const rejected = run.rejects.count - before;
  if (rows === 0) throw new ImportFault(`${file.name} has a header but no rows`);
  if (rejected / rows > REJECT_SHARE_MAX) {
    const why = run.rejects.first.slice(0, 3).map((l) => `\n  ${rejectText(l)}`);
    throw new ImportFault(`${file.name}: ${rejected} of ${rows} rows were rejected, so nothing was imported:${why.join('')}`);
  }
  return rows;
}

export interface CircularsImportResult {
  added: string[];
  changed: string[];
  total: number;
}

class CircularsDryRun extends Error {
  readonly result: CircularsImportResult;
  constructor(result: CircularsImportResult) {
    super('dry run');
    this.result = result;
  }
}

/** Importing circulars: adds and replaces by id; those of other ids stay. */
export async function importCirculars(db: Handle, o: { file: SourceFile; apply: boolean; by: string }): Promise<CircularsImportResult> {
  const { file } = o;
  try {
    return await db.transaction().execute(async (tx) => {
      const circulars = await readCircularsJson(file, await knownRegions(tx));
      const result = { ...(await saveCirculars(tx, circulars)), total: circulars.length };
      if (!o.apply) throw new CircularsDryRun(result);
      const counts = { rows: result.total, changes: result.added.length + result.changed.length };
      await recordImport(tx, { kind: 'circulars', fileName: file.name, sha256: file.sha256(), bytes: file.bytes, by: o.by, counts });
      await audit(tx, 'circulars_imported', 'circular', file.name, { by: o.by, ...counts });
      return result;
    });
  } catch (e) {
    if (e instanceof CircularsDryRun) return e.result;
    throw e;
  }
}
