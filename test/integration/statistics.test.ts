/** Roll-ups against the events themselves, and releases as readers get them. */
import { statisticsClient } from '@pantau/client';
import { asRole, type Handle, openDb, recountDays, rollUp, sql } from '@pantau/store';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statisticsKeeper } from '../../services/alerts/src/statistics.ts';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let owner: Handle;
let alerts: Handle;
let api: RunningApi;

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  alerts = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'test', connectionsMax: 2 });
});
afterAll(async () => {
  await api.stop();
  await alerts.destroy();
  await owner.destroy();
  await world.drop();
});

const event = (caseId: number, type: string, at: Date) => sql`insert into case_event (case_id, type, at) values (${caseId}, ${type}, ${at})`.execute(owner);
const state = (caseId: number, to: string) => sql`update cases set state = ${to} where id = ${caseId}`.execute(owner);
const ROLLED = sql`select day::text, region, event, sum(cases)::int as cases, sum(standing)::int as standing from stat_day group by 1, 2, 3 order by 1, 2, 3`;
/** The same question put to the events, in other words. */
const RAW = sql`
  select local_day(e.at, c.region)::text as day, left(c.region, 5) as region, e.type as event, count(*)::int as cases,
         sum(case when c.state = any('{CONFIRMED,FINDING,REGISTERED,CLARIFICATION,FORWARDED,CRIMINAL_TRACK,PPK_EXAM,DECIDED,APPEALED}')
           and e.id = (select max(l.id) from case_event l where l.case_id = c.id and l.type = e.type) then 1 else 0 end)::int as standing
    from case_event e, cases c where c.id = e.case_id
     and e.type in ('opened', 'confirmed', 'dismissed', 'expired', 'forwarded', 'withdrawn', 'reopened', 'not_proven', 'decided')
   group by 1, 2, 3 order by 1, 2, 3`;

const step = fc.record({
  which: fc.nat(5),
  what: fc.constantFrom('confirmed', 'dismissed', 'reopened', 'forwarded', 'withdrawn'),
  at: fc.date({ min: new Date('2024-03-01T00:00:00Z'), max: new Date('2024-03-20T00:00:00Z'), noInvalidDate: true }),
  count: fc.boolean(),
});
const STATE: Record<string, string> = { confirmed: 'CONFIRMED', dismissed: 'DISMISSED', reopened: 'IN_REVIEW', forwarded: 'FORWARDED', withdrawn: 'WITHDRAWN' };

test('after any history the roll-ups say what the events say, also of days long past; counting again changes nothing', async () => {
  const regions = ['16.73', '16', '64.71', '91.03', '16.73.01', '18.01'];
  const cases: number[] = [];
  for (const region of regions) cases.push(await buildCase(owner, { region }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      for (const s of steps) {
        const id = cases[s.which] ?? 0;
        await event(id, s.what, s.at);
        await state(id, STATE[s.what] ?? '');
        // An event of now makes the case one that changed; the event itself lies in the past.
        await event(id, 'marked', new Date());
        if (s.count) await rollUp(alerts, new Date());
      }
      await rollUp(alerts, new Date());
      const rolled = (await ROLLED.execute(owner)).rows;
      expect(rolled).toEqual((await RAW.execute(owner)).rows);
      await recountDays(alerts, [...new Set(rolled.map((r) => (r as { day: string }).day))]);
      expect((await ROLLED.execute(owner)).rows).toEqual(rolled);
    }),
    { numRuns: 15, seed: 7 },
  );
});

test('a release keeps what it said when a case is withdrawn afterwards; the past of the roll-up is corrected', async () => {
  await sql`truncate stat_day, stat_day_act, stat_mark`.execute(owner);
  const ids: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    const id = await buildCase(owner, { region: '73.71', state: 'CONFIRMED' });
    await event(id, 'confirmed', new Date('2024-01-03T05:00:00Z'));
    ids.push(id);
  }
  const days: string[] = [];
  const turn = (now: string) =>
    statisticsKeeper({
      db: alerts,
      clock: () => new Date(now),
      stopping: () => false,
      events: { rolledUp: () => undefined, released: (w) => void days.push(w) },
    });
  await (await turn('2024-01-09T12:00:00Z'))();
  const read = () =>
    asRole(
      owner,
      'pantau_stats',
      async (tx) =>
        (
          await sql<{ week: string; name: string; measure: string; region: string; value: number | null }>`
    select week::text, name, measure, region, value from stat_figure where region in ('ID', '73', '73.71') and part = '' order by 1, 2, 3, 4`.execute(tx)
        ).rows,
    );
  const first = await read();
  expect(first).toEqual([
    { week: '2024-01-01', name: 'week_region', measure: 'confirmed', region: '73', value: 8 },
    { week: '2024-01-01', name: 'week_region', measure: 'confirmed', region: 'ID', value: 8 },
  ]);
  await event(ids[0] ?? 0, 'withdrawn', new Date('2024-01-10T05:00:00Z'));
  await state(ids[0] ?? 0, 'WITHDRAWN');
  await event(ids[0] ?? 0, 'marked', new Date('2024-01-10T05:00:00Z'));
  await (await turn('2024-01-30T12:00:00Z'))();
  const { rows } = await sql<{ standing: number }>`select standing from stat_day where day = '2024-01-03' and event = 'confirmed'`.execute(owner);
  expect(rows).toEqual([{ standing: 7 }]);
  const then = await read();
  expect(then.filter((f) => f.week === '2024-01-01')).toEqual(first);
  expect(days).toEqual(['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22']);
  // The four weeks agree with their weeks, and the one withdrawal is too small to be shown at any level.
  expect(then.filter((f) => f.name === 'block_region' && f.measure === 'confirmed').map((f) => [f.region, f.value])).toEqual([
    ['73', 8],
    ['73.71', 8],
    ['ID', 8],
  ]);
  expect(then.filter((f) => f.measure === 'withdrawn').map((f) => f.value)).not.toContain(1);
});

