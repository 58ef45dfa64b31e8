import { afterEach, describe, expect, test } from 'vitest';
import { type Check, createMetrics, Gauge, type HealthServer, readiness, startHealthServer } from './health.ts';

let server: HealthServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

const up: Check = async () => {};
const down: Check = () => Promise.reject(new Error('away'));
const throwsAtOnce: Check = () => {
  throw new Error('defect');
};

async function start(checks: Record<string, Check>, report?: Record<string, unknown>) {
  const metrics = createMetrics('test');
  server = await startHealthServer({ host: '127.0.0.1', port: 0, checks, metrics, ...(report ? { report } : {}) });
  const { port } = server;
  return { metrics, get: (path: string) => fetch(`http://127.0.0.1:${port}${path}`) };
}

describe('readiness', () => {
  test('is ready when every part is up, or when there is none', async () => {
    expect(await readiness({ a: up, b: up })).toEqual({ ready: true, parts: { a: 'up', b: 'up' } });
    expect(await readiness({})).toEqual({ ready: true, parts: {} });
  });

  test('names the parts that fail, by rejection or at once', async () => {
    expect(await readiness({ a: up, b: down, c: throwsAtOnce })).toEqual({ ready: false, parts: { a: 'up', b: 'down', c: 'down' } });
  });

  test('a check that hangs counts as down', async () => {
    expect(await readiness({ a: up, b: () => new Promise(() => {}) })).toEqual({ ready: false, parts: { a: 'up', b: 'down' } });
  });
});

describe('the health server', () => {
  test('answers 200 or 503 and shows what an operator must know', async () => {
    const { get } = await start({ postgres: up }, { allow_private: ['127.0.0.1:9'] });
    const r = await get('/readyz?verbose=1');
    expect([r.status, await r.json()]).toEqual([200, { ready: true, parts: { postgres: 'up' }, allow_private: ['127.0.0.1:9'] }]);
  });

  test('is not ready while a part is down, but alive', async () => {
    const { get } = await start({ postgres: down });
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/livez')).status).toBe(200);
    expect((await get('/other')).status).toBe(404);
  });

  test('a metric that cannot be read is a 500, not the end of the process', async () => {
    const { get, metrics } = await start({});
    new Gauge({
      name: 'broken',
      help: 'throws',
      registers: [metrics],
      collect: () => {
        throw new Error('no');
      },
    });
    expect((await get('/metrics')).status).toBe(500);
    expect((await get('/livez')).status).toBe(200);
  });

  test('metrics carry the service as a label', async () => {
    const { get } = await start({});
    expect(await (await get('/metrics')).text()).toContain('service="test"');
  });

  test('a port in use is an error of start', async () => {
    const { metrics } = await start({});
    await expect(startHealthServer({ host: '127.0.0.1', port: server?.port ?? 0, checks: {}, metrics })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
