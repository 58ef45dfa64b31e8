/**
 * Limits that all copies of a service share. GCRA in one script on Redis' own clock, so that a worker whose clock is wrong takes
 * no more than others; several buckets are taken together or not at all. There is no local fallback: when Redis cannot be asked,
 * `take` throws, and whoever was about to ask a platform must not.
 */
import { connectRedis, FIRST_CONNECTION_MS, settledWithin } from './redis.ts';

export interface Bucket {
  /** What is limited: a credential and endpoint, a host, an application. */
  key: string;
  /** What the platform allows in `perMs`; we take less (`RATE.share`). */
  limit: number;
  perMs: number;
  /** Counted from the beginning of a day that starts this long after midnight UTC, exactly and without a share: a budget in units or money. */
  dayStartsMs?: number;
}

export const RATE = {
  /** Of a platform's limit; clocks and windows differ. */
  share: 0.9,
  /** At once, of the same limit. */
  burstShare: 0.05,
  freezeMaxMs: 24 * 3_600_000,
} as const;

export type Taken = { ok: true; granted: number } | { ok: false; waitMs: number; key: string };

export interface RateLimiter {
  /** All of `cost` from every bucket, or nothing and how long to wait. Throws when Redis is away. */
  take(buckets: readonly Bucket[], cost?: number): Promise<Taken>;
  /** As much of `atMost` as all buckets allow now; `granted` may be less, nothing means wait. Throws when Redis is away. */
  takeUpTo(buckets: readonly Bucket[], atMost: number): Promise<Taken>;
  /** What would be granted now, without taking it. Throws when Redis is away. */
  room(buckets: readonly Bucket[], atMost: number): Promise<number>;
  /** Nobody takes from it for so long: the platform said so. A longer freeze stays. */
  freeze(key: string, forMs: number): Promise<void>;
  ping(): Promise<void>;
  name: string;
  stop(): Promise<void>;
}

/**
 * KEYS: for each bucket its state and its freeze. ARGV: mode (all, upto, room), cost, then for each bucket
 * kind (rate, day), and for rate: microseconds per unit, units at once; for day: limit, day length, day start (both ms).
 * Answers {granted, wait in ms, index of the bucket to wait for}.
 */
const SCRIPT = `
local t = redis.call('TIME')
local now = tonumber(t[1]) * 1000000 + tonumber(t[2])
local mode, cost, n = ARGV[1], tonumber(ARGV[2]), #KEYS / 2
local grant, wait, at = cost, 0, 0
local states, a = {}, 3
for i = 1, n do
  local kind, x, y, z = ARGV[a], tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3])
  a = a + 4
  local frozen = redis.call('PTTL', KEYS[2 * i])
  local can, w = 0, 0
  if frozen > 0 then
    w = frozen
  elseif kind == 'rate' then
    local tat = tonumber(redis.call('GET', KEYS[2 * i - 1]) or '0')
    if tat < now then tat = now end
    can = math.floor((now + y * x - tat) / x + 0.000001)
    local want = (mode == 'all') and cost or 1
    if can < want then w = math.ceil((tat + math.min(want, y) * x - y * x - now) / 1000) end
    states[i] = tat
  else
    local day = math.floor((now / 1000 - z) / y)
    local used, seen = 0, redis.call('GET', KEYS[2 * i - 1])
    if seen then
      local d, u = string.match(seen, '^(%-?%d+):(%d+)$')
      if tonumber(d) == day then used = tonumber(u) end
    end
    can = x - used
    if can < ((mode == 'all') and cost or 1) then w = math.ceil((day + 1) * y + z - now / 1000) end
    states[i] = { day, used }
  end
  if can < grant then grant = math.max(0, can) end
  if w > wait then wait = w; at = i end
end
if mode == 'room' then return { grant, wait, at } end
if wait > 0 or grant <= 0 or (mode == 'all' and grant < cost) then return { 0, math.max(wait, 1), at } end
a = 3
for i = 1, n do
  local kind, x, y = ARGV[a], tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2])
  a = a + 4
  if kind == 'rate' then
    local tat = states[i] + grant * x
    redis.call('SET', KEYS[2 * i - 1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
  else
    redis.call('SET', KEYS[2 * i - 1], string.format('%d:%d', states[i][1], states[i][2] + grant), 'PX', 2 * y)
  end
end
return { grant, 0, 0 }`;

const FREEZE = `
local left = redis.call('PTTL', KEYS[1])
if left < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1`;

const DAY_MS = 86_400_000;

/** What of the platform's limit is taken at once, and how far apart the rest. A cost above it could never be granted. */
export function paceOf(b: Pick<Bucket, 'limit' | 'perMs'>): { everyUs: number; atOnce: number } {
  return { everyUs: (b.perMs * 1_000) / (b.limit * RATE.share), atOnce: Math.max(1, Math.floor(b.limit * RATE.burstShare)) };
}

function argumentsOf(b: Bucket): (string | number)[] {
  if (b.dayStartsMs !== undefined) return ['day', b.limit, DAY_MS, b.dayStartsMs];
  const { everyUs, atOnce } = paceOf(b);
  return ['rate', everyUs, atOnce, 0];
}

/** `prefix` has braces, so that all keys of a script lie on one node of a cluster. */
export function openRateLimiter(o: { redisUrl: string; prefix: string }): RateLimiter {
  const redis = connectRedis(o.redisUrl, 'producer');
  const state = (key: string) => `${o.prefix}:rate:${key}`;
  const frozen = (key: string) => `${o.prefix}:frozen:${key}`;
  const firstConnection = settledWithin(redis, FIRST_CONNECTION_MS);
  const run = async (mode: 'all' | 'upto' | 'room', buckets: readonly Bucket[], cost: number): Promise<[number, number, number]> => {
    await firstConnection;
    const keys = buckets.flatMap((b) => [state(b.key), frozen(b.key)]);
    return (await redis.eval(SCRIPT, keys.length, ...keys, mode, cost, ...buckets.flatMap(argumentsOf))) as [number, number, number];
  };
  const answer = ([granted, waitMs, at]: [number, number, number], buckets: readonly Bucket[]): Taken =>
    granted > 0 ? { ok: true, granted } : { ok: false, waitMs, key: buckets[at - 1]?.key ?? '' };
  return {
    name: 'rate limiter',
    take: async (buckets, cost = 1) => (buckets.length === 0 ? { ok: true, granted: cost } : answer(await run('all', buckets, cost), buckets)),
    takeUpTo: async (buckets, atMost) => answer(await run('upto', buckets, atMost), buckets),
    room: async (buckets, atMost) => (await run('room', buckets, atMost))[0],
    freeze: async (key, forMs) => void (await redis.eval(FREEZE, 1, frozen(key), Math.max(1, Math.min(Math.ceil(forMs), RATE.freezeMaxMs)))),
    ping: async () => void (await redis.ping()),
    stop: async () => redis.disconnect(),
  };
}
