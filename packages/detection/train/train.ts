/**
 * Learns the weights of named features and terms and writes rules/weights.json.
 *   PANTAU_REFERENCE_DATA=… npx tsx packages/detection/train/train.ts [--dry] [--grid]
 * Reads only the tune folds and the train halves; what it prints is cross-validated on those rows and is not a result.
 * `--grid` compares strengths of regularisation by cross-validation and writes nothing.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURES } from '../src/feature-names.ts';
import { loadRuleset, RULES_DIR, type Ruleset } from '../src/ruleset.ts';
import type { TermWeights } from '../src/terms.ts';
import { DEFAULT_WEIGHTS, type Weights } from '../src/weights.ts';
import { type Instance, trainingGrams, trainingSet } from './dataset.ts';
import type { FitOptions } from './fit.ts';
import { crossValidate, LEAST_ROWS, type Model, type Terms, trainModel } from './model.ts';
import { allTerms, gramsOf } from './terms.ts';

const WEIGHTING = { corpus: 0.4, judged: 1, ordinary: 0.3, political: 0.3 };
const FLAG_FIT: FitOptions = { steps: 300, rate: 0.15, ridge: 1.2, termRidge: 4, gramRidge: 11 };
const STANCE_FIT: FitOptions = { steps: 250, rate: 0.15, ridge: 2, termRidge: 6, gramRidge: 22 };
const DIGITS = 1e3;
/** A term that moves the log-odds by less is not worth a line. */
const LEAST_WEIGHT = 0.03;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const rounded = (v: number): number => Math.round(v * DIGITS) / DIGITS;
const named = (w: Float64Array): Record<string, number> =>
  Object.fromEntries(FEATURES.map((f, i) => [f, rounded(w[i] as number)] as const).filter(([, v]) => v !== 0));

function termsOf(m: Model, keys: readonly string[]): Record<string, TermWeights> {
  const at = (w: Float64Array, k: number): number => rounded(w[FEATURES.length + k] as number);
  const rows = keys.map((key, k): [string, TermWeights] => [key, [at(m.flag.w, k), at(m.support.w, k), at(m.against.w, k)]]);
  return Object.fromEntries(rows.filter(([, w]) => w.some((v) => Math.abs(v) >= LEAST_WEIGHT)));
}

function grid(data: Instance[], terms: Terms): void {
  for (const ridge of [0.6, 1.2, 2.4])
    for (const termRidge of [2, 4, 8]) {
      const cv = crossValidate(data, terms, { flag: { ...FLAG_FIT, ridge, termRidge }, stance: { ...STANCE_FIT, ridge, termRidge } });
      say(
        `ridge ${ridge} terms ${termRidge}: F1 ${cv.f1.toFixed(3)} (P ${cv.precision.toFixed(3)} R ${cv.recall.toFixed(3)}), stance macro-F1 ${cv.stance.toFixed(3)}`,
      );
    }
}

function main(): void {
  const base = loadRuleset(RULES_DIR, { ignoreWeights: true });
  const plain = allTerms(base);
  const blank: Ruleset = { ...base, weights: { ...DEFAULT_WEIGHTS, terms: {} } };
  const all = { ...plain, ...gramsOf(base, trainingGrams(blank, WEIGHTING), LEAST_ROWS) };
  const keys = Object.keys(all);
  const terms: Terms = { count: keys.length, grams: Object.keys(plain).length };
  const rs: Ruleset = { ...base, weights: { ...DEFAULT_WEIGHTS, terms: all } };
  const data = trainingSet(rs, WEIGHTING);
  say(`${data.length} rows, ${data.filter((d) => d.flag).length} to be flagged, ${keys.length} possible terms`);
  if (process.argv.includes('--grid')) {
    grid(data, terms);
    return;
  }
  const options = { flag: FLAG_FIT, stance: STANCE_FIT };
  const cv = crossValidate(data, terms, options);
  say(
    `cross-validated: F1 ${cv.f1.toFixed(3)} (P ${cv.precision.toFixed(3)} R ${cv.recall.toFixed(3)} at ${cv.line.toFixed(3)}), stance macro-F1 ${cv.stance.toFixed(3)}`,
  );
  const m = trainModel(data, terms, options);
  const kept = termsOf(m, keys);
  const weights: Weights = {
    version: 'learned-3',
    trained_on: `${data.length} rows (${data.filter((d) => d.flag).length} flagged): corpus train half, judged tune folds, ordinary and headline negatives of the train halves`,
    bias: rounded(m.flag.bias),
    flag: { ...named(m.flag.w), terms: 1 },
    stance: {
      support: { ...named(m.support.w), terms_support: 1 },
      against: { ...named(m.against.w), terms_against: 1 },
      bias: { support: rounded(m.support.bias), against: rounded(m.against.bias) },
    },
    terms: kept,
    thresholds: { default: { flag: rounded(cv.line), review: rounded(cv.line * REVIEW_SHARE) }, by_label: linesOf(cv.byLabel), by_phase: linesOf(cv.byPhase) },
    calibration: { slope: rounded(cv.calibration.slope), offset: rounded(cv.calibration.offset) },
  };
  say(`${Object.keys(kept).length} terms kept`);
  if (process.argv.includes('--dry')) process.stdout.write(`${JSON.stringify(weights, null, 1)}\n`);
  else writeFileSync(join(RULES_DIR, 'weights.json'), `${stringify(weights)}\n`);
}
const REVIEW_SHARE = 0.5;
const linesOf = (lines: Record<string, number>): Record<string, { flag: number; review: number }> =>
  Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, { flag: rounded(line), review: rounded(line * REVIEW_SHARE) }]));

/** One line a term, so that a change of weights reads as a change of lines. */
function stringify(w: Weights): string {
  const { terms, ...rest } = w;
  const lines = Object.entries(terms).map(([k, v]) => `  ${JSON.stringify(k)}: ${JSON.stringify(v).replaceAll(',', ', ')}`);
  return JSON.stringify({ ...rest, terms: '@' }, null, 1).replace('"@"', `{\n${lines.join(',\n')}\n }`);
}

main();
