/** Stored weights: what training writes and scoring reads. Named, so that an explanation can show them. */
import { FEATURES } from './feature-names.ts';
import { TERM_KIND, type TermWeights } from './terms.ts';

export interface Weights {
  version: string;
  /** How and from what they were learned; shown in the model card. */
  trained_on: string;
  bias: number;
  flag: Record<string, number>;
  stance: { support: Record<string, number>; against: Record<string, number>; bias: { support: number; against: number } };
  /** Weights of single phrases and words: [flag, support, against] by key, see terms.ts. */
  terms: Record<string, TermWeights>;
  /** Verdict thresholds on the calibrated probability, by phase and label where they differ from `default`. */
  thresholds: {
    default: { flag: number; review: number };
    by_label?: Record<string, { flag?: number; review?: number }>;
    by_phase?: Record<string, { flag?: number; review?: number }>;
  };
  /** Platt scaling of the raw sum. */
  calibration: { slope: number; offset: number };
}

/** Written by hand before anything was learned; also what tests fall back on when weights.json is absent. */
export const DEFAULT_WEIGHTS: Weights = {
  version: 'hand-1',
  trained_on: 'nothing: written by hand',
  bias: -2.2,
  flag: {
    vote_object: 3,
    vote_near: 1.2,
    back_before: 1.8,
    back_near: 0.8,
    choice_near: 2,
    win_near: 1.5,
    pray_win: 1.2,
    pray_near: 0.6,
    praise_near: 1.3,
    praise_more: 0.4,
    promo_near: 0.3,
    credit_near: 1.2,
    credit_more: 0.6,
    credit_beside: 0.3,
    promo_short: 0.5,
    novote_told: -1,
    order_near: 1.8,
    facil_order: 1.2,
    props_offer: 0.8,
    props_beside: 0.4,
    plain_sentence: -0.2,
    told_plain: -0.8,
    subject_third: -0.5,
    promo_more: 0.5,
    slogan_near: 1,
    love_near: 0.8,
    appeal_near: 0.8,
    first_near: 0.7,
    tag_campaign: 1.5,
    novote_near: 3,
    critic_near: -1.2,
    novote_object: 2.5,
    act_first: 1,
    attend_near: 0.8,
    team_near: 0.8,
    props_near: 0.6,
    facil_near: 0.8,
    mobil_near: 0.8,
    offer_near: 0.5,
    approve_reply: 2.5,
    number_call: 1,
    choice_beside: 0.8,
    praise_beside: 0.5,
    love_only: 1,
    vote_questioned: -1,
    vote_conditional: -1,
    vote_reported: -1,
    name_colon: -1,
    mock_post: -1,
    report_near: -0.8,
    newsy_post: -0.6,
    question_near: -1,
    negated_support: -1.5,
    third_back: -1,
    cond_near: -0.3,
    undecided_post: -2,
    quoted_cue: -1.5,
  },
  stance: { support: {}, against: {}, bias: { support: 0, against: 0 } },
  terms: {},
  thresholds: { default: { flag: 0.5, review: 0.3 } },
  calibration: { slope: 1, offset: 0 },
};

/** Why a weights file cannot be used, or null. */
export function weightsFault(v: unknown): string | null {
  if (typeof v !== 'object' || v === null) return 'weights must be an object';
  const w = v as Partial<Weights>;
  if (typeof w.bias !== 'number' || typeof w.flag !== 'object' || typeof w.stance !== 'object' || typeof w.thresholds?.default !== 'object')
    return 'bias, flag, stance or thresholds are missing';
  const unknown = Object.keys(w.flag).find((k) => !(FEATURES as readonly string[]).includes(k));
  if (unknown !== undefined) return `weight for unknown feature "${unknown}"`;
  if (typeof w.terms !== 'object' || w.terms === null) return 'terms are missing';
  const kinds: readonly string[] = Object.values(TERM_KIND);
  const odd = Object.entries(w.terms).find(([k, v]) => !kinds.includes(k.slice(0, 1)) || k[1] !== ':' || !Array.isArray(v) || v.length !== 3);
  return odd === undefined ? null : `term "${odd[0]}" is not a kind, a colon and words with three weights`;
}
