/** The three calls of X API v2 that are needed, read with zod; errors become stops. With the operator's own application token. */
import type { HttpAnswer } from '@pantau/runtime';
import { z } from 'zod';
import { expectOk, parseJson } from '../answers.ts';
import { type AskContext, SourceStop } from '../contract.ts';
import { referencesOf, X_ID, XPost, type XRaw } from './normalise.ts';

/** Calls in the interface's old words and in its new ones; the paths kept the old ones. */
const WORDS = {
  post: { fields: 'post.fields', note: 'note_post', references: 'referenced_posts' },
  tweet: { fields: 'tweet.fields', note: 'note_tweet', references: 'referenced_tweets.id' },
} as const;
export type XWords = keyof typeof WORDS;

export interface XAsk extends Pick<AskContext<unknown>, 'http' | 'now' | 'secret'> {
  config: { base_url: string; words: XWords };
}

const Problem = z.looseObject({ type: z.string(), resource_id: z.string().optional(), value: z.string().optional() });
const Includes = z
  .object({
    media: z.array(z.unknown()).default([]),
    posts: z.array(z.unknown()).optional(),
    tweets: z.array(z.unknown()).optional(),
    users: z.array(z.unknown()).default([]),
  })
  .default({ media: [], users: [] });
/** Only what paging needs must be there; a post of an unknown shape is for `normalise` to refuse, one by one. */
const Listed = z.looseObject({ id: z.string().regex(X_ID) });
const Page = z.object({
  data: z.array(Listed).default([]),
  includes: Includes,
  errors: z.array(Problem).default([]),
  meta: z.object({ result_count: z.number().int(), next_token: z.string().optional() }).optional(),
});
const Lookup = z.object({ data: z.array(Listed).optional(), includes: Includes, errors: z.array(Problem).default([]) });
const UserAnswer = z.object({ data: z.object({ id: z.string().regex(X_ID) }).optional(), errors: z.array(Problem).default([]) });

const NOT_FOUND = /\/resource-not-found$/;
const NOT_SHOWN = /\/(resource-not-found|not-authorized-for-resource|resource-unavailable|disallowed-resource)$/;

async function ask(ctx: XAsk, path: string, query: Record<string, string>): Promise<HttpAnswer> {
  const token = ctx.secret('x');
  if (token === undefined) throw new SourceStop('config_invalid', 'there is no token for X (PANTAU_X_BEARER)');
  const search = new URLSearchParams(query).toString();
  const a = await ctx.http(`${ctx.config.base_url}${path}${search === '' ? '' : `?${search}`}`, {
    accept: 'application/json',
    authorization: `Bearer ${token}`,
  });
  expectOk(a, ctx.now());
  return a;
}

function fieldsOf(words: XWords): Record<string, string> {
  const w = WORDS[words];
  return {
    [w.fields]: `attachments,created_at,entities,id,lang,text,${w.note}${words === 'tweet' ? ',author_id,edit_history_tweet_ids,in_reply_to_user_id,referenced_tweets' : ''}`,
    expansions: `attachments.media_keys,author_id,in_reply_to_user_id,${w.references}${words === 'post' ? ',edit_history_post_ids' : ''}`,
    'media.fields': 'alt_text,media_key,preview_image_url,type,url',
    'user.fields': 'id,username',
  };
}

/** The account's permanent id; null when there is no such account, or it is suspended. */
export async function userId(ctx: XAsk, username: string): Promise<string | null> {
  const r = parseJson(UserAnswer, await ask(ctx, `/2/users/by/username/${encodeURIComponent(username)}`, { 'user.fields': 'id,username' }), 'user');
  if (r.data) return r.data.id;
  if (r.errors.some((e) => NOT_SHOWN.test(e.type))) return null;
  throw new SourceStop('malformed_answer', 'user: neither data nor a known error');
}

export interface XPage {
  posts: z.infer<typeof Listed>[];
  includes: z.infer<typeof Includes>;
  isLast: boolean;
}

/** Posts newer than `sinceId` and older than `untilId`, newest first. */
export async function timeline(ctx: XAsk, user: string, o: { sinceId: string; untilId: string | null; limit: number }): Promise<XPage> {
  const query = { max_results: String(o.limit), since_id: o.sinceId, ...(o.untilId === null ? {} : { until_id: o.untilId }), ...fieldsOf(ctx.config.words) };
  const r = parseJson(Page, await ask(ctx, `/2/users/${user}/tweets`, query), 'timeline');
  // Without its count an answer says nothing: taken for an empty page it would end the walk before what is older.
  if (r.meta === undefined) {
    if (r.errors.some((e) => NOT_SHOWN.test(e.type))) throw new SourceStop('account_unavailable', 'the account is not shown');
    throw new SourceStop('malformed_answer', 'timeline: no meta');
  }
  return { posts: r.data, includes: r.includes, isLast: r.meta.next_token === undefined };
}

/** Posts by id: those that are there, and the ids of which the platform says that there is none. */
export async function postsById(ctx: XAsk, ids: readonly string[]): Promise<Omit<XPage, 'isLast'> & { gone: Set<string> }> {
  const r = parseJson(Lookup, await ask(ctx, '/2/tweets', { ids: ids.join(','), ...fieldsOf(ctx.config.words) }), 'posts');
  if (r.data === undefined && r.errors.length === 0) throw new SourceStop('malformed_answer', 'posts: neither data nor errors');
  const gone = new Set(r.errors.filter((e) => NOT_FOUND.test(e.type)).flatMap((e) => e.resource_id ?? e.value ?? []));
  return { posts: r.data ?? [], includes: r.includes, gone };
}

export function rawOf(account: string, user: string, post: unknown, includes: XPage['includes']): XRaw {
  const parsed = XPost.safeParse(post);
  const refers = new Set(parsed.success ? referencesOf(parsed.data).map((x) => x.id) : []);
  const media = new Set(parsed.success ? (parsed.data.attachments?.media_keys ?? []) : []);
  const pick = (list: readonly unknown[], field: string, wanted: ReadonlySet<unknown>) =>
    list.filter((i) => wanted.has((i as Record<string, unknown> | null)?.[field]));
  const posts = pick(includes.posts ?? includes.tweets ?? [], 'id', refers);
  const people = new Set([...posts.map((p) => (p as { author_id?: unknown }).author_id), ...(parsed.success ? [parsed.data.in_reply_to_user_id] : [])]);
  people.delete(undefined);
  return { account, user_id: user, post, includes: { media: pick(includes.media, 'media_key', media), posts, users: pick(includes.users, 'id', people) } };
}
