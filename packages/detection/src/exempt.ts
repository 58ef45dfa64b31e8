/** Who is outside the watch, and which hard negative of domain.md 2 a post is. */
import type { PostLine } from '@pantau/domain';
import { CUE_INDEX, type Cue } from './cues.ts';
import { type Decision, type Fields, GREY_SCORE } from './decision.ts';

/** HN-28: not the person; HN-29: not a civil servant on that day. */
export function jurisdiction(post: PostLine, day: string): string | null {
  if (post.author.identity_verified === false) return 'HN-28';
  if (post.author.asn_from !== undefined && post.author.asn_from !== null && day < post.author.asn_from) return 'HN-29';
  if (post.author.asn_until !== undefined && post.author.asn_until !== null && day > post.author.asn_until) return 'HN-29';
  return null;
}

const EXEMPT_ORDER: readonly [Cue, string][] = [
  ['ballot', 'HN-03'],
  ['othervote', 'HN-20'],
  ['neutral', 'HN-06'],
  ['caseword', 'HN-08'],
  ['refute', 'HN-27'],
  ['spouse', 'HN-12'],
  ['congrats', 'HN-16'],
  ['duty', 'HN-30'],
  ['edu', 'HN-04'],
  ['voted', 'HN-01'],
  ['official', 'HN-11'],
];

export function withExemption(d: Decision, fields: Fields): Decision {
  const r = fields.own[0]?.reading ?? fields.shared?.reading;
  if (r === undefined || d.exemption !== null) return d;
  const has = (c: Cue): boolean => r.cues.some((h) => h.cue === CUE_INDEX[c]);
  const exempt = EXEMPT_ORDER.find(([c]) => has(c))?.[1] ?? null;
  if (d.verdict === 'flag') return d;
  if (exempt === 'HN-03') return { ...d, verdict: 'review', exemption: 'HN-03', score: Math.max(d.score, GREY_SCORE), reason: 'a photo of a marked ballot' };
  if (d.verdict === 'review') return { ...d, exemption: exempt === 'HN-27' || exempt === 'HN-16' ? exempt : d.exemption };
  const mentioned = r.mentions.length > 0;
  if (exempt === null && mentioned && (has('report') || has('newsy'))) return { ...d, exemption: 'HN-09' };
  return { ...d, exemption: exempt };
}
