/** What is loaded and what feeds it: registers, imports, sources, regions. No text of a post, no person. */

import type { Db } from './db.ts';
import { sql } from './kysely.ts';

export interface RegisterVersionRow {
  id: number;
  name: string;
  publishedAt: Date;
  publishedBy: string;
  parts: { key: string; label: string; source: string; importedAt: string; counts: Record<string, number> }[];
}

const VERSIONS_MAX = 20;

export async function listRegisterVersions(db: Db): Promise<RegisterVersionRow[]> {
  const { rows } = await sql<RegisterVersionRow>`
    select v.id, v.name, v.published_at as "publishedAt", v.published_by as "publishedBy",
           coalesce(jsonb_agg(jsonb_build_object('key', p.part_key, 'label', p.label, 'source', p.source, 'importedAt', p.imported_at, 'counts', p.counts) order by p.part_key)
             filter (where p.id is not null), '[]') as parts
      from register_version v left join register_version_part vp on vp.version_id = v.id left join register_part p on p.id = vp.part_id
     group by v.id order by v.id desc limit ${VERSIONS_MAX}`.execute(db);
  return rows;
}

export interface ImportRow {
  id: string;
  kind: string;
  fileName: string;
  bytesTotal: number;
  bytesDone: number;
  linesDone: number;
  counts: Record<string, unknown>;
  status: string;
  importedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
}

export async function listImports(db: Db, limit: number): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select id, kind, file_name as "fileName", bytes_total as "bytesTotal", bytes_done as "bytesDone", lines_done as "linesDone", counts, status,
           imported_by as "importedBy", started_at as "startedAt", finished_at as "finishedAt" from import_run order by started_at desc limit ${limit}`.execute(
    db,
  );
  return rows;
}

export interface SourceStatus {
  id: number;
  name: string;
  connector: string;
  enabled: boolean;
  policy: unknown;
  units: number;
  failing: number;
  polledAt: Date | null;
  lastError: string | null;
  quarantined: number;
}

export async function listSources(db: Db): Promise<SourceStatus[]> {
  const { rows } = await sql<SourceStatus>`
    select s.id, s.name, s.connector, s.enabled, s.policy, coalesce(t.units, 0) as units, coalesce(t.failing, 0) as failing, t.polled_at as "polledAt", t.last_error as "lastError",
           (select count(*)::int from quarantine q where q.source_id = s.id) as quarantined
      from source s left join lateral (select count(*)::int as units, (count(*) filter (where failures > 0))::int as failing, max(polled_at) as polled_at,
             (array_agg(last_error order by polled_at desc nulls last) filter (where last_error is not null))[1] as last_error
             from source_state x where x.source_id = s.id) t on true
     order by s.name`.execute(db);
  return rows;
}

export interface RegionRow {
  code: string;
  parent: string | null;
  name: string;
  level: number;
}

export async function listRegions(db: Db): Promise<RegionRow[]> {
  const { rows } = await sql<RegionRow>`select code, parent, name, level from region order by code collate "C"`.execute(db);
  return rows;
}
