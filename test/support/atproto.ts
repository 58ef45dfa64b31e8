/** A real Personal Data Server as a child process, spoken to over plain XRPC; and a proxy that can hold an answer back. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../peers/atproto', import.meta.url));
const NATIVE = join(FOLDER, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
const POSTS = 'app.bsky.feed.post';

/** better-sqlite3 has no prebuilt binary for every machine: node-gyp compiles it. */
export function hasCompiler(): boolean {
  return ['python3', 'g++', 'make'].every((tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** Installs the pinned peer into its own folder when it is not there; the product never depends on it. */
export function installPeer(): void {
  if (existsSync(NATIVE)) return;
  // Node's own headers, when they came with it: otherwise node-gyp fetches them, from a host that may not be reachable.
  const nodeDir = join(process.execPath, '../..');
  const headers = existsSync(join(nodeDir, 'include/node/node.h')) ? { npm_config_nodedir: nodeDir } : {};
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...headers } });
  if (!existsSync(NATIVE)) throw new Error(`npm ci in ${FOLDER} did not build better-sqlite3`);
}

export interface PdsAccount {
  did: string;
  handle: string;
  password: string;
  jwt: string;
}

export class Pds {
  readonly url: string;
  readonly plc: string;
  /** The firehose as a Jetstream (test/peers/atproto/jetstream.mjs). */
  readonly jetstream: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, at: { pds: string; plc: string; jetstream: string }) {
    this.#child = child;
    this.url = at.pds;
    this.plc = at.plc;
    this.jetstream = at.jetstream;
  }

  static async start(): Promise<Pds> {
    const child = spawn(process.execPath, ['--import', './loopback.mjs', 'server.mjs'], {
      cwd: FOLDER,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', LOG_ENABLED: 'false' },
    });
    const line = await new Promise<string>((resolve, reject) => {
      let out = '';
      let err = '';
      child.stderr.on('data', (d: Buffer) => {
        err += d.toString();
      });
      child.stdout.on('data', (d: Buffer) => {
        out += d.toString();
        const json = out.split('\n').find((l) => l.startsWith('{"pds"'));
        if (json) resolve(json);
      });
      child.once('exit', (code) => reject(new Error(`the PDS ended with ${code}:\n${err}`)));
    });
    return new Pds(child, JSON.parse(line) as { pds: string; plc: string; jetstream: string });
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }

  async call<T = Record<string, never>>(method: string, body: unknown, jwt?: string): Promise<T> {
    const r = await fetch(`${this.url}/xrpc/${method}`, {
      method: 'POST',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(jwt ? { authorization: `Bearer ${jwt}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await r.text();
    if (!r.ok) throw new Error(`${method}: ${r.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  async createAccount(name: string): Promise<PdsAccount> {
    const handle = `${name}.test`;
    const password = 'kata-sandi-uji';
    const a = await this.call<{ did: string; accessJwt: string }>('com.atproto.server.createAccount', { handle, email: `${name}@contoh.test`, password });
    return { did: a.did, handle, password, jwt: a.accessJwt };
  }

  post(a: PdsAccount, text: string, rkey?: string): Promise<{ uri: string; cid: string }> {
    const record = { $type: POSTS, text, createdAt: new Date().toISOString() };
    return this.call('com.atproto.repo.createRecord', { repo: a.did, collection: POSTS, record, ...(rkey === undefined ? {} : { rkey }) }, a.jwt);
  }

  edit(a: PdsAccount, uri: string, text: string): Promise<{ uri: string; cid: string }> {
    const record = { $type: POSTS, text, createdAt: new Date().toISOString() };
    return this.call('com.atproto.repo.putRecord', { repo: a.did, collection: POSTS, rkey: uri.split('/').at(-1), record }, a.jwt);
  }

  async remove(a: PdsAccount, uri: string): Promise<void> {
    await this.call('com.atproto.repo.deleteRecord', { repo: a.did, collection: POSTS, rkey: uri.split('/').at(-1) }, a.jwt);
  }

  async follow(a: PdsAccount, did: string): Promise<void> {
    const record = { $type: 'app.bsky.graph.follow', subject: did, createdAt: new Date().toISOString() };
    await this.call('com.atproto.repo.createRecord', { repo: a.did, collection: 'app.bsky.graph.follow', record }, a.jwt);
  }

  async deactivate(a: PdsAccount): Promise<void> {
    await this.call('com.atproto.server.deactivateAccount', {}, a.jwt);
  }

  async activate(a: PdsAccount): Promise<void> {
    const fresh = await this.call<{ accessJwt: string }>('com.atproto.server.createSession', { identifier: a.did, password: a.password });
    a.jwt = fresh.accessJwt;
    await this.call('com.atproto.server.activateAccount', undefined, a.jwt);
  }
}

/**
 * Stands before the PDS and its identity directory (`/plc/…`), names itself as the accounts' server, counts what is asked,
 * and can hold answers back so that a test kills the asker at that very step.
 */
export class PdsProxy {
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #pds: Pds;
  #hold: ((path: string) => boolean) | null = null;
  #limit: { matches: (path: string) => boolean; answers: number } | null = null;
  readonly #held: ServerResponse[] = [];

  constructor(pds: Pds) {
    this.#pds = pds;
    this.#server = createServer((req, res) => void this.#answer(req.url ?? '/', res));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /** Answers to these paths are computed and kept until `release`. */
  hold(matches: (path: string) => boolean): void {
    this.#hold = matches;
  }

  /** So many answers to these paths, then 429 (wait two seconds) until the next call; null lifts it. */
  limit(o: { matches: (path: string) => boolean; answers: number } | null): void {
    this.#limit = o === null ? null : { ...o };
  }

  get holding(): number {
    return this.#held.length;
  }

  /** Those who waited get nothing; later ones are answered. */
  release(): void {
    this.#hold = null;
    for (const res of this.#held.splice(0)) res.destroy();
  }

  async stop(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(path: string, res: ServerResponse): Promise<void> {
    this.asked.push(path);
    if (this.#limit?.matches(path) && this.#limit.answers-- <= 0) {
      res.writeHead(429, { 'content-type': 'application/json', 'retry-after': '2' }).end('{"error":"RateLimitExceeded"}');
      return;
    }
    const plc = path.startsWith('/plc/');
    const r = await fetch(plc ? `${this.#pds.plc}${path.slice('/plc'.length)}` : `${this.#pds.url}${path}`);
    const body = (await r.text()).replaceAll(plc ? this.#pds.url : '\u0000', this.url);
    if (this.#hold?.(path)) {
      this.#held.push(res);
      return;
    }
    res.writeHead(r.status, { 'content-type': r.headers.get('content-type') ?? 'application/json' }).end(body);
  }
}
