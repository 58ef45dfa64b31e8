/**
 * Training rows: every contestant a text names is one candidate, described by its features.
 * The text of a row belongs to the row when the row takes a side; which of its contestants carries that
 * is not labelled everywhere, so training picks the likeliest (multiple-instance learning).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabelLine, PostLine, Register } from '@pantau/domain';
import { referenceRegister } from '../../../test/support/reference-register.ts';
import { JUDGED_FILES, judgedLabels, judgedRows, ORDINARY_FILES, referenceRows } from '../../../test/support/reference-rows.ts';
import { compile } from '../src/compile.ts';
import { type EngineState, wire } from '../src/engine-state.ts';
import type { Ruleset } from '../src/ruleset.ts';
import { dayOf, readFields } from '../src/score.ts';

export interface Instance {
  id: string;
  flag: 0 | 1;
  weight: number;
  /** Feature rows of the contestants named; one must be positive in a flagged row, none in a clear one. */
  targets: Float64Array[];
  /** The feature row whose stance was judged, and the stance. */
  stance?: { x: Float64Array; value: 'support' | 'against' | 'neutral' };
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

function instanceOf(s: EngineState, post: PostLine, flag: 0 | 1, weight: number): Instance | null {
  const day = dayOf(post);
  const targets =
    readFields(s, post, day)
      ?.own.flatMap((f) => f.targets)
      .filter((t) => !t.ambiguous)
      .map((t) => t.features.x) ?? [];
  return targets.length === 0 ? null : { id: post.id, flag, weight, targets };
}

export interface Weighting {
  corpus: number;
  judged: number;
  own: number;
  ordinary: number;
  political: number;
}

const OWN_LABELS = join(corpusDir, 'judged/dev-labels.tune.jsonl');

/** Rows that training may see: the corpus's train half, judged rows of the tune fold, rows read by the author, and negatives. */
export function trainingSet(rs: Ruleset, w: Weighting): Instance[] {
  const out: Instance[] = [];
  const push = (i: Instance | null): number => (i === null ? 0 : out.push(i));
  const own = corpus();
  const corpusState = wire(compile(own.register, rs), rs, []);
  for (const { post, label } of own.rows) if (hashHalf(post.id) === 'train') push(instanceOf(corpusState, post, label.flag, w.corpus));
  const state = wire(compile(referenceRegister(), rs), rs, []);
  for (const row of judgedRows()) if (row.fold === 'tune') push(withStance(instanceOf(state, row.post, row.judged.flag, w.judged), row.judged));
  const judged = judgedLabels('a');
  const extra = new Map(lines<{ id: string; flag: 0 | 1; stance?: 'support' | 'against' | 'neutral' }>(OWN_LABELS).map((l) => [l.id, l]));
  for (const file of JUDGED_FILES) {
    for (const row of referenceRows(file)) {
      const label = extra.get(row.id);
      if (label && !judged.has(row.id)) push(withStance(instanceOf(state, row.post, label.flag, w.own), { stance: label.stance ?? null }));
    }
  }
  for (const file of [...ORDINARY_FILES, 'psa-negatives'])
    for (const row of referenceRows(file)) if (hashHalf(row.group) === 'train') push(instanceOf(state, row.post, 0, w.ordinary));
  for (const row of referenceRows('political-negatives'))
    if (hashHalf(row.group) === 'train' && row.kind === 'news-headline') push(instanceOf(state, row.post, 0, w.political));
  return out;
}

/** Gives an instance its judged stance; without a named target only rows with one contestant count. */
function withStance(i: Instance | null, j: { stance: string | null }): Instance | null {
  if (i === null || j.stance === null) return i;
  // A flagged row names the contestant it supports; elsewhere only rows with one contestant say whose stance it is.
  if (i.targets.length !== 1) return i;
  return { ...i, stance: { x: i.targets[0] as Float64Array, value: j.stance as 'support' | 'against' | 'neutral' } };
}
