/** The own account: second factor, recovery codes, password, sessions. A clock that is turned by hand, real Postgres, over HTTP. */
import { checkInstallationKey, type Handle, keyringFrom, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser, PASSWORD } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const STRONG = 'gerimis-lentera-7-kayuh-belukar';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let now = Date.parse('2026-03-02T02:00:00Z');

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world, { PANTAU_SECOND_FACTOR: 'case_roles' }, () => new Date(now));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const anyone = () => new Client(api.url);
const problem = (status: number, code: string) => ({ status, body: { code } });
const codeOf = (secret: string, at = now) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
const nextStep = () => {
  now += 30_000;
};
const tryIn = (u: BuiltUser, extra: Record<string, string> = {}) =>
  anyone().send('POST', '/v1/sessions', { username: u.username, password: PASSWORD, ...extra });

/** An analyst who has enrolled, with the secret and the recovery codes. */
async function enrolled(): Promise<{ user: BuiltUser; client: Client; secret: string; recovery: string[] }> {
  const user = await buildUser(db, ['analyst', '16.73']);
  const client = await anyone().signIn(user);
  const { body } = await client.send('PUT', '/v1/me/second-factor', { password: PASSWORD });
  nextStep();
  const done = await client.send('PUT', '/v1/me/second-factor/confirmation', { code: codeOf(body.secret) });
  expect(done.status).toBe(200);
  return { user, client: client.keep(done), secret: body.secret, recovery: done.body.recovery_codes };
}

test('a key that is not the one the database was filled with stops the start in one line', async () => {
  const other = await createWorld();
  const owner = openDb({ url: other.databaseUrl, role: 'owner', name: 'test' });
  await checkInstallationKey(owner, other.keyring);
  await (await startTestApi(other)).stop();
  await expect(startTestApi({ ...other, keyring: keyringFrom(Buffer.alloc(32, 9)) })).rejects.toThrow(
    /^the installation key is not the one this database was filled with: set PANTAU_KEY/,
  );
  await owner.destroy();
  await other.drop();
});

describe('where the policy asks for a second factor', () => {
  test('a role that sees cases has only its own account until it has one; other roles are not asked', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const c = await anyone().signIn(user);
    expect((await c.get('/v1/me')).body.second_factor).toEqual({ set: false, passed: false, missing: true });
    expect(await c.get('/v1/cases')).toMatchObject(problem(403, 'second_factor_missing'));
    expect(await c.post('/v1/cases/next')).toMatchObject(problem(403, 'second_factor_missing'));
    const { body } = await c.send('PUT', '/v1/me/second-factor', { password: PASSWORD });
    expect(body.uri).toContain('otpauth://totp/Pantau:');
    const done = await c.send('PUT', '/v1/me/second-factor/confirmation', { code: codeOf(body.secret) });
    expect(done).toMatchObject({ status: 200, body: { me: { second_factor: { set: true, passed: true, missing: false } } } });
    expect((await c.keep(done).get('/v1/cases')).status).toBe(200);
    const reader = await anyone().signIn(await buildUser(db, ['register_admin', '16.73']));
    expect((await reader.get('/v1/register')).status).toBe(200);
  });

  test('the secret is begun with the password only, and lies sealed in the database', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const c = await anyone().signIn(user);
    expect(await c.send('PUT', '/v1/me/second-factor', { password: 'salah' })).toMatchObject(problem(401, 'bad_credentials'));
    expect(await c.send('PUT', '/v1/me/second-factor', {})).toMatchObject(problem(401, 'bad_credentials'));
    const { body } = await c.send('PUT', '/v1/me/second-factor', { password: PASSWORD });
    const { rows } = await sql<{ s: Buffer }>`select secret_sealed as s from user_totp where user_id = ${user.id}`.execute(db);
    expect(rows[0]?.s.includes(body.secret)).toBe(false);
    expect(world.keyring.open(rows[0]?.s ?? Buffer.alloc(0))).toBe(body.secret);
  });
});

