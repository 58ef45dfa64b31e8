/** How a command finds the servers and the installation key: the environment, else what a running `npm start` has written down. */
import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkInstallationKey,
  type Handle,
  installationFact,
  KEY_FACT,
  type Keyring,
  loadKeyring,
  migrationStatus,
  openDb,
  unlockKeyring,
} from '@pantau/store';
import { z } from 'zod';
import { CliError, codeOf, messageOf } from './errors.ts';
import { claimHome } from './launcher/home.ts';
import { layoutOf } from './launcher/layout.ts';
import { liveHolder } from './launcher/lock.ts';
import { checkDatabaseUrl, checkUrls } from './urls.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const MIGRATIONS_DIR = join(ROOT, 'migrations');

/** Written by the launcher while it runs, removed when it stops. */
const RunFile = z.object({ database_url: z.string(), redis_url: z.string().optional() });

export interface Servers {
  databaseUrl: string;
  redisUrl: string | undefined;
}

const NOT_RUNNING = 'Pantau is not running: start it with `npm start`, or set DATABASE_URL';

export function findServers(env: NodeJS.ProcessEnv = process.env): Servers {
  checkUrls(env);
  if (env.DATABASE_URL) return { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL || undefined };
  const { runFile: file, lockFile } = layoutOf(env);
  // A launcher that was killed leaves its file behind, with the address of a server that is gone.
  if (!liveHolder(lockFile)) throw new CliError(NOT_RUNNING);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (e) {
    if (codeOf(e) === 'ENOENT') throw new CliError('Pantau is still starting: try again when it says that it is ready', { cause: e });
    throw new CliError(`cannot read ${file}: ${messageOf(e)}`, { cause: e });
  }
  try {
    const run = RunFile.parse(JSON.parse(text));
    return { databaseUrl: run.database_url, redisUrl: env.REDIS_URL || run.redis_url };
  } catch (e) {
    throw new CliError(`${file} is not readable: stop Pantau, remove the file and start again`, { cause: e });
  }
}

/** Connects as the owner of the schema and makes sure that it answers and is as new as this code. */
export async function openOwnerDb(databaseUrl: string): Promise<Handle> {
  checkDatabaseUrl(databaseUrl);
  const db = openDb({ url: databaseUrl, role: 'owner', name: 'cli', connectionsMax: 2 });
  try {
    const status = await migrationStatus(databaseUrl, MIGRATIONS_DIR);
    if (status.pending.length > 0) throw new CliError(`the database lacks ${status.pending.length} migration(s): run \`npx pantau migrate --apply\` first`);
    if (status.unknown.length > 0) throw new CliError(`the database is newer than this version of Pantau (${status.unknown[0]}): use the newer version`);
    return db;
  } catch (e) {
    await db.destroy();
    throw e instanceof CliError ? e : new CliError(`the database does not answer at ${withoutPassword(databaseUrl)}: ${messageOf(e)}`, { cause: e });
  }
}

export function withoutPassword(url: string): string {
  try {
    const u = new URL(url);
    if (u.password) u.password = '***';
    return u.toString();
  } catch {
    return 'DATABASE_URL (not a URL)';
  }
}

/**
 * The key that seals NIPs and webhook secrets. A key that is not the one the database was filled with would silently double
 * every person and open no secret; so a new one is made only where none has been used yet.
 */
export async function openKeyring(db: Handle, env: NodeJS.ProcessEnv = process.env): Promise<Keyring> {
  const { home, root, keyFile: file } = layoutOf(env);
  const used = (await installationFact(db, KEY_FACT)) !== null;
  const missing = !env.PANTAU_KEY && !existsSync(file);
  if (missing && used)
    throw new CliError(`the database was filled with an installation key that is not in ${file}: set PANTAU_KEY or PANTAU_KEY_FILE to the right one`);
  let keyring: Keyring;
  try {
    // The new key lies in our directory, which must be marked as ours before anything is put there.
    if (missing && !env.PANTAU_KEY_FILE) claimHome(home, root);
    keyring = loadKeyring({ key: env.PANTAU_KEY, file, create: !used });
  } catch (e) {
    throw new CliError(messageOf(e), { cause: e });
  }
  if (!(await checkInstallationKey(db, keyring)))
    throw new CliError('the installation key is not the one this database was filled with: set PANTAU_KEY or PANTAU_KEY_FILE to the right one');
  return unlockKeyring(db, keyring);
}

/** Who an import or seed is recorded for. */
export function operator(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    return 'cli';
  }
}
