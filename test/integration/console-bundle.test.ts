/** What a browser is given: small enough, nothing inline, kept as long as it may be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApi, startTestApi } from '../support/api.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { ROOT } from '../support/sources.ts';

const DIST = join(ROOT, 'services/console/dist');
const FIRST_LOAD_BYTES_MAX = 250_000;

interface Chunk {
  file: string;
  imports?: string[];
  isEntry?: boolean;
}
const manifest = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8')) as Record<string, Chunk>;

/** A chunk and everything it needs before it runs. */
function withImports(key: string, seen = new Set<string>()): Set<string> {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const i of manifest[key]?.imports ?? []) withImports(i, seen);
  return seen;
}
const gzipped = (keys: Iterable<string>): number => [...keys].reduce((sum, k) => sum + gzipSync(readFileSync(join(DIST, manifest[k]?.file ?? ''))).length, 0);

describe('the build', () => {
  test(`the inbox needs at most ${FIRST_LOAD_BYTES_MAX / 1_000} kB of script, the open case included`, () => {
    const entry = Object.keys(manifest).find((k) => manifest[k]?.isEntry);
    const openCase = Object.keys(manifest).find((k) => k.endsWith('screens/case/case.tsx'));
    if (!entry || !openCase) throw new Error('the manifest names neither the entry nor the case');
    const bytes = gzipped(new Set([...withImports(entry), ...withImports(openCase)]));
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES_MAX);
    process.stdout.write(`first load of the inbox with a case: ${(bytes / 1_000).toFixed(1)} kB of script, gzip\n`);
  });

  test('the page has no script or style of its own and names no other host', () => {
    const html = readFileSync(join(DIST, 'index.html'), 'utf8');
    expect(html).toMatch(/<script type="module"[^>]* src="\.\/assets\/[^"]+\.js"><\/script>/);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|style=|https?:\/\//);
  });
});

describe('served by the api', () => {
  let world: TestWorld;
  let api: RunningApi;
  beforeAll(async () => {
    world = await createWorld();
    api = await startTestApi(world);
  });
  afterAll(async () => {
    await api?.stop();
    await world?.drop();
  });

  test('the page is asked for each time, its parts are kept a year, both compressed', async () => {
    const page = await fetch(`${api.url}/`);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';style-src 'self'");
    const script = /assets\/[^"]+\.js/.exec(await page.text())?.[0] ?? '';
    const part = await fetch(`${api.url}/${script}`, { headers: { 'accept-encoding': 'gzip' } });
    expect([part.status, part.headers.get('content-encoding'), part.headers.get('cache-control')]).toEqual([
      200,
      'gzip',
      'public, max-age=31536000, immutable',
    ]);
  });

  test('neither its sources nor what was built from are handed out', async () => {
    for (const path of ['/.sources', '/src/main.tsx', '/../package.json']) expect((await fetch(api.url + path)).status, path).toBe(404);
  });
});
