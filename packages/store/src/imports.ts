/**
 * Runs of a file import. Each piece of the file commits its posts together with one `import_chunk` row; `fold` moves finished
 * pieces into the run. After a kill the run is `bytes_done` plus the chunks that are still there, exactly.
 */

import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { PostRow } from './posts.ts';

export type Counts = Record<string, number>;

export interface ImportRun {
  id: string;
  bytesDone: number;
  linesDone: number;
  counts: Counts;
  /** False: an earlier process began this run and did not finish it. */
  fresh: boolean;
}

export interface ByteRange {
  from: number;
  to: number;
}

/** Takes the import lock of one file for this session; false: another process is importing the same content now. */
export async function lockImport(connection: Db, sha256: string): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`select pg_try_advisory_lock(hashtextextended(${`pantau.import.${sha256}`}, 0)) as ok`.execute(connection);
  return rows[0]?.ok === true;
}

/** The unfinished run of this content, or a new one. */
export async function openImportRun(db: Db, o: { kind: string; fileName: string; sha256: string; bytesTotal: number; importedBy: string }): Promise<ImportRun> {
  const open = await sql<{ id: string; bytes_done: number; lines_done: number; counts: Counts }>`
    update import_run set file_name = ${o.fileName} where id = (
      select id from import_run where kind = ${o.kind} and file_sha256 = ${o.sha256} and status <> 'done' order by started_at desc limit 1)
    returning id, bytes_done, lines_done, counts`.execute(db);
  const found = open.rows[0];
  if (found) {
    await sql`update import_run set status = 'running', finished_at = null where id = ${found.id}`.execute(db);
    return { id: found.id, bytesDone: found.bytes_done, linesDone: found.lines_done, counts: found.counts, fresh: false };
  }
  const made = await sql<{ id: string }>`
    insert into import_run (kind, file_name, file_sha256, bytes_total, imported_by)
    values (${o.kind}, ${o.fileName}, ${o.sha256}, ${o.bytesTotal}, ${o.importedBy}) returning id`.execute(db);
  const id = made.rows[0]?.id;
  if (id === undefined) throw new Error('an import run could not be made');
  return { id, bytesDone: 0, linesDone: 0, counts: {}, fresh: true };
}

/** In the transaction that stores the piece. A piece that is already recorded breaks the transaction: it must not count twice. */
export async function recordChunk(tx: Tx, runId: string, c: ByteRange & { lines: number; counts: Counts }): Promise<void> {
  await sql`insert into import_chunk (run_id, bytes_from, bytes_to, lines, counts)
    values (${runId}, ${c.from}, ${c.to}, ${c.lines}, ${JSON.stringify(c.counts)}::jsonb)`.execute(tx);
}

/** Pieces that are stored but not yet folded, in order of the file. */
export async function openChunks(db: Db, runId: string): Promise<(ByteRange & { lines: number })[]> {
  const { rows } = await sql<ByteRange & { lines: number }>`
    select bytes_from as "from", bytes_to as "to", lines from import_chunk where run_id = ${runId} order by bytes_from`.execute(db);
  return rows;
}

/** Moves the pieces that end at or before `upTo` into the run; everything before `upTo` must be stored. One statement, all or nothing. */
export async function foldChunks(db: Db, runId: string, upTo: number): Promise<ImportRun> {
  const { rows } = await sql<{ bytes_done: number; lines_done: number; counts: Counts }>`
    with gone as (delete from import_chunk where run_id = ${runId} and bytes_to <= ${upTo} returning lines, counts),
    parts as (
      select e.key, sum(e.value::bigint) as n from (
        select e.* from gone, jsonb_each_text(gone.counts) e
        union all select e.* from import_run r, jsonb_each_text(r.counts) e where r.id = ${runId}) e group by e.key)
    update import_run set bytes_done = greatest(bytes_done, ${upTo}), lines_done = lines_done + coalesce((select sum(lines) from gone), 0),
        counts = coalesce((select jsonb_object_agg(key, n) from parts), '{}')
      where id = ${runId} returning bytes_done, lines_done, counts`.execute(db);
  const r = rows[0];
  if (!r) throw new Error('the import run is not there any more');
  return { id: runId, bytesDone: r.bytes_done, linesDone: r.lines_done, counts: r.counts, fresh: false };
}

export async function finishImportRun(db: Db, runId: string): Promise<void> {
  await sql`update import_run set status = 'done', finished_at = now() where id = ${runId}`.execute(db);
}

/** It ended with an error. The same file given again takes it up where it stopped. */
export async function failImportRun(db: Db, runId: string): Promise<void> {
  await sql`update import_run set status = 'failed', finished_at = now() where id = ${runId} and status = 'running'`.execute(db);
}

export type Standing = 'new' | 'known' | 'post_of_other_account' | 'post_is_gone';

/** What storing these rows would do, without doing it: for a dry run. Same order as asked. */
export async function standingOf(db: Db, rows: readonly PostRow[]): Promise<Standing[]> {
  if (rows.length === 0) return [];
  const { rows: out } = await sql<{ standing: Standing }>`
    select case when p.account_id <> t.account_id then 'post_of_other_account' when p.gone_at is not null then 'post_is_gone'
                when v.id is not null then 'known' else 'new' end as standing
      from unnest(${rows.map((r) => r.post.platform)}::text[], ${rows.map((r) => r.post.postKey)}::text[], ${rows.map((r) => r.post.versionKey)}::text[],
                  ${rows.map((r) => r.accountId)}::bigint[]) with ordinality as t(platform, post_key, version_key, account_id, n)
      left join post p on p.platform = t.platform and p.post_key = t.post_key
      left join post_version v on v.post_id = p.id and v.version_key = t.version_key
     order by t.n`.execute(db);
  return out.map((r) => r.standing);
}
