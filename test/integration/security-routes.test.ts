/** What must hold for every route, also for those that come later: driven by the OpenAPI document. */
import { randomUUID } from 'node:crypto';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type Reply, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildContest, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { fill, nameOf, type Route, routesOf, sample } from '../support/openapi.ts';
import { OWN_ROUTES, ROLES, STEP_ROUTES } from './access-table.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
/** Holds every role over the whole country: whatever is refused to this user is refused to all. */
let all: Client;
let routes: Route[];

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  await buildContest(db, 'keamanan-uji', '16.73');
  for (const state of ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'FORWARDED'] as const) await buildCase(db, { region: '16.73', state });
  all = await new Client(api.url).signIn(await buildUser(db, ...ROLES.map((r): [typeof r, string] => [r, 'ID'])));
  routes = await routesOf(api.url);
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

/** Released statistics: the same for everybody, so a proxy may keep them. */
const RELEASED = [
  'GET /v1/stats/releases',
  'GET /v1/stats/releases/{release}',
  'GET /v1/stats/releases/{release}/tables/{table}',
  'GET /v1/stats/releases/{release}/tables/{table}/csv',
  'GET /v1/stats/series',
];
/** Open to whoever comes, with or without a session. */
const PUBLIC = new Set([
  'GET /v1/sign-in-methods',
  'GET /v1/setup',
  'POST /v1/setup/administrator',
  ...RELEASED,
  'POST /v1/sessions',
  'GET /v1/oidc/start',
  'GET /v1/oidc/callback',
  'POST /v1/statements/passes',
  'GET /v1/statements/current',
  'POST /v1/statements/current/answer',
  'POST /v1/statements/current/refusal',
  'POST /v1/statements/current/files',
]);
/** POSTs that take no Idempotency-Key, each with its reason. */
const WITHOUT_KEY: Record<string, string> = {
  'POST /v1/sessions': 'a stored answer would be a stored token',
  'POST /v1/setup/administrator': 'once by its token; there is no user to store an answer for',
  'POST /v1/cases/{id}/identity': 'a read that needs a purpose; it changes nothing but the log',
  'POST /v1/rules/trial': 'it changes nothing, and a stored answer would keep the text',
  'POST /v1/subjects/file': 'a read that needs a purpose; it changes nothing but the log',
  'POST /v1/subject-requests/{id}/identity': 'the answer would be a stored hint at a NIP; If-Match refuses a repeat',
  'POST /v1/statements/passes': 'a stored answer would be a stored pass',
  'POST /v1/statements/current/answer': 'once by the state of the link; there is no user to store an answer for',
  'POST /v1/statements/current/refusal': 'once by the state of the link; there is no user to store an answer for',
  'POST /v1/statements/current/files': 'counted by the link; there is no user to store an answer for',
};
/** Bodies that the schema alone does not lead to. */
const BODIES: Record<string, object> = {
  ...Object.fromEntries(Object.entries(STEP_ROUTES).map(([k, v]) => [k.replace(' ', ' /v1/cases/{id}/'), v.body ?? {}])),
  'POST /v1/cases/{id}/opinions': { finding: 'needs_second' },
  'POST /v1/users': { username: 'uji.keamanan', display_name: 'Uji', region: '16.73' },
  'POST /v1/case-files': { case_ids: [1, 2] },
  'POST /v1/subjects/file': { person_id: 1, purpose: 'uji keamanan' },
  'POST /v1/register-imports': { kind: 'accounts', file_name: 'uji.csv', bytes: 10 },
};
const bodyOf = (r: Route): unknown => (r.body === null ? undefined : (BODIES[nameOf(r)] ?? sample(r.body)));
/** A thing with this id is there for few routes, and for none of another region's. */
const ID = '999999';
const send = (c: Client, r: Route, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  c.send(r.method, fill(r, r.params.includes('id') && /sessions|register-imports/.test(r.path) ? randomUUID() : ID), body, headers);
const changing = (r: Route) => r.method !== 'GET';
const guarded = (r: Route) => !PUBLIC.has(nameOf(r));
/** A stream does not end by itself. */
const streams = (r: Route) => nameOf(r) === 'GET /v1/events';
/** What ends the session that the other checks use. */
const endsIt = (r: Route) => ['DELETE /v1/sessions/current', 'PUT /v1/me/password'].includes(nameOf(r));
const anon = () => new Client(api.url);

async function deviations(of: readonly Route[], check: (r: Route) => Promise<string | null>): Promise<string[]> {
  const out: string[] = [];
  for (const r of of) {
    const what = await check(r);
    if (what !== null) out.push(`${nameOf(r)}: ${what}`);
  }
  return out;
}

describe('every route', () => {
  test('there are many, and the public ones are these', () => {
    expect(routes.length).toBeGreaterThan(90);
    expect([...PUBLIC].filter((p) => !OWN_ROUTES.includes(p))).toEqual([]);
  });

  test('needs a session or key unless it is public', async () => {
    expect(await deviations(routes.filter(guarded), async (r) => ((await send(anon(), r, bodyOf(r))).status === 401 ? null : 'answers a stranger'))).toEqual(
      [],
    );
  });

  test('that changes something refuses a session without its CSRF token, and with that of another session', async () => {
    const other = await new Client(api.url).signIn(await buildUser(db, ['analyst', 'ID']));
    for (const csrf of ['', other.csrf]) {
      const forged = anon();
      Object.assign(forged, { cookie: all.cookie, csrf });
      const wrong = await deviations(
        routes.filter((r) => guarded(r) && changing(r)),
        async (r) => {
          const { status, body } = await send(forged, r, bodyOf(r), { 'idempotency-key': randomUUID() });
          return status === 403 && body.code === 'csrf_failed' ? null : String(status);
        },
      );
      expect(wrong).toEqual([]);
    }
  });

  test('that changes something by POST refuses to act without an Idempotency-Key', async () => {
    const posts = routes.filter((r) => r.method === 'POST');
    expect(Object.keys(WITHOUT_KEY).filter((k) => !posts.some((r) => nameOf(r) === k))).toEqual([]);
    const wrong = await deviations(
      posts.filter((r) => !(nameOf(r) in WITHOUT_KEY)),
      async (r) => {
        const raw = r.path.endsWith('/attachments');
        const path = `${fill(r, r.path.includes('register-imports') ? randomUUID() : ID)}${raw ? '?kind=other&file_name=uji.txt' : ''}`;
        const { status, body } = await all.send('POST', path, raw ? 'isi' : bodyOf(r), { 'if-match': '"1"', ...(raw ? { 'content-type': 'text/plain' } : {}) });
        return status === 400 && body.code === 'idempotency_key_missing' ? null : `${status} ${body?.code} ${JSON.stringify(body?.errors ?? '')}`;
      },
    );
    expect(wrong).toEqual([]);
  });

  test('refuses a field that it does not know: nothing is assigned that was not meant', async () => {
    const withBody = routes.filter((r) => r.body !== null && !endsIt(r));
    expect(withBody.length).toBeGreaterThan(40);
    const wrong = await deviations(withBody, async (r) => {
      const given = bodyOf(r);
      const more = { ...(typeof given === 'object' ? given : {}), is_admin: true, role: 'system_admin' };
      const { status, body } = await send(all, r, more, { 'idempotency-key': randomUUID(), 'if-match': '"1"' });
      return status === 400 && JSON.stringify(body.errors ?? '').includes('nrecognized') ? null : `${status} ${JSON.stringify(body?.errors ?? body?.code)}`;
    });
    expect(wrong).toEqual([]);
  });

  test('is never stored by a browser or proxy, answers with a strict policy, and names no technology', async () => {
    const wrong = await deviations(
      routes.filter((r) => r.method === 'GET' && !streams(r)),
      async (r) => {
        for (const c of [all, anon()]) {
          const { headers, status } = await send(c, r, undefined);
          if (headers.get('cache-control') !== (RELEASED.includes(nameOf(r)) && status < 400 ? 'public, max-age=300' : 'no-store'))
            return `cache-control ${headers.get('cache-control')}`;
          if (!headers.get('content-security-policy')?.includes("default-src 'none'")) return 'no policy';
          if (headers.get('x-content-type-options') !== 'nosniff') return 'sniffing';
          if (headers.get('x-powered-by') !== null || headers.get('server') !== null) return 'says what it is made of';
        }
        return null;
      },
    );
    expect(wrong).toEqual([]);
  });

  test('takes no address apart: odd ids are 400 or 404, and none is a fault', async () => {
    const odd = [
      '0',
      '-1',
      '1e400',
      '99999999999999999999',
      'abc',
      '1%20or%201=1',
      '%27%3B--',
      '..%2f..%2fetc%2fpasswd',
      '%00',
      '%F0%9F%92%A3',
      'x'.repeat(190),
    ];
    const wrong = await deviations(
      routes.filter((r) => r.params.length > 0),
      async (r) => {
        for (const id of odd) {
          const { status } = await all.send(r.method, fill(r, id), bodyOf(r), { 'idempotency-key': randomUUID(), 'if-match': '"1"' });
          if (status !== 400 && status !== 404) return `${id} → ${status}`;
        }
        return null;
      },
    );
    expect(wrong).toEqual([]);
  }, 240_000);

  test('treats what is asked as a value: SQL in a query changes nothing and finds nothing', async () => {
    const attacks = ["' or '1'='1", "'; drop table cases; --", '") union select password_hash from app_user --', '\\', '%', '\u0000', "x'||pg_sleep(5)||'"];
    const tables = () => sql<{ n: number }>`select count(*)::int as n from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db);
    const before = await tables();
    const asking = routes.filter((r) => r.method === 'GET' && r.query.length > 0 && !streams(r) && !r.path.includes('oidc'));
    const wrong = await deviations(asking, async (r) => {
      for (const { name } of r.query)
        for (const attack of attacks) {
          const { status, body } = await all.get(`${fill(r, ID)}?${name}=${encodeURIComponent(attack)}`);
          if (status >= 500) return `${name}=${attack} → ${status}`;
          if (JSON.stringify(body ?? '').includes('argon2')) return `${name} gives hashes away`;
        }
      return null;
    });
    expect(wrong).toEqual([]);
    expect((await tables()).rows).toEqual(before.rows);
  }, 240_000);

  test('puts nothing of a request into its headers', async () => {
    const wrong = await deviations(
      routes.filter((r) => r.method === 'GET' && !streams(r)),
      async (r) => {
        const names = r.query.length > 0 ? r.query.map((q) => q.name) : ['x'];
        for (const name of names) {
          const { headers } = await all.get(`${fill(r, ID)}?${name}=${encodeURIComponent('a\r\nset-cookie: jahat=1\r\nx-jahat: 1')}`);
          if (headers.get('x-jahat') !== null || (headers.get('set-cookie') ?? '').includes('jahat')) return name;
        }
        return null;
      },
    );
    expect(wrong).toEqual([]);
  });

  test('refuses a body above its limit', async () => {
    const big = { x: 'x'.repeat(1_100_000) };
    const wrong = await deviations(
      routes.filter((r) => r.body !== null && !endsIt(r)),
      async (r) => {
        const { status } = await send(all, r, big, { 'idempotency-key': randomUUID(), 'if-match': '"1"' });
        return status === 413 ? null : String(status);
      },
    );
    expect(wrong).toEqual([]);
  }, 240_000);

  test('answers in JSON or as a download, never as a page or a table that a spreadsheet would run', async () => {
    const { body } = await anon().get('/openapi.json');
    const types = Object.entries(body.paths as Record<string, Record<string, { responses: Record<string, { content?: object }> }>>)
      // A download with its file name; statistics.test.ts holds that, and that no cell of it is a formula.
      .filter(([path]) => path !== '/v1/stats/releases/{release}/tables/{table}/csv')
      .map(([, operations]) => operations)
      .flatMap((p) => Object.values(p))
      .flatMap((op) => Object.values(op.responses))
      .flatMap((a) => Object.keys(a.content ?? {}));
    expect([...new Set(types)].filter((t) => /html|csv|excel|spreadsheet/.test(t))).toEqual([]);
  });
});
