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
  spans: { start: Int32Array; end: Int32Array; read: Uint8Array };
}

/** Buffers for the first pass; a text that needs no second pass leaves nothing behind. */
const tokens = new Tokens();
const hits = new Hits();

/** True when nothing in the text can lead to anything but `clear`. The hot path of ordinary posts. */
function isPlain(h: Hits): boolean {
  if (h.names > 0) return false;
  const n = h.cueCount;
  return (
    (n[CUE_INDEX.elect] as number) +
      (n[CUE_INDEX.self] as number) +
      (n[CUE_INDEX.member] as number) +
      (n[CUE_INDEX.mobil] as number) +
      (n[CUE_INDEX.novote] as number) +
      (n[CUE_INDEX.vote] as number) +
      (n[CUE_INDEX.ballot] as number) +
      (n[CUE_INDEX.team] as number) +
      (n[CUE_INDEX.photo] as number) ===
    0
  );
}

/** Returns null for a plain text (see {@link isPlain}) when nothing outside the text points at a contestant. */
export function analyseField(s: EngineState, field: FieldAnalysis['field'], text: string, ctx: LinkContext): FieldAnalysis | null {
  readTokens(text, s.lexicon, tokens);
  findHits(s, tokens, hits);
  if (tokens.count === 0 || (ctx.known.length === 0 && isPlain(hits))) return null;
  const named = linkMentions(s, tokens, hits, ctx);
  const mentions = named.length === 0 && ctx.known.length === 1 && field === 'text' ? [impliedMention(ctx.known[0] as number)] : named;
  if (mentions.length === 0 && !hasRelevantCue(hits)) return null;
  const reading = buildReading(s, tokens, hits, mentions, field === 'shared_text');
  const n = tokens.count;
  const spans = { start: tokens.start.slice(0, n), end: tokens.end.slice(0, n), read: tokens.read.slice(0, n) };
  return { field, source: text, reading, targets: scoreTargets(s, reading), spans };
}

function hasRelevantCue(h: Hits): boolean {
  return [CUE_INDEX.elect, CUE_INDEX.self, CUE_INDEX.member, CUE_INDEX.mobil, CUE_INDEX.novote, CUE_INDEX.ballot, CUE_INDEX.team].some(
    (c) => (h.cueCount[c] as number) > 0,
  );
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
