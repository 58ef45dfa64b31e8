/** From forwarding to an answer: who is told, who is not, what waits, what is late, what is taken back. Through HTTP and the clock. */
import { PAYLOADS, type PayloadName } from '@pantau/domain';
import { flagOverdue, type Handle, openDb, remindOffices } from '@pantau/store';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildSubscription, buildUser } from '../support/builders.ts';
import { postToCase } from '../support/casework.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let alerts: Handle;
let api: RunningApi;
let chair: Client;
let chair2: Client;
let office: Client;
let officeUser: BuiltUser;
let town: number;
let ministry: number;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  alerts = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'test-alerts' });
  api = await startTestApi(world);
  const client = async (user: BuiltUser) => new Client(api.url).signIn(user);
  chair = await client(await buildUser(db, ['commissioner', '16']));
  chair2 = await client(await buildUser(db, ['commissioner', '16']));
  officeUser = await buildUser(db, ['personnel_office', '16.73']);
  office = await client(officeUser);
  town = await buildSubscription(db, '16.73');
  ministry = await buildSubscription(db, 'ID');
  await sql`update subscription set authority = 'Menteri Uji' where id = ${ministry}`.execute(db);
});
afterAll(async () => {
  await api?.stop();
  await alerts?.destroy();
  await db?.destroy();
  await world?.drop();
});

const confirmed = () => buildCase(db, { state: 'CONFIRMED', phase: 'PRE', knownDaysAgo: 1 });
const forward = async (id: number) => postToCase(db, chair, id, 'forward');
const told = async (id: number, event = 'case.forwarded') =>
  (await sql<{ subscription_id: number }>`select subscription_id from delivery where case_id = ${id} and event = ${event} order by 1`.execute(db)).rows.map(
    (r) => r.subscription_id,
  );
const board = async (c: Client, id: number, show = 'all') =>
  (await c.get(`/v1/follow-up?show=${show}&limit=100`)).body.data.find((r: { case_id: number }) => r.case_id === id);

describe('who is told', () => {
  test('the office of the region for its own staff, the ministry for staff it appoints, nobody else', async () => {
    const mine = await confirmed();
    const theirs = await confirmed();
    await sql`update person_period set appointing_authority = 'MENTERI  UJI' where person_id = (select person_id from cases where id = ${theirs})`.execute(db);
    expect(await forward(mine)).toMatchObject({ status: 200, body: { deliveries: 1 } });
    expect(await forward(theirs)).toMatchObject({ status: 200, body: { deliveries: 1 } });
    expect([await told(mine), await told(theirs)]).toEqual([[town], [ministry]]);
  });

  test('not the office where a declared relative handles cases: the alert waits in sight, and leaves once the table is mended', async () => {
    const id = await confirmed();
    await sql`insert into user_conflict (user_id, kind, person_id, declared_by) select ${officeUser.id}, 'kin', person_id, ${officeUser.id} from cases where id = ${id}`.execute(
      db,
    );
    expect(await forward(id)).toMatchObject({ status: 200, body: { state: 'FORWARDED', deliveries: 0 } });
    expect(await board(chair, id, 'waiting')).toMatchObject({ waits: 'conflict_of_interest', deliveries: { told: 0 } });
    expect((await board(office, id))?.waits ?? null).toBeNull();
    expect(await chair.post(`/v1/cases/${id}/alert`)).toMatchObject({ status: 200, body: { deliveries: 0, waits: 'conflict_of_interest' } });
    const province = await buildSubscription(db, '16');
    expect(await chair.post(`/v1/cases/${id}/alert`)).toMatchObject({ status: 200, body: { deliveries: 1, waits: null } });
    expect(await told(id)).toEqual([province]);
    expect(await board(chair, id, 'waiting')).toBeUndefined();
    await sql`update subscription set active = false where id = ${province}`.execute(db);
  });

  test('in the quiet hours of the office the row is written at once and leaves later', async () => {
    await sql`update subscription set working_days = true, quiet_from = 0, quiet_to = 1439 where id = ${town}`.execute(db);
    const id = await confirmed();
    expect(await forward(id)).toMatchObject({ body: { deliveries: 1 } });
    const { rows } = await sql<{ minute: string; later: boolean }>`
      select to_char(next_at at time zone 'Asia/Jakarta', 'HH24:MI') as minute, next_at > now() as later from delivery where case_id = ${id}`.execute(db);
    await sql`update subscription set working_days = false, quiet_from = null, quiet_to = null where id = ${town}`.execute(db);
    expect(rows).toEqual([{ minute: '23:59', later: true }]);
  });
});

