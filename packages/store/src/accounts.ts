/**
 * The civil-servant and account register. Lines are written set-based in the caller's transaction; a repeated import changes
 * nothing. A NIP or staff key is stored sealed and found by keyed hash, never in clear; results name lines, never keys.
 */
import { type AccountLine, normaliseHandle } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { Keyring } from './pii.ts';
import { adoptHashes, kinKey } from './pii-keys.ts';

export interface AccountInput {
  line: number;
  data: AccountLine;
}
export interface AccountCounts {
  personsAdded: number;
  personsChanged: number;
  periodsAdded: number;
  periodsChanged: number;
  accountsAdded: number;
  accountsChanged: number;
  accountsEnded: number;
}
export interface AccountChange {
  change: 'added' | 'changed' | 'ended';
  platform: string;
  handle: string;
}
export interface AccountBatchResult {
  counts: AccountCounts;
  /** Accounts touched, in no particular order. */
  changes: AccountChange[];
  rejected: { line: number; reason: string }[];
}

export const noCounts = (): AccountCounts => ({
  personsAdded: 0,
  personsChanged: 0,
  periodsAdded: 0,
  periodsChanged: 0,
  accountsAdded: 0,
  accountsChanged: 0,
  accountsEnded: 0,
});

const TAIL_CHARS = 3;

/** Remembers what earlier lines of the same file said, so that contradictions are found in any distance. Once per transaction. */
export async function beginAccountImport(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pantau.accounts'))`.execute(tx);
  await sql`create temporary table import_period (key_hash bytea not null, valid_from date not null, line integer not null, primary key (key_hash, valid_from)) on commit drop`.execute(
    tx,
  );
  await sql`create temporary table import_account (platform text not null, handle_key text not null, key_hash bytea not null, line integer not null,
    primary key (platform, handle_key)) on commit drop`.execute(tx);
}

/**
 * Tells the planner how the tables have grown inside this transaction, where no autovacuum sees it: with the figures of an
 * empty table it would scan all rows for every line. Costs a sample of each table; call it at 2,000, 8,000, 32,000 … lines.
 */
export async function analyseAccountTables(tx: Tx): Promise<void> {
  await sql`analyze person, person_period, account, import_period, import_account`.execute(tx);
}

interface Prepared {
  line: number;
  data: AccountLine;
  hash: Buffer;
  hex: string;
  tail: string;
}

/**
 * Writes one batch (≤ 2,000 lines). Call `beginAccountImport` first in the same transaction. Lines that contradict an earlier
 * line are returned as rejected and leave no trace.
 */
export async function importAccountBatch(tx: Tx, keyring: Keyring, batch: readonly AccountInput[], now: Date): Promise<AccountBatchResult> {
  const counts = noCounts();
  const all = batch.map(({ line, data }): Prepared => {
    const key = personalKey(data);
    const hash = keyring.hash(key);
    return { line, data, hash, hex: hash.toString('hex'), tail: key.slice(-TAIL_CHARS) };
  });
  const { kept, rejected } = await withoutContradictions(tx, all);
  if (kept.length === 0) return { counts, changes: [], rejected };
  const numbers = kept.map((p) => personalKey(p.data));
  await adoptHashes(tx, keyring, numbers);
  const persons = await upsertPersons(tx, keyring, kept, counts);
  await upsertPeriods(tx, keyring, kept, persons, counts);
  const changes = await upsertAccounts(tx, kept, persons, counts, now);
  return { counts, changes, rejected };
}

const personalKey = (d: AccountLine): string => d.nip ?? d.staff_key ?? '';
type Rejected = { line: number; reason: string };

