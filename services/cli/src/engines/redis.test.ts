import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseRedis } from './redis.ts';

let dir: string;
/** A PATH with one program that says it is this version. */
function pathWith(name: string, says: string): string {
  const bin = mkdtempSync(join(dir, 'bin-'));
  writeFileSync(join(bin, name), `#!/bin/sh\necho '${says}'\n`);
  chmodSync(join(bin, name), 0o755);
  return bin;
}
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'pantau-redis-choice-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('which Redis is used', () => {
  test('the one REDIS_URL names comes first', () => {
    expect(chooseRedis({ REDIS_URL: 'redis://h', PATH: pathWith('redis-server', 'Redis server v=7.0.15 sha=0') })).toBe('url');
  });

  test('a redis-server or valkey-server on PATH comes next', () => {
    expect(chooseRedis({ PATH: pathWith('redis-server', 'Redis server v=6.2.0 sha=0') })).toBe('binary');
    expect(chooseRedis({ PATH: pathWith('valkey-server', 'Valkey server v=8.0.1 sha=0') })).toBe('binary');
  });

  test('one that is too old or says nothing counts as absent', () => {
    expect(chooseRedis({ PATH: pathWith('redis-server', 'Redis server v=6.0.16 sha=0') })).toBe('js');
    expect(chooseRedis({ PATH: pathWith('redis-server', 'error') })).toBe('js');
    expect(chooseRedis({ PATH: '' })).toBe('js');
  });

  test('PANTAU_REDIS forces one, and says what it lacks', () => {
    expect(chooseRedis({ REDIS_URL: 'redis://h', PANTAU_REDIS: 'js' })).toBe('js');
    expect(() => chooseRedis({ PANTAU_REDIS: 'url' })).toThrow('needs REDIS_URL');
    expect(() => chooseRedis({ PANTAU_REDIS: 'binary', PATH: '' })).toThrow('needs a redis-server');
    expect(() => chooseRedis({ PANTAU_REDIS: 'embedded' })).toThrow('url, binary or js');
  });
});
