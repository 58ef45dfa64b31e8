/** Sources, the state of each unit that is polled (a feed, an account), its lease, and the quarantine. */
import { createHash } from 'node:crypto';
import type { ConnectorPolicy } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface SourceInput {
  name: string;
  connector: string;
  config: unknown;
  policy: unknown;
  enabled: boolean;
  /** A budget of requests (`SourceSchedule`); null takes it away, absent leaves what is there. */
  schedule?: unknown;
}

/** Creates or replaces a source by name. Its units become due at once: whoever changes a policy wants to see the effect. */
export async function upsertSource(db: Db, s: SourceInput): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into source (name, connector, config, policy, enabled, schedule)
    values (${s.name}, ${s.connector}, ${JSON.stringify(s.config)}::jsonb, ${JSON.stringify(s.policy)}::jsonb, ${s.enabled}, ${s.schedule === undefined || s.schedule === null ? null : JSON.stringify(s.schedule)}::jsonb)
    on conflict (name) do update set connector = excluded.connector, config = excluded.config, policy = excluded.policy, enabled = excluded.enabled,
      schedule = case when ${s.schedule !== undefined} then excluded.schedule else source.schedule end
    returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('a source was neither inserted nor updated');
  await resumeSource(db, id);
  return id;
}

/** A person has looked: paused units go on, and failures are forgotten. */
export async function resumeSource(db: Db, sourceId: number): Promise<void> {
  await sql`update source_state set paused_at = null, failures = 0, next_due_at = now() where source_id = ${sourceId}`.execute(db);
}

export interface SourceRow {
  id: number;
  name: string;
  connector: string;
  config: unknown;
  policy: unknown;
  enabled: boolean;
}

/** Where posts of a file belong that name no source, so that their words are kept no longer than the law of the house says. */
export const FILE_IMPORT = {
  source: 'file-import',
  /** Unflagged text is kept for 72 hours (then id, hash and verdict only), unless a person sets a longer window with its own basis. */
  retentionDays: 3,
} as const;

const FILE_IMPORT_POLICY: ConnectorPolicy = {
  enabled: true,
  legal_basis: 'the basis recorded with each account in the register',
  agreement_ref: null,
  expires_at: '2099-12-31T23:59:59+07:00',
  allow_inference: true,
  allow_ml: false,
  max_retention_days: FILE_IMPORT.retentionDays,
  deletion_mode: 'purge',
};

/** Makes the default source of file imports when it is not there; what a person has changed about it stays. */
export async function ensureFileSource(db: Db): Promise<void> {
  await sql`insert into source (name, connector, policy, enabled) values (${FILE_IMPORT.source}, 'file', ${JSON.stringify(FILE_IMPORT_POLICY)}::jsonb, true)
    on conflict (name) do nothing`.execute(db);
}

export async function findSource(db: Db, name: string): Promise<SourceRow | null> {
  const { rows } = await sql<SourceRow>`select id, name, connector, config, policy, enabled from source where name = ${name}`.execute(db);
  return rows[0] ?? null;
}

/**
 * Makes the missing units: one per source of a `single` connector, one per registered account of the platform for the others.
 * Units whose account ended stay, and are refused at dispatch with the reason. Units that wait because the register named
 * another identity go on once it does so no longer: the handle is another account now, or the old identity is back.
 */
