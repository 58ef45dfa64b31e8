/**
 * Imports that the console sends: pieces come in, a worker checks them, a person confirms what it found, the worker publishes.
 * The row is the truth: whoever dies leaves it where it stands, and the step is begun again by the next worker after the lease.
 */
import { createHash } from 'node:crypto';
import { ProblemError, REGISTER_IMPORT } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Db, Tx } from './db.ts';
import { CompiledQuery, sql } from './kysely.ts';
import type { Keyring } from './pii.ts';
import { SET_USER } from './prepared.ts';

export type RegisterImportState = 'uploading' | 'checking' | 'ready' | 'publishing' | 'published' | 'refused' | 'cancelled' | 'expired';

export interface RegisterImport {
  id: string;
  kind: 'register' | 'accounts';
  state: RegisterImportState;
  fileName: string;
  bytesTotal: number;
  bytesSent: number;
  election: string | null;
  within: string[];
  createdBy: number;
  createdAt: Date;
  changedAt: Date;
  stopAsked: boolean;
  attempt: number;
  step: string | null;
  bytesDone: number;
  rowsDone: number;
  preview: unknown;
  fault: string | null;
  version: string | null;
  counts: Record<string, number> | null;
  mine: boolean;
}

const COLUMNS = sql`i.id, i.kind, i.state, i.file_name as "fileName", i.bytes_total as "bytesTotal", i.election, i.within, i.created_by as "createdBy",
  i.created_at as "createdAt", i.changed_at as "changedAt", i.stop_asked as "stopAsked", i.attempt, i.step, i.bytes_done as "bytesDone", i.rows_done as "rowsDone",
  i.preview, i.fault, i.version, i.counts, coalesce((select sum(p.bytes) from register_import_piece p where p.import_id = i.id), 0)::bigint as "bytesSent"`;

export interface NewRegisterImport {
  kind: 'register' | 'accounts';
  fileName: string;
  bytes: number;
  election: string | undefined;
  /** Regions the caller keeps the register of. */
  within: readonly string[];
}

/** One person has at most a few open at a time: each may hold a file. */
export async function beginRegisterImport(tx: Tx, me: number, o: NewRegisterImport): Promise<RegisterImport> {
  const { rows: open } = await sql<{ n: number }>`select count(*)::int as n from register_import
    where created_by = ${me} and state in ('uploading', 'checking', 'ready', 'publishing')`.execute(tx);
  if ((open[0]?.n ?? 0) >= REGISTER_IMPORT.openPerUser) throw new ProblemError('imports_full');
  const { rows } = await sql<{ id: string }>`insert into register_import (kind, file_name, bytes_total, election, within, created_by)
    values (${o.kind}, ${o.fileName}, ${o.bytes}, ${o.election ?? null}, ${[...o.within]}, ${me}) returning id`.execute(tx);
  return readRegisterImport(tx, me, rows[0]?.id ?? '');
}

