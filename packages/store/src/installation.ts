/** Facts about this installation, and whether a database already holds somebody's work. */

import type { Db } from './db.ts';
import { sql } from './kysely.ts';
import type { Keyring } from './pii.ts';
import { unlockKeyring, WrongKeySource } from './pii-keys.ts';

/** The fact that holds the fingerprint of the key; absent until somebody has used one. */
export const KEY_FACT = 'key_fingerprint';

export async function installationFact<T>(db: Db, key: string): Promise<T | null> {
  const { rows } = await sql<{ value: T }>`select value from installation where key = ${key}`.execute(db);
  return rows[0]?.value ?? null;
}

export async function setInstallationFact(db: Db, key: string, value: unknown): Promise<void> {
  await sql`insert into installation (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(db);
}

/** True when there are no users, persons, registers, sources or posts. */
export async function isEmptyDatabase(db: Db): Promise<boolean> {
  const { rows } = await sql<{ filled: boolean }>`select exists (select from app_user) or exists (select from person) or exists (select from register_version)
    or exists (select from source) or exists (select from post) as filled`.execute(db);
  return rows[0]?.filled === false;
}

/** Points the subscriptions of these offices at another address; returns how many did not point there already. */
export async function redirectSubscriptions(db: Db, keyring: Keyring, o: { offices: readonly string[]; url: string; secret: string }): Promise<number> {
  const done = await sql`update subscription set url = ${o.url}, secret_sealed = ${keyring.seal(o.secret)}
    where office = any(${[...o.offices]}) and url <> ${o.url}`.execute(db);
  return Number(done.numAffectedRows ?? 0);
}

/**
 * False when the database was filled with another key. The first caller on an empty database records its key's fingerprint;
 * needs the owner's handle.
 */
export async function checkInstallationKey(db: Db, keyring: Keyring): Promise<boolean> {
  let mine: string;
  try {
    mine = (await unlockKeyring(db, keyring)).fingerprint().toString('hex');
  } catch (e) {
    if (e instanceof WrongKeySource) return false;
    throw e;
  }
  await sql`insert into installation (key, value) values (${KEY_FACT}, ${JSON.stringify(mine)}::jsonb) on conflict do nothing`.execute(db);
  const { rows } = await sql<{ value: unknown }>`select value from installation where key = ${KEY_FACT}`.execute(db);
  return rows[0]?.value === mine;
}

/** The same question asked by a service that may not read the fact itself; true where no key has been used yet. */
export async function fitsInstallation(db: Db, keyring: Keyring): Promise<boolean> {
  const { rows } = await sql<{ used: string | null }>`select key_fingerprint() as used`.execute(db);
  const used = rows[0]?.used ?? null;
  return used === null || used === keyring.fingerprint().toString('hex');
}
