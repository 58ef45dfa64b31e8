/**
 * Accounts, sessions and keys. Sign-in runs as `pantau_auth`, the only role that sees password hashes; the `user` command
 * runs as the owner. Tokens and keys are random, shown once and stored as SHA-256.
 */
import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { LIMITS, type Role } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { type Kysely, sql } from './kysely.ts';
import type { Database } from './schema.ts';

/** OWASP's second recommendation: 19 MiB, two passes. The algorithm's default in this library is argon2id. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const SECRET_BYTES = 32;
export const PASSWORD_CHARS_MIN = 10;
export const PASSWORD_CHARS_MAX = 200;
/** Verified for unknown names, so that an answer takes as long as for known ones. */
const NOBODY_HASH = hash('no account has this password', ARGON2);

export interface UserRole {
  role: Role;
  region: string;
}

export interface SignedIn {
  userId: number;
  displayName: string;
  csrf: string;
  expiresAt: Date;
  roles: UserRole[];
}

const sha256 = (value: string): Buffer => createHash('sha256').update(value).digest();
const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2);

/** Writes to the audit chain; the actor is the transaction's user. Keep it the last write: it holds the chain's lock until commit. */
export async function audit(tx: Db, action: string, object: string, objectId: string | number, data: Record<string, unknown> = {}): Promise<void> {
  await sql`select audit_append(${action}, ${object}, ${String(objectId)}, ${JSON.stringify(data)}::jsonb)`.execute(tx);
}

export type SignIn = { ok: true; token: string; session: SignedIn } | { ok: false; code: 'bad_credentials' | 'account_locked'; userId: number | null };

/**
 * An attempt is counted before the password is checked, so a burst of parallel guesses cannot outrun the lock;
 * success sets the count back. Dies in between: one attempt too many is counted, nothing else.
 */
export async function signIn(db: Kysely<Database>, username: string, password: string): Promise<SignIn> {
  const name = username.trim().toLowerCase();
  const { rows } = await sql<{ id: number; password_hash: string }>`
    update app_user set
      failed_attempts = case when locked_until is null then failed_attempts + 1 else 1 end,
      locked_until = case when locked_until is null and failed_attempts + 1 >= ${LIMITS.signInFailuresMax} then now() + ${LIMITS.lockoutMinutes} * interval '1 minute' end
     where username = ${name} and active and (locked_until is null or locked_until <= now())
    returning id, password_hash`.execute(db);
  const user = rows[0];
  if (!user) {
    const locked = await db.selectFrom('app_user').select('id').where('username', '=', name).where('locked_until', '>', sql<Date>`now()`).executeTakeFirst();
    if (locked) return refuse(db, 'account_locked', locked.id);
    await verify(await NOBODY_HASH, password);
    return refuse(db, 'bad_credentials', null);
  }
  if (!(await verify(user.password_hash, password))) return refuse(db, 'bad_credentials', user.id);
  return db.transaction().execute((tx) => openSession(tx, user.id));
}

async function refuse(db: Kysely<Database>, code: 'bad_credentials' | 'account_locked', userId: number | null): Promise<SignIn> {
  await db.transaction().execute((tx) => audit(tx, 'sign_in_refused', 'user', userId ?? '-', { code }));
  return { ok: false, code, userId };
}

async function openSession(tx: Tx, userId: number): Promise<SignIn> {
  const token = secret();
  await sql`select set_config('pantau.user_id', ${String(userId)}, true)`.execute(tx);
  await sql`update app_user set failed_attempts = 0, locked_until = null where id = ${userId}`.execute(tx);
  await sql`delete from session where user_id = ${userId} and expires_at <= now()`.execute(tx);
  await sql`insert into session (token_hash, user_id, csrf, expires_at)
    values (${sha256(token)}, ${userId}, ${secret()}, now() + ${LIMITS.sessionHours} * interval '1 hour')`.execute(tx);
  const session = await findSession(tx, token);
  if (!session) throw new Error('a session is missing right after it was written');
  await audit(tx, 'signed_in', 'user', userId);
  return { ok: true, token, session };
}

/** One statement: the session, its user and the user's roles. Null when unknown, expired or the user is disabled. */
export async function findSession(db: Db, token: string): Promise<SignedIn | null> {
  const { rows } = await sql<SignedIn>`
    select u.id as "userId", u.display_name as "displayName", s.csrf, s.expires_at as "expiresAt",
           coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region) order by r.role, r.region) from user_role r where r.user_id = u.id), '[]') as roles
      from session s join app_user u on u.id = s.user_id
     where s.token_hash = ${sha256(token)} and s.expires_at > now() and u.active`.execute(db);
  return rows[0] ?? null;
}

