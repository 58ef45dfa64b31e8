import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser, PASSWORD } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let user: BuiltUser;
let analyst: Client;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  user = await buildUser(db, ['analyst', '16']);
  analyst = await new Client(api.url).signIn(user);
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const anyone = () => new Client(api.url);
/** Redis is connected a moment after the start. */
async function ready(url: string) {
  await waitFor('Redis to be up', async () => (await new Client(url).get('/readyz')).body.parts.redis === 'up');
  return new Client(url).get('/readyz');
}
const problem = (status: number, code: string) => ({ status, body: { status, code, type: `/docs/errors#${code}` } });

describe('problems', () => {
  test('unknown address, unknown method, wrong type, broken and oversize bodies each have their code', async () => {
    expect(await anyone().get('/v1/nothing')).toMatchObject(problem(404, 'not_found'));
    for (const address of ['/%', '/v1/cases/%zz', `/v1/contests/${'x'.repeat(300)}`])
      expect((await anyone().get(address)).headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const wrongMethod = await anyone().send('PUT', '/v1/cases/12');
    expect(wrongMethod).toMatchObject(problem(405, 'method_not_allowed'));
    expect(wrongMethod.headers.get('allow')).toBe('GET');
    expect(await anyone().send('POST', '/v1/sessions', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject(
      problem(415, 'unsupported_media_type'),
    );
    expect(await anyone().send('POST', '/v1/sessions', 'a=b', { 'content-type': 'text/plain' })).toMatchObject(problem(415, 'unsupported_media_type'));
    expect(await anyone().send('POST', '/v1/sessions', '{"username":')).toMatchObject(problem(400, 'bad_request'));
    expect(await anyone().send('POST', '/v1/sessions', { username: 'x', password: 'y'.repeat(1_100_000) })).toMatchObject(problem(413, 'payload_too_large'));
  });

  test('a field that is wrong is named, a field that does not belong is refused', async () => {
    const r = await analyst.get('/v1/cases?limit=0&label=NOPE');
    expect(r).toMatchObject(problem(400, 'bad_request'));
    expect(r.body.errors.map((e: { path: string }) => e.path).sort()).toEqual(['querystring/label/0', 'querystring/limit']);
    expect(await analyst.get('/v1/cases?admin=true')).toMatchObject(problem(400, 'bad_request'));
    expect(await anyone().send('POST', '/v1/sessions', { username: 'x', password: 'y', role: 'system_admin' })).toMatchObject(problem(400, 'bad_request'));
    expect(await analyst.get('/v1/cases/abc')).toMatchObject(problem(400, 'bad_request'));
    expect(await analyst.get('/v1/cases?cursor=%00')).toMatchObject(problem(400, 'bad_request'));
    expect(await analyst.get('/v1/cases/999999999')).toMatchObject(problem(404, 'not_found'));
  });

  test('what the database cannot hold is the fault of the request: NUL, days and numbers out of range', async () => {
    expect(await analyst.get('/v1/cases?contest=%00')).toMatchObject(problem(400, 'bad_request'));
    expect(await analyst.get('/v1/contests/a%00b')).toMatchObject(problem(400, 'bad_request'));
    expect(await analyst.get('/v1/stats/cases?from=0000-01-01')).toMatchObject(problem(400, 'bad_request'));
    expect(await anyone().send('POST', '/v1/sessions', { username: 'a\u0000b', password: 'x' })).toMatchObject(problem(400, 'bad_request'));
    for (const cursor of [
      [99_999, 1],
      [-40_000, 1],
      [1, 1e300],
    ]) {
      const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
      const r = await analyst.get(`/v1/cases?cursor=${text}`);
      expect(r, String(cursor)).toMatchObject(problem(400, 'bad_request'));
      expect(r.body.errors[0].path).toBe('query/cursor');
    }
  });

  test('a reason with a NUL is refused before anything is sealed', async () => {
    const id = await buildCase(db);
    const { etag } = await analyst.post(`/v1/cases/${id}/claim`);
    const body = { finding: 'not_a_violation', reason: 'a\u0000b' };
    expect(await analyst.post(`/v1/cases/${id}/opinions`, body, { 'if-match': etag })).toMatchObject(problem(400, 'bad_request'));
    expect((await analyst.get(`/v1/cases/${id}`)).body).toMatchObject({ state: 'IN_REVIEW', opinions: [] });
  });

  test('every answer carries a request id and strict headers; /v1 is never stored', async () => {
    const r = await analyst.get('/v1/me');
    expect(r.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(r.headers.get('cache-control')).toBe('no-store');
    expect(r.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(r.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(r.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a lost database is 503 and not a stack trace', async () => {
    const alone = await startTestApi({ ...world, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' });
    try {
      const r = await new Client(alone.url).send('POST', '/v1/sessions', { username: 'x', password: 'y' });
      expect(r).toMatchObject(problem(503, 'unavailable'));
      expect(JSON.stringify(r.body)).not.toMatch(/ECONN|at /);
    } finally {
      await alone.stop();
    }
  });
});

describe('documents', () => {
  test('OpenAPI 3.1 describes every route under /v1 with its answer and problems', async () => {
    const { body } = await anyone().get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const paths = Object.keys(body.paths).filter((p) => p.startsWith('/v1/'));
    expect(paths).toEqual(
      expect.arrayContaining(['/v1/cases/{id}/opinions', '/v1/cases/{id}/forward', '/v1/stats/cases', '/v1/sessions/current', '/v1/register']),
    );
    for (const path of paths)
      for (const [method, op] of Object.entries(body.paths[path] as Record<string, { responses: Record<string, unknown> }>))
        expect(Object.keys(op.responses), `${method} ${path}`).toEqual(expect.arrayContaining(['4XX']));
  });

  test('/docs and /docs/errors answer', async () => {
    expect((await anyone().get('/docs/')).status).toBe(200);
    const errors = await anyone().get('/docs/errors');
    expect(errors.body).toContain('id="forward_needs_finding"');
  });
});

describe('health', () => {
  test('/readyz names a part that is down', async () => {
    expect(await ready(api.url)).toMatchObject({ status: 200, body: { ready: true, parts: { postgres: 'up', redis: 'up' } } });
    const withPeer = await startTestApi(world, { PANTAU_PEERS: [{ name: 'ingest', url: 'http://127.0.0.1:1' }] });
    try {
      expect(await ready(withPeer.url)).toMatchObject({
        status: 503,
        body: { ready: false, parts: { postgres: 'up', redis: 'up', ingest: 'down' } },
      });
      expect((await new Client(withPeer.url).get('/livez')).status).toBe(200);
    } finally {
      await withPeer.stop();
    }
  });

  test('a peer that is ready counts as up', async () => {
    const withPeer = await startTestApi(world, { PANTAU_PEERS: [{ name: 'other', url: api.url }] });
    try {
      expect(await ready(withPeer.url)).toMatchObject({ status: 200, body: { parts: { other: 'up' } } });
    } finally {
      await withPeer.stop();
    }
  });

  test('/metrics counts requests by route, never by address', async () => {
    await analyst.get('/v1/cases/424242');
    const { body } = await anyone().get('/metrics');
    expect(body).toContain('route="/v1/cases/:id"');
    expect(body).not.toContain('424242');
  });
});

describe('sessions', () => {
  test('the cookie is httpOnly and strict, and a new sign-in never takes over a token that was handed in', async () => {
    const c = anyone();
    c.cookie = 'pantau_session=chosen-by-someone-else';
    const r = await c.send('POST', '/v1/sessions', { username: user.username, password: PASSWORD });
    const cookie = r.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toContain('chosen-by-someone-else');
    expect(r.body).toMatchObject({ roles: [{ role: 'analyst', region: '16', region_name: 'Sumatera Selatan' }] });
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from session where token_hash = convert_to(${cookie.slice(15, 58)}, 'UTF8')`.execute(
      db,
    );
    expect(rows[0]?.n, 'the token itself is not stored').toBe(0);
  });

  test('behind https the cookie is Secure', async () => {
    const tls = await startTestApi(world, { PANTAU_PUBLIC_URL: 'https://pantau.contoh.invalid' });
    try {
      const r = await new Client(tls.url).send('POST', '/v1/sessions', { username: user.username, password: PASSWORD });
      expect(r.headers.get('set-cookie')).toMatch(/Secure/);
    } finally {
      await tls.stop();
    }
  });

  test('a write without the CSRF token is refused, a read is not', async () => {
    const id = await buildCase(db);
    const c = anyone();
    c.cookie = analyst.cookie;
    expect((await c.get('/v1/me')).status).toBe(200);
    expect(await c.post(`/v1/cases/${id}/claim`)).toMatchObject(problem(403, 'csrf_failed'));
    expect(await c.post(`/v1/cases/${id}/claim`, undefined, { 'x-csrf-token': 'x'.repeat(43) })).toMatchObject(problem(403, 'csrf_failed'));
  });

  test('no session, a made-up one, an ended one and a disabled user are all 401', async () => {
    expect(await anyone().get('/v1/me')).toMatchObject(problem(401, 'unauthenticated'));
    const made = anyone();
    made.cookie = `pantau_session=${'A'.repeat(43)}`;
    expect((await made.get('/v1/me')).status).toBe(401);
    const leaver = await buildUser(db, ['analyst', '16']);
    const c = await anyone().signIn(leaver);
    await sql`update session set expires_at = now() where user_id = ${leaver.id}`.execute(db);
    expect((await c.get('/v1/me')).status).toBe(401);
    await c.signIn(leaver);
    await sql`update app_user set active = false where id = ${leaver.id}`.execute(db);
    expect((await c.get('/v1/me')).status).toBe(401);
    expect((await anyone().send('POST', '/v1/sessions', { username: leaver.username, password: PASSWORD })).status).toBe(401);
  });

  test('five failures lock the account, also for the right password, until the time is over', async () => {
    const target = await buildUser(db, ['analyst', '16']);
    const attempt = (password: string) => anyone().send('POST', '/v1/sessions', { username: target.username, password });
    for (let i = 0; i < 5; i++) expect(await attempt('salah')).toMatchObject(problem(401, 'bad_credentials'));
    expect(await attempt(PASSWORD)).toMatchObject(problem(423, 'account_locked'));
    await sql`update app_user set locked_until = now() where id = ${target.id}`.execute(db);
    expect((await attempt(PASSWORD)).status).toBe(201);
    expect((await attempt('salah')).status, 'success set the count back').toBe(401);
    expect((await attempt(PASSWORD)).status).toBe(201);
  });

  test('a burst of guesses checks at most five passwords', async () => {
    const target = await buildUser(db, ['analyst', '16']);
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => anyone().send('POST', '/v1/sessions', { username: target.username, password: `tebak ${i}` })),
    );
    expect(all.filter((r) => r.status === 401)).toHaveLength(5);
    expect(all.filter((r) => r.status === 423)).toHaveLength(7);
  });

  test('sign-ins, refusals and sign-outs are in the audit log', async () => {
    const target = await buildUser(db, ['analyst', '16']);
    const c = anyone();
    await c.send('POST', '/v1/sessions', { username: target.username, password: 'salah' });
    await c.signIn(target);
    await c.send('DELETE', '/v1/sessions/current');
    const { rows } = await sql<{
      action: string;
      actor: number | null;
    }>`select action, actor from audit_log where object = 'user' and object_id = ${String(target.id)} order by id`.execute(db);
    expect(rows).toEqual([
      { action: 'user_created', actor: null },
      { action: 'sign_in_refused', actor: null },
      { action: 'signed_in', actor: target.id },
      { action: 'signed_out', actor: target.id },
    ]);
  });

  test('too many sign-ins from one address are slowed down, and so are misses', async () => {
    const strict = await startTestApi(world, { PANTAU_SIGN_INS_PER_MINUTE: 2, PANTAU_REQUESTS_PER_MINUTE: 30 });
    try {
      const c = new Client(strict.url);
      const bad = () => c.send('POST', '/v1/sessions', { username: 'tidak.ada', password: 'x' });
      expect([(await bad()).status, (await bad()).status]).toEqual([401, 401]);
      const limited = await bad();
      expect(limited).toMatchObject(problem(429, 'rate_limited'));
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
      const misses = [];
      for (let i = 0; i < 32; i++) misses.push((await c.get(`/miss-${i}`)).status);
      expect(misses.at(-1)).toBe(429);
      expect((await c.get('/livez')).status, 'probes are never limited').toBe(200);
    } finally {
      await strict.stop();
    }
  });
});

describe('logs', () => {
  test('nothing that names a person is written', async () => {
    const id = await buildCase(db, { text: 'Teks rahasia coblos nomor 2' });
    await analyst.get(`/v1/cases/${id}`);
    await analyst.post(`/v1/cases/${id}/claim`);
    await anyone().send('POST', '/v1/sessions', { username: user.username, password: 'kata-sandi-salah' });
    const out = api.logged();
    expect(out).toContain('case moved');
    for (const secret of ['Teks rahasia', user.username, PASSWORD, 'kata-sandi-salah', 'Orang Fiktif', analyst.csrf, analyst.cookie.slice(15)])
      expect(out).not.toContain(secret);
  });
});
