/** Single sign-on against a real provider on loopback. */
import { type Handle, linkIdentity, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { Browser, CLIENT, startProvider, type TestProvider } from '../support/oidc.ts';
import { freePort } from '../support/services.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let provider: TestProvider;
let base: string;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  provider = await startProvider(`${base}/v1/oidc/callback`);
  api = await startTestApi(world, {
    PANTAU_PORT: port,
    PANTAU_SECOND_FACTOR: 'case_roles',
    PANTAU_OIDC_ISSUER: provider.issuer,
    PANTAU_OIDC_CLIENT_ID: CLIENT.id,
    PANTAU_OIDC_CLIENT_SECRET: CLIENT.secret,
    PANTAU_OIDC_NAME: 'SSO Bawaslu',
  });
});
afterAll(async () => {
  await api?.stop();
  await provider?.stop();
  await db?.destroy();
  await world?.drop();
});

async function linked(subject: string): Promise<BuiltUser> {
  const user = await buildUser(db, ['analyst', '16.73']);
  await linkIdentity(db, user.id, { issuer: provider.issuer, subject });
  return user;
}

/** The whole way; answers where the browser ended and, when it is in, as whom. */
async function visit(query = '', browser = new Browser()): Promise<{ end: string; userId: number | null; client: Client }> {
  const { url } = await browser.follow(`${base}/v1/oidc/start${query}`, (next) => next === `${base}/` || next.startsWith(`${base}/#`));
  const client = new Client(base);
  const token = browser.cookie(base, 'pantau_session');
  client.cookie = token === undefined ? '' : `pantau_session=${token}`;
  const me = await client.get('/v1/me');
  return { end: url.slice(base.length), userId: me.status === 200 ? me.body.user_id : null, client };
}
const isCallback = (next: string) => next.startsWith(`${base}/v1/oidc/callback`);
const failed = { end: '/#/masuk?galat=oidc_failed', userId: null };

