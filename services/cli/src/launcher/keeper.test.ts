import { describe, expect, test } from 'vitest';
import { Keeper, type Running } from './keeper.ts';

/** A part whose end the test decides. */
function part(): Running & { end: (how: number | string) => void; stops: number } {
  let end: (how: number | string) => void = () => {};
  const exited = new Promise<number | string>((resolve) => {
    end = resolve;
  });
  const p = {
    exited,
    end,
    stops: 0,
    stop: async () => {
      p.stops++;
      end('SIGTERM');
    },
  };
  return p;
}

/** Collects what is said and resolves when a line matches. */
function listener() {
  const lines: string[] = [];
  const waiting: { text: string; done: () => void }[] = [];
  return {
    lines,
    say: (line: string) => {
      lines.push(line);
      for (const w of waiting.filter((w) => line.includes(w.text))) w.done();
    },
    heard: (text: string) => new Promise<void>((done) => waiting.push({ text, done })),
  };
}

describe('a keeper', () => {
  test('starts a part again when it ends by itself, and says so', async () => {
    const parts = [part(), part()];
    const l = listener();
    let n = 0;
    const k = new Keeper({ name: 'scorer', say: l.say, backoffMinMs: 1, start: async () => parts[n++] as Running });
    await k.start();
    const again = l.heard('runs again');
    parts[0]?.end(1);
    await again;
    expect(l.lines[0]).toContain('scorer ended (1)');
    await k.stop();
    expect([n, parts[0]?.stops, parts[1]?.stops]).toEqual([2, 0, 1]);
  });

  test('goes on trying when a part cannot be started', async () => {
    const first = part();
    const last = part();
    const l = listener();
    const answers: (() => Running)[] = [() => first, fails, fails, () => last];
    const k = new Keeper({ name: 'api', say: l.say, backoffMinMs: 1, start: async () => (answers.shift() ?? fails)() });
    await k.start();
    const again = l.heard('runs again');
    first.end('SIGKILL');
    await again;
    expect(l.lines.filter((x) => x.includes('could not be started: no port'))).toHaveLength(2);
    await k.stop();
    expect(last.stops).toBe(1);
  });

  test('does not start a part again that it was told to stop', async () => {
    const p = part();
    const l = listener();
    const k = new Keeper({ name: 'api', say: l.say, start: async () => p });
    await k.start();
    await k.stop();
    expect(l.lines).toEqual([]);
  });

  test('stops a part that was just being started when the stop came', async () => {
    const [first, second] = [part(), part()];
    let release: (r: Running) => void = () => {};
    const started = new Promise<void>((resolve) => {
      const starts = [
        async () => first,
        () => {
          resolve();
          return new Promise<Running>((r) => {
            release = r;
          });
        },
      ];
      const k = new Keeper({ name: 'api', say: () => {}, backoffMinMs: 1, start: () => (starts.shift() as () => Promise<Running>)() });
      void k.start().then(() => first.end(1));
      stopOf = () => k.stop();
    });
    await started;
    const stopped = stopOf();
    release(second);
    await stopped;
    expect(second.stops).toBe(1);
  });

  test('leaves the failure of the first start to the caller', async () => {
    await expect(new Keeper({ name: 'x', say: () => {}, start: async () => fails() }).start()).rejects.toThrow('no port');
  });
});

let stopOf: () => Promise<void> = async () => {};
function fails(): Running {
  throw new Error('no port');
}