/** In the order of the file: the first line to say something wins, and a rejected line claims nothing. */
async function withoutContradictions(tx: Tx, all: readonly Prepared[]): Promise<{ kept: Prepared[]; rejected: Rejected[] }> {
  const periods = await earlierPeriods(tx, all);
  const owners = await earlierOwners(tx, all);
  const kept: Prepared[] = [];
  const rejected: Rejected[] = [];
  for (const p of all) {
    const period = `${p.hex} ${p.data.valid_from}`;
    const first = periods.get(period);
    const taken = handleKeys(p.data).find((k) => (owners.get(k)?.hex ?? p.hex) !== p.hex);
    if (first !== undefined) rejected.push({ line: p.line, reason: `the same person and valid_from are already on line ${first}` });
    else if (taken !== undefined) rejected.push({ line: p.line, reason: `account ${taken} is already another person's on line ${owners.get(taken)?.line}` });
    else {
      kept.push(p);
      periods.set(period, p.line);
      for (const k of handleKeys(p.data)) if (!owners.has(k)) owners.set(k, p);
    }
  }
  await remember(tx, kept);
  return { kept, rejected };
}

const handleKeys = (d: AccountLine): string[] => d.accounts.map((a) => `${a.platform}:${normaliseHandle(a.handle)}`);

async function earlierPeriods(tx: Tx, rows: readonly Prepared[]): Promise<Map<string, number>> {
  const { rows: out } = await sql<{ period: string; line: number }>`
    select encode(i.key_hash, 'hex') || ' ' || i.valid_from as period, i.line from import_period i
      join unnest(${rows.map((r) => r.hash)}::bytea[], ${rows.map((r) => r.data.valid_from)}::date[]) as t(key_hash, valid_from) using (key_hash, valid_from)`.execute(
    tx,
  );
  return new Map(out.map((r) => [r.period, r.line]));
}

async function earlierOwners(tx: Tx, rows: readonly Prepared[]): Promise<Map<string, { hex: string; line: number }>> {
  const keys = rows.flatMap((r) => r.data.accounts.map((a) => [a.platform, normaliseHandle(a.handle)] as const));
  const { rows: out } = await sql<{ account: string; hex: string; line: number }>`
    select i.platform || ':' || i.handle_key as account, encode(i.key_hash, 'hex') as hex, i.line from import_account i
      join (select distinct * from unnest(${keys.map((k) => k[0])}::text[], ${keys.map((k) => k[1])}::text[]) as u(platform, handle_key)) t using (platform, handle_key)`.execute(
    tx,
  );
  return new Map(out.map((r) => [r.account, r]));
}

async function remember(tx: Tx, kept: readonly Prepared[]): Promise<void> {
  await sql`insert into import_period select * from unnest(${kept.map((r) => r.hash)}::bytea[], ${kept.map((r) => r.data.valid_from)}::date[], ${kept.map((r) => r.line)}::int[])`.execute(
    tx,
  );
  const flat = kept.flatMap((r) => r.data.accounts.map((a) => ({ platform: a.platform, handle: normaliseHandle(a.handle), hash: r.hash, line: r.line })));
  await sql`insert into import_account select * from unnest(${flat.map((f) => f.platform)}::text[], ${flat.map((f) => f.handle)}::text[], ${flat.map((f) => f.hash)}::bytea[],
    ${flat.map((f) => f.line)}::int[]) on conflict do nothing`.execute(tx);
}

async function upsertPersons(tx: Tx, keyring: Keyring, kept: readonly Prepared[], counts: AccountCounts): Promise<Map<string, number>> {
  // One row per person: the last line's name counts. Same order everywhere, so that two imports wait instead of deadlocking.
  const last = [...new Map(kept.map((p) => [p.hex, p])).values()].sort((a, b) => (a.hex < b.hex ? -1 : 1));
  const sealed = last.map((p) => (p.data.nip === undefined ? null : keyring.seal(p.data.nip)));
  const { rows: written } = await sql<{ fresh: boolean }>`
    insert into person (key_hash, key_gen, nip_sealed, key_tail, name)
    select hash, ${keyring.generation}, sealed, tail, name from unnest(${last.map((p) => p.hash)}::bytea[], ${sealed}::bytea[], ${last.map((p) => p.tail)}::text[], ${last.map((p) => p.data.name)}::text[]) as t(hash, sealed, tail, name)
    on conflict (key_hash) do update set name = excluded.name where person.name <> excluded.name
    returning xmax = 0 as fresh`.execute(tx);
  counts.personsAdded += written.filter((w) => w.fresh).length;
  counts.personsChanged += written.filter((w) => !w.fresh).length;
  const { rows } = await sql<{ id: number; hex: string }>`
    select id, encode(key_hash, 'hex') as hex from person where key_hash = any(${last.map((p) => p.hash)}::bytea[])`.execute(tx);
  return new Map(rows.map((r) => [r.hex, r.id]));
}

