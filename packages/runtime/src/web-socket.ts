/**
 * A WebSocket to a platform's stream, under the same rules as every request that leaves the house (`http.ts`): no private
 * address unless listed, the connection pinned to the address that was checked, no redirect, limits on size and time. Messages
 * are pulled: while nobody takes them the socket is paused and TCP holds the sender back, so memory stays bounded.
 */
import { WebSocket } from 'ws';
import { guardedLookup, guardUrl, HttpFailed, HttpRefused, isAllowed } from './http.ts';

export interface WebSocketOptions {
  allowPrivate?: readonly string[];
  headers?: Record<string, string>;
  connectTimeoutMs: number;
  /** Without a message or an answered ping for so long the connection counts as dead. */
  silentMs: number;
  maxMessageBytes: number;
  /** Messages kept before the socket is paused. */
  buffered: number;
  signal?: AbortSignal;
}

export interface WebSocketStream {
  /** Text messages in order, as many as there are, at least one; nothing but an empty list after `withinMs`. Null: the other side closed. Throws HttpFailed when it broke. */
  messages(withinMs: number): Promise<string[] | null>;
  send(text: string): void;
  close(): void;
}

const httpUrl = (raw: string) => raw.replace(/^ws(s?):\/\//i, 'http$1://');

/** Connects, or throws HttpRefused (do not retry) or HttpFailed. */
export async function openWebSocket(raw: string, o: WebSocketOptions): Promise<WebSocketStream> {
  if (!/^wss?:\/\//i.test(raw)) throw new HttpRefused('not a WebSocket address');
  const url = guardUrl(httpUrl(raw), o.allowPrivate);
  const open = isAllowed(url, o.allowPrivate ?? []);
  const socket = new WebSocket(url.href.replace(/^http/, 'ws'), {
    headers: o.headers,
    handshakeTimeout: o.connectTimeoutMs,
    maxPayload: o.maxMessageBytes,
    followRedirects: false,
    perMessageDeflate: false,
    ...(open ? {} : { lookup: guardedLookup }),
  });
  const stream = new Stream(socket, o);
  await stream.opened;
  return stream;
}

class Stream implements WebSocketStream {
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;
  readonly #buffered: number;
  #waiting: string[] = [];
  #end: { error: Error | null } | null = null;
  #wake: (() => void) | null = null;
  readonly #watch: NodeJS.Timeout;
  #heardAt = Date.now();

  constructor(socket: WebSocket, o: WebSocketOptions) {
    this.#socket = socket;
    this.#buffered = o.buffered;
    this.opened = new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', (e) => reject(asError(e)));
      socket.once('close', () => reject(new HttpFailed('the connection was closed', true)));
    });
    socket.on('message', (data: Buffer, isBinary) => this.#take(isBinary ? null : data.toString('utf8')));
    socket.on('pong', () => {
      this.#heardAt = Date.now();
    });
    socket.on('error', (e) => this.#finish(asError(e)));
    socket.on('close', () => this.#finish(null));
    o.signal?.addEventListener('abort', () => this.close(), { once: true });
    this.#watch = setInterval(() => this.#checkAlive(o.silentMs), o.silentMs / 3);
    this.#watch.unref();
  }

  async messages(withinMs: number): Promise<string[] | null> {
    if (this.#waiting.length === 0 && this.#end === null) await this.#next(withinMs);
    if (this.#waiting.length > 0) {
      const out = this.#waiting;
      this.#waiting = [];
      if (this.#socket.isPaused) this.#socket.resume();
      return out;
    }
    if (this.#end === null) return [];
    if (this.#end.error) throw this.#end.error;
    return null;
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#finish(null);
    this.#socket.terminate();
  }

  #next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#wake = done;
    });
  }

  #take(text: string | null): void {
    this.#heardAt = Date.now();
    if (text === null || this.#end !== null) return;
    this.#waiting.push(text);
    if (this.#waiting.length >= this.#buffered) this.#socket.pause();
    this.#wake?.();
  }

  /** A paused socket hears no pong; whoever is slow to take is not therefore cut off. */
  #checkAlive(silentMs: number): void {
    if (this.#socket.isPaused) this.#heardAt = Date.now();
    else if (Date.now() - this.#heardAt > silentMs) {
      this.#finish(new HttpFailed(`nothing was heard for ${silentMs} ms`, true));
      this.#socket.terminate();
    } else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  #finish(error: Error | null): void {
    if (this.#end !== null) return;
    this.#end = { error };
    clearInterval(this.#watch);
    this.#wake?.();
  }
}

function asError(e: unknown): Error {
  for (let c: unknown = e; c instanceof Error; c = c.cause) if (c instanceof HttpRefused || c instanceof HttpFailed) return c;
  const status = /Unexpected server response: (\d+)/.exec((e as Error).message ?? '')?.[1];
  const code = (e as { code?: unknown }).code;
  return new HttpFailed(
    status === undefined ? `the connection failed${typeof code === 'string' ? ` (${code})` : ''}` : `the answer was ${status}`,
    code !== 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
    { cause: e },
  );
}