export async function syncUnits(db: Db, o: { single: readonly string[]; perAccount: readonly { connector: string; platform: string }[] }): Promise<number> {
  const one =
    await sql`insert into source_state (source_id, unit) select id, '' from source where connector = any(${[...o.single]}) on conflict do nothing`.execute(db);
  let made = Number(one.numAffectedRows ?? 0);
  for (const c of o.perAccount) {
    const many = await sql`insert into source_state (source_id, unit, account_id)
      select s.id, a.handle_key, a.id from source s join account a on a.platform = ${c.platform} and a.ended_at is null
       where s.connector = ${c.connector} and not exists (select from source_state u where u.source_id = s.id and u.unit = a.handle_key)
      on conflict do nothing`.execute(db);
    made += Number(many.numAffectedRows ?? 0);
    // The handle may have been declared anew, for somebody else: what was learned about the other is forgotten.
    await sql`update source_state u set account_id = a.id, rate_posts = 0, rate_days = 0, rate_at = null from source s, account a
       where s.id = u.source_id and s.connector = ${c.connector} and a.platform = ${c.platform} and a.handle_key = u.unit and a.ended_at is null
         and u.account_id is distinct from a.id`.execute(db);
    await sql`update source_state u set paused_at = null, failures = 0, next_due_at = now()
        from source s, account a
       where u.paused_at is not null and u.last_error like 'identity_changed%' and s.id = u.source_id and s.connector = ${c.connector}
         and a.platform = ${c.platform} and a.handle_key = u.unit and a.ended_at is null
         and (u.cursor->>'account_id' is distinct from a.id::text or a.platform_id is null or a.platform_id = u.cursor->>'did')`.execute(db);
  }
  return made;
}

/** Units of a source that is switched off are not claimed; this says why, once, where people look. Units that wait for a person keep their reason. */
export async function markDisabled(db: Db): Promise<number> {
  const out = await sql`update source_state u set last_error = 'source_disabled' from source s
    where s.id = u.source_id and not s.enabled and u.paused_at is null and u.last_error is distinct from 'source_disabled'`.execute(db);
  return Number(out.numAffectedRows ?? 0);
}

export interface ClaimedUnit {
  sourceId: number;
  source: string;
  connector: string;
  config: unknown;
  policy: unknown;
  enabled: boolean;
  schedule: unknown;
  unit: string;
  cursor: unknown;
  /** The fencing token: whatever is stored for this unit is stored under it. */
  epoch: number;
  failures: number;
  weight: number;
  /** What is known of how often is written here, up to `rateAt`; null: never looked at. */
  ratePosts: number;
  rateDays: number;
  rateAt: Date | null;
}

/**
 * Takes due units of enabled sources that nobody holds, the longest due first, no more of one source than its share. A process that dies
 * keeps them until the lease ends; whoever takes them then has a higher epoch, so a late commit of the dead one changes nothing. The clock
 * is the database's, shared by all copies. `shares`: what a source's limits leave room for; a source that is not named has no bound.
 */
export async function claimDueUnits(
  db: Db,
  o: { connectors: readonly string[]; limit: number; leaseMs: number; shares?: ReadonlyMap<number, number> },
): Promise<ClaimedUnit[]> {
  const bounded = [...(o.shares ?? new Map<number, number>()).entries()];
  const { rows } = await sql<ClaimedUnit>`
    with due as materialized (
      select d.source_id, d.unit from source s
        left join unnest(${bounded.map(([id]) => id)}::int[], ${bounded.map(([, n]) => n)}::int[]) as b(source_id, n) on b.source_id = s.id
        cross join lateral (
          select u.source_id, u.unit, u.next_due_at from source_state u
           where u.source_id = s.id and u.next_due_at <= now() and u.paused_at is null and (u.lease_until is null or u.lease_until < now())
           order by u.next_due_at limit least(${o.limit}::int, b.n) for update of u skip locked) d
       where s.enabled and s.connector = any(${[...o.connectors]})
       order by d.next_due_at limit ${o.limit}),
    taken as (
      update source_state u set lease_epoch = u.lease_epoch + 1, lease_until = now() + ${o.leaseMs} * interval '1 millisecond'
        from due where u.source_id = due.source_id and u.unit = due.unit
      returning u.*)
    select s.id as "sourceId", s.name as source, s.connector, s.config, s.policy, s.enabled, s.schedule, t.unit, t.cursor, t.lease_epoch as epoch, t.failures,
           t.weight, t.rate_posts as "ratePosts", t.rate_days as "rateDays", t.rate_at as "rateAt"
      from taken t join source s on s.id = t.source_id`.execute(db);
  return rows;
}

