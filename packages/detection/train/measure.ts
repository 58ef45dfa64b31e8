/**
 * Figures for docs/DETECTION.md: the engine beside a keyword list and a naive Bayes classifier on the same rows,
 * stance, ordinary posts, and what natural's stemmer and tokenizer are worth.
 *   PANTAU_REFERENCE_DATA=… npx tsx packages/detection/train/measure.ts
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { referenceRegister } from '../../../test/support/reference-register.ts';
import { JUDGED_FILES, judgedLabels, judgedRows, moreLabels, ORDINARY_FILES, referenceRows } from '../../../test/support/reference-rows.ts';
import { compileEngine, evaluate, explain, rate, score } from '../src/index.ts';
import { bayes, stemmerId, tokenizerId } from './natural.ts';

const KEYWORDS = /\b(coblos|pilih|dukung|menang|nomor urut|no urut|paslon|lanjutkan|presiden 2024|gubernur|semoga menang|dua periode)\b/i;

const engine = compileEngine({ register: referenceRegister() });
const rows = judgedRows();
const test = rows.filter((r) => r.fold === 'test');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function f1(name: string, flag: (text: string, i: number) => boolean): void {
  let [tp, fp, fn] = [0, 0, 0];
  test.forEach((r, i) => {
    const said = flag(r.post.text, i);
    if (said && r.judged.flag) tp++;
    else if (said) fp++;
    else if (r.judged.flag) fn++;
  });
  const [p, r] = [rate(tp, tp + fp), rate(tp, tp + fn)];
  say(
    `${name.padEnd(26)} precision ${p.value.toFixed(3)} [${p.low.toFixed(2)}–${p.high.toFixed(2)}]  recall ${r.value.toFixed(3)} [${r.low.toFixed(2)}–${r.high.toFixed(2)}]  F1 ${((2 * tp) / (2 * tp + fp + fn)).toFixed(3)}  (tp ${tp}, fp ${fp}, fn ${fn})`,
  );
}

function kappa(): void {
  const [a, b] = [judgedLabels('a'), judgedLabels('b')];
  const ids = [...a.keys()].filter((id) => b.has(id));
  const same = ids.filter((id) => a.get(id)?.flag === b.get(id)?.flag).length / ids.length;
  const share = (m: typeof a): number => ids.filter((id) => m.get(id)?.flag === 1).length / ids.length;
  const chance = share(a) * share(b) + (1 - share(a)) * (1 - share(b));
  say(`judged rows ${ids.length}, agreement ${same.toFixed(3)}, kappa ${((same - chance) / (1 - chance)).toFixed(3)}`);
}

/** Stance towards the contestant the judges named, where the engine links one of that name. */
function stance(): void {
  const classes = ['support', 'against', 'neutral'] as const;
  const counts = new Map<string, number>();
  let unlinked = 0;
  let judged = 0;
  for (const r of test) {
    if (!r.judged.target || !r.judged.stance) continue;
    judged++;
    const e = explain(engine, r.post);
    const names = r.judged.target
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((w) => w.length > 2);
    const hit =
      e.mentions.find((m) => names.some((n) => m.text.toLowerCase().includes(n)) && m.contestants.length === 1) ??
      e.mentions.find((m) => m.contestants.length === 1);
    const found = hit ? score(engine, r.post).contestants.find((c) => c.id === hit.contestants[0]) : undefined;
    if (!found) unlinked++;
    const said = !found || found.stance === 'mention' ? 'neutral' : found.stance;
    counts.set(`${r.judged.stance}>${said}`, (counts.get(`${r.judged.stance}>${said}`) ?? 0) + 1);
  }
  let sum = 0;
  for (const c of classes) {
    const tp = counts.get(`${c}>${c}`) ?? 0;
    const predicted = classes.reduce((n, k) => n + (counts.get(`${k}>${c}`) ?? 0), 0);
    const actual = classes.reduce((n, k) => n + (counts.get(`${c}>${k}`) ?? 0), 0);
    const f = tp === 0 ? 0 : (2 * tp) / (predicted + actual);
    sum += f;
    say(`  stance ${c.padEnd(8)} F1 ${f.toFixed(3)} (${actual} rows)`);
  }
  say(
    `stance macro-F1 ${(sum / classes.length).toFixed(3)} on ${judged} rows with a named contestant (${unlinked} not linked, counted as neutral); ${[...counts].map(([k, v]) => `${k} ${v}`).join(', ')}`,
  );
}

