/**
 * The alerts service against real Postgres, Redis and HTTP on loopback. The clock that says what is due is a parameter;
 * the sweeper is turned by hand.
 */
import { openProducer } from '@pantau/queue';
import { createLogger, createMetrics, Lifecycle, readConfig } from '@pantau/runtime';
import { addSubscription, deliveriesOfCase, type Handle, insertDeliveries, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type AlertsApp, startAlerts } from '../../services/alerts/src/app.ts';
import { AlertsConfig } from '../../services/alerts/src/config.ts';
import { createEvents } from '../../services/alerts/src/events.ts';
import { ALERTS } from '../../services/alerts/src/limits.ts';
import { Sender } from '../../services/alerts/src/sender.ts';
import { startReceiver } from '../../services/cli/src/demo/receiver.ts';
import { forwardCase, insertCase } from '../support/cases.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { answers, type Office, openOffice } from '../support/office.ts';
import { freePort, Service, serviceEnv } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const NEVER_MS = 3_600_000;
let world: TestWorld;
let owner: Handle;
let offsetMs = 0;
let region = 0;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await sql`truncate delivery_attempt, delivery, subscription cascade`.execute(owner);
  offsetMs = 0;
});
afterAll(async () => {
  await owner.destroy();
  await world.drop();
});

async function office(...args: Parameters<typeof openOffice>): Promise<Office> {
  const o = await openOffice(...args);
  closing.push(() => o.stop());
  return o;
}

/** A subscription of a region of its own, so that tests do not tell each other's offices. */
async function subscribe(url: string, host: string): Promise<{ region: string; secret: string }> {
  region += 1;
  const code = `99.${String(region).padStart(2, '0')}`;
  const { secret } = await addSubscription(owner, world.keyring, {
    office: `BKPSDM ${code}`,
    region: code,
    url,
    events: ['case.forwarded'],
    allowPrivate: [host],
  });
  return { region: code, secret };
}

async function app(o: { allow: string[]; redisUrl?: string; random?: number }): Promise<AlertsApp> {
  const config = readConfig(AlertsConfig, {
    DATABASE_URL: world.databaseUrl,
    REDIS_URL: o.redisUrl ?? world.redisUrl,
    PANTAU_QUEUE_PREFIX: world.queuePrefix,
    PANTAU_ALLOW_PRIVATE: o.allow.join(','),
  });
  const log = createLogger({ service: 'alerts', level: 'silent' });
  const life = new Lifecycle(log);
  closing.push(() => life.stop('test'));
  const clock = () => new Date(Date.now() + offsetMs);
  return startAlerts({ config, keyring: world.keyring, log, life, clock, random: () => o.random ?? 0, sweepEveryMs: NEVER_MS });
}

async function stateOf(id: string | undefined) {
  return owner.selectFrom('delivery').selectAll().where('id', '=', String(id)).executeTakeFirstOrThrow();
}

const settled = (id: string | undefined, attempts = 1) => waitFor(`attempt ${attempts} to be recorded`, async () => (await stateOf(id)).attempts >= attempts);