export async function endSession(db: Kysely<Database>, token: string, userId: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select set_config('pantau.user_id', ${String(userId)}, true)`.execute(tx);
    await sql`delete from session where token_hash = ${sha256(token)}`.execute(tx);
    await audit(tx, 'signed_out', 'user', userId);
  });
}

export interface KeyHolder {
  keyId: number;
  role: Role;
  region: string;
}

export async function findApiKey(db: Db, key: string): Promise<KeyHolder | null> {
  const { rows } = await sql<KeyHolder>`
    select id as "keyId", role, region from api_key where key_hash = ${sha256(key)} and revoked_at is null`.execute(db);
  return rows[0] ?? null;
}

// --- The owner's side: the `user` command, seeds and tests -----------------------------------------------------------

export interface NewUser {
  username: string;
  displayName: string;
  password: string;
  roles: readonly UserRole[];
}

export async function createUser(db: Kysely<Database>, u: NewUser): Promise<number> {
  const passwordHash = await hashPassword(u.password);
  return db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('app_user')
      .values({ username: u.username.trim().toLowerCase(), display_name: u.displayName, password_hash: passwordHash })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const r of u.roles) await tx.insertInto('user_role').values({ user_id: id, role: r.role, region: r.region }).execute();
    await audit(tx, 'user_created', 'user', id, { roles: u.roles });
    return id;
  });
}

export async function findUserId(db: Db, username: string): Promise<number | null> {
  const row = await db.selectFrom('app_user').select('id').where('username', '=', username.trim().toLowerCase()).executeTakeFirst();
  return row?.id ?? null;
}

export async function grantRole(db: Kysely<Database>, userId: number, r: UserRole): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`insert into user_role (user_id, role, region) values (${userId}, ${r.role}, ${r.region}) on conflict do nothing`.execute(tx);
    await audit(tx, 'role_granted', 'user', userId, { ...r });
  });
}

export async function revokeRole(db: Kysely<Database>, userId: number, r: UserRole): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`delete from user_role where user_id = ${userId} and role = ${r.role} and region = ${r.region}`.execute(tx);
    if (!numAffectedRows) return false;
    await audit(tx, 'role_revoked', 'user', userId, { ...r });
    return true;
  });
}

/** A new password ends every session and lifts a lock. */
export async function setPassword(db: Kysely<Database>, userId: number, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await db.transaction().execute(async (tx) => {
    await sql`update app_user set password_hash = ${passwordHash}, failed_attempts = 0, locked_until = null where id = ${userId}`.execute(tx);
    await sql`delete from session where user_id = ${userId}`.execute(tx);
    await audit(tx, 'password_set', 'user', userId);
  });
}

export async function setActive(db: Kysely<Database>, userId: number, active: boolean): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update app_user set active = ${active} where id = ${userId}`.execute(tx);
    if (!active) await sql`delete from session where user_id = ${userId}`.execute(tx);
    await audit(tx, active ? 'user_enabled' : 'user_disabled', 'user', userId);
  });
}

export interface ListedUser {
  id: number;
  username: string;
  displayName: string;
  active: boolean;
  locked: boolean;
  roles: string[];
}

export async function listUsers(db: Db): Promise<ListedUser[]> {
  const { rows } = await sql<ListedUser>`
    select u.id, u.username, u.display_name as "displayName", u.active, coalesce(u.locked_until > now(), false) as locked,
           array(select r.role || '@' || r.region from user_role r where r.user_id = u.id order by 1) as roles
      from app_user u order by u.username`.execute(db);
  return rows;
}

/** Returns the key itself; it cannot be read again. */
export async function createApiKey(db: Kysely<Database>, name: string, region: string): Promise<string> {
  const key = `pantau_${secret()}`;
  await db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('api_key')
      .values({ key_hash: sha256(key), name, region })
      .returning('id')
      .executeTakeFirstOrThrow();
    await audit(tx, 'api_key_created', 'api_key', id, { region });
  });
  return key;
}

export async function revokeApiKeys(db: Kysely<Database>, name: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .updateTable('api_key')
      .set({ revoked_at: new Date() })
      .where('name', '=', name)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    for (const r of rows) await audit(tx, 'api_key_revoked', 'api_key', r.id);
    return rows.length;
  });
}
