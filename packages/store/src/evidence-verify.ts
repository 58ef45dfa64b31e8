/** Proving that sealed evidence is what was sealed: content against root, row against chain, chain against the audit log. */
import { evidenceRoot } from '@pantau/domain';
import type { Db } from './db.ts';
import { sql } from './kysely.ts';

export type EvidenceFault =
  /** The content, or what salts it, is not what was sealed. */
  | 'content_changed'
  /** The row's hash does not follow from the row. */
  | 'hash_changed'
  /** A row before it in its case was removed, added or replaced. */
  | 'link_broken'
  /** The audit log knows of no such sealing, or of one with another hash. */
  | 'not_in_audit'
  /** The audit log knows of a sealing whose row is gone, and no purge accounts for it. */
  | 'removed'
  /** It says that its content was purged, and no certificate of a purge names it. */
  | 'purge_unaccounted';

export interface EvidenceReport {
  rows: number;
  /** Content taken away by the retention rules; their hashes were checked all the same. */
  purged: number;
  /** In the order of cases and versions; null when everything holds. */
  firstBroken: { caseId: number; versionId: number; reason: EvidenceFault } | null;
}

interface Row {
  case_id: number;
  version_id: number;
  seal: number;
  content: unknown;
  seed: Buffer | null;
  root: Buffer | null;
  prev_hash: Buffer | null;
  sha256: Buffer;
  purged: boolean;
  hash_holds: boolean;
  in_audit: boolean;
}

const PAGE_CASES = 200;
const GENESIS = Buffer.from([0]);

/** In constant memory, case by case. Run as the owner: row-level security would hide rows. */
export async function verifyEvidence(db: Db, onPage: (rows: number) => void = () => {}): Promise<EvidenceReport> {
  const report: EvidenceReport = { rows: 0, purged: 0, firstBroken: null };
  let after = 0;
  for (;;) {
    const page = await readPage(db, after);
    if (page.length === 0) break;
    let before: Row | null = null;
    for (const row of page) {
      const previous: Uint8Array = before !== null && before.case_id === row.case_id ? before.sha256 : GENESIS;
      const reason = faultOf(row, previous);
      if (reason !== null) return { ...report, firstBroken: { caseId: row.case_id, versionId: row.version_id, reason } };
      before = row;
      after = row.case_id;
      report.rows += 1;
      if (row.purged) report.purged += 1;
    }
    onPage(report.rows);
  }
  return { ...report, firstBroken: (await firstRemoved(db)) ?? (await firstUnaccounted(db)) };
}

function faultOf(row: Row, previous: Uint8Array): EvidenceFault | null {
  if (row.seal === 1 && !row.hash_holds && !row.purged) return 'content_changed';
  if (row.seal === 1) return row.in_audit ? null : 'not_in_audit';
  if (!row.purged && (row.seed === null || row.root === null || evidenceRoot(row.content, row.seed) !== row.root.toString('hex'))) return 'content_changed';
  if (row.prev_hash === null || !row.prev_hash.equals(previous)) return 'link_broken';
  if (!row.hash_holds) return 'hash_changed';
  return row.in_audit ? null : 'not_in_audit';
}

async function readPage(db: Db, afterCase: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select e.case_id, e.version_id, e.seal, e.content, e.seed, e.root, e.prev_hash, e.sha256, e.purged_at is not null as purged,
           e.sha256 = case when e.seal = 1 then sha256(convert_to(e.content::text, 'UTF8')) else evidence_hash(e.prev_hash, e.case_id, e.version_id, e.root) end as hash_holds,
           exists (select from audit_log a where a.object = 'case' and a.object_id = e.case_id::text and a.action = 'evidence_sealed'
             and a.data->>'version' = e.version_id::text and a.data->>'sha256' = encode(e.sha256, 'hex')) as in_audit
      from evidence e
     where e.case_id in (select distinct x.case_id from evidence x where x.case_id > ${afterCase} order by x.case_id limit ${PAGE_CASES})
     order by e.case_id, coalesce(e.position, 0), e.version_id`.execute(db);
  return rows;
}

/** What the log says was sealed must be there. */
async function firstRemoved(db: Db): Promise<EvidenceReport['firstBroken']> {
  const { rows } = await sql<{ case_id: number; version_id: number }>`
    select a.object_id::bigint as case_id, (a.data->>'version')::bigint as version_id from audit_log a
     where a.action = 'evidence_sealed' and a.object = 'case'
       and not exists (select from evidence e where e.case_id = a.object_id::bigint and e.version_id = (a.data->>'version')::bigint)
     order by 1, 2 limit 1`.execute(db);
  const first = rows[0];
  return first ? { caseId: first.case_id, versionId: first.version_id, reason: 'removed' } : null;
}

/** Nobody hides a piece of evidence by calling it purged: certificates cannot be changed, and list what they took by hash. */
async function firstUnaccounted(db: Db): Promise<EvidenceReport['firstBroken']> {
  const { rows } = await sql<{ case_id: number; version_id: number }>`
    with certified as (select distinct h from purge_certificate p
      cross join lateral jsonb_array_elements_text(case jsonb_typeof(p.doc->'hashes') when 'array' then p.doc->'hashes' else '[]'::jsonb end) as h)
    select e.case_id, e.version_id from evidence e
     where e.purged_at is not null and not exists (select from certified where h = encode(e.sha256, 'hex'))
     order by 1, 2 limit 1`.execute(db);
  const first = rows[0];
  return first ? { caseId: first.case_id, versionId: first.version_id, reason: 'purge_unaccounted' } : null;
}