export type UnitRef = Pick<ClaimedUnit, 'sourceId' | 'unit' | 'epoch'>;

/**
 * First statement of the transaction that stores a page: moves the cursor and prolongs the lease, only under the epoch the
 * page was fetched with. Holds the row until commit, so the fence cannot open in between. Null: somebody else took the unit.
 */
export async function advanceCursor(tx: Tx, u: UnitRef, cursor: unknown, leaseMs: number): Promise<Pick<SourceRow, 'policy' | 'enabled'> | null> {
  const { rows } = await sql<Pick<SourceRow, 'policy' | 'enabled'>>`
    update source_state st set cursor = ${JSON.stringify(cursor)}::jsonb, lease_until = now() + ${leaseMs} * interval '1 millisecond', polled_at = now()
      from source s where s.id = st.source_id and st.source_id = ${u.sourceId} and st.unit = ${u.unit} and st.lease_epoch = ${u.epoch}
    returning s.policy, s.enabled`.execute(tx);
  return rows[0] ?? null;
}

/** Heartbeat of a poll that works longer between two pages. False: the unit is not ours any more. */
export async function extendLease(db: Db, u: UnitRef, leaseMs: number): Promise<boolean> {
  const out = await sql`update source_state set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where source_id = ${u.sourceId} and unit = ${u.unit} and lease_epoch = ${u.epoch}`.execute(db);
  return Number(out.numAffectedRows ?? 0) === 1;
}

/** Adds to the unit's totals; keys are a closed list, so the object stays small. */
export async function addCounts(tx: Tx, u: Pick<UnitRef, 'sourceId' | 'unit'>, counts: Readonly<Record<string, number>>): Promise<void> {
  if (Object.values(counts).every((n) => n === 0)) return;
  await sql`update source_state set counts = (
      select coalesce(jsonb_object_agg(key, n), '{}') from (
        select key, sum(value::bigint) as n from (
          select * from jsonb_each_text(counts) union all select * from jsonb_each_text(${JSON.stringify(counts)}::jsonb)) both_sides group by key having sum(value::bigint) <> 0) total)
    where source_id = ${u.sourceId} and unit = ${u.unit}`.execute(tx);
}

export interface UnitResult {
  nextDueMs: number;
  failures: number;
  /** Shown to people; null clears it. */
  lastError: string | null;
  paused: boolean;
  polled: boolean;
  /** What the account's day says of it; absent: postponed, its turn is still to come. */
  counts?: 'polled' | 'failed' | 'forbidden';
  /** What was learned of how often is written here. */
  learned?: { posts: number; days: number };
  /** Whose posts the unit reads, where only its configuration knew. */
  accountId?: number | null;
}

const LAST_ERROR_CHARS = 300;
/** An answer that comes no later than this after it was due is in time, however short the interval. */
const FRESH_WITHIN_MS = 15 * 60_000;

/**
 * Gives the unit back and writes the account's day, in one statement. Does nothing when the lease was lost meanwhile; returns whether it was
 * still ours. Dies before: the look counts nowhere, and the next holder repeats it.
 */