function baselines(): void {
  const words = (t: string): string[] => tokenizerId().tokenize(t.toLowerCase());
  const nb = bayes();
  const own = new Map(
    readFileSync(new URL('../../../test/corpus/judged/dev-labels.tune.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { id: string; flag: number })
      .map((l) => [l.id, l.flag]),
  );
  for (const r of rows) if (r.fold === 'tune') nb.addDocument(words(r.post.text), String(r.judged.flag));
  const more = moreLabels();
  for (const file of JUDGED_FILES)
    for (const r of referenceRows(file)) {
      const flag = own.get(r.id) ?? (more.get(r.id)?.fold === 'tune' ? more.get(r.id)?.flag : undefined);
      if (flag !== undefined) nb.addDocument(words(r.post.text), String(flag));
    }
  nb.train();
  f1('engine', (_t, i) => score(engine, (test[i] as (typeof test)[number]).post).verdict === 'flag');
  f1('engine, flag or review', (_t, i) => score(engine, (test[i] as (typeof test)[number]).post).verdict !== 'clear');
  f1('keyword list', (t) => KEYWORDS.test(t));
  f1('naive Bayes (natural)', (t) => nb.getClassifications(words(t))[0]?.label === '1');
  const result = evaluate(test.map((r) => ({ label: { id: r.id, flag: r.judged.flag, group: r.file }, verdict: score(engine, r.post), text: '' })));
  say(`PR-AUC ${result.pr_auc.toFixed(3)}, Brier ${result.brier.toFixed(3)}`);
  for (const g of result.by_group)
    say(
      `  ${g.name.padEnd(24)} rows ${String(g.rows).padStart(3)}  precision ${g.precision.value.toFixed(2)}  recall ${g.recall.value.toFixed(2)}  F1 ${g.f1.toFixed(2)}`,
    );
  for (const b of result.calibration)
    if (b.rows > 0)
      say(`  score ${b.from.toFixed(1)}–${b.to.toFixed(1)}: ${b.rows} rows, mean ${b.mean_score.toFixed(2)}, to be flagged ${b.positive_share.toFixed(2)}`);
}

/** Further rows of one reader that trained nothing: harder than the judged ones, because near-duplicates are out. */
function checkFold(): void {
  const more = moreLabels();
  const checked = JUDGED_FILES.flatMap((f) => referenceRows(f)).flatMap((row) => {
    const label = more.get(row.id);
    return label?.fold === 'check' ? [{ label: { id: row.id, flag: label.flag, group: row.file }, verdict: score(engine, row.post), text: '' }] : [];
  });
  const r = evaluate(checked);
  say(
    `check fold, one reader: ${r.rows} rows, ${r.positives} to be flagged; precision ${r.precision.value.toFixed(3)} recall ${r.recall.value.toFixed(3)} F1 ${r.f1.toFixed(3)}, with review recall ${r.recall_with_review.value.toFixed(3)}, PR-AUC ${r.pr_auc.toFixed(3)}`,
  );
}

function negatives(): void {
  const count = (name: string, list: ReturnType<typeof referenceRows>): void => {
    const r = rate(list.filter((x) => score(engine, x.post).verdict === 'flag').length, list.length);
    say(`${name.padEnd(26)} ${r.hits} of ${r.of} flagged, 95 % upper bound ${(r.high * 10_000).toFixed(1)} per 10,000`);
  };
  count(
    'ordinary posts',
    ORDINARY_FILES.flatMap((f) => referenceRows(f)),
  );
  count('election information', referenceRows('psa-negatives'));
  const political = referenceRows('political-negatives');
  for (const kind of new Set(political.map((r) => r.kind)))
    count(
      kind,
      political.filter((r) => r.kind === kind),
    );
}

const NATURAL_ROUNDS = 5;
const NATURAL_POSTS = 3_000;

/** Calls a second of processor time, after one round that fills caches and compiles. */
function perSecond(calls: number, f: () => void): string {
  f();
  const cpu = process.cpuUsage();
  for (let i = 0; i < NATURAL_ROUNDS; i++) f();
  const { user, system } = process.cpuUsage(cpu);
  return ((calls * NATURAL_ROUNDS * 1e6) / (user + system)).toFixed(0);
}

function natural(): void {
  const list = parse(readFileSync(new URL('stems.yaml', import.meta.url), 'utf8')) as Record<string, string[]>;
  const stemmer = stemmerId();
  const pairs = Object.entries(list).flatMap(([root, forms]) => forms.map((f) => [root, f] as const));
  const wrong = pairs.filter(([root, form]) => stemmer.stem(form) !== root).map(([r, f]) => `${f}→${stemmer.stem(f)} (${r})`);
  const words = perSecond(pairs.length, () => {
    for (const [, form] of pairs) stemmer.stem(form);
  });
  say(`natural StemmerId: ${pairs.length - wrong.length} of ${pairs.length} right, ${words} words/s; wrong: ${wrong.join(', ')}`);
  const tokenizer = tokenizerId();
  const posts = referenceRows('nonpolitical-tweets')
    .slice(0, NATURAL_POSTS)
    .map((r) => r.post);
  const cut = perSecond(posts.length, () => {
    for (const p of posts) tokenizer.tokenize(p.text);
  });
  say(`natural AggressiveTokenizerId: ${cut} posts/s; 'Prabowo MENANG' → ${JSON.stringify(tokenizer.tokenize('Prabowo MENANG'))}`);
  const scored = perSecond(posts.length, () => {
    for (const p of posts) score(engine, p);
  });
  say(`whole engine on the same posts: ${scored} posts/s`);
}

say(`ruleset ${engine.ruleset}`);
kappa();
baselines();
stance();
checkFold();
negatives();
natural();
