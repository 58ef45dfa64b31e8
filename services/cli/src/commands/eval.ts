/** `pantau eval`: verdicts against labels, with intervals, so that a good figure on few rows cannot impress. */

import type { Evaluation, GroupRow, Rate } from '@pantau/detection';
import type { Command } from 'commander';
import { readCirculars, readLabels, readPosts, readRegisters } from '../import/detection-files.ts';
import { each } from '../options.ts';

interface EvalOptions {
  register: string[];
  posts: string;
  labels: string;
  circulars?: string;
  json?: true;
}

export function registerEval(program: Command): void {
  program
    .command('eval')
    .description('measure verdicts against labelled posts')
    .requiredOption('--register <file>', 'register.json; may be given several times', each)
    .requiredOption('--posts <file>', 'posts.jsonl')
    .requiredOption('--labels <file>', 'labels.jsonl')
    .option('--circulars <file>', 'circulars.json')
    .option('--json', 'everything as one JSON object')
    .action(async (o: EvalOptions) => {
      const { compileEngine, evaluate, score } = await import('@pantau/detection');
      const engine = compileEngine({ register: readRegisters(o.register), circulars: o.circulars ? readCirculars(o.circulars) : [] });
      const labels = readLabels(o.labels);
      const rows = readPosts(o.posts).flatMap((post) => {
        const label = labels.get(post.id);
        return label ? [{ label, verdict: score(engine, post), text: post.text }] : [];
      });
      const result = evaluate(rows);
      process.stdout.write(
        o.json ? `${JSON.stringify({ ruleset: engine.ruleset, register: engine.register, ...result }, null, 1)}\n` : `${table(result, engine.ruleset)}\n`,
      );
    });
}

const pct = (r: Rate): string =>
  r.of === 0 ? '    –' : `${(r.value * 100).toFixed(1).padStart(5)} % [${(r.low * 100).toFixed(1)}–${(r.high * 100).toFixed(1)}]`;

function table(e: Evaluation, ruleset: string): string {
  const out = [
    `ruleset ${ruleset}   ${e.rows} rows, ${e.positives} to be flagged`,
    `precision ${pct(e.precision)}   recall ${pct(e.recall)}   F1 ${e.f1.toFixed(3)}   PR-AUC ${e.pr_auc.toFixed(3)}   Brier ${e.brier.toFixed(3)}`,
    `true flags ${e.tp}, false flags ${e.fp} (${pct(e.false_flag_rate)} of what is not a violation), missed ${e.fn}; seen at least by review ${pct(e.recall_with_review)}; label right ${pct(e.label_accuracy)}`,
  ];
  const section = (title: string, rows: GroupRow[]): void => {
    out.push('', `${title.padEnd(34)} rows  flag  precision              recall                 F1`);
    for (const r of rows)
      out.push(
        `${r.name.padEnd(34)} ${String(r.rows).padStart(4)}  ${String(r.flagged).padStart(4)}  ${pct(r.precision).padEnd(22)} ${pct(r.recall).padEnd(22)} ${r.f1.toFixed(2)}`,
      );
  };
  section('label', e.by_label);
  section('group', e.by_group);
  section('phase', e.by_phase);
  out.push('', 'calibration: score → share to be flagged');
  for (const b of e.calibration)
    if (b.rows > 0)
      out.push(
        `  ${b.from.toFixed(1)}–${b.to.toFixed(1)}  ${String(b.rows).padStart(5)} rows  mean score ${b.mean_score.toFixed(2)}  flagged by label ${b.positive_share.toFixed(2)}`,
      );
  out.push('', 'worst errors');
  for (const w of e.worst) out.push(`  ${w.kind.padEnd(10)} ${w.score.toFixed(2)} ${w.id} ${w.expected}→${w.label} (${w.group}) ${w.text}`);
  return out.join('\n');
}
