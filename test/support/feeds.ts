/** Feeds for tests: their text, a scripted server, and a real nginx that serves a folder. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoopbackServer } from './loopback.ts';
import { freePort } from './services.ts';
import { waitFor } from './wait.ts';

export interface Item {
  guid: string;
  title: string;
  body?: string;
  date?: string;
}

export function rssFeed(items: readonly Item[]): string {
  const one = (i: Item) =>
    `<item><guid isPermaLink="false">${i.guid}</guid><title>${i.title}</title><link>https://dinas.contoh.test/${i.guid}</link>` +
    `<description><![CDATA[${i.body ?? ''}]]></description>${i.date === undefined ? '' : `<pubDate>${i.date}</pubDate>`}</item>`;
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Dinas Uji</title><link>https://dinas.contoh.test/</link>${items.map(one).join('')}</channel></rss>`;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Sends the head and then nothing more. */
  hang?: boolean;
}

/** Answers by script and keeps what it was asked with. */
export class FeedServer extends LoopbackServer {
  readonly asked: { path: string; headers: IncomingHttpHeaders }[] = [];
  respond: (path: string, headers: IncomingHttpHeaders) => Answer;

  constructor(respond: (path: string, headers: IncomingHttpHeaders) => Answer) {
    super((req, res) => {
      const path = req.url ?? '/';
      this.asked.push({ path, headers: req.headers });
      const a = this.respond(path, req.headers);
      res.writeHead(a.status, a.headers);
      if (a.hang) res.flushHeaders();
      else res.end(a.body);
    });
    this.respond = respond;
  }
}

export function hasNginx(): boolean {
  return spawnSync('nginx', ['-v'], { stdio: 'ignore' }).status === 0;
}

/** nginx in a folder of its own on a free loopback port; `/feed.xml` is open, `/limited.xml` answers one request in ten seconds. */
export class Nginx {
  readonly dir = mkdtempSync(join(tmpdir(), 'pantau-nginx-'));
  port = 0;
  #child: ChildProcess | null = null;

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  write(name: string, body: string): void {
    writeFileSync(join(this.dir, 'www', name), body);
  }

  async start(): Promise<this> {
    this.port = await freePort();
    for (const d of ['www', 'tmp']) mkdirSync(join(this.dir, d), { recursive: true });
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${this.dir}/tmp/${n};`).join(' ');
    writeFileSync(
      join(this.dir, 'nginx.conf'),
      `daemon off; pid ${this.dir}/nginx.pid; error_log ${this.dir}/error.log; events {} http { ${temp} access_log ${this.dir}/access.log;
       limit_req_zone $binary_remote_addr zone=slow:1m rate=6r/m; limit_req_status 429;
       server { listen 127.0.0.1:${this.port}; root ${this.dir}/www; types { application/rss+xml xml; }
         location = /limited.xml { limit_req zone=slow; error_page 429 = @slow; }
         location @slow { add_header Retry-After 600 always; return 429; } } }`,
    );
    // Started as root it would give its workers another user, who could not read the folder.
    const user = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
    this.#child = spawn('nginx', ['-p', this.dir, '-c', join(this.dir, 'nginx.conf'), ...user], { stdio: 'ignore' });
    await waitFor('nginx to answer', async () => (await fetch(`http://${this.host}/`).catch(() => null)) !== null);
    return this;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.dir, { recursive: true, force: true });
  }
}
