/** The overview: what is counted, for whom, and that each figure leads to exactly its rows, on screen and in the file. */
import { FATES } from '@pantau/domain';
import { type Handle, openDb } from '@pantau/store';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildContest, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let province: Client;
let city: Client;
let later = 0;
const day = (daysAgo: number): string => new Date(Date.now() + 7 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);
const PERIOD = `from=${day(30)}&to=${day(0)}`;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world, {}, () => new Date(Date.now() + later));
  await buildContest(db, 'walikota-uji', '16.73');
  const here = { region: '16.73', contest: 'walikota-uji' };
  for (const [n, spec] of [
    [4, { state: 'CONFIRMED' }],
    [3, { state: 'DISMISSED' }],
    [2, { state: 'FLAGGED', flaggedHoursAgo: 30 }],
    [1, { state: 'EXPIRED', flaggedHoursAgo: 24 * 20 }],
  ] as const)
    for (let i = 0; i < n; i++) await buildCase(db, { ...here, ...spec, label: i === 0 ? 'ATTEND' : 'VOTE_CALL' });
  await buildCase(db, { region: '16.74', state: 'FLAGGED' });
  await buildCase(db, { region: '17.01', state: 'CONFIRMED' });
  await sql`update cases set contestant = case when id % 2 = 0 then 'walikota-uji-1' else 'walikota-uji-2' end where contest is not null and state <> 'EXPIRED'`.execute(
    db,
  );
  province = await new Client(api.url).signIn(await buildUser(db, ['analyst', '16']));
  city = await new Client(api.url).signIn(await buildUser(db, ['auditor', '16.73']));
}, 60_000);
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const read = async (c: Client, path: string) => {
  const r = await c.get(path);
  expect(r.status, JSON.stringify(r.body)).toBe(200);
  return r.body;
};
const file = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true, cast: false });

describe('what is counted', () => {
  test('flags by what became of them, in the own regions and no others', async () => {
    expect((await read(province, `/v1/overview?${PERIOD}`)).total).toEqual({ open: 3, upheld: 4, refused: 3, expired: 1 });
    expect((await read(city, `/v1/overview?${PERIOD}`)).total).toEqual({ open: 2, upheld: 4, refused: 3, expired: 1 });
    expect((await read(city, `/v1/overview?${PERIOD}&region=16.74`)).total).toEqual({ open: 0, upheld: 0, refused: 0, expired: 0 });
  });

  test('of the decided ones the share that was upheld, with the range seven cases allow', async () => {
    expect((await read(city, `/v1/overview?${PERIOD}`)).upheld).toEqual({ share: 0.5714, low: 0.2505, high: 0.8418, n: 7 });
  });

  test('the same cases by label, by day, by region and by age add up to the total', async () => {
    const o = await read(province, `/v1/overview?${PERIOD}`);
    const sum = (rows: Record<string, number>[]) => Object.fromEntries(FATES.map((f) => [f, rows.reduce((n, r) => n + (r[f] ?? 0), 0)]));
    for (const part of [o.labels, o.times, o.regions]) expect(sum(part)).toEqual(o.total);
    expect(o.ages.reduce((n: number, a: { cases: number }) => n + a.cases, 0)).toBe(o.total.open);
    expect(o.ages.find((a: { from_hours: number }) => a.from_hours === 24)).toMatchObject({ cases: 2, overdue: 2 });
    expect(o.times).toHaveLength(31);
  });

  test('a province is divided into all its regencies and cities, and each says whether anybody is watched there', async () => {
    const o = await read(province, `/v1/overview?${PERIOD}&region=16`);
    expect(o.region_level).toBe('regency');
    expect(o.regions).toHaveLength(17);
    const of = (code: string) => o.regions.find((r: { region: string }) => r.region === code);
    expect(of('16.73')).toMatchObject({ people: 10, state: 'suppressed', rate: null });
    expect(of('16.01')).toMatchObject({ people: 0, state: 'not_looked_at', open: 0 });
    expect(o.coverage).toEqual({ regencies: 17, watched: 2, people: 11 });
  });

  test('a rate appears once enough people are watched; who is watched is counted anew within a minute', async () => {
    await sql`with p as (insert into person (key_hash, key_tail, name) select sha256(('banyak' || n)::bytea), '001', 'Orang Fiktif' from generate_series(1, 30) n returning id),
      pp as (insert into person_period (person_id, valid_from, employment_status, agency, region) select id, '2020-01-01', 'PNS', 'Dinas Contoh', '16.71' from p)
      insert into account (person_id, platform, handle, handle_key, basis_law, basis_ref) select id, 'x', 'banyak' || id, 'banyak' || id, 'UU 7/2017', 'ST' from p`.execute(
      db,
    );
    await buildCase(db, { region: '16.71' });
    later += 61_000;
    const of = async () => (await read(province, `/v1/overview?${PERIOD}&region=16`)).regions.find((r: { region: string }) => r.region === '16.71');
    expect(await of()).toMatchObject({ people: 31, state: 'value', rate: 32.3 });
    expect((await read(province, `/v1/overview?${PERIOD}&region=16&label=ATTEND`)).regions.find((r: { region: string }) => r.region === '16.71').state).toBe(
      'none',
    );
  });

  test('a closed case counts as what it was before it was closed', async () => {
    const before = (await read(city, `/v1/overview?${PERIOD}`)).total;
    const { rows } = await sql<{
      id: number;
    }>`update cases set state = 'CLOSED' where id in (select min(id) from cases where region = '16.73' and state in ('DISMISSED', 'EXPIRED') group by state) returning id`.execute(
      db,
    );
    expect(rows).toHaveLength(2);
    expect((await read(city, `/v1/overview?${PERIOD}`)).total).toEqual(before);
  });

  test('agreement names nobody and comes with its range', async () => {
    const { agreement } = await read(province, `/v1/overview?${PERIOD}`);
    expect(agreement).toEqual({ n: 0, agreed: 0, kappa: null, low: null, high: null, by_label: [] });
  });

  test('more than half a year comes in weeks that begin on Monday', async () => {
    const o = await read(province, `/v1/overview?from=${day(300)}&to=${day(0)}`);
    expect(o.step).toBe('week');
    expect(o.times.every((t: { at: string }) => new Date(t.at).getUTCDay() === 1)).toBe(true);
    expect(o.times.reduce((n: number, t: { upheld: number }) => n + t.upheld, 0)).toBe(o.total.upheld);
  });
});