function personOf(persons: ReadonlyMap<string, number>, p: Prepared): number {
  const id = persons.get(p.hex);
  if (id === undefined) throw new Error('a person is missing right after it was written');
  return id;
}

const SPOUSE = /^(suami|iste?ri|suami ?\/ ?iste?ri|husband|wife|spouse)$/;

/** Rules ask for `spouse`; registers say it in many ways. Other relations keep their word, in small letters. */
function normaliseRelation(text: string): string {
  const word = text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  return SPOUSE.test(word) ? 'spouse' : word;
}

/** A period without an end lasts until the next one begins; that end is computed, so importing the same file again changes nothing. */
async function upsertPeriods(tx: Tx, keyring: Keyring, kept: readonly Prepared[], persons: ReadonlyMap<string, number>, counts: AccountCounts): Promise<void> {
  const rows = kept.map((p) => ({
    person_id: personOf(persons, p),
    valid_from: p.data.valid_from,
    valid_to: p.data.valid_to ?? null,
    employment_status: p.data.employment_status,
    position_type: p.data.position_type ?? null,
    agency: p.data.agency,
    opd: p.data.opd ?? null,
    region: p.data.region,
    appointing_authority: p.data.appointing_authority ?? null,
    cltn: p.data.cltn ?? [],
    // A relative's key is as personal as one's own: only its keyed hash is kept.
    kin: (p.data.kin ?? []).map((k) => ({
      ...k,
      relation: normaliseRelation(k.relation),
      ...(k.staff_key === undefined ? {} : kinKey(keyring, k.staff_key)),
    })),
  }));
  const { rows: written } = await sql<{ fresh: boolean }>`
    with input as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(person_id bigint, valid_from date, valid_to date, employment_status text, position_type text, agency text,
        opd text, region text, appointing_authority text, cltn jsonb, kin jsonb)),
    days as (
      select person_id, valid_from from input union select x.person_id, x.valid_from from person_period x where x.person_id = any(${[...new Set(rows.map((r) => r.person_id))]}::bigint[])),
    nexts as (select person_id, valid_from, lead(valid_from) over (partition by person_id order by valid_from) as next from days),
    ended as (select i.*, least(i.valid_to, n.next - 1) as until from input i join nexts n using (person_id, valid_from))
    insert into person_period as pp (person_id, valid_from, valid_to, employment_status, position_type, agency, opd, region, appointing_authority, cltn, kin)
    select person_id, valid_from, until, employment_status, position_type, agency, opd, region, appointing_authority, cltn, kin from ended order by person_id, valid_from
    on conflict (person_id, valid_from) do update set valid_to = excluded.valid_to, employment_status = excluded.employment_status, position_type = excluded.position_type,
      agency = excluded.agency, opd = excluded.opd, region = excluded.region, appointing_authority = excluded.appointing_authority, cltn = excluded.cltn, kin = excluded.kin
    where (pp.valid_to, pp.employment_status, pp.position_type, pp.agency, pp.opd, pp.region, pp.appointing_authority, pp.cltn, pp.kin) is distinct from
      (excluded.valid_to, excluded.employment_status, excluded.position_type, excluded.agency, excluded.opd, excluded.region, excluded.appointing_authority, excluded.cltn, excluded.kin)
    returning xmax = 0 as fresh`.execute(tx);
  counts.periodsAdded += written.filter((w) => w.fresh).length;
  counts.periodsChanged += written.filter((w) => !w.fresh).length;
  // Earlier periods that were open when this one began end the day before.
  const ids = [...new Set(rows.map((r) => r.person_id))];
  // Most batches have none, and then nothing is joined at all.
  const ended = await sql`
    with due as materialized (
      select person_id, valid_from, next from (
        select person_id, valid_from, valid_to, lead(valid_from) over (partition by person_id order by valid_from) as next from person_period where person_id = any(${ids}::bigint[])) n
       where next is not null and (valid_to is null or valid_to >= next))
    update person_period pp set valid_to = due.next - 1 from due where pp.person_id = due.person_id and pp.valid_from = due.valid_from`.execute(tx);
  counts.periodsChanged += Number(ended.numAffectedRows ?? 0);
}

