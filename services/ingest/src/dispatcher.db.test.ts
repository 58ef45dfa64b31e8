import { openProducer } from '@pantau/queue';
import { createLogger, createMetrics } from '@pantau/runtime';
import { type Handle, openDb } from '@pantau/store';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { NO_LIMITER, OPEN_POLICY } from '../../../test/support/ingest.ts';
import { waitFor } from '../../../test/support/wait.ts';
import { Bell } from './bell.ts';
import { CONNECTORS } from './connectors/index.ts';
import { Dispatcher } from './dispatcher.ts';
import { createEvents } from './events.ts';
import { INGEST } from './limits.ts';

let world: TestWorld;
let client: pg.Client;
let db: Handle;
beforeAll(async () => {
  world = await createWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  db = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
});
afterAll(async () => {
  await db?.destroy();
  await client?.end();
  await world?.drop();
});

const addSources = (name: string, n: number, policy: unknown, enabled: boolean) =>
  client.query(
    `insert into source (name, connector, config, policy, enabled) select $1 || i, 'replay', '{"file": "package.json"}', $2, $4 from generate_series(1, $3::int) i`,
    [name, JSON.stringify(policy), n, enabled],
  );
const untouched = async (name: string) =>
  (await client.query(`select from source_state u join source s on s.id = u.source_id where s.name like $1 and u.lease_epoch = 0`, [`${name}%`])).rowCount ?? 0;

describe('the dispatcher', () => {
  test('fills a slot as soon as it is free: many closed units do not hold up an open one until the next tick', async () => {
    await addSources('tutup-', 5 * INGEST.unitsAtOnce, { ...OPEN_POLICY, expires_at: '2020-01-01T00:00:00Z' }, true);
    await addSources('mati-', 3, OPEN_POLICY, false);
    const events = createEvents(createLogger({ service: 'test', level: 'silent', pretty: false }), createMetrics('test'));
    const producer = openProducer({ redisUrl: world.redisUrl, prefix: world.queuePrefix });
    const bell = new Bell(producer, events);
    const http = () => Promise.reject(new Error('nothing is asked'));
    const deps = { db, bell, events, now: () => new Date(), random: Math.random, leaseMs: 60_000, http };
    const dispatcher = new Dispatcher({ ...deps, limiter: NO_LIMITER, socket: http, secret: () => undefined, pause: http, scales: new Map() }, CONNECTORS);
    await dispatcher.sync();
    await addSources('buka-', 1, OPEN_POLICY, true);
    await dispatcher.sync();

    await dispatcher.dispatch(); // once: there is no ticker here
    await waitFor('all units of enabled sources to have been taken', async () => (await untouched('tutup-')) + (await untouched('buka-')) === 0);
    expect(await untouched('mati-')).toBe(3);
    await dispatcher.stop();
    await producer.stop();
    const said = await client.query(
      `select s.name, u.last_error from source_state u join source s on s.id = u.source_id where s.name in ('tutup-1', 'mati-1') order by 1`,
    );
    expect(said.rows).toEqual([
      { name: 'mati-1', last_error: 'source_disabled' },
      { name: 'tutup-1', last_error: 'policy_expired' },
    ]);
    expect((await client.query('select from source_state where lease_until is not null')).rowCount, 'stopped, it holds nothing').toBe(0);
  });
});
