import { HttpRefused } from '@pantau/runtime';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forwardCase, insertCase } from '../../../test/support/cases.ts';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { addSubscription, claimDue, deliveriesOfCase, insertDeliveries, listSubscriptions, pendingDeliveries, recordAttempt } from './alerts.ts';
import { type Handle, openDb } from './db.ts';

let world: TestWorld;
let owner: Handle;
let alerts: Handle;
const SECOND = 1_000;
const CLAIM = { leaseMs: 30 * SECOND, limit: 100, perHost: 100 };

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  alerts = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'test' });
});
afterAll(async () => {
  await Promise.all([owner.destroy(), alerts.destroy()]);
  await world.drop();
});
beforeEach(async () => {
  await sql`truncate delivery_attempt, delivery, subscription restart identity cascade`.execute(owner);
});

const subscribe = (region: string, url = 'https://office.example.org/hook', events: 'case.forwarded'[] = ['case.forwarded']) =>
  addSubscription(owner, world.keyring, { office: `BKPSDM ${region}`, region, url, events });
const soon = () => new Date(Date.now() + SECOND);

describe('subscriptions', () => {
  test('the secret is made once, given back once and kept sealed', async () => {
    const { id, secret } = await subscribe('16.73');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const row = await owner.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row.secret_sealed.toString('latin1')).not.toContain(secret.slice(6));
    expect(world.keyring.open(row.secret_sealed)).toBe(secret);
    expect(row.host).toBe('office.example.org');
    expect(await listSubscriptions(owner)).toMatchObject([{ id, office: 'BKPSDM 16.73', region: '16.73', active: true }]);
  });

  test.each(['http://office.example.org/', 'https://127.0.0.1/', 'https://u:p@office.example.org/', 'ftp://office.example.org/'])(
    '%s is refused',
    async (url) => {
      await expect(subscribe('16.73', url)).rejects.toThrow(HttpRefused);
      expect(await listSubscriptions(owner)).toEqual([]);
    },
  );
});

