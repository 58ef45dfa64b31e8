/**
 * RSS and Atom. One feed is one unit and belongs to one registered account of platform `rss`. Asked conditionally; what is
 * no longer listed is not thereby deleted; a redirect is recorded and not followed.
 */
import { createHash } from 'node:crypto';
import { LIMITS, normaliseHandle } from '@pantau/domain';
import { parseFeed } from '@rowanmanning/feed-parser';
import { z } from 'zod';
import { INGEST } from '../../limits.ts';
import { expectOk } from '../answers.ts';
import { type Connector, type Limit, SourceStop } from '../contract.ts';
import { hostLimit, NO_LIMIT } from '../limit.ts';
import { normaliseItem, RssRaw } from './normalise.ts';

type Feed = ReturnType<typeof parseFeed>;

const MINUTE_MS = 60_000;
const INTERVAL_MINUTES_MAX = 24 * 60;
const ITEMS_MAX = 2_000;

export const RssConfig = z.strictObject({
  feed_url: z.url(),
  account: z.string().min(1).max(LIMITS.handleChars).transform(normaliseHandle),
  poll_minutes: z.number().positive().max(INTERVAL_MINUTES_MAX).default(15),
});
type RssConfig = z.infer<typeof RssConfig>;

/** The feed address stands beside its validators: another address must not be asked with them. */
const RssCursor = z.object({ feed_url: z.string(), etag: z.string().nullable(), last_modified: z.string().nullable() });
type RssCursor = z.infer<typeof RssCursor>;

export const rss: Connector<RssConfig> = {
  name: 'rss',
  platform: 'rss',
  version: 1,
  caps: { forwardPaging: false, editHistory: false, deleteSignal: 'none', maxPage: LIMITS.batchPosts, batchLookup: null, backfill: 'what the feed lists' },
  policyNeedsAgreement: false,
  config: RssConfig,
  units: 'single',
  mode: 'poll',
  limits: (_, url) => (url === null ? NO_LIMIT : feedLimit(url)),
  accountOf: (c) => c.account,
  ownerOf: (raw) => {
    const r = RssRaw.safeParse(raw);
    return r.success ? { platform: 'rss', handle: r.data.account } : null;
  },
  normalise: normaliseItem,
  async *poll(ctx) {
    const { feed_url, poll_minutes, account } = ctx.config;
    const known = RssCursor.safeParse(ctx.cursor);
    const answer = await ctx.http(feed_url, {
      accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1',
      ...conditions(known, feed_url),
    });
    if (answer.status === 304) return poll_minutes * MINUTE_MS;
    expectOk(answer, ctx.now());
    const feed = read(answer.body);
    const raws = rawsOf(feed, account);
    const cursor: RssCursor = { feed_url, etag: answer.headers.etag ?? null, last_modified: answer.headers['last-modified'] ?? null };
    // Only the last page carries the validators: dying before it means that the whole feed is asked for again.
    for (let i = 0; i < raws.length || i === 0; i += LIMITS.batchPosts) {
      const last = i + LIMITS.batchPosts >= raws.length;
      yield { raws: raws.slice(i, i + LIMITS.batchPosts), cursor: last ? cursor : ctx.cursor };
    }
    return Math.max(poll_minutes, askedMinutes(feed)) * MINUTE_MS;
  },
};

/** A feed that wants to be left alone says so for itself; all feeds of a host share its politeness. */
function feedLimit(url: URL): Limit {
  const host = hostLimit(url);
  return { ...host, buckets: [{ key: `feed:${createHash('sha256').update(url.href).digest('hex').slice(0, 32)}`, ...INGEST.hostRequests }, ...host.buckets] };
}

function conditions(known: z.ZodSafeParseResult<RssCursor>, feedUrl: string): Record<string, string> {
  if (!known.success || known.data.feed_url !== feedUrl) return {};
  const { etag, last_modified } = known.data;
  return { ...(etag === null ? {} : { 'if-none-match': etag }), ...(last_modified === null ? {} : { 'if-modified-since': last_modified }) };
}

function read(body: Buffer): Feed {
  try {
    return parseFeed(body.toString('utf8'));
  } catch (cause) {
    throw new SourceStop('malformed_answer', 'the answer is not a feed', { cause });
  }
}

export function rawsOf(feed: Feed, account: string): RssRaw[] {
  return feed.items.slice(0, ITEMS_MAX).map((item) => ({
    account,
    item: {
      id: item.id,
      url: item.url,
      title: item.title,
      description: item.description,
      content: item.content,
      published: (item.published ?? item.updated)?.toISOString() ?? null,
      images: item.mediaImages.map((m) => ({ url: m.url, title: m.title })),
    },
  }));
}

const PERIOD_MINUTES: Readonly<Record<string, number>> = { hourly: 60, daily: 24 * 60, weekly: 7 * 24 * 60, monthly: 30 * 24 * 60, yearly: 365 * 24 * 60 };

/** What the publisher asks for: `ttl` in minutes, or `sy:updatePeriod` by `sy:updateFrequency`; bounded to a day. */
export function askedMinutes(feed: Pick<Feed, 'element'>): number {
  const text = (name: string) => feed.element.findElementWithName(name)?.textContentNormalized ?? '';
  const ttl = Number(text('ttl'));
  const period = PERIOD_MINUTES[text('updateperiod').toLowerCase()];
  const frequency = Number(text('updatefrequency')) || 1;
  const asked = ttl > 0 ? ttl : period === undefined ? 0 : period / frequency;
  return Math.min(asked, INTERVAL_MINUTES_MAX);
}
