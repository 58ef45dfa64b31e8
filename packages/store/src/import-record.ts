/** Imports that are one transaction (registers, circulars) show in the same list as file imports of posts. */

import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface ImportRecord {
  kind: 'register' | 'circulars' | 'accounts';
  fileName: string;
  sha256: string;
  bytes: number;
  by: string;
  counts: Record<string, number>;
}

/** In the transaction that imports, so that the list never shows what did not happen. */
export async function recordImport(tx: Tx, o: ImportRecord): Promise<void> {
  await sql`insert into import_run (kind, file_name, file_sha256, bytes_total, bytes_done, lines_done, counts, status, imported_by, finished_at)
    values (${o.kind}, ${o.fileName}, ${o.sha256}, ${o.bytes}, ${o.bytes}, ${o.counts.rows ?? 0}, ${JSON.stringify(o.counts)}::jsonb, 'done', ${o.by}, now())`.execute(
    tx,
  );
}
