import { type ImportPostLine, type IncomingPost, normaliseHandle } from '@pantau/domain';

/** A validated import line as the post every connector yields. Absent stays absent. */
export function toPost(p: ImportPostLine): IncomingPost {
  return {
    platform: p.platform,
    account: normaliseHandle(p.account),
    postKey: p.post_key,
    versionKey: p.version_key,
    text: p.text,
    postedAt: p.posted_at,
    kind: p.kind,
    ...(p.shared_text === undefined ? {} : { sharedText: p.shared_text }),
    ...(p.reply_to === undefined ? {} : { replyTo: p.reply_to }),
    ...(p.shared_from === undefined ? {} : { sharedFrom: p.shared_from }),
    ...(p.media === undefined ? {} : { media: p.media }),
    ...(p.url === undefined ? {} : { url: p.url }),
    provenance: p.provenance,
  };
}
