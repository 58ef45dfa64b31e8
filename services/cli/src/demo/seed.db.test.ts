import { readFileSync } from 'node:fs';
import { checkNip, ImportPostLine, phaseAt } from '@pantau/domain';
import { currentRegister, findAccounts, loadRegister, openDb, signIn, sql } from '@pantau/store';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../../test/support/db.ts';
import { DEMO_POSTS, seedDemo } from './seed.ts';
import { demoRegister } from './world/contests.ts';
import { demoAccounts } from './world/people.ts';

const NOW = new Date('2026-11-24T03:00:00Z');
const RECEIVER = { url: 'http://127.0.0.1:4999', secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}` };
interface DemoLine {
  platform: string;
  account: string;
  posted_offset_minutes: number;
  demo_class: 'partisan' | 'hard_negative' | 'ordinary';
  id: string;
}
const lines = readFileSync(DEMO_POSTS, 'utf8')
  .trim()
  .split('\n')
  .map((l) => JSON.parse(l) as DemoLine);

let world: TestWorld;
let db: ReturnType<typeof openDb>;
beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
});
afterAll(async () => {
  await db.destroy();
  await world.drop();
});
const state = async () =>
  (
    await sql<
      Record<string, number>
    >`select (select count(*)::int from app_user) as users, (select count(*)::int from user_role) as roles, (select count(*)::int from person) as persons,
      (select count(*)::int from account) as accounts, (select count(*)::int from subscription) as subscriptions, (select count(*)::int from source) as sources,
      (select count(*)::int from register_version) as versions`.execute(db)
  ).rows[0];

describe('the demo world', () => {
  test('seeding twice changes nothing', async () => {
    const first = await seedDemo({ db, keyring: world.keyring, receiver: RECEIVER, now: NOW });
    expect(first.fresh).toBe(true);
    const before = await state();
    expect(before).toMatchObject({ persons: 24, subscriptions: 2, sources: 1, versions: 1 });
    const second = await seedDemo({ db, keyring: world.keyring, receiver: RECEIVER, now: new Date(NOW.getTime() + 86_400_000 * 3) });
    expect(second.fresh).toBe(false);
    expect(await state()).toEqual(before);
  });

  test('every user can sign in with the printed password, and every role is there', async () => {
    const { signIns } = await seedDemo({ db, keyring: world.keyring, now: NOW });
    const roles = new Set<string>();
    for (const s of signIns) {
      const r = await signIn(db, world.keyring, s, NOW);
      if (!r.ok) throw new Error(`${s.username}: ${r.code}`);
      for (const role of r.session.roles) roles.add(role.role);
    }
    expect([...roles].sort()).toEqual(
      [
        'analyst',
        'auditor',
        'commissioner',
        'handling_officer',
        'personnel_office',
        'register_admin',
        'rules_approver',
        'rules_author',
        'second_reviewer',
        'stats_reader',
        'system_admin',
      ].sort(),
    );
  });

  test('exactly one registered account has no legal basis any more', async () => {
    const handles = demoAccounts(NOW).flatMap((a) => a.accounts);
    const without: string[] = [];
    for (const a of handles) if ((await findAccounts(db, a.platform, [a.handle], NOW)).get(a.handle)?.hasBasis === false) without.push(a.handle);
    expect(without).toEqual(['bambang.sulis.demo']);
  });

  test('another receiver is taken over by the offices', async () => {
    await seedDemo({ db, keyring: world.keyring, receiver: { ...RECEIVER, url: 'http://127.0.0.1:5000' }, now: NOW });
    const { rows } = await sql<{ url: string }>`select distinct url from subscription`.execute(db);
    expect(rows).toEqual([{ url: 'http://127.0.0.1:5000/webhook' }]);
  });

  test('a database with other data is refused unless forced, and another key always', async () => {
    const other = await createWorld();
    const odb = openDb({ url: other.databaseUrl, role: 'owner', name: 'test' });
    try {
      await sql`insert into app_user (username, display_name, password_hash) values ('somebody', 'x', 'x')`.execute(odb);
      await expect(seedDemo({ db: odb, keyring: other.keyring, now: NOW })).rejects.toThrow(/already holds data that is not the demo world/);
      expect((await sql<{ n: number }>`select count(*)::int as n from app_user`.execute(odb)).rows).toEqual([{ n: 1 }]);
      expect((await seedDemo({ db: odb, keyring: other.keyring, now: NOW, force: true })).fresh).toBe(true);
      const { keyringFrom } = await import('@pantau/store');
      await expect(seedDemo({ db: odb, keyring: keyringFrom(Buffer.alloc(32, 9)), now: NOW })).rejects.toThrow(/installation key is not the one/);
    } finally {
      await odb.destroy();
      await other.drop();
    }
  });

  test('a seeding that died after its first steps is finished by the next', async () => {
    const other = await createWorld();
    const odb = openDb({ url: other.databaseUrl, role: 'owner', name: 'test' });
    try {
      await sql`insert into installation (key, value) values ('demo', ${JSON.stringify({ state: 'started', at: NOW.toISOString() })}::jsonb)`.execute(odb);
      await sql`insert into app_user (username, display_name, password_hash) values ('analis', 'x', 'x')`.execute(odb);
      expect((await seedDemo({ db: odb, keyring: other.keyring, now: NOW })).fresh).toBe(true);
      expect((await seedDemo({ db: odb, keyring: other.keyring, now: NOW })).fresh).toBe(false);
      expect((await sql<{ n: number }>`select count(*)::int as n from person`.execute(odb)).rows).toEqual([{ n: 24 }]);
    } finally {
      await odb.destroy();
      await other.drop();
    }
  });
});

describe('its content', () => {
  test('the contests stand in four different phases on the day of seeding', async () => {
    const reg = await loadRegister(db, (await currentRegister(db))?.id ?? 0);
    const phases = demoRegister(NOW).contests.map((c) => {
      const e = reg.elections.find((x) => x.id === c.election);
      if (!e) throw new Error(`no election ${c.election}`);
      return phaseAt(e, c, 'pair', NOW);
    });
    expect(phases).toEqual(['PRE', 'SET', 'CAMP', 'QUIET']);
  });

  test('every post was written in the phase its contest is in', () => {
    const reg = demoRegister(NOW);
    const regionOf = new Map<string, string>(
      demoAccounts(NOW).flatMap((a) => a.accounts.map((x): [string, string] => [`${x.platform}:${x.handle}`, a.region])),
    );
    const wrong = lines.filter((l) => {
      const region = regionOf.get(`${l.platform}:${l.account}`);
      const contest = reg.contests.find((c) => c.region === region);
      const election = reg.elections.find((e) => e.id === contest?.election);
      if (!contest || !election) throw new Error(`${l.id}: no contest where ${l.account} works`);
      const at = (offset: number) => phaseAt(election, contest, 'pair', new Date(NOW.getTime() + offset * 60_000));
      return at(l.posted_offset_minutes) !== at(0);
    });
    expect(wrong.map((l) => l.id)).toEqual([]);
  });

  test('there are at least 300 posts that the importer takes, of every kind, most of them harmless', () => {
    expect(lines.length).toBeGreaterThanOrEqual(300);
    expect(lines.filter((l) => !ImportPostLine.safeParse({ ...l, posted_at: NOW.toISOString() }).success)).toEqual([]);
    const share = (k: DemoLine['demo_class']) => lines.filter((l) => l.demo_class === k).length / lines.length;
    expect(share('partisan')).toBeGreaterThan(0.1);
    expect(share('partisan')).toBeLessThan(0.2);
    expect(share('hard_negative')).toBeGreaterThan(0.2);
  });

  test('every NIP has the form of one', () => {
    const nips = demoAccounts(NOW).flatMap((a) => (a.nip === undefined ? [] : [a.nip]));
    expect(nips.map((nip) => checkNip(nip, '2026-11-24').ok)).toEqual(nips.map(() => true));
  });
});
