/**
 * The one HTTP client for what leaves the house: time limit, size limit, no redirects, and no way into private networks
 * unless an address is on an explicit allow-list. Literal addresses in any spelling and names that resolve to private
 * addresses are both refused, and the connection is pinned to the address that was checked.
 */
import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';
import { z } from 'zod';

/** We do not send there: trying again changes nothing. */
export class HttpRefused extends Error {}
export class HttpFailed extends Error {
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.retryable = retryable;
  }
}

export interface HttpOptions {
  /** Hosts (`name` for every port, or `name:port`) that may be private and plain http; set by demo and tests, reported by /readyz. */
  allowPrivate?: readonly string[];
  timeoutMs: number;
  maxBytes: number;
  /** The status alone is the answer: the body is read up to the limits, and whatever goes wrong with it is ignored. Default false. */
  statusOnly?: boolean;
  /** Ends the request early, e.g. at shutdown. */
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** `PANTAU_ALLOW_PRIVATE`: comma list of hosts, each with a port (`127.0.0.1:4190,[::1]:4190`). */
export const PrivateTargets = z
  .string()
  .default('')
  .transform((v) =>
    v
      .split(',')
      .map((h) => h.trim().toLowerCase())
      .filter((h) => h !== ''),
  )
  .pipe(z.array(z.string().regex(/^([a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/, 'must be a comma list of host:port')));

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True for everything but global unicast: loopback, private, link-local, multicast, reserved, and IPv4 hidden in IPv6. */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true;
  const ip = ipaddr.process(address);
  if (ip.range() !== 'unicast') return true;
  return ip.kind() === 'ipv6' && !ip.match(GLOBAL_IPV6);
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

/** The URL parser has already turned 2130706433, 0x7f.1 and the like into 127.0.0.1, and dropped a default port. */
export function isAllowed(url: URL, allowPrivate: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowPrivate.includes(url.hostname) || allowPrivate.includes(`${url.hostname}:${port}`);
}

/** Resolves once, refuses if any answer is private, and gives the checked address to the socket. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (err, addresses) => {
    if (err) return callback(err, '', 0);
    const [first] = addresses;
    if (!first || addresses.some((a) => isPrivateAddress(a.address))) return callback(new HttpRefused('the name resolves to a private address'), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

const CONNECT_TIMEOUT_MS = 5_000;
const publicAgent = new Agent({ connect: { lookup: guardedLookup, timeout: CONNECT_TIMEOUT_MS } });
const privateAgent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });

/** One request; never follows a redirect. Throws HttpRefused (do not retry) or HttpFailed. */
export async function httpRequest(
  raw: string,
  init: { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | Buffer },
  o: HttpOptions,
): Promise<HttpAnswer> {
  const url = guardUrl(raw, o.allowPrivate);
  const late = AbortSignal.timeout(o.timeoutMs);
  const signal = o.signal ? AbortSignal.any([late, o.signal]) : late;
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
    const body = await readLimited(r.body, o.maxBytes, o.statusOnly ?? false);
    const headers = Object.fromEntries(Object.entries(r.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : String(v ?? '')]));
    return { status: r.statusCode, headers, body };
  } catch (e) {
    throw asHttpError(e, late.aborted ? `no answer within ${o.timeoutMs} ms` : null);
  }
}

function asHttpError(e: unknown, timedOut: string | null): Error {
  for (let c: unknown = e; c instanceof Error; c = c.cause) if (c instanceof HttpRefused || c instanceof HttpFailed) return c;
  const code = (e as { code?: unknown }).code;
  return new HttpFailed(timedOut ?? `the connection failed${typeof code === 'string' ? ` (${code})` : ''}`, true, { cause: e });
}

async function readLimited(stream: AsyncIterable<Buffer>, maxBytes: number, statusOnly: boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop early destroys the stream, and with it the connection.
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > maxBytes) {
        if (statusOnly) break;
        throw new HttpFailed(`the answer is larger than ${maxBytes} bytes`, false);
      }
      chunks.push(chunk);
    }
  } catch (e) {
    if (!statusOnly) throw e;
  }
  return Buffer.concat(chunks);
}
