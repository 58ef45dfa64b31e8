/** `pantau audit [fairness]`: swaps what must not matter and fails when it does. `--fuzz N` also throws N texts at the engine. */
import type { Command } from 'commander';
import { readRegisters } from '../import/detection-files.ts';
import { each } from '../options.ts';

interface AuditOptions {
  register?: string[];
  at?: string;
  fuzz?: string;
  json?: true;
}

/** Registers `audit` with `fairness` as its default; other audits add themselves to the returned command. */
export function registerAudit(program: Command): Command {
  const audit = program.command('audit').description('prove that contestants are treated alike (default), or that the log is whole');
  audit
    .command('fairness', { isDefault: true })
    .description('metamorphic fairness audit; exit code 1 when any swap changes a verdict or a score by more than 0.02')
    .option('--register <file>', 'register.json, may be given several times (default: the fictional register of the test corpus)', each)
    .option('--at <date-time>', 'moment of the posts, with offset (default: the middle of each campaign)')
    .option('--fuzz <n>', 'also score N random and mutated texts: no throw, valid offsets, same result twice')
    .option('--json', 'the report as JSON')
    .action(async (o: AuditOptions) => {
      process.exitCode = (await runAudit(o)) ? 0 : 1;
    });
  return audit;
}

async function runAudit(o: AuditOptions): Promise<boolean> {
  const { auditFairness, compileEngine, fuzz, loadRuleset, middleOfCampaign } = await import('@pantau/detection');
  const { fileURLToPath } = await import('node:url');
  const register = readRegisters(o.register ?? [fileURLToPath(new URL('../../../../test/corpus/register.json', import.meta.url))]);
  const ruleset = loadRuleset();
  const report = auditFairness(register, ruleset, (c) => o.at ?? middleOfCampaign(register, c));
  const fuzzed = o.fuzz === undefined ? null : fuzz(compileEngine({ register, ruleset }), Number(o.fuzz), (line) => void process.stderr.write(`${line}\n`));
  if (o.json) process.stdout.write(`${JSON.stringify({ ruleset: ruleset.id, ...report, fuzz: fuzzed }, null, 1)}\n`);
  else {
    process.stdout.write(`ruleset ${ruleset.id}, register ${register.version}: ${report.pairs} swap pairs, ${report.failures.length} failures\n`);
    for (const [kind, r] of Object.entries(report.by_kind))
      process.stdout.write(
        `  ${kind.padEnd(32)} ${String(r.pairs).padStart(6)} pairs  ${String(r.failures).padStart(4)} failures  largest difference ${r.largest_difference.toFixed(4)}\n`,
      );
    for (const f of report.failures.slice(0, 20))
      process.stdout.write(`  ✗ ${f.kind}: "${f.a.text}" ${f.a.verdict} ${f.a.score.toFixed(3)} ≠ "${f.b.text}" ${f.b.verdict} ${f.b.score.toFixed(3)}\n`);
    process.stdout.write('recall of partisan sentences by contestant and form of mention\n');
    for (const [id, forms] of Object.entries(report.recall_by_form))
      process.stdout.write(
        `  ${id.padEnd(14)} ${Object.entries(forms)
          .map(([k, v]) => `${k} ${v.toFixed(2)}`)
          .join(', ')}\n`,
      );
    if (fuzzed) process.stdout.write(`fuzz: ${fuzzed.texts} texts, ${fuzzed.faults.length} faults, slowest ${fuzzed.slowest_ms.toFixed(2)} ms\n`);
  }
  return report.failures.length === 0 && (fuzzed === null || fuzzed.faults.length === 0);
}