describe('signatures', () => {
  test('the reference library verifies what an office received, and rejects an altered body, an old time and an unknown key', async () => {
    const o = await office();
    const { region: r, secret } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r, { type: 'case.forwarded', case_number: 'A-1', subject: { name: 'Contoh Fiktif "é" <b>' } });
    await (await app({ allow: [o.host] })).sweep();
    await settled(ids[0]);
    const [call] = o.calls;
    const headers = {
      'webhook-id': String(call?.headers['webhook-id']),
      'webhook-timestamp': String(call?.headers['webhook-timestamp']),
      'webhook-signature': String(call?.headers['webhook-signature']),
    };
    const body = call?.body ?? '';
    const hook = new Webhook(secret);
    expect(hook.verify(body, headers)).toMatchObject({ case_number: 'A-1', subject: { name: 'Contoh Fiktif "é" <b>' } });
    expect([call?.id, call?.headers['content-type']]).toEqual([ids[0], 'application/json']);
    const old = String(Number(headers['webhook-timestamp']) - 301);
    for (const bad of [
      () => hook.verify(body.replace('A-1', 'A-2'), headers),
      () => hook.verify(body, { ...headers, 'webhook-timestamp': old }),
      () =>
        hook.verify(body, { ...headers, 'webhook-timestamp': old, 'webhook-signature': hook.sign(headers['webhook-id'], new Date(Number(old) * 1_000), body) }),
      () => hook.verify(body, { ...headers, 'webhook-id': '00000000-0000-4000-8000-000000000000' }),
      () => new Webhook(`whsec_${Buffer.alloc(32, 9).toString('base64')}`).verify(body, headers),
    ])
      expect(bad).toThrow(WebhookVerificationError);
  });

  test('the demo receiver takes what is signed, once, shows it escaped, and turns the rest away', async () => {
    const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    const receiver = await startReceiver({ port: 0, secret });
    closing.push(() => receiver.stop());
    const host = new URL(receiver.url).host;
    await addSubscription(owner, world.keyring, {
      office: 'Contoh',
      region: '98.01',
      url: receiver.url,
      secret,
      events: ['case.forwarded'],
      allowPrivate: [host],
    });
    const { ids } = await forwardCase(owner, '98.01', { type: 'case.forwarded', case_number: '<script>alert(1)</script>' });
    await (await app({ allow: [host] })).sweep();
    await settled(ids[0]);
    expect(receiver.received()).toMatchObject([{ id: ids[0], times: 1 }]);
    const page = await (await fetch(receiver.url)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    const forged = await fetch(receiver.url, {
      method: 'POST',
      body: '{}',
      headers: { 'webhook-id': 'x', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)), 'webhook-signature': 'v1,AAAA' },
    });
    expect([forged.status, (await fetch(receiver.url, { method: 'POST', body: '{}' })).status, receiver.refused()]).toEqual([401, 401, 2]);
    expect(await (await fetch(`${receiver.url}received`)).json()).toMatchObject({ refused: 2, items: [{ id: ids[0] }] });
  });

  test('the demo receiver keeps the last hundred', async () => {
    const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    const receiver = await startReceiver({ port: 0, secret });
    closing.push(() => receiver.stop());
    const hook = new Webhook(secret);
    for (let i = 1; i <= 102; i++) {
      const at = new Date();
      const headers = {
        'webhook-id': `m${i}`,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': hook.sign(`m${i}`, at, '{}'),
      };
      await fetch(receiver.url, { method: 'POST', body: '{}', headers });
    }
    const ids = receiver.received().map((r) => r.id);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([100, 'm102', 'm3']);
  });
});

