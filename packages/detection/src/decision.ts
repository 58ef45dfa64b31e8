/** A decision in the making, and what every step that changes it shares: order, thresholds, acts. */
import type { Direction, Label, Phase, PostLine } from '@pantau/domain';
import type { FieldAnalysis, TargetScore } from './analyse.ts';
import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import { actsFor } from './labels.ts';
import type { Reading } from './reading.ts';

export interface Decision {
  verdict: 'flag' | 'review' | 'clear';
  score: number;
  label: Label;
  direction: Direction | null;
  phase: Phase;
  acts: string[];
  exemption: string | null;
  target: number;
  field: FieldAnalysis | null;
  reason: string;
}

export interface Fields {
  own: FieldAnalysis[];
  shared: FieldAnalysis | null;
  hasOwnWords: boolean;
  /** Entities whose registered account was answered to or shared from. */
  accountEntities: readonly number[];
}

export const CLEAR_SCORE = 0.01;

/** What a review is ordered by when no probability says it. */
export const GREY_SCORE = 0.4;

export const RANK = { clear: 0, review: 1, flag: 2 } as const;
export function strongerOf(a: Decision, b: Decision): Decision {
  return RANK[b.verdict] > RANK[a.verdict] ? b : a;
}

export function thresholdsFor(s: EngineState, label: Label, phase: Phase): { flag: number; review: number } {
  const t = s.ruleset.weights.thresholds;
  return { ...t.default, ...t.by_phase?.[phase], ...t.by_label?.[label] };
}

export function actsOf(s: EngineState, post: PostLine, label: Label, phase: Phase, entity: number, r: Reading): string[] {
  const contest = s.compiled.entities.contest[entity];
  const type = contest !== undefined && contest >= 0 ? s.compiled.contests[contest]?.type : 'LEGISLATIVE';
  const election = type === 'PRESIDENT' || type === 'LEGISLATIVE' ? 'PEMILU' : 'PILKADA';
  const staff = r.cues.some((c) => c.cue === CUE_INDEX.mobil || c.cue === CUE_INDEX.appeal);
  const spouse = post.author.spouse_of !== undefined && post.author.spouse_of === s.compiled.entities.id[entity];
  return actsFor({
    label,
    phase,
    election,
    employment: post.author.employment_status,
    addressesStaff: staff,
    spouseWithoutLeave: spouse && post.author.on_cltn !== true,
    onLeave: post.author.on_cltn === true,
  });
}

/** The likeliest contestant; one whose contest is running comes before one whose is not. */
export function bestTarget(fields: FieldAnalysis[], runs: (entity: number) => boolean = () => true): { field: FieldAnalysis; target: TargetScore } | null {
  let best: { field: FieldAnalysis; target: TargetScore } | null = null;
  for (const field of fields) {
    for (const target of field.targets) {
      const order = rank(target, runs);
      const old = best === null ? Number.NEGATIVE_INFINITY : rank(best.target, runs);
      if (best === null || order > old || (order === old && target.entity < best.target.entity)) best = { field, target };
    }
  }
  return best;
}

function rank(t: TargetScore, runs: (entity: number) => boolean): number {
  return t.probability - (t.ambiguous ? 1 : 0) - (runs(t.entity) ? 0 : 2);
}
