/**
 * Imports that the console sent: checked here and, once a person has confirmed, published. As `pantau_import`, which may write
 * registers and nothing of cases. Dies anywhere: the transaction is gone and the row still says what is to be done.
 */
import { Readable } from 'node:stream';
import { REGISTER_IMPORT } from '@pantau/domain';
import {
  type AccountImportResult,
  ImportFault,
  ImportStopped,
  importAccounts,
  importRegister,
  type RegisterImportResult,
  RejectLog,
  sourceOf,
} from '@pantau/registers';
import type { Lifecycle } from '@pantau/runtime';
import { Ticker } from '@pantau/runtime';
import {
  actFor,
  expireRegisterImports,
  type Handle,
  ImportTaken,
  type ImportWork,
  importEnded,
  importProgress,
  importPublished,
  importPutBack,
  importReady,
  type Keyring,
  openDb,
  previewHash,
  readImportPiece,
  takeImportWork,
} from '@pantau/store';
import type { ImportEvents } from './events.ts';
import { ALERTS } from './limits.ts';

export interface ImportDeps {
  databaseUrl: string;
  keyring: Keyring;
  clock: () => Date;
  life: Lifecycle;
  events: ImportEvents;
}

/** What is shown before publishing, as the console reads it. */
type Preview = { rows: number; rejected: number; rejects: { line: number; reason: string }[]; changes: number } & (
  | { parts: { key: string; label: string; lists: Record<string, ListChange> }[] }
  | { counts: Record<string, number>; first: Record<string, string[]> }
);
interface ListChange {
  added: number;
  changed: number;
  removed: number;
  names: { added: string[]; changed: string[]; removed: string[] };
}

/** The register or the preview has changed since the person looked: it is shown again. */
class LookAgain extends Error {
  readonly preview: Preview;
  constructor(preview: Preview) {
    super('the difference is no longer what was confirmed');
    this.preview = preview;
  }
}

/** One turn: works on everything that waits, one file after the other. */
export function keepRegisterImports(d: ImportDeps): () => Promise<void> {
  const db = openDb({ url: d.databaseUrl, role: 'pantau_import', name: 'imports', connectionsMax: ALERTS.importConnections });
  d.life.add({ name: 'import database', stop: () => db.destroy() });
  return async () => {
    for (;;) {
      const work = d.life.stopping ? null : await takeImportWork(db, d.clock());
      if (!work) break;
      await runOne(d, db, work);
    }
    const gone = await expireRegisterImports(db, d.clock());
    if (gone > 0) d.events.expired(gone);
  };
}

async function runOne(d: ImportDeps, db: Handle, work: ImportWork): Promise<void> {
  if (work.attempt > REGISTER_IMPORT.attemptsMax) {
    d.events.ended(work.id, work.kind, 'refused');
    return importEnded(
      db,
      work,
      'refused',
      `the import was begun ${REGISTER_IMPORT.attemptsMax} times and never came to its end; the log of the alerts service says why`,
    );
  }
  const watch = new Watch(d, db, work);
  try {
    await watch.run(() => attempt(d, db, work, watch));
    d.events.ended(work.id, work.kind, work.state === 'checking' ? 'ready' : 'published');
  } catch (e) {
    await ended(d, db, work, e);
  }
}

async function ended(d: ImportDeps, db: Handle, work: ImportWork, e: unknown): Promise<void> {
  if (e instanceof ImportTaken) return; // stopped in the last moment, or another worker's now
  if (e instanceof ImportStopped) {
    if (d.life.stopping) return importPutBack(db, work); // this process ends; the next one begins again
    d.events.ended(work.id, work.kind, 'cancelled');
    return importEnded(db, work, 'cancelled', null);
  }
  if (e instanceof LookAgain) return importReady(db, work, e.preview);
  if (e instanceof ImportFault) {
    d.events.ended(work.id, work.kind, 'refused');
    return importEnded(db, work, 'refused', e.message);
  }
  throw e; // the lease ends, and the step is tried again
}