describe('a hostile receiver', () => {
  test('each way of failing is recorded for what it is, and no redirect is followed', async () => {
    const inner = await office();
    const offices = {
      error: await office(answers(500)),
      busy: await office(answers(429, { 'retry-after': '7200' })),
      gone: await office(answers(404)),
      metadata: await office(answers(302, { location: 'http://169.254.169.254/latest/meta-data/' })),
      inward: await office(answers(307, { location: inner.url })),
      silent: await office(() => {}),
      reset: await office((res) => void res.socket?.destroy()),
      garbage: await office((res) => void res.socket?.end('this is not HTTP\r\n\r\n')),
      huge: await office((res) => {
        res.writeHead(200);
        const pump = () => {
          while (!res.destroyed && res.write('x'.repeat(65_536)));
        };
        res.on('drain', pump);
        pump();
      }),
      teapot: await office(answers(418)),
    };
    type Name = keyof typeof offices;
    const sent = {} as Record<Name, string | undefined>;
    for (const [name, o] of Object.entries(offices) as [Name, Office][]) {
      const s = await subscribe(o.url, o.host);
      sent[name] = (await forwardCase(owner, s.region)).ids[0];
    }
    const started = Date.now();
    await (await app({ allow: [...Object.values(offices), inner].map((o) => o.host) })).sweep();
    await Promise.all(Object.values(sent).map((id) => settled(id)));
    const seen = {} as Record<Name, unknown[]>;
    for (const [name, id] of Object.entries(sent) as [Name, string][]) {
      const d = await stateOf(id);
      seen[name] = [d.state, d.last_status, d.last_error];
    }
    expect(seen).toEqual({
      error: ['pending', 500, 'answered 500'],
      busy: ['pending', 429, 'answered 429'],
      gone: ['dead', 404, 'answered 404'],
      metadata: ['pending', 302, 'answered 302; redirects are not followed'],
      inward: ['pending', 307, 'answered 307; redirects are not followed'],
      silent: ['pending', null, 'no answer within 10000 ms'],
      reset: ['pending', null, expect.stringMatching(/^the connection failed/)],
      garbage: ['pending', null, expect.stringMatching(/^the connection failed/)],
      huge: ['delivered', 200, null],
      teapot: ['dead', 418, 'answered 418'],
    });
    expect(inner.calls).toEqual([]);
    const waitOf = async (name: Name) => (await stateOf(sent[name])).next_at.getTime() - started;
    expect(await waitOf('busy')).toBeGreaterThanOrEqual(7_200_000);
    expect(await waitOf('error')).toBeLessThan(60_000);
  });

  test('an address that turns out to be private is given up at once, and nothing is sent', async () => {
    const o = await office();
    const port = o.host.split(':')[1];
    const ids: Record<string, string | undefined> = {};
    for (const url of [`https://localhost:${port}/`, `https://127.0.0.1:${port}/`, `https://[::ffff:127.0.0.1]:${port}/`, `http://127.0.0.1:${port}/`]) {
      const s = await subscribe('https://office.example.org/', '');
      await sql`update subscription set url = ${url} where region = ${s.region}`.execute(owner);
      ids[url] = (await forwardCase(owner, s.region)).ids[0];
    }
    await (await app({ allow: [] })).sweep();
    for (const id of Object.values(ids)) {
      await settled(id);
      expect(await stateOf(id)).toMatchObject({ state: 'dead', last_status: null, last_error: expect.stringMatching(/private|only https/) });
    }
    expect(o.calls).toEqual([]);
  });

  test('a slow office does not hold up the others, and never has more requests open than its share', async () => {
    const held: (() => void)[] = [];
    const slow = await office((res) => void held.push(() => res.writeHead(204).end()));
    const quick = await office();
    const s = await subscribe(slow.url, slow.host);
    const q = await subscribe(quick.url, quick.host);
    for (let i = 0; i < 40; i++) await forwardCase(owner, s.region);
    const last: string[] = [];
    for (let i = 0; i < 20; i++) last.push(...(await forwardCase(owner, q.region)).ids);
    const a = await app({ allow: [slow.host, quick.host] });
    await a.sweep();
    for (const id of last) await settled(id);
    expect(slow.calls.length).toBeLessThanOrEqual(2 * ALERTS.perHost);
    await waitFor('the slow office to have everything', () => {
      for (const release of held.splice(0)) release();
      return slow.calls.length === 40;
    });
    expect(Math.max(...slow.calls.map((c) => c.open))).toBeLessThanOrEqual(2 * ALERTS.perHost);
    expect(new Set(slow.calls.map((c) => c.id)).size).toBe(40);
  });
});

