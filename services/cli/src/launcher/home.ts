/** Makes a directory ours, or refuses it: `npm run reset` removes whatever carries our mark, so nobody else's may ever get one. */
import { accessSync, constants, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CliError, codeOf, messageOf } from '../errors.ts';

/** Tells our directory from any other that PANTAU_DATA might name by mistake. */
const MARKER = 'PANTAU';
const MARK = 'State of a Pantau installation. `npm run reset` removes this directory.\n';

/** The name alone says nothing: a checkout called pantau has it too, where file names ignore case. */
export function isOurs(home: string): boolean {
  try {
    return readFileSync(join(home, MARKER), 'utf8') === MARK;
  } catch {
    return false;
  }
}

/**
 * Looks first and writes only then. `root/.data` of the checkout is ours whatever lies in it. Dies between the two writes: an
 * empty directory is left, which the next start takes.
 */
export function claimHome(home: string, root: string): void {
  const path = resolve(home);
  const there = entriesOf(path);
  if (there === undefined) makeIn(dirname(path), path);
  else if (there.length > 0 && !isOurs(path) && path !== join(root, '.data'))
    throw new CliError(`${home} holds files that are not Pantau's: let PANTAU_DATA name an empty or a new directory`);
  if (there !== undefined) accessSync(path, constants.W_OK | constants.X_OK);
  writeFileSync(join(path, MARKER), MARK);
}

function entriesOf(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch (e) {
    if (codeOf(e) === 'ENOENT') return undefined;
    if (codeOf(e) === 'ENOTDIR') throw new CliError(`${path} is not a directory: let PANTAU_DATA name one`, { cause: e });
    throw e;
  }
}

/** One level only: a recursive mkdir never returns in places like /proc, and a mistyped path should not become a tree. */
function makeIn(parent: string, path: string): void {
  if (!statSync(parent, { throwIfNoEntry: false })?.isDirectory()) throw new CliError(`there is no directory ${parent}: make it first, or correct PANTAU_DATA`);
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
    mkdirSync(path);
  } catch (e) {
    if (codeOf(e) === 'ENOSPC') throw e;
    throw new CliError(`${path} cannot be made: ${codeOf(e) === 'EACCES' ? `${parent} is not writable for this user` : messageOf(e)}`, { cause: e });
  }
}
