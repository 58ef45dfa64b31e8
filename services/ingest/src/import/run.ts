/**
 * The import of one file: read, parse, and store several pieces at once. What is stored is recorded piece by piece, so the
 * same file given again after a kill goes on exactly where it stopped, and nothing counts twice.
 */
import {
  type Counts,
  ensurePartitions,
  failImportRun,
  finishImportRun,
  foldChunks,
  type Handle,
  type ImportRun,
  isTransientError,
  openChunks,
  openImportRun,
} from '@pantau/store';
import { fullJitter } from '../backoff.ts';
import type { Bell } from '../bell.ts';
import { IMPORT, INGEST } from '../limits.ts';
import { type FileFacts, type RawLine, readLines } from './lines.ts';
import type { RowMapping } from './mapping.ts';
import { parseLine } from './parse.ts';
import { Gatherer, type Piece, Watermark } from './pieces.ts';
import type { RejectFile } from './rejects.ts';
import { type Outcome, previewPiece, storePiece } from './store-piece.ts';

export interface ImportJob {
  db: Handle;
  path: string;
  facts: FileFacts;
  mapping: RowMapping | null;
  sourceId: number | null;
  importedBy: string;
  bell: Bell | null;
  now: () => Date;
  /** Null when the policy of the source is open; else the reason to stop. Asked before the start and about once a second. */
  gate: () => Promise<string | null>;
  signal: AbortSignal;
  onProgress: (p: { lines: number; bytes: number }) => void;
  onRetry: (err: unknown) => void;
}

export type ImportEnd = { how: 'done' | 'stopped' | 'gate_closed'; lines: number; counts: Counts; fault?: string };

/** How many different unknown field names are counted by name. */
function boundedNames(known: readonly string[]): (name: string) => string {
  const names = new Set(known);
  return (name) => {
    const short = name.slice(0, 60).toWellFormed().replaceAll('\u0000', '\uFFFD');
    if (!names.has(short) && names.size >= IMPORT.unknownFieldNames) return '(other)';
    names.add(short);
    return short;
  };
}

/** Reads everything and changes nothing. */
export async function previewImport(job: Omit<ImportJob, 'bell' | 'sourceId'>, rejects: RejectFile): Promise<ImportEnd> {
  const total: Counts = {};
  const fieldName = boundedNames([]);
  const lines = await pump(job, { offset: 0, line: 1, done: [] }, async (piece) => {
    const o = await patiently(job, () => previewPiece({ db: job.db, now: job.now, fieldName }, piece));
    for (const [k, n] of Object.entries(o.counts)) total[k] = (total[k] ?? 0) + n;
    rejects.write(o.rejects);
  });
  return { how: job.signal.aborted ? 'stopped' : 'done', lines, counts: total };
}

/** Opens or resumes the run. `begin` is called with the places that are stored already, before anything is read. */
export async function applyImport(
  job: ImportJob,
  openRejects: (keep: ((byte: number) => boolean) | null) => Promise<RejectFile>,
): Promise<ImportEnd & { rejects: RejectFile }> {
  await ensurePartitions(job.db, job.now(), IMPORT.partitionsAheadDays);
  const run = await openImportRun(job.db, {
    kind: 'posts',
    fileName: baseName(job.path),
    sha256: job.facts.sha256,
    bytesTotal: job.facts.bytes,
    importedBy: job.importedBy,
  });
  const chunks = await openChunks(job.db, run.id);
  const start = await foldStart(job.db, run, chunks);
  const done = chunks.filter((c) => c.from >= start.bytesDone);
  const isStored = (byte: number) => byte < start.bytesDone || done.some((c) => byte >= c.from && byte < c.to);
  const rejects = await openRejects(run.fresh ? null : isStored);
  try {
    const end = await storeAll(job, start, done, rejects);
    if (end.how === 'gate_closed') await failImportRun(job.db, run.id);
    return { ...end, rejects };
  } catch (e) {
    // A database that is away cannot be told; the error itself matters more, and the next attempt sets the run right.
    await failImportRun(job.db, run.id).catch(() => {});
    throw e;
  }
}

/** Folds what is stored without a gap from the beginning on. */
async function foldStart(db: Handle, run: ImportRun, chunks: readonly { from: number; to: number }[]): Promise<ImportRun> {
  let upTo = run.bytesDone;
  for (const c of chunks) if (c.from === upTo) upTo = c.to;
  return upTo === run.bytesDone ? run : foldChunks(db, run.id, upTo);
}

