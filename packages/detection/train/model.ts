/** The two models: does the row take a side (logistic), and which (softmax against, neutral, support). */
import { createHash } from 'node:crypto';
import { FEATURES } from '../src/feature-names.ts';
import { DEFAULT_WEIGHTS } from '../src/weights.ts';
import type { Instance, Target } from './dataset.ts';
import { type Columns, dot, type FitOptions, fit, fitSoftmax, type Linear, logistic, type Row } from './fit.ts';

export interface Options {
  flag: FitOptions;
  stance: FitOptions;
}

export interface Model {
  flag: Linear;
  /** Log-odds against "neutral". */
  support: Linear;
  against: Linear;
}

const ROUNDS = 3;
const FOLDS = 5;
const N = FEATURES.length;

function prior(terms: number, of: Record<string, number>, bias: number): Linear {
  const w = new Float64Array(N + terms);
  FEATURES.forEach((f, i) => {
    w[i] = of[f] ?? 0;
  });
  return { bias, w };
}

export interface Terms {
  count: number;
  /** Index of the first sequence; those before are phrases and words. */
  grams: number;
}

export function trainModel(data: readonly Instance[], t: Terms, o: Options): Model {
  const terms = t.count;
  const columns: Columns = { terms: N, grams: N + t.grams };
  const kept = withoutRareTerms(data, terms);
  const flagPrior = prior(terms, DEFAULT_WEIGHTS.flag, DEFAULT_WEIGHTS.bias);
  let flag = flagPrior;
  for (let round = 0; round < ROUNDS; round++) flag = fit(flagRows(kept, flag), flagPrior, columns, o.flag);
  return { flag, ...trainStance(kept, terms, columns, o.stance) };
}

/** In a flagged row the contestant the reader named is the positive one, else the likeliest; in a clear row none is. */
function flagRows(data: readonly Instance[], m: Linear): Row[] {
  return data.flatMap((i) => {
    if (i.flag === 0) return i.targets.map((x) => ({ ...x, y: 0, weight: i.weight / i.targets.length }));
    const named = i.targets.filter((t) => t.stance !== undefined && t.stance !== 'neutral');
    const best = (named.length > 0 ? named : i.targets).reduce((a, b) => (dot(m, b) > dot(m, a) ? b : a));
    return [{ ...best, y: 1, weight: i.weight }];
  });
}

const CLASSES = ['support', 'against', 'neutral'] as const;
const [SUPPORT, AGAINST, NEUTRAL] = [0, 1, 2];
const SUPPORT_PRIOR = {
  vote_object: 1.5,
  praise_near: 0.8,
  win_near: 0.8,
  tag_campaign: 1.2,
  love_near: 0.6,
  credit_near: 0.6,
  critic_near: -0.8,
  mock_post: -0.6,
};
const AGAINST_PRIOR = {
  critic_near: 1.2,
  critic_more: 0.5,
  novote_near: 1.5,
  novote_object: 1,
  mock_post: 0.8,
  hearsay_near: 0.5,
  negated_support: 0.8,
  praise_near: -0.5,
};

function stanceTargets(data: readonly Instance[]): Target[] {
  return data.filter((i) => i.real).flatMap((i) => i.targets.filter((t) => t.stance !== undefined));
}

function trainStance(data: readonly Instance[], terms: number, columns: Columns, o: FitOptions): { support: Linear; against: Linear } {
  const judged = stanceTargets(data);
  const count = CLASSES.map((c) => judged.filter((t) => t.stance === c).length);
  // Rare stances weigh more, by the square root: macro-F1 asks for all three, but the rare one must not be shouted.
  const rows: Row[] = judged.map((t) => {
    const y = CLASSES.indexOf(t.stance as (typeof CLASSES)[number]);
    return { ...t, y, weight: Math.sqrt(judged.length / (CLASSES.length * Math.max(1, count[y] as number))) };
  });
  const models = fitSoftmax(rows, [prior(terms, SUPPORT_PRIOR, 0), prior(terms, AGAINST_PRIOR, 0), prior(terms, {}, 0)], columns, o);
  const minus = (a: Linear, b: Linear): Linear => ({ bias: a.bias - b.bias, w: a.w.map((v, i) => v - (b.w[i] as number)) });
  const neutral = models[NEUTRAL] as Linear;
  return { support: minus(models[SUPPORT] as Linear, neutral), against: minus(models[AGAINST] as Linear, neutral) };
}

