/**
 * The way in for the person concerned, who has no account: a link and a code on two sheets, and the last three digits of the own
 * number. Checked as `pantau_statement`, a role that can call six functions and read no table. Whatever is wrong is answered the
 * same way and takes as long: an unknown link costs the same hash as a known one.
 */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { ProblemError } from '@pantau/domain';
import { audit } from './audit.ts';
import { asRole, type Handle, type Tx } from './db.ts';
import { sql } from './kysely.ts';

export const STATEMENT = {
  /** Wrong tries after which a link is dead; the officer makes another. */
  failuresMax: 5,
  linkDays: 14,
  /** How long the page stays open after the code; writing an answer takes time. */
  passMinutes: 120,
  codeDigits: 8,
  textChars: 20_000,
  files: 5,
  fileBytes: 12 * 1_048_576,
} as const;

const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const TOKEN_BYTES = 32;
const DAY_MS = 86_400_000;
/** Verified for unknown links. */
const NO_CODE = hash('no link has this code', ARGON2);

const sha256 = (value: string): Buffer => createHash('sha256').update(value).digest();

export interface StatementLink {
  id: number;
  /** Goes into the printed address. */
  token: string;
  /** Goes on another sheet. */
  code: string;
  expiresAt: Date;
}

/**
 * Makes the link that is printed with a summons; an earlier one of the case is dead from then on. Token and code are returned
 * once and kept only as hashes.
 */
export async function createStatementLink(tx: Tx, userId: number, caseId: number, now: Date): Promise<StatementLink> {
  const { rows: found } = await sql<{ state: string; may: boolean }>`
    select state, region_in(region, app_scopes('handling_officer')) as may from cases where id = ${caseId}`.execute(tx);
  const c = found[0];
  if (!c) throw new ProblemError('not_found');
  if (!c.may) throw new ProblemError('forbidden');
  if (c.state !== 'CLARIFICATION') throw new ProblemError('case_wrong_state', `A statement link needs a summons; this case is ${c.state}.`);
  await sql`update statement_link set closed_at = now(), closed_as = 'revoked' where case_id = ${caseId} and closed_at is null`.execute(tx);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const code = String(randomInt(10 ** STATEMENT.codeDigits)).padStart(STATEMENT.codeDigits, '0');
  const expiresAt = new Date(now.getTime() + STATEMENT.linkDays * DAY_MS);
  const { rows } = await sql<{ id: number }>`insert into statement_link (case_id, token_hash, code_hash, created_by, expires_at)
    values (${caseId}, ${sha256(token)}, ${await hash(code, ARGON2)}, ${userId}, ${expiresAt}) returning id`.execute(tx);
  const id = rows[0]?.id ?? 0;
  await audit(tx, 'statement_link_made', 'case', caseId, { link: id });
  return { id, token, code, expiresAt };
}

export interface StatementLinkState {
  id: number;
  createdAt: Date;
  expiresAt: Date;
  state: 'open' | 'locked' | 'expired' | 'answered' | 'refused' | 'revoked';
  openedAt: Date | null;
}

export async function listStatementLinks(tx: Tx, caseId: number): Promise<StatementLinkState[]> {
  const { rows } = await sql<StatementLinkState>`
    select id, created_at as "createdAt", expires_at as "expiresAt", opened_at as "openedAt",
           case when closed_as is not null then closed_as when locked_at is not null then 'locked' when expires_at <= now() then 'expired' else 'open' end as state
      from statement_link where case_id = ${caseId} order by id desc limit 100`.execute(tx);
  return rows;
}

export interface StatementPass {
  /** Held by the browser from here on; the link itself is not needed again. */
  pass: string;
  until: Date;
}

/** Null whatever is wrong: the link, its time, the code or the digits. */
export async function confirmStatementLink(db: Handle, o: { token: string; code: string; tail: string }): Promise<StatementPass | null> {
  // A transaction of its own: the try counts even if this process dies over the hash.
  const [row] = await asRole(db, 'pantau_statement', async (tx) => {
    const { rows } = await sql<{
      id: number;
      code_hash: string;
      key_tail: string;
    }>`select * from statement_try(${sha256(o.token)}, ${STATEMENT.failuresMax}::int)`.execute(tx);
    return rows;
  });
  const codeRight = await verify(row?.code_hash ?? (await NO_CODE), o.code);
  const tailRight = timingSafeEqual(sha256(row?.key_tail ?? ''), sha256(o.tail));
  if (!row || !codeRight || !tailRight || o.tail === '') return null;
  const pass = randomBytes(TOKEN_BYTES).toString('base64url');
  const until = await asRole(db, 'pantau_statement', async (tx) => {
    const { rows } = await sql<{ until: Date | null }>`select statement_open(${row.id}, ${sha256(pass)}, ${STATEMENT.passMinutes}::int) as until`.execute(tx);
    return rows[0]?.until ?? null;
  });
  return until === null ? null : { pass, until };
}

export interface StatementView {
  case_id: number;
  region: string;
  region_name: string | null;
  label: string;
  phase: string;
  acts: string[];
  due_at: string | null;
  pass_until: string;
  /** The person's own registered accounts; no other handle is shown. */
  handles: string[];
  hearing: { summons_no: string; scheduled_at: string; place: string } | null;
  evidence: { platform: string; text: string; shared_text: string | null; posted_at: string; captured_at: string; sha256: string }[];
  attachments: { file_name: string; size: number; sha256: string }[];
}

export async function viewStatement(db: Handle, pass: string): Promise<StatementView | null> {
  return asRole(db, 'pantau_statement', async (tx) => {
    const { rows } = await sql<{ view: StatementView | null }>`select statement_view(${sha256(pass)}) as view`.execute(tx);
    return rows[0]?.view ?? null;
  });
}

export async function attachToStatement(db: Handle, pass: string, f: { name: string; type: string; content: Buffer }): Promise<'ok' | 'no_link' | 'too_many'> {
  return asRole(db, 'pantau_statement', async (tx) => {
    const { rows } = await sql<{
      r: 'ok' | 'no_link' | 'too_many';
    }>`select statement_attach(${sha256(pass)}, ${f.name}, ${f.type}, ${f.content}, ${STATEMENT.files}::int) as r`.execute(tx);
    return rows[0]?.r ?? 'no_link';
  });
}

/** Ends the link with an answer or with the refusal to give one. False when the link has ended already. */
export async function closeStatement(db: Handle, pass: string, o: { refused: boolean; text: string }): Promise<boolean> {
  return asRole(db, 'pantau_statement', async (tx) => {
    const { rows } = await sql<{ done: boolean }>`select statement_close(${sha256(pass)}, ${o.refused}, ${o.text}) as done`.execute(tx);
    return rows[0]?.done === true;
  });
}
