/**
 * What a REDIS_URL says, without connecting. One server: anything ioredis reads (`redis://`, `rediss://`) or `unix:///path`.
 * Sentinel: `redis+sentinel://[user:password@]h:p,h:p/master[/db]`; Cluster: `redis+cluster://[user:password@]h:p,h:p`.
 * With `rediss+…` every connection uses TLS, to the sentinels too. User and password are those of the data servers and
 * percent-encoded; sentinels with a password of their own take `?sentinel_user=…&sentinel_password=…`.
 */
export interface Address {
  host: string;
  port: number;
}

export interface Credentials {
  username?: string;
  password?: string;
}

export type RedisPlace =
  | { kind: 'single'; url: string }
  | { kind: 'unix'; path: string }
  | { kind: 'sentinel'; tls: boolean; hosts: Address[]; master: string; db: number; login: Credentials; sentinelLogin: Credentials }
  | { kind: 'cluster'; tls: boolean; hosts: Address[]; login: Credentials };

/** Says what is wrong without repeating the URL: it may hold a password. */
export class RedisUrlError extends Error {}

const PORT = { server: 6379, sentinel: 26_379 } as const;
const SEVERAL = /^redis(?<tls>s?)\+(?<kind>sentinel|cluster):\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]+)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/;

export function parseRedisUrl(url: string): RedisPlace {
  if (url.startsWith('unix:')) return { kind: 'unix', path: url.replace(/^unix:(\/\/)?/, '') };
  if (!/^rediss?\+/.test(url)) return { kind: 'single', url };
  const part = SEVERAL.exec(url)?.groups;
  if (!part)
    throw new RedisUrlError('REDIS_URL is not usable: redis+sentinel://[user:password@]host:port,…/master or redis+cluster://[user:password@]host:port,…');
  const login = credentials(part.login ?? '');
  const tls = part.tls === 's';
  const path = (part.path ?? '').split('/').filter(Boolean);
  if (part.kind === 'cluster') {
    if (path.length > 0) throw new RedisUrlError('REDIS_URL is not usable: a cluster has no databases, so nothing may follow the hosts');
    return { kind: 'cluster', tls, hosts: hostsOf(part.hosts ?? '', PORT.server), login };
  }
  const [master, db = '0', ...rest] = path.map(decode);
  if (master === undefined || rest.length > 0 || !/^\d+$/.test(db))
    throw new RedisUrlError("REDIS_URL is not usable: the sentinels' name of the master follows the hosts, as in …:26379/mymaster or …/mymaster/0");
  const query = new URLSearchParams(part.query ?? '');
  const sentinelLogin = compact(query.get('sentinel_user') ?? '', query.get('sentinel_password') ?? '');
  return { kind: 'sentinel', tls, hosts: hostsOf(part.hosts ?? '', PORT.sentinel), master, db: Number(db), login, sentinelLogin };
}

/** `user:password`, `:password`, or nothing; a password may hold colons. */
function credentials(text: string): Credentials {
  const at = text.indexOf(':');
  return at < 0 ? compact(decode(text), '') : compact(decode(text.slice(0, at)), decode(text.slice(at + 1)));
}

const compact = (username: string, password: string): Credentials => ({ ...(username ? { username } : {}), ...(password ? { password } : {}) });

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError('REDIS_URL is not usable: a % in it is not followed by two hexadecimal digits (write % itself as %25)');
  }
}

function hostsOf(list: string, port: number): Address[] {
  return list.split(',').map((text) => {
    const found = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[^:[\]]+))(?::(?<port>\d{1,5}))?$/i.exec(text)?.groups;
    const host = found?.six ?? found?.name;
    if (host === undefined) throw new RedisUrlError('REDIS_URL is not usable: hosts are written host:port,host:port; an IPv6 address stands in brackets');
    return { host, port: Number(found?.port ?? port) };
  });
}
