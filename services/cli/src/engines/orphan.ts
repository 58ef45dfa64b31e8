/** Servers that outlived both the launcher and their guard. Callers hold the lock of the directory, so nobody alive uses them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isAlive, until } from './wait.ts';

const STOP_TIMEOUT_MS = 15_000;

export interface OrphanOptions {
  /** Its first line is the pid. */
  pidFile: string;
  /** What such a process calls itself; a pid may have been given to somebody else since. */
  command: string;
  polite: NodeJS.Signals;
  hard: NodeJS.Signals;
}

/** True when there was one. */
export async function stopOrphan(o: OrphanOptions): Promise<boolean> {
  const pid = readPid(o.pidFile);
  if (pid === undefined || !isAlive(pid) || !isNamed(pid, o.command)) return false;
  process.kill(pid, o.polite);
  const gone = () => (isAlive(pid) ? undefined : true);
  const what = `the stop of the ${o.command} left by an earlier start (pid ${pid})`;
  try {
    await until(what, STOP_TIMEOUT_MS, gone);
  } catch {
    process.kill(pid, o.hard);
    await until(what, STOP_TIMEOUT_MS, gone);
  }
  return true;
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isNamed(pid: number, command: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === command;
  } catch {
    return spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout?.includes(command) ?? false;
  }
}