async function storeAll(
  job: ImportJob,
  start: ImportRun,
  done: readonly { from: number; to: number; lines: number }[],
  rejects: RejectFile,
): Promise<ImportEnd> {
  const mark = new Watermark(start.bytesDone);
  const target = {
    db: job.db,
    runId: start.id,
    sourceId: job.sourceId,
    now: job.now,
    fieldName: boundedNames(Object.keys(start.counts).flatMap((k) => (k.startsWith('unknown.') ? [k.slice('unknown.'.length)] : []))),
    writeRejects: () => {},
  };
  const closing = new AbortController();
  let fault: string | undefined;
  let folding: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    folding = folding
      .then(async () => {
        await foldChunks(job.db, start.id, mark.at);
        fault ??= (await job.gate()) ?? undefined;
        if (fault !== undefined) closing.abort();
      })
      .catch(job.onRetry);
  }, IMPORT.foldEveryMs);
  const signal = AbortSignal.any([job.signal, closing.signal]);
  try {
    const from = { offset: start.bytesDone, line: start.linesDone + 1, done };
    await pump({ ...job, signal }, from, async (piece) => {
      const stored = mark.begin(piece.to);
      if (piece.items.length > 0) {
        const once = writeOnce(rejects);
        const o: Outcome = await patiently(job, () => storePiece({ ...target, writeRejects: once }, piece));
        job.bell?.ring(o.ids);
      }
      stored();
    });
  } finally {
    clearInterval(timer);
    await folding;
  }
  const run = await patiently(job, () => foldChunks(job.db, start.id, mark.at));
  if (fault !== undefined) return { how: 'gate_closed', lines: run.linesDone, counts: run.counts, fault };
  if (signal.aborted) return { how: 'stopped', lines: run.linesDone, counts: run.counts };
  await patiently(job, () => finishImportRun(job.db, start.id));
  return { how: 'done', lines: run.linesDone, counts: run.counts };
}

/** An attempt that failed after writing its rejects must not write them again. */
function writeOnce(rejects: RejectFile): RejectFile['write'] {
  let written = false;
  return (rows) => {
    if (!written) rejects.write(rows);
    written = true;
  };
}

type Work = (piece: Piece) => Promise<void>;

/**
 * Reads and parses while earlier pieces are being stored, a bounded number at once: when the database is slow, reading stops.
 * Pieces of an interrupted run that are stored already are passed over; nothing of them is parsed.
 */
async function pump(
  job: Pick<ImportJob, 'path' | 'facts' | 'mapping' | 'now' | 'signal' | 'onProgress'>,
  from: { offset: number; line: number; done: readonly { from: number; to: number }[] },
  work: Work,
): Promise<number> {
  const flight = new Flight(work);
  const gatherer = new Gatherer();
  const send = async (piece: Piece | null) => {
    if (piece) await flight.start(piece);
  };
  let lines = from.line - 1;
  let next = 0;
  reading: for await (const batch of readLines(job.path, { gzip: job.facts.gzip, offset: from.offset, line: from.line })) {
    for (const at of batch) {
      if (job.signal.aborted || flight.failed) break reading;
      lines = at.line;
      while ((from.done[next]?.to ?? Number.POSITIVE_INFINITY) <= at.from) next += 1;
      const range = from.done[next];
      if (range && at.from >= range.from) {
        await send(gatherer.take());
        if (at.from === range.from) await flight.start({ ...range, items: [] });
        continue;
      }
      await send(gatherer.add({ at: compact(at), parsed: parseLine(at.bytes, at.line, { now: job.now(), mapping: job.mapping }) }));
    }
    job.onProgress({ lines, bytes: batch.at(-1)?.to ?? from.offset });
  }
  if (!job.signal.aborted) await send(gatherer.take());
  await flight.land();
  return lines;
}

/** The bytes are parsed; holding on to them would hold on to the whole chunk they were cut from. */
function compact(at: RawLine): RawLine {
  return { ...at, bytes: null };
}

/** A bounded number of pieces at work. The first failure ends the flight once the others have landed. */
class Flight {
  readonly #work: Work;
  readonly #going = new Set<Promise<void>>();
  #error: { error: unknown } | null = null;

  constructor(work: Work) {
    this.#work = work;
  }

  get failed(): boolean {
    return this.#error !== null;
  }

  async start(piece: Piece): Promise<void> {
    const going = this.#work(piece)
      .catch((error: unknown) => {
        this.#error ??= { error };
      })
      .finally(() => this.#going.delete(going));
    this.#going.add(going);
    if (this.#going.size >= IMPORT.batchesInFlight) await Promise.race(this.#going);
  }

  async land(): Promise<void> {
    await Promise.all(this.#going);
    if (this.#error) throw this.#error.error;
  }
}

const RETRY_MAX_MS = 30_000;

/** A database that restarts must not end an import of hours; one that stays away does, and the run can be taken up again. */
async function patiently<T>(job: Pick<ImportJob, 'onRetry' | 'signal'>, task: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await task();
    } catch (e) {
      if (!isTransientError(e) || failures >= IMPORT.attempts || job.signal.aborted) throw e;
      job.onRetry(e);
      const ms = fullJitter(failures, Math.random(), { minMs: INGEST.backoffMinMs / 10, maxMs: RETRY_MAX_MS });
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
