import type { HttpAnswer } from '@pantau/runtime';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Page, type PollContext, SourceStop } from '../contract.ts';
import { BlueskyConfig, bluesky } from './bluesky.ts';
import { tidFloor } from './normalise.ts';

const NOW = new Date('2026-11-24T05:00:00Z');
const DAY_MS = 86_400_000;
const POSTS = 'app.bsky.feed.post';
const keyOf = (i: number) => tidFloor(new Date(NOW.getTime() - DAY_MS + i * 1_000));
const uriOf = (did: string, key: string) => `at://${did}/${POSTS}/${key}`;

/** The answers of a server, by the protocol's own rules, for one repository; `budget` questions for single records, then 429. */
class Answers {
  readonly asked: string[] = [];
  listed: string[] = [];
  budget = Number.POSITIVE_INFINITY;
  handles: Readonly<Record<string, string>> = {};

  readonly http = async (url: string): Promise<HttpAnswer> => {
    const { pathname, searchParams } = new URL(url);
    const answer = (status: number, body: unknown): HttpAnswer => ({ status, headers: {}, body: Buffer.from(JSON.stringify(body)) });
    const method = pathname.split('/').at(-1) ?? '';
    if (method === 'com.atproto.identity.resolveHandle') return answer(200, { did: this.handles[searchParams.get('handle') ?? ''] });
    if (method === 'com.atproto.repo.listRecords') {
      const did = searchParams.get('repo') ?? '';
      const after = searchParams.get('cursor') ?? '';
      const page = this.listed.filter((k) => k > after).slice(0, Number(searchParams.get('limit')));
      return answer(200, { records: page.map((k) => ({ uri: uriOf(did, k), cid: 'c', value: {} })) });
    }
    if (method === 'com.atproto.repo.getRecord') {
      if (this.budget-- <= 0) return answer(429, {});
      this.asked.push(searchParams.get('rkey') ?? '');
      return answer(400, { error: 'RecordNotFound' });
    }
    return answer(200, { service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: 'https://pds.contoh.test' }] });
  };
}

async function poll(server: Answers, o: { cursor: unknown; account?: { id: number; platformId: string | null }; live?: readonly string[] }) {
  const ctx: PollContext<z.infer<typeof BlueskyConfig>> = {
    config: BlueskyConfig.parse({ reconcile_minutes: 0 }),
    unit: 'uji.test',
    cursor: o.cursor,
    account: o.account ?? { id: 1, platformId: null },
    now: () => NOW,
    signal: new AbortController().signal,
    http: server.http,
    secret: () => undefined,
    watched: async () => new Map(),
    socket: () => Promise.reject(new Error('nothing is streamed')),
    liveKeys: async (from, to) => (o.live ?? []).map((k) => uriOf('did:plc:a', k)).filter((u) => u >= from && u <= to),
  };
  const pages: Page[] = [];
  try {
    for await (const page of bluesky.poll(ctx)) pages.push(page);
    return { pages, stop: null };
  } catch (e) {
    if (!(e instanceof SourceStop)) throw e;
    return { pages, stop: e.kind };
  }
}

describe('whose posts are read', () => {
  const server = new Answers();
  server.listed = [keyOf(1)];
  const repos = (pages: readonly Page[]) => new Set(pages.flatMap((p) => p.raws.map((r) => (r as { uri: string }).uri.split('/')[2])));

  test('a handle that the register gives to another person is resolved anew and read from the beginning', async () => {
    server.handles = { 'uji.test': 'did:plc:a' };
    const first = await poll(server, { cursor: null });
    expect(repos(first.pages)).toEqual(new Set(['did:plc:a']));
    server.handles = { 'uji.test': 'did:plc:b' };
    const cursor = first.pages.at(-1)?.cursor;
    expect(repos((await poll(server, { cursor })).pages), 'the register did not change: the same person').toEqual(new Set(['did:plc:a']));
    const moved = await poll(server, { cursor, account: { id: 2, platformId: null } });
    expect(repos(moved.pages)).toEqual(new Set(['did:plc:b']));
    expect(moved.pages.at(-1)?.cursor).toMatchObject({ account_id: 2, did: 'did:plc:b', last_rkey: keyOf(1) });
  });

  test('one account under another identity waits for people, until the register makes it another account', async () => {
    const cursor = (await poll(server, { cursor: null, account: { id: 1, platformId: 'did:plc:a' } })).pages.at(-1)?.cursor;
    expect(await poll(server, { cursor, account: { id: 1, platformId: 'did:plc:b' } })).toEqual({ pages: [], stop: 'identity_changed' });
    const moved = await poll(server, { cursor, account: { id: 2, platformId: 'did:plc:b' } });
    expect([repos(moved.pages), moved.stop]).toEqual([new Set(['did:plc:b']), null]);
  });
});

describe('a reconcile', () => {
  test('that is told to wait goes on where it was; each absent key is asked for once, and told a hundred at a time', async () => {
    const server = new Answers();
    server.handles = { 'uji.test': 'did:plc:a' };
    const all = Array.from({ length: 520 }, (_, i) => keyOf(i));
    server.listed = all.filter((_, i) => i % 2 === 0 || i > 450);
    const absent = all.filter((k) => !server.listed.includes(k));
    let live = all;
    let cursor: unknown = null;
    const gone: string[] = [];
    const seen = new Set<string>();
    let polls = 0;
    for (let done = false; !done; ) {
      server.budget = 30;
      const r = await poll(server, { cursor, live });
      polls += 1;
      for (const p of r.pages) {
        expect(p.gone?.length ?? 0).toBeLessThanOrEqual(100);
        gone.push(...(p.gone ?? []));
        for (const raw of p.raws) seen.add((raw as { uri: string }).uri);
        cursor = p.cursor;
      }
      live = live.filter((k) => !gone.includes(uriOf('did:plc:a', k)));
      done = r.stop === null;
      expect(polls).toBeLessThan(20);
    }
    expect(gone).toEqual(absent.map((k) => uriOf('did:plc:a', k)));
    expect(server.asked).toEqual(absent);
    expect(seen.size, 'all that is listed was compared').toBe(server.listed.length);
    expect(polls).toBe(Math.ceil(absent.length / 30));
    expect(cursor).toMatchObject({ reconcile: null, reconciled_at: NOW.toISOString() });
  });

  test('of an account with hundreds of deletions between two posts tells of them a hundred at a time', async () => {
    const server = new Answers();
    server.handles = { 'uji.test': 'did:plc:a' };
    server.listed = [keyOf(0), keyOf(999)];
    const live = [...server.listed, ...Array.from({ length: 250 }, (_, i) => keyOf(i + 1))].sort();
    const { pages } = await poll(server, { cursor: null, live });
    expect(pages.map((p) => p.gone?.length).filter((n) => n !== undefined)).toEqual([100, 100, 50]);
  });
});
