import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { waitFor } from '../../../test/support/wait.ts';
import { type Handle, openDb } from './db.ts';
import { isDuplicateOf } from './faults.ts';
import { failImportRun, finishImportRun, foldChunks, lockImport, openChunks, openImportRun, recordChunk } from './imports.ts';

let world: TestWorld;
let db: Handle;
beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await world?.drop();
});

const open = (sha256: string) => openImportRun(db, { kind: 'posts', fileName: 'a.jsonl', sha256, bytesTotal: 400, importedBy: 'test' });
const record = (run: string, from: number, to: number, counts = { new: 1 }) =>
  db.transaction().execute((tx) => recordChunk(tx, run, { from, to, lines: 10, counts }));

describe('runs of an import', () => {
  test('pieces count once when they are folded, however often that is asked for, and those ahead wait', async () => {
    const run = await open('a');
    expect(run).toMatchObject({ fresh: true, bytesDone: 0, linesDone: 0 });
    await record(run.id, 100, 200, { new: 2 });
    await record(run.id, 0, 100);
    await record(run.id, 300, 400);
    expect(await foldChunks(db, run.id, 200)).toMatchObject({ bytesDone: 200, linesDone: 20, counts: { new: 3 } });
    expect(await foldChunks(db, run.id, 200)).toMatchObject({ bytesDone: 200, linesDone: 20, counts: { new: 3 } });
    expect(await openChunks(db, run.id)).toEqual([{ from: 300, to: 400, lines: 10 }]);
    expect(await open('a')).toMatchObject({ id: run.id, fresh: false, bytesDone: 200, linesDone: 20, counts: { new: 3 } });
    await record(run.id, 200, 300);
    expect(await foldChunks(db, run.id, 400)).toMatchObject({ bytesDone: 400, linesDone: 40, counts: { new: 5 } });
    await finishImportRun(db, run.id);
    expect((await open('a')).id, 'a finished file begins again').not.toBe(run.id);
  });

  test('one that ended with an error says so until it is taken up again', async () => {
    const status = async (id: string) =>
      (await sql<{ status: string; ended: boolean }>`select status, finished_at is not null as ended from import_run where id = ${id}`.execute(db)).rows[0];
    const run = await open('gagal');
    await failImportRun(db, run.id);
    expect(await status(run.id)).toEqual({ status: 'failed', ended: true });
    expect(await open('gagal')).toMatchObject({ id: run.id, fresh: false });
    expect(await status(run.id)).toEqual({ status: 'running', ended: false });
    await finishImportRun(db, run.id);
    await failImportRun(db, run.id);
    expect(await status(run.id)).toEqual({ status: 'done', ended: true });
  });

  test('a piece that is recorded already breaks the transaction that would store it twice', async () => {
    const run = await open('b');
    await record(run.id, 0, 100);
    await expect(record(run.id, 0, 100)).rejects.toSatisfy((e) => isDuplicateOf(e, 'import_chunk_pkey'));
  });

  test('one content is imported by one process at a time, and a session that ends lets go', async () => {
    const other = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
    await other.connection().execute(async (c) => {
      expect(await lockImport(c, 'c')).toBe(true);
      expect(await lockImport(db, 'c')).toBe(false);
      expect(await lockImport(db, 'd')).toBe(true);
    });
    await other.destroy();
    // The server notices the end of a session a moment after its client.
    await waitFor('the lock to be free', () => lockImport(db, 'c'));
  });
});
