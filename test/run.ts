/**
 * `npm test [-- filter]`: everything this machine can run. Says what it skipped and what that needs; the last line is
 * always `N passed, N failed, N skipped`. With PANTAU_CI=1 only missing reference data may be a reason to skip.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Report, type Summary, summarise } from './support/summary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ALLOWED_IN_CI = 'reference data';

/** 0 when all is well; every other outcome is said above the last line. */
function verdict(s: Summary, vitestCode: number): number {
  const out = (line: string) => process.stdout.write(`${line}\n`);
  if (s.skips.size > 0) out('\nSkipped here:');
  for (const [suite, need] of s.skips) out(`  ${suite}\n    needs: ${need}`);
  const strict = process.env.PANTAU_CI === '1';
  const wrong = strict ? [...s.skips].filter(([, need]) => need !== ALLOWED_IN_CI) : [];
  if (wrong.length > 0) out(`\nNothing may be skipped here for another reason than missing reference data: ${wrong.map(([suite]) => suite).join(' · ')}`);
  if (vitestCode !== 0 && s.failed === 0) {
    out('\nThe test run itself failed (an error outside of a test, see above).');
    s.failed = 1;
  }
  if (s.passed + s.failed + s.skipped === 0) out('\nNo test was found.');
  out(`\n${s.passed} passed, ${s.failed} failed, ${s.skipped} skipped`);
  return vitestCode !== 0 || s.failed > 0 || wrong.length > 0 || s.passed + s.skipped === 0 ? 1 : 0;
}

function vitest(args: string[], reportFile: string): Promise<number> {
  const argv = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '-c',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ];
  const child = spawn(process.execPath, [...argv, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  // The terminal sends Ctrl-C to both; vitest stops its servers, we only wait for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'pantau-report-'));
  const file = join(dir, 'report.json');
  const code = await vitest(process.argv.slice(2), file);
  let report: Report = { testResults: [] };
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    process.stdout.write('\nThere is no report of the run.\n');
  }
  rmSync(dir, { recursive: true, force: true });
  process.exitCode = verdict(summarise(report, root), code);
}

await main();
