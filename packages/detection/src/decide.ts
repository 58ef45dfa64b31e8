/** From probabilities to a verdict: thresholds by label and phase, exemptions, local circulars. */
import type { Direction, Label, PostLine } from '@pantau/domain';
import type { FieldAnalysis, TargetScore } from './analyse.ts';
import { withCirculars } from './circulars.ts';
import { actsOf, bestTarget, CLEAR_SCORE, type Decision, type Fields, strongerOf, thresholdsFor } from './decision.ts';
import { doubtAbout } from './doubt.ts';
import type { EngineState } from './engine-state.ts';
import { jurisdiction, withExemption } from './exempt.ts';
import { labelOf } from './labels.ts';
import { withoutTarget } from './no-target.ts';
import { phaseOf, regionPhase } from './scope.ts';
import { sharing } from './sharing.ts';

export function decide(s: EngineState, post: PostLine, day: string, fields: Fields): Decision {
  const best = bestTarget(fields.own, (e) => phaseOf(s, e, day) !== 'OFF');
  const base: Decision = {
    verdict: 'clear',
    score: best?.target.probability ?? CLEAR_SCORE,
    label: 'NONE',
    direction: null,
    phase: best ? phaseOf(s, best.target.entity, day) : regionPhase(s, post.author.region, day),
    acts: [],
    exemption: null,
    target: best?.target.entity ?? -1,
    field: best?.field ?? null,
    reason: 'no contestant is named',
  };
  const outside = jurisdiction(post, day);
  if (outside !== null) return { ...base, exemption: outside, score: CLEAR_SCORE, reason: 'outside the watch: identity or dates of service' };
  let d = best ? byThreshold(s, post, base, best, fields) : base;
  const own = withoutTarget(s, post, day, base, fields);
  // Being a member or a candidate says more than any praise in the same words.
  d = own.verdict === 'flag' ? own : strongerOf(d, own);
  if (post.kind === 'share') d = strongerOf(d, sharing(s, post, day, base, fields));
  d = byPhase(s, post, d);
  d = withExemption(d, fields);
  return withCirculars(s, post, day, d, fields);
}

function byThreshold(s: EngineState, post: PostLine, base: Decision, best: { field: FieldAnalysis; target: TargetScore }, fields: Fields): Decision {
  const { field, target } = best;
  const answers = target.implied || (post.kind !== 'post' && fields.accountEntities.includes(target.entity));
  const label = labelOf(target.features, field.reading, answers, field.field);
  const limits = thresholdsFor(s, label, base.phase);
  const direction: Direction = label === 'ATTACK' ? 'ATTACK' : 'SUPPORT';
  const acts = actsOf(s, post, label, base.phase, target.entity, field.reading);
  if (target.probability >= limits.flag) {
    if (target.ambiguous) return { ...base, verdict: 'review', label, direction, acts, reason: 'a side is taken, but which contestant is meant is ambiguous' };
    const doubt = doubtAbout(target, label, base.phase);
    if (doubt !== null) return { ...base, verdict: 'review', label, direction, acts, ...doubt };
    return { ...base, verdict: 'flag', label, direction, acts, reason: `probability ${target.probability.toFixed(3)} reaches ${limits.flag}` };
  }
  if (target.probability >= limits.review)
    return {
      ...base,
      verdict: 'review',
      label,
      direction,
      acts,
      reason: `probability ${target.probability.toFixed(3)} reaches the review line ${limits.review}`,
    };
  return { ...base, reason: `probability ${target.probability.toFixed(3)} stays below ${limits.review}` };
}

/** In OFF only party membership counts; a flag needs an act that the catalogue allows in this phase. */
function byPhase(s: EngineState, post: PostLine, d: Decision): Decision {
  if (d.verdict === 'clear') return d;
  if (d.phase === 'OFF' && d.label !== 'PARTY_MEMBER')
    return { ...d, verdict: 'clear', label: 'NONE', direction: null, acts: [], exemption: 'HN-29', reason: 'no stage of the contest is running' };
  if (d.verdict === 'flag' && d.acts.length === 0) {
    const other = RELABEL[d.label];
    const acts = other && d.field ? actsOf(s, post, other, d.phase, d.target, d.field.reading) : [];
    if (acts.length > 0) return { ...d, acts };
    return { ...d, verdict: 'review', reason: `${d.reason}; no act of the catalogue covers ${d.label} in ${d.phase}` };
  }
  return d;
}

/** Where a label has no act of its own in a phase, the act of the post itself (posting) still applies. */
const RELABEL: Partial<Record<Label, Label>> = {
  VOTE_CALL: 'ENGAGE',
  PRAISE_SUPPORT: 'ENGAGE',
  ATTACK: 'ENGAGE',
  PROPS: 'PHOTO_SYMBOL',
  ATTEND: 'ENGAGE',
  STATE_FACILITY: 'ENGAGE',
};
