/** `pantau user …`: accounts, roles by region, API keys. Passwords are read from the terminal or standard input, never from an argument. */
import { createInterface } from 'node:readline';
import { IDENTITY, RegionCode, Role } from '@pantau/domain';
import {
  createApiKey,
  createUser,
  findUserId,
  grantRole,
  type Handle,
  linkIdentity,
  listRegions,
  listUsers,
  newSetupToken,
  passwordFault,
  resetSecondFactor,
  revokeApiKeys,
  revokeRole,
  setActive,
  setPassword,
  type UserRole,
} from '@pantau/store';
import type { Command } from 'commander';
import { findServers, openOwnerDb } from '../context.ts';
import { CliError, codeOf } from '../errors.ts';
import { each } from '../options.ts';
import { registerUserDuties } from './user-duties.ts';

const UNIQUE_VIOLATION = '23505';
const DAY_MS = 86_400_000;

export function registerUser(program: Command): void {
  const group = program.command('user').description('who may sign in, with which role, for which region');
  group
    .command('add')
    .description('add a user; the password is asked for, or read from standard input')
    .argument('<username>')
    .requiredOption('--name <name>', 'name that colleagues see')
    .option('--role <role@region>', 'such as analyst@16.73 or auditor@ID; may be given several times', each)
    .action((username: string, o: { name: string; role?: string[] }) => withDb((db) => add(db, username, o)));
  group
    .command('list')
    .description('all users with their roles')
    .action(() => withDb(list));
  group
    .command('role')
    .description('grant or revoke a role')
    .argument('<username>')
    .argument('<role@region>')
    .option('--revoke', 'take it away')
    .action((username: string, role: string, o: { revoke?: boolean }) => withDb((db) => changeRole(db, username, role, o.revoke === true)));
  group
    .command('password')
    .description('set a new password; ends all sessions and lifts a lock')
    .argument('<username>')
    .action((username: string) => withDb((db) => changePassword(db, username)));
  group
    .command('disable')
    .description('lock a user out at once')
    .argument('<username>')
    .option('--undo', 'let the user in again')
    .action((username: string, o: { undo?: boolean }) => withDb((db) => disable(db, username, o.undo === true)));
  group
    .command('second-factor')
    .description('take the second factor of a user away who lost it; ends all sessions')
    .argument('<username>')
    .action((username: string) => withDb((db) => dropFactor(db, username)));
  group
    .command('link')
    .description('link a user to an identity at the identity provider')
    .argument('<username>')
    .option('--issuer <url>', 'issuer of the provider, as PANTAU_OIDC_ISSUER')
    .option('--subject <sub>', 'the `sub` the provider gives this person')
    .option('--remove', 'take the link away')
    .action((username: string, o: { issuer?: string; subject?: string; remove?: boolean }) => withDb((db) => link(db, username, o)));
  group
    .command('key')
    .description('make an API key for statistics; it is shown once')
    .argument('<name>')
    .option('--region <code>', 'region whose figures it may read', 'ID')
    .option('--days <n>', 'how long it works', String(IDENTITY.keyDaysDefault))
    .option('--revoke', 'revoke the keys of this name instead')
    .action((name: string, o: { region: string; days: string; revoke?: boolean }) => withDb((db) => key(db, name, o)));
  group
    .command('setup')
    .description('a token that makes the first administrator in the console; works once, for one day, while there are no accounts')
    .action(() => withDb(setup));
  registerUserDuties(group, withDb);
}

async function withDb(fn: (db: Handle) => Promise<void>): Promise<void> {
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    await fn(db);
  } finally {
    await db.destroy();
  }
}

