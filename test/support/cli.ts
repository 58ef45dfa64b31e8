/** The `pantau` command as a user runs it. */
import { spawn } from 'node:child_process';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export function pantau(args: readonly string[], env: NodeJS.ProcessEnv, input?: string): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['services/cli/bin.mjs', ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (d: Buffer) => out.push(d));
    child.stderr.on('data', (d: Buffer) => err.push(d));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
    child.stdin.end(input ?? '');
  });
}

/** The same, but a failing command fails the test with what it wrote. */
export async function pantauOk(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CliResult> {
  const r = await pantau(args, env);
  if (r.code !== 0) throw new Error(`pantau ${args.join(' ')} ended with ${r.code}\n${r.stdout}\n${r.stderr}`);
  return r;
}
