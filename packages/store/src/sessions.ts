/**
 * Signing in and sessions, as `pantau_auth`: the only role that sees password hashes. Tokens are random, given out once and
 * stored as SHA-256. A session gets a new token whenever it may do more than before.
 */
import { IDENTITY, LIMITS, type ProblemCode, ProblemError, type Role } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Db, Tx } from './db.ts';
import { type Kysely, sql } from './kysely.ts';
import { hashPassword, passwordFault, passwordFits } from './password.ts';
import type { Keyring } from './pii.ts';
import type { Database } from './schema.ts';
import { codeFits, hasSecondFactor } from './second-factor.ts';
import { newSecret, sha256 } from './secrets.ts';

export interface UserRole {
  role: Role;
  region: string;
}

export interface SignedIn {
  userId: number;
  sessionId: string;
  displayName: string;
  csrf: string;
  expiresAt: Date;
  roles: UserRole[];
  method: 'password' | 'oidc';
  /** When this session passed the second factor; null: it has not. */
  secondFactorAt: Date | null;
  hasSecondFactor: boolean;
  mustChangePassword: boolean;
}

export interface Credentials {
  username: string;
  password: string;
  /** Of the second factor, or a recovery code. */
  code?: string | undefined;
  userAgent?: string | undefined;
}

type Refusal = Extract<ProblemCode, 'bad_credentials' | 'account_locked' | 'second_factor_required' | 'second_factor_wrong'>;
export type SignIn = { ok: true; token: string; session: SignedIn } | { ok: false; code: Refusal; userId: number | null };

interface Counted {
  id: number;
  password_hash: string | null;
}

/**
 * An attempt is counted before anything is checked, so a burst of parallel guesses cannot outrun the lock; success sets the
 * count back. Dies in between: one attempt too many is counted, nothing else.
 */
async function countAttempt(db: Db, who: { username: string } | { id: number }): Promise<Counted | null> {
  const whose = 'id' in who ? sql`id = ${who.id}` : sql`username = ${who.username}`;
  const { rows } = await sql<Counted>`
    update app_user set
      failed_attempts = case when locked_until is null then failed_attempts + 1 else 1 end,
      locked_until = case when locked_until is null and failed_attempts + 1 >= ${LIMITS.signInFailuresMax} then now() + ${LIMITS.lockoutMinutes} * interval '1 minute' end
     where ${whose} and active and (locked_until is null or locked_until <= now())
    returning id, password_hash`.execute(db);
  return rows[0] ?? null;
}

async function forgiveAttempts(db: Db, userId: number): Promise<void> {
  await sql`update app_user set failed_attempts = 0, locked_until = null where id = ${userId}`.execute(db);
}

/** Takes back the one attempt that asked, rightly, what else is needed; those of others stay counted. */
async function uncountOne(db: Db, userId: number): Promise<void> {
  await sql`update app_user set failed_attempts = greatest(failed_attempts - 1, 0),
    locked_until = case when failed_attempts > ${LIMITS.signInFailuresMax} then locked_until end where id = ${userId}`.execute(db);
}

export async function signIn(db: Kysely<Database>, keyring: Keyring, c: Credentials, now: Date): Promise<SignIn> {
  const username = c.username.trim().toLowerCase();
  const user = await countAttempt(db, { username });
  if (!user) {
    const locked = await db
      .selectFrom('app_user')
      .select('id')
      .where('username', '=', username)
      .where('locked_until', '>', sql<Date>`now()`)
      .executeTakeFirst();
    if (locked) return refuse(db, 'account_locked', locked.id);
    await passwordFits(null, c.password);
    return refuse(db, 'bad_credentials', null);
  }
  if (!(await passwordFits(user.password_hash, c.password))) return refuse(db, 'bad_credentials', user.id);
  const factor = await hasSecondFactor(db, user.id);
  if (factor && c.code === undefined) {
    await uncountOne(db, user.id);
    return { ok: false, code: 'second_factor_required', userId: user.id };
  }
  if (factor && !(await codeFits(db, keyring, user.id, c.code ?? '', now))) return refuse(db, 'second_factor_wrong', user.id);
  return db.transaction().execute((tx) => openSession(tx, user.id, { method: 'password', secondFactor: factor, userAgent: c.userAgent }));
}

