import { describe, expect, test } from 'vitest';
import { layoutOf } from './layout.ts';
import { planServices } from './services.ts';

const plan = (env: NodeJS.ProcessEnv, host: string) =>
  planServices({ layout: layoutOf({ PANTAU_DATA: '/tmp/x' }), databaseUrl: 'postgres://d', redisUrl: 'redis://r', host, port: 4180, env });

describe('an address for other machines', () => {
  test('is given to the api alone: workers stay on loopback, where they are asked for their health', async () => {
    const plans = await plan({ PANTAU_HOST: '192.0.2.7' }, '192.0.2.7');
    for (const p of plans) {
      const host = p.name === 'api' ? '192.0.2.7' : '127.0.0.1';
      expect([p.name, p.env.PANTAU_HOST, new URL(p.readyUrl).hostname]).toEqual([p.name, host, host]);
    }
    expect(plans.find((p) => p.name === 'api')?.env.PANTAU_PEERS).toMatch(/^ingest=http:\/\/127\.0\.0\.1:\d+,scorer=http:\/\/127\.0\.0\.1:\d+,alerts=/);
  });
});
