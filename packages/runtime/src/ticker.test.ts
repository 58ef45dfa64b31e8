import { describe, expect, test } from 'vitest';
import { Ticker } from './ticker.ts';

describe('ticker', () => {
  test('a failing run is reported and the next one follows', async () => {
    const errors: unknown[] = [];
    let runs = 0;
    await new Promise<void>((resolve) => {
      const t = new Ticker({
        name: 't',
        everyMs: 1,
        task: async () => {
          runs += 1;
          if (runs === 1) throw new Error('first');
          void t.stop();
          resolve();
        },
        onError: (e) => errors.push(e),
      }).start();
    });
    expect(runs).toBe(2);
    expect(errors).toHaveLength(1);
  });

  test('stop waits for the run in progress and starts no other', async () => {
    let release = () => {};
    let runs = 0;
    let started = () => {};
    const running = new Promise<void>((r) => {
      started = r;
    });
    const t = new Ticker({
      name: 't',
      everyMs: 1,
      task: () => {
        runs += 1;
        started();
        return new Promise<void>((r) => {
          release = r;
        });
      },
      onError: () => {},
    }).start();
    await running;
    const stopped = t.stop();
    release();
    await stopped;
    expect(runs).toBe(1);
  });

  test('a pause of zero is refused', () => {
    expect(() => new Ticker({ name: 't', everyMs: 0, task: async () => {}, onError: () => {} })).toThrow(/everyMs/);
  });
});
