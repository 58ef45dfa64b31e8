/** `npm run screenshots [DIR]`: a picture of every screen, light and dark, Indonesian and English, desk and phone. Then look at them. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dir = process.argv[2] ?? '.data/screenshots';
const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', '--project', 'integration', 'console-screens'];
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PANTAU_SCREENSHOTS: dir } });
child.once('close', (code) => {
  process.stdout.write(`${dir}\n`);
  process.exitCode = code ?? 1;
});
