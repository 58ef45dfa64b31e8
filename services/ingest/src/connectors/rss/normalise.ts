/** One feed item as a post. Feeds name no versions, so the hash of what was said is the version. */
import { createHash } from 'node:crypto';
import { LIMITS } from '@pantau/domain';
import { z } from 'zod';
import type { Normalised } from '../contract.ts';
import { cut } from '../cut.ts';
import { htmlToText } from '../html-text.ts';

/** The envelope kept of an item: what the parser understood. */
export const RssRaw = z.object({
  account: z.string().min(1),
  item: z.object({
    id: z.string().nullable(),
    url: z.string().nullable(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    content: z.string().nullable(),
    published: z.string().nullable(),
    images: z.array(z.object({ url: z.string(), title: z.string().nullable() })),
  }),
});
export type RssRaw = z.infer<typeof RssRaw>;

const KEY_CHARS_MAX = 200;
const sha = (s: string) => createHash('sha256').update(s).digest('hex');

/** Guids are unique only within their feed, so the account stands before them; another feed cannot claim a post by its guid. */
export function itemKey(account: string, item: RssRaw['item']): string | null {
  const own = item.id ?? (item.url === null ? null : `link:${sha(item.url).slice(0, 32)}`);
  if (own === null || own.trim() === '') return null;
  return `${account}/${own.length > KEY_CHARS_MAX ? `sha256:${sha(own)}` : own}`;
}

export function normaliseItem(raw: unknown, seenAt: Date): Normalised {
  const parsed = RssRaw.safeParse(raw);
  if (!parsed.success) return { ok: false, reason: 'malformed', externalId: null };
  const { account, item } = parsed.data;
  const postKey = itemKey(account, item);
  if (postKey === null) return { ok: false, reason: 'no_key', externalId: null };
  const text = textOf(item);
  const media = item.images.slice(0, LIMITS.mediaPerPost).map((m) => ({
    path: undefined,
    url: m.url.slice(0, 2_000),
    alt: m.title === null || m.title === '' ? undefined : cut(m.title, LIMITS.postTextChars),
    ocr_text: undefined,
  }));
  if (text === '' && media.length === 0) return { ok: false, reason: 'empty', externalId: postKey };
  return {
    ok: true,
    post: {
      platform: 'rss',
      account,
      postKey,
      versionKey: `sha256:${sha(JSON.stringify([text, media.map((m) => [m.url, m.alt])])).slice(0, 32)}`,
      text,
      // A feed that gives no date says nothing about when; the moment we first saw it is all there is.
      postedAt: item.published ?? seenAt.toISOString(),
      kind: 'post',
      ...(media.length > 0 ? { media } : {}),
      ...(item.url === null ? {} : { url: item.url.slice(0, 2_000) }),
    },
  };
}

/** Title and body; the longer of summary and content, as feeds put a teaser in one of them. */
function textOf(item: RssRaw['item']): string {
  const title = htmlToText(item.title ?? '');
  const [a, b] = [htmlToText(item.description ?? ''), htmlToText(item.content ?? '')];
  const body = b.length > a.length ? b : a;
  if (body === '' || body === title) return title;
  return title === '' ? body : `${title}\n${body}`;
}
