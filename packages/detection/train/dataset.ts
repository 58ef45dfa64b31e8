/**
 * Training rows: every contestant a text names is one candidate, described by its features and terms.
 * A flagged row says which contestant it supports or opposes where a reader noted it; where not, training picks
 * the likeliest (multiple-instance learning).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contestant, type Label, LabelLine, type Phase, PostLine, Register } from '@pantau/domain';
import { referenceRegister } from '../../../test/support/reference-register.ts';
import {
  chosenLabels,
  JUDGED_FILES,
  judgedLabels,
  judgedRows,
  moreLabels,
  ORDINARY_FILES,
  referenceRows,
  type StanceValue,
} from '../../../test/support/reference-rows.ts';
import type { FieldAnalysis } from '../src/analyse.ts';
import { compile } from '../src/compile.ts';
import { type EngineState, wire } from '../src/engine-state.ts';
import { FEATURES } from '../src/feature-names.ts';
import { eachGram, gramWord, symbolsFor } from '../src/grams.ts';
import { labelOf } from '../src/labels.ts';
import type { Ruleset } from '../src/ruleset.ts';
import { phaseOf } from '../src/scope.ts';
import { dayOf, readFields } from '../src/score.ts';
import type { Example } from './fit.ts';

export interface Target extends Example {
  contestant: string;
  label: Label;
  phase: Phase;
  /** What a reader said about this contestant; absent when nobody judged it. */
  stance?: StanceValue;
}

export interface Instance {
  id: string;
  flag: 0 | 1;
  weight: number;
  /** Real election posts: the rows on which lines are drawn. */
  real: boolean;
  /** Picked because the engine was unsure: teaches, but says nothing about where a line belongs. */
  chosen?: boolean;
  targets: Target[];
}

const corpusDir = fileURLToPath(new URL('../../../test/corpus/', import.meta.url));

export function hashHalf(id: string): 'train' | 'report' {
  return (createHash('sha256').update(`half:${id}`).digest()[0] as number) % 2 === 0 ? 'train' : 'report';
}

function lines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as T);
}

export interface CorpusRow {
  post: PostLine;
  label: LabelLine;
}

export function corpus(): { register: Register; rows: CorpusRow[] } {
  const register = Register.parse(JSON.parse(readFileSync(join(corpusDir, 'register.json'), 'utf8')));
  const labels = new Map(
    lines<unknown>(join(corpusDir, 'labels.jsonl'))
      .map((l) => LabelLine.parse(l))
      .map((l) => [l.id, l]),
  );
  const posts = lines<unknown>(join(corpusDir, 'posts.jsonl')).map((p) => PostLine.parse(p));
  return { register, rows: posts.flatMap((post) => (labels.has(post.id) ? [{ post, label: labels.get(post.id) as LabelLine }] : [])) };
}

interface Judgement {
  flag: 0 | 1;
  /** By a name the reader wrote ("prabowo", "andra-dimyati"). */
  stance?: Record<string, StanceValue>;
  /** Contestants nobody named in the judgement count as neutral. */
  complete?: boolean;
}

/** Receives the word sequences of every training text once, before there are weights for them. */
let gramSink: ((grams: string[]) => void) | null = null;

function instanceOf(s: EngineState, names: NameIndex, post: PostLine, j: Judgement, weight: number, real = false): Instance | null {
  const own = readFields(s, post, dayOf(post))?.own ?? [];
  const found = own.flatMap((f) => f.targets.map((t) => ({ ...t, label: labelOf(t.features, f.reading, false, f.field) })));
  // The tokens are those of the field that was read last, so only posts of one field can tell their sequences.
  if (gramSink !== null && own.length === 1 && found.length > 0) gramSink(gramsIn(s, own[0] as FieldAnalysis));
  const targets = found
    .filter((t) => !t.ambiguous)
    .map((t): Target => {
      const contestant = s.compiled.entities.id[t.entity] as string;
      const stance = j.stance?.[contestant] ?? names.stanceOf(contestant, j.stance ?? {}) ?? (j.complete === true ? 'neutral' : undefined);
      return {
        contestant,
        label: t.label,
        phase: phaseOf(s, t.entity, dayOf(post)),
        ...sparse(t.features.x, t.features.terms),
        ...(stance === undefined ? {} : { stance }),
      };
    });
  return targets.length === 0 ? null : { id: post.id, flag: j.flag, weight, real, targets };
}

const symbols = new Int32Array(512);
function gramsIn(s: EngineState, f: FieldAnalysis): string[] {
  const out = new Set<string>();
  const word = (id: number): string => gramWord(id, (w) => s.lexicon.vocabulary.word(w));
  for (const t of f.targets)
    eachGram(symbols, symbolsFor(f.reading, t.entity, symbols), (...ids) => {
      out.add(
        ids
          .filter((id) => id !== 0)
          .map(word)
          .join(' '),
      );
    });
  return [...out];
}

