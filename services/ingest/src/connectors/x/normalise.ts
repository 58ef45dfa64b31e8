/**
 * One post of X API v2 as a post. The interface is being renamed (`tweet.*` to `post.*`), so both names of each field are read. Every
 * edit there has an id of its own: the first id of the chain is the post, the id of each version is the version.
 */
import { LIMITS } from '@pantau/domain';
import { z } from 'zod';
import type { Normalised } from '../contract.ts';
import { cut } from '../cut.ts';

export const X_ID = /^\d{1,19}$/;
const id = z.string().regex(X_ID);
const reference = z.object({ type: z.string(), id });
const note = z.object({ text: z.string() });

export const XPost = z.looseObject({
  id,
  text: z.string(),
  created_at: z.string(),
  author_id: id,
  edit_history_post_ids: z.array(id).min(1).optional(),
  edit_history_tweet_ids: z.array(id).min(1).optional(),
  referenced_posts: z.array(reference).optional(),
  referenced_tweets: z.array(reference).optional(),
  note_post: note.optional(),
  note_tweet: note.optional(),
  in_reply_to_user_id: id.optional(),
  attachments: z.object({ media_keys: z.array(z.string()).optional() }).optional(),
});
export type XPost = z.infer<typeof XPost>;

const XMedia = z.looseObject({ media_key: z.string(), url: z.string().optional(), preview_image_url: z.string().optional(), alt_text: z.string().optional() });
const XUser = z.looseObject({ id, username: z.string() });
const Quoted = z.looseObject({ id, text: z.string(), author_id: id.optional(), note_post: note.optional(), note_tweet: note.optional() });

/** The envelope kept of a post: whose it is, the post as it came, and of what came beside it only what it refers to. */
export const XRaw = z.object({
  account: z.string().min(1),
  user_id: id,
  post: z.unknown(),
  includes: z.object({ media: z.array(z.unknown()).default([]), posts: z.array(z.unknown()).default([]), users: z.array(z.unknown()).default([]) }),
});
export type XRaw = z.infer<typeof XRaw>;

export const historyOf = (p: Pick<XPost, 'id' | 'edit_history_post_ids' | 'edit_history_tweet_ids'>): readonly string[] =>
  p.edit_history_post_ids ?? p.edit_history_tweet_ids ?? [p.id];
export const referencesOf = (p: Pick<XPost, 'referenced_posts' | 'referenced_tweets'>) => p.referenced_posts ?? p.referenced_tweets ?? [];

export function normaliseX(raw: unknown): Normalised {
  const envelope = XRaw.safeParse(raw);
  if (!envelope.success) return { ok: false, reason: 'malformed', externalId: null };
  const parsed = XPost.safeParse(envelope.data.post);
  if (!parsed.success) return { ok: false, reason: 'malformed', externalId: null };
  const post = parsed.data;
  if (post.author_id !== envelope.data.user_id) return { ok: false, reason: 'post_of_other_account', externalId: post.id };
  const at = Date.parse(post.created_at);
  if (Number.isNaN(at)) return { ok: false, reason: 'posted_at_invalid', externalId: post.id };
  const { includes, account } = envelope.data;
  const users = included(XUser, includes.users);
  const name = (userId: string | undefined) => users.find((u) => u.id === userId)?.username ?? userId;
  const references = referencesOf(post);
  const shared = references.find((r) => r.type === 'reposted' || r.type === 'retweeted' || r.type === 'quoted');
  const original = included(Quoted, includes.posts).find((p) => p.id === shared?.id);
  const isRepost = shared !== undefined && shared.type !== 'quoted';
  const answers = references.some((r) => r.type === 'replied_to') ? name(post.in_reply_to_user_id) : undefined;
  const sharedFrom = name(original?.author_id);
  const media = mediaOf(post, included(XMedia, includes.media));
  const first = historyOf(post)[0] ?? post.id;
  return {
    ok: true,
    post: {
      platform: 'x',
      account,
      postKey: first,
      versionKey: post.id,
      // A repost carries the other's words, cut off; they stand where others' words stand.
      text: isRepost ? '' : wordsOf(post),
      postedAt: new Date(at).toISOString(),
      kind: shared ? 'share' : references.some((r) => r.type === 'replied_to') ? 'reply' : 'post',
      ...(original ? { sharedText: cut(wordsOf(original), LIMITS.postTextChars) } : isRepost ? { sharedText: wordsOf(post) } : {}),
      ...(answers === undefined ? {} : { replyTo: { platform: 'x', handle: answers } }),
      ...(shared === undefined || sharedFrom === undefined ? {} : { sharedFrom: { platform: 'x', handle: sharedFrom } }),
      ...(media.length > 0 ? { media } : {}),
      url: `https://x.com/i/status/${post.id}`,
    },
  };
}

function included<T>(schema: z.ZodType<T>, list: readonly unknown[]): T[] {
  return list.flatMap((item) => {
    const r = schema.safeParse(item);
    return r.success ? [r.data] : [];
  });
}

/** Three characters are escaped, and only these. */
function wordsOf(p: { text: string; note_post?: { text: string } | undefined; note_tweet?: { text: string } | undefined }): string {
  return (p.note_post?.text ?? p.note_tweet?.text ?? p.text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function mediaOf(post: XPost, media: readonly z.infer<typeof XMedia>[]) {
  const keys = post.attachments?.media_keys ?? [];
  return media
    .filter((m) => keys.includes(m.media_key))
    .slice(0, LIMITS.mediaPerPost)
    .map((m) => ({
      path: undefined,
      url: (m.url ?? m.preview_image_url)?.slice(0, 2_000),
      alt: m.alt_text === undefined || m.alt_text === '' ? undefined : cut(m.alt_text, LIMITS.postTextChars),
      ocr_text: undefined,
    }));
}
