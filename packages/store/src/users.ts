/** Accounts as the owner of the database keeps them: the `user` command, seeds and tests. Sign-in is in sessions.ts. */
import { NATION } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Db } from './db.ts';
import { type Kysely, sql } from './kysely.ts';
import { hashPassword } from './password.ts';
import type { Database } from './schema.ts';
import { newSecret, sha256 } from './secrets.ts';
import type { UserRole } from './sessions.ts';

export interface NewUser {
  username: string;
  displayName: string;
  password: string;
  roles: readonly UserRole[];
  /** Whose administrators look after the account; by default the region of its roles, if they have one in common. */
  region?: string;
}

export async function createUser(db: Kysely<Database>, u: NewUser): Promise<number> {
  const passwordHash = await hashPassword(u.password);
  return db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('app_user')
      .values({ username: u.username.trim().toLowerCase(), display_name: u.displayName, password_hash: passwordHash, region: u.region ?? regionOf(u.roles) })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const r of u.roles) await tx.insertInto('user_role').values({ user_id: id, role: r.role, region: r.region }).execute();
    await audit(tx, 'user_created', 'user', id, { roles: u.roles });
    return id;
  });
}

function regionOf(roles: readonly UserRole[]): string {
  const regions = new Set(roles.map((r) => r.region));
  const [only] = regions;
  return regions.size === 1 && only !== undefined ? only : NATION;
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
    await sql`update app_user set password_hash = ${passwordHash}, failed_attempts = 0, locked_until = null, must_change_password = false, password_reset_by = null
      where id = ${userId}`.execute(tx);
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

/** For an operator who has locked everybody out; an administrator's way is in user-admin.ts. */
export async function resetSecondFactor(db: Kysely<Database>, userId: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await sql`delete from user_recovery_code where user_id = ${userId}`.execute(tx);
    const done = await sql`delete from user_totp where user_id = ${userId}`.execute(tx);
    await sql`delete from session where user_id = ${userId}`.execute(tx);
    await audit(tx, 'second_factor_reset', 'user', userId);
    return Number(done.numAffectedRows ?? 0) > 0;
  });
}

/** Links the account to an identity at the provider; null takes the link away. */
export async function linkIdentity(db: Kysely<Database>, userId: number, identity: { issuer: string; subject: string } | null): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`update app_user set oidc_issuer = ${identity?.issuer ?? null}, oidc_subject = ${identity?.subject ?? null} where id = ${userId}`.execute(tx);
    await audit(tx, identity ? 'identity_linked' : 'identity_unlinked', 'user', userId, identity ? { issuer: identity.issuer } : {});
  });
}

/** Returns the key itself; it cannot be read again. */
export async function createApiKey(db: Kysely<Database>, name: string, region: string, expiresAt: Date | null = null): Promise<string> {
  const key = `pantau_${newSecret()}`;
  await db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('api_key')
      .values({ key_hash: sha256(key), name, region, tail: key.slice(-4), expires_at: expiresAt })
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
