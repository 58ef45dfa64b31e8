/** Every role × route × region over HTTP against the hand-written table. By SQL, with each policy opened once: access-sql.test.ts. */
import { randomUUID } from 'node:crypto';
import type { Role } from '@pantau/domain';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildFixture, buildShared } from '../support/access.ts';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildContest, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import type { Fixture } from './access-sql-table.ts';
import {
  CASE_ROUTES,
  type CaseRoute,
  OBJECT_ROUTES,
  OTHER_ROUTES,
  OWN_ROUTES,
  REGIONS,
  RELATIONS,
  type Relation,
  ROLE_ONLY_ROUTES,
  ROLES,
  STEP_ROUTES,
  USER_REGION,
} from './access-table.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
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
  stranger = await buildUser(db, ['analyst', 'ID']);
  await buildShared(db, stranger.id);
  await buildContest(db, 'akses-uji', USER_REGION);
  for (const role of ROLES) {
    users.set(role, await buildUser(db, [role, USER_REGION]));
    clients.set(role, await new Client(api.url).signIn(get(users, role)));
  }
  for (const relation of RELATIONS) fixtures.set(relation, await buildFixture(db, REGIONS[relation], stranger.id));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const ok = (status: number): boolean => status >= 200 && status < 300;
/** The step itself said no: the door was passed. */
const reached = (status: number): boolean => ok(status) || [409, 412, 422, 428].includes(status);