/** The word sequences of the training texts, by text. */
export function trainingGrams(rs: Ruleset, w: Weighting): string[][] {
  const out: string[][] = [];
  gramSink = (grams) => void out.push(grams);
  trainingSet(rs, w);
  gramSink = null;
  return out;
}

/** Features that are sums of what is being learned. */
const SUMS = new Set(['terms', 'terms_support', 'terms_against'].map((f) => (FEATURES as readonly string[]).indexOf(f)));
function sparse(x: Float64Array, terms: readonly number[]): Example {
  const at: number[] = [];
  const v: number[] = [];
  x.forEach((value, i) => {
    if (value === 0 || SUMS.has(i)) return;
    at.push(i);
    v.push(value);
  });
  for (const t of terms) {
    at.push(FEATURES.length + t);
    v.push(1);
  }
  return { at: Int32Array.from(at), v: Float64Array.from(v) };
}

/** Which contestant a reader meant by a short name. */
class NameIndex {
  readonly #words = new Map<string, Set<string>>();
  constructor(register: Register) {
    for (const c of register.contestants) this.#words.set(c.id, new Set(nameTexts(c).flatMap(wordsOf)));
    for (const p of register.parties) this.#words.set(p.id, new Set(wordsOf(`${p.name} ${p.abbreviation ?? ''} ${PARTY_SHORT[p.name.toLowerCase()] ?? ''}`)));
  }
  stanceOf(contestant: string, said: Record<string, StanceValue>): StanceValue | undefined {
    const known = this.#words.get(contestant);
    return Object.entries(said).find(([name]) => wordsOf(name).some((w) => known?.has(w)))?.[1];
  }
}
const PARTY_SHORT: Record<string, string> = {
  'partai kebangkitan bangsa': 'pkb',
  'partai demokrasi indonesia perjuangan': 'pdip',
  'partai keadilan sejahtera': 'pks',
};
const nameTexts = (c: Contestant): string[] => [...(c.people ?? []).flatMap((p) => [p.name, ...(p.nicknames ?? [])]), ...(c.aliases ?? [])];
const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((w) => w.length > 1);

export interface Weighting {
  corpus: number;
  judged: number;
  ordinary: number;
  political: number;
}

const OWN_LABELS = join(corpusDir, 'judged/dev-labels.tune.jsonl');

/** Rows that training may see: the corpus's train half, the tune folds, and negatives of the train halves. */
export function trainingSet(rs: Ruleset, w: Weighting): Instance[] {
  const out: Instance[] = [];
  const push = (i: Instance | null): number => (i === null ? 0 : out.push(i));
  const own = corpus();
  const corpusState = wire(compile(own.register, rs), rs, []);
  const corpusNames = new NameIndex(own.register);
  for (const { post, label } of own.rows) if (hashHalf(post.id) === 'train') push(instanceOf(corpusState, corpusNames, post, { flag: label.flag }, w.corpus));
  const register = referenceRegister();
  const state = wire(compile(register, rs), rs, []);
  const names = new NameIndex(register);
  for (const row of judgedRows()) {
    const { flag, target, stance } = row.judged;
    const said = target !== null && stance !== null ? { [target]: stance } : {};
    if (row.fold === 'tune') push(instanceOf(state, names, row.post, { flag, stance: said }, w.judged, true));
  }
  const judged = judgedLabels('a');
  const extra = new Map(lines<{ id: string; flag: 0 | 1 }>(OWN_LABELS).map((l) => [l.id, l]));
  const more = moreLabels();
  const chosen = chosenLabels();
  for (const file of JUDGED_FILES) {
    for (const row of referenceRows(file)) {
      const label = extra.get(row.id);
      if (label && !judged.has(row.id)) push(instanceOf(state, names, row.post, { flag: label.flag }, w.judged, true));
      const c = chosen.get(row.id);
      const picked = c ? instanceOf(state, names, row.post, { flag: c.flag, stance: c.stance ?? {}, complete: true }, w.judged, true) : null;
      push(picked === null ? null : { ...picked, chosen: true });
      const m = more.get(row.id);
      if (m?.fold === 'tune') push(instanceOf(state, names, row.post, { flag: m.flag, stance: m.stance ?? {}, complete: true }, w.judged, true));
    }
  }
  for (const file of [...ORDINARY_FILES, 'psa-negatives'])
    for (const row of referenceRows(file)) if (hashHalf(row.group) === 'train') push(instanceOf(state, names, row.post, { flag: 0 }, w.ordinary));
  for (const row of referenceRows('political-negatives'))
    if (hashHalf(row.group) === 'train' && row.kind === 'news-headline') push(instanceOf(state, names, row.post, { flag: 0 }, w.political));
  return out;
}
