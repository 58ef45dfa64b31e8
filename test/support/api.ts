/** The real api on a loopback port in this process, and a client that signs in and keeps its cookie. */
import { randomUUID } from 'node:crypto';
import { createLogger, Lifecycle } from '@pantau/runtime';
import { type ApiConfig, startApi } from '../../services/api/src/index.ts';
import type { BuiltUser } from './builders.ts';
import { PASSWORD } from './builders.ts';
import type { TestWorld } from './db.ts';

export interface RunningApi {
  url: string;
  /** Everything it logged. */
  logged(): string;
  stop(): Promise<void>;
}

export async function startTestApi(world: TestWorld, extra: Partial<ApiConfig> = {}, clock?: () => Date): Promise<RunningApi> {
  const lines: string[] = [];
  const log = createLogger({ service: 'api', level: 'debug', destination: { write: (s: string) => void lines.push(s) } });
  const life = new Lifecycle(log);
  const { address } = await startApi({
    config: {
      DATABASE_URL: world.databaseUrl,
      REDIS_URL: world.redisUrl,
      PANTAU_QUEUE_PREFIX: world.queuePrefix,
      PANTAU_KEY_FILE: '',
      PANTAU_HOST: '127.0.0.1',
      HEALTH_PORT: 0,
      LOG_LEVEL: 'debug',
      LOG_PRETTY: false,
      PANTAU_PORT: 0,
      PANTAU_PEERS: [],
      PANTAU_ALLOW_PRIVATE: [],
      PANTAU_REQUESTS_PER_MINUTE: 1_000_000,
      PANTAU_SIGN_INS_PER_MINUTE: 1_000_000,
      PANTAU_SLOW_REQUEST_SECONDS: 30,
      PANTAU_SECOND_FACTOR: 'off',
      PANTAU_OIDC_NAME: 'SSO',
      PANTAU_OIDC_SECOND_FACTOR: 'amr',
      ...extra,
    },
    keyring: world.keyring,
    ...(clock ? { clock } : {}),
    log,
    life,
  });
  return { url: address, logged: () => lines.join(''), stop: () => life.stop('test') };
}

export interface Reply {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer and asserts on what it finds
  body: any; // oxlint-disable-line typescript/no-explicit-any
  headers: Headers;
  etag: string;
}

export class Client {
  readonly #url: string;
  cookie = '';
  csrf = '';

  constructor(url: string) {
    this.#url = url;
  }

  async signIn(user: BuiltUser, extra: { password?: string; code?: string } = {}): Promise<this> {
    const r = await this.send('POST', '/v1/sessions', { username: user.username, password: PASSWORD, ...extra });
    if (r.status !== 201) throw new Error(`sign-in answered ${r.status}`);
    return this.keep(r);
  }

  /** The new cookie and CSRF token of an answer that gave a session or a new token for one. */
  keep(r: Reply): this {
    this.cookie = (r.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    this.csrf = (r.body.me ?? r.body).csrf;
    return this;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('GET', path, undefined, headers);
  }

  /** A POST with a fresh Idempotency-Key unless one is given. */
  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send('POST', path, body, { 'idempotency-key': randomUUID(), ...headers });
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const r = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf && method !== 'GET' ? { 'x-csrf-token': this.csrf } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await r.text();
    return {
      status: r.status,
      body: text === '' ? null : r.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
      headers: r.headers,
      etag: r.headers.get('etag') ?? '',
    };
  }
}
