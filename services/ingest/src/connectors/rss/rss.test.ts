import { readFileSync } from 'node:fs';
import { LIMITS } from '@pantau/domain';
import { parseFeed } from '@rowanmanning/feed-parser';
import { describe, expect, test } from 'vitest';
import { htmlToText } from '../html-text.ts';
import { itemKey, normaliseItem, type RssRaw } from './normalise.ts';
import { askedMinutes, rawsOf } from './rss.ts';

const SEEN = new Date('2026-11-24T00:00:00Z');
const feed = (name: string) => parseFeed(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));
const posts = (name: string) => rawsOf(feed(name), 'dinas.uji').map((r) => normaliseItem(r, SEEN));

describe('items as posts', () => {
  test('Atom: markup goes, the longer of summary and content stays, pictures keep their words', () => {
    expect(posts('atom.xml')).toMatchObject([
      {
        ok: true,
        post: {
          platform: 'rss',
          account: 'dinas.uji',
          postKey: 'dinas.uji/urn:uuid:uji-1',
          text: 'Ayo & dukung\nPilih nomor 1\n\nSalam',
          postedAt: '2024-10-12T01:30:00.000Z',
          url: 'https://dinas.contoh.test/1',
          media: [{ url: 'https://dinas.contoh.test/1.jpg', alt: 'spanduk' }],
        },
      },
    ]);
  });
  test('RSS: a link stands in for a missing guid, and the first sight for a missing date; without both there is no post', () => {
    expect(posts('rss.xml')).toMatchObject([
      { ok: true, post: { postKey: 'dinas.uji/r-1', text: 'Judul\nIsi yang lebih panjang', postedAt: '2024-10-12T01:30:00.000Z' } },
      { ok: true, post: { text: 'Hanya tautan', postedAt: SEEN.toISOString() } },
      { ok: false, reason: 'no_key' },
    ]);
  });
  test('words of a picture are bounded, and never cut inside a character', () => {
    const raw = rawsOf(feed('atom.xml'), 'dinas.uji')[0] as RssRaw;
    const title = `${'a'.repeat(LIMITS.postTextChars - 1)}🙂 dan seterusnya`;
    const n = normaliseItem({ ...raw, item: { ...raw.item, images: [{ url: 'https://dinas.contoh.test/1.jpg', title }] } }, SEEN);
    expect(n).toMatchObject({ ok: true, post: { media: [{ alt: 'a'.repeat(LIMITS.postTextChars - 1) }] } });
  });
  test('the version follows the words, not the hour it was read', () => {
    const raw = rawsOf(feed('rss.xml'), 'dinas.uji')[1] as RssRaw;
    const version = (r: RssRaw, at: Date) => {
      const n = normaliseItem(r, at);
      return n.ok ? n.post.versionKey : null;
    };
    expect(version(raw, SEEN)).toBe(version(raw, new Date(0)));
    expect(version({ ...raw, item: { ...raw.item, title: 'Lain' } }, SEEN)).not.toBe(version(raw, SEEN));
  });
  test('a guid of any length gives a key that fits', () => {
    const item = (id: string) => ({ id, url: null, title: null, description: null, content: null, published: null, images: [] });
    expect(itemKey('a', item('x'.repeat(5_000)))?.length).toBeLessThan(300);
    expect(itemKey('a', item('x'.repeat(5_000)))).not.toBe(itemKey('a', item('x'.repeat(5_001))));
  });
  test('the publisher’s own pace is read and bounded to a day', () => {
    expect(askedMinutes(feed('rss.xml'))).toBe(90);
    const paced = (inner: string) =>
      askedMinutes(parseFeed(`<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>x</title>${inner}</channel></rss>`));
    expect(paced('<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>')).toBe(15);
    expect(paced('<ttl>999999</ttl>')).toBe(24 * 60);
    expect(paced('<ttl>-3</ttl>')).toBe(0);
    expect(paced('')).toBe(0);
  });
});

describe('HTML as text', () => {
  test.each([
    ['a &lt; b &amp;&amp; c', 'a < b && c'],
    ['1 < 2 dan 3 > 2', '1 < 2 dan 3 > 2'],
    ['satu<br>dua<br/>tiga', 'satu\ndua\ntiga'],
    ['<p>a</p><p>b</p>', 'a\n\nb'],
    ['x<script>alert("<p>")</script>y<style>p{}</style>z', 'xyz'],
    ['x<script>tak pernah ditutup', 'x'],
    ['a<!-- <b> -->b', 'ab'],
    ['&#128578; &#x1F642; &tidakada; &#xD800; &#99999999;', '🙂 🙂 &tidakada; \uFFFD \uFFFD'],
    ['<a href="x>y">tautan</a>', 'y">tautan'],
    ['<', '<'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
  test('a megabyte of open brackets is read in one pass', () => {
    expect(htmlToText('<'.repeat(1_000_000))).toHaveLength(1_000_000);
    expect(htmlToText('<a'.repeat(300_000))).toBe('');
  });
});