/** Seen in fewer rows, a term is chance. */
export const LEAST_ROWS = 4;
/** A term that stands beside one contestant in more than this share of its rows is that contestant's word, not a sign of a stance. */
const MOST_OF_ONE = 0.8;

/** Takes out terms that are rare or belong to one contestant, so that a weight cannot learn who somebody is. */
function withoutRareTerms(data: readonly Instance[], terms: number): Instance[] {
  const rows = new Int32Array(terms);
  const by: Map<string, number>[] = Array.from({ length: terms }, () => new Map());
  for (const i of data)
    for (const t of i.targets)
      for (const at of t.at) {
        if (at < N) continue;
        rows[at - N] = (rows[at - N] as number) + 1;
        const m = by[at - N] as Map<string, number>;
        m.set(t.contestant, (m.get(t.contestant) ?? 0) + 1);
      }
  const keep = Array.from(rows, (n, k) => n >= LEAST_ROWS && Math.max(...(by[k] as Map<string, number>).values()) <= n * MOST_OF_ONE);
  return data.map((i) => ({
    ...i,
    targets: i.targets.map((t) => {
      const index = Array.from(t.at.keys()).filter((k) => (t.at[k] as number) < N || keep[(t.at[k] as number) - N]);
      return { ...t, at: Int32Array.from(index, (k) => t.at[k] as number), v: Float64Array.from(index, (k) => t.v[k] as number) };
    }),
  }));
}

export interface CrossValidated {
  f1: number;
  precision: number;
  recall: number;
  line: number;
  stance: number;
  calibration: { slope: number; offset: number };
  byLabel: Record<string, number>;
  byPhase: Record<string, number>;
}

const foldOf = (id: string): number => (createHash('sha256').update(`cv:${id}`).digest()[0] as number) % FOLDS;

export function crossValidate(data: readonly Instance[], terms: Terms, o: Options): CrossValidated {
  const scored: { z: number; y: number }[] = [];
  const grouped: Grouped[] = [];
  const stances: { said: number; is: number }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const m = trainModel(
      data.filter((i) => foldOf(i.id) !== fold),
      terms,
      o,
    );
    for (const i of data) {
      if (foldOf(i.id) !== fold) continue;
      const top = i.targets.reduce((a, b) => (dot(m.flag, b) > dot(m.flag, a) ? b : a));
      if (i.chosen !== true) grouped.push({ z: dot(m.flag, top), y: i.flag, label: top.label, phase: top.phase });
      if (!i.real) continue;
      if (i.chosen !== true) scored.push({ z: Math.max(...i.targets.map((t) => dot(m.flag, t))), y: i.flag });
      for (const t of stanceTargets([i])) stances.push({ said: stanceIndex(m, t), is: CLASSES.indexOf(t.stance as (typeof CLASSES)[number]) });
    }
  }
  const calibration = platt(scored);
  const best = bestLine(scored.map((s) => ({ p: logistic(calibration.slope * s.z + calibration.offset), y: s.y })));
  const calibrated = grouped.map((g) => ({ ...g, p: logistic(calibration.slope * g.z + calibration.offset) }));
  return {
    ...best,
    stance: macroF1(stances),
    calibration,
    byLabel: linesByLabel(calibrated, best.line),
    byPhase: linesByPhase(calibrated, best.line),
  };
}

function stanceIndex(m: Model, t: Target): number {
  const [s, a] = [dot(m.support, t), dot(m.against, t)];
  if (a > s && a > 0) return AGAINST as number;
  return (s > 0 ? SUPPORT : NEUTRAL) as number;
}

function macroF1(list: readonly { said: number; is: number }[]): number {
  const f1 = CLASSES.map((_, k) => {
    const tp = list.filter((s) => s.said === k && s.is === k).length;
    return tp === 0 ? 0 : (2 * tp) / (list.filter((s) => s.said === k).length + list.filter((s) => s.is === k).length);
  });
  return f1.reduce((a, b) => a + b, 0) / f1.length;
}