describe('single sign-on', () => {
  test('is offered where it is set up', async () => {
    expect((await new Client(base).get('/v1/sign-in-methods')).body).toEqual({ password: true, oidc: { name: 'SSO Bawaslu' }, second_factor: true });
    const without = await startTestApi(world);
    expect((await new Client(without.url).get('/v1/sign-in-methods')).body.oidc).toBeNull();
    expect((await new Client(without.url).get('/v1/oidc/start')).status).toBe(404);
    await without.stop();
  });

  test('lets a linked person in; with a second factor at the provider everything is open', async () => {
    const user = await linked('orang-1');
    provider.signsIn('orang-1', ['pwd', 'otp']);
    const r = await visit();
    expect(r).toMatchObject({ end: '/', userId: user.id });
    expect((await r.client.get('/v1/cases')).status).toBe(200);
    const { rows } = await sql<{ data: object }>`select data from audit_log where action = 'signed_in' and object_id = ${String(user.id)}`.execute(db);
    expect(rows).toEqual([{ data: { method: 'oidc', second_factor: true } }]);
  });

  test('without one at the provider, our own is asked for', async () => {
    const user = await linked('orang-2');
    provider.signsIn('orang-2', ['pwd']);
    const r = await visit();
    expect(r.userId).toBe(user.id);
    expect(await r.client.get('/v1/cases')).toMatchObject({ status: 403, body: { code: 'second_factor_missing' } });
  });

  test('gives nobody an account or a role', async () => {
    const users = () => sql<{ n: number }>`select count(*)::int as n from app_user`.execute(db).then((r) => r.rows[0]?.n);
    const before = await users();
    provider.signsIn('orang-asing', ['pwd', 'otp']);
    expect(await visit()).toMatchObject({ end: '/#/masuk?galat=oidc_no_account', userId: null });
    expect(await users()).toBe(before);
  });

  test('a disabled account stays outside', async () => {
    const user = await linked('orang-3');
    await sql`update app_user set active = false where id = ${user.id}`.execute(db);
    provider.signsIn('orang-3', ['otp']);
    expect(await visit()).toMatchObject({ end: '/#/masuk?galat=oidc_no_account' });
  });

  test('of several accounts of one person, one is named', async () => {
    const [a, b] = [await linked('orang-4'), await linked('orang-4')];
    provider.signsIn('orang-4', ['otp']);
    expect(await visit()).toMatchObject({ end: '/#/masuk?galat=oidc_choose_account', userId: null });
    expect((await visit(`?account=${a.username}`)).userId).toBe(a.id);
    expect((await visit(`?account=${b.username}`)).userId).toBe(b.id);
    expect(await visit('?account=orang.lain')).toMatchObject({ end: '/#/masuk?galat=oidc_no_account', userId: null });
    const { rows } = await sql<{ n: number }>`select count(distinct person_key)::int as n from app_user where id in (${a.id}, ${b.id})`.execute(db);
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe('an answer of the provider counts only', () => {
  test('in the browser that asked: another one cannot be signed in with it', async () => {
    await linked('penyerang');
    provider.signsIn('penyerang', ['otp']);
    const attacker = new Browser();
    const { url } = await attacker.follow(`${base}/v1/oidc/start`, isCallback);
    const victim = new Browser();
    expect((await victim.follow(url, (n) => n.startsWith(`${base}/#`))).url).toBe(`${base}/#/masuk?galat=oidc_failed`);
    expect(victim.cookie(base, 'pantau_session')).toBeUndefined();
    await victim.follow(`${base}/v1/oidc/start`, (n) => n.startsWith(provider.issuer));
    expect((await victim.follow(url, (n) => n.startsWith(`${base}/#`))).url, 'nor with a visit of its own').toBe(`${base}/#/masuk?galat=oidc_failed`);
  });

  test('once, and with the state, issuer and code as they were', async () => {
    await linked('orang-5');
    provider.signsIn('orang-5', ['otp']);
    const bend: [string, (u: URL) => void][] = [
      ['another state', (u) => u.searchParams.set('state', 'lain')],
      ['no state', (u) => u.searchParams.delete('state')],
      ['another code', (u) => u.searchParams.set('code', 'lain')],
      ['another issuer', (u) => u.searchParams.set('iss', 'https://penyerang.contoh.invalid')],
      ['an error', (u) => u.searchParams.set('error', 'access_denied')],
    ];
    for (const [what, how] of bend) {
      const browser = new Browser();
      const { url } = await browser.follow(`${base}/v1/oidc/start`, isCallback);
      const bent = new URL(url);
      how(bent);
      expect((await browser.follow(bent.href, (n) => n.startsWith(`${base}/#`) || n === `${base}/`)).url, what).toBe(`${base}/#/masuk?galat=oidc_failed`);
      expect(browser.cookie(base, 'pantau_session'), what).toBeUndefined();
    }
    const browser = new Browser();
    const { url } = await browser.follow(`${base}/v1/oidc/start`, isCallback);
    expect((await browser.follow(url, (n) => n === `${base}/`)).url).toBe(`${base}/`);
    expect((await browser.follow(url, (n) => n.startsWith(`${base}/#`))).url, 'again').toBe(`${base}/#/masuk?galat=oidc_failed`);
  });

  test('with a cookie that this installation sealed', async () => {
    const r = await fetch(`${base}/v1/oidc/callback?code=x&state=y`, {
      redirect: 'manual',
      headers: { cookie: `pantau_oidc=${Buffer.from('{}').toString('base64url')}` },
    });
    expect(r.headers.get('location')).toBe(failed.end);
    const none = await fetch(`${base}/v1/oidc/callback`, { redirect: 'manual' });
    expect(none.headers.get('location')).toBe(failed.end);
  });
});

describe('the provider', () => {
  test('is asked with PKCE, state and nonce, and nothing of ours leaves but the client id', async () => {
    const r = await fetch(`${base}/v1/oidc/start`, { redirect: 'manual' });
    const to = new URL(r.headers.get('location') ?? '');
    expect(Object.fromEntries(to.searchParams)).toEqual({
      client_id: CLIENT.id,
      redirect_uri: `${base}/v1/oidc/callback`,
      response_type: 'code',
      scope: 'openid',
      state: expect.stringMatching(/.{20,}/),
      nonce: expect.stringMatching(/.{20,}/),
      code_challenge: expect.stringMatching(/.{40,}/),
      code_challenge_method: 'S256',
      claims: '{"id_token":{"amr":null}}',
    });
    expect(r.headers.get('set-cookie')).toMatch(/pantau_oidc=.*Path=\/v1\/oidc; HttpOnly; SameSite=Lax/);
  });

  test('that is away is 503 at the start', async () => {
    const port = await freePort();
    const apart = await startTestApi(world, {
      PANTAU_PORT: port,
      PANTAU_OIDC_ISSUER: 'http://127.0.0.1:1',
      PANTAU_OIDC_CLIENT_ID: CLIENT.id,
      PANTAU_OIDC_CLIENT_SECRET: CLIENT.secret,
    });
    expect(await new Client(apart.url).get('/v1/oidc/start')).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    await apart.stop();
  });

  test('on another machine must be https', async () => {
    await expect(
      startTestApi(world, { PANTAU_OIDC_ISSUER: 'http://sso.contoh.invalid', PANTAU_OIDC_CLIENT_ID: 'x', PANTAU_OIDC_CLIENT_SECRET: 'y' }),
    ).rejects.toThrow('PANTAU_OIDC_ISSUER must be https');
  });
});
