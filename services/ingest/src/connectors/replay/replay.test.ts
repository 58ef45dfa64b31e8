import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lineOwner, normaliseReplay, relativeTime } from './replay.ts';

const BASE = '2026-11-24T00:00:00.000Z';
const line = (o: object) =>
  JSON.stringify({
    id: 'd-1',
    text: 'halo',
    platform: 'facebook',
    account: 'uji.demo',
    post_key: 'd-1',
    version_key: '1',
    provenance: { source: 'demo', licence: 'sendiri', collected_by: 'uji', collected_at: BASE },
    ...o,
  });
const read = (text: string) => normaliseReplay({ line: text, base_at: BASE });

describe('replayed lines', () => {
  test.each([
    [{ posted_offset_minutes: -90 }, '2026-11-23T22:30:00.000Z'],
    [{ posted_at: '@-3d+2h' }, '2026-11-21T02:00:00.000Z'],
    [{ posted_at: '@' }, BASE],
    [{ posted_at: '2024-10-12T08:30:00+07:00' }, '2024-10-12T08:30:00+07:00'],
  ])('%j is a time', (when, postedAt) => {
    expect(read(line(when))).toMatchObject({ ok: true, post: { postedAt, postKey: 'd-1', account: 'uji.demo' } });
  });
  test.each([
    ['half a line', '{"id":', 'malformed'],
    ['no time', line({}), 'posted_at_invalid'],
    ['a time nobody understands', line({ posted_at: '@-3weeks' }), 'posted_at_invalid'],
    ['no key', line({ posted_at: '@', post_key: '' }), 'malformed'],
  ])('%s is dropped with its reason', (_, text, reason) => {
    expect(read(text)).toMatchObject({ ok: false, reason });
  });
  test('a line that is no post may still say whose it is', () => {
    expect(lineOwner({ line: line({ text: 7 }), base_at: BASE })).toEqual({ platform: 'facebook', handle: 'uji.demo' });
    for (const text of ['{"id":', line({ account: '' }), line({ platform: 'friendster' })]) expect(lineOwner({ line: text, base_at: BASE }), text).toBeNull();
  });
  test('expressions that are none are refused', () => {
    for (const bad of ['', '3d', '@3d', '@-d', '@-3y', '@-3d ']) expect(relativeTime(bad, new Date(BASE)), bad).toBeNull();
  });
  test('every line of the demo world is a post', () => {
    const world = new URL('../../../../cli/src/demo/world/posts.jsonl', import.meta.url);
    const lines = readFileSync(world, 'utf8')
      .split('\n')
      .filter((l) => l.trim() !== '');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.map(read).filter((n) => !n.ok)).toEqual([]);
  });
});
