/** Builds the console when its sources are newer than what was built. A process of its own: building reads NODE_ENV and takes memory. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import type { Layout } from './layout.ts';

const OUTPUT_LINES = 6;

/** Resolves to what the build said. Runs beside the start of Postgres, so that even a first start hardly waits for it. */
export function buildConsole(l: Layout): Promise<string> {
  const child = spawn(process.execPath, [join(l.root, 'services/console/build.mjs')], { cwd: l.root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (d: Buffer) => (said += d.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const lines = said.trim().split('\n');
      if (code === 0) resolve(lines.at(-1) ?? '');
      else reject(new CliError(`the console could not be built: ${lines.slice(-OUTPUT_LINES).join('\n')}`));
    });
  });
}
