/** `pantau import holidays` on real Postgres: a decree corrects computed days, and a bad row changes nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPEAL_WITHIN, deadlineOf } from '@pantau/domain';
import { type Handle, openDb, readHolidays } from '@pantau/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let dir: string;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  dir = mkdtempSync(join(tmpdir(), 'holidays-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await db?.destroy();
  await world?.drop();
});

const run = (text: string, ...more: string[]) => {
  const file = join(dir, 'skb.csv');
  writeFileSync(file, text);
  return pantau(['import', 'holidays', file, ...more], { PATH: process.env.PATH ?? '', PANTAU_DATA: dir, DATABASE_URL: world.databaseUrl });
};

const DECREE = 'day,kind,name\n2024-04-08,joint_leave,Cuti bersama Idul Fitri\n2024-06-16,working_day,Dihitung keliru\n2024-06-17,national,Idul Adha 1445 H\n';

test('a dry run says what would change; --apply does it; again changes nothing', async () => {
  const dry = await run(DECREE);
  expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('holidays: 3 read, 3 changed') });
  expect(dry.stdout).toContain('~ 2024-06-16 working_day: Dihitung keliru (was national: Hari Raya Idul Adha)');
  expect((await readHolidays(db)).has('2024-04-08')).toBe(false);
  expect((await run(DECREE, '--apply')).stdout).toContain('Stored.');
  const table = await readHolidays(db);
  expect([table.has('2024-04-08'), table.has('2024-06-16'), table.has('2024-06-17')]).toEqual([true, false, true]);
  expect((await run(DECREE, '--apply')).stdout).toContain('Nothing changed.');
});

test('working days run around them', async () => {
  const end = deadlineOf(APPEAL_WITHIN, new Date('2024-06-07T03:00:00Z'), '16.73', await readHolidays(db));
  // Ten working days would be 21 June; Monday 17 June is free, so the fourteenth is 28 June.
  expect(end.toISOString()).toBe('2024-06-28T16:59:59.999Z');
});

test.each([
  ['a day that is none', 'day,kind,name\n2024-02-30,national,X\n', 'line 2: day'],
  ['an unknown kind', 'day,kind,name\n2024-02-29,festival,X\n', 'line 2: kind'],
  ['a formula', 'day,kind,name\n2024-02-29,national,=1+1\n', 'spreadsheet formula'],
  ['the same day twice', 'day,kind,name\n2024-02-29,national,A\n2024-02-29,national,B\n', 'is there twice'],
  ['another list', 'tanggal,nama\n2024-02-29,A\n', 'has the columns day, kind, name'],
])('%s refuses the whole file', async (_what, text, why) => {
  const before = [...(await readHolidays(db))].length;
  const r = await run(text, '--apply');
  expect(r.code).toBe(1);
  expect(r.stderr).toContain(why);
  expect([...(await readHolidays(db))].length).toBe(before);
});