describe('the outbox', () => {
  test('goes to the offices of the region and of the areas above it that want the event, once', async () => {
    const own = await subscribe('16.73');
    const province = await subscribe('16');
    const nation = await subscribe('ID');
    await subscribe('16.71');
    await subscribe('16.73', 'https://quiet.example.org/', []);
    const off = await subscribe('16.73', 'https://off.example.org/');
    await owner.updateTable('subscription').set({ active: false }).where('id', '=', off.id).execute();
    const { caseId, ids } = await forwardCase(owner, '16.73');
    const to = await owner.selectFrom('delivery').select('subscription_id').where('case_id', '=', caseId).orderBy('subscription_id').execute();
    expect(to.map((t) => t.subscription_id)).toEqual([own.id, province.id, nation.id]);
    const again = await owner.transaction().execute((tx) => insertDeliveries(tx, { caseId, region: '16.73', event: 'case.forwarded', payload: {} }));
    expect([ids.length, again]).toEqual([3, []]);
  });

  test('a transaction that rolls back leaves nothing to send', async () => {
    await subscribe('16.73');
    const caseId = await insertCase(owner);
    const undone = owner.transaction().execute(async (tx) => {
      await insertDeliveries(tx, { caseId, region: '16.73', event: 'case.forwarded', payload: {} });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await claimDue(alerts, { ...CLAIM, now: soon() })).toEqual([]);
  });

  test('a claimed row is not claimed again before its lease ends', async () => {
    await subscribe('16.73');
    const { ids } = await forwardCase(owner, '16.73');
    const now = soon();
    const [claimed] = await claimDue(alerts, { ...CLAIM, now });
    expect(claimed).toMatchObject({ id: ids[0], attempts: 0, event: 'case.forwarded', host: 'office.example.org', payload: { case_number: 'X-1' } });
    expect(await claimDue(alerts, { ...CLAIM, now: new Date(now.getTime() + CLAIM.leaseMs - 1) })).toEqual([]);
    expect(await claimDue(alerts, { ...CLAIM, now: new Date(now.getTime() + CLAIM.leaseMs) })).toHaveLength(1);
  });

  test('claimers side by side share the rows, none twice', async () => {
    await subscribe('16.73');
    for (let i = 0; i < 30; i++) await forwardCase(owner, '16.73');
    const now = soon();
    const shares = await Promise.all([1, 2, 3, 4].map(() => claimDue(alerts, { ...CLAIM, now, perHost: 10 })));
    shares.push(await claimDue(alerts, { ...CLAIM, now }));
    const ids = shares.flat().map((d) => d.id);
    expect([ids.length, new Set(ids).size]).toEqual([30, 30]);
  });

  test('a claim takes a few per host, leaves busy hosts out, and shares a host among its subscriptions', async () => {
    await subscribe('16.73', 'https://slow.example.org/a');
    await subscribe('16.73', 'https://slow.example.org/b');
    await subscribe('16.73', 'https://quick.example.org/');
    for (let i = 0; i < 5; i++) await forwardCase(owner, '16.73');
    const hosts = (rows: { host: string }[]) => rows.map((r) => String(r.host.split('.')[0])).sort((a, b) => a.localeCompare(b));
    const now = soon();
    expect(hosts(await claimDue(alerts, { ...CLAIM, now, perHost: 2 }))).toEqual(['quick', 'quick', 'slow', 'slow']);
    expect(hosts(await claimDue(alerts, { ...CLAIM, now, perHost: 2, busyHosts: ['slow.example.org'] }))).toEqual(['quick', 'quick']);
    expect(await claimDue(alerts, { ...CLAIM, now, limit: 3 })).toHaveLength(3);
  });

  test('a result is recorded once, and only under the lease that earned it', async () => {
    await subscribe('16.73');
    const { caseId, ids } = await forwardCase(owner, '16.73');
    const now = soon();
    const [first] = await claimDue(alerts, { ...CLAIM, now });
    const [second] = await claimDue(alerts, { ...CLAIM, now: new Date(now.getTime() + CLAIM.leaseMs) });
    if (!first || !second) throw new Error('nothing was claimed');
    const result = { at: now, tookMs: 12, step: { state: 'delivered' as const, status: 200 } };
    expect(await recordAttempt(alerts, { id: first.id, token: first.token, ...result })).toBe(false);
    expect(await recordAttempt(alerts, { id: second.id, token: second.token, ...result })).toBe(true);
    expect(await recordAttempt(alerts, { id: second.id, token: second.token, ...result })).toBe(false);
    expect(await deliveriesOfCase(owner, caseId)).toMatchObject([{ id: ids[0], state: 'delivered', attempts: 1, next_at: null, delivered_at: now }]);
    const events = await owner.selectFrom('case_event').select(['type', 'actor']).where('case_id', '=', caseId).execute();
    expect(events).toEqual([{ type: 'delivered', actor: null }]);
  });

  test('every attempt is kept; only the last one becomes an event of the case', async () => {
    await subscribe('16.73');
    const { caseId } = await forwardCase(owner, '16.73');
    let now = soon();
    for (const step of [
      { state: 'pending' as const, status: 500, error: 'answered 500', nextAt: new Date(now.getTime() + 10 * SECOND) },
      { state: 'dead' as const, status: 410, error: 'answered 410' },
    ]) {
      const [d] = await claimDue(alerts, { ...CLAIM, now });
      expect(await recordAttempt(alerts, { id: d?.id ?? '', token: d?.token ?? '', at: now, tookMs: 5, step })).toBe(true);
      now = new Date(now.getTime() + 10 * SECOND);
    }
    const attempts = await owner.selectFrom('delivery_attempt').select(['n', 'status', 'error']).orderBy('n').execute();
    expect(attempts).toEqual([
      { n: 1, status: 500, error: 'answered 500' },
      { n: 2, status: 410, error: 'answered 410' },
    ]);
    expect(await owner.selectFrom('case_event').select('type').where('case_id', '=', caseId).execute()).toEqual([{ type: 'delivery_dead' }]);
    expect(await pendingDeliveries(alerts, now)).toEqual({ waiting: 0, dead: 1, oldestSeconds: 0 });
  });

  test('the age of the oldest waiting delivery is known', async () => {
    await subscribe('16.73');
    await forwardCase(owner, '16.73');
    await sql`update delivery set created_at = now() - interval '1 hour'`.execute(owner);
    const p = await pendingDeliveries(alerts, new Date());
    expect(p.waiting).toBe(1);
    expect(p.oldestSeconds).toBeGreaterThanOrEqual(3_600);
  });
});

describe('what the role of the alerts service may not do', () => {
  test.each([
    ['write a delivery', sql`insert into delivery (case_id, subscription_id, event, payload) select id, 1, 'x', '{}' from cases limit 1`],
    ['change a subscription', sql`update subscription set active = false`],
    ['decide a case', sql`update cases set state = 'DISMISSED'`],
    ['change acts of a case', sql`update cases set acts = '{}'`],
    ['speak for a person', sql`insert into case_event (case_id, type, actor) select id, 'expired', 1 from cases limit 1`],
    ['claim that a case was confirmed', sql`insert into case_event (case_id, type) select id, 'confirmed' from cases limit 1`],
    ['read opinions', sql`select * from case_opinion`],
    ['read posts', sql`select * from post_content`],
  ])('%s', async (_what, query) => {
    await insertCase(owner, { state: 'FLAGGED' });
    await subscribe('16.73');
    await expect(query.execute(alerts)).rejects.toMatchObject({ code: '42501' });
  });

  test('expire a case that a person is working on, or one that was forwarded', async () => {
    const ids = await Promise.all([insertCase(owner, { state: 'IN_REVIEW' }), insertCase(owner, { state: 'FORWARDED' })]);
    const r = await sql`update cases set state = 'EXPIRED' where id = any(${ids})`.execute(alerts);
    expect(r.numAffectedRows).toBe(0n);
  });
});
