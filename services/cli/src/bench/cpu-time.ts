/** Processor time of a process and of those it started, from /proc: the figure that a busy machine does not distort. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second, the same on every Linux of today. */
const TICKS_PER_S = 100;

interface Times {
  pid: number;
  parent: number;
  command: string;
  seconds: number;
}

function timesOf(pid: number): Times | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const f = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // Its own time and that of children that have ended.
    const ticks = [11, 12, 13, 14].reduce((sum, i) => sum + Number(f[i]), 0);
    return { pid, parent: Number(f[1]), command, seconds: ticks / TICKS_PER_S };
  } catch {
    return null; // it has ended meanwhile, or this is no Linux
  }
}

/** Seconds spent so far by these processes and their direct children; null where there is no /proc. */
export function cpuSeconds(pids: readonly number[]): number | null {
  const all = readableProcesses();
  if (all === null) return null;
  return all.filter((t) => pids.includes(t.pid) || pids.includes(t.parent)).reduce((sum, t) => sum + t.seconds, 0);
}

function readableProcesses(): Times[] | null {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => timesOf(Number(name)) ?? []);
  } catch {
    return null;
  }
}

/** The server process behind a connection's own process. */
export function parentOf(pid: number): number | null {
  return timesOf(pid)?.parent ?? null;
}
