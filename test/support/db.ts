/** One private database and queue prefix per test file. */
import { randomUUID } from 'node:crypto';
import { type Keyring, keyringFrom } from '@pantau/store';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from './global-setup.ts';

export interface TestWorld {
  /** As the owner: migrations are applied, regions are there, nothing else. */
  databaseUrl: string;
  redisUrl: string;
  queuePrefix: string;
  keyring: Keyring;
  keyBase64: string;
  drop(): Promise<void>;
}

/** Clones the template; call `drop` in afterAll (it fails the test that leaks a connection only on timeout). */
export async function createWorld(): Promise<TestWorld> {
  const adminUrl = inject('adminUrl');
  const name = `pantau_t_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${name} template ${inject('template')} strategy file_copy`);
  const key = Buffer.alloc(32, 7);
  return {
    databaseUrl: withDatabase(adminUrl, name),
    redisUrl: inject('redisUrl'),
    queuePrefix: `{t${randomUUID().slice(0, 8)}}`,
    keyring: keyringFrom(key),
    keyBase64: key.toString('base64'),
    async drop() {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}
