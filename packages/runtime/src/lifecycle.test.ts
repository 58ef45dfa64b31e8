import { describe, expect, test } from 'vitest';
import { Lifecycle } from './lifecycle.ts';
import { createLogger } from './logger.ts';

function quiet(): { log: ReturnType<typeof createLogger>; out: () => string } {
  const lines: string[] = [];
  return { log: createLogger({ service: 'test', level: 'trace', destination: { write: (s: string) => void lines.push(s) } }), out: () => lines.join('') };
}

describe('Lifecycle', () => {
  test('parts stop one after another, last started first', async () => {
    const seen: string[] = [];
    const life = new Lifecycle(quiet().log);
    for (const name of ['database', 'queue', 'http'])
      life.add({
        name,
        stop: async () => {
          seen.push(`${name} stops`);
          await new Promise((resolve) => setImmediate(resolve));
          seen.push(`${name} stopped`);
        },
      });
    await life.stop('test');
    expect(seen).toEqual(['http stops', 'http stopped', 'queue stops', 'queue stopped', 'database stops', 'database stopped']);
  });

  test('a part that fails to stop does not keep the others running', async () => {
    const { log, out } = quiet();
    const life = new Lifecycle(log);
    let stopped = false;
    life.add({
      name: 'first',
      stop: () => {
        stopped = true;
      },
    });
    life.add({ name: 'broken', stop: () => Promise.reject(new Error('boom')) });
    await life.stop('test');
    expect(stopped).toBe(true);
    expect(out()).toContain('"part":"broken"');
  });

  test('stopping twice stops once', async () => {
    let times = 0;
    const life = new Lifecycle(quiet().log);
    life.add({ name: 'x', stop: () => void times++ });
    await Promise.all([life.stop('one'), life.stop('two')]);
    await life.stop('three');
    expect([times, life.stopping]).toEqual([1, true]);
  });

  test('a part that arrives during or after stopping is stopped too', async () => {
    const seen: string[] = [];
    const life = new Lifecycle(quiet().log);
    life.add({
      name: 'early',
      stop: () => {
        seen.push('early');
        life.add({ name: 'during', stop: () => void seen.push('during') });
      },
    });
    await life.stop('test');
    life.add({ name: 'after', stop: () => void seen.push('after') });
    await life.stop('test');
    expect(seen).toEqual(['early', 'during', 'after']);
  });

  test('a part that never stops ends the process with code 1', async () => {
    const { log, out } = quiet();
    const code = await new Promise<number>((resolve) => {
      const life = new Lifecycle(log, { stopTimeoutMs: 10, exit: resolve });
      life.add({ name: 'stuck', stop: () => new Promise(() => {}) });
      void life.stop('test');
    });
    expect(code).toBe(1);
    expect(out()).toContain('stopping took too long');
  });
});
