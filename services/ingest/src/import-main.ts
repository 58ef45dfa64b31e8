/**
 * One file import as a process of its own; `pantau import posts` starts it. Summary on stdout, progress on stderr.
 * Exit code 0: all lines taken; 2: some rejected; 130: stopped by a signal, the same command goes on; 1: it did not work.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { policyState } from '@pantau/domain';
import { openProducer } from '@pantau/queue';
import { BaseConfig, readConfig, run } from '@pantau/runtime';
import { ensureFileSource, FILE_IMPORT, findSource, type Handle, lockImport, openDb } from '@pantau/store';
import { z } from 'zod';
import { Bell } from './bell.ts';
import { factsOf } from './import/lines.ts';
import { mappingFor } from './import/mapping.ts';
import { RejectFile } from './import/rejects.ts';
import { applyImport, type ImportEnd, previewImport } from './import/run.ts';
import { asText, progressLine, summarise } from './import/summary.ts';
import { IMPORT } from './limits.ts';

const ImportConfig = BaseConfig.extend({ REDIS_URL: z.string().optional() });
const EXIT = { ok: 0, rejected: 2, stopped: 130 } as const;

interface Options {
  file: string;
  apply: boolean;
  json: boolean;
  source: string | null;
  rejects: string | null;
  map: string | null;
  by: string;
}

function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      apply: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      source: { type: 'string' },
      rejects: { type: 'string' },
      map: { type: 'string' },
      by: { type: 'string', default: 'cli' },
    },
  });
  const file = positionals[0];
  if (file === undefined || positionals.length !== 1) throw new Error('give exactly one file');
  return {
    file,
    apply: values.apply,
    json: values.json,
    source: values.source ?? null,
    rejects: values.rejects ?? null,
    map: values.map ?? null,
    by: values.by,
  };
}

/** Fails closed: the source (a file that names none belongs to the default one) must exist, be a file source and have an open policy, now and for as long as the import runs. */
async function sourceGate(db: Handle, o: Pick<Options, 'source' | 'apply'>): Promise<{ id: number | null; gate: () => Promise<string | null> }> {
  const name = o.source ?? FILE_IMPORT.source;
  if (o.source === null) {
    // A dry run writes nothing, not even the default source; where it exists already its policy counts for both.
    if (o.apply) await ensureFileSource(db);
    else if ((await findSource(db, name)) === null) return { id: null, gate: async () => null };
  }
  const look = async () => {
    const source = await findSource(db, name);
    if (!source) return { id: null, fault: `there is no source named ${name}` };
    if (source.connector !== 'file') return { id: source.id, fault: `${name} is a source of ${source.connector}, not of files` };
    const policy = policyState(source, false, new Date());
    return { id: source.id, fault: policy.open ? null : `${name}: ${policy.fault}` };
  };
  const first = await look();
  if (first.fault !== null) throw new Error(`nothing was imported: ${first.fault}`);
  return { id: first.id, gate: async () => (await look()).fault };
}

/** Prints at most every two seconds. */
function progressPrinter(bytesTotal: number): (p: { lines: number; bytes: number }) => void {
  const startedAt = Date.now();
  let before: { lines: number; bytes: number } | null = null;
  let printedAt = startedAt;
  return (p) => {
    before ??= p;
    if (Date.now() - printedAt < IMPORT.progressEveryMs) return;
    printedAt = Date.now();
    process.stderr.write(progressLine({ ...p, bytesTotal, linesBefore: before.lines, bytesBefore: before.bytes, seconds: (printedAt - startedAt) / 1_000 }));
  };
}

function showRejects(rejects: RejectFile, total: number, path: string | null): void {
  if (total === 0) return;
  for (const r of [...rejects.shown].sort((a, b) => a.line - b.line))
    process.stderr.write(`line ${r.line}: ${r.reason}${r.field === undefined ? '' : ` (${r.field}${r.why === undefined ? '' : `: ${r.why}`})`}\n`);
  if (total > rejects.shown.length)
    process.stderr.write(`… ${total - rejects.shown.length} more${path === null ? '; --rejects FILE writes them all' : `, all in ${path}`}\n`);
}

async function runImport(o: Options, db: Handle, bell: Bell | null, bellsFailed: () => number, signal: AbortSignal): Promise<number> {
  const mapping = o.map === null ? null : mappingFor(o.file, await readFile(o.map, 'utf8'));
  const source = await sourceGate(db, o);
  const startedAt = Date.now();
  const facts = await factsOf(o.file);
  const job = {
    db,
    path: o.file,
    facts,
    mapping,
    sourceId: source.id,
    importedBy: o.by,
    bell,
    now: () => new Date(),
    gate: source.gate,
    signal,
    onProgress: progressPrinter(facts.bytes),
    onRetry: () => process.stderr.write('the database does not answer; trying again\n'),
  };
  const withLock = async (work: () => Promise<ImportEnd & { rejects: RejectFile }>) =>
    db.connection().execute(async (connection) => {
      if (!(await lockImport(connection, facts.sha256))) throw new Error('another process is importing this file now');
      return work();
    });
  const preview = async () => {
    const rejects = await RejectFile.open(o.rejects, null);
    return { ...(await previewImport(job, rejects)), rejects };
  };
  const end = o.apply ? await withLock(() => applyImport(job, (keep) => RejectFile.open(o.rejects, keep))) : await preview();
  end.rejects.close();
  await bell?.settle();
  const summary = summarise(o.file, o.apply, end, {
    bellsFailed: bellsFailed(),
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
    maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  showRejects(end.rejects, summary.rejected, o.rejects);
  process.stdout.write(o.json ? `${JSON.stringify(summary)}\n` : asText(summary));
  if (end.how === 'gate_closed') throw new Error(`stopped at line ${end.lines}: ${end.fault ?? 'the policy was closed'}`);
  if (end.how === 'stopped') {
    process.stderr.write(`stopped after line ${end.lines}; ${o.apply ? 'the same command goes on from there' : 'nothing was written'}\n`);
    return EXIT.stopped;
  }
  return summary.rejected > 0 ? EXIT.rejected : EXIT.ok;
}

await run(async () => {
  const options = readOptions(process.argv.slice(2));
  const config = readConfig(ImportConfig);
  const db = openDb({ url: config.DATABASE_URL, role: 'pantau_ingest', name: 'import', connectionsMax: IMPORT.connections });
  const producer = config.REDIS_URL !== undefined && options.apply ? openProducer({ redisUrl: config.REDIS_URL, prefix: config.PANTAU_QUEUE_PREFIX }) : null;
  let bellsFailed = 0;
  const bellFailed = (ids: number) => {
    bellsFailed += ids;
  };
  const bell = producer === null ? null : new Bell(producer, { rang: () => {}, bellFailed });
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  try {
    process.exitCode = await runImport(options, db, bell, () => bellsFailed, abort.signal);
  } finally {
    await producer?.stop();
    await db.destroy();
  }
});
