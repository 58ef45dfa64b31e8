/**
 * Accounts as a system administrator keeps them. Every function runs in a transaction opened by `asUser`: row-level security and
 * `app_manages` decide whom they reach — accounts of the own region whose roles reach no further, never the own person's.
 */
import { randomBytes } from 'node:crypto';
import { IDENTITY, LIMITS, ProblemError } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Tx } from './db.ts';
import { isDuplicateOf } from './faults.ts';
import { sql } from './kysely.ts';
import { hashPassword } from './password.ts';
import type { UserRole } from './sessions.ts';

/** A role that may end by itself; null: it stays until it is taken away. */
export interface TimedRole extends UserRole {
  until?: string | null | undefined;
}

export interface AdminUser {
  id: number;
  username: string;
  displayName: string;
  region: string;
  active: boolean;
  lockedUntil: Date | null;
  secondFactor: boolean;
  mustChangePassword: boolean;
  identity: { issuer: string; subject: string } | null;
  /** Other accounts of the same person that this administrator sees. */
  samePersonAs: number[];
  roles: TimedRole[];
  /** False: of a larger region, or the own person's. */
  managed: boolean;
  createdAt: Date;
}

const ROW = sql`u.id, u.username, u.display_name as "displayName", u.region, u.active, case when u.locked_until > now() then u.locked_until end as "lockedUntil",
  has_second_factor(u.id) as "secondFactor", u.must_change_password as "mustChangePassword", u.created_at as "createdAt", app_manages(u.id) as managed,
  case when u.oidc_issuer is not null then jsonb_build_object('issuer', u.oidc_issuer, 'subject', u.oidc_subject) end as identity,
  coalesce((select jsonb_agg(o.id order by o.id) from app_user o where o.person_key = u.person_key and o.id <> u.id), '[]') as "samePersonAs",
  coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region, 'until', r.until) order by r.role, r.region) from user_role r where r.user_id = u.id), '[]') as roles`;

export async function listManagedUsers(tx: Tx, o: { after: number; rows: number; query?: string | undefined }): Promise<AdminUser[]> {
  const rows = Math.min(o.rows, LIMITS.pageRows + 1);
  const match =
    o.query === undefined ? sql`true` : sql`(position(lower(${o.query}) in u.username) > 0 or position(lower(${o.query}) in lower(u.display_name)) > 0)`;
  return (await sql<AdminUser>`select ${ROW} from app_user u where u.id > ${o.after} and ${match} order by u.id limit ${rows}`.execute(tx)).rows;
}

export async function readManagedUser(tx: Tx, id: number): Promise<AdminUser> {
  const { rows } = await sql<AdminUser>`select ${ROW} from app_user u where u.id = ${id}`.execute(tx);
  const [user] = rows;
  if (!user) throw new ProblemError('not_found');
  return user;
}

/** Locks the account for the change. Seen but not looked after is said by its own code. */
async function lockManaged(tx: Tx, me: number, id: number): Promise<AdminUser> {
  const user = await readManagedUser(tx, id);
  if (user.managed) {
    await sql`select id from app_user where id = ${id} for update`.execute(tx);
    return user;
  }
  const { rows } = await sql<{ own: boolean }>`select same_person(${id}, ${me}) as own`.execute(tx);
  throw new ProblemError(rows[0]?.own ? 'own_account' : 'role_outside_region');
}

/** Shown once to the administrator, who passes it on; the user must choose another before anything else. */
export interface OneTimePassword {
  password: string;
}
const oneTimePassword = (): string => randomBytes(IDENTITY.oneTimePasswordBytes).toString('base64url');

export async function addUser(
  tx: Tx,
  me: number,
  u: { username: string; displayName: string; region: string; roles: readonly TimedRole[] },
): Promise<{ user: AdminUser } & OneTimePassword> {
  const password = oneTimePassword();
  const hash = await hashPassword(password);
  const id = await insertUser(tx, me, u, hash);
  await audit(tx, 'user_created', 'user', id, { region: u.region });
  for (const r of u.roles) await grant(tx, id, r);
  return { user: await readManagedUser(tx, id), password };
}

async function insertUser(tx: Tx, me: number, u: { username: string; displayName: string; region: string }, hash: string): Promise<number> {
  try {
    const { rows } = await sql<{ id: number }>`insert into app_user (username, display_name, password_hash, region, must_change_password, password_reset_by)
      values (${u.username.trim().toLowerCase()}, ${u.displayName}, ${hash}, ${u.region}, true, ${me}) returning id`.execute(tx);
    return rows[0]?.id ?? 0;
  } catch (e) {
    if (isDuplicateOf(e, 'app_user_username_key')) throw new ProblemError('user_exists');
    throw outsideRegion(e);
  }
}

/** What row-level security refuses here is a region that the administrator's own does not contain. */
function outsideRegion(e: unknown): unknown {
  return (e as { code?: unknown } | null)?.code === '42501' ? new ProblemError('role_outside_region') : e;
}

