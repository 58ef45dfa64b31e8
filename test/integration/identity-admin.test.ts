/** Accounts and keys as system administrators keep them, over HTTP: how far they reach, and what they cannot do alone. */
import { asUser, createApiKey, type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildUser, PASSWORD } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let adminUser: BuiltUser;
let admin: Client;
let second: Client;
let serial = 0;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  adminUser = await buildUser(db, ['system_admin', '16']);
  admin = await anyone().signIn(adminUser);
  second = await anyone().signIn(await buildUser(db, ['system_admin', '16']));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const anyone = () => new Client(api.url);
const problem = (status: number, code: string) => ({ status, body: { code } });
const add = (body: object = {}, who = admin) => {
  serial += 1;
  return who.post('/v1/users', {
    username: `baru.${serial}`,
    display_name: 'Pengguna Baru',
    region: '16.73',
    roles: [{ role: 'analyst', region: '16.73' }],
    ...body,
  });
};
const audited = async (object: string, id: number) =>
  (
    await sql<{
      action: string;
      actor: number;
    }>`select action, actor from audit_log where object = ${object} and object_id = ${String(id)} order by id`.execute(db)
  ).rows;

describe('accounts', () => {
  test('a new one has a password for the first sign-in, shown once, and nothing else is open before it is changed', async () => {
    const key = { 'idempotency-key': 'kunci-akun-baru-1' };
    const body = { username: 'satu.kali', display_name: 'Satu Kali', region: '16.73', roles: [{ role: 'analyst', region: '16.73' }] };
    const made = await admin.post('/v1/users', body, key);
    expect(made).toMatchObject({ status: 201, body: { user: { username: 'satu.kali', managed: true, must_change_password: true } } });
    const password = made.body.one_time_password;
    const again = await admin.post('/v1/users', body, key);
    expect(again).toMatchObject({ status: 201, body: { user: { id: made.body.user.id }, one_time_password: null } });
    const kept = await sql<{ t: string }>`select string_agg(body::text, '') as t from idempotency`.execute(db);
    expect(kept.rows[0]?.t).not.toContain(password);
    const c = await anyone().signIn({ id: 0, username: 'satu.kali' }, { password });
    expect(await c.get('/v1/cases')).toMatchObject(problem(403, 'password_change_needed'));
    c.keep(await c.send('PUT', '/v1/me/password', { current: password, new: 'gerimis-lentera-7-kayuh' }));
    expect((await c.get('/v1/cases')).status).toBe(200);
    expect((await audited('user', made.body.user.id)).slice(0, 2)).toEqual([
      { action: 'user_created', actor: adminUser.id },
      { action: 'role_granted', actor: adminUser.id },
    ]);
  });

  test('the same name again is said so; a name of another alphabet is refused', async () => {
    await add({ username: 'kembar' });
    expect(await add({ username: 'kembar' })).toMatchObject(problem(409, 'user_exists'));
    expect(await add({ username: 'Admin Baru' })).toMatchObject(problem(400, 'bad_request'));
  });

  test('roles reach no further than the administrator, upwards or sideways', async () => {
    expect(await add({ region: '17.01' })).toMatchObject(problem(422, 'role_outside_region'));
    expect(await add({ roles: [{ role: 'analyst', region: 'ID' }] })).toMatchObject(problem(422, 'role_outside_region'));
    const { body } = await add();
    const grant = (role: string, region: string) => admin.post(`/v1/users/${body.user.id}/roles`, { grant: [{ role, region }] });
    expect(await grant('auditor', '17')).toMatchObject(problem(422, 'role_outside_region'));
    expect(await grant('auditor', 'ID')).toMatchObject(problem(422, 'role_outside_region'));
    expect((await grant('auditor', '16')).status).toBe(200);
  });

  test('an account whose role reaches further is seen and not touched; one of another region does not exist', async () => {
    const national = await buildUser(db, ['analyst', 'ID']);
    await sql`update app_user set region = '16.73' where id = ${national.id}`.execute(db);
    const other = await buildUser(db, ['analyst', '17.01']);
    for (const act of ['deactivate', 'unlock', 'reset-second-factor', 'password', 'roles'])
      expect(await admin.post(`/v1/users/${national.id}/${act}`, act === 'roles' ? {} : undefined), act).toMatchObject(problem(422, 'role_outside_region'));
    expect((await admin.get(`/v1/users/${national.id}`)).body.managed).toBe(false);
    expect(await admin.get(`/v1/users/${other.id}`)).toMatchObject(problem(404, 'not_found'));
    expect(await admin.post(`/v1/users/${other.id}/deactivate`)).toMatchObject(problem(404, 'not_found'));
  });

  test('nobody administrates the own account, nor another account of the own person', async () => {
    const grant = { grant: [{ role: 'analyst', region: '16.73' }] };
    expect(await admin.post(`/v1/users/${adminUser.id}/roles`, grant)).toMatchObject(problem(409, 'own_account'));
    const alias = await buildUser(db, ['register_admin', '16.73']);
    await sql`update app_user set person_key = (select person_key from app_user where id = ${adminUser.id}) where id = ${alias.id}`.execute(db);
    expect(await admin.post(`/v1/users/${alias.id}/roles`, grant)).toMatchObject(problem(409, 'own_account'));
    expect((await second.post(`/v1/users/${alias.id}/roles`, grant)).status).toBe(200);
    const direct = openDb({ url: world.databaseUrl, role: 'pantau_api', name: 'test' });
    for (const id of [adminUser.id, alias.id])
      await expect(
        asUser(direct, adminUser.id, (tx) => sql`insert into user_role values (${id}, 'auditor', '16.73')`.execute(tx)),
        'by SQL as the api either',
      ).rejects.toThrow(/row-level security/);
    await direct.destroy();
  });

  test('a change of roles ends sessions; the new ones count at the next sign-in', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const c = await anyone().signIn(user);
    const r = await admin.post(`/v1/users/${user.id}/roles`, {
      grant: [{ role: 'commissioner', region: '16.73' }],
      revoke: [{ role: 'analyst', region: '16.73' }],
    });
    expect(r.body.roles).toEqual([{ role: 'commissioner', region: '16.73', until: null }]);
    expect((await c.get('/v1/me')).status).toBe(401);
    expect((await (await anyone().signIn(user)).get('/v1/me')).body.roles).toMatchObject([{ role: 'commissioner' }]);
  });

  test('locked out at once, let in again; a lock is lifted', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const c = await anyone().signIn(user);
    expect((await admin.post(`/v1/users/${user.id}/deactivate`)).body.active).toBe(false);
    expect((await c.get('/v1/me')).status).toBe(401);
    expect((await anyone().send('POST', '/v1/sessions', { username: user.username, password: PASSWORD })).status).toBe(401);
    expect((await admin.post(`/v1/users/${user.id}/activate`)).body.active).toBe(true);
    for (let i = 0; i < 5; i++) await anyone().send('POST', '/v1/sessions', { username: user.username, password: 'salah' });
    expect((await admin.get(`/v1/users/${user.id}`)).body.locked_until).not.toBeNull();
    expect((await admin.post(`/v1/users/${user.id}/unlock`)).body.locked_until).toBeNull();
    expect((await anyone().signIn(user)).csrf).not.toBe('');
  });

  test('one administrator alone takes no account over: password and second factor need two', async () => {
    const user = await buildUser(db, ['analyst', '16.73']);
    const c = await anyone().signIn(user);
    const { body } = await c.send('PUT', '/v1/me/second-factor', { password: PASSWORD });
    const code = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate();
    await c.send('PUT', '/v1/me/second-factor/confirmation', { code });
    expect((await admin.post(`/v1/users/${user.id}/password`)).status).toBe(200);
    expect(await admin.post(`/v1/users/${user.id}/reset-second-factor`)).toMatchObject(problem(409, 'second_admin_needed'));
    expect((await second.post(`/v1/users/${user.id}/reset-second-factor`)).body.second_factor).toBe(false);
    expect(await second.post(`/v1/users/${user.id}/password`)).toMatchObject(problem(409, 'second_admin_needed'));
    expect(await second.post(`/v1/users/${user.id}/identity`, { identity: { issuer: 'https://sso.contoh.invalid', subject: 'saya' } })).toMatchObject(
      problem(409, 'second_admin_needed'),
    );
  });

  test('pages by id, filters by name, and never shows a hash', async () => {
    for (let i = 0; i < 3; i++) await add();
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await admin.get(`/v1/users?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.data.map((u: { id: number }) => u.id));
      cursor = body.next_cursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect((await admin.get('/v1/users?q=KEMBAR')).body.data.map((u: { username: string }) => u.username)).toEqual(['kembar']);
    expect(JSON.stringify((await admin.get('/v1/users')).body)).not.toMatch(/argon2|password_hash/);
    expect(await admin.get('/v1/users?cursor=abc')).toMatchObject(problem(400, 'bad_request'));
  });
});

describe('one person with two accounts', () => {
  test('gives one opinion on a case, whichever account it is: over HTTP and by SQL', async () => {
    const [a, b] = [await buildUser(db, ['analyst', '16.73']), await buildUser(db, ['second_reviewer', '16.73'])];
    const joined = await admin.post(`/v1/users/${a.id}/same-person`, { user_id: b.id });
    expect(joined.body.same_person_as).toEqual([b.id]);
    const id = await buildCase(db, { region: '16.73' });
    const give = async (u: BuiltUser) => {
      const c = await anyone().signIn(u);
      const { etag } = await c.post(`/v1/cases/${id}/claim`);
      return c.post(`/v1/cases/${id}/opinions`, { finding: 'needs_second' }, { 'if-match': etag });
    };
    expect((await give(a)).status).toBeLessThan(300);
    expect(await (await anyone().signIn(b)).post(`/v1/cases/${id}/claim`), 'not even taken').toMatchObject(problem(409, 'case_same_reviewer'));
    await expect(sql`insert into case_opinion (case_id, user_id, finding) values (${id}, ${b.id}, 'plausible')`.execute(db)).rejects.toThrow(
      /already given an opinion/,
    );
  });

  test('is found also when the accounts were joined after the first opinion, and is never parted', async () => {
    const [a, b, c] = [await buildUser(db, ['analyst', '16.73']), await buildUser(db, ['analyst', '16.73']), await buildUser(db, ['analyst', '16.73'])];
    const id = await buildCase(db, { region: '16.73', state: 'IN_REVIEW' });
    await sql`insert into case_opinion (case_id, user_id, finding) values (${id}, ${a.id}, 'plausible')`.execute(db);
    await admin.post(`/v1/users/${b.id}/same-person`, { user_id: a.id });
    await admin.post(`/v1/users/${b.id}/same-person`, { user_id: c.id });
    expect((await admin.get(`/v1/users/${a.id}`)).body.same_person_as).toEqual([b.id, c.id]);
    for (const u of [b, c])
      await expect(sql`insert into case_opinion (case_id, user_id, finding) values (${id}, ${u.id}, 'plausible')`.execute(db)).rejects.toThrow(
        /already given an opinion/,
      );
  });

  test('accounts with one identity at the provider are one person by themselves', async () => {
    const [a, b] = [await buildUser(db, ['analyst', '16.73']), await buildUser(db, ['analyst', '16.73'])];
    const identity = { issuer: 'https://sso.contoh.invalid', subject: 'orang-1' };
    await admin.post(`/v1/users/${a.id}/identity`, { identity });
    expect((await admin.post(`/v1/users/${b.id}/identity`, { identity })).body.same_person_as).toEqual([a.id]);
    expect((await admin.post(`/v1/users/${b.id}/identity`, { identity: null })).body.same_person_as, 'also when the link is gone').toEqual([a.id]);
  });
});

describe('keys of programs', () => {
  const figures = (key: string) => anyone().get('/v1/stats/releases', { authorization: `Bearer ${key}` });
  const make = (body: object = {}) => admin.post('/v1/api-keys', { name: 'portal', region: '16', scopes: ['statistics:read'], ...body });

  test('are shown once, stored as a hash, allowed only their scopes', async () => {
    const { body } = await make();
    expect((await figures(body.secret)).status).toBe(200);
    expect(await anyone().get('/v1/vocabulary', { authorization: `Bearer ${body.secret}` })).toMatchObject(problem(403, 'key_scope_missing'));
    expect(await anyone().get('/v1/cases', { authorization: `Bearer ${body.secret}` })).toMatchObject(problem(403, 'forbidden'));
    const words = (await make({ scopes: ['vocabulary:read'] })).body.secret;
    expect((await anyone().get('/v1/regions', { authorization: `Bearer ${words}` })).status).toBe(200);
    expect(await figures(words)).toMatchObject(problem(403, 'key_scope_missing'));
    const list = await admin.get('/v1/api-keys');
    expect(JSON.stringify(list.body)).not.toContain(body.secret);
    expect(list.body.data.find((k: { id: number }) => k.id === body.key.id)).toMatchObject({ tail: body.secret.slice(-4), last_used_at: expect.any(String) });
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from api_key where encode(key_hash, 'escape') like ${`%${body.secret.slice(7)}%`}`.execute(db);
    expect(rows[0]?.n).toBe(0);
  });

  test('end by themselves, and at once when revoked', async () => {
    const { body } = await make();
    await sql`update api_key set expires_at = now() where id = ${body.key.id}`.execute(db);
    expect(await figures(body.secret)).toMatchObject(problem(401, 'unauthenticated'));
    const other = (await make()).body;
    expect((await admin.post(`/v1/api-keys/${other.key.id}/revoke`)).body.revoked_at).not.toBeNull();
    expect((await figures(other.secret)).status).toBe(401);
    expect(await admin.post(`/v1/api-keys/${other.key.id}/revoke`)).toMatchObject(problem(404, 'not_found'));
  });

  test('rotate with an overlap: both work, a third does not come before the first has ended', async () => {
    const first = (await make()).body;
    const next = await admin.post(`/v1/api-keys/${first.key.id}/rotate`, { overlap_hours: 1 });
    expect(next).toMatchObject({ status: 201, body: { key: { family: first.key.family, name: 'portal' } } });
    expect([(await figures(first.secret)).status, (await figures(next.body.secret)).status]).toEqual([200, 200]);
    expect(await admin.post(`/v1/api-keys/${next.body.key.id}/rotate`, {})).toMatchObject(problem(409, 'key_being_replaced'));
    await sql`update api_key set expires_at = now() where id = ${first.key.id}`.execute(db);
    expect([(await figures(first.secret)).status, (await figures(next.body.secret)).status]).toEqual([401, 200]);
    expect((await admin.post(`/v1/api-keys/${next.body.key.id}/rotate`, {})).status).toBe(201);
  });

  test('two rotations at once make one successor', async () => {
    const { body } = await make();
    const both = await Promise.all([1, 2].map(() => admin.post(`/v1/api-keys/${body.key.id}/rotate`, {})));
    expect(both.map((r) => r.status).sort((a, b) => a - b)).toEqual([201, 409]);
  });

  test('have a limit per minute, shared by both keys of a line, and every answer says what is left', async () => {
    const { body } = await make({ per_minute: 3 });
    const next = (await admin.post(`/v1/api-keys/${body.key.id}/rotate`, {})).body;
    const answers = [await figures(body.secret), await figures(next.secret), await figures(body.secret)];
    expect(answers.map((r) => [r.status, r.headers.get('ratelimit-limit'), r.headers.get('ratelimit-remaining')])).toEqual([
      [200, '3', '2'],
      [200, '3', '1'],
      [200, '3', '0'],
    ]);
    const refused = await figures(next.secret);
    expect(refused).toMatchObject(problem(429, 'rate_limited'));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
  });

  test('reach no further than the administrator, and change nothing', async () => {
    expect(await make({ region: 'ID' })).toMatchObject(problem(422, 'role_outside_region'));
    expect(await make({ scopes: ['cases:read'] })).toMatchObject(problem(400, 'bad_request'));
    const key = await createApiKey(db, 'nasional', 'ID');
    expect((await admin.get('/v1/api-keys')).body.data.map((k: { name: string }) => k.name)).not.toContain('nasional');
    expect((await anyone().post('/v1/cases/next', undefined, { authorization: `Bearer ${key}` })).status).toBe(403);
  });
});
