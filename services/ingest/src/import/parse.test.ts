import { describe, expect, test } from 'vitest';
import { mappingFor } from './mapping.ts';
import { type ParsedLine, parseLine } from './parse.ts';

const NOW = new Date('2026-11-24T00:00:00Z');
const good = {
  id: 'p1',
  text: 'halo',
  posted_at: '2024-10-12T08:30:00+07:00',
  platform: 'x',
  account: '@Uji.Satu',
  post_key: 'k1',
  version_key: '1',
  provenance: { source: 'uji', licence: 'sendiri', collected_by: 'uji', collected_at: '2024-11-01T00:00:00Z' },
};
const read = (value: unknown): ParsedLine => parseLine(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 1, { now: NOW, mapping: null });
const reason = (value: unknown) => {
  const p = read(value);
  return p.kind === 'reject' ? p.reason : p.kind;
};
const without = (key: keyof typeof good) => Object.fromEntries(Object.entries(good).filter(([k]) => k !== key));

describe('one line of a file', () => {
  test('a whole line becomes a post with the handle as it is compared', () => {
    expect(read(good)).toMatchObject({ kind: 'post', post: { platform: 'x', account: 'uji.satu', postKey: 'k1', kind: 'post' }, unknown: [] });
  });
  test('absent and null mean the same, and unknown fields are named', () => {
    expect(read({ ...good, kind: null, reply_to: null, likes: 3, author: {} })).toMatchObject({ kind: 'post', unknown: ['likes'] });
  });
  test.each<[string, unknown, string]>([
    ['nothing but blanks', '   ', 'blank'],
    ['half an object', '{"id": "p1"', 'broken_json'],
    ['a list', '[1]', 'not_an_object'],
    ['null', 'null', 'not_an_object'],
    ['an unknown platform', { ...good, platform: 'friendster' }, 'platform_unknown'],
    ['no account', without('account'), 'account_missing'],
    ['no provenance', without('provenance'), 'provenance_missing'],
    ['a provenance without licence', { ...good, provenance: { ...good.provenance, licence: '' } }, 'provenance_missing'],
    ['an empty key', { ...good, post_key: '' }, 'post_key_missing'],
    ['no version', without('version_key'), 'version_key_missing'],
    ['a time without offset', { ...good, posted_at: '2024-10-12T08:30:00' }, 'posted_at_invalid'],
    ['the year 2099', { ...good, posted_at: '2099-01-01T00:00:00Z' }, 'posted_at_in_future'],
    ['the year 1', { ...good, posted_at: '0001-01-01T00:00:00Z' }, 'posted_at_too_old'],
    ['a kind nobody knows', { ...good, kind: 'story' }, 'field_invalid'],
    ['a NUL in the text', { ...good, text: 'a\u0000b' }, 'text_has_nul'],
    ['a NUL in a picture text', { ...good, media: [{ alt: 'a\u0000' }] }, 'text_has_nul'],
    ['a NUL in the key', { ...good, post_key: 'k\u0000' }, 'text_has_nul'],
    ['a NUL in the provenance', { ...good, provenance: { ...good.provenance, source: 'a\u0000' } }, 'text_has_nul'],
    ['half a surrogate pair', JSON.stringify(good).replace('halo', '\\ud83d'), 'text_has_lone_surrogate'],
    ['text of 20,001 characters', { ...good, text: 'x'.repeat(20_001) }, 'too_long'],
    ['text of 20,000 characters', { ...good, text: 'x'.repeat(20_000) }, 'post'],
    ['long text and another fault', { ...good, text: 'x'.repeat(20_001), account: '' }, 'text_too_long'],
  ])('%s', (_, value, expected) => {
    expect(reason(value)).toBe(expected);
  });
  test('bytes that are no UTF-8 are not guessed at', () => {
    const bytes = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expect(parseLine(bytes, 1, { now: NOW, mapping: null })).toEqual({ kind: 'reject', reason: 'not_utf8' });
  });
  test('a reason names the field and never its content', () => {
    const p = read({ ...good, provenance: { ...good.provenance, collected_at: 'RAHASIA' } });
    expect(p).toEqual({ kind: 'reject', reason: 'provenance_missing', field: 'provenance.collected_at', why: 'Invalid ISO datetime' });
  });
  test.each<[string, object, string, string]>([
    ['no id', { id: undefined }, 'id', 'Invalid input: expected string, received undefined'],
    ['a number for an id', { id: 990011 }, 'id', 'Invalid input: expected string, received number'],
    ['a kind nobody knows', { kind: 'RAHASIA' }, 'kind', 'Invalid option: expected one of "post"|"reply"|"share"'],
    ['an answer to nobody', { reply_to: { platform: 'x', handle: ['RAHASIA'] } }, 'reply_to.handle', 'Invalid input: expected string, received array'],
  ])('%s: says what is wrong with the field', (_, change, field, why) => {
    expect(read({ ...good, ...change })).toEqual({ kind: 'reject', reason: 'field_invalid', field, why });
  });
  test('a line that was skipped as too long says so', () => {
    expect(parseLine(null, 1, { now: NOW, mapping: null })).toEqual({ kind: 'reject', reason: 'line_too_long' });
  });
});

describe('a mapping makes reference rows importable', () => {
  const text = JSON.stringify({
    'stance-uji': { account: 'uji.peta', platform: 'x', region: '32.73', posted_at: '2023-12-12T19:30:00+07:00', person: 'Orang Uji' },
  });
  test('the entry is found by the name up to its first dot, and lines are a second apart', () => {
    const mapping = mappingFor('/data/stance-uji.dev.jsonl.gz', text);
    const p = parseLine(Buffer.from('{"id":"r-7","text":"pilih","source":"dataset/x","grp":"g"}'), 61, { now: NOW, mapping });
    expect(p).toMatchObject({
      kind: 'post',
      unknown: ['source', 'grp'],
      post: { account: 'uji.peta', postKey: 'stance-uji:r-7', versionKey: '1', postedAt: '2023-12-12T12:31:00.000Z', provenance: { source: 'dataset/x' } },
    });
  });
  test('a file that the mapping does not name is refused', () => {
    expect(() => mappingFor('/data/lain.jsonl', text)).toThrow('no entry for lain.jsonl');
  });
  test('a mapping with a time without offset is refused with its place', () => {
    expect(() => mappingFor('/data/a.jsonl', '{"a":{"account":"u","platform":"x","posted_at":"2024"}}')).toThrow('a.posted_at');
  });
});
