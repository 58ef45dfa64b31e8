/** `pantau import risk` on real Postgres: it changes the order of cases opened afterwards, their score never; a bad row changes nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handle, openDb } from '@pantau/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCase } from '../support/builders.ts';
import { caseRow } from '../support/casework.ts';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let dir: string;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  dir = mkdtempSync(join(tmpdir(), 'risk-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await db?.destroy();
  await world?.drop();
});

const run = (text: string, ...more: string[]) => {
  const file = join(dir, 'ikp.csv');
  writeFileSync(file, text);
  return pantau(['import', 'risk', file, ...more], { PATH: process.env.PATH ?? '', PANTAU_DATA: dir, DATABASE_URL: world.databaseUrl });
};
const stored = () => db.selectFrom('region_risk').select(['region', 'level']).orderBy('region').execute();
const LIST = 'region,level,dataset\n16,LOW,Indeks uji 2024\n16.73,HIGH,Indeks uji 2024\n';

test('a dry run says what would change; --apply orders new cases by it and leaves open ones and scores alone', async () => {
  const before = await caseRow(db, await buildCase(db, { region: '16.73' }));
  expect(await run(LIST)).toMatchObject({ code: 0, stdout: expect.stringContaining('risk: 2 read, 2 changed') });
  expect(await stored()).toEqual([]);
  expect((await run(LIST, '--apply')).stdout).toContain('+ 16.73 HIGH (Indeks uji 2024)');
  expect((await run(LIST, '--apply')).stdout).toContain('Nothing changed.');
  const [high, low] = [await caseRow(db, await buildCase(db, { region: '16.73' })), await caseRow(db, await buildCase(db, { region: '16.74' }))];
  expect([before.risk, high.risk, low.risk]).toEqual([1, 1.25, expect.closeTo(0.8)]);
  expect((await caseRow(db, before.id)).risk).toBe(1);
  expect(new Set([before.score, high.score, low.score]).size).toBe(1);
  const log = await db.selectFrom('audit_log').select(['action', 'object_id']).where('action', '=', 'risk.imported').execute();
  expect(log).toEqual([{ action: 'risk.imported', object_id: 'ikp.csv' }]);
});

test.each([
  ['a village', 'region,level,dataset\n16.73.01,LOW,X\n', 'line 2: region'],
  ['an unknown level', 'region,level,dataset\n16,EXTREME,X\n', 'line 2: level'],
  ['a formula', 'region,level,dataset\n16,LOW,=1+1\n', 'spreadsheet formula'],
  ['a region twice', 'region,level,dataset\n16,LOW,A\n16,HIGH,B\n', 'is there twice'],
  ['another list', 'wilayah,nilai\n16,1\n', 'has the columns region, level, dataset'],
])('%s refuses the whole file', async (_what, text, why) => {
  const before = await stored();
  const r = await run(text, '--apply');
  expect(r).toMatchObject({ code: 1, stderr: expect.stringContaining(why) });
  expect(await stored()).toEqual(before);
});
