/** Files (berkas): confirmed cases of one person and contest handled together. Joining and splitting are events of every case they touch. */
import { type CaseState, type JoinInput, ProblemError, type SplitInput } from '@pantau/domain';
import { first, keepRecord, momentOf, mustJudge, mustMatch, type OpenCase, openCase, record } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface CaseFile {
  id: number;
  contest: string;
  region: string;
  /** The earliest deadline of its cases holds for all. */
  dueAt: Date | null;
  cases: { id: number; state: CaseState; revision: number }[];
}

/** Puts confirmed cases into one file, or adds them to the file that one of them is in already. */
export async function joinCases(tx: Tx, userId: number, input: JoinInput, now: Date): Promise<CaseFile> {
  const at = await momentOf(tx, 'join', now);
  const cases: OpenCase[] = [];
  for (const id of [...input.case_ids].sort((a, b) => a - b)) cases.push(await openCase(tx, userId, id, { lock: true }));
  for (const c of cases) mustJudge('join', c, at);
  const [one] = cases;
  if (!one) throw new ProblemError('bad_request');
  if (one.contest === null || cases.some((c) => c.personId !== one.personId || c.contest !== one.contest)) throw new ProblemError('file_mismatch');
  const files = [...new Set(cases.flatMap((c) => c.fileId ?? []))];
  if (files.length > 1) throw new ProblemError('file_mismatch', 'Two of these cases are in different files; split one off first.');
  const fileId = files[0] ?? (await openFile(tx, userId, one));
  await sql`update cases set file_id = ${fileId}, revision = revision + 1 where id = any(${input.case_ids}::bigint[]) and file_id is distinct from ${fileId}`.execute(
    tx,
  );
  // Every member, also those that were in the file before: the earliest deadline holds.
  await sql`update cases set due_at = (select min(due_at) from cases where file_id = ${fileId}) where file_id = ${fileId}`.execute(tx);
  for (const c of cases) if (c.fileId !== fileId) await record(tx, c.id, userId, 'joined', { file: fileId });
  return readFile(tx, fileId);
}

async function openFile(tx: Tx, userId: number, c: OpenCase): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into case_file (person_id, contest, region, created_by)
    values (${c.personId}, ${c.contest}, ${c.facts.region}, ${userId}) returning id`.execute(tx);
  return first(rows).id;
}

/** Takes one case out of its file: it goes on by itself from where it stands. A file of one is none. */
export async function splitCase(tx: Tx, userId: number, id: number, expected: number, input: SplitInput, now: Date): Promise<CaseFile | null> {
  const found = await sql<{ id: number }>`select id from cases where file_id = (select file_id from cases where id = ${id}) order by id`.execute(tx);
  const all: OpenCase[] = [];
  for (const r of found.rows) all.push(await openCase(tx, userId, r.id, { lock: true }));
  const c = all.find((x) => x.id === id) ?? (await openCase(tx, userId, id, { lock: true }));
  mustMatch(c, expected);
  mustJudge('split', c, await momentOf(tx, 'split', now));
  const { fileId } = c;
  if (fileId === null) throw new ProblemError('case_wrong_state');
  const leaving = all.length > 2 ? [id] : all.map((x) => x.id);
  await sql`update cases set file_id = null, revision = revision + 1 where id = any(${leaving}::bigint[])`.execute(tx);
  await keepRecord(tx, { caseId: id, userId, kind: 'splitting', stage: 'BAWASLU', content: { file: fileId, ...input } });
  for (const x of leaving) await record(tx, x, userId, 'split', { file: fileId });
  return leaving.length === all.length ? null : readFile(tx, fileId);
}

export async function readFile(tx: Tx, id: number): Promise<CaseFile> {
  const { rows } = await sql<CaseFile>`
    select f.id, f.contest, f.region, (select min(c.due_at) from cases c where c.file_id = f.id) as "dueAt",
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'state', c.state, 'revision', c.revision) order by c.id) from cases c where c.file_id = f.id), '[]') as cases
      from case_file f where f.id = ${id}`.execute(tx);
  if (!rows[0]) throw new ProblemError('not_found');
  return rows[0];
}