export async function releaseUnit(db: Db, u: UnitRef, r: UnitResult): Promise<boolean> {
  const learned = r.learned ?? null;
  const { rows } = await sql`with before as materialized (
      select source_id, unit, next_due_at as was_due from source_state where source_id = ${u.sourceId} and unit = ${u.unit} and lease_epoch = ${u.epoch} for update),
    given as (
      update source_state x
         set lease_until = null, next_due_at = now() + ${r.nextDueMs} * interval '1 millisecond', failures = ${r.failures},
             last_error = ${r.lastError === null ? null : r.lastError.slice(0, LAST_ERROR_CHARS)},
             paused_at = case when ${r.paused} then now() else null end, polled_at = case when ${r.polled} then now() else x.polled_at end,
             account_id = coalesce(${r.accountId ?? null}::bigint, x.account_id),
             rate_posts = coalesce(${learned?.posts ?? null}::float8, x.rate_posts), rate_days = coalesce(${learned?.days ?? null}::float8, x.rate_days),
             rate_at = case when ${learned !== null} then now() else x.rate_at end
        from before where x.source_id = before.source_id and x.unit = before.unit
      returning x.account_id, before.was_due),
    day as (
      insert into account_coverage as k (day, account_id, due, polled, fresh, failed, forbidden)
      select (now() at time zone 'Asia/Jakarta')::date, g.account_id, 1, (${r.counts ?? ''} = 'polled')::int,
             (${r.counts ?? ''} = 'polled' and now() - g.was_due <= greatest(${r.nextDueMs}::bigint, ${FRESH_WITHIN_MS}::bigint) * interval '1 millisecond')::int,
             (${r.counts ?? ''} = 'failed')::int, (${r.counts ?? ''} = 'forbidden')::int
        from given g where g.account_id is not null and ${r.counts !== undefined}
      on conflict (day, account_id) do update set due = k.due + 1, polled = k.polled + excluded.polled, fresh = k.fresh + excluded.fresh,
        failed = k.failed + excluded.failed, forbidden = k.forbidden + excluded.forbidden)
    select from given`.execute(db);
  return rows.length === 1;
}

/** Posts of one account from `sinceKey` on (keys compare bytewise), for a reconcile that looks for deletions. Bounded by `limit`. */
export async function liveKeysOfAccount(db: Db, o: { accountId: number; platform: string; fromKey: string; toKey: string; limit: number }): Promise<string[]> {
  const { rows } = await sql<{ post_key: string }>`
    select post_key from post where account_id = ${o.accountId} and platform = ${o.platform} and gone_at is null
       and post_key collate "C" >= ${o.fromKey} and post_key collate "C" <= ${o.toKey} order by post_key collate "C" limit ${o.limit}`.execute(db);
  return rows.map((r) => r.post_key);
}

export interface QuarantineItem {
  reason: string;
  externalId: string | null;
  /** Only of registered accounts with a basis: what may not be stored may not be quarantined either. */
  raw: string;
}

/** Rows kept per source, and characters kept of one: the quarantine is a sample for repair, not a second store. */
export const QUARANTINE = { rowsPerSource: 10_000, rawChars: 65_536, keepDays: 30 } as const;

/** Keeps what could not be understood, once per content, up to the bound. Returns how many rows were added. */
export async function quarantine(tx: Tx, sourceId: number | null, items: readonly QuarantineItem[]): Promise<number> {
  if (items.length === 0) return 0;
  const hashes = items.map((i) => createHash('sha256').update(i.raw).digest());
  const raws = items.map((i) => storableText(i.raw).slice(0, QUARANTINE.rawChars).toWellFormed());
  const ids = items.map((i) => (i.externalId === null ? null : storableText(i.externalId).slice(0, 300)));
  const out = await sql`insert into quarantine (source_id, reason, external_id, raw, raw_sha256)
    select ${sourceId}::integer, t.reason, t.external_id, t.raw, t.sha from (
      select distinct on (sha) * from unnest(${items.map((i) => i.reason)}::text[], ${ids}::text[], ${raws}::text[], ${hashes}::bytea[]) as u(reason, external_id, raw, sha)) t
     where not exists (select from quarantine q where q.source_id is not distinct from ${sourceId}::integer and q.raw_sha256 = t.sha)
       and (select count(*) from (select from quarantine q where q.source_id is not distinct from ${sourceId}::integer limit ${QUARANTINE.rowsPerSource}) x) < ${QUARANTINE.rowsPerSource}
    on conflict do nothing`.execute(tx);
  return Number(out.numAffectedRows ?? 0);
}

/** Postgres stores no NUL; the hash is over the original. */
function storableText(s: string): string {
  return s.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

/** Quarantined text is personal data too: it goes after a month. */
export async function purgeQuarantine(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - QUARANTINE.keepDays * 86_400_000);
  const out = await sql`delete from quarantine where at < ${before}`.execute(db);
  return Number(out.numAffectedRows ?? 0);
}
