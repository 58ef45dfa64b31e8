/**
 * The end of the log's chain of each day, signed with the installation's key and, where an authority is configured, stamped by its
 * clock. The chain alone does not show that its newest rows were cut off or that all of it was computed anew; a root does.
 */
import { createHash } from 'node:crypto';
import type { Db, Handle } from './db.ts';
import { sql } from './kysely.ts';
import { type Signer, verifySignature } from './signing.ts';
import { checkTimestamp } from './timestamp.ts';

export interface AuditRoot {
  /** In Jakarta. */
  day: string;
  lastId: number;
  lastHash: Buffer;
  previous: Buffer | null;
  signedAt: Date;
  keyId: string;
  publicKey: string;
  signature: Buffer;
  token: Buffer | null;
  stampedAt: Date | null;
}

const COLUMNS = sql`day, last_id as "lastId", last_hash as "lastHash", previous, signed_at as "signedAt", key_id as "keyId", public_key as "publicKey", signature, token,
  stamped_at as "stampedAt"`;

/** What is signed, as text that a person can read and any tool can hash. */
export function rootStatement(r: Pick<AuditRoot, 'day' | 'lastId' | 'lastHash' | 'previous' | 'signedAt'>): string {
  return [
    'pantau audit root 1',
    `day ${r.day}`,
    `last row ${r.lastId}`,
    `last hash ${r.lastHash.toString('hex')}`,
    `previous root ${r.previous?.toString('hex') ?? 'none'}`,
    `signed at ${r.signedAt.toISOString()}`,
    '',
  ].join('\n');
}

const digest = (statement: string): Buffer => createHash('sha256').update(statement).digest();

/**
 * Signs the days that are over and have no root yet, oldest first; returns them. Twice the same day is one row, whichever process
 * comes first. A day without rows repeats the row before: that nothing happened is signed too.
 */
export async function signDays(db: Handle, signer: Signer, now: Date): Promise<string[]> {
  const done: string[] = [];
  for (;;) {
    const day = await signNext(db, signer, now);
    if (day === null) return done;
    done.push(day);
  }
}

function signNext(db: Handle, signer: Signer, now: Date): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    // A day begins and ends in Jakarta. The first root is that of the log's first day.
    const next = await sql<{ day: string }>`
      select d::text as day from (select coalesce((select max(day) + 1 from audit_root), (select (min(at) at time zone 'Asia/Jakarta')::date from audit_log)) as d) x
       where d < (${now}::timestamptz at time zone 'Asia/Jakarta')::date`.execute(tx);
    const day = next.rows[0]?.day;
    if (day === undefined) return null;
    const end = sql`((${day}::date + 1)::timestamp at time zone 'Asia/Jakarta')`;
    const last = await sql<{ id: number; hash: Buffer }>`select id, hash from audit_log where id = greatest(
      (select max(id) from audit_log where at < ${end} and at >= ${end} - interval '1 day'), (select last_id from audit_root order by day desc limit 1))`.execute(
      tx,
    );
    const row = last.rows[0];
    if (!row) return null;
    const before = (await sql<AuditRoot>`select ${COLUMNS} from audit_root order by day desc limit 1`.execute(tx)).rows[0];
    const root = { day, lastId: row.id, lastHash: row.hash, previous: before ? digest(rootStatement(before)) : null, signedAt: now };
    const signature = signer.sign(Buffer.from(rootStatement(root)));
    const written = await sql`insert into audit_root (day, last_id, last_hash, previous, signed_at, key_id, public_key, signature)
      values (${day}, ${root.lastId}, ${root.lastHash}, ${root.previous}, ${root.signedAt}, ${signer.keyId}, ${signer.publicKeyPem}, ${signature}) on conflict do nothing`.execute(
      tx,
    );
    return Number(written.numAffectedRows ?? 0) > 0 ? day : null;
  });
}

/** Oldest first. */
export async function unstampedRoots(db: Db, rows: number): Promise<AuditRoot[]> {
  return (await sql<AuditRoot>`select ${COLUMNS} from audit_root where token is null order by day limit ${rows}`.execute(db)).rows;
}

/** Keeps the first stamp a root gets. */
export async function keepStamp(db: Db, day: string, token: Buffer, at: Date): Promise<void> {
  await sql`update audit_root set token = ${token}, stamped_at = ${at} where day = ${day} and token is null`.execute(db);
}

/** Newest first; row-level security shows them to auditors only. */
export async function listRoots(db: Db, o: { before: string | null; rows: number }): Promise<AuditRoot[]> {
  const older = o.before === null ? sql`true` : sql`day < ${o.before}`;
  return (await sql<AuditRoot>`select ${COLUMNS} from audit_root where ${older} order by day desc limit ${o.rows}`.execute(db)).rows;
}

export interface RootReport {
  roots: number;
  /** With a stamp; `trusted`: that leads to a certificate the operator named. */
  stamped: number;
  trusted: number;
  firstBroken: {
    day: string;
    reason: 'row_missing' | 'row_differs' | 'signature_wrong' | 'foreign_key' | 'root_missing' | 'stamp_wrong';
    detail?: string;
  } | null;
}

/**
 * Compares every root with the row it names, with the root before it, with its own signature and stamp. `ownKey`: the public key
 * of this installation, where the caller has it; a root signed by another key is then foreign. Run as the owner.
 */
export async function verifyRoots(db: Db, o: { ownKey?: string | undefined; trustedPem?: readonly string[] | undefined } = {}): Promise<RootReport> {
  const report: RootReport = { roots: 0, stamped: 0, trusted: 0, firstBroken: null };
  let after = '0001-01-01';
  let previous: Buffer | null = null;
  for (;;) {
    const page = await sql<
      AuditRoot & { rowHash: Buffer | null }
    >`select ${COLUMNS}, (select hash from audit_log l where l.id = audit_root.last_id) as "rowHash"
      from audit_root where day > ${after} order by day limit ${PAGE_ROWS}`.execute(db);
    for (const root of page.rows) {
      report.firstBroken = faultOf(root, previous, o.ownKey);
      if (report.firstBroken) return report;
      if (root.token) {
        const stamp = await checkTimestamp(root.token, root.signature, o.trustedPem);
        if (!stamp.ok) return { ...report, firstBroken: { day: root.day, reason: 'stamp_wrong', detail: stamp.reason } };
        report.stamped += 1;
        if (stamp.trusted) report.trusted += 1;
      }
      report.roots += 1;
      previous = digest(rootStatement(root));
      after = root.day;
    }
    if (page.rows.length < PAGE_ROWS) return report;
  }
}

const PAGE_ROWS = 1_000;

function faultOf(root: AuditRoot & { rowHash: Buffer | null }, previous: Buffer | null, ownKey: string | undefined): RootReport['firstBroken'] {
  const fault = (reason: NonNullable<RootReport['firstBroken']>['reason']) => ({ day: root.day, reason });
  if (!verifySignature(root.publicKey, Buffer.from(rootStatement(root)), root.signature)) return fault('signature_wrong');
  if (ownKey !== undefined && root.publicKey !== ownKey) return fault('foreign_key');
  if (!sameBytes(root.previous, previous)) return fault('root_missing');
  if (root.rowHash === null) return fault('row_missing');
  return root.rowHash.equals(root.lastHash) ? null : fault('row_differs');
}

const sameBytes = (a: Buffer | null, b: Buffer | null): boolean => (a === null || b === null ? a === b : a.equals(b));
