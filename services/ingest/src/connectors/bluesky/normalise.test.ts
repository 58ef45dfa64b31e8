import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseRecord, parseUri, tidFloor, tidTime } from './normalise.ts';

type Record = { uri: string; cid: string; value: { [field: string]: unknown } };
const records = JSON.parse(readFileSync(new URL('./fixtures/records.json', import.meta.url), 'utf8')) as [Record, Record, Record, Record];
const raw = (r: Record) => ({ account: 'uji.satu.test', pds: 'https://pds.contoh.test', ...r });
const [plain] = records;

describe('records as posts', () => {
  test('the address is the key, the CID the version, the text stays byte-exact', () => {
    expect(normaliseRecord(raw(plain))).toEqual({
      ok: true,
      post: {
        platform: 'bluesky',
        account: 'uji.satu.test',
        postKey: plain.uri,
        versionKey: 'bafyreiuji1',
        text: 'Dukung nomor 2 🙂 #PilihDua',
        postedAt: '2024-10-12T01:30:00.000Z',
        kind: 'post',
        url: 'https://bsky.app/profile/did:plc:ujifiktif00000000000000/post/3l6bzkmbpls2t',
      },
    });
  });
  test('a reply names whom it answers, a quote whom it shares, a picture keeps its description, a link card its words', () => {
    const [, reply, quote, card] = records.map((r) => normaliseRecord(raw(r)));
    expect(reply).toMatchObject({ post: { kind: 'reply', replyTo: { platform: 'bluesky', handle: 'did:plc:lainfiktif0000000000000' } } });
    expect(quote).toMatchObject({
      post: {
        kind: 'share',
        sharedFrom: { handle: 'did:plc:lainfiktif0000000000000' },
        media: [
          {
            alt: 'spanduk pasangan nomor 2',
            url: 'https://pds.contoh.test/xrpc/com.atproto.sync.getBlob?did=did%3Aplc%3Aujifiktif00000000000000&cid=bafkreigambar',
          },
        ],
      },
    });
    expect(card).toMatchObject({ post: { kind: 'share', text: '', sharedText: 'Paslon 2 unggul\nMenurut survei' } });
  });
  test.each([
    ['another collection', { ...plain, uri: plain.uri.replace('feed.post', 'feed.like') }, 'unknown_kind'],
    ['a record of a kind nobody knows', { ...plain, value: { $type: 'app.bsky.feed.puisi' } }, 'unknown_kind'],
    ['a record without text', { ...plain, value: { ...plain.value, text: 7 } }, 'malformed'],
    ['an address that is none', { ...plain, uri: 'https://contoh.test' }, 'no_key'],
    ['an empty CID', { ...plain, cid: '' }, 'no_key'],
    [
      'a time that is none, under a key that tells none',
      { ...plain, uri: plain.uri.replace('3l6bzkmbpls2t', 'kunci'), value: { ...plain.value, createdAt: 'kemarin' } },
      'posted_at_invalid',
    ],
    ['nothing', {} as Record, 'malformed'],
  ])('%s is dropped with its reason', (_, record, reason) => {
    expect(normaliseRecord(raw(record))).toMatchObject({ ok: false, reason });
  });
  test('nobody escapes the calendar by claiming to write in 2099, or at no time at all', () => {
    const made = tidTime('3l6bzkmbpls2t')?.toISOString();
    for (const createdAt of ['2099-01-01T00:00:00Z', 'kemarin'])
      expect(normaliseRecord(raw({ ...plain, value: { ...plain.value, createdAt } }))).toMatchObject({ ok: true, post: { postedAt: made } });
  });
  test('an embed of an unknown shape leaves the post itself readable', () => {
    for (const embed of [null, 5, { $type: 'app.bsky.embed.baru', x: 1 }, { $type: 'app.bsky.embed.images', images: 'rusak' }])
      expect(normaliseRecord(raw({ ...plain, value: { ...plain.value, embed } }))).toMatchObject({ ok: true, post: { kind: 'post', text: plain.value.text } });
  });
});

describe('record keys', () => {
  test('carry their time', () => {
    expect(tidTime('3l6bzkmbpls2t')?.toISOString().slice(0, 10)).toBe('2024-10-12');
    expect(tidTime('self')).toBeNull();
    expect(tidTime('zzzzzzzzzzzzz')).toBeNull();
  });
  test('the floor of a moment is the smallest key of that moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000_000, max: 4_000_000_000_000 }), (ms) => {
        const floor = tidFloor(new Date(ms));
        expect(tidTime(floor)?.getTime()).toBe(ms);
        expect(tidFloor(new Date(ms - 1)) < floor).toBe(true);
        expect(tidFloor(new Date(ms + 1)) > floor).toBe(true);
      }),
    );
  });
  test('an address has three parts', () => {
    expect(parseUri('at://did:plc:abc/app.bsky.feed.post/3k')).toEqual({ did: 'did:plc:abc', collection: 'app.bsky.feed.post', rkey: '3k' });
    for (const bad of ['at://nama.test/app.bsky.feed.post/3k', 'at://did:plc:abc/app.bsky.feed.post', 'at://did:plc:abc/a/b/c', ''])
      expect(parseUri(bad)).toBeNull();
  });
});
