/** The checks that need no server: format, lint, types, unused code. Side by side, and cached by turbo. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const TASKS = ['format', 'lint', 'types', 'unused'].map((t) => `//#check:${t}`);

const plain = process.stdout.isTTY ? [] : ['--no-color'];

const turbo = spawnSync(process.execPath, ['node_modules/turbo/bin/turbo', 'run', ...TASKS, '--output-logs=errors-only', '--continue', ...plain], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exitCode = turbo.status ?? 1;
