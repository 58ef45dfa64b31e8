/** One field of a post → mentions, cues and a probability per contestant. */
import { CUE_INDEX } from './cues.ts';
import type { EngineState } from './engine-state.ts';
import { FeatureVector, featuresFor } from './features.ts';
import { findHits, Hits } from './hits.ts';
import type { LinkContext, Mention } from './mention.ts';
import { linkMentions } from './mentions.ts';
import { FORM } from './names.ts';
import { readTokens } from './reader.ts';
import { buildReading, type Reading } from './reading.ts';
import { Tokens } from './tokens.ts';

export interface TargetScore {
  entity: number;
  features: FeatureVector;
  /** Calibrated probability that the author takes a side about this contestant. */
  probability: number;
  ambiguous: boolean;
  /** The text does not name the contestant; the account answered to or shared from does. */
  implied: boolean;
}

export interface FieldAnalysis {
  field: 'text' | 'shared_text' | 'ocr' | 'alt';
  source: string;
  reading: Reading;
  targets: TargetScore[];
  /** Original offsets and reading bits by token; copied, because the token buffer is reused. */
  spans: { start: number[]; end: number[]; read: number[] };
}

/** Buffers for the first pass; a text that needs no second pass leaves nothing behind. */
const tokens = new Tokens();
const hits = new Hits();

/** Cues that may lead to a verdict without a contestant's name. */
const RELEVANT: readonly number[] = [
  CUE_INDEX.elect,
  CUE_INDEX.self,
  CUE_INDEX.member,
  CUE_INDEX.mobil,
  CUE_INDEX.novote,
  CUE_INDEX.ballot,
  CUE_INDEX.refute,
  CUE_INDEX.team,
];
/** Cues that make a number or a gesture beside them worth a look. */
const NUMBERED: readonly number[] = [CUE_INDEX.vote, CUE_INDEX.photo];

function anyOf(h: Hits, cues: readonly number[]): boolean {
  for (const c of cues) if ((h.cueCount[c] as number) > 0) return true;
  return false;
}

/** True when nothing in the text can lead to anything but `clear`. The hot path of ordinary posts. */
function isPlain(h: Hits): boolean {
  return h.names === 0 && !anyOf(h, RELEVANT) && !anyOf(h, NUMBERED);
}

/** Returns null for a plain text (see {@link isPlain}) when nothing outside the text points at a contestant. */
export function analyseField(s: EngineState, field: FieldAnalysis['field'], text: string, ctx: LinkContext): FieldAnalysis | null {
  readTokens(text, s.lexicon, tokens);
  findHits(s, tokens, hits);
  if (tokens.count === 0 || (ctx.known.length === 0 && isPlain(hits))) return null;
  const named = linkMentions(s, tokens, hits, ctx);
  const mentions = named.length === 0 && ctx.known.length === 1 && field === 'text' ? [impliedMention(ctx.known[0] as number)] : named;
  if (mentions.length === 0 && !anyOf(hits, RELEVANT)) return null;
  const reading = buildReading(s, tokens, hits, mentions, field === 'shared_text');
  const n = tokens.count;
  const spans = { start: copied(tokens.start, n), end: copied(tokens.end, n), read: copied(tokens.read, n) };
  return { field, source: text, reading, targets: scoreTargets(s, reading), spans };
}

/** A plain array: for the few dozen words of a post it is far cheaper than a typed one with a buffer of its own. */
function copied(from: Int32Array | Uint8Array, n: number): number[] {
  const out = new Array<number>(n);
  for (let i = 0; i < n; i++) out[i] = from[i] as number;
  return out;
}

function impliedMention(entity: number): Mention {
  return { from: 0, to: 0, entities: [entity], form: FORM.reply, person: -1, ambiguous: false, weak: false, remote: false };
}

function scoreTargets(s: EngineState, r: Reading): TargetScore[] {
  const seen = new Map<number, { ambiguous: boolean; implied: boolean }>();
  for (const m of r.mentions) {
    for (const e of m.entities) {
      const old = seen.get(e);
      seen.set(e, { ambiguous: (old?.ambiguous ?? true) && m.ambiguous, implied: (old?.implied ?? true) && m.form === FORM.reply });
    }
  }
  const out: TargetScore[] = [];
  for (const [entity, how] of seen) {
    const features = new FeatureVector();
    featuresFor(s, r, entity, features);
    if (how.implied) impliedFeatures(r, features);
    out.push({ entity, features, probability: probabilityOf(s, features), ...how });
  }
  return out;
}

const APPROVING = new Set([
  CUE_INDEX.approve,
  CUE_INDEX.choice,
  CUE_INDEX.appeal,
  CUE_INDEX.prefer,
  CUE_INDEX.back,
  CUE_INDEX.slogan,
  CUE_INDEX.win,
  CUE_INDEX.praise,
  CUE_INDEX.love,
  CUE_INDEX.pray,
  CUE_INDEX.vote,
]);

/** An answer such as "siap ketua ✌️" says nothing by itself; under a contestant's post it does. */
function impliedFeatures(r: Reading, f: FeatureVector): void {
  f.set('implied');
  const asks = r.questions > 0 || r.cues.some((c) => c.cue === CUE_INDEX.critic || c.cue === CUE_INDEX.mock || c.cue === CUE_INDEX.refute);
  if (!asks && r.cues.some((c) => APPROVING.has(c.cue) && !c.negated)) f.set('approve_reply');
}

function probabilityOf(s: EngineState, f: FeatureVector): number {
  const w = s.ruleset.weights;
  return sigmoid(w.calibration.slope * rawScore(s.weights.flag, w.bias, f) + w.calibration.offset);
}

export function rawScore(weights: Float64Array, bias: number, f: FeatureVector): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += (f.x[i] as number) * (weights[i] as number);
  return sum;
}

function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}
