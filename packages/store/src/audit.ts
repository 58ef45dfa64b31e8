/** The audit log: appending inside the change's own transaction, and proving afterwards that nothing was altered. */

import type { Db } from './db.ts';
import { sql } from './kysely.ts';

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
