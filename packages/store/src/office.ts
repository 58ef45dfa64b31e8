/** What the administration reads and sets: the registers as lists, retention and backups, sources, the first administrator. */
import { type CaseState, type ConnectorPolicy, cutoff, type Judgement, judgeCase } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Db, Handle, Tx } from './db.ts';
import { sql } from './kysely.ts';
import { hashPassword, passwordFault } from './password.ts';
import { OVERLAY_PREFIX } from './register.ts';
import { retentionRules } from './retention.ts';
import { newSecret, sha256 } from './secrets.ts';

// Registers --------------------------------------------------------------------------------------------------------------

export interface ContestListRow {
  id: string;
  election: string;
  type: string;
  region: string;
  regionName: string | null;
  name: string;
  contestants: number;
}

export interface ContestListFilter {
  query: string | undefined;
  region: string | undefined;
  type: string | undefined;
}

const LATEST_PARTS = sql`(select v.part_id as id, starts_with(p.part_key, ${OVERLAY_PREFIX}) as overlay from register_version_part v join register_part p on p.id = v.part_id
  where v.version_id = (select max(id) from register_version))`;

/** Contests of the latest version by id. A contest that a hand-kept document repeats is listed once. */
export async function listContests(db: Db, f: ContestListFilter, o: { after: string; rows: number }): Promise<ContestListRow[]> {
  const words = f.query === undefined ? null : `%${f.query.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<ContestListRow>`
    with parts as materialized ${LATEST_PARTS}, found as (
      select distinct on (c.id) c.id, c.election, c.type, c.region, c.name from register_contest c join parts on parts.id = c.part_id
       where c.id > ${o.after} and (${words}::text is null or c.name ilike ${words} or c.id ilike ${words})
         and (${f.region ?? null}::text is null or region_in(c.region, array[${f.region ?? null}::text])) and (${f.type ?? null}::text is null or c.type = ${f.type ?? null})
       order by c.id, parts.overlay desc, parts.id desc limit ${o.rows})
    select found.*, r.name as "regionName",
           (select count(distinct x.id)::int from register_contestant x join parts on parts.id = x.part_id where x.contest = found.id) as contestants
      from found left join region r on r.code = left(found.region, 5) order by found.id`.execute(db);
  return rows;
}

export interface ContestantDetail {
  id: string;
  kind: string;
  ballotNumber: number | null;
  doc: Record<string, unknown>;
}

/** The contestants of a contest with every word they are recognised by, in the order of the ballot. */
export async function listContestants(db: Db, contest: string, rowsMax: number): Promise<ContestantDetail[]> {
  const { rows } = await sql<ContestantDetail>`
    with parts as materialized ${LATEST_PARTS}
    select * from (
      select distinct on (x.id) x.id, x.kind, x.ballot_number as "ballotNumber", x.doc from register_contestant x join parts on parts.id = x.part_id
       where x.contest = ${contest} order by x.id, parts.overlay desc, parts.id desc) t
     order by "ballotNumber" nulls last, id limit ${rowsMax}`.execute(db);
  return rows;
}

export interface AccountListRow {
  id: number;
  platform: string;
  handle: string;
  name: string;
  keyTail: string;
  agency: string;
  region: string;
  employmentStatus: string;
  basisLaw: string;
  basisRef: string;
  basisUntil: string | null;
  hasBasis: boolean;
  verifiedAt: Date | null;
  endedAt: Date | null;
  polledAt: Date | null;
  lastError: string | null;
}
export type AccountListState = 'active' | 'no_basis' | 'unverified' | 'ended';

/** Accounts of the caller's regions, by id. */
export async function listRegisteredAccounts(
  tx: Tx,
  f: { query: string | undefined; state: AccountListState | undefined },
  o: { after: number; rows: number },
): Promise<AccountListRow[]> {
  const query = f.query === undefined ? null : f.query.trim().replace(/^@/, '');
  const { rows } = await sql<AccountListRow>`select id, platform, handle, name, key_tail as "keyTail", agency, region, employment_status as "employmentStatus",
      basis_law as "basisLaw", basis_ref as "basisRef", basis_until as "basisUntil", verified_at as "verifiedAt", ended_at as "endedAt", polled_at as "polledAt",
      last_error as "lastError", account_has_basis(basis_until, ended_at, now()) as "hasBasis"
    from office_accounts(${query}, ${f.state ?? null}, ${o.after}::bigint, ${o.rows})`.execute(tx);
  return rows;
}

// Retention and backups --------------------------------------------------------------------------------------------------

interface Backlog {
  text: number;
  verdicts: number;
  quarantine: number;
  answers: number;
  requests: number;
  persons: number;
}
type Kept = Record<Extract<Judgement, { due: false }>['why'], number>;
const CASES_PAGE = 1_000;
/** Beyond this the preview says "at least": the run itself has no such limit. */
const CASES_LOOKED_AT_MAX = 100_000;

/** What a run of the purge would take now. Changes nothing. */
export async function officeRetentionPreview(tx: Tx, now: Date): Promise<{ due: Record<string, number>; cases: Kept; capped: boolean }> {
  const rules = await retentionRules(tx);
  const at = (name: string): Date => {
    const rule = rules.find((r) => r.class === name);
    if (!rule) throw new Error(`no retention rule for ${name}`);
    return cutoff(rule.keep, now);
  };
  const { rows } = await sql<{
    b: Backlog;
  }>`select office_backlog(${at('unflagged_text')}, ${at('sample_text')}, ${at('unscored_text')}, ${at('stored_answer')},
    ${at('unregistered_person')}, ${at('subject_request')}) as b`.execute(tx);
  const b = rows[0]?.b;
  const due: Record<string, number> = {
    unflagged_text: b?.text ?? 0,
    verdicts: b?.verdicts ?? 0,
    quarantine: b?.quarantine ?? 0,
    stored_answer: b?.answers ?? 0,
    subject_request: b?.requests ?? 0,
    unregistered_person: b?.persons ?? 0,
  };
  const cases: Kept = { open: 0, held: 0, not_ended: 0, term_runs: 0 };
  let after = 0;
  for (let seen = 0; seen < CASES_LOOKED_AT_MAX; seen += CASES_PAGE) {
    const page = await sql<{ id: number; state: CaseState; outcome: string | null; endedAt: Date | null; postGone: boolean; held: boolean }>`
      select id, state, outcome, ended_at as "endedAt", post_gone as "postGone", held from office_ended_cases(${after}::bigint, ${CASES_PAGE})`.execute(tx);
    for (const c of page.rows) {
      const j = judgeCase(c, rules, now);
      if (j.due) due[j.rule.class] = (due[j.rule.class] ?? 0) + 1;
      else cases[j.why] += 1;
    }
    if (page.rows.length < CASES_PAGE) return { due, cases, capped: false };
    after = page.rows.at(-1)?.id ?? after;
  }
  return { due, cases, capped: true };
}

export interface RetentionRun {
  id: number;
  at: Date;
  gone: Record<string, number>;
  items: number;
}

/** What a run took away; of those that took nothing only the latest is kept. As pantau_privacy. */
export async function recordRetentionRun(db: Handle, gone: Readonly<Record<string, number>>, at: Date): Promise<void> {
  const items = Object.values(gone).reduce((a, n) => a + n, 0);
  await db.transaction().execute(async (tx) => {
    await sql`delete from retention_run where items = 0`.execute(tx);
    await sql`insert into retention_run (at, gone, items) values (${at}, ${JSON.stringify(gone)}::jsonb, ${items})`.execute(tx);
  });
}

export async function listRetentionRuns(db: Db, o: { before: number | null; rows: number }): Promise<RetentionRun[]> {
  const { rows } = await sql<RetentionRun>`select id, at, gone, items from retention_run where (${o.before}::bigint is null or id < ${o.before}::bigint)
    order by id desc limit ${o.rows}`.execute(db);
  return rows;
}

export interface BackupRecord {
  id: number;
  createdAt: Date;
  fileName: string;
  bytes: number;
  rows: number;
  madeBy: string;
  sha256: string;
  provenAt: Date | null;
  provenBy: string | null;
}

export async function listBackups(db: Db, rowsMax: number): Promise<BackupRecord[]> {
  const { rows } = await sql<BackupRecord>`select id, created_at as "createdAt", file_name as "fileName", bytes, row_count as rows, made_by as "madeBy", sha256,
    proven_at as "provenAt", proven_by as "provenBy" from backup_record order by created_at desc limit ${rowsMax}`.execute(db);
  return rows;
}

/** As the owner. */
export async function recordBackup(db: Handle, b: Omit<BackupRecord, 'id' | 'provenAt' | 'provenBy'>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`insert into backup_record (created_at, file_name, bytes, row_count, made_by, sha256)
      values (${b.createdAt}, ${b.fileName}, ${b.bytes}, ${b.rows}, ${b.madeBy}, ${b.sha256}) on conflict do nothing`.execute(tx);
    await audit(tx, 'backup_made', 'backup', b.sha256.slice(0, 16), { by: b.madeBy, file: b.fileName, rows: b.rows });
  });
}

/** False: no backup of this content is on record here. As the owner. */
export async function recordBackupProof(db: Handle, content: string, by: string, at: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`update backup_record set proven_at = ${at}, proven_by = ${by} where sha256 = ${content}`.execute(tx);
    if (!numAffectedRows) return false;
    await audit(tx, 'backup_proven', 'backup', content.slice(0, 16), { by });
    return true;
  });
}

// Sources ----------------------------------------------------------------------------------------------------------------

/** Null: there is one of this name. Row-level rules ask for an administrator of the whole country. */
export async function addSource(tx: Tx, s: { name: string; connector: string; config: unknown; policy: ConnectorPolicy }): Promise<number | null> {
  const { rows } = await sql<{
    id: number | null;
  }>`select office_put_source(${s.name}, ${s.connector}, ${JSON.stringify(s.config)}::jsonb, ${JSON.stringify(s.policy)}::jsonb) as id`.execute(tx);
  return rows[0]?.id ?? null;
}

export async function turnSource(tx: Tx, id: number, enabled: boolean): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select office_switch_source(${id}, ${enabled}) as there`.execute(tx);
  return rows[0]?.there ?? false;
}

