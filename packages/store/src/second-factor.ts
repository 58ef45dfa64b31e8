/**
 * The second factor: time-based codes (RFC 6238) and recovery codes. Runs as `pantau_auth`. The secret is sealed with the
 * installation's key, so whoever holds only the database cannot make codes.
 */
import { randomBytes } from 'node:crypto';
import { IDENTITY, ProblemError } from '@pantau/domain';
import { Secret, TOTP } from 'otpauth';
import { audit } from './audit.ts';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { Keyring } from './pii.ts';
import { sha256 } from './secrets.ts';

const SECRET_BYTES = 20;
const RECOVERY_BYTES = 10;

interface TotpRow {
  secret: Buffer;
  confirmed: boolean;
}

async function totpOf(db: Db, userId: number): Promise<TotpRow | null> {
  const { rows } = await sql<TotpRow>`select secret_sealed as secret, confirmed_at is not null as confirmed from user_totp where user_id = ${userId}`.execute(
    db,
  );
  return rows[0] ?? null;
}

export async function hasSecondFactor(db: Db, userId: number): Promise<boolean> {
  return (await totpOf(db, userId))?.confirmed === true;
}

const totpFrom = (secret: string, label: string) =>
  new TOTP({ issuer: 'Pantau', label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: IDENTITY.totpPeriodSeconds });

/** A new secret that waits for its confirmation; one that waited before is replaced, a confirmed one is refused. */
export async function beginSecondFactor(tx: Tx, keyring: Keyring, userId: number): Promise<{ secret: string; uri: string }> {
  if (await hasSecondFactor(tx, userId)) throw new ProblemError('second_factor_exists');
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32;
  await sql`insert into user_totp (user_id, secret_sealed) values (${userId}, ${keyring.seal(secret)})
    on conflict (user_id) do update set secret_sealed = excluded.secret_sealed, last_step = 0, created_at = now()`.execute(tx);
  const { rows } = await sql<{ username: string }>`select username from app_user where id = ${userId}`.execute(tx);
  await audit(tx, 'second_factor_begun', 'user', userId);
  return { secret, uri: totpFrom(secret, rows[0]?.username ?? '').toString() };
}

/** The first code proves that the secret was taken over. Returns the recovery codes, which cannot be read again. */
export async function confirmSecondFactor(tx: Tx, keyring: Keyring, userId: number, code: string, now: Date): Promise<string[] | null> {
  const row = await totpOf(tx, userId);
  if (!row || row.confirmed || !(await takeStep(tx, keyring, userId, row, code, now))) return null;
  await sql`update user_totp set confirmed_at = now() where user_id = ${userId}`.execute(tx);
  await sql`update app_user set factor_reset_by = null where id = ${userId}`.execute(tx);
  const codes = await newRecoveryCodes(tx, userId);
  await audit(tx, 'second_factor_set', 'user', userId);
  return codes;
}

/** A code of the app or a recovery code. Each counts once; false for a wrong one, an old one and a repeated one. */
export async function codeFits(db: Db, keyring: Keyring, userId: number, code: string, now: Date): Promise<boolean> {
  const row = await totpOf(db, userId);
  if (!row?.confirmed) return false;
  const typed = code.replace(/[\s-]/g, '').toUpperCase();
  if (/^\d{6}$/.test(typed)) return takeStep(db, keyring, userId, row, typed, now);
  const done = await sql`update user_recovery_code set used_at = now() where user_id = ${userId} and code_hash = ${sha256(typed)} and used_at is null`.execute(
    db,
  );
  return Number(done.numAffectedRows ?? 0) === 1;
}

/** Right, and of a later step than any before it: one statement, so that two requests with one code cannot both pass. */
async function takeStep(db: Db, keyring: Keyring, userId: number, row: TotpRow, code: string, now: Date): Promise<boolean> {
  const delta = totpFrom(keyring.open(row.secret), '').validate({ token: code, window: IDENTITY.totpWindow, timestamp: now.getTime() });
  if (delta === null) return false;
  const step = Math.floor(now.getTime() / 1000 / IDENTITY.totpPeriodSeconds) + delta;
  const done = await sql`update user_totp set last_step = ${step} where user_id = ${userId} and last_step < ${step}`.execute(db);
  return Number(done.numAffectedRows ?? 0) === 1;
}

/** Ten new ones; the old ones end. Like `ABCD-EFGH-IJKL-MNOP`, 80 random bits each. */
export async function newRecoveryCodes(tx: Tx, userId: number): Promise<string[]> {
  const codes = Array.from({ length: IDENTITY.recoveryCodes }, () => new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_BYTES)).buffer }).base32);
  await sql`delete from user_recovery_code where user_id = ${userId}`.execute(tx);
  await sql`insert into user_recovery_code (user_id, code_hash) select ${userId}, h from unnest(${codes.map((c) => sha256(c))}::bytea[]) h`.execute(tx);
  await audit(tx, 'recovery_codes_made', 'user', userId);
  return codes.map((c) => c.match(/.{4}/g)?.join('-') ?? c);
}

export async function removeSecondFactor(tx: Tx, userId: number): Promise<void> {
  await sql`delete from user_recovery_code where user_id = ${userId}`.execute(tx);
  await sql`delete from user_totp where user_id = ${userId}`.execute(tx);
  await audit(tx, 'second_factor_removed', 'user', userId);
}

export async function recoveryCodesLeft(db: Db, userId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from user_recovery_code where user_id = ${userId} and used_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}
