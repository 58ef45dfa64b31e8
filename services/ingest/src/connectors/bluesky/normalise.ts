/** One record of `app.bsky.feed.post` as a post. The record's own CID is its version, so an edit is a new version. */
import { LIMITS } from '@pantau/domain';
import { z } from 'zod';
import type { Normalised } from '../contract.ts';
import { cut } from '../cut.ts';

export const POSTS = 'app.bsky.feed.post';

/** The envelope kept of a record: whose it is, where it was read, and the record as it came. */
export const BlueskyRaw = z.object({
  account: z.string().min(1),
  pds: z.string(),
  uri: z.string(),
  cid: z.string(),
  value: z.unknown(),
});
export type BlueskyRaw = z.infer<typeof BlueskyRaw>;

const ref = z.object({ uri: z.string() });
const image = z.object({ alt: z.string().optional(), image: z.object({ ref: z.object({ $link: z.string() }) }).loose() });
const images = z.object({ $type: z.literal('app.bsky.embed.images'), images: z.array(image) });
const external = z.object({
  $type: z.literal('app.bsky.embed.external'),
  external: z.object({ title: z.string().optional(), description: z.string().optional() }),
});
const quote = z.object({ $type: z.literal('app.bsky.embed.record'), record: ref });
const media = z.union([images, external, z.object({ $type: z.string() }).loose()]);
const quoteWithMedia = z.object({ $type: z.literal('app.bsky.embed.recordWithMedia'), record: z.object({ record: ref }), media });

const PostRecord = z.object({
  $type: z.literal(POSTS),
  text: z.string(),
  createdAt: z.string(),
  reply: z.object({ parent: ref }).optional(),
  embed: z.unknown().optional(),
});

/** `at://did/collection/rkey` in parts. */
export function parseUri(uri: string): { did: string; collection: string; rkey: string } | null {
  const m = /^at:\/\/(did:[a-z]+:[^/\s]+)\/([^/\s]+)\/([^/\s]+)$/.exec(uri);
  return m?.[1] && m[2] && m[3] ? { did: m[1], collection: m[2], rkey: m[3] } : null;
}

const TID_ALPHABET = '234567abcdefghijklmnopqrstuvwxyz';

/** When a record key says it was made: keys are time-sorted ids, 64 bits in 13 characters, microseconds above 10 bits. */
export function tidTime(rkey: string): Date | null {
  if (!/^[234567abcdefghij][2-7a-z]{12}$/.test(rkey)) return null;
  let bits = 0n;
  for (const c of rkey) bits = bits * 32n + BigInt(TID_ALPHABET.indexOf(c));
  return new Date(Number((bits >> 10n) / 1_000n));
}

/** The smallest key of that moment or later: where a window of time begins. */
export function tidFloor(at: Date): string {
  let bits = (BigInt(Math.max(0, at.getTime())) * 1_000n) << 10n;
  let key = '';
  for (let i = 0; i < 13; i++) {
    key = `${TID_ALPHABET[Number(bits % 32n)]}${key}`;
    bits /= 32n;
  }
  return key;
}

export function normaliseRecord(raw: unknown): Normalised {
  const envelope = BlueskyRaw.safeParse(raw);
  if (!envelope.success) return { ok: false, reason: 'malformed', externalId: null };
  const { account, pds, uri, cid, value } = envelope.data;
  const at = parseUri(uri);
  if (at === null || cid === '') return { ok: false, reason: 'no_key', externalId: null };
  if (at.collection !== POSTS || (value as { $type?: unknown } | null)?.$type !== POSTS) return { ok: false, reason: 'unknown_kind', externalId: uri };
  const record = PostRecord.safeParse(value);
  if (!record.success) return { ok: false, reason: 'malformed', externalId: uri };
  const postedAt = claimedTime(record.data.createdAt, at.rkey);
  if (postedAt === null) return { ok: false, reason: 'posted_at_invalid', externalId: uri };
  const embed = readEmbed(record.data.embed, pds, at.did);
  const parent = record.data.reply ? parseUri(record.data.reply.parent.uri) : null;
  return {
    ok: true,
    post: {
      platform: 'bluesky',
      account,
      postKey: uri,
      versionKey: cid,
      text: record.data.text,
      postedAt,
      kind: record.data.reply ? 'reply' : embed.sharedFrom || embed.sharedText !== undefined ? 'share' : 'post',
      ...(parent ? { replyTo: { platform: 'bluesky', handle: parent.did } } : {}),
      ...embed,
      url: `https://bsky.app/profile/${at.did}/post/${at.rkey}`,
    },
  };
}

/**
 * `createdAt` is the author's word. A time that is no time, or lies after the key was made by more than a day, gives way to
 * the key's: nobody escapes the calendar by claiming to write in 2099.
 */
function claimedTime(createdAt: string, rkey: string): string | null {
  const made = tidTime(rkey);
  const claimed = Date.parse(createdAt);
  if (Number.isNaN(claimed)) return made === null ? null : made.toISOString();
  if (made !== null && claimed > made.getTime() + LIMITS.futureToleranceMinutes * 60_000) return made.toISOString();
  return new Date(claimed).toISOString();
}

type Embedded = Pick<(Normalised & { ok: true })['post'], 'media' | 'sharedText' | 'sharedFrom'>;

function readEmbed(embed: unknown, pds: string, did: string): Embedded {
  const both = quoteWithMedia.safeParse(embed);
  if (both.success) return { ...readMedia(both.data.media, pds, did), ...quoted(both.data.record.record.uri) };
  const only = quote.safeParse(embed);
  return only.success ? quoted(only.data.record.uri) : readMedia(embed, pds, did);
}

function quoted(uri: string): Embedded {
  const of = parseUri(uri);
  return of === null ? {} : { sharedFrom: { platform: 'bluesky', handle: of.did } };
}

function readMedia(embed: unknown, pds: string, did: string): Embedded {
  const pictures = images.safeParse(embed);
  if (pictures.success) {
    return {
      media: pictures.data.images.slice(0, LIMITS.mediaPerPost).map((i) => ({
        path: undefined,
        url: `${pds}/xrpc/com.atproto.sync.getBlob?did=${encodeURIComponent(did)}&cid=${encodeURIComponent(i.image.ref.$link)}`,
        alt: i.alt === undefined || i.alt === '' ? undefined : cut(i.alt, LIMITS.postTextChars),
        ocr_text: undefined,
      })),
    };
  }
  const card = external.safeParse(embed);
  if (!card.success) return {};
  const text = [card.data.external.title, card.data.external.description].filter((t) => t !== undefined && t !== '').join('\n');
  return text === '' ? {} : { sharedText: cut(text, LIMITS.postTextChars) };
}
