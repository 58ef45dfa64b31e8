/** Post lines: what a connector or a file hands over. Unknown fields are ignored here and counted by the importer. */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { EmploymentStatus, Platform, RegionCode } from './vocabulary.ts';

/** `null` and absent both mean unknown. */
const opt = <T extends z.ZodType>(t: T) => t.nullish().transform((v) => v ?? undefined);
const handleRef = z.object({ platform: z.string().max(40), handle: z.string().max(LIMITS.handleChars) });

export const Author = z.object({
  region: RegionCode,
  employment_status: EmploymentStatus,
  position_type: opt(z.string().max(80)),
  on_cltn: opt(z.boolean()),
  spouse_of: opt(z.string().max(120)),
  identity_verified: opt(z.boolean()),
  asn_from: opt(z.iso.date()),
  asn_until: opt(z.iso.date()),
});
export type Author = z.infer<typeof Author>;

export const Media = z.object({
  path: opt(z.string().max(1000)),
  url: opt(z.string().max(2000)),
  alt: opt(z.string().max(LIMITS.postTextChars)),
  ocr_text: opt(z.string().max(LIMITS.postTextChars)),
});

const postFields = {
  id: z.string().min(1).max(200),
  text: z.string().max(LIMITS.postTextChars, `text is longer than ${LIMITS.postTextChars} characters`),
  posted_at: z.iso.datetime({ offset: true, error: 'posted_at must be an ISO date-time with offset, like 2024-10-12T08:30:00+07:00' }),
  kind: z
    .enum(['post', 'reply', 'share'])
    .nullish()
    .transform((v) => v ?? ('post' as const)),
  shared_text: opt(z.string().max(LIMITS.postTextChars)),
  reply_to: opt(handleRef),
  shared_from: opt(handleRef),
  media: opt(z.array(Media).max(LIMITS.mediaPerPost)),
};

/** The bare line that `score` takes; the author's facts come with it. */
export const PostLine = z.object({ ...postFields, author: Author });
export type PostLine = z.infer<typeof PostLine>;

export const Provenance = z.object({
  source: z.string().min(1).max(300),
  licence: z.string().min(1).max(300),
  collected_by: z.string().min(1).max(300),
  collected_at: z.iso.datetime({ offset: true }),
});

/** The line that `import posts` takes; the author's facts come from the account register, not from the file. */
export const ImportPostLine = z.object({
  ...postFields,
  author: opt(z.unknown()),
  platform: Platform,
  account: z.string().min(1).max(LIMITS.handleChars),
  post_key: z.string().min(1).max(300),
  version_key: z.string().min(1).max(300),
  url: opt(z.string().max(2000)),
  provenance: Provenance,
});
export type ImportPostLine = z.infer<typeof ImportPostLine>;

/** `body` is absent where the answer was too long to keep; its hash is there all the same. */
export interface RawAnswer {
  sha256: string;
  body?: string;
}

/** A post as every connector yields it, whatever the platform; `raw` is kept so that it can be normalised again. */
export interface IncomingPost {
  platform: Platform;
  account: string;
  postKey: string;
  versionKey: string;
  text: string;
  postedAt: string;
  kind: 'post' | 'reply' | 'share';
  sharedText?: string;
  replyTo?: { platform: string; handle: string };
  sharedFrom?: { platform: string; handle: string };
  media?: z.infer<typeof Media>[];
  url?: string;
  provenance?: z.infer<typeof Provenance>;
  /** What the platform answered, as it came: sealed as evidence when the post is flagged, gone with the text otherwise. */
  raw?: RawAnswer;
}

export type TextFault = 'text_has_nul' | 'text_has_lone_surrogate' | 'posted_at_in_future' | 'posted_at_too_old' | 'text_too_long';

const POSTED_NOT_BEFORE = Date.parse(LIMITS.postedNotBefore);

/** What a schema lets through but the product must not store: Postgres refuses NUL, UTF-8 has no lone surrogates. */
export function textFault(
  p: {
    text: string;
    shared_text?: string | undefined;
    posted_at: string;
    media?: readonly { alt?: string | undefined; ocr_text?: string | undefined }[] | undefined;
  },
  now: Date,
): TextFault | null {
  for (const text of [p.text, p.shared_text ?? '', ...(p.media ?? []).flatMap((m) => [m.alt ?? '', m.ocr_text ?? ''])]) {
    if (text.length > LIMITS.postTextChars) return 'text_too_long';
    if (text.includes('\u0000')) return 'text_has_nul';
    if (!text.isWellFormed()) return 'text_has_lone_surrogate';
  }
  const postedAt = Date.parse(p.posted_at);
  if (postedAt < POSTED_NOT_BEFORE) return 'posted_at_too_old';
  return postedAt > now.getTime() + LIMITS.futureToleranceMinutes * 60_000 ? 'posted_at_in_future' : null;
}