async function setup(db: Handle): Promise<void> {
  const token = await newSetupToken(db);
  if (token === null) throw new CliError('there are accounts already: an administrator makes others in the console, or `pantau user add` does');
  say(token);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `analyst@16.73`; a role without a region would silently mean the whole country, so it is refused. */
async function parseRole(db: Handle, text: string): Promise<UserRole> {
  const [name = '', code = ''] = text.split('@');
  const role = Role.safeParse(name);
  if (!role.success) throw new CliError(`"${name}" is no role: choose one of ${Role.options.join(', ')}`);
  const region = RegionCode.safeParse(code);
  if (!region.success) throw new CliError(`"${text}" needs a region, like ${name}@16.73 or ${name}@ID`);
  const known = await listRegions(db);
  if (!known.some((r) => r.code === region.data.slice(0, 5))) throw new CliError(`there is no region ${region.data}`);
  return { role: role.data, region: region.data };
}

async function idOf(db: Handle, username: string): Promise<number> {
  const id = await findUserId(db, username);
  if (id === null) throw new CliError(`there is no user "${username}"`);
  return id;
}

async function add(db: Handle, username: string, o: { name: string; role?: string[] }): Promise<void> {
  if (!/^[a-z0-9][a-z0-9._-]{1,79}$/i.test(username)) throw new CliError('a username has 2 to 80 letters, digits, dots, dashes or underscores');
  const roles = await Promise.all((o.role ?? []).map((r) => parseRole(db, r)));
  const password = await readPassword([username, o.name]);
  try {
    await createUser(db, { username, displayName: o.name, password, roles });
  } catch (cause) {
    if (codeOf(cause) === UNIQUE_VIOLATION) throw new CliError(`there is already a user "${username}"`, { cause });
    throw cause;
  }
  say(`Added ${username.toLowerCase()}${roles.length === 0 ? ' without a role: add one with `pantau user role`' : ''}.`);
}

async function list(db: Handle): Promise<void> {
  const users = await listUsers(db);
  if (users.length === 0) return say('There are no users yet: add one with `pantau user add`.');
  const width = Math.max(...users.map((u) => u.username.length));
  for (const u of users) {
    const state = !u.active ? 'disabled' : u.locked ? 'locked' : 'active';
    say(`${u.username.padEnd(width)}  ${state.padEnd(8)}  ${u.roles.join(' ') || '(no role)'}  ${u.displayName}`);
  }
}

async function changeRole(db: Handle, username: string, text: string, revoke: boolean): Promise<void> {
  const id = await idOf(db, username);
  const role = await parseRole(db, text);
  if (!revoke) await grantRole(db, id, role);
  else if (!(await revokeRole(db, id, role))) throw new CliError(`${username} does not have ${text}: see \`pantau user list\``);
  say(`${revoke ? 'Revoked' : 'Granted'} ${text}.`);
}

async function changePassword(db: Handle, username: string): Promise<void> {
  const id = await idOf(db, username);
  await setPassword(db, id, await readPassword([username]));
  say('Password set; all sessions of this user have ended.');
}

async function disable(db: Handle, username: string, undo: boolean): Promise<void> {
  await setActive(db, await idOf(db, username), undo);
  say(undo ? `${username} may sign in again.` : `${username} is locked out.`);
}

async function dropFactor(db: Handle, username: string): Promise<void> {
  const had = await resetSecondFactor(db, await idOf(db, username));
  say(had ? `${username} has no second factor any more; where the policy asks for one, the next sign-in begins with setting it up.` : `${username} had none.`);
}

async function link(db: Handle, username: string, o: { issuer?: string; subject?: string; remove?: boolean }): Promise<void> {
  const id = await idOf(db, username);
  if (o.remove) {
    await linkIdentity(db, id, null);
    return say(`${username} is linked to no identity.`);
  }
  if (!o.issuer || !o.subject) throw new CliError('a link needs --issuer and --subject');
  await linkIdentity(db, id, { issuer: o.issuer, subject: o.subject });
  say(`${username} signs in as ${o.subject} of ${o.issuer}.`);
}

async function key(db: Handle, name: string, o: { region: string; days: string; revoke?: boolean }): Promise<void> {
  if (o.revoke) {
    const n = await revokeApiKeys(db, name);
    if (n === 0) throw new CliError(`there is no key "${name}" in use`);
    return say(`Revoked ${n} key(s).`);
  }
  const { region } = await parseRole(db, `stats_reader@${o.region}`);
  const days = Number(o.days);
  if (!Number.isInteger(days) || days < 1 || days > IDENTITY.keyDaysMax) throw new CliError(`--days is a number from 1 to ${IDENTITY.keyDaysMax}`);
  say(await createApiKey(db, name, region, new Date(Date.now() + days * DAY_MS)));
}

/** From a terminal without echo, twice; otherwise the first line of standard input. */
async function readPassword(about: readonly string[]): Promise<string> {
  const password = process.stdin.isTTY ? await askTwice() : await firstLine();
  const fault = await passwordFault(password, about);
  if (fault !== null) throw new CliError(fault);
  return password;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  for await (const line of lines) return line;
  throw new CliError('no password on standard input');
}

async function askTwice(): Promise<string> {
  const password = await ask('Password: ');
  if ((await ask('Again: ')) !== password) throw new CliError('the two passwords differ');
  return password;
}

function ask(prompt: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(prompt);
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (finish: () => void) => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.removeListener('data', onData);
      process.stderr.write('\n');
      finish();
    };
    const onData = (chunk: string) => {
      for (const ch of chunk) {
        if (ch === '\r' || ch === '\n') return end(() => resolve(typed));
        if (ch === '\u0003') return end(() => reject(new CliError('cancelled')));
        typed = ch === '\u007f' || ch === '\b' ? typed.slice(0, -1) : typed + ch;
      }
    };
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.resume();
    stdin.on('data', onData);
  });
}
