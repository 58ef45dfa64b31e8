import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineCache } from './engine-cache.ts';
import { SCORER } from './limits.ts';

let dir = '';
let cache: EngineCache;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'engines-')), 'made-when-needed');
  cache = new EngineCache(dir);
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const bytes = Buffer.from('a compiled engine, in bytes');
const fileOf = (key: string): string => join(dir, `${key}.engine`);

test('gives back what was written, and nothing for another key', async () => {
  expect(await cache.read('a')).toBeNull();
  await cache.write('a', bytes);
  expect(await cache.read('a')).toEqual(bytes);
  expect(await cache.read('b')).toBeNull();
});

test('only this user may read it', async () => {
  await cache.write('a', bytes);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(statSync(fileOf('a')).mode & 0o777).toBe(0o600);
});

test.each([
  ['a half-written file', (file: string) => truncateSync(file, bytes.length)],
  ['an empty file', (file: string) => truncateSync(file, 0)],
  [
    'one flipped bit',
    (file: string) => {
      const all = readFileSync(file);
      all[all.length - 3] = (all[all.length - 3] as number) ^ 1;
      writeFileSync(file, all);
    },
  ],
])('refuses %s', async (_what, harm) => {
  await cache.write('a', bytes);
  harm(fileOf('a'));
  await expect(cache.read('a')).rejects.toThrow('not the one that was written');
  await cache.write('a', bytes);
  expect(await cache.read('a')).toEqual(bytes);
});

test('refuses an engine under the name of another', async () => {
  await cache.write('a', bytes);
  writeFileSync(fileOf('b'), readFileSync(fileOf('a')));
  await expect(cache.read('b')).rejects.toThrow('not the one that was written');
});

test('keeps the newest engines and removes what a dead process left half-written', async () => {
  const long = new Date(Date.now() - SCORER.cacheTemporaryMs - 60_000);
  for (const [i, key] of ['a', 'b', 'c'].entries()) {
    await cache.write(key, bytes);
    utimesSync(fileOf(key), new Date(Date.now() - (10 - i) * 60_000), new Date(Date.now() - (10 - i) * 60_000));
  }
  writeFileSync(join(dir, 'dead.tmp'), 'half');
  utimesSync(join(dir, 'dead.tmp'), long, long);
  writeFileSync(join(dir, 'alive.tmp'), 'half');
  await cache.write('d', bytes);
  expect(readdirSync(dir).sort()).toEqual(['alive.tmp', 'c.engine', 'd.engine']);
});

test('two writers at once leave one whole engine', async () => {
  await Promise.all([cache.write('a', bytes), new EngineCache(dir).write('a', bytes)]);
  expect(await cache.read('a')).toEqual(bytes);
  expect(readdirSync(dir)).toEqual(['a.engine']);
});

test('a place that cannot be written is an error, not a half-written engine', async () => {
  writeFileSync(join(dir, '..', 'file'), '');
  await expect(new EngineCache(join(dir, '..', 'file', 'x')).write('a', bytes)).rejects.toThrow('ENOTDIR');
});
