/**
 * Live updates for open consoles (server-sent events). What the database tells at commit is gathered for a moment, then each
 * user's own view of the changed cases is asked under row-level security and sent. A stream is a convenience: whoever misses
 * something is told to read again, and a console without a stream works.
 */
import { IDENTITY, regionWithin } from '@pantau/domain';
import type { Logger } from '@pantau/runtime';
import { asUser, type ChangedCase, changedCases, type Handle, type Heard, liveSessions } from '@pantau/store';
import { type Caller, DECIDERS } from './access.ts';
import { LIVE } from './limits.ts';

type User = Extract<Caller, { kind: 'user' }>;

/** Where a stream's events go; an HTTP response in the service. */
export interface Sink {
  write(text: string): void;
  end(): void;
  /** Bytes that the reader has not taken yet. */
  waiting(): number;
}

interface Stream {
  user: User;
  sink: Sink;
}

type Change = { region: string };

export class LiveUpdates {
  readonly #db: Handle;
  readonly #authDb: Handle;
  readonly #log: Logger;
  readonly #streams = new Set<Stream>();
  #changed = new Map<number, Change>();
  #opened = new Set<string>();
  #gap = false;
  #timer: NodeJS.Timeout | null = null;
  #beat: NodeJS.Timeout | null = null;
  #flushing: Promise<void> = Promise.resolve();
  #serial = 0;
  #stopped = false;

  constructor(o: { db: Handle; authDb: Handle; log: Logger }) {
    this.#db = o.db;
    this.#authDb = o.authDb;
    this.#log = o.log;
  }

  get open(): number {
    return this.#streams.size;
  }

  /** False when this user, or the process, has as many streams as it may. */
  hasRoom(user: User): boolean {
    const own = [...this.#streams].filter((s) => s.user.userId === user.userId).length;
    return !this.#stopped && own < LIVE.streamsPerUser && this.#streams.size < LIVE.streamsMax;
  }

  /** Returns what to call when the reader has gone. `resumed`: the reader was here before and has missed things. */
  add(user: User, sink: Sink, o: { resumed: boolean }): () => void {
    const stream = { user, sink };
    this.#streams.add(stream);
    this.#beat ??= setInterval(() => void this.#heartbeat(), LIVE.heartbeatMs);
    sink.write(`retry: ${LIVE.retryMs}\n\n`);
    this.#send(stream, 'ready', {});
    if (o.resumed) this.#send(stream, 'refetch', {});
    return () => this.#drop(stream);
  }

  hear(heard: Heard): void {
    if (heard.kind === 'session') {
      for (const s of this.#streams) if (s.user.sessionId === heard.id) this.#close(s);
      return;
    }
    if (this.#streams.size === 0) return;
    if (heard.kind === 'gap') this.#gap = true;
    else if (heard.kind === 'opened') for (const r of heard.regencies) this.#opened.add(r);
    else this.#changed.set(heard.id, { region: heard.region });
    if (this.#changed.size > LIVE.gatheredMax) {
      this.#changed = new Map();
      this.#gap = true;
    }
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#beat) clearInterval(this.#beat);
    for (const s of this.#streams) this.#close(s);
    await this.#flushing;
  }

  #schedule(): void {
    if (this.#timer || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#flushing = this.#flush()
        .catch((err: unknown) => {
          this.#log.warn({ err }, 'live updates were missed');
          this.#gap = true;
        })
        .then(() => {
          this.#timer = null;
          if (this.#changed.size > 0 || this.#opened.size > 0 || this.#gap) this.#schedule();
        });
    }, LIVE.gatherMs);
  }

  async #flush(): Promise<void> {
    const changed = this.#changed;
    const opened = [...this.#opened];
    const gap = this.#gap;
    this.#changed = new Map();
    this.#opened = new Set();
    this.#gap = false;
    if (gap) {
      for (const s of this.#streams) this.#send(s, 'refetch', {});
      return;
    }
    const byUser = new Map<number, Stream[]>();
    for (const s of this.#streams) byUser.set(s.user.userId, [...(byUser.get(s.user.userId) ?? []), s]);
    for (const streams of byUser.values()) await this.#tell(streams, changed, opened);
  }

  /** All streams of one user: one question to the database for all of them. */
  async #tell(streams: readonly Stream[], changed: ReadonlyMap<number, Change>, opened: readonly string[]): Promise<void> {
    const [any] = streams;
    if (!any) return;
    const { user } = any;
    const ids = [...changed].filter(([, c]) => mayConcern(user, c.region)).map(([id]) => id);
    const seen = ids.length === 0 ? [] : await asUser(this.#db, user.userId, (tx) => changedCases(tx, ids));
    const more = opened.some((r) => user.roles.some((role) => regionWithin(r, role.region) || regionWithin(role.region, r)));
    for (const s of streams) {
      if (seen.length > 0) this.#send(s, 'cases', { changed: seen.map((c) => toldOf(c, user)) });
      if (seen.length > 0 || more) this.#send(s, 'counts', { opened: more });
    }
  }

  /** Keeps proxies from closing a quiet stream, and closes those whose session has ended. */
  async #heartbeat(): Promise<void> {
    for (const s of this.#streams) s.sink.write(': still here\n\n');
    try {
      const live = await liveSessions(
        this.#authDb,
        [...this.#streams].map((s) => s.user.sessionId),
        IDENTITY.sessionIdleMinutes,
      );
      for (const s of this.#streams) if (!live.has(s.user.sessionId)) this.#close(s);
    } catch (err) {
      this.#log.warn({ err }, 'sessions of live streams could not be checked');
    }
  }

  #send(s: Stream, event: string, data: unknown): void {
    if (!this.#streams.has(s)) return;
    if (s.sink.waiting() > LIVE.unreadBytesMax) {
      this.#close(s);
      return;
    }
    this.#serial += 1;
    s.sink.write(`id: ${this.#serial}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #close(s: Stream): void {
    this.#drop(s);
    s.sink.end();
  }

  #drop(s: Stream): void {
    this.#streams.delete(s);
    if (this.#streams.size > 0 || !this.#beat) return;
    clearInterval(this.#beat);
    this.#beat = null;
  }
}

/** Spares a question to the database; it alone decides. A forwarded case may concern an office of another region. */
const mayConcern = (user: User, region: string): boolean => user.roles.some((r) => r.role === 'personnel_office' || regionWithin(region, r.region));

function toldOf(c: ChangedCase, user: User) {
  const full = user.roles.some((r) => DECIDERS.includes(r.role) && regionWithin(c.region, r.region));
  const holder = full && c.leaseUntil ? { name: c.holderName, mine: c.holderId === user.userId, until: c.leaseUntil.toISOString() } : null;
  return { id: c.id, revision: c.revision, region: c.region, state: c.state, holder };
}