describe('the balance of a contest', () => {
  test('contestants in the order of the ballot, each with its range; cases that name none come last', async () => {
    const { rows } = await read(city, `/v1/overview/balance?${PERIOD}&contest=walikota-uji`);
    expect(rows.map((r: { ballot_number: number }) => r.ballot_number)).toEqual([1, 2, null]);
    const [first, second, rest] = rows;
    expect(first.open + first.upheld + first.refused + second.open + second.upheld + second.refused).toBe(9);
    expect(rest).toMatchObject({ contestant: null, expired: 1 });
    for (const r of [first, second]) expect(r.of_flags.low).toBeLessThan(r.of_flags.share);
  });

  test('of a contest that no register has there is none', async () => {
    expect((await city.get(`/v1/overview/balance?${PERIOD}&contest=tidak-ada`)).status).toBe(404);
  });
});

describe('each figure leads to its rows', () => {
  test.each(FATES)('%s', async (fate) => {
    const o = await read(city, `/v1/overview?${PERIOD}&label=VOTE_CALL`);
    const list = await read(city, `/v1/cases?flagged_from=${day(30)}&flagged_to=${day(0)}&label=VOTE_CALL&outcome=${fate}&limit=100`);
    expect(list.data).toHaveLength(o.total[fate]);
    const cases = file((await city.get(`/v1/overview/export?${PERIOD}&label=VOTE_CALL&figure=cases`)).body);
    const listed: string[] = list.data.map((c: { number: string }) => c.number);
    expect(new Set(cases.filter((c) => c.outcome === fate).map((c) => c.number))).toEqual(new Set(listed));
    expect(cases.filter((c) => c.outcome === fate)).toHaveLength(listed.length);
  });

  test('the file of every figure says what the screen says', async () => {
    const o = await read(city, `/v1/overview?${PERIOD}`);
    for (const figure of ['times', 'regions', 'labels', 'ages'] as const) {
      const r = await city.get(`/v1/overview/export?${PERIOD}&figure=${figure}`);
      expect(r.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      const rows = file(r.body);
      expect(rows, figure).toHaveLength(o[figure].length);
      expect(rows[0]).toMatchObject(Object.fromEntries(Object.entries(o[figure][0]).flatMap(([k, v]) => (typeof v === 'number' ? [[k, String(v)]] : []))));
    }
  });

  test('an empty figure has its head; a name that looks like a formula is made harmless', async () => {
    const none = await city.get(`/v1/overview/export?from=2001-01-01&to=2001-01-02&figure=cases`);
    expect(none.body).toMatch(/^\uFEFF?number,region,region_name,/);
    await sql`update cases set contest = '=HYPERLINK("https://contoh.invalid")' where region = '16.74'`.execute(db);
    const rows = file((await province.get(`/v1/overview/export?${PERIOD}&region=16.74&figure=cases`)).body);
    expect(rows[0]?.contest).toBe(`'=HYPERLINK("https://contoh.invalid")`);
  });

  test('who took a file stays known', async () => {
    const taken = () => sql`select from audit_log where action = 'overview_exported'`.execute(db);
    await waitFor('the chain of the log', async () => (await taken()).rows.length > 0);
  });
});

test.each([
  ['a day that is none', 'from=2024-13-01&to=2024-12-31'],
  ['an end before the beginning', 'from=2024-02-02&to=2024-02-01'],
  ['more than ten years', 'from=2001-01-01&to=2024-02-01'],
  ['a field that is not known', `${PERIOD}&orang=1`],
  ['rubbish as a region', `${PERIOD}&region='; drop table cases; --`],
])('%s is refused', async (_, query) => {
  expect((await city.get(`/v1/overview?${query}`)).status).toBe(400);
});
