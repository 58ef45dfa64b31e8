/** The real lists of KPU, imported whole. Nothing of them is in this repository; see PANTAU_REFERENCE_DATA in the README. */
import { join } from 'node:path';
import { currentRegister, loadRegister, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importRegister } from '../../services/cli/src/import/run-imports.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const data = process.env.PANTAU_REFERENCE_DATA;
const list = (name: string) => join(data ?? '', 'candidates', name);
const FILES = ['pilkada2024-pairs.csv', 'pilpres2024-pairs.csv', 'parties2024.csv', 'dct-pileg2024.csv.gz'];

describe.skipIf(!data)('real KPU lists [needs reference data]', () => {
  let world: TestWorld;
  let db: ReturnType<typeof openDb>;
  beforeAll(async () => {
    world = await createWorld();
    db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  });
  afterAll(async () => {
    await db.destroy();
    await world.drop();
  });

  test('go in whole, without a reject: 1,594 pairs in 545 contests, 258,229 candidates, 3 presidential pairs, 24 parties', async () => {
    const r = await importRegister(db, { files: FILES.map(list), apply: true, by: 'test' });
    expect([r.rows, r.rejected]).toEqual([1_594 + 3 + 24 + 258_229, 0]);
    const added = Object.fromEntries(r.diff.map((d) => [d.partKey, [d.lists.contests.added, d.lists.contestants.added, d.lists.parties.added]]));
    expect(added).toEqual({
      'kpu-pairs:PILKADA-2024': [545, 1_594, 0],
      'kpu-president:PEMILU-2024': [1, 3, 0],
      'kpu-parties:PEMILU-2024': [2, 24, 24],
      'kpu-dct:PEMILU-2024': [2_748, 258_229, 0],
    });
    const { rows } = await sql<{ kind: string; n: number }>`select kind, count(*)::int as n from register_contestant group by kind order by kind`.execute(db);
    expect(rows).toEqual([
      { kind: 'candidate', n: 258_229 },
      { kind: 'empty_column', n: 37 },
      { kind: 'pair', n: 1_557 + 3 },
      { kind: 'party', n: 24 },
    ]);
  });

  test('every contest of the lists has a region the product knows, and every kind of race is there', async () => {
    const { rows } = await sql<{ type: string; n: number; unknown: number }>`
      select c.type, count(*)::int as n, (count(*) filter (where r.code is null))::int as unknown
        from register_contest c left join region r on r.code = c.region group by c.type order by c.type`.execute(db);
    expect(rows).toEqual([
      { type: 'GOVERNOR', n: 37, unknown: 0 },
      { type: 'LEGISLATIVE', n: 2_750, unknown: 0 },
      { type: 'MAYOR', n: 93, unknown: 0 },
      { type: 'PRESIDENT', n: 1, unknown: 0 },
      { type: 'REGENT', n: 415, unknown: 0 },
    ]);
    const national = await sql<{ n: number }>`select count(*)::int as n from register_contest where id like 'PEMILU-2024/D%' and region = 'ID'`.execute(db);
    expect(national.rows).toEqual([{ n: 0 }]);
  });

  test('load back as one register', async () => {
    const current = await currentRegister(db);
    const reg = await loadRegister(db, current?.id ?? 0);
    expect([reg.elections.length, reg.contests.length, reg.contestants.length, reg.parties.length]).toEqual([2, 3_296, 259_850, 24]);
    expect(new Set(reg.contestants.map((c) => c.id)).size).toBe(259_850);
  });

  test('imported again change nothing', async () => {
    const r = await importRegister(db, { files: FILES.map(list), apply: true, by: 'test' });
    expect([r.version, r.diff.map((d) => d.changes)]).toEqual([null, [0, 0, 0, 0]]);
  });
});