test('what was released cannot be changed, and the role of the public reads neither events nor what was counted', async () => {
  await expect(sql`update stat_figure set value = 1`.execute(owner)).rejects.toThrow(/immutable/);
  await expect(sql`delete from stat_release`.execute(owner)).rejects.toThrow(/immutable/);
  for (const t of ['stat_frozen', 'case_event', 'cases'])
    await expect(
      asRole(owner, 'pantau_stats', (tx) => sql.raw(`select * from ${t}`).execute(tx)),
      t,
    ).rejects.toThrow(/permission denied/);
});

test('everybody reads releases: with policy and coverage, by pages, as CSV, over time, and not twice', async () => {
  const anyone = new Client(api.url);
  const list = await anyone.get('/v1/stats/releases?limit=3');
  expect(list).toMatchObject({ status: 200, body: { policy: { k: { regency: 5, below: 10 }, free_combinations: false } } });
  expect(list.body.data.map((r: { week: string }) => r.week)).toEqual(['2024-01-22', '2024-01-15', '2024-01-08']);
  const rest = await anyone.get(`/v1/stats/releases?cursor=${list.body.next_cursor}`);
  expect(rest.body).toMatchObject({ data: [{ week: '2024-01-01', block_from: null }], next_cursor: null });

  const latest = await anyone.get('/v1/stats/releases/latest/tables/block_region?limit=2');
  expect(latest.body).toMatchObject({ week: '2024-01-22', block_from: '2024-01-01', measure: 'confirmed', policy: { version: 1 } });
  expect(latest.body.coverage[0]).toMatchObject({ platform: 'replay', polled: 0, fresh: 0 });
  expect(latest.body.data).toEqual([
    { region: '73', region_name: 'Sulawesi Selatan', part: '', value: 8 },
    { region: '73.71', region_name: 'Kota Makassar', part: '', value: 8 },
  ]);
  const next = await anyone.get(`/v1/stats/releases/latest/tables/block_region?limit=2&cursor=${latest.body.next_cursor}`);
  expect(next.body.data).toEqual([{ region: 'ID', region_name: 'Indonesia', part: '', value: 8 }]);
  expect(latest.headers.get('cache-control')).toBe('public, max-age=300');
  expect(latest.headers.get('x-ratelimit-limit') ?? latest.headers.get('ratelimit-limit')).toBe('300');
  expect((await anyone.get('/v1/stats/releases/latest/tables/block_region?limit=2', { 'if-none-match': latest.etag })).status).toBe(304);

  expect((await anyone.get('/v1/stats/releases/2024-01-22/tables/block_region?top=1')).body.data).toMatchObject([{ region: '73.71', value: 8 }]);
  expect((await anyone.get('/v1/stats/releases/2024-01-22/tables/block_label?measure=withdrawn&region=73')).body.data).toContainEqual(
    expect.objectContaining({ part: 'VOTE_CALL', value: null }),
  );
  expect((await anyone.get('/v1/stats/series?region=73')).body.data).toEqual([
    { week: '2024-01-01', value: 8 },
    { week: '2024-01-08', value: 0 },
    { week: '2024-01-15', value: 0 },
    { week: '2024-01-22', value: 0 },
  ]);
  const csv = await fetch(`${api.url}/v1/stats/releases/2024-01-22/tables/block_region/csv?bom=yes&measure=withdrawn`);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const bytes = Buffer.from(await csv.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.subarray(3).toString()).toBe(
    'region,region_name,part,value\r\n73,Sulawesi Selatan,,withheld\r\n73.71,Kota Makassar,,withheld\r\nID,Indonesia,,withheld\r\n',
  );
});

test('what is no release, no table of it or no page is refused; no free combination, day or contestant can be asked for', async () => {
  const anyone = new Client(api.url);
  const status = async (path: string) => (await anyone.get(path)).status;
  expect(await status('/v1/stats/releases/2023-12-25')).toBe(404);
  expect(await status('/v1/stats/releases/2024-01-01/tables/block_label')).toBe(404);
  for (const path of [
    'releases/x',
    'releases?cursor=x',
    'series?region=73.71',
    'series?region=73&from=2024-01-01',
    'releases/latest/tables/block_region?by=label',
    'releases/latest/tables/contestant',
  ])
    expect(await status(`/v1/stats/${path}`), path).toBe(400);
  expect(await status('/v1/stats/cases')).toBe(401);
  expect(await anyone.get('/v1/stats/releases', { authorization: 'Bearer pantau_wrong' })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
});

test('the client made from the document runs its examples', async () => {
  const client = statisticsClient({ baseUrl: api.url });
  const { data: list } = await client.GET('/v1/stats/releases', { params: { query: { limit: 1 } } });
  const week = list?.data[0]?.week ?? '';
  expect(week).toBe('2024-01-22');
  const { data: table } = await client.GET('/v1/stats/releases/{release}/tables/{table}', {
    params: { path: { release: week, table: 'block_region' }, query: { measure: 'confirmed' } },
  });
  expect(table?.data.map((f) => [f.region, f.value])).toEqual([
    ['73', 8],
    ['73.71', 8],
    ['ID', 8],
  ]);
  const refused = await client.GET('/v1/stats/releases/{release}', { params: { path: { release: '2023-12-25' } } });
  expect([refused.data, refused.response.status]).toEqual([undefined, 404]);
});
