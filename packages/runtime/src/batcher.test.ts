import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { Batcher } from './batcher.ts';

const NEVER_MS = 60_000;

describe('Batcher', () => {
  test('everything pushed is flushed once, in order, never more than max at a time, never two flushes at once', async () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.constant('push' as const) },
      { weight: 1, arbitrary: fc.constantFrom('drain' as const, 'yield' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), fc.boolean(), async (steps, max, waits) => {
        const batches: number[][] = [];
        let running = 0;
        let overlapped = false;
        const flush = async (items: number[]) => {
          running += 1;
          overlapped ||= running > 1;
          await Promise.resolve();
          batches.push(items);
          running -= 1;
        };
        const b = new Batcher<number>({ max, waitMs: NEVER_MS, flush });
        const pending: Promise<void>[] = [];
        let n = 0;
        for (const s of steps) {
          const p = s === 'push' ? b.push(n++) : s === 'drain' ? b.drain() : new Promise<void>((resolve) => setImmediate(resolve));
          if (waits) await p;
          else pending.push(p);
        }
        await Promise.all(pending);
        await b.drain();
        expect(batches.flat()).toEqual([...Array(n).keys()]);
        expect(Math.max(0, ...batches.map((x) => x.length))).toBeLessThanOrEqual(max);
        expect(overlapped).toBe(false);
      }),
    );
  });

  test('a full batcher holds its source until the flush is done', async () => {
    let release = () => {};
    const b = new Batcher<number>({
      max: 2,
      waitMs: NEVER_MS,
      flush: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    await b.push(1);
    let through = false;
    const second = b.push(2).then(() => {
      through = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(through).toBe(false);
    release();
    await second;
    expect(through).toBe(true);
  });

  test('what waits alone is flushed after the wait', async () => {
    vi.useFakeTimers();
    try {
      const seen: number[][] = [];
      const b = new Batcher<number>({ max: 10, waitMs: 250, flush: async (x) => void seen.push(x) });
      await b.push(1);
      await b.push(2);
      await vi.advanceTimersByTimeAsync(249);
      expect(seen).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(seen).toEqual([[1, 2]]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('after a failed flush nothing more is taken, and everyone learns of it', async () => {
    const seen: number[][] = [];
    const b = new Batcher<number>({
      max: 2,
      waitMs: NEVER_MS,
      flush: async (x) => {
        if (x.includes(2)) throw new Error('disk full');
        seen.push(x);
      },
    });
    await b.push(1);
    await expect(b.push(2)).rejects.toThrow('disk full');
    await expect(b.push(3)).rejects.toThrow('disk full');
    await expect(b.drain()).rejects.toThrow('disk full');
    expect(seen).toEqual([]);
  });

  test('items that were pushed while a flush was failing are not flushed after it', async () => {
    const seen: number[][] = [];
    let fail: (e: Error) => void = () => {};
    const b = new Batcher<number>({
      max: 2,
      waitMs: NEVER_MS,
      flush: (x) =>
        x.includes(1)
          ? new Promise((_, reject) => {
              fail = reject;
            })
          : Promise.resolve(void seen.push(x)),
    });
    await b.push(1);
    const first = b.push(2);
    await b.push(3);
    await new Promise((resolve) => setImmediate(resolve));
    fail(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await expect(b.drain()).rejects.toThrow('gone');
    expect(seen).toEqual([]);
  });

  test('a failure in the background reaches the next push', async () => {
    vi.useFakeTimers();
    try {
      const b = new Batcher<number>({ max: 5, waitMs: 10, flush: () => Promise.reject(new Error('down')) });
      await b.push(1);
      await vi.advanceTimersByTimeAsync(10);
      await expect(b.push(2)).rejects.toThrow('down');
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([0, -1, Number.NaN])('max %d is refused', (max) => {
    expect(() => new Batcher({ max, waitMs: 1, flush: async () => {} })).toThrow(/above 0/);
  });
});
