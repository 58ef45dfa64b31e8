/** A stand-in for an office's server on loopback that misbehaves as told, and remembers what it was sent. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OfficeCall {
  headers: IncomingHttpHeaders;
  body: string;
  id: string;
  /** Requests that were open at this office when this one came. */
  open: number;
}

export type Behaviour = (res: ServerResponse, call: OfficeCall, req: IncomingMessage) => void | Promise<void>;

export interface Office {
  url: string;
  host: string;
  calls: OfficeCall[];
  behave(b: Behaviour): void;
  stop(): Promise<void>;
}

export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (res) =>
    void res.writeHead(status, headers).end();

export async function openOffice(first: Behaviour = answers(204)): Promise<Office> {
  const calls: OfficeCall[] = [];
  let behaviour = first;
  let open = 0;
  const take = async (req: IncomingMessage, res: ServerResponse) => {
    open += 1;
    res.on('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const call = { headers: req.headers, body: Buffer.concat(chunks).toString('utf8'), id: String(req.headers['webhook-id']), open };
    calls.push(call);
    await behaviour(res, call, req);
  };
  const server = createServer((req, res) => {
    take(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/hook`,
    host,
    calls,
    behave: (b) => {
      behaviour = b;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