describe('an office that does not act', () => {
  test('is reminded once, by the clock; a letter is prepared, released by a commissioner and counted; nobody is named', async () => {
    const id = await confirmed();
    await forward(id);
    expect(await chair.post(`/v1/cases/${id}/escalation-letter`, { to: 'oversight' })).toMatchObject({ status: 409, body: { code: 'case_wrong_state' } });
    const later = new Date(Date.now() + 40 * 86_400_000);
    await flagOverdue(alerts, later, 100);
    expect(await remindOffices(alerts, later, 100)).not.toEqual([]);
    expect(await remindOffices(alerts, later, 100)).toEqual([]);
    expect(await told(id, 'case.overdue')).toEqual([town]);

    const letter = await chair.post(`/v1/cases/${id}/escalation-letter`, { to: 'oversight' });
    expect(letter).toMatchObject({ status: 200, body: { addressee: 'Kepala Badan Kepegawaian Negara', released_at: null } });
    expect(letter.body.content).not.toMatch(/Orang Fiktif|fiktif\d/);
    expect(await office.post(`/v1/cases/${id}/escalation-letter-release`, { number: 'S-1/2026' })).toMatchObject({ status: 403 });
    expect(await chair2.post(`/v1/cases/${id}/escalation-letter-release`, { number: 'S-1/2026' })).toMatchObject({ status: 200, body: { number: 'S-1/2026' } });
    expect(await chair2.post(`/v1/cases/${id}/escalation-letter-release`, { number: 'S-2/2026' })).toMatchObject({ status: 409 });
    expect(await board(chair, id, 'overdue')).toMatchObject({ letter: 'released', deliveries: { underway: 2 } });
    const rate = await chair.get('/v1/follow-up/rate');
    expect(rate.body).toMatchObject({ decided: 0, rate: 0 });
    expect(rate.body.overdue).toBeGreaterThan(0);
  });
});

describe('a finding taken back', () => {
  test('stands on the board until the office has acknowledged it; an alert that is repeated changes nothing', async () => {
    const id = await confirmed();
    await forward(id);
    expect(await postToCase(db, chair2, id, 'withdraw', { reason: 'Akun senama.' })).toMatchObject({ status: 200, body: { deliveries: 1 } });
    expect(await board(chair, id)).toMatchObject({ state: 'WITHDRAWN', deliveries: { unacknowledged: 1 } });
    expect(await office.post(`/v1/cases/${id}/acknowledgement`)).toMatchObject({ status: 200, body: { acknowledged: 1 } });
    expect(await office.post(`/v1/cases/${id}/acknowledgement`)).toMatchObject({ status: 200, body: { acknowledged: 0 } });
    expect(await board(chair, id)).toMatchObject({ deliveries: { unacknowledged: 0 } });
    expect(await chair.post(`/v1/cases/${id}/alert`)).toMatchObject({ status: 409, body: { code: 'case_wrong_state' } });
  });
});

test('every payload that was written fits the schema that is published for it, and a changed one does not', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const { rows } = await sql<{ event: string; payload: Record<string, unknown> }>`select event, payload from delivery`.execute(db);
  expect(new Set(rows.map((r) => r.event))).toEqual(new Set(['case.forwarded', 'case.withdrawn', 'case.overdue']));
  for (const name of Object.keys(PAYLOADS) as PayloadName[]) {
    const answer = await fetch(`${api.url}/schemas/${name}.json`);
    expect(answer.status).toBe(200);
    const check = ajv.compile((await answer.json()) as object);
    const mine = rows.filter((r) => `${r.event}.v1` === name);
    for (const r of mine) expect(check(r.payload) ? null : check.errors).toBeNull();
    expect(check({ ...mine[0]?.payload, nip: '199001012015011001' })).toBe(false);
  }
  expect((await fetch(`${api.url}/schemas/nothing.json`)).status).toBe(404);
});