export async function readRegisterImport(tx: Tx, me: number, id: string): Promise<RegisterImport> {
  const { rows } = await sql<RegisterImport>`select ${COLUMNS}, i.created_by = ${me} as mine from register_import i where i.id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw new ProblemError('not_found');
  return rows[0];
}

export async function listRegisterImports(tx: Tx, me: number, rowsMax: number): Promise<RegisterImport[]> {
  const { rows } = await sql<RegisterImport>`select ${COLUMNS}, i.created_by = ${me} as mine from register_import i
    order by i.created_at desc limit ${rowsMax}`.execute(tx);
  return rows;
}

async function mineToChange(tx: Tx, me: number, id: string, states: readonly RegisterImportState[]): Promise<RegisterImport> {
  await sql`select 1 from register_import where id = ${id}::uuid and created_by = ${me} for update`.execute(tx);
  const found = await readRegisterImport(tx, me, id);
  if (!found.mine || !states.includes(found.state)) throw new ProblemError('import_wrong_state');
  return found;
}

/** The same piece again replaces nothing: whoever sends it twice sent the same bytes. */
export async function putImportPiece(tx: Tx, keyring: Keyring, me: number, o: { id: string; n: number; content: Buffer }): Promise<void> {
  const found = await mineToChange(tx, me, o.id, ['uploading']);
  const expected = Math.min(REGISTER_IMPORT.pieceBytes, found.bytesTotal - o.n * REGISTER_IMPORT.pieceBytes);
  if (o.content.length !== expected)
    throw new ProblemError('bad_request', `Piece ${o.n} has ${o.content.length} bytes and should have ${Math.max(0, expected)}.`);
  await sql`insert into register_import_piece (import_id, n, bytes, sealed)
    values (${o.id}::uuid, ${o.n}, ${o.content.length}, ${keyring.seal(o.content.toString('base64'))}) on conflict do nothing`.execute(tx);
  await sql`update register_import set changed_at = now() where id = ${o.id}::uuid`.execute(tx);
}

/** Everything is here: a worker may begin. */
export async function checkRegisterImport(tx: Tx, me: number, id: string): Promise<RegisterImport> {
  const found = await mineToChange(tx, me, id, ['uploading']);
  if (found.bytesSent !== found.bytesTotal) throw new ProblemError('import_wrong_state', `Of ${found.bytesTotal} bytes ${found.bytesSent} have arrived.`);
  return changed(tx, me, id, sql`state = 'checking'`);
}

/** What the person saw is what will be published, or it is shown again. */
export async function confirmRegisterImport(tx: Tx, me: number, id: string): Promise<RegisterImport> {
  const found = await mineToChange(tx, me, id, ['ready']);
  await audit(tx, 'register_import_confirmed', 'register_import', id, { kind: found.kind, file: found.fileName });
  return changed(tx, me, id, sql`state = 'publishing', seen_hash = preview_hash, attempt = 0, lease_until = null, bytes_done = 0, rows_done = 0`);
}

/** At once where nobody works on it; otherwise the worker stops at its next step, and takes back what it has done. */
export async function stopRegisterImport(tx: Tx, me: number, id: string, now: Date): Promise<RegisterImport> {
  await mineToChange(tx, me, id, ['uploading', 'checking', 'ready', 'publishing']);
  const { numAffectedRows } = await sql`update register_import set state = 'cancelled', preview = null, changed_at = now()
    where id = ${id}::uuid and (state in ('uploading', 'ready') or lease_until is null or lease_until < ${now})`.execute(tx);
  if (Number(numAffectedRows ?? 0) > 0) await sql`delete from register_import_piece where import_id = ${id}::uuid`.execute(tx);
  else await sql`update register_import set stop_asked = true where id = ${id}::uuid`.execute(tx);
  return readRegisterImport(tx, me, id);
}

async function changed(tx: Tx, me: number, id: string, what: ReturnType<typeof sql>): Promise<RegisterImport> {
  await sql`update register_import set ${what}, changed_at = now() where id = ${id}::uuid`.execute(tx);
  return readRegisterImport(tx, me, id);
}

// The worker's side, as pantau_import -----------------------------------------------------------------------------------

export interface ImportWork {
  id: string;
  kind: 'register' | 'accounts';
  state: 'checking' | 'publishing';
  fileName: string;
  bytesTotal: number;
  election: string | null;
  within: string[];
  createdBy: number;
  attempt: number;
  seenHash: string | null;
  pieces: number;
}

/** The oldest that waits and that nobody holds; taken for `REGISTER_IMPORT.leaseMs`. */
export async function takeImportWork(db: Db, now: Date): Promise<ImportWork | null> {
  const { rows } = await sql<ImportWork>`
    update register_import i set lease_until = ${leaseEnd(now)}, attempt = attempt + 1, changed_at = ${now}
     where i.id = (select id from register_import where state in ('checking', 'publishing') and (lease_until is null or lease_until < ${now})
                    order by changed_at for update skip locked limit 1)
    returning i.id, i.kind, i.state, i.file_name as "fileName", i.bytes_total as "bytesTotal", i.election, i.within, i.created_by as "createdBy", i.attempt,
      i.seen_hash as "seenHash", (select count(*)::int from register_import_piece p where p.import_id = i.id) as pieces`.execute(db);
  return rows[0] ?? null;
}

const leaseEnd = (now: Date): Date => new Date(now.getTime() + REGISTER_IMPORT.leaseMs);
/** Still this worker's turn. */
const ours = (w: ImportWork) => sql`id = ${w.id}::uuid and attempt = ${w.attempt} and state = ${w.state}`;

/** Says how far it is and keeps the lease. `stop`: the person no longer wants it, or another worker has taken over. */
export async function importProgress(db: Db, w: ImportWork, at: { step: string; bytes: number; rows: number }, now: Date): Promise<{ stop: boolean }> {
  const { rows } = await sql<{ stop_asked: boolean }>`update register_import set step = ${at.step}, bytes_done = ${at.bytes}, rows_done = ${at.rows},
    lease_until = ${leaseEnd(now)} where ${ours(w)} returning stop_asked`.execute(db);
  return { stop: rows[0]?.stop_asked ?? true };
}

export async function readImportPiece(db: Db, keyring: Keyring, id: string, n: number): Promise<Buffer> {
  const { rows } = await sql<{ sealed: Buffer }>`select sealed from register_import_piece where import_id = ${id}::uuid and n = ${n}`.execute(db);
  if (!rows[0]) throw new Error(`piece ${n} of import ${id} is not there`);
  return Buffer.from(keyring.open(rows[0].sealed), 'base64');
}

export const previewHash = (preview: unknown): string => createHash('sha256').update(JSON.stringify(preview)).digest('hex');

/** The check is done; a person may look. */
export async function importReady(db: Db, w: ImportWork, preview: { rows: number }): Promise<void> {
  await sql`update register_import set state = 'ready', preview = ${JSON.stringify(preview)}::jsonb, preview_hash = ${previewHash(preview)}, seen_hash = null,
    step = null, rows_done = ${preview.rows}, bytes_done = bytes_total, lease_until = null, stop_asked = false, changed_at = now() where ${ours(w)}`.execute(
    db,
  );
}

/** Its end without a change, with the reason; what was sent goes. */
export async function importEnded(db: Db, w: ImportWork, state: 'refused' | 'cancelled', fault: string | null): Promise<void> {
  await sql`with gone as (update register_import set state = ${state}, fault = ${fault}, preview = null, step = null, lease_until = null, changed_at = now()
      where ${ours(w)} returning id)
    delete from register_import_piece where import_id in (select id from gone)`.execute(db);
}

/** Another turn later; nothing of this one stays. */
export async function importPutBack(db: Db, w: ImportWork): Promise<void> {
  await sql`update register_import set lease_until = null where ${ours(w)}`.execute(db);
}

/** In the transaction that publishes: either both, or neither. Throws when it is no longer this worker's turn. */
export async function importPublished(tx: Tx, w: ImportWork, version: string | null, counts: Record<string, number>): Promise<void> {
  const { numAffectedRows } =
    await sql`update register_import set state = 'published', version = ${version}, counts = ${JSON.stringify(counts)}::jsonb, preview = null,
    step = null, lease_until = null, bytes_done = bytes_total, rows_done = ${counts.rows ?? 0}, changed_at = now() where ${ours(w)} and not stop_asked`.execute(
      tx,
    );
  if (Number(numAffectedRows ?? 0) === 0) throw new ImportTaken();
  await sql`delete from register_import_piece where import_id = ${w.id}::uuid`.execute(tx);
}

/** The row was stopped or taken by another worker meanwhile. */
export class ImportTaken extends Error {}

/** The worker acts for the person who sent the file: the log names them. */
export async function actFor(tx: Tx, userId: number): Promise<void> {
  await tx.executeQuery(CompiledQuery.raw(SET_USER, [String(userId)]));
}

/** Files nobody came back for go; the row says so. */
export async function expireRegisterImports(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - REGISTER_IMPORT.keptHours * 3_600_000);
  const { rows } = await sql<{ id: string }>`with gone as (update register_import set state = 'expired', preview = null, changed_at = ${now}
      where state in ('uploading', 'ready') and changed_at < ${before} returning id),
    pieces as (delete from register_import_piece where import_id in (select id from gone))
    select id from gone`.execute(db);
  return rows.length;
}
