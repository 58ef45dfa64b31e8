/** Labels that need no named contestant: the author stands, is a party member, or gathers people. */
import type { Label, PostLine } from '@pantau/domain';
import { CUE_INDEX, CueTally } from './cues.ts';
import { actsOf, type Decision, type Fields, GREY_SCORE } from './decision.ts';
import type { EngineState } from './engine-state.ts';
import type { Reading } from './reading.ts';
import { phaseOf, regionPhase } from './scope.ts';

/** How often each cue is the author's own plain word: neither negated nor quoted. */
function plainCues(r: Reading): CueTally {
  const n = new CueTally();
  for (const h of r.cues) if (!h.negated && !h.quoted) n.add(h.cue);
  return n;
}

/** Labels that need no named contestant: the author stands, is a party member, or gathers people. */
export function withoutTarget(s: EngineState, post: PostLine, day: string, base: Decision, fields: Fields): Decision {
  const field = fields.own.find((f) => f.field === 'text');
  if (field === undefined) return base;
  const r = field.reading;
  const n = plainCues(r);
  const told = n.of('neutral') + n.of('caseword') + n.of('edu') + n.of('othervote') + r.questions > 0 || n.of('report') + n.of('newsy') >= 4;
  const phase = regionPhase(s, post.author.region, day);
  const party = field.targets.find((t) => s.compiled.entities.kind[t.entity] === 'party' && !t.ambiguous);
  const denied = r.cues.some((h) => h.cue === CUE_INDEX.self && h.negated) || n.of('neg') > 1;
  if (!denied && n.of('self') > 0 && n.of('elect') + (party ? 1 : 0) > 0 && !told && (n.of('first') > 0 || n.of('self') > 1 || r.words <= SELF_WORDS)) {
    const leave = post.author.on_cltn === true || n.of('leave') > 0;
    const acts = actsOf(s, post, 'SELF_CANDIDACY', phase, party?.entity ?? -1, r);
    if (leave) return { ...base, phase, exemption: 'HN-15', reason: 'seeking a nomination on unpaid leave' };
    const verdict = acts.length > 0 ? 'flag' : 'review';
    return {
      ...base,
      verdict,
      score: Math.max(base.score, SELF_SCORE),
      label: 'SELF_CANDIDACY',
      direction: 'SUPPORT',
      phase,
      acts,
      field,
      reason: 'the author presents themself as a prospective candidate',
    };
  }
  if (
    n.of('member') > 0 &&
    party &&
    party.features.get('member_near') > 0 &&
    party.features.get('headline') === 0 &&
    field.targets.length === 1 &&
    !told &&
    n.of('report') < 2 &&
    n.of('third') === 0
  ) {
    const p = phaseOf(s, party.entity, day);
    return {
      ...base,
      verdict: 'flag',
      score: Math.max(base.score, MEMBER_SCORE),
      label: 'PARTY_MEMBER',
      direction: 'SUPPORT',
      phase: p,
      acts: actsOf(s, post, 'PARTY_MEMBER', p, party.entity, r),
      target: party.entity,
      field,
      reason: 'membership or office of a party',
    };
  }
  const election = n.of('elect') > 0;
  if (base.target === -1 && election && !told && (n.of('mobil') > 0 || (n.of('novote') > 0 && n.of('vote') + n.of('elect') > 0))) {
    const label: Label = n.of('mobil') > 0 ? 'MOBILISE' : 'ATTACK';
    return {
      ...base,
      verdict: 'review',
      score: GREY_SCORE,
      label,
      direction: label === 'ATTACK' ? 'ATTACK' : 'SUPPORT',
      field,
      reason: 'the act fits, but no contestant is resolved',
    };
  }
  return base;
}

const SELF_WORDS = 25;
const SELF_SCORE = 0.9;
const MEMBER_SCORE = 0.9;
