/**
 * Importing accounts: the civil-servant and account register from CSV or JSONL. One transaction; a dry run does the
 * same work and rolls back. Dies anywhere before commit: nothing is imported.
 */
import { type AccountLine, localDay, NATION } from '@pantau/domain';
import {
  type AccountBatchResult,
  type AccountChange,
  type AccountCounts,
  type AccountInput,
  analyseAccountTables,
  audit,
  beginAccountImport,
  endAccountsNotImported,
  type Handle,
  holdKeys,
  importAccountBatch,
  type Keyring,
  knownRegions,
  linesOfOtherRegions,
  noCounts,
  recordImport,
  type Tx,
  unlockKeyring,
} from '@pantau/store';
import { accountColumnsFault, accountFromCsv } from './account-csv.ts';
import { type AccountContext, checkAccountLine } from './account-line.ts';
import { openCsv } from './csv.ts';
import { ImportFault } from './fault.ts';
import { readLines } from './lines.ts';
import { type Reject, RejectLog, rejectText } from './rejects.ts';
import type { SourceFile } from './source.ts';

/** Lines per statement; a line is about 500 bytes. */
const BATCH_LINES = 2_000;
/** The planner is told anew when the tables have grown by this factor. */
const ANALYSE_GROWTH = 4;
/** Changes named in the report; the rest is counted. */
const NAMED = 20;

export interface AccountImportOptions {
  file: SourceFile;
  apply: boolean;
  /** The file is the whole register: accounts it does not name end. */
  complete?: boolean;
  /** Lines of other regions are rejected; default: the nation. */
  within?: readonly string[];
  rejects?: RejectLog;
  by: string;
  now: Date;
  /** After each batch; what it throws ends the import, and nothing of it stays. */
  onProgress?: (lines: number) => void | Promise<void>;
  /** First in the transaction: whom it acts for. */
  begin?: (tx: Tx) => Promise<void>;
  /** When everything is known and nothing is committed; what it throws ends the import. Also called in a dry run. */
  compared?: (tx: Tx, result: AccountImportResult) => Promise<void>;
  /** Last in the transaction that stores. */
  published?: (tx: Tx, result: AccountImportResult) => Promise<void>;
}
export interface AccountImportResult {
  lines: number;
  counts: AccountCounts;
  rejected: number;
  firstRejects: readonly Reject[];
  first: Record<AccountChange['change'], AccountChange[]>;
}

class DryRun extends Error {
  readonly result: AccountImportResult;
  constructor(result: AccountImportResult) {
    super('dry run');
    this.result = result;
  }
}

export async function importAccounts(db: Handle, keyring: Keyring, o: AccountImportOptions): Promise<AccountImportResult> {
  const { file, rejects = new RejectLog() } = o;
  try {
    return await db.transaction().execute(async (tx) => {
      // Keys that are made while this runs would be unknown to it; whoever rotates waits, and what was made before is read here.
      await o.begin?.(tx);
      await holdKeys(tx);
      const result = await run(tx, await unlockKeyring(tx, keyring), file, rejects, o);
      await o.compared?.(tx, result);
      if (!o.apply) throw new DryRun(result);
      const counts = { rows: result.lines, rejected: result.rejected, ...result.counts };
      await recordImport(tx, { kind: 'accounts', fileName: file.name, sha256: file.sha256(), bytes: file.bytes, by: o.by, counts });
      await audit(tx, 'accounts_imported', 'account_register', file.name, { by: o.by, ...counts });
      await o.published?.(tx, result);
      return result;
    });
  } catch (e) {
    if (e instanceof DryRun) return e.result;
    throw e;
  }
}

const OF_ANOTHER_REGION = 'the person or an account of this line is registered in a region outside yours';

async function run(tx: Tx, keyring: Keyring, file: SourceFile, rejects: RejectLog, o: AccountImportOptions): Promise<AccountImportResult> {
  const ctx: AccountContext = { regions: await knownRegions(tx), today: localDay(o.now, '31'), within: o.within ?? [NATION] };
  await beginAccountImport(tx);
  const result: AccountImportResult = { lines: 0, counts: noCounts(), rejected: 0, firstRejects: [], first: { added: [], changed: [], ended: [] } };
  let batch: AccountInput[] = [];
  let analyseAt = BATCH_LINES;
  const flush = async (): Promise<void> => {
    const elsewhere = await linesOfOtherRegions(tx, keyring, batch, ctx.within);
    const own = batch.filter((b) => !elsewhere.has(b.line));
    const out = await importAccountBatch(tx, keyring, own, o.now);
    batch = [];
    collect(result, out);
    for (const line of elsewhere) await rejects.add({ line, reason: OF_ANOTHER_REGION });
    for (const r of out.rejected) await rejects.add(r);
    if (result.lines < analyseAt) return;
    await analyseAccountTables(tx);
    analyseAt = result.lines * ANALYSE_GROWTH;
  };
  for await (const item of accountLines(file, ctx)) {
    result.lines++;
    if ('fault' in item) await rejects.add({ line: item.line, reason: item.fault });
    else batch.push(item);
    if (batch.length >= BATCH_LINES) await flush();
    if (result.lines % BATCH_LINES === 0) await o.onProgress?.(result.lines);
  }
  await flush();
  if (result.lines === 0) throw new ImportFault(`${file.name} has no lines`);
  if (o.complete) await endOthers(tx, result, rejects, o.now);
  return { ...result, rejected: rejects.count, firstRejects: rejects.first };
}

/** With rejected lines nobody can tell which accounts the file meant to keep. */
async function endOthers(tx: Tx, result: AccountImportResult, rejects: RejectLog, now: Date): Promise<void> {
  if (rejects.count > 0)
    throw new ImportFault(
      `--complete needs a file without rejects, and ${rejects.count} lines were rejected: nothing was imported\n  ${rejects.first.slice(0, 3).map(rejectText).join('\n  ')}`,
    );
  const { ended, first } = await endAccountsNotImported(tx, now, NAMED);
  result.counts.accountsEnded += ended;
  result.first.ended = [...result.first.ended, ...first].slice(0, NAMED);
}

function collect(result: AccountImportResult, out: AccountBatchResult): void {
  for (const key of Object.keys(result.counts) as (keyof AccountCounts)[]) result.counts[key] += out.counts[key];
  for (const c of out.changes) {
    const list = result.first[c.change];
    if (list.length < NAMED) list.push(c);
  }
}

type Item = { line: number; data: AccountLine } | { line: number; fault: string };

async function* accountLines(file: SourceFile, ctx: AccountContext): AsyncGenerator<Item> {
  const check = (line: number, value: unknown): Item => ({ line, ...checkAccountLine(value, ctx) });
  if (/\.csv(\.gz)?$/i.test(file.name)) {
    const csv = await openCsv(file);
    const fault = accountColumnsFault(csv.columns);
    if (fault !== null) throw new ImportFault(`${file.name}: ${fault}`);
    for await (const r of csv.rows()) {
      const out = 'fault' in r ? r : accountFromCsv(r.row);
      yield 'fault' in out ? { line: r.line, fault: out.fault } : check(r.line, out.value);
    }
    return;
  }
  for await (const l of readLines(file)) {
    if ('fault' in l) yield l;
    else yield parseJson(l.text, (v) => check(l.line, v), l.line);
  }
}

function parseJson(text: string, check: (v: unknown) => Item, line: number): Item {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the line, which may hold a NIP.
    return { line, fault: 'the line is not JSON' };
  }
  return check(value);
}
