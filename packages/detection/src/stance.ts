/** What a text says about one contestant. */
import type { Stance } from '@pantau/domain';
import { rawScore, type TargetScore } from './analyse.ts';
import type { EngineState } from './engine-state.ts';

const STANCE_MARGIN = 0.5;

/** What the text says about one contestant; `mention` when the author only names them. */
export function stanceOf(s: EngineState, t: TargetScore): Stance {
  const { bias } = s.ruleset.weights.stance;
  if (!s.weights.learnedStance)
    return t.probability >= STANCE_MARGIN
      ? t.features.get('novote_near') > 0
        ? 'against'
        : 'support'
      : t.features.get('critic_near') > 0
        ? 'against'
        : 'mention';
  const support = rawScore(s.weights.support, bias.support, t.features);
  const against = rawScore(s.weights.against, bias.against, t.features);
  if (t.features.get('novote_object') > 0 && t.probability >= STANCE_MARGIN) return 'against';
  // Both are log-odds against saying nothing about the contestant.
  if (against > support && against > 0) return 'against';
  if (support > 0) return 'support';
  return t.features.get('evaluative_none') > 0 ? 'mention' : 'neutral';
}
