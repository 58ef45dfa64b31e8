/**
 * Aim: every connector keeps the contract (contract.ts), whatever its platform does.
 * Method: one suite, run against a stateful stand-in of each platform; what the connector yields is kept by the rules of the
 * store (a version once, a cursor with its page), so "lost" and "doubled" can be counted.
 */
import { type IncomingPost, LIMITS } from '@pantau/domain';
import { HttpFailed, HttpRefused } from '@pantau/runtime';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { FakeRepo } from '../../../../test/support/platforms/atproto.ts';
import { FakeSite } from '../../../../test/support/platforms/feed.ts';
import { FakeMastodon } from '../../../../test/support/platforms/mastodon.ts';
import type { Platform } from '../../../../test/support/platforms/platform.ts';
import { FakeX } from '../../../../test/support/platforms/x.ts';
import { asStop } from './answers.ts';
import type { Connector, Page, PollContext, StopKind } from './contract.ts';
import { CONNECTORS } from './index.ts';

interface Peer {
  name: string;
  unit: string;
  open: () => { platform: Platform; config: unknown };
  /** How this platform says that the account is away. */
  awayStop: StopKind;
}

const PEERS: Peer[] = [
  {
    name: 'rss',
    unit: '',
    awayStop: 'transient',
    open: () => ({ platform: new FakeSite(), config: { feed_url: 'https://dinas.contoh.test/feed.xml', account: 'dinas.uji' } }),
  },
  {
    name: 'bluesky',
    unit: 'uji.satu.test',
    awayStop: 'account_unavailable',
    open: () => ({
      platform: new FakeRepo(),
      config: { service: 'https://appview.contoh.test', plc_url: 'https://plc.contoh.test/plc', reconcile_minutes: 0 },
    }),
  },
  {
    name: 'mastodon',
    unit: 'uji.satu@sosial.contoh.test',
    awayStop: 'account_unavailable',
    open: () => ({ platform: new FakeMastodon(), config: { servers: [{ host: 'sosial.contoh.test' }] } }),
  },
  { name: 'x', unit: 'uji_satu', awayStop: 'account_unavailable', open: () => ({ platform: new FakeX(), config: {} }) },
];

/** What the store would hold. */
class Kept {
  readonly versions = new Map<string, Map<string, IncomingPost>>();
  readonly gone = new Set<string>();
  readonly dropped: string[] = [];
  cursor: unknown = null;
  /** Versions that came a second time and were known: allowed, and skipped by the store. */
  known = 0;

  take(connector: Connector, page: Page, now: Date): void {
    for (const raw of page.raws) this.takeRaw(connector, raw, now);
    for (const key of page.gone ?? []) this.gone.add(key);
    // As the database does it: a cursor is JSON.
    this.cursor = JSON.parse(JSON.stringify(page.cursor)) as unknown;
  }

  takeRaw(connector: Connector, raw: unknown, now: Date): void {
    const n = connector.normalise(raw, now);
    if (!n.ok) {
      this.dropped.push(n.reason);
      return;
    }
    const of = this.versions.get(n.post.postKey) ?? new Map<string, IncomingPost>();
    if (of.has(n.post.versionKey)) this.known += 1;
    else of.set(n.post.versionKey, n.post);
    this.versions.set(n.post.postKey, of);
  }

  newest(key: string): string | undefined {
    return [...(this.versions.get(key)?.values() ?? [])].at(-1)?.text;
  }
}

