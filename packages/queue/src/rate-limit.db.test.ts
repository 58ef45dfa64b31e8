/**
 * Aim: whatever the copies of a service do, no sliding window sees more than the platform's limit by a tenth.
 * Method: real Redis, four processes that take as fast as they can; the moments are Redis' own.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { waitFor } from '../../../test/support/wait.ts';
import { openRateLimiter, paceOf, type RateLimiter } from './rate-limit.ts';

const TAKER = fileURLToPath(new URL('../../../test/support/children/taker.ts', import.meta.url));
const PROCESSES = 4;
const SECONDS = 3;
const LIMIT = { limit: 100, perMs: 1_000 };

let limiter: RateLimiter;
const prefix = `{t${randomUUID().slice(0, 8)}}`;
beforeAll(async () => {
  limiter = openRateLimiter({ redisUrl: inject('redisUrl'), prefix });
  await waitFor('the limiter to be connected', () =>
    limiter.ping().then(
      () => true,
      () => false,
    ),
  );
});
afterAll(() => limiter.stop());
const bucket = (key = randomUUID()) => ({ key, limit: 100, perMs: 60_000 });

/** The most that any window of this length saw. */
function worstWindow(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  let worst = 0;
  for (let to = 0; to < sorted.length; to++) {
    while ((sorted[to] ?? 0) - (sorted[from] ?? 0) >= windowMs) from++;
    worst = Math.max(worst, to - from + 1);
  }
  return worst;
}

async function taker(key: string): Promise<number[]> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', TAKER, inject('redisUrl'), prefix, key, String(LIMIT.limit), String(LIMIT.perMs), String(SECONDS)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let out = '';
  for await (const chunk of child.stdout) out += String(chunk);
  return JSON.parse(out) as number[];
}

describe('limits shared by processes', () => {
  test('four that take as fast as they can stay within a tenth of the limit in the worst window, and use most of it', async () => {
    const key = randomUUID();
    const times = (await Promise.all(Array.from({ length: PROCESSES }, () => taker(key)))).flat();
    expect(worstWindow(times, LIMIT.perMs)).toBeLessThanOrEqual(LIMIT.limit * 1.1);
    const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
    expect(times.length).toBeGreaterThan(LIMIT.limit * 0.8 * seconds);
  });
});

describe('one bucket', () => {
  test('gives what may be had at once, then says how long to wait', async () => {
    const b = bucket();
    const { atOnce } = paceOf(b);
    for (let i = 0; i < atOnce; i++) expect(await limiter.take([b])).toEqual({ ok: true, granted: 1 });
    const late = await limiter.take([b]);
    expect(late).toMatchObject({ ok: false, key: b.key });
    expect(late.ok ? 0 : late.waitMs).toBeGreaterThan(0);
    expect(late.ok ? 0 : late.waitMs).toBeLessThanOrEqual(60_000 / (100 * 0.9) + 1);
  });
  test('a cost counts as so many', async () => {
    const b = bucket();
    expect(await limiter.take([b], paceOf(b).atOnce)).toMatchObject({ ok: true });
    expect(await limiter.take([b])).toMatchObject({ ok: false });
  });
  test('gives less than asked rather than nothing, and only looking takes nothing', async () => {
    const b = bucket();
    const { atOnce } = paceOf(b);
    expect(await limiter.room([b], 1_000)).toBe(atOnce);
    expect(await limiter.takeUpTo([b], 1_000)).toEqual({ ok: true, granted: atOnce });
    expect(await limiter.takeUpTo([b], 1_000)).toMatchObject({ ok: false });
    expect(await limiter.room([b], 1_000)).toBe(0);
  });
  test('frozen gives nothing, and a shorter freeze does not thaw it', async () => {
    const b = bucket();
    await limiter.freeze(b.key, 60_000);
    await limiter.freeze(b.key, 10);
    const t = await limiter.take([b]);
    expect(t.ok ? 0 : t.waitMs).toBeGreaterThan(50_000);
  });
  test('a budget of the day is exact and ends with its day', async () => {
    const b = { key: randomUUID(), limit: 3, perMs: 86_400_000, dayStartsMs: 0 };
    expect(await limiter.take([b], 2)).toMatchObject({ ok: true });
    const over = await limiter.take([b], 2);
    expect(over).toMatchObject({ ok: false });
    const untilMidnight = 86_400_000 - (Date.now() % 86_400_000);
    expect(Math.abs((over.ok ? 0 : over.waitMs) - untilMidnight)).toBeLessThan(10_000);
    expect(await limiter.takeUpTo([b], 5)).toEqual({ ok: true, granted: 1 });
  });
});

describe('several buckets', () => {
  test('are taken together or not at all', async () => {
    const [full, empty] = [bucket(), bucket()];
    await limiter.freeze(empty.key, 60_000);
    const before = await limiter.room([full], 1_000);
    expect(await limiter.take([full, empty])).toMatchObject({ ok: false, key: empty.key });
    expect(await limiter.room([full], 1_000)).toBe(before);
  });
});

test('without Redis nothing is granted', async () => {
  const away = openRateLimiter({ redisUrl: 'redis://127.0.0.1:1', prefix });
  await expect(away.take([bucket()])).rejects.toThrow(/connection|writeable|stream/i);
  await away.stop();
});
