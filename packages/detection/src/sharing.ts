/** Shares: own words, the shared text and the account it came from. */
import type { PostLine } from '@pantau/domain';
import { CUE_INDEX } from './cues.ts';
import { actsOf, bestTarget, type Decision, type Fields, GREY_SCORE, thresholdsFor } from './decision.ts';
import type { EngineState } from './engine-state.ts';
import { phaseOf } from './scope.ts';

/** A share: the author's own words decide; without them the shared text and its origin do. */
export function sharing(s: EngineState, post: PostLine, day: string, base: Decision, fields: Fields): Decision {
  const shared = fields.shared;
  const own = fields.own[0];
  const target = shared ? bestTarget([shared])?.target : undefined;
  const fromAccount = fields.accountEntities[0];
  const entity = target !== undefined && !target.ambiguous ? target.entity : fromAccount;
  if (entity === undefined) return base;
  const partisan = (target?.probability ?? 0) >= thresholdsFor(s, 'ENGAGE', base.phase).flag;
  const phase = phaseOf(s, entity, day);
  const refuting = own?.reading.cues.some((c) => REFUTING.has(c.cue)) ?? false;
  const reading = own?.reading ?? shared?.reading;
  const d: Decision = {
    ...base,
    label: 'ENGAGE',
    direction: 'SUPPORT',
    phase,
    target: entity,
    field: shared,
    acts: reading ? actsOf(s, post, 'ENGAGE', phase, entity, reading) : [],
    score: base.score,
    reason: '',
  };
  if (refuting)
    return partisan
      ? { ...base, verdict: 'review', score: GREY_SCORE, label: 'NONE', phase, exemption: 'HN-27', reason: 'shared to refute or comment on it' }
      : base;
  const approves = own?.targets.some((t) => t.entity === entity && t.features.get('approve_reply') > 0) ?? false;
  if (fields.accountEntities.includes(entity)) {
    const verdict = partisan || approves ? 'flag' : 'review';
    return {
      ...d,
      verdict,
      score: Math.max(base.score, verdict === 'flag' ? ENGAGE_SCORE : GREY_SCORE),
      reason: "shared from a contestant's registered account",
    };
  }
  if (partisan)
    return {
      ...d,
      verdict: approves ? 'flag' : 'review',
      score: Math.max(base.score, approves ? ENGAGE_SCORE : GREY_SCORE),
      reason: 'passes on words that take a side',
    };
  return base;
}

const ENGAGE_SCORE = 0.8;
const REFUTING = new Set([CUE_INDEX.refute, CUE_INDEX.critic, CUE_INDEX.mock, CUE_INDEX.neutral, CUE_INDEX.caseword, CUE_INDEX.question, CUE_INDEX.novote]);
