/** Every role × route × region over HTTP, and again by direct SQL; then each policy is broken once and must be noticed. */
import { randomUUID } from 'node:crypto';
import type { Role } from '@pantau/domain';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { CASE_ROUTES, type CaseRoute, OTHER_ROUTES, REGIONS, RELATIONS, type Relation, ROLES, SQL_ACTS, type SqlAct, USER_REGION } from './access-table.ts';

interface Fixture {
  flagged: number;
  inReview: number;
  decided: number;
  forwarded: number;
  subscription: number;
}

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let asApi: pg.Client;
let stranger: BuiltUser;
const users = new Map<Role, BuiltUser>();
const clients = new Map<Role, Client>();
const fixtures = new Map<Relation, Fixture>();

const get = <K, V>(m: Map<K, V>, k: K): V => {
  const v = m.get(k);
  if (v === undefined) throw new Error(`nothing built for ${String(k)}`);
  return v;
};

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  asApi = new pg.Client({ connectionString: world.databaseUrl, options: '-c role=pantau_api' });
  await asApi.connect();
  stranger = await buildUser(db, ['analyst', 'ID']);
  await buildContest(db, 'akses-uji', USER_REGION);
  for (const role of ROLES) {
    users.set(role, await buildUser(db, [role, USER_REGION]));
    clients.set(role, await new Client(api.url).signIn(get(users, role)));
  }
  for (const relation of RELATIONS) fixtures.set(relation, await buildFixture(REGIONS[relation]));
});
afterAll(async () => {
  await asApi?.end();
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

async function buildFixture(region: string): Promise<Fixture> {
  const f: Fixture = {
    flagged: await buildCase(db, { region }),
    inReview: await buildCase(db, { region, state: 'IN_REVIEW' }),
    decided: await buildCase(db, { region, state: 'DISMISSED' }),
    forwarded: await buildCase(db, { region, state: 'FORWARDED' }),
    subscription: await buildSubscription(db, region),
  };
  for (const id of [f.inReview, f.decided])
    await sql`insert into case_opinion (case_id, user_id, finding, reason) values (${id}, ${stranger.id}, 'not_a_violation', 'uji')`.execute(db);
  await sql`insert into case_event (case_id, type, actor) values (${f.forwarded}, 'forwarded', ${stranger.id})`.execute(db);
  await sql`insert into delivery (case_id, subscription_id, event, payload) values (${f.forwarded}, ${f.subscription}, 'case.forwarded', '{}')`.execute(db);
  await sql`insert into idempotency (user_id, key, request, status, body) values (${stranger.id}, ${`uji-${region}`}, '\\x00', 200, '{}')`.execute(db);
  return f;
}

/** A fresh case per cell, so that no cell depends on another. */
async function tryRoute(role: Role, route: CaseRoute, relation: Relation): Promise<number> {
  const c = get(clients, role);
  const region = REGIONS[relation];
  const f = get(fixtures, relation);
  if (route === 'read') return (await c.get(`/v1/cases/${f.flagged}`)).status;
  if (route === 'read_forwarded') return (await c.get(`/v1/cases/${f.forwarded}`)).status;
  if (route === 'list') {
    const r = await c.get(`/v1/cases?region=${region}&state=FLAGGED&limit=100`);
    return r.status !== 200 ? r.status : r.body.data.some((x: { id: number }) => x.id === f.flagged) ? 200 : 404;
  }
  if (route === 'forward') {
    const id = await buildCase(db, { region, state: 'CONFIRMED', phase: 'PRE' });
    return (await c.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': '"1"' })).status;
  }
  if (route === 'claim') return (await c.post(`/v1/cases/${await buildCase(db, { region })}/claim`)).status;
  const held = await buildCase(db, { region, state: 'IN_REVIEW' });
  await sql`update cases set claimed_by = ${get(users, role).id}, lease_until = now() + interval '5 minutes' where id = ${held}`.execute(db);
  if (route === 'opinions') return (await c.post(`/v1/cases/${held}/opinions`, { finding: 'plausible', acts: ['SKB-KE-02'] }, { 'if-match': '"1"' })).status;
  return (await c.post(`/v1/cases/${held}/${route}`)).status;
}

const ok = (status: number): boolean => status >= 200 && status < 300;

/** Rows seen or written by each act; zero rows and a refusal by the database are both "no". */
function statementOf(act: SqlAct, f: Fixture, me: number): [string, unknown[]] {
  const event = 'insert into case_event (case_id, type, actor) values ($1, $2, $3)';
  const opinion = "insert into case_opinion (case_id, user_id, finding) values ($1, $2, 'plausible')";
  const delivery = "insert into delivery (case_id, subscription_id, event, payload) values ($1, $2, 'uji', '{}')";
  const table: Record<SqlAct, [string, unknown[]]> = {
    see_case: ['select 1 from cases where id = $1', [f.flagged]],
    see_forwarded_case: ['select 1 from cases where id = $1', [f.forwarded]],
    see_evidence: ['select 1 from evidence where case_id = $1', [f.flagged]],
    see_evidence_of_forwarded: ['select 1 from evidence where case_id = $1', [f.forwarded]],
    see_event_of_flagged: ['select 1 from case_event where case_id = $1', [f.flagged]],
    see_opening_of_forwarded: ["select 1 from case_event where case_id = $1 and type = 'opened'", [f.forwarded]],
    see_forwarding: ["select 1 from case_event where case_id = $1 and type = 'forwarded'", [f.forwarded]],
    see_opinion_in_review: ['select 1 from case_opinion where case_id = $1', [f.inReview]],
    see_opinion_decided: ['select 1 from case_opinion where case_id = $1', [f.decided]],
    change_case: ["update cases set state = 'IN_REVIEW' where id = $1", [f.flagged]],
    add_event: [event, [f.flagged, 'uji', me]],
    add_event_for_another: [event, [f.flagged, 'uji', stranger.id]],
    add_opinion: [opinion, [f.flagged, me]],
    add_opinion_for_another: [opinion, [f.flagged, stranger.id]],
    add_delivery: [delivery, [f.forwarded, f.subscription]],
    add_delivery_unforwarded: [delivery, [f.flagged, f.subscription]],
    see_delivery_of_forwarded: ['select 1 from delivery where case_id = $1', [f.forwarded]],
    see_subscription: ['select 1 from (select id from subscription) s where s.id = $1', [f.subscription]],
    see_subject: ['select 1 from forwarded_subject($1)', [f.forwarded]],
    see_subject_before: ['select 1 from forwarded_subject($1)', [f.flagged]],
    see_audit: ['select 1 from audit_log limit 1', []],
    see_answer_of_another: ['select 1 from idempotency where user_id = $1', [stranger.id]],
    see_persons: ['select 1 from person', []],
    see_passwords: ['select 1 from app_user', []],
    decide_as_system: [event, [f.flagged, 'confirmed', null]],
  };
  return table[act];
}

const REFUSED_BY_DATABASE = new Set(['42501']);

async function trySql(role: Role, act: SqlAct, relation: Relation): Promise<boolean> {
  const me = get(users, role).id;
  const [text, values] = statementOf(act, get(fixtures, relation), me);
  await asApi.query('begin');
  try {
    await asApi.query("select set_config('pantau.user_id', $1, true)", [String(me)]);
    return ((await asApi.query(text, values)).rowCount ?? 0) > 0;
  } catch (e) {
    if (REFUSED_BY_DATABASE.has((e as { code?: string }).code ?? '')) return false;
    throw e;
  } finally {
    await asApi.query('rollback');
  }
}

/** `first`: one deviation is enough to know. */
async function sqlDeviations(first = false): Promise<{ cells: number; deviations: string[] }> {
  let cells = 0;
  const deviations: string[] = [];
  for (const role of ROLES)
    for (const [act, allowed] of Object.entries(SQL_ACTS[role]) as [SqlAct, Relation[]][])
      for (const relation of RELATIONS) {
        if (first && deviations.length > 0) return { cells, deviations };
        cells += 1;
        const got = await trySql(role, act, relation);
        if (got !== allowed.includes(relation)) deviations.push(`${role} ${act} ${relation}: ${got ? 'allowed' : 'refused'}`);
      }
  return { cells, deviations };
}

describe('access', () => {
  test('over HTTP every role can do on cases what the table says, and nothing else', async () => {
    let cells = 0;
    const deviations: string[] = [];
    for (const role of ROLES)
      for (const [route, allowed] of Object.entries(CASE_ROUTES[role]) as [CaseRoute, Relation[] | 403][])
        for (const relation of RELATIONS) {
          cells += 1;
          const status = await tryRoute(role, route, relation);
          const right = allowed === 403 ? status === 403 : allowed.includes(relation) ? ok(status) : status === 404;
          if (!right) deviations.push(`${role} ${route} ${relation}: ${status}`);
        }
    process.stdout.write(
      `access over HTTP: ${ROLES.length} roles x ${Object.keys(CASE_ROUTES.analyst).length} routes x ${RELATIONS.length} regions = ${cells} cells\n`,
    );
    expect(deviations).toEqual([]);
  });

  test('over HTTP the other routes answer the roles of the table, and nobody without a session', async () => {
    const deviations: string[] = [];
    for (const [route, roles] of Object.entries(OTHER_ROUTES)) {
      const [method = '', path = ''] = route.split(' ');
      const send = (c: Client) => c.send(method, path, undefined, method === 'POST' ? { 'idempotency-key': randomUUID() } : {});
      if ((await send(new Client(api.url))).status !== 401) deviations.push(`nobody ${route}`);
      for (const role of ROLES) {
        const { status } = await send(get(clients, role));
        if (roles.includes(role) ? !ok(status) : status !== 403) deviations.push(`${role} ${route}: ${status}`);
      }
    }
    process.stdout.write(`access over HTTP: ${ROLES.length + 1} callers x ${Object.keys(OTHER_ROUTES).length} other routes\n`);
    expect(deviations).toEqual([]);
  });

  test('by direct SQL as the api the same user can do the same, and nothing else', async () => {
    const { cells, deviations } = await sqlDeviations();
    process.stdout.write(
      `access by SQL: ${ROLES.length} roles x ${Object.keys(SQL_ACTS.analyst).length} acts x ${RELATIONS.length} regions = ${cells} cells\n`,
    );
    expect(deviations).toEqual([]);
  });

  test('every route under /v1 is in the table or needs no session', async () => {
    const { body } = await new Client(api.url).get('/openapi.json');
    const routes = Object.entries(body.paths as Record<string, Record<string, unknown>>).flatMap(([p, ops]) =>
      Object.keys(ops).map((m) => `${m.toUpperCase()} ${p}`),
    );
    const inTable = new Set([
      ...Object.keys(OTHER_ROUTES).map((r) => r.replace('akses-uji', '{id}')),
      'GET /v1/cases',
      'GET /v1/cases/{id}',
      ...['claim', 'heartbeat', 'release', 'opinions', 'forward'].map((a) => `POST /v1/cases/{id}/${a}`),
    ]);
    const own = new Set(['POST /v1/sessions', 'DELETE /v1/sessions/current']);
    expect(routes.filter((r) => r.includes(' /v1/') && !inTable.has(r) && !own.has(r))).toEqual([]);
  });

  test('with row-level security off for one table, or one policy opened, at least one cell deviates', async () => {
    const silent: string[] = [];
    for (const table of ['cases', 'case_event', 'case_opinion', 'evidence', 'delivery', 'subscription', 'idempotency', 'audit_log']) {
      await sql`alter table ${sql.table(table)} disable row level security`.execute(db);
      if ((await sqlDeviations(true)).deviations.length === 0) silent.push(`${table} without row-level security`);
      await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
    }
    const { rows: policies } = await sql<{ tablename: string; policyname: string; qual: string | null; with_check: string | null }>`
      select tablename, policyname, qual, with_check from pg_policies where 'pantau_api' = any(roles)`.execute(db);
    expect(policies.length).toBeGreaterThan(8);
    for (const p of policies) {
      const alter = (using: string | null, check: string | null) =>
        sql
          .raw(
            `alter policy "${p.policyname}" on "${p.tablename}"${using === null ? '' : ` using (${using})`}${check === null ? '' : ` with check (${check})`}`,
          )
          .execute(db);
      await alter(p.qual === null ? null : 'true', p.with_check === null ? null : 'true');
      if ((await sqlDeviations(true)).deviations.length === 0) silent.push(`policy ${p.policyname} on ${p.tablename}`);
      await alter(p.qual, p.with_check);
    }
    process.stdout.write(`access mutations: 8 tables and ${policies.length} policies, ${silent.length} unnoticed\n`);
    expect(silent).toEqual([]);
    expect((await sqlDeviations()).deviations).toEqual([]);
  }, 240_000);
});
