import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Page, PollContext, StreamSocket } from '../contract.ts';
import { didOf, readEvent, timeOf } from './events.ts';
import { Batch, JetstreamConfig, jetstream } from './jetstream.ts';

const ME = 'did:plc:ujifiktif00000000000000';
const OTHER = 'did:plc:lainfiktif0000000000000';
const POSTS = 'app.bsky.feed.post';
const BASE = 1_764_000_000_000_000;
const watched = new Map([[ME, 'uji.satu.test']]);
const config = JetstreamConfig.parse({ url: 'ws://aliran.contoh.test/subscribe' });

const event = (i: number, o: { did?: string; operation?: string; rkey?: string; collection?: string; text?: string } = {}) =>
  JSON.stringify({
    did: o.did ?? ME,
    time_us: BASE + i,
    kind: 'commit',
    commit: {
      rev: 'r',
      operation: o.operation ?? 'create',
      collection: o.collection ?? POSTS,
      rkey: o.rkey ?? `k${i}`,
      ...(o.operation === 'delete' ? {} : { record: { $type: POSTS, text: o.text ?? `pesan ${i}`, createdAt: '2026-11-24T05:00:00Z' }, cid: `c${i}` }),
    },
  });

/** A server that says these messages, and then closes. */
class Script implements StreamSocket {
  readonly sent: string[] = [];
  closed = false;
  readonly #messages: string[][];
  constructor(messages: string[][]) {
    this.#messages = [...messages];
  }
  async messages() {
    return this.#messages.shift() ?? null;
  }
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.closed = true;
  }
}

function context(socket: StreamSocket, o: { cursor?: unknown; who?: ReadonlyMap<string, string>; asked?: string[] } = {}): PollContext<typeof config> {
  return {
    config,
    unit: '',
    cursor: o.cursor ?? null,
    account: null,
    now: () => new Date(),
    signal: new AbortController().signal,
    http: () => Promise.reject(new Error('nothing is asked')),
    secret: () => undefined,
    watched: async () => o.who ?? watched,
    socket: async (url) => {
      o.asked?.push(url);
      return socket;
    },
    liveKeys: async () => [],
  };
}

async function run(ctx: PollContext<typeof config>): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of jetstream.poll(ctx)) pages.push(page);
  return pages;
}
const urisOf = (pages: readonly Page[]) => pages.flatMap((p) => p.raws.map((r) => (r as { uri: string }).uri.split('/').at(-1)));

describe('what a stream lets through', () => {
  test('posts of registered accounts, whoever else writes and whatever else they do', async () => {
    const socket = new Script([[event(1), event(2, { did: OTHER }), event(3, { collection: 'app.bsky.feed.like' }), '{"did":"', 'rusak', event(4)]]);
    const pages = await run(context(socket));
    expect(urisOf(pages)).toEqual(['k1', 'k4']);
    expect(pages.at(-1)?.cursor).toEqual({ url: config.url, time_us: BASE + 4 });
    expect(socket.closed).toBe(true);
  });
  test('asks for these accounts by name, and for nobody when there are none', async () => {
    const socket = new Script([]);
    await run(context(socket));
    expect(JSON.parse(socket.sent[0] ?? '{}')).toMatchObject({ type: 'options_update', payload: { wantedCollections: [POSTS], wantedDids: [ME] } });
    const nobody = new Script([[event(1)]]);
    expect(await run(context(nobody, { who: new Map() }))).toEqual([]);
    expect(nobody.sent).toEqual([]);
  });
  test('with more accounts than the server filters for, everything comes and is filtered here', async () => {
    const many = new Map(Array.from({ length: 10_001 }, (_, i) => [`did:plc:x${i}`, `x${i}.test`]));
    const socket = new Script([[event(1, { did: 'did:plc:x7' }), event(2)]]);
    expect(urisOf(await run(context(socket, { who: many })))).toEqual(['k1']);
    expect(JSON.parse(socket.sent[0] ?? '{}')).toMatchObject({ payload: { wantedDids: [] } });
  });
  test('a deletion is told, and takes what was written in the same page with it', async () => {
    const pages = await run(context(new Script([[event(1, { rkey: 'a' }), event(2, { rkey: 'b' }), event(3, { operation: 'delete', rkey: 'a' })]])));
    expect(urisOf(pages)).toEqual(['b']);
    expect(pages.flatMap((p) => p.gone ?? [])).toEqual([`at://${ME}/${POSTS}/a`]);
  });
  test('an account that goes away deletes nothing', async () => {
    const away = JSON.stringify({ did: ME, time_us: BASE, kind: 'account', account: { active: false, did: ME, seq: 1, status: 'deactivated' } });
    const pages = await run(context(new Script([[away]])));
    expect(pages.flatMap((p) => [...p.raws, ...(p.gone ?? [])])).toEqual([]);
  });
});

describe('where it goes on', () => {
  test('a little before the last stored event; further back on another server', async () => {
    const asked: string[] = [];
    await run(context(new Script([]), { cursor: { url: config.url, time_us: BASE }, asked }));
    await run(context(new Script([]), { cursor: { url: 'ws://lain.contoh.test/', time_us: BASE }, asked }));
    await run(context(new Script([]), { asked }));
    const from = asked.map((u) => new URL(u).searchParams.get('cursor'));
    expect(from).toEqual([String(BASE - 2_000_000), String(BASE - 60_000_000), null]);
  });
  test('the cursor never goes back over what is stored, though older events come again', async () => {
    const pages = await run(context(new Script([[event(1)], [event(5)]]), { cursor: { url: config.url, time_us: BASE + 3 } }));
    expect(pages.map((p) => (p.cursor as { time_us: number }).time_us - BASE).every((us) => us >= 3)).toBe(true);
    expect(urisOf(pages)).toEqual(['k1', 'k5']);
  });
  test('whatever was read is handed on before the cursor that covers it, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ mine: fc.boolean(), hand: fc.boolean() }), { maxLength: 60 }), (steps) => {
        const batch = new Batch(config, null);
        let handed = 0;
        steps.forEach((s, i) => {
          batch.take(event(i + 1, s.mine ? {} : { did: OTHER }), watched);
          if (!s.hand) return;
          const page = batch.hand();
          handed += page.raws.length;
          expect((page.cursor as { time_us: number }).time_us).toBe(BASE + i + 1);
          expect(handed).toBe(steps.slice(0, i + 1).filter((x) => x.mine).length);
        });
      }),
    );
  });
});

describe('events as text', () => {
  test('whose and when are read without parsing, also when a post imitates them', () => {
    const text = event(9, { text: '"did":"did:plc:palsu","time_us":1' });
    expect([didOf(text), timeOf(text)]).toEqual([ME, BASE + 9]);
    expect(readEvent(text)).toMatchObject({ kind: 'written', did: ME });
  });
  test('fields in another order are understood all the same', () => {
    const { did, time_us, kind, commit } = JSON.parse(event(3)) as Record<string, unknown>;
    const text = JSON.stringify({ commit, kind, time_us, did });
    expect([didOf(text), timeOf(text)]).toEqual([null, BASE + 3]);
    expect(readEvent(text)).toMatchObject({ kind: 'written', did: ME });
  });
  test('no text makes them throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        didOf(text);
        timeOf(text);
        readEvent(text);
        expect(jetstream.normalise(text, new Date(0)).ok).toBe(false);
      }),
    );
  });
});