const STEP = 0.01;
const LOWEST = 0.2;
const LINES = 60;
/** F1 hardly moves over a wide stretch of lines; the middle of the stretch is less a matter of chance than its top. */
const WINDOW = 0.06;

/** The line with the best mean F1 around it (rows without any contestant are missed either way and are not counted). */
function bestLine(scored: readonly { p: number; y: number }[]): { f1: number; precision: number; recall: number; line: number } {
  const positives = scored.filter((s) => s.y === 1).length;
  const at = (line: number): { f1: number; precision: number; recall: number } => {
    const said = scored.filter((s) => s.p >= line);
    const tp = said.filter((s) => s.y === 1).length;
    return { f1: (2 * tp) / (said.length + positives), precision: tp / said.length, recall: tp / positives };
  };
  const around = (line: number): number => {
    const lines = [-WINDOW, -WINDOW / 2, 0, WINDOW / 2, WINDOW].map((d) => at(line + d).f1);
    return lines.reduce((a, b) => a + b, 0) / lines.length;
  };
  const lines = Array.from({ length: LINES }, (_, i) => LOWEST + i * STEP);
  const line = lines.reduce((a, b) => (around(b) > around(a) ? b : a));
  return { line, ...at(line) };
}

interface Grouped {
  z: number;
  y: number;
  label: string;
  phase: string;
}

/** With fewer flagged rows a label or phase keeps the common line: its best line would be chance. */
const LEAST_POSITIVES = 20;
/** As many flagged rows as this count as much as the common line does. */
const PULL = 40;
/** A line that differs by less is the common line. */
const LEAST_MOVE = 0.02;

/**
 * Acts beside praise and calls: rare on real posts, so the common line was hardly drawn for them. One with too few rows
 * of its own takes the line of all of them. Praise, calls and attacks are what the common line was drawn on: a line of
 * their own was tried and lost on rows that trained nothing.
 */
const ACTS: readonly string[] = ['PHOTO_SYMBOL', 'PROPS', 'ATTEND', 'TEAM_ROLE', 'MOBILISE', 'STATE_FACILITY'];
/** The common line is drawn on real posts, and all of those are of this phase. */
const HOME_PHASE = 'CAMP';

type Calibrated = Grouped & { p: number };

function linesByLabel(rows: readonly Calibrated[], common: number): Record<string, number> {
  const out: Record<string, number> = {};
  const acts = rows.filter((r) => ACTS.includes(r.label));
  for (const name of ACTS) {
    const own = rows.filter((r) => r.label === name);
    const line = lineOf(rows, own, common) ?? lineOf(rows, acts, common, positivesOf(own));
    if (line !== null && Math.abs(line - common) >= LEAST_MOVE) out[name] = line;
  }
  return out;
}

function linesByPhase(rows: readonly Calibrated[], common: number): Record<string, number> {
  const out: Record<string, number> = {};
  for (const name of new Set(rows.map((r) => r.phase))) {
    const own = rows.filter((r) => r.phase === name);
    const line = name === HOME_PHASE ? null : lineOf(rows, own, common);
    if (line !== null && Math.abs(line - common) >= LEAST_MOVE) out[name] = line;
  }
  return out;
}

/** The group's best line against the best line of the same mixture of own and real posts, pulled towards the common line by how few its rows are. */
const positivesOf = (rows: readonly Calibrated[]): number => rows.filter((r) => r.y === 1).length;

function lineOf(all: readonly Calibrated[], own: readonly Calibrated[], common: number, counted = positivesOf(own)): number | null {
  const positives = positivesOf(own);
  if (positives < LEAST_POSITIVES || positives === own.length) return null;
  return common + ((bestLine(own).line - bestLine(all).line) * counted) / (counted + PULL);
}

/** Platt scaling: two numbers that turn the sum into a share, by gradient descent on the held-out sums. */
function platt(scored: readonly { z: number; y: number }[]): { slope: number; offset: number } {
  const rows: Row[] = scored.map((s) => ({ at: Int32Array.of(0), v: Float64Array.of(s.z), y: s.y, weight: 1 }));
  const m = fit(rows, { bias: 0, w: Float64Array.of(1) }, { terms: 1, grams: 1 }, { steps: 500, rate: 0.1, ridge: 0, termRidge: 0, gramRidge: 0 });
  return { slope: m.w[0] as number, offset: m.bias };
}