describe('retries', () => {
  test('a failed delivery is sent again when its time has come, with the same id, and then rests', async () => {
    const o = await office(answers(503));
    const { region: r, secret } = await subscribe(o.url, o.host);
    const { caseId, ids } = await forwardCase(owner, r);
    const other = await office();
    const marker = await subscribe(other.url, other.host);
    const a = await app({ allow: [o.host, other.host], random: 0.999 });
    await a.sweep();
    await settled(ids[0]);
    o.behave(answers(200));
    // Not due yet: a delivery written later arrives, this one does not.
    const later = await forwardCase(owner, marker.region);
    await a.sweep();
    await settled(later.ids[0]);
    expect(o.calls).toHaveLength(1);
    offsetMs = 16_000;
    await a.sweep();
    await settled(ids[0], 2);
    expect(await deliveriesOfCase(owner, caseId)).toMatchObject([{ state: 'delivered', attempts: 2, last_status: 200, last_error: null }]);
    expect(o.calls.map((c) => c.id)).toEqual([ids[0], ids[0]]);
    expect(o.calls[1]?.body).toBe(o.calls[0]?.body);
    for (const c of o.calls) expect(new Webhook(secret).verify(c.body, c.headers as Record<string, string>)).toMatchObject({ case_number: 'X-1' });
  });

  test('after twelve attempts a delivery is dead, every attempt is on record, and the case says so', async () => {
    const o = await office(answers(500));
    const { region: r } = await subscribe(o.url, o.host);
    const { caseId, ids } = await forwardCase(owner, r);
    const a = await app({ allow: [o.host], random: 0.5 });
    for (let n = 1; n <= 12; n++) {
      await a.sweep();
      await settled(ids[0], n);
      offsetMs += 24 * 3_600_000;
    }
    await a.sweep();
    expect(await stateOf(ids[0])).toMatchObject({ state: 'dead', attempts: 12, last_error: 'answered 500; 12 attempts are used up' });
    expect(o.calls.map((c) => c.id)).toEqual(Array(12).fill(ids[0]));
    const kept = await owner.selectFrom('delivery_attempt').select(['n', 'status']).where('delivery_id', '=', String(ids[0])).orderBy('n').execute();
    expect(kept).toEqual([...Array(12).keys()].map((i) => ({ n: i + 1, status: 500 })));
    // The clock of this test runs for days: the deadlines' own first turn may flag the case as overdue meanwhile.
    const told = owner.selectFrom('case_event').select('type').where('case_id', '=', caseId).where('type', '<>', 'overdue');
    expect(await told.execute()).toEqual([{ type: 'delivery_dead' }]);
  });

  test('a secret that this key cannot open costs no attempt: the alert waits, visibly, and leaves once the key is right', async () => {
    const o = await office();
    const { region: r } = await subscribe(o.url, o.host);
    const a = await app({ allow: [o.host] });
    const sealed = await owner.selectFrom('subscription').select('secret_sealed').executeTakeFirstOrThrow();
    await sql`update subscription set secret_sealed = ${Buffer.alloc(64, 1)}`.execute(owner);
    const { caseId, ids } = await forwardCase(owner, r);
    for (let n = 1; n <= 13; n++) {
      await a.sweep();
      const seen = new RegExp(`pantau_delivery_attempts_total\\{outcome="sealed",service="alerts"\\} ${n}\n`);
      await waitFor('the wait to be counted', async () => seen.test(await (await fetch(`http://127.0.0.1:${a.healthPort}/metrics`)).text()));
      offsetMs += ALERTS.sealedRetryMs + 1_000;
    }
    expect(await stateOf(ids[0])).toMatchObject({
      state: 'pending',
      attempts: 0,
      lease_until: null,
      last_error: 'the secret cannot be opened with this installation key',
    });
    expect([o.calls, await owner.selectFrom('delivery_attempt').selectAll().execute()]).toEqual([[], []]);
    await sql`update subscription set secret_sealed = ${sealed.secret_sealed}`.execute(owner);
    await a.sweep();
    await settled(ids[0]);
    expect(await deliveriesOfCase(owner, caseId)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  test('with another installation key the service says so in one line and does not start', async () => {
    const o = await office();
    await subscribe(o.url, o.host);
    const service = new Service('alerts', serviceEnv(world, { PANTAU_KEY: Buffer.alloc(32, 8).toString('base64') }));
    closing.push(() => service.stop());
    await expect(service.start()).rejects.toThrow(/^alerts ended with 1:/);
    expect(service.output).toBe(
      'the installation key is not the one the webhook secrets of this database were sealed with: set PANTAU_KEY or PANTAU_KEY_FILE to the right one\n',
    );
  });
});

describe('nothing lost, nothing early', () => {
  test('a row of a transaction that has not committed is not sent; after the commit the bell alone is enough', async () => {
    const o = await office();
    const { region: r } = await subscribe(o.url, o.host);
    const a = await app({ allow: [o.host] });
    const producer = openProducer({ redisUrl: world.redisUrl, prefix: world.queuePrefix });
    closing.push(() => producer.stop());
    const early = await owner.transaction().execute(async (tx) => {
      const caseId = await insertCase(tx as Handle, { region: r });
      const ids = await insertDeliveries(tx, { caseId, region: r, event: 'case.forwarded', payload: { n: 1 } });
      // Absence is shown by something that was written later and has arrived.
      const later = await forwardCase(owner, r, { n: 2 });
      await a.sweep();
      await settled(later.ids[0]);
      expect(o.calls.map((c) => c.id)).toEqual(later.ids);
      return ids;
    });
    await producer.deliver(early);
    await settled(early[0]);
    expect(o.calls.map((c) => c.body)).toEqual(['{"n":2}', '{"n":1}']);
  });

  test('without Redis the sweeper delivers, and the service says what is down', async () => {
    const o = await office();
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    const a = await app({ allow: [o.host], redisUrl: `redis://127.0.0.1:${await freePort()}` });
    await a.sweep();
    await settled(ids[0]);
    expect(await stateOf(ids[0])).toMatchObject({ state: 'delivered' });
    const ready = await fetch(`http://127.0.0.1:${a.healthPort}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, parts: { postgres: 'up', redis: 'down' }, allow_private: [o.host] }]);
  });

  test('killed between sending and recording, the delivery is sent again with the same id and recorded once', async () => {
    let kill = async () => {};
    const o = await office(async (res) => {
      await kill();
      res.writeHead(200).end();
    });
    const { region: r } = await subscribe(o.url, o.host);
    const service = new Service('alerts', serviceEnv(world, { PANTAU_ALLOW_PRIVATE: o.host }));
    kill = () => service.kill9();
    closing.push(() => service.stop());
    await service.start();
    const { caseId, ids } = await forwardCase(owner, r);
    const producer = openProducer({ redisUrl: world.redisUrl, prefix: world.queuePrefix });
    closing.push(() => producer.stop());
    await producer.deliver(ids);
    await waitFor('the office to be called', () => o.calls.length === 1, 30_000);
    await waitFor('the service to be dead', async () => !(await service.answers('/livez')));
    expect(await stateOf(ids[0])).toMatchObject({ state: 'pending', attempts: 0 });

    kill = async () => {};
    offsetMs = ALERTS.leaseMs + 1_000;
    await (await app({ allow: [o.host] })).sweep();
    await settled(ids[0]);
    expect(o.calls.map((c) => c.id)).toEqual([ids[0], ids[0]]);
    expect(await deliveriesOfCase(owner, caseId)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(await owner.selectFrom('case_event').select('type').where('case_id', '=', caseId).execute()).toEqual([{ type: 'delivered' }]);
  });

  test('losing every connection to Postgres between sending and recording repeats nothing', async () => {
    const o = await office(async (res) => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'pantau-alerts'`.execute(
        owner,
      );
      res.writeHead(200).end();
    });
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    const a = await app({ allow: [o.host] });
    // The sweep's own count may be what is cut off: one failed tick, as far as the service is concerned.
    await a.sweep().catch(() => {});
    await settled(ids[0]);
    expect(await stateOf(ids[0])).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(o.calls).toHaveLength(1);
  });

  test('a lease taken over meanwhile wins: the late result is dropped', async () => {
    const o = await office(async (res, call) => {
      await sql`update delivery set lease_token = gen_random_uuid() where id = ${call.id}::uuid`.execute(owner);
      res.writeHead(200).end();
    });
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    const a = await app({ allow: [o.host] });
    await a.sweep();
    const lost = /pantau_delivery_attempts_total\{outcome="lease_lost",service="alerts"\} 1/;
    await waitFor('the loss to be counted', async () => lost.test(await (await fetch(`http://127.0.0.1:${a.healthPort}/metrics`)).text()));
    expect(await stateOf(ids[0])).toMatchObject({ state: 'pending', attempts: 0 });
  });

  test('two copies of the service share the work and send each delivery once', async () => {
    const o = await office();
    const { region: r } = await subscribe(o.url, o.host);
    const all: string[] = [];
    for (let i = 0; i < 60; i++) all.push(...(await forwardCase(owner, r)).ids);
    const copies = await Promise.all([app({ allow: [o.host] }), app({ allow: [o.host] })]);
    await Promise.all(copies.map((c) => c.sweep()));
    for (const id of all) await settled(id);
    expect(o.calls.map((c) => c.id).sort()).toEqual([...all].sort());
  });

  test('a result that cannot be written at first is written later, and nothing is sent twice', async () => {
    const o = await office();
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    // A sequence is not rolled back: the first two attempts to record fail, the third holds.
    await sql`create sequence record_tries`.execute(owner);
    await sql`grant usage on sequence record_tries to pantau_alerts`.execute(owner);
    await sql`create function refuse_twice() returns trigger language plpgsql as $$
      begin if nextval('record_tries') <= 2 then raise exception 'not now'; end if; return new; end $$`.execute(owner);
    await sql`create trigger refuse_twice before update on delivery for each row when (new.attempts > old.attempts) execute function refuse_twice()`.execute(
      owner,
    );
    closing.push(() => sql`drop trigger refuse_twice on delivery`.execute(owner));
    await (await app({ allow: [o.host] })).sweep();
    await settled(ids[0]);
    expect(await stateOf(ids[0])).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(o.calls).toHaveLength(1);
  });

  test('stopping waits for what is under way, and claims nothing more', async () => {
    let release = () => {};
    const o = await office((res) => {
      release = () => void res.writeHead(200).end();
    });
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    const db = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'alerts' });
    closing.push(() => db.destroy());
    const events = createEvents(createLogger({ service: 'alerts', level: 'silent' }), createMetrics('alerts'));
    const sender = new Sender({ db, keyring: world.keyring, events, allowPrivate: [o.host], clock: () => new Date(), random: () => 0 }).start();
    sender.wake();
    await waitFor('the office to be called', () => o.calls.length === 1);
    let stopped = false;
    const stopping = sender.stop().then(() => {
      stopped = true;
    });
    const late = await forwardCase(owner, r);
    expect(stopped).toBe(false);
    release();
    await stopping;
    expect(await stateOf(ids[0])).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(await stateOf(late.ids[0])).toMatchObject({ state: 'pending', attempts: 0, lease_token: null });
  });

  test('what does not end in time is cut off at a stop, and stays to be sent again', async () => {
    let cut = false;
    const o = await office((res) => {
      res.on('close', () => {
        cut = true;
      });
    });
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    await (await app({ allow: [o.host] })).sweep();
    await waitFor('the office to be called', () => o.calls.length === 1);
    await closing.pop()?.();
    await waitFor('the request to be cut', () => cut);
    const d = await stateOf(ids[0]);
    expect([d.state, d.attempts, d.lease_token === null]).toEqual(['pending', 0, false]);
  });

  test('the metrics tell outcomes and the age of the oldest delivery', async () => {
    const o = await office(answers(500));
    const { region: r } = await subscribe(o.url, o.host);
    const { ids } = await forwardCase(owner, r);
    await sql`update delivery set created_at = now() - interval '1 hour'`.execute(owner);
    const a = await app({ allow: [o.host] });
    await a.sweep();
    await settled(ids[0]);
    await a.sweep();
    const text = await (await fetch(`http://127.0.0.1:${a.healthPort}/metrics`)).text();
    expect(text).toMatch(/pantau_delivery_attempts_total\{outcome="pending",service="alerts"\} 1/);
    expect(Number(/pantau_oldest_delivery_seconds\{.*\} ([\d.]+)/.exec(text)?.[1])).toBeGreaterThanOrEqual(3_600);
  });
});

describe('deadlines', () => {
  test('the service closes what nobody claimed within 14 days', async () => {
    const id = await insertCase(owner, { state: 'FLAGGED' });
    const a = await app({ allow: [] });
    offsetMs = 15 * 86_400_000 + 1_000;
    // Its own timer may be at the same row at this moment; either way the case ends expired.
    await a.expire();
    await waitFor(
      'the case to expire',
      async () => (await owner.selectFrom('cases').select('state').where('id', '=', id).executeTakeFirst())?.state === 'EXPIRED',
    );
    const events = await owner.selectFrom('case_event').select('type').where('case_id', '=', id).execute();
    expect(events).toEqual([{ type: 'expired' }]);
  });
});