describe.each(PEERS)('$name', (peer) => {
  const connector = CONNECTORS.find((c) => c.name === peer.name) as Connector;
  let platform: Platform;
  let config: unknown;
  let kept: Kept;
  beforeEach(() => {
    const opened = peer.open();
    platform = opened.platform;
    config = connector.config.parse(opened.config);
    kept = new Kept();
  });

  const context = (o: { http?: PollContext<unknown>['http']; skewMs?: number } = {}): PollContext<unknown> => ({
    config,
    unit: peer.unit,
    cursor: kept.cursor,
    account: { id: 7, platformId: null },
    now: () => new Date(platform.now + (o.skewMs ?? 0)),
    signal: new AbortController().signal,
    http: o.http ?? platform.http,
    secret: () => 'rahasia-uji',
    watched: async () => new Map(),
    socket: () => Promise.reject(new Error('nothing is streamed')),
    liveKeys: async (from, to) => [...kept.versions.keys()].filter((k) => !kept.gone.has(k) && k >= from && k <= to).sort(),
  });

  /** Polls; dies after so many pages, before or after the store had them. Says how it ended. */
  const poll = async (
    o: { dieAfter?: number; stored?: boolean; http?: PollContext<unknown>['http']; skewMs?: number } = {},
  ): Promise<StopKind | 'died' | 'done'> => {
    let pages = 0;
    const ctx = context(o);
    try {
      for await (const page of connector.poll(ctx)) {
        pages += 1;
        if (o.dieAfter === pages && o.stored !== true) return 'died';
        kept.take(connector, page, ctx.now());
        if (o.dieAfter === pages) return 'died';
      }
      return 'done';
    } catch (thrown) {
      const e = asStop(thrown) as { kind?: StopKind };
      if (e.kind === undefined) throw thrown;
      return e.kind;
    }
  };
  /** Second looks at everything that is kept, where the connector has them. */
  const recheck = async () => {
    if (!connector.verify) return;
    const keys = [...kept.versions.keys()].filter((k) => !kept.gone.has(k));
    const size = connector.caps.batchLookup ?? 1;
    for (let i = 0; i < keys.length; i += size) {
      const { states, raws } = await connector.verify(
        context(),
        keys.slice(i, i + size).map((key) => ({ key, account: peer.unit })),
      );
      for (const raw of raws) kept.takeRaw(connector, raw, new Date(platform.now));
      for (const [key, state] of states) if (state === 'gone') kept.gone.add(key);
    }
  };
  const write = (n: number, at?: number) => Array.from({ length: n }, (_, i) => platform.write(`pesan uji ${platform.now}-${i}`, at));
  const expectAll = (keys: readonly string[]) => {
    expect(keys.filter((k) => !kept.versions.has(k))).toEqual([]);
    expect([...kept.versions.keys()].filter((k) => !keys.includes(k))).toEqual([]);
    expect([...kept.versions.values()].map((v) => v.size).filter((n) => n !== 1)).toEqual([]);
  };

  test('says what it can do, and asks for an agreement where its platform forbids this use', () => {
    expect(connector.caps.maxPage).toBeLessThanOrEqual(LIMITS.batchPosts);
    expect(connector.caps.deleteSignal === 'lookup' ? connector.verify !== undefined || connector.caps.forwardPaging : true).toBe(true);
    expect(connector.policyNeedsAgreement).toBe(peer.name === 'x');
    expect(connector.version).toBeGreaterThan(0);
  });

  test('250 posts arrive once, over as many pages as it takes, though it dies at each of them', async () => {
    // Over hours, so that what a connector reads twice on purpose does not hide a gap.
    const keys = Array.from({ length: 250 }, () => {
      platform.now += 60_000;
      return write(1);
    }).flat();
    for (let page = 1; page < 12; page++) for (const stored of [false, true]) await poll({ dieAfter: page > 2 ? 1 : page, stored });
    expect(await poll()).toBe('done');
    expectAll(keys);
  });

  test('what is written while it pages is there after the next poll, and nothing in between is lost', async () => {
    const keys = write(120);
    let more = 30;
    platform.afterAnswer = () => {
      if (more-- > 0) keys.push(platform.write(`di tengah ${more}`));
    };
    await poll();
    platform.afterAnswer = () => {};
    await poll();
    expectAll(keys);
  });

  test('a second poll brings nothing new and takes nothing away', async () => {
    const keys = write(30);
    await poll();
    const before = JSON.stringify([...kept.versions].map(([k, v]) => [k, [...v.keys()]]));
    await poll();
    await recheck();
    expect(JSON.stringify([...kept.versions].map(([k, v]) => [k, [...v.keys()]]))).toBe(before);
    expect(kept.gone.size).toBe(0);
    expectAll(keys);
  });

  test('many posts of one second arrive all', async () => {
    const second = platform.now;
    const keys = write(150, second);
    platform.now += 1_000;
    await poll({ dieAfter: 1, stored: true });
    await poll();
    expectAll(keys);
  });

  test('an edit is a second version of the same post', async () => {
    const [key = ''] = write(3);
    await poll();
    platform.edit(key, 'disunting');
    await poll();
    await recheck();
    expect(kept.versions.get(key)?.size).toBe(2);
    expect(kept.newest(key)).toBe('disunting');
    expect(kept.versions.size).toBe(3);
  });

  test('a deletion is known where the platform answers for single posts, and is never concluded from absence', async () => {
    const [key = ''] = write(3);
    await poll();
    platform.remove(key);
    await poll();
    await recheck();
    expect([...kept.gone]).toEqual(connector.caps.deleteSignal === 'none' ? [] : [key]);
  });

  test('an account that is away is not a thousand deletions, and goes on when it is back', async () => {
    const keys = write(5);
    await poll();
    platform.away(true);
    expect(await poll()).toBe(peer.awayStop);
    await recheck();
    expect(kept.gone.size).toBe(0);
    platform.away(false);
    keys.push(...write(2));
    expect(await poll()).toBe('done');
    expectAll(keys);
  });

  test.each([
    [401, 'forbidden'],
    [403, 'forbidden'],
    [429, 'rate_limited'],
    [500, 'transient'],
    [502, 'transient'],
    [408, 'transient'],
    [301, 'moved'],
  ] as const)('an answer of %i at any step is %s, and costs nothing that was written', async (status, kind) => {
    const keys = write(45);
    const steps = await (async () => {
      await poll();
      return platform.asked.length;
    })();
    for (let step = 0; step < Math.min(steps, 4); step++) {
      kept = new Kept();
      let asked = 0;
      const http: PollContext<unknown>['http'] = (url, headers) =>
        asked++ === step
          ? Promise.resolve({ status, headers: { 'retry-after': '7', location: 'https://lain.contoh.test/' }, body: Buffer.from('{}') })
          : platform.http(url, headers);
      expect(await poll({ http })).toBe(kind);
    }
    expect(await poll()).toBe('done');
    expectAll(keys);
  });

  test.each([404, 410])('an answer of %i for the account ends the poll without a word about its posts', async (status) => {
    write(3);
    await poll();
    platform.faults.push({ status, body: {} });
    expect(['transient', 'gone', 'account_unavailable', 'malformed_answer']).toContain(await poll());
    expect(kept.gone.size).toBe(0);
  });

  test('a wait that the platform asks for is passed on', async () => {
    platform.faults.push({ status: 429, headers: { 'retry-after': '77' }, body: {} });
    await expect(connector.poll(context()).next()).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 77_000 });
  });

  test.each(['', 'null', '[]', '{}', '"teks"', '<html><p>galat', '{"data": 5}', '\u0000\u0001', '[[]]', '{"records": null}'])(
    'a body of %j throws nothing unknown and stores nothing',
    async (body) => {
      write(3);
      platform.faults.push(...Array.from({ length: 3 }, () => ({ status: 200, body })));
      expect(typeof (await poll())).toBe('string');
      expect(kept.gone.size).toBe(0);
      platform.faults.length = 0;
      expect(await poll()).toBe('done');
      expect(kept.versions.size).toBe(3);
    },
  );

  test('a body that breaks off anywhere throws nothing unknown and loses nothing', async () => {
    const keys = write(12);
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.double({ min: 0, max: 1, noNaN: true }), async (step, share) => {
        kept = new Kept();
        let asked = 0;
        const http: PollContext<unknown>['http'] = async (url, headers) => {
          const a = await platform.http(url, headers);
          return asked++ === step ? { ...a, body: a.body.subarray(0, Math.floor(a.body.length * share)) } : a;
        };
        await poll({ http });
        await poll();
        expectAll(keys);
      }),
      { numRuns: 40 },
    );
  });

  test('failures below HTTP end the poll in words', async () => {
    expect(await poll({ http: () => Promise.reject(new HttpFailed('the connection failed', true)) })).toBe('transient');
    expect(await poll({ http: () => Promise.reject(new HttpRefused('the address is private')) })).toBe('config_invalid');
  });

  test.each([-3_600_000, 3_600_000])('a clock that is off by %i ms loses and doubles nothing', async (skewMs) => {
    const keys = write(50);
    await poll({ skewMs });
    keys.push(...write(50));
    await poll();
    keys.push(...write(5));
    await poll({ skewMs });
    expectAll(keys);
  });

  test('a cursor that nobody understands, or of posts that are gone since, starts over and loses nothing', async () => {
    const keys = write(20);
    await poll();
    const last = keys.at(-1) ?? '';
    platform.remove(last);
    keys.push(...write(3));
    await poll();
    expect(keys.filter((k) => k !== last && !kept.versions.has(k))).toEqual([]);
    for (const cursor of [{ rusak: true }, 'x', 7, [], null]) {
      kept = new Kept();
      kept.cursor = cursor;
      await poll();
      expect(keys.filter((k) => k !== last && !kept.versions.has(k))).toEqual([]);
    }
  });

  test('the same raw, kept as JSON, gives the same post again', async () => {
    write(5);
    const seenAt = new Date(platform.now);
    for await (const page of connector.poll(context()))
      for (const raw of page.raws) {
        const again = JSON.parse(JSON.stringify(raw)) as unknown;
        expect(connector.normalise(again, seenAt)).toEqual(connector.normalise(raw, seenAt));
        expect(connector.ownerOf(again)).not.toBeNull();
      }
  });

  test('nothing makes normalise throw', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (raw) => {
        expect(connector.normalise(raw, new Date(0)).ok).toBe(false);
        expect(connector.ownerOf(raw)).toBeNull();
      }),
    );
  });
});
