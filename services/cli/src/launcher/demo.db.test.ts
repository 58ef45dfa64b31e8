import { openDb, setInstallationFact } from '@pantau/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../../test/support/db.ts';
import { DEMO_FACT } from '../demo/seed.ts';
import { keepDemoLocal } from './demo.ts';

describe('known passwords and the network', () => {
  let world: TestWorld;
  let db: ReturnType<typeof openDb>;
  beforeAll(async () => {
    world = await createWorld();
    db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  });
  afterAll(async () => {
    await db?.destroy();
    await world?.drop();
  });
  const start = (host: string, demo: boolean) => keepDemoLocal({ databaseUrl: world.databaseUrl, host, demo });

  test('an empty database may be opened, but not with the demo world in it', async () => {
    await start('0.0.0.0', false);
    await start('127.0.0.1', true);
    await expect(start('0.0.0.0', true)).rejects.toThrow(/is not set up on 0\.0\.0\.0: start with --no-demo/);
  });

  test('a database that holds the demo world stays on this machine, and no way around is suggested', async () => {
    await setInstallationFact(db, DEMO_FACT, { state: 'done' });
    for (const demo of [true, false])
      for (const host of ['0.0.0.0', '::', '10.0.0.7', '127.0.0.1.contoh.id'])
        await expect(start(host, demo)).rejects.toThrow(
          `this database holds the demo world, whose passwords everybody knows, and is not opened on ${host}: unset PANTAU_HOST`,
        );
    for (const host of ['127.0.0.1', '::1', 'localhost']) await start(host, false);
  });
});