interface AccountRow {
  person_id: number;
  platform: string;
  handle: string;
  handle_key: string;
  platform_id: string | null;
  verified_by: string | null;
  verified_at: string | null;
  basis_law: string;
  basis_ref: string;
  basis_until: string | null;
}

function accountRows(kept: readonly Prepared[], persons: ReadonlyMap<string, number>): AccountRow[] {
  const byKey = new Map<string, AccountRow>();
  for (const p of kept) {
    for (const a of p.data.accounts) {
      const row: AccountRow = {
        person_id: personOf(persons, p),
        platform: a.platform,
        handle: a.handle.trim(),
        handle_key: normaliseHandle(a.handle),
        platform_id: a.platform_id ?? null,
        verified_by: a.verified_by ?? null,
        verified_at: a.verified_at ?? null,
        basis_law: p.data.basis.law,
        basis_ref: p.data.basis.ref,
        basis_until: p.data.basis.valid_to ?? null,
      };
      byKey.set(`${row.platform} ${row.handle_key}`, row);
    }
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => r);
}

/** An account that moved to another person ends its old row: posts from before stay with whoever held it then. */
async function upsertAccounts(
  tx: Tx,
  kept: readonly Prepared[],
  persons: ReadonlyMap<string, number>,
  counts: AccountCounts,
  now: Date,
): Promise<AccountChange[]> {
  const rows = JSON.stringify(accountRows(kept, persons));
  const input = sql`jsonb_to_recordset(${rows}::jsonb) as i(person_id bigint, platform text, handle text, handle_key text, platform_id text, verified_by text,
    verified_at timestamptz, basis_law text, basis_ref text, basis_until date)`;
  const ended = await sql<AccountChange>`
    update account a set ended_at = ${now} from ${input}
     where a.platform = i.platform and a.handle_key = i.handle_key and a.ended_at is null and a.person_id <> i.person_id
    returning 'ended' as change, a.platform, a.handle`.execute(tx);
  const written = await sql<AccountChange>`
    insert into account as a (person_id, platform, handle, handle_key, platform_id, verified_by, verified_at, basis_law, basis_ref, basis_until)
    select i.person_id, i.platform, i.handle, i.handle_key, i.platform_id, i.verified_by, i.verified_at, i.basis_law, i.basis_ref, i.basis_until from ${input}
    on conflict (platform, handle_key) where ended_at is null do update set handle = excluded.handle, platform_id = excluded.platform_id, verified_by = excluded.verified_by,
      verified_at = excluded.verified_at, basis_law = excluded.basis_law, basis_ref = excluded.basis_ref, basis_until = excluded.basis_until
    where (a.handle, a.platform_id, a.verified_by, a.verified_at, a.basis_law, a.basis_ref, a.basis_until) is distinct from
      (excluded.handle, excluded.platform_id, excluded.verified_by, excluded.verified_at, excluded.basis_law, excluded.basis_ref, excluded.basis_until)
    returning case when xmax = 0 then 'added' else 'changed' end as change, a.platform, a.handle`.execute(tx);
  counts.accountsEnded += ended.rows.length;
  counts.accountsAdded += written.rows.filter((r) => r.change === 'added').length;
  counts.accountsChanged += written.rows.filter((r) => r.change === 'changed').length;
  return [...ended.rows, ...written.rows];
}

/** For a file that is the complete register: ends every account it did not name. Returns the first few and how many. */
export async function endAccountsNotImported(tx: Tx, now: Date, named: number): Promise<{ ended: number; first: AccountChange[] }> {
  const { rows } = await sql<AccountChange>`
    update account a set ended_at = ${now} where ended_at is null
       and not exists (select from import_account i where i.platform = a.platform and i.handle_key = a.handle_key)
    returning 'ended' as change, platform, handle`.execute(tx);
  return { ended: rows.length, first: rows.slice(0, named) };
}
