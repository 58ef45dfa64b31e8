/**
 * The log of who did, saw and was refused what. A change's row joins the hash chain by a trigger at its own commit, after the last
 * statement, so the chain's one lock never waits for a client; reads and refusals leave a row that is chained within seconds
 * (migrations/0010_identity.sql says why that is safe enough).
 */
import { LIMITS } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';

/** In the transaction of the change; the actor is the transaction's user. */
export async function audit(tx: Db, action: string, object: string, objectId: string | number, data: Record<string, unknown> = {}): Promise<void> {
  await sql`select audit_append(${action}, ${object}, ${String(objectId)}, ${JSON.stringify(data)}::jsonb)`.execute(tx);
}

export interface Note {
  actor: number | null;
  action: string;
  object: string;
  objectId: string | number;
  data?: Record<string, unknown>;
}

/** What was read or refused: one statement of its own, committed before the answer leaves. */
export async function auditNote(db: Db, n: Note): Promise<void> {
  await sql`select audit_note(${n.actor}, ${n.action}, ${n.object}, ${String(n.objectId)}, ${JSON.stringify(n.data ?? {})}::jsonb)`.execute(db);
}

/** Rows per turn: the chain's lock is held for a few milliseconds, so that changes hardly notice. */
const FOLD_ROWS = 100;

/** Chains what waits, oldest first; returns how many. Any number of processes may do it. */
export async function foldAudit(db: Db): Promise<number> {
  let done = 0;
  for (;;) {
    const { rows } = await sql<{ n: number }>`select audit_fold(${FOLD_ROWS}) as n`.execute(db);
    const n = rows[0]?.n ?? 0;
    done += n;
    if (n < FOLD_ROWS) return done;
  }
}

/** How many rows wait for the chain, and since when the oldest does. */
export async function auditWaiting(db: Db): Promise<{ rows: number; oldest: Date | null }> {
  const { rows } = await sql<{ n: number; oldest: Date | null }>`select n, oldest from audit_waiting()`.execute(db);
  return { rows: rows[0]?.n ?? 0, oldest: rows[0]?.oldest ?? null };
}

export interface AuditRow {
  id: number;
  at: Date;
  actor: number | null;
  action: string;
  object: string;
  objectId: string;
  data: Record<string, unknown>;
  hash: string;
}

export interface AuditFilter {
  actor?: number | undefined;
  action?: string | undefined;
  object?: string | undefined;
  objectId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Newest first, keyset by id; row-level security shows rows to auditors only. */
export async function listAudit(tx: Tx, f: AuditFilter, page: { before: number | null; rows: number }): Promise<AuditRow[]> {
  const all = [sql`true`];
  if (f.actor !== undefined) all.push(sql`actor = ${f.actor}`);
  if (f.action !== undefined) all.push(sql`action = ${f.action}`);
  if (f.object !== undefined) all.push(sql`object = ${f.object}`);
  if (f.objectId !== undefined) all.push(sql`object_id = ${f.objectId}`);
  if (f.from !== undefined) all.push(sql`at >= ${f.from}`);
  if (f.to !== undefined) all.push(sql`at < ${f.to}`);
  if (page.before !== null) all.push(sql`id < ${page.before}`);
  const rows = Math.min(page.rows, LIMITS.pageRows + 1);
  return (
    await sql<AuditRow>`select id, at, actor, action, object, object_id as "objectId", data, encode(hash, 'hex') as hash
      from audit_log where ${sql.join(all, sql` and `)} order by id desc limit ${rows}`.execute(tx)
  ).rows;
}

export interface AuditReport {
  rows: number;
  /** The first row that does not follow from the one before it; null when the chain holds. */
  firstBroken: { id: number; at: Date; reason: 'content_changed' | 'link_broken' } | null;
}

const PAGE_ROWS = 10_000;
const GENESIS = Buffer.from([0]);

/**
 * Walks the chain from the first row in constant memory. `content_changed`: the row's own hash does not match what it says;
 * `link_broken`: a row before it was removed, inserted or replaced. Run as the owner: row-level security would hide rows.
 */
export async function verifyAudit(db: Db, onPage: (rows: number) => void = () => {}): Promise<AuditReport> {
  let previous: Uint8Array = GENESIS;
  let after = 0;
  let rows = 0;
  for (;;) {
    const page = await sql<{ id: number; at: Date; prev_hash: Buffer; hash: Buffer; intact: boolean }>`
      select id, at, prev_hash, hash, hash = audit_hash(prev_hash, at, actor, action, object, object_id, data) as intact
        from audit_log where id > ${after} order by id limit ${PAGE_ROWS}`.execute(db);
    for (const row of page.rows) {
      if (!row.prev_hash.equals(previous)) return { rows, firstBroken: { id: row.id, at: row.at, reason: 'link_broken' } };
      if (!row.intact) return { rows, firstBroken: { id: row.id, at: row.at, reason: 'content_changed' } };
      previous = row.hash;
      after = row.id;
      rows += 1;
    }
    onPage(rows);
    if (page.rows.length < PAGE_ROWS) return { rows, firstBroken: null };
  }
}