// The first administrator ------------------------------------------------------------------------------------------------

const SETUP_TOKEN_HOURS = 24;

/** True while there is no account at all. */
export async function setupNeeded(db: Db): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`select setup_needed() as needed`.execute(db);
  return rows[0]?.needed ?? false;
}

/** A token that makes the first administrator, once; it replaces the one before. Null where there are accounts. As the owner. */
export async function newSetupToken(db: Handle): Promise<string | null> {
  if (!(await setupNeeded(db))) return null;
  const token = newSecret();
  await sql`insert into setup_token (token_hash, expires_at) values (${sha256(token)}, now() + ${SETUP_TOKEN_HOURS} * interval '1 hour')
    on conflict (only_one) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at`.execute(db);
  return token;
}

export type FirstAdmin = { ok: true; userId: number } | { ok: false; fault: 'refused' } | { ok: false; fault: 'weak'; reason: string };

/** As pantau_auth. The token is used up in the transaction that makes the account, or neither happens. */
export async function makeFirstAdmin(db: Handle, o: { token: string; username: string; displayName: string; password: string }): Promise<FirstAdmin> {
  const reason = await passwordFault(o.password, [o.username, o.displayName]);
  if (reason !== null) return { ok: false, fault: 'weak', reason };
  const hash = await hashPassword(o.password);
  const { rows } = await sql<{
    id: number | null;
  }>`select first_admin(${sha256(o.token)}, ${o.username.trim().toLowerCase()}, ${o.displayName}, ${hash}) as id`.execute(db);
  const id = rows[0]?.id ?? null;
  return id === null ? { ok: false, fault: 'refused' } : { ok: true, userId: id };
}
