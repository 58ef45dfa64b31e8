/**
 * Postgres refuses to run as root. A root start therefore runs it as another user that the system already has; where that
 * user cannot reach the checkout (/root is 0700), as root inside a user namespace that shows it another uid.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../errors.ts';

export interface RunAs {
  /** Goes in front of the command. */
  prefix: string[];
  uid?: number;
  gid?: number;
}

interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** `dirs`: what the server must be able to read; `existing`: its data directory, when there is one. */
export function chooseIdentity(dirs: string[], existing: string | undefined): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const accounts = readAccounts();
  const owner = existing ? statSync(existing).uid : undefined;
  // A data directory belongs to who made it: root-owned means it was made in a namespace.
  const candidates = owner === undefined ? accounts.filter((a) => a.name === 'postgres' || a.name === 'nobody') : accounts.filter((a) => a.uid === owner);
  candidates.sort((a, b) => Number(b.name === 'postgres') - Number(a.name === 'postgres'));
  if (owner !== 0) {
    const able = candidates.find((a) => dirs.every((d) => canReach(d, a)));
    if (able) return { prefix: [], uid: able.uid, gid: able.gid };
  }
  const inside = accounts.find((a) => a.name === 'nobody') ?? candidates[0] ?? accounts[0];
  if (inside && namespacesWork(inside)) return { prefix: unshare(inside) };
  throw new CliError(
    `Postgres does not run as root, and no other user of this machine can read ${dirs[0]}: put the checkout where others may enter it (not under /root), start as an ordinary user, or set DATABASE_URL`,
  );
}

const unshare = (a: Account) => ['unshare', '--user', `--map-user=${a.uid}`, `--map-group=${a.gid}`];

function namespacesWork(a: Account): boolean {
  const [command, ...args] = [...unshare(a), 'true'];
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function readAccounts(): Account[] {
  let text = '';
  try {
    text = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((f) => f.length >= 4)
    .map((f) => ({ name: f[0] ?? '', uid: Number(f[2]), gid: Number(f[3]) }))
    .filter((a) => a.uid > 0);
}

/** Every directory on the way must be enterable, the last one readable too. */
function canReach(path: string, a: Account): boolean {
  for (let p = path, need = 5; ; p = dirname(p), need = 1) {
    if ((bitsFor(statSync(p), a) & need) !== need) return false;
    if (dirname(p) === p) return true;
  }
}

function bitsFor(s: Stats, a: Account): number {
  if (s.uid === a.uid) return (s.mode >> 6) & 7;
  if (s.gid === a.gid) return (s.mode >> 3) & 7;
  return s.mode & 7;
}
