/** `pantau import register|circulars` on real Postgres: what comes in, what is refused, and that nothing comes in half. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { currentRegister, loadCirculars, loadRegister, openDb, registerStatus } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importCirculars, importRegister, type RegisterFiles } from '../../services/cli/src/import/run-imports.ts';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const PAIRS = 'election,region_code,region,province,kpu_pair_id,nomor_urut,calon,wakil,pair_as_listed';
const DCT = 'level,kode_dapil,dapil,kpu_party_id,partai,nomor_urut,nama,jk';
const pairRow = (n: number, calon = `CALON FIKTIF ${'ABCDE'[n]}`, wakil = `WAKIL FIKTIF ${'ABCDE'[n]}`, region = '1673') =>
  `bupati_walikota,${region},LUBUK LINGGAU,SUMATERA SELATAN,${n},${n},${calon},${wakil},x`;

const byFirst = (a: readonly unknown[], b: readonly unknown[]) => String(a[0]).localeCompare(String(b[0]));

let dir: string;
let world: TestWorld;
let db: ReturnType<typeof openDb>;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'register-'));
});
afterAll(async () => {
  await close();
  rmSync(dir, { recursive: true });
});
const close = async () => {
  await db?.destroy();
  await world?.drop();
};
beforeEach(async () => {
  await close();
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
});

const file = (name: string, content: string | Buffer): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
const run = (files: string[], o: Partial<RegisterFiles> = {}) => importRegister(db, { files, apply: true, by: 'test', ...o });
const loaded = async () => loadRegister(db, (await currentRegister(db))?.id ?? 0);
const nothingStored = async () => {
  expect(await registerStatus(db)).toMatchObject({ current: null, parts: [] });
  const { rows } = await sql<{ n: number }>`select (select count(*)::int from register_contestant) + (select count(*)::int from register_part)
    + (select count(*)::int from import_run) + (select count(*)::int from audit_log) as n`.execute(db);
  expect(rows[0]?.n).toBe(0);
};

describe('KPU pairs', () => {
  test('become contests and pairs with ids made of region and number, with the calendar of their election', async () => {
    const r = await run([file('pairs.csv', [PAIRS, pairRow(1, '"H. BUDI FIKTIF, S.E."'), pairRow(2, 'KOLOM KOSONG', '')].join('\n'))]);
    expect(r.version?.name).toMatch(/^reg-1-[0-9a-f]{8}$/);
    const reg = await loaded();
    expect(reg.elections.map((e) => [e.id, e.stages.voting])).toEqual([['PILKADA-2024', '2024-11-27']]);
    expect(reg.contests).toEqual([
      { id: 'PILKADA-2024/16.73', election: 'PILKADA-2024', type: 'MAYOR', region: '16.73', name: 'Pemilihan Wali Kota Lubuk Linggau 2024' },
    ]);
    expect(reg.contestants).toEqual([
      {
        id: 'PILKADA-2024/16.73/1',
        contest: 'PILKADA-2024/16.73',
        kind: 'pair',
        ballot_number: 1,
        people: [
          { name: 'H. BUDI FIKTIF, S.E.', role: 'kepala' },
          { name: 'WAKIL FIKTIF B', role: 'wakil' },
        ],
      },
      { id: 'PILKADA-2024/16.73/2', contest: 'PILKADA-2024/16.73', kind: 'empty_column', ballot_number: 2, aliases: ['kotak kosong', 'kolom kosong'] },
    ]);
  });

  test.each([
    ['a BOM and CRLF', (t: string) => `\uFEFF${t.replaceAll('\n', '\r\n')}`],
    ['semicolons', (t: string) => t.replaceAll(',', ';')],
    ['tabs', (t: string) => t.replaceAll(',', '\t')],
    ['columns in capitals and spaces', (t: string) => t.replace(PAIRS, PAIRS.toUpperCase().replaceAll(',', ' , '))],
    ['no line end at the end', (t: string) => t.trimEnd()],
  ])('are read with %s', async (_name, change) => {
    const r = await run([file('pairs.csv', change(`${[PAIRS, pairRow(1), pairRow(2)].join('\n')}\n`))]);
    expect([r.rows, r.rejected]).toEqual([2, 0]);
    expect((await loaded()).contestants.map((c) => c.people?.[0]?.name)).toEqual(['CALON FIKTIF B', 'CALON FIKTIF C']);
  });

  test('gzip is recognised by its content', async () => {
    expect((await run([file('pairs.bin', gzipSync([PAIRS, pairRow(1)].join('\n')))])).rows).toBe(1);
  });

  test('bad rows are rejected with line and reason, the others go in', async () => {
    const rows = [
      pairRow(1),
      'bupati_walikota,1673,too,short',
      pairRow(2, '=HYPERLINK("http://x")'),
      pairRow(2, 'BUDI', 'ANI', '9999'),
      pairRow(2, 'BUDI', 'ANI', '16.7'),
      pairRow(1, 'ORANG LAIN'),
      pairRow(2).replace(',2,2,', ',2,dua,'),
      pairRow(2, ''),
      pairRow(3),
      pairRow(4),
      pairRow(2),
      pairRow(0).replace(',0,0,', ',0,0,'),
      'gubernur,16,SUMATERA SELATAN,SUMATERA SELATAN,9,1,SATU FIKTIF,DUA FIKTIF,x',
      'gubernur,1673,LUBUK LINGGAU,SUMATERA SELATAN,9,1,SATU FIKTIF,DUA FIKTIF,x',
      pairRow(5, 'LIMA FIKTIF', 'ENAM FIKTIF'),
      pairRow(6, 'LIMA FIKTIF', 'ENAM FIKTIF'),
      pairRow(7, 'LIMA FIKTIF', 'ENAM FIKTIF'),
      pairRow(8, 'LIMA FIKTIF', 'ENAM FIKTIF'),
      pairRow(9, 'LIMA FIKTIF', 'ENAM FIKTIF'),
    ];
    const latin1 = Buffer.concat([Buffer.from(`${[PAIRS, ...rows].join('\n')}\n`), Buffer.from(pairRow(11, 'ANDR\u00c9 FIKTIF', 'X FIKTIF'), 'latin1')]);
    const rejects = join(dir, 'rejects.jsonl');
    const r = await run([file('pairs.csv', latin1)], { rejects });
    const written = readFileSync(rejects, 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { line: number; reason: string });
    expect(written.sort((a, b) => a.line - b.line).map((w) => `${w.line} ${w.reason}`)).toEqual([
      '3 the row has 4 fields, the header 9',
      expect.stringMatching(/^4 /), // the formula holds a quotation mark, so the row itself is already not CSV
      '5 region 99.99 is not known',
      '6 region_code "16.7" is not a province or regency code',
      '7 "PILKADA-2024/16.73/1" was already on an earlier line',
      '8 nomor_urut "dua" is not a number from 1 to 999',
      '9 calon is empty',
      '13 nomor_urut "0" is not a number from 1 to 999',
      '15 election "gubernur" does not fit region 16.73',
      '21 calon is not UTF-8: save the file as UTF-8',
    ]);
    expect(r.rejected).toBe(written.length);
    expect((await loaded()).contestants).toHaveLength(r.rows - r.rejected);
  });

  test('a formula in a name is rejected', async () => {
    const r = await run([file('pairs.csv', [PAIRS, pairRow(1), pairRow(2, '=1+1'), pairRow(3, '@SUM(A1)'), pairRow(4)].join('\n'))]);
    expect(r.firstRejects).toEqual(['line 3: calon starts like a spreadsheet formula', 'line 4: calon starts like a spreadsheet formula']);
  });

  test('a file of which most is rejected is refused whole', async () => {
    await expect(run([file('pairs.csv', [PAIRS, pairRow(1), 'a,b', 'a,b', 'a,b'].join('\n'))])).rejects.toThrow(
      /3 of 4 rows were rejected, so nothing was imported/,
    );
    await nothingStored();
  });

  test.each([
    ['an unknown column', [PAIRS.replace('wakil', 'wakill'), pairRow(1)], /nearest is pairs \(missing: wakil; unknown: wakill\)/],
    ['a missing column', [PAIRS.replace(',wakil', ''), pairRow(1)], /missing: wakil/],
    ['a column twice', [PAIRS.replace('region,', 'calon,'), pairRow(1)], /the column "calon" is there twice/],
    ['no header', [''], /is empty/],
    ['no rows', [PAIRS], /has a header but no rows/],
    ['something else altogether', ['halo dunia'], /the columns are those of no known list/],
  ])('%s stops the import', async (_name, lines, message) => {
    await expect(run([file('pairs.csv', lines.join('\n'))])).rejects.toThrow(message);
    await nothingStored();
  });

  test('a later edition replaces the earlier one and says what it changes', async () => {
    await run([file('pairs.csv', [PAIRS, pairRow(1), pairRow(2), pairRow(3)].join('\n'))]);
    const next = file('pairs.csv', [PAIRS, pairRow(1), pairRow(2, 'NAMA BARU'), pairRow(4)].join('\n'));
    const dry = await run([next], { apply: false });
    expect(dry.version).toBeNull();
    expect(dry.diff[0]?.lists.contestants).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
      names: { added: ['PILKADA-2024/16.73/4'], changed: ['PILKADA-2024/16.73/2'], removed: ['PILKADA-2024/16.73/3'] },
    });
    expect((await loaded()).version).toMatch(/^reg-1-/);
    const applied = await run([next]);
    expect(applied.diff).toEqual(dry.diff);
    expect(applied.version?.name).toMatch(/^reg-2-/);
    expect((await run([next])).version).toBeNull();
    expect((await registerStatus(db)).versions).toHaveLength(2);
  });

  test('another election needs a calendar', async () => {
    const f = file('pairs.csv', [PAIRS, pairRow(1)].join('\n'));
    await expect(run([f], { election: 'PILKADA-2031' })).rejects.toThrow(/no calendar for election PILKADA-2031/);
    expect((await run([f], { election: 'PILKADA-ULANG-2025' })).version).not.toBeNull();
    expect((await loaded()).contestants[0]?.id).toBe('PILKADA-ULANG-2025/16.73/1');
  });
});

describe('other KPU lists', () => {
  test('legislative candidates get their region from the district, parties their abbreviation', async () => {
    const rows = [
      'DPD,16,,,,7,"Hj. ANI FIKTIF, S.H.",P',
      'DPR RI,1601,SUMATERA SELATAN I,8,Partai Kebangkitan Bangsa,1,BUDI FIKTIF,L',
      'DPRD Provinsi,160003,SUMATERA SELATAN 3,4,Partai Nasdem,2,CITRA FIKTIF,P',
      'DPRD Kab/Kota,167301,KOTA LUBUK LINGGAU 1,99,Partai Entah Berantah,3,DEDI FIKTIF,L',
      'DPRD Kab/Kota,169901,ENTAH 1,8,Partai Kebangkitan Bangsa,3,EKO FIKTIF,L',
    ];
    const r = await run([file('dct.csv', [DCT, ...rows, 'DPR RI,160101,SUMATERA SELATAN I,8,PKB,1,X FIKTIF,L', 'Senat,16,,,,1,Y FIKTIF,L'].join('\n'))]);
    expect(r.firstRejects).toEqual([
      'line 7: kode_dapil "160101" does not have the 4 digits of DPR RI',
      'line 8: level "Senat" is none of DPD, DPR RI, DPRD Provinsi, DPRD Kab/Kota',
    ]);
    const reg = await loaded();
    expect(reg.contests.map((c) => [c.id, c.region, c.type]).sort(byFirst)).toEqual([
      ['PEMILU-2024/DPD-16', '16', 'LEGISLATIVE'],
      ['PEMILU-2024/DPR-1601', '16', 'LEGISLATIVE'],
      ['PEMILU-2024/DPRD-160003', '16', 'LEGISLATIVE'],
      ['PEMILU-2024/DPRD-167301', '16.73', 'LEGISLATIVE'],
      ['PEMILU-2024/DPRD-169901', 'ID', 'LEGISLATIVE'],
    ]);
    expect(reg.contestants.map((c) => [c.id, c.kind, c.parties]).sort(byFirst)).toEqual([
      ['PEMILU-2024/DPD-16/7', 'candidate', undefined],
      ['PEMILU-2024/DPR-1601/PKB/1', 'candidate', ['PKB']],
      ['PEMILU-2024/DPRD-160003/NasDem/2', 'candidate', ['NasDem']],
      ['PEMILU-2024/DPRD-167301/Partai-Entah-Berantah/3', 'candidate', ['Partai Entah Berantah']],
      ['PEMILU-2024/DPRD-169901/PKB/3', 'candidate', ['PKB']],
    ]);
  });

  test('parties and presidential pairs live beside each other in one version', async () => {
    await run([
      file('parties.csv', 'nomor_urut,kpu_id,nama\n3,12,Partai Demokrasi Indonesia Perjuangan\n21,79,Partai Aceh'),
      file('pilpres.csv', 'election,kpu_pair_id,nomor_urut,calon,wakil\npilpres2024,1,1,SATU FIKTIF,DUA FIKTIF'),
    ]);
    const reg = await loaded();
    expect(reg.parties.map((p) => [p.id, p.abbreviation, p.ballot_number]).sort(byFirst)).toEqual([
      ['PEMILU-2024/partai/21', 'PA', 21],
      ['PEMILU-2024/partai/3', 'PDIP', 3],
    ]);
    expect(reg.contests.map((c) => [c.id, c.type, c.region]).sort(byFirst)).toEqual([
      ['PEMILU-2024/ID', 'PRESIDENT', 'ID'],
      ['PEMILU-2024/partai', 'LEGISLATIVE', 'ID'],
      ['PEMILU-2024/partai-11', 'LEGISLATIVE', '11'],
    ]);
    expect(reg.elections).toHaveLength(1);
  });
});

describe('register.json', () => {
  const doc = (): { [k: string]: unknown; elections: unknown[]; contests: Record<string, unknown>[]; contestants: Record<string, unknown>[] } => ({
    version: 'x',
    elections: [{ id: 'E-1', stages: { voting: '2027-01-01' } }],
    contests: [{ id: 'C-1', election: 'E-1', type: 'MAYOR', region: '16.73', name: 'C' }],
    contestants: [{ id: 'A-1', contest: 'C-1', kind: 'pair', people: [{ name: 'Budi Fiktif' }] }],
  });
  const json = (d: unknown, name = 'register.json') => file(name, JSON.stringify(d));

  test('the corpus register goes in and comes out', async () => {
    await run(['test/corpus/register.json']);
    const given = JSON.parse(readFileSync('test/corpus/register.json', 'utf8')) as { contestants: unknown[]; contests: unknown[] };
    const reg = await loaded();
    expect([reg.contests.length, reg.contestants.length]).toEqual([given.contests.length, given.contestants.length]);
  });

  test('every problem is named with its path, and nothing is stored', async () => {
    const d = doc();
    d.contestants.push({ id: 'A-1', contest: 'C-9', kind: 'pair' });
    d.contests.push({ id: 'C-2', election: 'E-9', type: 'MAYOR', region: '99.01', name: 'C' });
    const error = await run([json(d)]).catch((e: Error) => e.message);
    for (const part of [
      'contestants[1].id: "A-1" is used twice',
      'contests[1].election: no election "E-9"',
      'contestants[1].contest: no contest "C-9"',
      'contests[1].region: region 99.01',
    ])
      expect(error).toContain(part);
    await nothingStored();
  });

  test.each([
    ['an unknown field', () => Object.assign(doc(), { contestents: [] }), /contestents: unknown field/],
    [
      'an unknown field deep inside',
      () => ({ ...doc(), contestants: [{ id: 'A', contest: 'C-1', kind: 'pair', people: [{ name: 'B', nick: 'x' }] }] }),
      /contestants\[0\]\.people\[0\]\.nick: unknown field/,
    ],
    ['a wrong type', () => ({ ...doc(), contestants: [{ id: 'A', contest: 'C-1', kind: 'duo' }] }), /contestants\[0\]\.kind: /],
    ['a list at the top', () => [doc()], /\(document\): /],
  ])('%s is refused with its path', async (_name, make, message) => {
    await expect(run([json(make())])).rejects.toThrow(message);
    await nothingStored();
  });

  test('what is not JSON or not UTF-8 is said so', async () => {
    await expect(run([file('register.json', '{"version": "x",')])).rejects.toThrow(/is not JSON/);
    await expect(run([file('register.json', Buffer.from('{"version": "\u00c9"}', 'latin1'))])).rejects.toThrow(/is not UTF-8/);
    await expect(run([join(dir, 'absent.json')])).rejects.toThrow(/there is no file/);
    await expect(run([dir])).rejects.toThrow(/is not a file/);
    await nothingStored();
  });

  test('a document may add nicknames to a pair of a KPU list, in the same command', async () => {
    const overlay = {
      version: 'nick',
      contestants: [
        {
          id: 'PILKADA-2024/16.73/1',
          contest: 'PILKADA-2024/16.73',
          kind: 'pair',
          ballot_number: 1,
          people: [{ name: 'CALON FIKTIF B', nicknames: ['Bang Fiktif'] }],
        },
      ],
    };
    const r = await run([json(overlay, 'nick.json'), file('pairs.csv', [PAIRS, pairRow(1), pairRow(2)].join('\n'))]);
    expect(r.diff.map((d) => d.partKey)).toEqual(['kpu-pairs:PILKADA-2024', 'json:PILKADA-2024']);
    const reg = await loaded();
    expect(reg.contestants.map((c) => c.people?.[0]?.nicknames)).toEqual([['Bang Fiktif'], undefined]);
  });

  test('one bad file among several keeps the others out', async () => {
    await expect(run([file('pairs.csv', [PAIRS, pairRow(1)].join('\n')), json({ version: 1 })])).rejects.toThrow(/version/);
    await nothingStored();
  });

  test('an import leaves an audit row and shows in the list of imports', async () => {
    await run([json(doc())]);
    const { rows } = await sql<{ action: string; data: Record<string, unknown> }>`select action, data from audit_log`.execute(db);
    expect(rows).toMatchObject([{ action: 'register_imported', data: { by: 'test', files: ['register.json'], rows: 3, rejected: 0, changes: 3 } }]);
    const runs = await sql<{ kind: string; status: string }>`select kind, status, length(file_sha256) as sha from import_run`.execute(db);
    expect(runs.rows).toEqual([{ kind: 'register', status: 'done', sha: 64 }]);
  });
});

describe('circulars', () => {
  test('are added and replaced by id', async () => {
    const go = (apply: boolean, path = 'test/corpus/circulars.json') => importCirculars(db, { file: path, apply, by: 'test' });
    const n = (JSON.parse(readFileSync('test/corpus/circulars.json', 'utf8')) as unknown[]).length;
    expect((await go(false)).added).toHaveLength(n);
    expect(await loadCirculars(db)).toEqual([]);
    expect((await go(true)).added).toHaveLength(n);
    expect(await go(true)).toEqual({ added: [], changed: [], total: n });
  });
  test('an unknown region is refused with its path', async () => {
    const bad = [
      { id: 'x', number: '1', jurisdiction: '99', from: '2024-01-01', applies_to: ['PNS'], adds: [{ act: 'LOC-02', labels: ['ENGAGE'], verdict: 'review' }] },
    ];
    await expect(importCirculars(db, { file: file('c.json', JSON.stringify(bad)), apply: true, by: 'test' })).rejects.toThrow(
      /\[0\]\.jurisdiction: region 99 is not known/,
    );
  });
});

describe('the command', () => {
  const env = () => ({ ...process.env, DATABASE_URL: world.databaseUrl, PANTAU_KEY: world.keyBase64 });

  test('is a dry run by default, does it with --apply, and ends with 2 when rows were rejected', async () => {
    const path = file('pairs.csv', [PAIRS, pairRow(1), pairRow(2), 'a,b'].join('\n'));
    const dry = await pantau(['import', 'register', path], env());
    expect(dry.stdout).toContain('contestants 2 added, 0 changed, 0 removed');
    expect(dry.stdout).toContain('line 4: the row has 2 fields, the header 9');
    expect(dry.stdout).toContain('Dry run: nothing was written. Add --apply to do it.');
    expect(dry.code).toBe(2);
    expect(await currentRegister(db)).toBeNull();
    const applied = await pantau(['import', 'register', path, '--apply'], env());
    expect(applied.stdout).toMatch(/Published register version reg-1-[0-9a-f]{8}\./);
    expect(applied.code).toBe(2);
    const again = await pantau(['import', 'register', path, '--apply'], env());
    expect(again.stdout).toContain('Nothing changed.');
  });

  test('says in one line what is wrong and ends with 1', async () => {
    const r = await pantau(['import', 'register', file('register.json', '{"version":"x","extra":1}'), '--apply'], env());
    expect([r.code, r.stdout]).toEqual([1, '']);
    expect(r.stderr).toBe('register.json has 1 problem, nothing was imported:\n  extra: unknown field\n');
  });

  test('refuses a NUL with its path, not with what the database says', async () => {
    const parties = [{ id: 'P', name: 'Partai\u0000Contoh' }];
    const r = await pantau(['import', 'register', file('register.json', JSON.stringify({ version: 'x', parties })), '--apply'], env());
    expect([r.code, r.stdout]).toEqual([1, '']);
    expect(r.stderr).toBe('register.json has 1 problem, nothing was imported:\n  parties[0].name: holds a character that text cannot have\n');
    await nothingStored();
  });
});
