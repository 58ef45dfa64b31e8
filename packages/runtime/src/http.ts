/**
 * The one HTTP client for what leaves the house: time limit, size limit, no redirects, and no way into private networks
 * unless an address is on an explicit allow-list. Literal addresses in any spelling and names that resolve to private
 * addresses are both refused, and the connection is pinned to the address that was checked.
 */
import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';

export class HttpRefused extends Error {}
export class HttpFailed extends Error {
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.retryable = retryable;
  }
}

export interface HttpOptions {
  /** Hosts (`name` or `name:port`) that may be private; set by demo and tests, reported by /readyz. */
  allowPrivate?: readonly string[];
  timeoutMs: number;
  maxBytes: number;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** True for loopback, private, link-local, unique-local, multicast, reserved and IPv4-mapped forms of these. */
export function isPrivateAddress(address: string): boolean {
  const ip = ipaddr.process(address);
  return ip.range() !== 'unicast';
}

/** Throws when the URL is not https/http or names a private address literally. */
export function guardUrl(raw: string, allowPrivate: readonly string[] = []): URL {
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    throw new HttpRefused('not a URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new HttpRefused(`scheme ${url.protocol} is not allowed`);
  if (url.username || url.password) throw new HttpRefused('credentials in a URL are not allowed');
  if (isAllowed(url, allowPrivate)) return url;
  if (url.protocol !== 'https:') throw new HttpRefused('only https is allowed');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && isPrivateAddress(host)) throw new HttpRefused('the address is private');
  return url;
}

function isAllowed(url: URL, allowPrivate: readonly string[]): boolean {
  return allowPrivate.includes(url.hostname) || allowPrivate.includes(url.host);
}

/** Resolves once, refuses if any answer is private, and gives the checked address to the socket. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (err, addresses) => {
    if (err) return callback(err, '', 0);
    const [first] = addresses;
    if (!first || addresses.some((a) => isPrivateAddress(a.address))) return callback(new HttpRefused('the name resolves to a private address'), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

const publicAgent = new Agent({ connect: { lookup: guardedLookup, timeout: 5_000 } });
const privateAgent = new Agent({ connect: { timeout: 5_000 } });

/** One request; never follows a redirect. Throws HttpRefused (do not retry) or HttpFailed. */
export async function httpRequest(
  raw: string,
  init: { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | Buffer },
  o: HttpOptions,
): Promise<HttpAnswer> {
  const url = guardUrl(raw, o.allowPrivate);
  const signal = AbortSignal.timeout(o.timeoutMs);
  try {
    const r = await request(url, {
      method: init.method ?? 'GET',
      headers: init.headers ?? {},
      body: init.body ?? null,
      dispatcher: isAllowed(url, o.allowPrivate ?? []) ? privateAgent : publicAgent,
      signal,
      headersTimeout: o.timeoutMs,
      bodyTimeout: o.timeoutMs,
    });
    const body = await readLimited(r.body, o.maxBytes);
    const headers = Object.fromEntries(Object.entries(r.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : String(v ?? '')]));
    return { status: r.statusCode, headers, body };
  } catch (e) {
    if (e instanceof HttpRefused || e instanceof HttpFailed) throw e;
    if (e instanceof Error && e.cause instanceof HttpRefused) throw e.cause;
    throw new HttpFailed(signal.aborted ? `no answer within ${o.timeoutMs} ms` : 'the connection failed', true, { cause: e });
  }
}

async function readLimited(stream: AsyncIterable<Buffer> & { destroy(): void }, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) {
      stream.destroy();
      throw new HttpFailed(`the answer is larger than ${maxBytes} bytes`, false);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