/** A fresh case per cell, so that no cell depends on another. */
async function tryCase(role: Role, route: CaseRoute, relation: Relation): Promise<number> {
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

async function tryStep(role: Role, route: string, relation: Relation): Promise<number> {
  const [method = '', step = ''] = route.split(' ');
  const spec = STEP_ROUTES[route];
  const id = step.startsWith('attachments/') || method === 'GET' ? get(fixtures, relation).forwarded : await caseOfStep(route, relation);
  if (step === 'break-lease') await sql`update cases set claimed_by = ${stranger.id}, lease_until = now() + interval '5 minutes' where id = ${id}`.execute(db);
  const path = `/v1/cases/${id}/${step.replace('{attachment}', String(await officePaper(id)))}`;
  const revision = await sql<{ r: number }>`select revision as r from cases where id = ${id}`.execute(db);
  const headers: Record<string, string> = method === 'POST' ? { 'idempotency-key': randomUUID() } : {};
  if (method === 'POST' && spec?.match !== false) headers['if-match'] = `"${revision.rows[0]?.r ?? 1}"`;
  return (await get(clients, role).send(method, path, spec?.body, headers)).status;
}

const cases = new Map<string, number>();
/** A forwarded case of its own for each step and region, so that no step changes what the next one meets. */
async function caseOfStep(route: string, relation: Relation): Promise<number> {
  const key = `${route} ${relation}`;
  const id = cases.get(key) ?? (await buildCase(db, { region: REGIONS[relation], state: 'FORWARDED' }));
  cases.set(key, id);
  return id;
}

const officePaper = async (caseId: number): Promise<number> =>
  (await sql<{ id: number }>`select id from case_attachment where case_id = ${caseId} and stage = 'PPK'`.execute(db)).rows[0]?.id ?? 0;

async function tryObject(role: Role, route: string, relation: Relation): Promise<number> {
  const spec = OBJECT_ROUTES[route];
  const f = get(fixtures, relation);
  if (!spec) throw new Error(route);
  const [method = '', path = ''] = route.split(' ');
  const id = f[spec.object];
  // Changes here are undone by the next cell's own account or key.
  if (spec.object === 'user') await sql`update app_user set password_reset_by = null, factor_reset_by = null where id = ${id}`.execute(db);
  if (spec.object === 'key') await sql`update api_key set revoked_at = null, expires_at = null where family = ${id} and id = ${id}`.execute(db);
  const body = spec.body && 'user_id' in spec.body ? { user_id: await sibling(relation) } : spec.body;
  const headers = { 'idempotency-key': randomUUID(), ...(method === 'GET' ? {} : { 'if-match': '"1"' }) };
  return (await get(clients, role).send(method, path.replace('{id}', String(id)), body, method === 'GET' ? {} : headers)).status;
}

const siblings = new Map<Relation, number>();
/** Another account of the same region. */
async function sibling(relation: Relation): Promise<number> {
  const known = siblings.get(relation) ?? (await buildUser(db, ['analyst', REGIONS[relation]])).id;
  siblings.set(relation, known);
  return known;
}

const BODIES: Record<string, () => object> = {
  'POST /v1/me/conflicts': () => ({ kind: 'agency', agency: `Dinas ${randomUUID()}` }),
  'POST /v1/views': () => ({ name: randomUUID(), filter: {} }),
  'POST /v1/users': () => ({ username: `u${randomUUID().slice(0, 8)}`, display_name: 'Uji', region: USER_REGION }),
  'POST /v1/subject-requests': () => ({ kind: 'access', matter: 'own_data', region: USER_REGION, contact: 'surat', wish: 'Data saya.' }),
  'POST /v1/register-imports': () => ({ kind: 'accounts', file_name: 'uji.csv', bytes: 1 }),
  'POST /v1/api-keys': () => ({ name: 'uji', region: USER_REGION, scopes: ['statistics:read'] }),
};

/** The status alone; a stream is left as soon as it has begun. */
async function statusOf(c: Client, method: string, path: string, body: object | undefined): Promise<number> {
  const gone = new AbortController();
  const r = await fetch(api.url + path, {
    method,
    signal: gone.signal,
    headers: {
      ...(c.cookie ? { cookie: c.cookie } : {}),
      ...(method === 'GET' ? {} : { 'x-csrf-token': c.csrf, 'idempotency-key': randomUUID() }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (r.headers.get('content-type')?.startsWith('text/event-stream')) gone.abort();
  else await r.arrayBuffer();
  return r.status;
}

async function sweep<R extends string>(
  routes: readonly R[],
  attempt: (role: Role, route: R, relation: Relation) => Promise<number>,
  right: (role: Role, route: R, relation: Relation, status: number) => boolean,
): Promise<{ cells: number; deviations: string[] }> {
  let cells = 0;
  const deviations: string[] = [];
  for (const route of routes)
    for (const role of ROLES)
      for (const relation of RELATIONS) {
        cells += 1;
        const status = await attempt(role, route, relation);
        if (!right(role, route, relation, status)) deviations.push(`${role} ${route} ${relation}: ${status}`);
      }
  return { cells, deviations };
}
const say = (what: string, routes: number, r: { cells: number; deviations: string[] }) =>
  process.stdout.write(
    `access over HTTP, ${what}: ${ROLES.length} roles x ${routes} routes x ${RELATIONS.length} regions = ${r.cells} cells, ${r.deviations.length} deviations\n`,
  );

describe('access over HTTP', () => {
  test('every role can do on cases what the table says, and nothing else', async () => {
    const routes = Object.keys(CASE_ROUTES.analyst) as CaseRoute[];
    const r = await sweep(routes, tryCase, (role, route, relation, status) => {
      const allowed = CASE_ROUTES[role][route];
      return allowed === 403 ? status === 403 : allowed.includes(relation) ? ok(status) : status === 404;
    });
    say('cases', routes.length, r);
    expect(r.deviations).toEqual([]);
  }, 240_000);

  test('every step of a case reaches its roles in their region; elsewhere the case does not exist', async () => {
    const routes = Object.keys(STEP_ROUTES);
    const r = await sweep(routes, tryStep, (role, route, relation, status) => {
      const spec = STEP_ROUTES[route];
      if (!spec?.roles.includes(role)) return status === 403;
      return (spec.relations ?? ['own', 'child']).includes(relation) ? reached(status) : status === 404;
    });
    say('steps', routes.length, r);
    expect(r.deviations).toEqual([]);
  }, 480_000);

  test('the other things of a region are for its own people too', async () => {
    const routes = Object.keys(OBJECT_ROUTES);
    const r = await sweep(routes, tryObject, (role, route, relation, status) => {
      const spec = OBJECT_ROUTES[route];
      if (!spec?.roles.includes(role)) return status === 403;
      if (!spec.relations.includes(relation)) return status === 404;
      return spec.inside === undefined ? reached(status) : status === spec.inside;
    });
    say('objects', routes.length, r);
    expect(r.deviations).toEqual([]);
  }, 240_000);

  test('the other routes answer the roles of the table, and nobody without a session', async () => {
    const deviations: string[] = [];
    for (const [route, roles] of Object.entries(OTHER_ROUTES)) {
      const [method = '', path = ''] = route.split(' ');
      if ((await statusOf(new Client(api.url), method, path, BODIES[route]?.())) !== 401) deviations.push(`nobody ${route}`);
      for (const role of ROLES) {
        const status = await statusOf(get(clients, role), method, path, BODIES[route]?.());
        if (roles.includes(role) ? !ok(status) : status !== 403) deviations.push(`${role} ${route}: ${status}`);
      }
    }
    for (const [route, { roles, body }] of Object.entries(ROLE_ONLY_ROUTES)) {
      const [method = '', path = ''] = route.split(' ');
      const url = path.replace('{id}', String(get(fixtures, 'own').forwarded));
      if ((await statusOf(new Client(api.url), method, url, method === 'GET' ? undefined : body)) !== 401) deviations.push(`nobody ${route}`);
      for (const role of ROLES) {
        const status = await statusOf(get(clients, role), method, url, method === 'GET' ? undefined : body);
        if ((status === 403) === roles.includes(role) || status === 401 || status >= 500) deviations.push(`${role} ${route}: ${status}`);
      }
    }
    const n = Object.keys(OTHER_ROUTES).length + Object.keys(ROLE_ONLY_ROUTES).length;
    process.stdout.write(
      `access over HTTP, others: ${ROLES.length + 1} callers x ${n} routes = ${(ROLES.length + 1) * n} cells, ${deviations.length} deviations\n`,
    );
    expect(deviations).toEqual([]);
  }, 240_000);

  test('every route under /v1 is in a table, and every row of a table is a route', async () => {
    const { body } = await new Client(api.url).get('/openapi.json');
    const routes = Object.entries(body.paths as Record<string, Record<string, unknown>>)
      .flatMap(([p, ops]) => Object.keys(ops).map((m) => `${m.toUpperCase()} ${p}`))
      .filter((r) => r.includes(' /v1/'));
    const listed = [
      ...OWN_ROUTES,
      ...Object.keys(OTHER_ROUTES).map((r) => r.replace(/\?.*/, '').replace('akses-uji', '{id}').replace('/spelling', '/{name}')),
      ...Object.keys(ROLE_ONLY_ROUTES).map((r) => r.replace('00000000-0000-4000-8000-000000000000', '{id}').replace('pieces/0', 'pieces/{n}')),
      ...Object.keys(OBJECT_ROUTES),
      ...Object.keys(STEP_ROUTES).map((r) => r.replace(' ', ' /v1/cases/{id}/')),
      'GET /v1/cases',
      'GET /v1/cases/{id}',
      ...['claim', 'heartbeat', 'release', 'opinions', 'forward'].map((a) => `POST /v1/cases/{id}/${a}`),
    ];
    expect(
      routes.filter((r) => !listed.includes(r)),
      'routes without a row',
    ).toEqual([]);
    expect(
      listed.filter((r) => !routes.includes(r)),
      'rows without a route',
    ).toEqual([]);
  });
});
