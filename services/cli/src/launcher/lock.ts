/**
 * One launcher per `.data/`. The lock names a process by pid and start time, so that a lock left by kill -9 never blocks,
 * even when its pid was given to another process meanwhile.
 */
import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../engines/wait.ts';
import { CliError, codeOf } from '../errors.ts';

interface Holder {
  pid: number;
  started: string;
  port: number;
}

const SETTLE_MS = 60;

export interface Lock {
  release(): void;
}

export async function takeLock(file: string, port: number): Promise<Lock> {
  const me: Holder = { pid: process.pid, started: startOf(process.pid), port };
  const text = JSON.stringify(me);
  const own = `${file}.${process.pid}`;
  writeFileSync(own, text);
  try {
    linkSync(own, file); // atomic: fails when the file is there
    rmSync(own);
  } catch (e) {
    if (codeOf(e) !== 'EEXIST') throw e;
    const holder = liveHolder(file);
    if (holder) {
      rmSync(own);
      throw new CliError(`Pantau already runs from this directory (pid ${holder.pid}, port ${holder.port}): stop that one first`);
    }
    renameSync(own, file);
    await delay(SETTLE_MS); // two starts may replace a stale lock at the same moment: the last one keeps it
  }
  if (readFileSync(file, 'utf8') !== text) throw new CliError('Pantau is being started from this directory by somebody else');
  return {
    release: () => {
      if (liveHolder(file)?.pid === process.pid) rmSync(file, { force: true });
    },
  };
}

/** Who holds the lock and is alive; undefined when it is free or stale. */
export function liveHolder(file: string): Holder | undefined {
  let holder: Holder;
  try {
    holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
  return isAlive(holder.pid) && startOf(holder.pid) === holder.started ? holder : undefined;
}

/** Start time of a process in whatever unit the system has; only compared for equality. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}
