/**
 * Starts a server that must not outlive us. A small shell holds a pipe to this process: when the pipe closes, for whatever
 * reason (stop, crash, kill -9), it interrupts the server and waits for it. The server gets its own session, so that
 * Ctrl-C reaches only the launcher, which then stops everything in order.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

const GUARD = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- &',
  'server=$!',
  '(read -r _ <&3; kill -INT $server 2>/dev/null) &',
  'watch=$!',
  'exec 3<&-',
  'wait $server',
  'code=$?',
  'kill $watch 2>/dev/null',
  'exit $code',
].join('\n');

export interface Guarded {
  /** Resolves with the exit code once the server is gone. */
  readonly exited: Promise<number>;
  readonly running: boolean;
  /** Interrupts the server and waits for it. */
  stop(): Promise<void>;
}

export interface GuardedOptions {
  command: string[];
  /** Appended to; holds what the server says. */
  logFile: string;
  env?: Record<string, string>;
  uid?: number | undefined;
  gid?: number | undefined;
  cwd: string;
}

export function spawnGuarded(o: GuardedOptions): Guarded {
  const log = openSync(o.logFile, 'a', 0o640);
  const child: ChildProcess = spawn('/bin/sh', ['-c', GUARD, 'pantau-guard', ...o.command], {
    cwd: o.cwd,
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', LC_ALL: 'C', ...o.env },
    stdio: ['pipe', log, log],
    detached: true,
    ...(o.uid === undefined ? {} : { uid: o.uid }),
    ...(o.gid === undefined ? {} : { gid: o.gid }),
  });
  closeSync(log);
  let running = true;
  child.stdin?.on('error', () => {}); // the guard may be gone before we close the pipe
  const exited = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  }).finally(() => {
    running = false;
    child.stdin?.destroy();
  });
  return {
    exited,
    get running() {
      return running;
    },
    stop: async () => {
      child.stdin?.end();
      await exited;
    },
  };
}
