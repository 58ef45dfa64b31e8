/**
 * The personnel office of the demo world: takes signed webhooks as a real office would, checks them with the reference
 * library, and shows the last ones on a page. Keeps nothing on disk; loopback only.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { receiverPage } from './receiver-page.ts';

const KEPT = 100;
const BODY_BYTES_MAX = 262_144;

export interface Received {
  id: string;
  received_at: string;
  /** How often this id has arrived; a repeat is answered 200 and changes nothing else. */
  times: number;
  payload: unknown;
}

export interface Receiver {
  name: string;
  url: string;
  /** Newest first. */
  received(): readonly Received[];
  /** Requests whose signature was refused. */
  refused(): number;
  stop(): Promise<void>;
}

export async function startReceiver(o: { port: number; secret: string; host?: string }): Promise<Receiver> {
  const webhook = new Webhook(o.secret);
  const kept = new Map<string, Received>();
  let refused = 0;

  const take = (id: string, payload: unknown) => {
    const known = kept.get(id);
    if (known) known.times += 1;
    else kept.set(id, { id, received_at: new Date().toISOString(), times: 1, payload });
    const oldest = kept.keys().next();
    if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
  };
  const newestFirst = () => [...kept.values()].reverse();

  const post = async (req: IncomingMessage, res: ServerResponse) => {
    const body = await readBody(req);
    if (body === null) return reply(res, 413, 'text/plain', 'too large');
    try {
      const payload = webhook.verify(body, req.headers as Record<string, string>);
      take(String(req.headers['webhook-id']), payload);
      reply(res, 200, 'application/json', '{"received":true}');
    } catch (e) {
      if (!(e instanceof WebhookVerificationError) && !(e instanceof SyntaxError)) throw e;
      refused += 1;
      reply(res, 401, 'text/plain', 'signature not valid');
    }
  };

  const server = createServer((req, res) => {
    const path = (req.url ?? '/').split('?')[0];
    if (req.method === 'POST') post(req, res).catch(() => res.destroy());
    else if (path === '/received') reply(res, 200, 'application/json', JSON.stringify({ refused, items: newestFirst() }));
    else if (path === '/livez') reply(res, 200, 'application/json', '{"live":true}');
    else if (path === '/') reply(res, 200, 'text/html; charset=utf-8', receiverPage(newestFirst(), refused));
    else reply(res, 404, 'text/plain', 'not found');
  });
  const host = o.host ?? '127.0.0.1';
  await listen(server, o.port, host);
  return {
    name: 'receiver',
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    received: newestFirst,
    refused: () => refused,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(res: ServerResponse, status: number, type: string, body: string): void {
  res
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    .end(body);
}

async function readBody(req: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
