import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { score } from '@pantau/detection';
import { PostLine, type Register } from '@pantau/domain';
import { createLogger, createMetrics } from '@pantau/runtime';
import { openDb, publishPart } from '@pantau/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { EngineHolder } from './engine.ts';
import { EngineCache } from './engine-cache.ts';
import { createEvents, type Events } from './events.ts';

const pair = (nick: string) => ({
  elections: [{ id: 'PK', stages: { campaign: ['2024-09-25', '2024-11-23'] as [string, string], voting: '2024-11-27' } }],
  contests: [{ id: 'kota', election: 'PK', type: 'MAYOR' as const, region: '16.73', name: 'Kota Fiktif' }],
  contestants: [{ id: 'kota-1', contest: 'kota', kind: 'pair' as const, ballot_number: 1, people: [{ name: 'Wirasena Padmatirta', nicknames: [nick] }] }],
  parties: [],
});
const post = (text: string): PostLine =>
  PostLine.parse({ id: 'p', text, posted_at: '2024-10-12T12:00:00+07:00', author: { region: '16.73', employment_status: 'PNS' } });

let world: TestWorld;
let owner: ReturnType<typeof openDb>;
let db: ReturnType<typeof openDb>;
let dir = '';
beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  db = openDb({ url: world.databaseUrl, role: 'pantau_scorer', name: 'test' });
  await publish('Bang Wira');
});
afterAll(async () => {
  await Promise.all([owner.destroy(), db.destroy()]);
  await world.drop();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const publish = (nick: string) =>
  owner.transaction().execute((tx) => publishPart(tx, { ...(pair(nick) as Omit<Register, 'version'>), partKey: 'json:T', label: 't', source: 't', by: 't' }));

/** A scorer that has just started, and what it says about its engine. */
async function start(cacheDir: string | null) {
  const said: string[] = [];
  const events: Events = {
    ...createEvents(createLogger({ service: 'test', level: 'silent', pretty: false }), createMetrics('test')),
    registerLoaded: (r) => void said.push(r.cached ? 'cached' : 'compiled'),
    cacheFailed: (act) => void said.push(`${act} failed`),
  };
  const holder = new EngineHolder(db, events, cacheDir === null ? null : new EngineCache(cacheDir));
  await holder.refresh();
  if (holder.current === null) throw new Error('no engine');
  return { said, holder, engine: holder.current.engine };
}

const texts = ['ayo coblos Wirasena Padmatirta', 'Bang Wira menang!', 'hari ini hujan', '#WirasenaPadmatirta2024 mantap'];

test('a second start reads the engine of the first, with the same verdicts', async () => {
  const first = await start(dir);
  const second = await start(dir);
  expect([first.said, second.said]).toEqual([['compiled'], ['cached']]);
  for (const t of texts) expect(score(second.engine, post(t))).toEqual(score(first.engine, post(t)));
  expect(second.engine).toMatchObject({ register: first.engine.register, ruleset: first.engine.ruleset, contestants: 1 });
});

test('without a folder every start compiles and writes nothing', async () => {
  expect([(await start(null)).said, (await start(null)).said]).toEqual([['compiled'], ['compiled']]);
});

test('a damaged engine is compiled anew and mended', async () => {
  const first = await start(dir);
  for (const f of readdirSync(dir)) truncateSync(join(dir, f), 1_000);
  const second = await start(dir);
  expect(second.said).toEqual(['read failed', 'compiled']);
  expect(score(second.engine, post(texts[0] as string))).toEqual(score(first.engine, post(texts[0] as string)));
  expect((await start(dir)).said).toEqual(['cached']);
});

test('a folder that cannot be used costs time, not verdicts', async () => {
  const { said, engine } = await start('/dev/null/engines');
  expect(said).toEqual(['read failed', 'write failed', 'compiled']);
  expect(score(engine, post(texts[0] as string)).verdict).toBe('flag');
});

test('a register published later has its own engine, in a running process too', async () => {
  const first = await start(dir);
  await publish('Mang Sena');
  await first.holder.refresh();
  expect(first.said).toEqual(['compiled', 'compiled']);
  expect(first.holder.current?.engine.register).not.toBe(first.engine.register);
  expect(score((await start(dir)).engine, post('coblos Mang Sena')).contestants).toEqual([expect.objectContaining({ id: 'kota-1' })]);
});
