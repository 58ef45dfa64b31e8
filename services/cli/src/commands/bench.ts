/** `pantau bench NAME`: readable progress on stderr, one JSON object as the last line on stdout. */
import { cpus } from 'node:os';
import type { Command } from 'commander';
import type { Bench } from '../bench/result.ts';
import { CliError } from '../errors.ts';

const BENCHES: Record<string, () => Promise<{ bench: Bench }>> = {
  pipeline: () => import('../bench/pipeline.ts'),
  detection: () => import('../bench/detection.ts'),
  alerts: () => import('../bench/alerts.ts'),
};

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('measure this machine')
    .argument('<name>', Object.keys(BENCHES).join(' | '))
    .action(async (name: string) => {
      const load = BENCHES[name];
      if (!load) throw new CliError(`there is no benchmark "${name}": choose one of ${Object.keys(BENCHES).join(', ')}`);
      const { bench } = await load();
      const { figures, engine = {} } = await bench((line) => void process.stderr.write(`${line}\n`));
      const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
      process.stdout.write(`${JSON.stringify({ name, machine, engine, figures: rounded(figures) })}\n`);
    });
}

const SIGNIFICANT_DIGITS = 4;
function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([k, v]) => [k, Number(v.toPrecision(SIGNIFICANT_DIGITS))]));
}
