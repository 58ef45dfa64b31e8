/**
 * Keys of programs. A key is rotated by making its successor while it still works: two of a line may live at once, so that a
 * consumer changes over without a gap. Look-ups run as `pantau_auth`, administration as the administrator.
 */
import { type ApiScope, ProblemError, type Role } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';
import { newSecret, sha256 } from './secrets.ts';

export interface KeyHolder {
  keyId: number;
  /** Limits are counted for the line, so a rotation does not double them. */
  family: number;
  role: Role;
  region: string;
  scopes: ApiScope[];
  perMinute: number;
}

const TAIL_CHARS = 4;
const KEYS_PER_FAMILY = 2;

/** Null when unknown, revoked or expired; notes the use at most once a minute. */
export async function findApiKey(db: Db, key: string): Promise<KeyHolder | null> {
  const { rows } = await sql<KeyHolder>`
    with k as (select id, family, role, region, scopes, per_minute, last_used_at from api_key
      where key_hash = ${sha256(key)} and revoked_at is null and (expires_at is null or expires_at > now())),
    used as (update api_key a set last_used_at = now() from k where a.id = k.id and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute'))
    select id as "keyId", family, role, region, scopes, per_minute as "perMinute" from k`.execute(db);
  return rows[0] ?? null;
}

export interface NewKey {
  name: string;
  region: string;
  scopes: readonly ApiScope[];
  perMinute: number;
  expiresAt: Date;
}

export interface ListedKey {
  id: number;
  name: string;
  region: string;
  scopes: string[];
  family: number;
  tail: string;
  perMinute: number;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const COLUMNS = sql`id, name, region, scopes, family, tail, per_minute as "perMinute", created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;
const LIVE = sql`revoked_at is null and (expires_at is null or expires_at > now())`;

export async function listApiKeys(tx: Tx, page: { after: number; rows: number }): Promise<ListedKey[]> {
  return (await sql<ListedKey>`select ${COLUMNS} from api_key where id > ${page.after} order by id limit ${page.rows}`.execute(tx)).rows;
}

/** Returns the key itself; it cannot be read again. */
export async function makeApiKey(tx: Tx, userId: number, k: NewKey, family: number | null = null): Promise<{ key: ListedKey; secret: string }> {
  const secret = `pantau_${newSecret()}`;
  const { rows } = await sql<ListedKey>`insert into api_key (key_hash, name, region, scopes, family, tail, per_minute, expires_at, created_by)
    values (${sha256(secret)}, ${k.name}, ${k.region}, ${[...k.scopes]}, ${family}, ${secret.slice(-TAIL_CHARS)}, ${k.perMinute}, ${k.expiresAt}, ${userId})
    returning ${COLUMNS}`.execute(tx);
  const [key] = rows;
  if (!key) throw new Error('a key is missing right after it was made');
  await audit(tx, 'api_key_created', 'api_key', key.id, { region: k.region, scopes: k.scopes, family: key.family });
  return { key, secret };
}

/** Makes the successor; the key itself ends after the overlap at the latest. */
export async function rotateApiKey(
  tx: Tx,
  userId: number,
  id: number,
  o: { overlapUntil: Date; expiresAt: Date },
): Promise<{ key: ListedKey; secret: string; old: ListedKey }> {
  const old = await lockKey(tx, id);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from api_key where family = ${old.family} and ${LIVE}`.execute(tx);
  if ((rows[0]?.n ?? 0) >= KEYS_PER_FAMILY) throw new ProblemError('key_being_replaced');
  const ended = await sql<ListedKey>`update api_key set expires_at = least(expires_at, ${o.overlapUntil}) where id = ${id} returning ${COLUMNS}`.execute(tx);
  const made = await makeApiKey(
    tx,
    userId,
    { name: old.name, region: old.region, scopes: old.scopes as ApiScope[], perMinute: old.perMinute, expiresAt: o.expiresAt },
    old.family,
  );
  await audit(tx, 'api_key_rotated', 'api_key', id, { successor: made.key.id });
  return { ...made, old: ended.rows[0] ?? old };
}

export async function revokeApiKey(tx: Tx, id: number): Promise<ListedKey> {
  const old = await lockKey(tx, id);
  const { rows } = await sql<ListedKey>`update api_key set revoked_at = now() where id = ${id} returning ${COLUMNS}`.execute(tx);
  await audit(tx, 'api_key_revoked', 'api_key', id);
  return rows[0] ?? old;
}

/** A live key; two rotations of one line wait here for each other. */
async function lockKey(tx: Tx, id: number): Promise<ListedKey> {
  const line = await sql<{ family: number }>`select family from api_key where id = ${id}`.execute(tx);
  const [found] = line.rows;
  if (!found) throw new ProblemError('not_found');
  await sql`select id from api_key where family = ${found.family} order by id for update`.execute(tx);
  const { rows } = await sql<ListedKey>`select ${COLUMNS} from api_key where id = ${id} and ${LIVE}`.execute(tx);
  const [key] = rows;
  if (!key) throw new ProblemError('not_found', 'This key has ended.');
  return key;
}
