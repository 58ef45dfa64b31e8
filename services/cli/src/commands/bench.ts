/** `pantau bench NAME`: readable progress on stderr, one JSON object as the last line on stdout. */
import { cpus } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Bench, BenchOptions } from '../bench/result.ts';
import { CliError } from '../errors.ts';

const BENCHES: Record<string, () => Promise<{ bench: Bench }>> = {
  pipeline: () => import('../bench/pipeline.ts'),
  detection: () => import('../bench/detection.ts'),
  alerts: () => import('../bench/alerts.ts'),
  casework: () => import('../bench/casework.ts'),
};

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('measure this machine')
    .argument('<name>', Object.keys(BENCHES).join(' | '))
    .option('--seconds <n>', 'casework: how long', count)
    .option('--clients <n>', 'casework: how many reviewers', count)
    .option('--cases <n>', 'casework: rows in the table', count)
    .option('--open <n>', 'casework: cases that wait', count)
    .option('--processes <n>', 'casework: copies of the api', count)
    .addOption(new Option('--pace <pace>', 'casework: steady, or none for no pause between two cases').choices(['steady', 'none']))
    .action(async (name: string, options: BenchOptions) => {
      const load = BENCHES[name];
      if (!load) throw new CliError(`there is no benchmark "${name}": choose one of ${Object.keys(BENCHES).join(', ')}`);
      const { bench } = await load();
      const { figures, engine = {} } = await bench((line) => void process.stderr.write(`${line}\n`), options);
      const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
      process.stdout.write(`${JSON.stringify({ name, machine, engine, figures: rounded(figures) })}\n`);
    });
}

const SIGNIFICANT_DIGITS = 4;
function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([k, v]) => [k, Number(v.toPrecision(SIGNIFICANT_DIGITS))]));
}

function count(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('must be a whole number of at least 1');
  return n;
}
