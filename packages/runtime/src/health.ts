/** `/livez`, `/readyz`, `/metrics` and at most one question, for services without an HTTP face of their own. Loopback unless told otherwise. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';

export { Counter, Gauge, Histogram, Registry } from 'prom-client';

export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

export type Check = () => Promise<void>;
export type Readiness = { ready: boolean; parts: Record<string, 'up' | 'down'> };

const CHECK_TIMEOUT_MS = 2_000;

/** Runs all checks side by side; one that hangs counts as down. */
export async function readiness(checks: Record<string, Check>): Promise<Readiness> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'down'>((resolve) => {
        timer = setTimeout(() => resolve('down'), CHECK_TIMEOUT_MS);
      });
      const state = await Promise.race([
        // Started inside a promise, so that a check that throws at once counts as down too.
        Promise.resolve()
          .then(check)
          .then(
            () => 'up' as const,
            () => 'down' as const,
          ),
        late,
      ]);
      clearTimeout(timer);
      return [name, state] as const;
    }),
  );
  return { ready: parts.every(([, s]) => s === 'up'), parts: Object.fromEntries(parts) };
}

export interface HealthServer {
  name: string;
  port: number;
  stop(): Promise<void>;
}

export interface HealthOptions {
  host: string;
  port: number;
  checks: Record<string, Check>;
  metrics: Registry;
  /** Settings an operator must be able to see, added to the body of /readyz. */
  report?: Record<string, unknown>;
  /** One question that other services of the house may ask by POST; whoever reaches the health port may. */
  answers?: { path: string; maxBytes: number; answer: (body: string) => { status: number; body: unknown } };
}

export async function startHealthServer(o: HealthOptions): Promise<HealthServer> {
  const server = createServer((req, res) => {
    // An answer that fails must not take the service with it: an unhandled rejection would end the process.
    answer(o, req, res).catch(() => (res.headersSent ? res.destroy() : res.writeHead(500).end()));
  });
  await listen(server, o.port, o.host);
  return {
    name: 'health',
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(o: HealthOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = (req.url ?? '').split('?')[0];
  if (path === '/livez') return void res.writeHead(200, { 'content-type': 'application/json' }).end('{"live":true}');
  if (path === '/readyz') {
    const r = await readiness(o.checks);
    return void res.writeHead(r.ready ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ ...r, ...o.report }));
  }
  if (path === '/metrics') {
    const text = await o.metrics.metrics();
    return void res.writeHead(200, { 'content-type': o.metrics.contentType }).end(text);
  }
  if (o.answers && path === o.answers.path && req.method === 'POST') return answerQuestion(o.answers, req, res);
  res.writeHead(404).end();
}

async function answerQuestion(a: NonNullable<HealthOptions['answers']>, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > a.maxBytes) return void res.writeHead(413, { connection: 'close' }).end();
    chunks.push(chunk);
  }
  const { status, body } = a.answer(Buffer.concat(chunks).toString('utf8'));
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
