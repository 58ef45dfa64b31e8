import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from './limits.ts';
import { ImportPostLine, PostLine, textFault } from './post.ts';

const line = { id: '1', text: 'selamat pagi', posted_at: '2024-10-12T08:30:00+07:00', author: { region: '16.73', employment_status: 'PNS' } };
const now = new Date('2024-10-12T08:00:00Z');
const paths = (v: unknown) => {
  const r = PostLine.safeParse(v);
  return r.success ? [] : r.error.issues.map((i) => i.path.join('.'));
};

describe('post line', () => {
  test('the smallest line is taken; absent and null mean unknown', () => {
    expect(PostLine.parse(line)).toMatchObject({ kind: 'post' });
    expect(PostLine.parse({ ...line, kind: null, media: null, shared_text: null })).toMatchObject({ kind: 'post', media: undefined, shared_text: undefined });
  });
  test('an unknown field is ignored', () => {
    expect(PostLine.parse({ ...line, likes: 3 })).not.toHaveProperty('likes');
  });
  test.each([
    ['a time without offset', { posted_at: '2024-10-12T08:30:00' }, ['posted_at']],
    ['an impossible day', { posted_at: '2024-02-30T08:30:00+07:00' }, ['posted_at']],
    ['a text over the limit', { text: 'a'.repeat(LIMITS.postTextChars + 1) }, ['text']],
    ['an unknown kind', { kind: 'story' }, ['kind']],
    ['an empty id', { id: '' }, ['id']],
    ['an author without region', { author: { employment_status: 'PNS' } }, ['author.region']],
    ['too many pictures', { media: Array.from({ length: LIMITS.mediaPerPost + 1 }, () => ({})) }, ['media']],
  ])('%s is refused', (_name, change, expected) => {
    expect(paths({ ...line, ...change })).toEqual(expected);
  });

  test('a line to import needs account, keys and provenance, and leaves the author to the register', () => {
    const { author: _a, ...rest } = line;
    const provenance = { source: 's', licence: 'l', collected_by: 'c', collected_at: '2024-10-12T09:00:00+07:00' };
    const full = { ...rest, platform: 'x', account: 'budi', post_key: 'k', version_key: 'v', provenance };
    expect(ImportPostLine.safeParse(full).success).toBe(true);
    const needed = (['platform', 'account', 'post_key', 'version_key', 'provenance', 'url'] as const).filter(
      (f) => !ImportPostLine.safeParse({ ...full, [f]: undefined }).success,
    );
    expect(needed).toEqual(['platform', 'account', 'post_key', 'version_key', 'provenance']);
  });
});

describe('what may not be stored', () => {
  const at = line.posted_at;
  test.each([
    ['NUL', { text: 'a\u0000b', posted_at: at }, 'text_has_nul'],
    ['a lone surrogate', { text: 'a\ud83d', posted_at: at }, 'text_has_lone_surrogate'],
    ['NUL in the shared text', { text: 'a', shared_text: '\u0000', posted_at: at }, 'text_has_nul'],
    ['the year 2099', { text: 'a', posted_at: '2099-01-01T00:00:00Z' }, 'posted_at_in_future'],
    ['the year 1', { text: 'a', posted_at: '0001-01-01T00:00:00Z' }, 'posted_at_too_old'],
    ["a clock's zero", { text: 'a', posted_at: '1970-01-01T07:00:00+07:00' }, 'posted_at_too_old'],
    ['the last second before the bound', { text: 'a', posted_at: '2000-01-01T06:59:59+07:00' }, 'posted_at_too_old'],
    ['the bound', { text: 'a', posted_at: '2000-01-01T07:00:00+07:00' }, null],
    ['a day and a bit ahead', { text: 'a', posted_at: '2024-10-13T08:00:01Z' }, 'posted_at_in_future'],
    ['a day ahead', { text: 'a', posted_at: '2024-10-13T08:00:00Z' }, null],
    ['a whole emoji', { text: '☝🏽👍', posted_at: at }, null],
  ])('%s', (_name, post, expected) => {
    expect(textFault(post, now)).toBe(expected);
  });

  test.each([
    ['a NUL in a description', { alt: 'x\u0000' }, 'text_has_nul'],
    ['half a character in recognised text', { ocr_text: 'x\ud83d' }, 'text_has_lone_surrogate'],
    ['a description over the limit', { alt: 'a'.repeat(LIMITS.postTextChars + 1) }, 'text_too_long'],
    ['a description like any other', { alt: 'spanduk 🙂' }, null],
  ] as const)('%s of a picture is a fault as in the text', (_, picture, expected) => {
    expect(textFault({ text: '', posted_at: at, media: [{}, picture] }, now)).toBe(expected);
  });

  test('every well-formed text without NUL and within the limit passes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        fc.pre(!text.includes('\u0000'));
        expect(textFault({ text, posted_at: at }, now)).toBeNull();
      }),
    );
  });
});
