/** Waiting for something another process does, with a name for the message when it does not come. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CliError, codeOf } from '../errors.ts';

const POLL_MS = 15;

/** Calls `probe` until it returns something other than undefined; throws after `timeoutMs`. */
export async function until<T>(what: string, timeoutMs: number, probe: () => T | undefined | Promise<T | undefined>, everyMs = POLL_MS): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new CliError(`${what} did not happen within ${Math.round(timeoutMs / 1_000)} s`);
    await delay(everyMs);
  }
}

/** True while a process has this pid, a zombie that nobody has collected yet excepted. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (e) {
    return codeOf(e) === 'EPERM';
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    // `pid (comm) state …`; comm may hold anything, the state follows its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
