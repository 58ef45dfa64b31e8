/** One service as a child process. It ends by itself when the IPC channel closes, so none outlives a killed launcher. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { logSize, rotate, tailFrom } from '../engines/log-tail.ts';
import { until } from '../engines/wait.ts';
import { CliError } from '../errors.ts';
import type { Running } from './keeper.ts';
import { Stopped } from './teardown.ts';

export interface ServiceOptions {
  name: string;
  /** Absolute path of its TypeScript entry. */
  entry: string;
  env: Record<string, string>;
  /** Answers 200 once the service works. */
  readyUrl: string;
  root: string;
  logs: string;
  /** Gives up waiting: another service failed, or the start was interrupted. */
  signal?: AbortSignal | undefined;
}

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
/** Rarely enough that asking does not slow the start it waits for. */
const PROBE_EVERY_MS = 100;
const PROBE_TIMEOUT_MS = 2_500;

/** Settings of the shell that started us would otherwise reach into the child. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL'];

export async function startService(o: ServiceOptions): Promise<Running> {
  const logFile = join(o.logs, `${o.name}.log`);
  rotate(logFile);
  const before = logSize(logFile);
  const log = openSync(logFile, 'a', 0o640);
  const env = Object.fromEntries(INHERITED.map((k) => [k, process.env[k]]).filter(([, v]) => v !== undefined));
  // Its own session: Ctrl-C reaches the launcher alone, which stops everything in order.
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), o.entry], {
    cwd: o.root,
    env: { ...env, ...o.env },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
  closeSync(log);
  let ended: number | string | undefined;
  const exited = new Promise<number | string>((resolve) => {
    child.once('error', (e) => resolve(e.message));
    child.once('exit', (code, signal) => resolve(signal ?? code ?? 1));
  }).then((how) => {
    ended = how;
    return how;
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(hard);
  };
  try {
    await until(
      `the start of ${o.name}`,
      READY_TIMEOUT_MS,
      async () => {
        if (o.signal?.aborted) throw new Stopped();
        if (ended !== undefined) throw new CliError(`${o.name} did not start: ${lastLine(tailFrom(logFile, before))} (log: ${logFile})`);
        return (await answersOk(o.readyUrl)) || undefined;
      },
      PROBE_EVERY_MS,
    );
  } catch (e) {
    await stop();
    throw e;
  }
  return { exited, stop };
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const r = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await r.arrayBuffer();
    return r.status === 200;
  } catch {
    return false;
  }
}

/** A service says why it cannot start on its last lines, as plain text or as a log line. */
function lastLine(log: string): string {
  const lines = log
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean);
  const plain = lines.filter((l) => !l.startsWith('{') && !l.startsWith('at ') && !l.startsWith('Node.js v'));
  return plain.findLast((l) => /error|cannot|missing|not /i.test(l)) ?? plain.at(-1) ?? lines.at(-1) ?? 'it gave no reason';
}