async function refuse(db: Kysely<Database>, code: Refusal, userId: number | null): Promise<SignIn> {
  await audit(db, 'sign_in_refused', 'user', userId ?? '-', { code });
  return { ok: false, code, userId };
}

/** Signs in whoever the identity provider vouches for. `account` names one of several accounts of the same person. */
export async function signInWithIdentity(
  db: Kysely<Database>,
  o: { issuer: string; subject: string; account?: string | undefined; secondFactor: boolean; userAgent?: string | undefined },
): Promise<{ ok: true; token: string; session: SignedIn } | { ok: false; code: 'oidc_no_account' | 'oidc_choose_account' }> {
  const { rows } = await sql<{ id: number; username: string }>`select id, username from app_user
    where oidc_issuer = ${o.issuer} and oidc_subject = ${o.subject} and active order by id`.execute(db);
  const named = o.account === undefined ? rows : rows.filter((r) => r.username === o.account?.trim().toLowerCase());
  const [user] = named;
  if (!user || named.length > 1) {
    const code = user ? 'oidc_choose_account' : 'oidc_no_account';
    await audit(db, 'sign_in_refused', 'user', '-', { code, issuer: o.issuer });
    return { ok: false, code };
  }
  const opened = await db.transaction().execute((tx) => openSession(tx, user.id, { method: 'oidc', secondFactor: o.secondFactor, userAgent: o.userAgent }));
  return opened;
}

async function openSession(
  tx: Tx,
  userId: number,
  o: { method: 'password' | 'oidc'; secondFactor: boolean; userAgent: string | undefined },
): Promise<{ ok: true; token: string; session: SignedIn }> {
  const token = newSecret();
  await sql`select set_config('pantau.user_id', ${String(userId)}, true)`.execute(tx);
  await forgiveAttempts(tx, userId);
  await sql`delete from session where user_id = ${userId} and (expires_at <= now() or last_seen_at <= now() - ${IDENTITY.sessionIdleMinutes} * interval '1 minute')`.execute(
    tx,
  );
  await sql`insert into session (token_hash, user_id, csrf, expires_at, method, second_factor_at, user_agent)
    values (${sha256(token)}, ${userId}, ${newSecret()}, now() + ${LIMITS.sessionHours} * interval '1 hour', ${o.method},
            ${o.secondFactor ? sql`now()` : null}, ${o.userAgent?.slice(0, IDENTITY.userAgentChars) ?? null})`.execute(tx);
  const session = await findSession(tx, token);
  if (!session) throw new Error('a session is missing right after it was written');
  await audit(tx, 'signed_in', 'user', userId, { method: o.method, second_factor: o.secondFactor });
  return { ok: true, token, session };
}

/** One statement: the session, its user and roles; notes the use at most once a minute. Null when unknown, ended, idle too long, or the user is disabled. */
export async function findSession(db: Db, token: string): Promise<SignedIn | null> {
  const hash = sha256(token);
  const { rows } = await sql<SignedIn>`
    with s as (
      select u.id as "userId", s.id as "sessionId", u.display_name as "displayName", s.csrf, s.expires_at as "expiresAt", s.method, s.second_factor_at as "secondFactorAt",
             exists (select from user_totp t where t.user_id = u.id and t.confirmed_at is not null) as "hasSecondFactor", u.must_change_password as "mustChangePassword",
             coalesce((select jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region) order by r.role, r.region) from user_role r where r.user_id = u.id and (r.until is null or r.until > now())), '[]') as roles
        from session s join app_user u on u.id = s.user_id
       where s.token_hash = ${hash} and s.expires_at > now() and s.last_seen_at > now() - ${IDENTITY.sessionIdleMinutes} * interval '1 minute' and u.active),
    touched as (
      update session set last_seen_at = now()
       where token_hash = ${hash} and last_seen_at < now() - ${IDENTITY.sessionTouchSeconds} * interval '1 second' and exists (select from s))
    select * from s`.execute(db);
  return rows[0] ?? null;
}

