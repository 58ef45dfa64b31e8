/** Reference posts as post lines: text from PANTAU_REFERENCE_DATA, time and place from test/corpus/reference/mapping.json. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { PostLine } from '@pantau/domain';
import { referenceData } from './reference-register.ts';

const corpus = fileURLToPath(new URL('../corpus/', import.meta.url));

export interface Mapping {
  account: string;
  platform: string;
  region: string;
  posted_at: string;
  elections: string[];
}

export interface ReferenceRow {
  id: string;
  file: string;
  group: string;
  kind: string;
  post: PostLine;
  label: Record<string, unknown>;
}

const mapping = (): Record<string, Mapping> => JSON.parse(readFileSync(join(corpus, 'reference/mapping.json'), 'utf8')) as Record<string, Mapping>;

const LONGEST_POST_CHARS = 20_000;

/** All rows of one reference file, e.g. `stance-jatim2024`. */
export function referenceRows(file: string): ReferenceRow[] {
  const at = mapping()[file];
  if (!at) throw new Error(`mapping.json has no "${file}"`);
  const base = join(referenceData(), 'dev', `${file}.dev.jsonl`);
  const text = existsSync(base) ? readFileSync(base, 'utf8') : gunzipSync(readFileSync(`${base}.gz`)).toString('utf8');
  return text
    .split('\n')
    .filter((l) => l !== '')
    .map((line) => {
      const row = JSON.parse(line) as { id: string; text: string; grp: string; label: Record<string, unknown> };
      const post = PostLine.parse({
        id: row.id,
        text: row.text.slice(0, LONGEST_POST_CHARS),
        posted_at: at.posted_at,
        author: { region: at.region, employment_status: 'PNS' },
      });
      return { id: row.id, file, group: row.grp, kind: typeof row.label.kind === 'string' ? row.label.kind : file, post, label: row.label };
    });
}

export interface JudgedLabel {
  id: string;
  flag: 0 | 1;
  stance: 'support' | 'against' | 'neutral' | null;
  target: string | null;
  grey: boolean;
}

export function judgedLabels(pass: 'a' | 'b'): Map<string, JudgedLabel> {
  const path = join(corpus, `judged/dev-labels.${pass}.jsonl`);
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((l) => l !== '');
  return new Map(lines.map((l) => JSON.parse(l) as JudgedLabel).map((l) => [l.id, l]));
}

/** A third of the judged rows may be used for tuning; figures are reported on the others. */
function foldOf(id: string): 'tune' | 'test' {
  const digest = createHash('sha256').update(`fold:${id}`).digest('hex');
  return BigInt(`0x${digest}`) % 3n === 0n ? 'tune' : 'test';
}

export const JUDGED_FILES = [
  'stance-pilpres2024',
  'stance-jatim2024',
  'stance-dki2017',
  'sentiment-pilpres2019',
  'sentiment-dki2017b',
  'comments-banten2024',
  'campaign-jakarta2024',
  'mixed-pilkada2024',
  'political-unlabelled',
] as const;
export const ORDINARY_FILES = ['nonpolitical-tweets', 'nonpolitical-regional'] as const;

export interface JudgedRow extends ReferenceRow {
  judged: JudgedLabel;
  fold: 'tune' | 'test';
}

/** Rows that both passes judged; where they differ the row counts as not flagged (a doubt is not a violation). */
export function judgedRows(): JudgedRow[] {
  const a = judgedLabels('a');
  const b = judgedLabels('b');
  return JUDGED_FILES.flatMap((f) => referenceRows(f)).flatMap((row) => {
    const first = a.get(row.id);
    const second = b.get(row.id);
    if (!first || !second) return [];
    return [{ ...row, fold: foldOf(row.id), judged: { ...first, flag: first.flag === 1 && second.flag === 1 ? 1 : 0 } } as JudgedRow];
  });
}

export type StanceValue = 'support' | 'against' | 'neutral';

export interface MoreLabel {
  id: string;
  flag: 0 | 1;
  /** By the reader's short name of a contestant; whoever is not named counts as neutral. */
  stance?: Record<string, StanceValue>;
  fold: 'tune' | 'check';
}

/** Labels of rows that were picked because the engine was unsure about them; stance by contestant id. */
export function chosenLabels(): Map<string, Omit<MoreLabel, 'fold'>> {
  const lines = readFileSync(join(corpus, 'judged/dev-labels.chosen.jsonl'), 'utf8')
    .split('\n')
    .filter((l) => l !== '');
  return new Map(lines.map((l) => JSON.parse(l) as Omit<MoreLabel, 'fold'>).map((l) => [l.id, l]));
}

/** One reader's labels of further rows; a quarter of them trains nothing and is only counted. */
export function moreLabels(): Map<string, MoreLabel> {
  const path = join(corpus, 'judged/dev-labels.more.jsonl');
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as Omit<MoreLabel, 'fold'>);
  const fold = (id: string): 'tune' | 'check' => ((createHash('sha256').update(`check:${id}`).digest()[0] as number) % 4 === 0 ? 'check' : 'tune');
  return new Map(rows.map((r) => [r.id, { ...r, fold: fold(r.id) }]));
}