describe('signing in with a second factor', () => {
  test('needs a code, and each code counts once', async () => {
    const { user, secret } = await enrolled();
    expect(await tryIn(user)).toMatchObject(problem(401, 'second_factor_required'));
    expect(await tryIn(user, { code: codeOf(secret) }), 'the code of the enrolment was used').toMatchObject(problem(401, 'second_factor_wrong'));
    nextStep();
    const code = codeOf(secret);
    expect(await tryIn(user, { code })).toMatchObject({ status: 201, body: { second_factor: { passed: true } } });
    expect(await tryIn(user, { code }), 'replayed').toMatchObject(problem(401, 'second_factor_wrong'));
    expect(await tryIn(user, { code: codeOf(secret, now - 60_000) }), 'two steps old').toMatchObject(problem(401, 'second_factor_wrong'));
    nextStep();
    expect((await tryIn(user, { code: codeOf(secret, now + 30_000) })).status, 'a clock that is a little fast').toBe(201);
  });

  test('one code sent many times at once opens one session', async () => {
    const { user, secret } = await enrolled();
    nextStep();
    const code = codeOf(secret);
    const all = await Promise.all(Array.from({ length: 4 }, () => tryIn(user, { code })));
    expect(all.map((r) => r.status).sort((a, b) => a - b)).toEqual([201, 401, 401, 401]);
  });

  test('asking for the code does not count as a failure, guessing it does: five lock the account', async () => {
    const { user, secret } = await enrolled();
    for (let i = 0; i < 8; i++) expect(await tryIn(user)).toMatchObject(problem(401, 'second_factor_required'));
    for (let i = 0; i < 5; i++) expect(await tryIn(user, { code: '000000' })).toMatchObject(problem(401, 'second_factor_wrong'));
    nextStep();
    expect(await tryIn(user, { code: codeOf(secret) })).toMatchObject(problem(423, 'account_locked'));
  });

  test('a wrong password says nothing about the second factor', async () => {
    const { user, secret } = await enrolled();
    nextStep();
    expect(await tryIn(user, { password: 'salah', code: codeOf(secret) })).toMatchObject(problem(401, 'bad_credentials'));
  });

  test('a recovery code works once, in any spelling; new ones end the old ones', async () => {
    const { user, secret, recovery } = await enrolled();
    expect(new Set(recovery).size).toBe(10);
    const [first = '', second = '', third = ''] = recovery;
    expect((await tryIn(user, { code: first })).status).toBe(201);
    expect(await tryIn(user, { code: first })).toMatchObject(problem(401, 'second_factor_wrong'));
    const c = await anyone().signIn(user, { code: second.toLowerCase().replaceAll('-', ' ') });
    expect((await c.get('/v1/me/second-factor')).body).toEqual({ set: true, recovery_codes_left: 8 });
    nextStep();
    const made = await c.send('PUT', '/v1/me/recovery-codes', { code: codeOf(secret) });
    expect(made.body.recovery_codes).toHaveLength(10);
    expect(await tryIn(user, { code: third })).toMatchObject(problem(401, 'second_factor_wrong'));
    const stored = await sql<{ h: Buffer }>`select code_hash as h from user_recovery_code where user_id = ${user.id}`.execute(db);
    expect(stored.rows.some((r) => r.h.toString('utf8').includes(String(made.body.recovery_codes[0]).slice(0, 4)))).toBe(false);
  });

  test('it is removed only with a code of it, and cannot be replaced before', async () => {
    const { client, secret } = await enrolled();
    expect(await client.send('PUT', '/v1/me/second-factor', { password: PASSWORD })).toMatchObject(problem(409, 'second_factor_exists'));
    expect(await client.send('DELETE', '/v1/me/second-factor', { code: '000000' })).toMatchObject(problem(401, 'second_factor_wrong'));
    nextStep();
    const gone = await client.send('DELETE', '/v1/me/second-factor', { code: codeOf(secret) });
    expect(gone).toMatchObject({ status: 200, body: { second_factor: { set: false, passed: false, missing: true } } });
    expect(await client.keep(gone).get('/v1/cases')).toMatchObject(problem(403, 'second_factor_missing'));
  });
});

describe('tokens', () => {
  test('the session gets a new token when it may do more: the old one is worth nothing', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const before = await anyone().signIn(user);
    const after = anyone();
    Object.assign(after, { cookie: before.cookie, csrf: before.csrf });
    const { body } = await after.send('PUT', '/v1/me/second-factor', { password: PASSWORD });
    const done = await after.send('PUT', '/v1/me/second-factor/confirmation', { code: codeOf(body.secret) });
    after.keep(done);
    expect([after.cookie === before.cookie, after.csrf === before.csrf]).toEqual([false, false]);
    expect((await after.get('/v1/me')).status).toBe(200);
    expect((await before.get('/v1/me')).status).toBe(401);
  });

  test('a session that nobody uses for an hour has ended; one that is used has not', async () => {
    const user = await buildUser(db, ['register_admin', '16.73']);
    const c = await anyone().signIn(user);
    await sql`update session set last_seen_at = now() - interval '59 minutes' where user_id = ${user.id}`.execute(db);
    expect((await c.get('/v1/me')).status).toBe(200);
    const { rows } = await sql<{ fresh: boolean }>`select last_seen_at > now() - interval '1 minute' as fresh from session where user_id = ${user.id}`.execute(
      db,
    );
    expect(rows).toEqual([{ fresh: true }]);
    await sql`update session set last_seen_at = now() - interval '61 minutes' where user_id = ${user.id}`.execute(db);
    expect((await c.get('/v1/me')).status).toBe(401);
  });

  test('it ends at its age in any case', async () => {
    const user = await buildUser(db, ['register_admin', '16.73']);
    const c = await anyone().signIn(user);
    await sql`update session set expires_at = now() where user_id = ${user.id}`.execute(db);
    expect((await c.get('/v1/me')).status).toBe(401);
  });

  test('one sees where one is signed in, and ends a session of the own account only', async () => {
    const user = await buildUser(db, ['register_admin', '16.73']);
    const here = await anyone().signIn(user);
    const there = await anyone().signIn(user);
    const stranger = await anyone().signIn(await buildUser(db, ['register_admin', '16.73']));
    const { body } = await here.get('/v1/me/sessions');
    expect(body.data.map((s: { current: boolean }) => s.current).sort()).toEqual([false, true]);
    expect(JSON.stringify(body)).not.toContain(there.cookie.slice(15));
    const other = body.data.find((s: { current: boolean }) => !s.current).id;
    expect((await stranger.send('DELETE', `/v1/me/sessions/${other}`)).status).toBe(404);
    expect((await there.get('/v1/me')).status).toBe(200);
    expect((await here.send('DELETE', `/v1/me/sessions/${other}`)).status).toBe(204);
    expect((await there.get('/v1/me')).status).toBe(401);
  });
});