/** The session may do more than before, so its old token ends: whoever knew it has nothing. */
export async function rotateSession(tx: Tx, token: string, o: { secondFactor?: boolean } = {}): Promise<{ token: string; session: SignedIn }> {
  const fresh = newSecret();
  const factor = o.secondFactor === undefined ? sql`second_factor_at` : o.secondFactor ? sql`now()` : sql`null`;
  await sql`update session set token_hash = ${sha256(fresh)}, csrf = ${newSecret()}, second_factor_at = ${factor}, last_seen_at = now()
    where token_hash = ${sha256(token)}`.execute(tx);
  const session = await findSession(tx, fresh);
  if (!session) throw new ProblemError('unauthenticated');
  return { token: fresh, session };
}

/** Runs `check` as an attempt that counts towards the lock: a stolen session must not be a place for guessing. */
export async function guarded<T>(
  db: Kysely<Database>,
  userId: number,
  check: (passwordHash: string | null) => Promise<T | null>,
  code: ProblemCode,
): Promise<T> {
  const user = await countAttempt(db, { id: userId });
  if (!user) throw new ProblemError('account_locked');
  const result = await check(user.password_hash);
  if (result === null) {
    await audit(db, 'own_check_failed', 'user', userId, { code });
    throw new ProblemError(code);
  }
  await forgiveAttempts(db, userId);
  return result;
}

export const ownPasswordFits = async (stored: string | null, password: string): Promise<true | null> => ((await passwordFits(stored, password)) ? true : null);

/** Ends every other session; this one goes on under a new token. */
export async function changeOwnPassword(db: Kysely<Database>, userId: number, token: string, password: string): Promise<{ token: string; session: SignedIn }> {
  const { rows } = await sql<{ username: string; name: string }>`select username, display_name as name from app_user where id = ${userId}`.execute(db);
  const fault = await passwordFault(password, [rows[0]?.username ?? '', rows[0]?.name ?? '']);
  if (fault !== null) throw new ProblemError('password_weak', `${fault[0]?.toUpperCase() ?? ''}${fault.slice(1)}.`);
  const hash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pantau.user_id', ${String(userId)}, true)`.execute(tx);
    await sql`update app_user set password_hash = ${hash}, must_change_password = false, password_reset_by = null where id = ${userId}`.execute(tx);
    await sql`delete from session where user_id = ${userId} and token_hash <> ${sha256(token)}`.execute(tx);
    const rotated = await rotateSession(tx, token);
    await audit(tx, 'password_changed', 'user', userId);
    return rotated;
  });
}

export async function endSession(db: Kysely<Database>, token: string, userId: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select set_config('pantau.user_id', ${String(userId)}, true)`.execute(tx);
    await sql`delete from session where token_hash = ${sha256(token)}`.execute(tx);
    await audit(tx, 'signed_out', 'user', userId);
  });
}

export interface ListedSession {
  id: string;
  method: string;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

const SESSIONS_SHOWN = 100;

export async function listSessions(db: Db, userId: number): Promise<ListedSession[]> {
  const { rows } = await sql<ListedSession>`
    select id, method, user_agent as "userAgent", created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt" from session
     where user_id = ${userId} and expires_at > now() and last_seen_at > now() - ${IDENTITY.sessionIdleMinutes} * interval '1 minute'
     order by last_seen_at desc, id limit ${SESSIONS_SHOWN}`.execute(db);
  return rows;
}

/** Ends one of the user's own sessions; false when it is nobody's or another's. */
export async function endSessionById(db: Kysely<Database>, userId: number, id: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pantau.user_id', ${String(userId)}, true)`.execute(tx);
    const done = await sql`delete from session where user_id = ${userId} and id = ${id}::uuid`.execute(tx);
    if (Number(done.numAffectedRows ?? 0) === 0) return false;
    await audit(tx, 'session_ended', 'user', userId);
    return true;
  });
}
