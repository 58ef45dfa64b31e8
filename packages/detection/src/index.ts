/**
 * Detection: which posts take a side for or against a contestant, and why.
 *
 * Three things matter: {@link compileEngine} builds a matcher from a contest register and a ruleset;
 * {@link score} turns a post line into a verdict; {@link explain} shows how. All are pure and synchronous;
 * only {@link loadRuleset} reads files (the rules of this package), once.
 *
 * Costs are measured and stated in docs/DETECTION.md.
 */
import { type Circular, type Contest, type PostLine, type Register, stageSpan, type Verdict } from '@pantau/domain';
import { compile } from './compile.ts';
import { type EngineState, exportState, importState, wire } from './engine-state.ts';
import { type Explanation, explainPost } from './explain.ts';
import { type FuzzReport, fuzzTexts } from './fuzz.ts';
import { type Normalised, normaliseWith } from './normalise.ts';
import { loadRuleset, type Ruleset } from './ruleset.ts';
import { incompleteVerdict, scorePost } from './score.ts';

export { auditFairness, FAIRNESS_TOLERANCE, type FairnessReport } from './audit.ts';
export { describe as describeRules } from './describe.ts';
export { engineCode } from './engine-code.ts';
export { type Evaluation, evaluate, type GroupRow, type Judged, type Rate, rate } from './evaluate.ts';
export { type Explanation, renderExplanation } from './explain.ts';
export type { Normalised } from './normalise.ts';
export { loadRuleset, type Rule, type Ruleset, RulesetError } from './ruleset.ts';
export { WORST_KINDS } from './worst-texts.ts';

/** A compiled matcher. Opaque: only its versions and its size are public. */
export interface Engine {
  readonly ruleset: string;
  readonly register: string;
  readonly contestants: number;
}

class CompiledEngine implements Engine {
  readonly ruleset: string;
  readonly register: string;
  readonly contestants: number;
  readonly #state: EngineState;
  constructor(state: EngineState) {
    this.#state = state;
    this.ruleset = state.compiled.ruleset;
    this.register = state.compiled.register;
    this.contestants = state.compiled.entities.id.length;
  }
  static stateOf(engine: Engine): EngineState {
    if (!(engine instanceof CompiledEngine)) throw new TypeError('not an engine made by compileEngine or importCompiled');
    return engine.#state;
  }
}

/** Builds an engine. `ruleset` defaults to the rules of this package. Linear in the size of the register. */
export function compileEngine(o: { register: Register; ruleset?: Ruleset | undefined; circulars?: Circular[] | undefined }): Engine {
  const ruleset = o.ruleset ?? loadRuleset();
  return new CompiledEngine(wire(compile(o.register, ruleset), ruleset, o.circulars ?? []));
}

/** The compiled engine as bytes, for a caller that stores them; circulars are not part of it. */
export function exportCompiled(engine: Engine): Buffer {
  return exportState(CompiledEngine.stateOf(engine));
}

/** The engine from its bytes; null when they were made by another ruleset or format: then compile again. */
export function importCompiled(bytes: Uint8Array, o: { ruleset?: Ruleset | undefined; circulars?: Circular[] | undefined } = {}): Engine | null {
  const state = importState(bytes, o.ruleset ?? loadRuleset(), o.circulars ?? []);
  return state === null ? null : new CompiledEngine(state);
}

/** The verdict of one post. Never throws for any text: a failing detector yields `incomplete`, never `clear`. */
export function score(engine: Engine, post: PostLine): Verdict {
  const state = CompiledEngine.stateOf(engine);
  try {
    return scorePost(state, post).verdict;
  } catch {
    return incompleteVerdict(state, post);
  }
}

/** The whole reasoning behind a verdict, for `pantau explain` and the console. */
export function explain(engine: Engine, post: PostLine): Explanation {
  return explainPost(CompiledEngine.stateOf(engine), post);
}

/** The text as the matcher reads it, with a map back to the original offsets. */
export function normalise(engine: Engine, text: string): Normalised {
  return normaliseWith(CompiledEngine.stateOf(engine).lexicon, text);
}

/** Scores `texts` random and mutated texts and reports what went wrong. */
export function fuzz(engine: Engine, texts: number, say: (line: string) => void = () => undefined): FuzzReport {
  return fuzzTexts(
    (post) => score(engine, post),
    texts,
    () => performance.now(),
    say,
  );
}

const DAY_MS = 86_400_000;
/** Noon of the middle day of a contest's campaign, for audits. */
export function middleOfCampaign(register: Register, contest: Contest): string {
  const stages = register.elections.find((e) => e.id === contest.election)?.stages;
  const span = stageSpan(stages?.campaign) ?? stageSpan(stages?.voting);
  if (span === null) return '2024-10-12T12:00:00+07:00';
  const middle = (Date.parse(span.from) + Date.parse(span.to)) / 2;
  return `${new Date(Math.floor(middle / DAY_MS) * DAY_MS).toISOString().slice(0, 10)}T12:00:00+07:00`;
}
