import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeyring } from '@pantau/store';
import { afterAll, describe, expect, test } from 'vitest';
import { findServers } from './context.ts';
import { takeLock } from './launcher/lock.ts';
import { checkUrls } from './urls.ts';

const dir = mkdtempSync(join(tmpdir(), 'context-'));
afterAll(() => rmSync(dir, { recursive: true }));
const URLS = { database_url: 'postgres:///pantau?host=/run/x', redis_url: 'redis://127.0.0.1:1' };

describe('where the servers are', () => {
  test('a file that a killed launcher left behind is not believed', async () => {
    const message = 'Pantau is not running: start it with `npm start`, or set DATABASE_URL';
    expect(() => findServers({ PANTAU_DATA: dir })).toThrow(message);
    writeFileSync(join(dir, 'run.json'), JSON.stringify(URLS));
    expect(() => findServers({ PANTAU_DATA: dir })).toThrow(message);
    const lock = await takeLock(join(dir, 'launcher.lock'), 1); // this process is the launcher now
    expect(findServers({ PANTAU_DATA: dir })).toEqual({ databaseUrl: URLS.database_url, redisUrl: URLS.redis_url });
    rmSync(join(dir, 'run.json'));
    expect(() => findServers({ PANTAU_DATA: dir })).toThrow('Pantau is still starting');
    lock.release();
  });

  test.each([
    ['DATABASE_URL', 'nonsense', 'postgres://'],
    ['DATABASE_URL', 'mysql://u:hunter2@h/x', 'postgres://'],
    ['REDIS_URL', 'hunter2', 'redis://'],
  ])('%s=%s is no URL of such a server', (name, value, form) => {
    const message = new RegExp(`^${name} is not a URL like ${form}(?!.*hunter2)`);
    expect(() => checkUrls({ [name]: value })).toThrow(message);
    expect(() => findServers({ DATABASE_URL: URLS.database_url, [name]: value })).toThrow(message);
  });

  test.each(['redis://h', 'rediss://:p@h:6380/1', 'unix:/run/r.sock', 'redis+sentinel://a:1,b:2/m', 'rediss+cluster://a:1'])('%s is one', (url) => {
    expect(() => checkUrls({ REDIS_URL: url, DATABASE_URL: 'postgresql://h/x' })).not.toThrow();
  });

  test('a key that is none names its variable and says how to make one', () => {
    expect(() => loadKeyring({ key: 'short', file: '/nonexistent' })).toThrow('PANTAU_KEY must be 32 bytes of base64; `openssl rand -base64 32` makes one');
  });
});
