/** Who is outside the watch, and which hard negative of domain.md 2 a post is. */
import type { PostLine } from '@pantau/domain';
import { CUE_INDEX } from './cues.ts';
import { type Decision, type Fields, GREY_SCORE } from './decision.ts';
import type { Reading } from './reading.ts';

/** HN-28: not the person; HN-29: not a civil servant on that day. */
export function jurisdiction(post: PostLine, day: string): string | null {
  if (post.author.identity_verified === false) return 'HN-28';
  if (post.author.asn_from !== undefined && post.author.asn_from !== null && day < post.author.asn_from) return 'HN-29';
  if (post.author.asn_until !== undefined && post.author.asn_until !== null && day > post.author.asn_until) return 'HN-29';
  return null;
}

const C = CUE_INDEX;
const EXEMPT_ORDER: readonly [cue: number, exemption: string][] = [
  [C.ballot, 'HN-03'],
  [C.othervote, 'HN-20'],
  [C.neutral, 'HN-06'],
  [C.caseword, 'HN-08'],
  [C.refute, 'HN-27'],
  [C.spouse, 'HN-12'],
  [C.congrats, 'HN-16'],
  [C.duty, 'HN-30'],
  [C.edu, 'HN-04'],
  [C.voted, 'HN-01'],
  [C.official, 'HN-11'],
];

function hasCue(r: Reading, cue: number): boolean {
  for (const h of r.cues) if (h.cue === cue) return true;
  return false;
}

function exemptionOf(r: Reading): string | null {
  for (const [cue, exemption] of EXEMPT_ORDER) if (hasCue(r, cue)) return exemption;
  return null;
}

export function withExemption(d: Decision, fields: Fields): Decision {
  if (d.verdict === 'flag' && refutesPicture(d, fields)) return { ...d, verdict: 'review', exemption: 'HN-27', reason: 'shows a picture to refute it' };
  const r = fields.own[0]?.reading ?? fields.shared?.reading;
  if (r === undefined || d.exemption !== null || d.verdict === 'flag') return d;
  const exempt = exemptionOf(r);
  if (exempt === 'HN-03' || showsBallot(fields))
    return { ...d, verdict: 'review', exemption: 'HN-03', score: Math.max(d.score, GREY_SCORE), reason: 'a photo of a marked ballot' };
  if (d.verdict === 'review') return { ...d, exemption: exempt === 'HN-27' || exempt === 'HN-16' ? exempt : d.exemption };
  if (exempt === null && r.mentions.length > 0 && (hasCue(r, C.report) || hasCue(r, C.newsy))) return { ...d, exemption: 'HN-09' };
  return { ...d, exemption: exempt };
}

/** A picture described as a ballot paper. */
function showsBallot(fields: Fields): boolean {
  return fields.own.some((f) => f.field !== 'text' && f.reading.cues.some((c) => c.cue === CUE_INDEX.ballotpic));
}

/** The side is taken in a picture, and the author's own words deny it. */
function refutesPicture(d: Decision, fields: Fields): boolean {
  if (d.field === null || d.field.field === 'text') return false;
  return fields.own.some((f) => f.field === 'text' && f.reading.cues.some((c) => c.cue === CUE_INDEX.refute));
}