async function attempt(d: ImportDeps, db: Handle, work: ImportWork, watch: Watch): Promise<void> {
  const rejects = new RejectLog({ shown: REGISTER_IMPORT.rejectsShown });
  const head = await readImportPiece(db, d.keyring, work.id, 0);
  const read = () => Readable.from(pieces(d, db, work), { objectMode: false });
  const file = sourceOf({ name: work.fileName, bytes: work.bytesTotal, head, read, onBytes: (n) => watch.bytes(n) });
  const apply = work.state === 'publishing';
  const judge = (preview: Preview) => {
    watch.step('comparing');
    if (apply && previewHash(preview) !== work.seenHash) throw new LookAgain(preview);
    watch.step('publishing');
  };
  const shared = { apply, rejects, by: `user:${work.createdBy}`, begin: (tx: Parameters<typeof actFor>[0]) => actFor(tx, work.createdBy) };
  if (work.kind === 'register') {
    const result = await importRegister(db, {
      ...shared,
      files: [file],
      election: work.election ?? undefined,
      onProgress: (_file, rows) => watch.rows(rows),
      compared: async (_tx, r) => judge(registerPreview(r)),
      published: (tx, r) => importPublished(tx, work, r.version?.name ?? null, { rows: r.rows, rejected: r.rejected }),
    });
    if (!apply) await importReady(db, work, registerPreview(result));
    return;
  }
  const result = await importAccounts(db, d.keyring, {
    ...shared,
    file,
    within: work.within,
    now: d.clock(),
    onProgress: (rows) => watch.rows(rows),
    compared: async (_tx, r) => judge(accountPreview(r)),
    published: (tx, r) => importPublished(tx, work, null, { rows: r.lines, rejected: r.rejected, ...r.counts }),
  });
  if (!apply) await importReady(db, work, accountPreview(result));
}

async function* pieces(d: ImportDeps, db: Handle, work: ImportWork): AsyncGenerator<Buffer> {
  for (let n = 0; n < work.pieces; n++) yield await readImportPiece(db, d.keyring, work.id, n);
}

const rejectsOf = (list: readonly { line: number; reason: string }[]) => list.map(({ line, reason }) => ({ line, reason }));

function registerPreview(r: RegisterImportResult): Preview {
  return {
    rows: r.rows,
    rejected: r.rejected,
    rejects: rejectsOf(r.firstRejects),
    changes: r.diff.reduce((n, p) => n + p.changes, 0),
    parts: r.diff.map((p) => ({ key: p.partKey, label: p.label, lists: p.lists })),
  };
}

function accountPreview(r: AccountImportResult): Preview {
  const names = (c: 'added' | 'changed' | 'ended') => r.first[c].map((a) => `${a.platform}:${a.handle}`).sort();
  return {
    rows: r.lines,
    rejected: r.rejected,
    rejects: rejectsOf(r.firstRejects),
    changes: Object.values(r.counts).reduce((a, b) => a + b, 0),
    counts: { ...r.counts },
    first: { added: names('added'), changed: names('changed'), ended: names('ended') },
  };
}

/** Keeps the lease and writes the progress beside the import's own transaction, and hears that somebody wants it to stop. */
class Watch {
  readonly #d: ImportDeps;
  readonly #db: Handle;
  readonly #work: ImportWork;
  #at = { step: 'reading', bytes: 0, rows: 0 };
  #stop = false;

  constructor(d: ImportDeps, db: Handle, work: ImportWork) {
    this.#d = d;
    this.#db = db;
    this.#work = work;
  }

  async run(work: () => Promise<void>): Promise<void> {
    const beat = async () => {
      const { stop } = await importProgress(this.#db, this.#work, this.#at, this.#d.clock());
      this.#stop ||= stop;
    };
    const ticker = new Ticker({ name: 'import', everyMs: REGISTER_IMPORT.heartbeatMs, task: beat, onError: (e) => this.#d.events.beatFailed(e) }).start();
    try {
      await work();
    } finally {
      await ticker.stop();
    }
  }

  bytes(n: number): void {
    this.#at.bytes = n;
  }

  step(name: string): void {
    this.#at.step = name;
    this.#refuse();
  }

  rows(n: number): void {
    this.#at.rows = n;
    this.#refuse();
  }

  #refuse(): void {
    if (this.#stop || this.#d.life.stopping) throw new ImportStopped();
  }
}
