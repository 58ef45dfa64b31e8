/**
 * Bluesky as it is written: one socket carries the whole network, and what registered accounts write, edit and delete is taken
 * from it within a second. Delivered at least once: events are stored before the cursor that covers them, and versions by their
 * content id are known when they come again. The listing of repositories (`bluesky`) goes on beside it at a slow pace: it finds
 * what the stream could no longer tell (a cursor older than the server remembers).
 */
import { LIMITS } from '@pantau/domain';
import { HttpFailed } from '@pantau/runtime';
import { z } from 'zod';
import { INGEST } from '../../limits.ts';
import { BlueskyRaw, normaliseRecord, POSTS } from '../bluesky/normalise.ts';
import type { Connector, Page, PollContext, StreamSocket } from '../contract.ts';
import { NO_LIMIT } from '../limit.ts';
import { didOf, readEvent, timeOf } from './events.ts';

const SECOND_US = 1_000_000;
/** The server filters for no more accounts than this; beyond it the whole collection comes and is filtered here. */
const FILTER_DIDS_MAX = 10_000;

export const JetstreamConfig = z.strictObject({
  url: z
    .string()
    .regex(/^wss?:\/\//)
    .max(500)
    .default('wss://jetstream2.us-east.bsky.network/subscribe'),
  /** Where pictures are asked for by content id. */
  blob_service: z
    .url()
    .default('https://bsky.social')
    .transform((u) => u.replace(/\/$/, '')),
  /** Read again from so far before the last stored event, and further when the server is another one. */
  rewind_seconds: z.number().min(0).max(3_600).default(2),
});
type JetstreamConfig = z.infer<typeof JetstreamConfig>;

const JetstreamCursor = z.object({ url: z.string(), time_us: z.number().int().positive() });
type JetstreamCursor = z.infer<typeof JetstreamCursor>;
type Ctx = PollContext<JetstreamConfig>;

/** Clocks of two servers differ by no more than this. */
const OTHER_SERVER_REWIND_S = 60;

export const jetstream: Connector<JetstreamConfig> = {
  name: 'jetstream',
  platform: 'bluesky',
  version: 1,
  caps: {
    forwardPaging: true,
    editHistory: true,
    deleteSignal: 'event',
    maxPage: LIMITS.batchPosts,
    batchLookup: null,
    backfill: 'as long as the server remembers',
  },
  policyNeedsAgreement: false,
  config: JetstreamConfig,
  units: 'single',
  mode: 'stream',
  limits: () => NO_LIMIT,
  accountOf: () => null,
  ownerOf: (raw) => {
    const r = BlueskyRaw.safeParse(raw);
    return r.success ? { platform: 'bluesky', handle: r.data.account } : null;
  },
  normalise: normaliseRecord,
  async *poll(ctx) {
    const parsed = JetstreamCursor.safeParse(ctx.cursor);
    const saved = parsed.success ? parsed.data : null;
    let socket: StreamSocket;
    try {
      socket = await ctx.socket(addressOf(ctx.config, saved));
    } catch (e) {
      // Refused for its cursor: too old for this server. The next round starts from now, and the listing finds what lies between.
      if (saved === null || !(e instanceof HttpFailed) || !/the answer was 400/.test(e.message)) throw e;
      yield { raws: [], cursor: null };
      return INGEST.streamRetryMs;
    }
    try {
      yield* follow(ctx, socket, saved);
    } finally {
      socket.close();
    }
    return INGEST.streamRetryMs;
  },
};

function addressOf(config: JetstreamConfig, saved: JetstreamCursor | null): string {
  const url = new URL(config.url);
  url.searchParams.set('wantedCollections', POSTS);
  // The accounts follow in a message: an address cannot hold ten thousand.
  url.searchParams.set('requireHello', 'true');
  if (saved !== null) {
    const back = saved.url === config.url ? config.rewind_seconds : Math.max(config.rewind_seconds, OTHER_SERVER_REWIND_S);
    url.searchParams.set('cursor', String(Math.max(1, Math.floor(saved.time_us - back * SECOND_US))));
  }
  return url.href;
}

function subscribe(socket: StreamSocket, watched: ReadonlyMap<string, string>): void {
  const wantedDids = watched.size <= FILTER_DIDS_MAX ? [...watched.keys()] : [];
  socket.send(JSON.stringify({ type: 'options_update', payload: { wantedCollections: [POSTS], wantedDids } }));
}

/** Nobody to watch is nothing to ask for: an empty filter would mean everybody. */
async function* follow(ctx: Ctx, socket: StreamSocket, saved: JetstreamCursor | null): AsyncGenerator<Page, void, void> {
  let watched = await ctx.watched();
  let watchedAt = ctx.now().getTime();
  if (watched.size === 0) return;
  subscribe(socket, watched);
  const batch = new Batch(ctx.config, saved?.time_us ?? null);
  let handedAt = ctx.now().getTime();
  for (;;) {
    const texts = await socket.messages(batch.isEmpty ? INGEST.streamIdleMs : INGEST.streamBatchMs);
    for (const text of texts ?? []) {
      batch.take(text, watched);
      if (batch.isFull) yield batch.hand();
    }
    const now = ctx.now().getTime();
    // Also when nothing happened: the cursor moves, and whoever stores it looks whether the policy still stands.
    if (texts === null || (batch.isEmpty ? now - handedAt >= INGEST.streamIdleMs : now - handedAt >= INGEST.streamBatchMs)) {
      const page = batch.hand();
      handedAt = now;
      if (page.cursor !== null) yield page;
    }
    if (texts === null || ctx.signal.aborted) return;
    if (now - watchedAt >= INGEST.watchedRefreshMs) {
      watched = await ctx.watched();
      watchedAt = now;
      if (watched.size === 0) return;
      subscribe(socket, watched);
    }
  }
}

/** What was read since the last page, and how far. The place moves over events of others too. */
export class Batch {
  readonly #config: Pick<JetstreamConfig, 'url' | 'blob_service'>;
  #raws: BlueskyRaw[] = [];
  #gone = new Set<string>();
  #last: string | null = null;
  #place: number | null;

  constructor(config: Pick<JetstreamConfig, 'url' | 'blob_service'>, place: number | null) {
    this.#config = config;
    this.#place = place;
  }

  get isEmpty(): boolean {
    return this.#raws.length === 0 && this.#gone.size === 0;
  }

  get isFull(): boolean {
    return this.#raws.length + this.#gone.size >= LIMITS.batchPosts;
  }

  take(text: string, watched: ReadonlyMap<string, string>): void {
    this.#last = text;
    const did = didOf(text);
    if (did !== null && !watched.has(did)) return;
    const event = readEvent(text);
    if (event === null || event.kind === 'other') return;
    const account = watched.get(event.did);
    if (account === undefined) return;
    if (event.kind === 'deleted') {
      // Written and deleted within one page: the words were public for a moment, and are gone; nothing of them is taken in.
      this.#raws = this.#raws.filter((r) => r.uri !== event.uri);
      this.#gone.add(event.uri);
      return;
    }
    this.#gone.delete(event.uri);
    this.#raws.push({ account, pds: this.#config.blob_service, uri: event.uri, cid: event.cid, value: event.record });
  }

  /** The cursor is null only while nothing was ever read. */
  hand(): Page {
    const seen = this.#last === null ? null : timeOf(this.#last);
    // A place never goes back: events of the overlap are older than what is stored already.
    if (seen !== null) this.#place = Math.max(seen, this.#place ?? 0);
    const cursor: JetstreamCursor | null = this.#place === null ? null : { url: this.#config.url, time_us: this.#place };
    const page: Page = { raws: this.#raws, gone: [...this.#gone], cursor };
    this.#raws = [];
    this.#gone = new Set();
    this.#last = null;
    return page;
  }
}
