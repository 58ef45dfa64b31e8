/**
 * A platform as connectors see it: a stateful stand-in built from the platform's own description of its interface, asked by the
 * connector's own requests. Fictional people only. The conformance suite plays with it; integration tests put it on a port.
 */
import { LoopbackServer } from '../loopback.ts';

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** What any platform lets its people do, and what may happen to whoever asks it. */
export abstract class Platform {
  readonly asked: string[] = [];
  now = Date.parse('2026-11-24T05:00:00Z');
  /** Answers given instead of the true one, in order. */
  readonly faults: Reply[] = [];
  /** Called after each answer was computed: things change while somebody pages. */
  afterAnswer: (path: string) => void = () => {};

  /** Writes; returns the post's key. Time goes on by a second unless said otherwise. */
  abstract write(text: string, at?: number): string;
  abstract edit(key: string, text: string): void;
  abstract remove(key: string): void;
  /** The account is deactivated or suspended, or back. */
  abstract away(isAway: boolean): void;
  protected abstract answer(url: URL, headers: Readonly<Record<string, string>>): Reply;

  reply(url: URL, headers: Readonly<Record<string, string>> = {}): Reply {
    this.asked.push(url.pathname + url.search);
    const reply = this.faults.shift() ?? this.answer(url, headers);
    this.afterAnswer(url.pathname);
    return reply;
  }

  readonly http = async (url: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> => {
    const r = this.reply(new URL(url), headers);
    return { status: r.status, headers: r.headers ?? {}, body: bodyOf(r) };
  };
}

function bodyOf(r: Reply): Buffer {
  if (Buffer.isBuffer(r.body)) return r.body;
  return Buffer.from(typeof r.body === 'string' ? r.body : r.body === undefined ? '' : JSON.stringify(r.body));
}

/** A platform on a loopback port. */
export class PlatformServer extends LoopbackServer {
  constructor(platform: Platform) {
    super((req, res) => {
      const r = platform.reply(new URL(req.url ?? '/', 'http://127.0.0.1'), req.headers as Record<string, string>);
      res.writeHead(r.status, { 'content-type': 'application/json', ...r.headers }).end(bodyOf(r));
    });
  }
}