/** Granting a role that is there already sets its end anew. */
async function grant(tx: Tx, id: number, r: TimedRole): Promise<void> {
  try {
    await sql`delete from user_role where user_id = ${id} and role = ${r.role} and region = ${r.region}`.execute(tx);
    await sql`insert into user_role (user_id, role, region, until) values (${id}, ${r.role}, ${r.region}, ${r.until ?? null}::timestamptz)`.execute(tx);
  } catch (e) {
    throw outsideRegion(e);
  }
  await audit(tx, 'role_granted', 'user', id, { ...r });
}

/** Sessions end: what they may do has changed, and a token known from before must not gain by it. */
export async function changeRoles(tx: Tx, me: number, id: number, o: { grant: readonly TimedRole[]; revoke: readonly UserRole[] }): Promise<AdminUser> {
  const user = await lockManaged(tx, me, id);
  for (const r of o.revoke) {
    const done = await sql`delete from user_role where user_id = ${id} and role = ${r.role} and region = ${r.region}`.execute(tx);
    if (Number(done.numAffectedRows ?? 0) > 0) await audit(tx, 'role_revoked', 'user', id, { ...r });
  }
  for (const r of o.grant) await grant(tx, id, r);
  const after = await readManagedUser(tx, user.id);
  if (after.roles.length > IDENTITY.rolesPerUserMax) throw new ProblemError('bad_request', `A user has at most ${IDENTITY.rolesPerUserMax} roles.`);
  await sql`select end_sessions(${id})`.execute(tx);
  return after;
}

export async function activateUser(tx: Tx, me: number, id: number, active: boolean): Promise<AdminUser> {
  await lockManaged(tx, me, id);
  await sql`update app_user set active = ${active} where id = ${id}`.execute(tx);
  if (!active) await sql`select end_sessions(${id})`.execute(tx);
  await audit(tx, active ? 'user_enabled' : 'user_disabled', 'user', id);
  return readManagedUser(tx, id);
}

export async function unlockUser(tx: Tx, me: number, id: number): Promise<AdminUser> {
  await lockManaged(tx, me, id);
  await sql`update app_user set failed_attempts = 0, locked_until = null where id = ${id}`.execute(tx);
  await audit(tx, 'user_unlocked', 'user', id);
  return readManagedUser(tx, id);
}

/** Nobody takes over an account alone: who resets the password may not reset the second factor as well, nor the other way round. */
async function refuseBoth(tx: Tx, id: number, me: number, column: 'password_reset_by' | 'factor_reset_by'): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`select coalesce(same_person(${sql.ref(column)}, ${me}), false) as mine from app_user where id = ${id}`.execute(
    tx,
  );
  if (rows[0]?.mine) throw new ProblemError('second_admin_needed');
}

export async function resetPassword(tx: Tx, me: number, id: number): Promise<{ user: AdminUser } & OneTimePassword> {
  await lockManaged(tx, me, id);
  await refuseBoth(tx, id, me, 'factor_reset_by');
  const password = oneTimePassword();
  const hash = await hashPassword(password);
  await sql`update app_user set password_hash = ${hash}, must_change_password = true, password_reset_by = ${me}, failed_attempts = 0, locked_until = null where id = ${id}`.execute(
    tx,
  );
  await sql`select end_sessions(${id})`.execute(tx);
  await audit(tx, 'password_reset', 'user', id);
  return { user: await readManagedUser(tx, id), password };
}

export async function dropSecondFactor(tx: Tx, me: number, id: number): Promise<AdminUser> {
  await lockManaged(tx, me, id);
  await refuseBoth(tx, id, me, 'password_reset_by');
  await sql`update app_user set factor_reset_by = ${me} where id = ${id}`.execute(tx);
  await sql`select drop_second_factor(${id})`.execute(tx);
  await audit(tx, 'second_factor_reset', 'user', id);
  return readManagedUser(tx, id);
}

/** A link gives the identity all roles of the account, so it counts as a reset of the password. */
export async function linkUser(tx: Tx, me: number, id: number, identity: { issuer: string; subject: string } | null): Promise<AdminUser> {
  await lockManaged(tx, me, id);
  await refuseBoth(tx, id, me, 'factor_reset_by');
  await sql`update app_user set oidc_issuer = ${identity?.issuer ?? null}, oidc_subject = ${identity?.subject ?? null}, password_reset_by = ${me} where id = ${id}`.execute(
    tx,
  );
  await sql`select end_sessions(${id})`.execute(tx);
  await audit(tx, identity ? 'identity_linked' : 'identity_unlinked', 'user', id, identity ? { issuer: identity.issuer } : {});
  return readManagedUser(tx, id);
}

/** Two accounts are one person from now on, for every rule that asks for two people. It is not undone by an administrator. */
export async function mergePerson(tx: Tx, me: number, id: number, other: number): Promise<AdminUser> {
  await lockManaged(tx, me, id);
  await lockManaged(tx, me, other);
  await sql`select merge_people(${id}, ${other})`.execute(tx);
  await audit(tx, 'same_person', 'user', id, { as: other });
  return readManagedUser(tx, id);
}
