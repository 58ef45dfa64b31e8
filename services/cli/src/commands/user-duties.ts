/** `pantau user agency|conflict`: which agency's staff an office serves, and what a reviewer may not judge. */
import { endConflict, findUserId, type Handle, listConflictsOf, setAgencies } from '@pantau/store';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { each } from '../options.ts';

const AGENCY_CHARS = 300;

export function registerUserDuties(group: Command, withDb: (run: (db: Handle) => Promise<void>) => Promise<void>): void {
  group
    .command('agency')
    .description('narrow a personnel office to the staff of named agencies; without a name its whole region again')
    .argument('<username>')
    .option('--agency <name>', 'as written in the account register; may be given several times', each)
    .action((username: string, o: { agency?: string[] }) => withDb((db) => agencies(db, username, o.agency ?? [])));
  group
    .command('conflict')
    .description('list what a reviewer has declared, or end one declaration that no longer holds')
    .argument('<username>')
    .option('--end <id>', 'end this declaration')
    .action((username: string, o: { end?: string }) => withDb((db) => conflicts(db, username, o.end)));
}

async function idOf(db: Handle, username: string): Promise<number> {
  const id = await findUserId(db, username);
  if (id === null) throw new CliError(`there is no user "${username}"`);
  return id;
}

async function agencies(db: Handle, username: string, names: string[]): Promise<void> {
  const long = names.find((n) => n.trim() === '' || n.length > AGENCY_CHARS);
  if (long !== undefined) throw new CliError(`an agency has 1 to ${AGENCY_CHARS} characters`);
  await setAgencies(db, await idOf(db, username), names);
  process.stdout.write(names.length === 0 ? `${username}: all staff of the region.\n` : `${username}: staff of ${names.join(', ')} only.\n`);
}

async function conflicts(db: Handle, username: string, end: string | undefined): Promise<void> {
  const id = await idOf(db, username);
  if (end !== undefined) {
    if (!/^\d{1,9}$/.test(end) || !(await endConflict(db, id, Number(end)))) throw new CliError(`${username} has no open declaration ${end}`);
    process.stdout.write(`Ended declaration ${end} of ${username}.\n`);
    return;
  }
  const all = await listConflictsOf(db, id);
  if (all.length === 0) process.stdout.write(`${username} has declared nothing.\n`);
  for (const c of all)
    process.stdout.write(`${c.id}  ${c.kind === 'agency' ? `former agency: ${c.agency}` : 'kin'}  since ${c.declaredAt.toISOString().slice(0, 10)}\n`);
}