describe('passwords', () => {
  test('a change needs the present one, ends every other session and gives this one a new token', async () => {
    const user = await buildUser(db, ['register_admin', '16.73']);
    const here = await anyone().signIn(user);
    const there = await anyone().signIn(user);
    expect(await here.send('PUT', '/v1/me/password', { current: 'salah', new: STRONG })).toMatchObject(problem(401, 'bad_credentials'));
    const changed = await here.send('PUT', '/v1/me/password', { current: PASSWORD, new: STRONG });
    expect(changed.status).toBe(200);
    const old = here.cookie;
    expect((await here.keep(changed).get('/v1/me')).status).toBe(200);
    expect(here.cookie).not.toBe(old);
    expect((await there.get('/v1/me')).status).toBe(401);
    expect((await tryIn(user)).status).toBe(401);
    expect((await tryIn(user, { password: STRONG })).status).toBe(201);
  });

  test.each(['pendek', 'passwordpassword', 'qwertyuiop123', 'indonesia2024', 'aaaaaaaaaaaaaaaaaaaa', 'pantaubawaslu'])(
    '%s is refused as too easy',
    async (bad) => {
      const c = await anyone().signIn(await buildUser(db, ['register_admin', '16.73']));
      expect(await c.send('PUT', '/v1/me/password', { current: PASSWORD, new: bad })).toMatchObject(problem(422, 'password_weak'));
    },
  );

  test('the own name does not make a password strong, nor does the old one', async () => {
    const user = await buildUser(db, ['register_admin', '16.73']);
    const c = await anyone().signIn(user);
    expect(await c.send('PUT', '/v1/me/password', { current: PASSWORD, new: `${user.username}2026` })).toMatchObject(problem(422, 'password_weak'));
    expect(await c.send('PUT', '/v1/me/password', { current: PASSWORD, new: PASSWORD })).toMatchObject(problem(422, 'password_weak'));
  });

  test('guessing it in a stolen session locks the account like guessing it at the door', async () => {
    const user = await buildUser(db, ['register_admin', '16.73']);
    const c = await anyone().signIn(user);
    for (let i = 0; i < 5; i++) expect((await c.send('PUT', '/v1/me/password', { current: `tebak ${i}`, new: STRONG })).status).toBe(401);
    expect(await c.send('PUT', '/v1/me/password', { current: PASSWORD, new: STRONG })).toMatchObject(problem(423, 'account_locked'));
  });

  test('are stored as argon2id with OWASP parameters', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const { rows } = await sql<{ h: string }>`select password_hash as h from app_user where id = ${user.id}`.execute(db);
    expect(rows[0]?.h).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

test('everything of this file is in the log, and neither codes nor secrets are', async () => {
  await buildCase(db);
  const { rows } = await sql<{ action: string }>`select distinct action from audit_log order by 1`.execute(db);
  expect(rows.map((r) => r.action)).toEqual(
    expect.arrayContaining([
      'second_factor_begun',
      'second_factor_set',
      'second_factor_removed',
      'recovery_codes_made',
      'password_changed',
      'session_ended',
      'own_check_failed',
      'sign_in_refused',
    ]),
  );
  const { client, secret, recovery } = await enrolled();
  const all = await sql<{ t: string }>`select string_agg(data::text, '') as t from audit_log`.execute(db);
  for (const hidden of [secret, ...recovery, PASSWORD, STRONG, client.csrf]) {
    expect(all.rows[0]?.t).not.toContain(hidden);
    expect(api.logged()).not.toContain(hidden);
  }
});
