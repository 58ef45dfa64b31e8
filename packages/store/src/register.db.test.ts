import { readFileSync } from 'node:fs';
import { Circulars, Register } from '@pantau/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { openDb } from './db.ts';
import { currentRegister, loadCirculars, loadRegister, registerStatus } from './register.ts';
import { publishPart, RegisterStage, saveCirculars } from './register-publish.ts';

const corpus = Register.parse(JSON.parse(readFileSync('test/corpus/register.json', 'utf8')));
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

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

const publish = (r: Omit<Register, 'version'>, partKey: string) =>
  db.transaction().execute((tx) => publishPart(tx, { ...r, partKey, label: 'test', source: 'test', by: 'test' }));

describe('register', () => {
  test('an empty database has no register', async () => {
    expect(await currentRegister(db)).toBeNull();
    await expect(loadRegister(db, 1)).rejects.toThrow(/no register version 1/);
    expect(await registerStatus(db)).toMatchObject({ current: null, parts: [], versions: [], circulars: 0 });
  });

  test('what is published comes back unchanged, readable by the scorer', async () => {
    const version = await publish(corpus, 'json:CORPUS');
    expect(version?.name).toMatch(/^reg-1-[0-9a-f]{8}$/);
    const scorer = openDb({ url: world.databaseUrl, role: 'pantau_scorer', name: 'test' });
    try {
      const current = await currentRegister(scorer);
      expect(current).toEqual(version);
      const loaded = await loadRegister(scorer, current?.id ?? 0);
      expect(loaded.version).toBe(version?.name);
      expect(loaded.elections.sort(byId)).toEqual([...corpus.elections].sort(byId));
      expect(loaded.contests.sort(byId)).toEqual([...corpus.contests].sort(byId));
      expect(loaded.contestants.sort(byId)).toEqual([...corpus.contestants].sort(byId));
      expect(loaded.parties.sort(byId)).toEqual([...corpus.parties].sort(byId));
    } finally {
      await scorer.destroy();
    }
  });

  test('the same content again is no new version', async () => {
    expect(await publish(corpus, 'json:CORPUS')).toBeNull();
  });

  test('a new part keeps the others, and the same part replaces itself', async () => {
    const extra = {
      elections: [],
      parties: [],
      contests: [{ id: 'X', election: 'PILKADA-2024', type: 'MAYOR' as const, region: '16.72', name: 'X' }],
      contestants: [],
    };
    const second = await publish(extra, 'json:EXTRA');
    const third = await publish({ ...extra, contests: [] }, 'json:EXTRA');
    const contests = async (id: number | undefined) => (await loadRegister(db, id ?? 0)).contests.length;
    expect(await contests(second?.id)).toBe(corpus.contests.length + 1);
    expect(await contests(third?.id)).toBe(corpus.contests.length);
    expect((await registerStatus(db)).versions.map((v) => v.name)).toHaveLength(3);
  });

  test('a json part overrides a KPU row of the same id', async () => {
    const contest = { id: 'K', election: 'PILKADA-2024', type: 'MAYOR' as const, region: '16.72', name: 'K' };
    const pair = (nicknames: string[]) => ({ id: 'K/1', contest: 'K', kind: 'pair' as const, ballot_number: 1, people: [{ name: 'Budi Fiktif', nicknames }] });
    await publish({ elections: [], contests: [contest], contestants: [pair([])], parties: [] }, 'kpu-pairs:TEST');
    const v = await publish({ elections: [], contests: [], contestants: [pair(['Bang Budi'])], parties: [] }, 'json:NICK');
    const found = (await loadRegister(db, v?.id ?? 0)).contestants.filter((c) => c.id === 'K/1');
    expect(found).toEqual([pair(['Bang Budi'])]);
  });

  test('a contest that another part still needs cannot be removed', async () => {
    await expect(publish({ elections: [], contests: [], contestants: [], parties: [] }, 'kpu-pairs:TEST')).rejects.toThrow(
      /contestants "K\/1".contest no contest "K"/,
    );
  });

  test('two documents of the same rank cannot both define a contestant', async () => {
    const c = corpus.contestants[0];
    if (!c) throw new Error('the corpus has contestants');
    await expect(publish({ elections: [], contests: [], contestants: [c], parties: [] }, 'json:OTHER')).rejects.toThrow(
      /is already defined by part json:CORPUS/,
    );
  });

  test('the difference names what is added, changed and removed, and a rolled back dry run leaves nothing', async () => {
    const before = await registerStatus(db);
    const changed = corpus.contestants.slice(1).map((c, i) => (i === 0 ? { ...c, slogans: ['Semboyan baru'] } : c));
    const diff = await db
      .transaction()
      .execute(async (tx) => {
        const stage = await RegisterStage.open(tx);
        const part = stage.part({ partKey: 'json:CORPUS', label: 'x', source: 'x' });
        await stage.add(part, { ...corpus, contestants: [...changed, { ...corpus.contestants[1], id: 'NEW-1', contest: 'LLG', kind: 'pair' as const }] });
        const d = await stage.diff();
        throw Object.assign(new Error('dry run'), { diff: d });
      })
      .catch((e: Error & { diff?: Awaited<ReturnType<RegisterStage['diff']>> }) => e.diff);
    expect(diff?.[0]?.lists.contestants).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
      names: { added: ['NEW-1'], changed: [corpus.contestants[1]?.id], removed: [corpus.contestants[0]?.id] },
    });
    expect(diff?.[0]?.lists.contests).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect(await registerStatus(db)).toEqual(before);
  });

  test('published rows refuse change', async () => {
    const { sql } = await import('kysely');
    await expect(sql`update register_contestant set doc = '{}'`.execute(db)).rejects.toThrow(/immutable/);
  });

  test('circulars are replaced by id', async () => {
    const circulars = Circulars.parse(JSON.parse(readFileSync('test/corpus/circulars.json', 'utf8')));
    const save = (rows: typeof circulars) => db.transaction().execute((tx) => saveCirculars(tx, rows));
    expect((await save(circulars)).added).toHaveLength(circulars.length);
    expect(await save(circulars)).toEqual({ added: [], changed: [] });
    expect((await loadCirculars(db)).map((c) => c.id).sort()).toEqual(circulars.map((c) => c.id).sort());
  });
});
