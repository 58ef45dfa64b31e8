/** `pantau import accounts` on real Postgres: persons, periods and accounts, what is refused, and that no NIP ever shows. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAccounts, keyringFrom, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccountFile, importAccounts } from '../../services/cli/src/import/run-imports.ts';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const NOW = new Date('2026-11-24T03:00:00Z');
const NIP = ['198503122010012901', '197908212005121902', '199207042019032903'] as const;

let dir: string;
let world: TestWorld;
let db: ReturnType<typeof openDb>;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'accounts-'));
});
const close = async () => {
  await db?.destroy();
  await world?.drop();
};
afterAll(async () => {
  await close();
  rmSync(dir, { recursive: true });
});
beforeEach(async () => {
  await close();
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
});

type Line = Record<string, unknown>;
const person = (i: 0 | 1 | 2, change: Line = {}): Line => ({
  nip: NIP[i],
  name: `Orang Fiktif ${i}`,
  employment_status: 'PNS',
  position_type: 'Pelaksana',
  agency: 'Pemerintah Kota Contoh',
  region: '16.73',
  valid_from: '2020-01-01',
  accounts: [{ platform: 'x', handle: `@Fiktif${i}`, verified_by: 'BKPSDM', verified_at: '2026-01-15' }],
  basis: { law: 'UU 20/2023', ref: 'S-1/2026' },
  ...change,
});
const file = (name: string, content: string | Buffer): string => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
const jsonl = (...lines: (Line | string)[]) => file('accounts.jsonl', lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'));
const run = (path: string, o: Partial<AccountFile> = {}) => importAccounts(db, world.keyring, { file: path, apply: true, by: 'test', now: NOW, ...o });
const counts = async () => {
  const { rows } = await sql<Record<string, number>>`select (select count(*)::int from person) as persons, (select count(*)::int from person_period) as periods,
    (select count(*)::int from account where ended_at is null) as accounts, (select count(*)::int from account where ended_at is not null) as ended,
    (select count(*)::int from audit_log) as audits, (select count(*)::int from import_run) as runs`.execute(db);
  return rows[0];
};
const NOTHING = { persons: 0, periods: 0, accounts: 0, ended: 0, audits: 0, runs: 0 };

describe('a register file', () => {
  test('brings persons, periods and accounts; the NIP is only sealed and hashed', async () => {
    const r = await run(jsonl(person(0, { cltn: [{ from: '2024-09-22', to: '2024-11-27' }], kin: [{ staff_key: 'KIN-77', relation: 'sibling' }] }), person(1)));
    expect(r.counts).toMatchObject({ personsAdded: 2, periodsAdded: 2, accountsAdded: 2 });
    const { rows } = await sql<{ nip_sealed: Buffer; key_tail: string; dump: string }>`
      select nip_sealed, key_tail, (select string_agg(p::text || pp::text || coalesce(a::text, ''), ' ') from person p join person_period pp on pp.person_id = p.id left join account a on a.person_id = p.id) as dump
        from person order by id`.execute(db);
    expect(rows.map((x) => world.keyring.open(x.nip_sealed)).sort()).toEqual([NIP[1], NIP[0]].sort());
    expect(rows.map((x) => x.key_tail).sort()).toEqual(['901', '902']);
    for (const secret of [...NIP, 'KIN-77']) expect(rows[0]?.dump).not.toContain(secret);
    const found = await findAccounts(db, 'x', ['fiktif0', '@FIKTIF1', 'nobody'], NOW);
    expect([...found.keys()].sort()).toEqual(['fiktif0', 'fiktif1']);
  });

  test('a spouse is a spouse in every spelling; other relations keep their word', async () => {
    const kin = ['Suami', 'ISTRI', ' isteri ', 'suami/istri', 'Spouse', 'husband', 'Kakak  Ipar'].map((relation, i) => ({ contestant: `C-${i}`, relation }));
    await run(jsonl(person(0, { kin })));
    const { rows } = await sql<{
      relation: string;
    }>`select k.relation from person_period, jsonb_to_recordset(kin) as k(contestant text, relation text) order by contestant`.execute(db);
    expect(rows.map((r) => r.relation)).toEqual([...Array(6).fill('spouse'), 'kakak ipar']);
  });

  test('imported again changes nothing, whatever the order of its lines', async () => {
    const a = person(0, { valid_from: '2020-01-01' });
    const b = person(0, { valid_from: '2022-05-01', opd: 'Dinas Baru' });
    await run(jsonl(a, b, person(1)));
    const before = await counts();
    const again = await run(jsonl(person(1), b, a));
    expect(Object.values(again.counts).every((n) => n === 0)).toBe(true);
    expect(await counts()).toEqual({ ...before, audits: 2, runs: 2 });
  });

  test('a new period ends the one before on the day before', async () => {
    await run(jsonl(person(0)));
    const r = await run(jsonl(person(0, { valid_from: '2024-06-01', region: '16' })));
    expect(r.counts).toMatchObject({ personsAdded: 0, periodsAdded: 1, periodsChanged: 1, accountsAdded: 0 });
    const { rows } = await sql<{
      valid_from: string;
      valid_to: string | null;
      region: string;
    }>`select valid_from, valid_to, region from person_period order by valid_from`.execute(db);
    expect(rows).toEqual([
      { valid_from: '2020-01-01', valid_to: '2024-05-31', region: '16.73' },
      { valid_from: '2024-06-01', valid_to: null, region: '16' },
    ]);
  });

  test('an account that moves to another person ends the old row and keeps its history', async () => {
    await run(jsonl(person(0), person(1)));
    const r = await run(jsonl(person(1, { accounts: [{ platform: 'x', handle: 'fiktif0' }] })));
    expect(r.counts).toMatchObject({ accountsAdded: 1, accountsEnded: 1 });
    const { rows } = await sql<{ tail: string; ended: boolean }>`
      select p.key_tail as tail, a.ended_at is not null as ended from account a join person p on p.id = a.person_id where a.handle_key = 'fiktif0' order by a.id`.execute(
      db,
    );
    expect(rows).toEqual([
      { tail: '901', ended: true },
      { tail: '902', ended: false },
    ]);
  });

  test('a changed basis is stored; an expired one leaves the account without basis', async () => {
    await run(jsonl(person(0)));
    const r = await run(jsonl(person(0, { basis: { law: 'UU 20/2023', ref: 'S-1/2026', valid_to: '2026-11-23' } })));
    expect(r.counts).toMatchObject({ accountsChanged: 1, accountsAdded: 0 });
    expect((await findAccounts(db, 'x', ['fiktif0'], NOW)).get('fiktif0')?.hasBasis).toBe(false);
  });

  test('only a complete file ends what it does not name, and only without rejects', async () => {
    await run(jsonl(person(0), person(1)));
    expect((await run(jsonl(person(0)))).counts.accountsEnded).toBe(0);
    await expect(run(jsonl(person(0), '{'), { complete: true })).rejects.toThrow(/--complete needs a file without rejects/);
    const r = await run(jsonl(person(0)), { complete: true });
    expect([r.counts.accountsEnded, r.first.ended.map((a) => a.handle)]).toEqual([1, ['@Fiktif1']]);
  });

  test('a dry run says the same and leaves nothing', async () => {
    const path = jsonl(person(0), person(1), '{');
    const dry = await run(path, { apply: false });
    expect(await counts()).toEqual(NOTHING);
    expect(await run(path)).toEqual(dry);
  });

  test('lines that contradict earlier ones are rejected, also across batches', async () => {
    const many = Array.from({ length: 2_100 }, (_, i) =>
      person(2, { nip: undefined, staff_key: `THL-${i}`, employment_status: 'NON_ASN', accounts: [{ platform: 'facebook', handle: `f${i}` }] }),
    );
    const r = await run(
      jsonl(
        person(0),
        person(0, { opd: 'lain' }), // same person, same day
        person(1, { accounts: [{ platform: 'x', handle: 'FIKTIF0' }] }), // account of the first
        ...many,
        person(0, { opd: 'jauh' }),
        person(1, { accounts: [{ platform: 'facebook', handle: 'f7' }] }),
        person(1), // a rejected line claimed nothing
      ),
    );
    expect(r.firstRejects.toSorted()).toEqual(
      [
        'line 2: the same person and valid_from are already on line 1',
        "line 3: account x:fiktif0 is already another person's on line 1",
        'line 2104: the same person and valid_from are already on line 1',
        "line 2105: account facebook:f7 is already another person's on line 11",
      ].toSorted(),
    );
  });
});

describe('what is refused, with line and reason', () => {
  test.each<[string, Line | string, string]>([
    ['broken JSON', '{"nip": "198503122010012901"', 'the line is not JSON'],
    [
      'a NIP with an impossible date',
      person(0, { nip: '198002302005011001' }),
      'nip: digits 1–8 are a birth date; this day does not exist (nip_birth_date_impossible)',
    ],
    ['a NIP that starts in the future', person(0, { nip: '199001012027011001' }), 'nip: service start lies in the future (nip_start_impossible)'],
    ['a NIP given as staff key', person(0, { nip: undefined, staff_key: NIP[0] }), 'staff_key: has the form of a NIP; give it as nip'],
    ['an unknown region', person(0, { region: '99.99' }), 'region: 99.99 is not known'],
    ['a malformed region', person(0, { region: '1673' }), 'region: region code must look like 16, 16.73, 16.73.01 or ID'],
    ['no basis', person(0, { basis: undefined }), 'basis: Invalid input: expected object, received undefined'],
    ['an unknown field', person(0, { jabatan: 'x' }), 'jabatan: unknown field'],
    ['an unknown field of the basis', person(0, { basis: { law: 'a', ref: 'b', until: 'c' } }), 'basis.until: unknown field'],
    ['a reversed leave', person(0, { cltn: [{ from: '2024-11-27', to: '2024-09-22' }] }), 'cltn: to lies before from'],
    ['kin without a person', person(0, { kin: [{ relation: 'spouse' }] }), 'kin: give exactly one of contestant and staff_key'],
    ['NUL in a name', person(0, { name: 'a\u0000b' }), 'a field has a NUL character or a broken surrogate'],
    ['a lone surrogate', JSON.stringify(person(0, { name: 'NAME' })).replace('NAME', '\\ud83d'), 'a field has a NUL character or a broken surrogate'],
    ['an impossible day', person(0, { valid_from: '2025-02-30' }), 'valid_from: Invalid ISO date'],
    ['a list instead of an object', '[1]', '(document): Invalid input: expected object, received array'],
    ['a line of 1.1 MB', person(0, { name: 'x'.repeat(1_100_000) }), 'the line is longer than 1048576 bytes'],
  ])('%s', async (_name, line, reason) => {
    const rejects = join(dir, 'rejects.jsonl');
    const r = await run(jsonl(person(1), line, person(2)), { rejects });
    expect(readFileSync(rejects, 'utf8')).toBe(`${JSON.stringify({ line: 2, reason })}\n`);
    expect([r.lines, r.rejected, r.counts.personsAdded]).toEqual([3, 1, 2]);
    for (const n of NIP) expect(reason).not.toContain(n);
  });

  test('bytes that are not UTF-8 reject their line only; empty lines and a BOM do no harm', async () => {
    const good = JSON.stringify(person(1));
    const bytes = Buffer.concat([
      Buffer.from(`\uFEFF${good}\r\n\r\n`),
      Buffer.from('{"name":"Andr\u00e9"}\n', 'latin1'),
      Buffer.from(JSON.stringify(person(2))),
    ]);
    const r = await run(file('accounts.jsonl', bytes));
    expect([r.rejected, r.firstRejects, r.counts.personsAdded]).toEqual([1, ['line 3: the line is not UTF-8'], 2]);
  });

  test('an empty file is refused', async () => {
    await expect(run(jsonl(''))).rejects.toThrow(/has no lines/);
    expect(await counts()).toEqual(NOTHING);
  });
});

describe('CSV', () => {
  const HEADER =
    'nip,staff_key,name,employment_status,position_type,agency,opd,region,appointing_authority,valid_from,valid_to,cltn,kin,accounts,verified_by,verified_at,basis_law,basis_ref,basis_valid_to';
  const row = (nip: string, accounts: string, name = 'Orang Fiktif') =>
    `${nip},,"${name}",PNS,Pelaksana,Pemkot Contoh,Dinas A,16.73,Wali Kota,2020-01-01,,2024-09-22/2024-11-27,contestant:C-1=spouse,${accounts},BKPSDM,2026-01-15,UU 20/2023,S-1,2027-01-01`;

  test('says the same as the JSON line it stands for', async () => {
    const r = await run(file('accounts.csv', [HEADER, row(NIP[0], 'x:@Fiktif0;instagram:fiktif.nol')].join('\n')));
    expect([r.rejected, r.counts.accountsAdded]).toEqual([0, 2]);
    const again = await run(
      jsonl({
        ...person(0),
        name: 'Orang Fiktif',
        agency: 'Pemkot Contoh',
        opd: 'Dinas A',
        appointing_authority: 'Wali Kota',
        cltn: [{ from: '2024-09-22', to: '2024-11-27' }],
        kin: [{ contestant: 'C-1', relation: 'spouse' }],
        accounts: ['x:@Fiktif0', 'instagram:fiktif.nol'].map((a) => ({
          platform: a.split(':')[0],
          handle: a.split(':')[1],
          verified_by: 'BKPSDM',
          verified_at: '2026-01-15',
        })),
        basis: { law: 'UU 20/2023', ref: 'S-1', valid_to: '2027-01-01' },
      }),
    );
    expect(Object.values(again.counts).every((n) => n === 0)).toBe(true);
  });

  test('bad rows are rejected with their line', async () => {
    const rows = [
      row(NIP[0], 'x:a'),
      row(NIP[1], 'a'),
      row(NIP[1], 'x:b', '=1+1'),
      row(NIP[1], 'x:b').replace('2024-09-22/2024-11-27', 'cuti'),
      `${NIP[1]},x`,
      row(NIP[2], 'x:c'),
    ];
    const r = await run(file('accounts.csv', [HEADER, ...rows].join('\n')));
    expect(r.firstRejects).toEqual([
      'line 3: accounts must look like instagram:handle;x:handle',
      'line 4: name starts like a spreadsheet formula',
      'line 5: cltn must look like 2024-09-22/2024-11-27, several parted by ;',
      'line 6: the row has 2 fields, the header 19',
    ]);
    expect(r.counts.personsAdded).toBe(2);
  });

  test('wrong columns stop the import', async () => {
    const bad = file('accounts.csv', [HEADER.replace('basis_law', 'dasar'), row(NIP[0], 'x:a')].join('\n'));
    await expect(run(bad)).rejects.toThrow(/not the columns of an account register \(missing: basis_law; unknown: dasar\)/);
    expect(await counts()).toEqual(NOTHING);
  });
});

describe('the command', () => {
  test('never prints a NIP or a name, and refuses a key the register was not written with', async () => {
    const env = { ...process.env, DATABASE_URL: world.databaseUrl, PANTAU_KEY: world.keyBase64 };
    const path = jsonl(person(0), person(1, { nip: '197902312005121902' }));
    const done = await pantau(['import', 'accounts', path, '--apply'], env);
    expect(done.code).toBe(2);
    expect(done.stdout).toContain('accounts  1 added, 0 changed, 0 ended');
    expect(done.stdout).toContain('+ x:@Fiktif0');
    for (const secret of [NIP[0], '197902312005121902', 'Orang Fiktif']) expect(`${done.stdout}${done.stderr}`).not.toContain(secret);
    const other = await pantau(['import', 'accounts', path, '--apply'], { ...env, PANTAU_KEY: Buffer.alloc(32, 9).toString('base64') });
    expect([other.code, other.stderr]).toEqual([
      1,
      'the installation key is not the one this database was filled with: set PANTAU_KEY or PANTAU_KEY_FILE to the right one\n',
    ]);
    expect((await counts())?.persons).toBe(1);
    expect(keyringFrom(Buffer.alloc(32, 9)).hash(NIP[0])).not.toEqual(world.keyring.hash(NIP[0]));
  });
});
