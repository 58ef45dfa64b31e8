/** One status as a post. The time of its last edit names the version, so every edit is one, also those read from the history. */
import { LIMITS } from '@pantau/domain';
import { z } from 'zod';
import type { Normalised } from '../contract.ts';
import { cut } from '../cut.ts';
import { htmlToText } from '../html-text.ts';

const Attachment = z.object({ url: z.string().nullish(), remote_url: z.string().nullish(), description: z.string().nullish() });
const Author = z.object({ id: z.string(), acct: z.string() });

const Words = z.object({
  content: z.string(),
  spoiler_text: z.string().default(''),
  media_attachments: z.array(Attachment).default([]),
});

export const Status = Words.extend({
  id: z.string().regex(/^\d{1,20}$/),
  uri: z.string().min(1),
  url: z.string().nullish(),
  created_at: z.string(),
  edited_at: z.string().nullish(),
  visibility: z.string(),
  account: Author,
  in_reply_to_id: z.string().nullish(),
  in_reply_to_account_id: z.string().nullish(),
  mentions: z.array(z.object({ id: z.string(), acct: z.string() })).default([]),
  reblog: Words.extend({ account: Author }).nullish(),
});
export type Status = z.infer<typeof Status>;

/** One entry of `/statuses/:id/history`: the words as they stood from `created_at` on. */
const Edition = Words.extend({ created_at: z.string() });

/** The envelope kept of a status: whose it is, the server that was asked, and the status as it came. */
export const MastodonRaw = z.object({
  account: z.string().min(1),
  host: z.string().min(1),
  /** An earlier edition, whose words stand in the place of the status' own. */
  edition: z.unknown().optional(),
  status: z.unknown(),
});
export type MastodonRaw = z.infer<typeof MastodonRaw>;

const PUBLIC: ReadonlySet<string> = new Set(['public', 'unlisted']);

export function normaliseStatus(raw: unknown): Normalised {
  const envelope = MastodonRaw.safeParse(raw);
  if (!envelope.success) return { ok: false, reason: 'malformed', externalId: null };
  const parsed = Status.safeParse(envelope.data.status);
  if (!parsed.success) return { ok: false, reason: 'malformed', externalId: null };
  const status = parsed.data;
  const edition = envelope.data.edition === undefined ? null : Edition.safeParse(envelope.data.edition);
  if (edition !== null && !edition.success) return { ok: false, reason: 'malformed', externalId: status.uri };
  if (!PUBLIC.has(status.visibility)) return { ok: false, reason: 'not_public', externalId: status.uri };
  const posted = Date.parse(status.created_at);
  const version = Date.parse(edition?.data.created_at ?? status.edited_at ?? status.created_at);
  if (Number.isNaN(posted) || Number.isNaN(version)) return { ok: false, reason: 'posted_at_invalid', externalId: status.uri };
  const { host, account } = envelope.data;
  const words = edition?.data ?? status;
  const media = mediaOf(words, status);
  const text = textOf(words);
  if (text === '' && media.length === 0 && !status.reblog) return { ok: false, reason: 'empty', externalId: status.uri };
  const parent =
    status.mentions.find((m) => m.id === status.in_reply_to_account_id)?.acct ?? (status.in_reply_to_account_id === status.account.id ? account : null);
  return {
    ok: true,
    post: {
      platform: 'mastodon',
      account,
      postKey: status.uri,
      versionKey: new Date(version).toISOString(),
      text,
      postedAt: new Date(posted).toISOString(),
      kind: status.reblog ? 'share' : status.in_reply_to_id ? 'reply' : 'post',
      ...(status.reblog ? { sharedText: cut(textOf(status.reblog), LIMITS.postTextChars), sharedFrom: handle(status.reblog.account.acct, host) } : {}),
      ...(parent === null ? {} : { replyTo: handle(parent, host) }),
      ...(media.length > 0 ? { media } : {}),
      ...(status.url ? { url: status.url.slice(0, 2_000) } : {}),
    },
  };
}

/** Names of the asked server's own people come without their server. */
function handle(acct: string, host: string): { platform: string; handle: string } {
  return { platform: 'mastodon', handle: cut(acct.includes('@') ? acct : `${acct}@${host}`, LIMITS.handleChars) };
}

function textOf(w: z.infer<typeof Words>): string {
  return [w.spoiler_text, htmlToText(w.content)].filter((t) => t !== '').join('\n');
}

function mediaOf(words: z.infer<typeof Words>, status: Status) {
  const own = words.media_attachments.length > 0 || !status.reblog ? words.media_attachments : status.reblog.media_attachments;
  return own.slice(0, LIMITS.mediaPerPost).map((m) => ({
    path: undefined,
    url: (m.url ?? m.remote_url ?? undefined)?.slice(0, 2_000),
    alt: m.description === null || m.description === undefined || m.description === '' ? undefined : cut(m.description, LIMITS.postTextChars),
    ocr_text: undefined,
  }));
}
