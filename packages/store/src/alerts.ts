/**
 * The outbox: whom an office of a region is told, and what became of each telling. Rows are written by the deciding
 * transaction, claimed with a lease, sent outside any transaction, and recorded under the lease's token.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AlertEvent, CaseWithdrawnPayload, DeliveryStep } from '@pantau/domain';
import { guardUrl } from '@pantau/runtime';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { Keyring } from './pii.ts';

const SECRET_BYTES = 32;

export interface NewSubscription {
  office: string;
  region: string;
  url: string;
  events: readonly AlertEvent[];
  /** `whsec_` and base64; a fresh one is made when absent. */
  secret?: string;
  /** Private targets that may be used all the same (demo, tests). */
  allowPrivate?: readonly string[];
}

/** Throws HttpRefused for an address we would never send to. The secret is returned once and kept sealed. */
export async function addSubscription(db: Db, keyring: Keyring, s: NewSubscription): Promise<{ id: number; secret: string }> {
  const url = guardUrl(s.url, s.allowPrivate ?? []).href;
  const secret = s.secret ?? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
  const { rows } = await sql<{ id: number }>`
    insert into subscription (office, region, channel, url, secret_sealed, events)
    values (${s.office}, ${s.region}, 'webhook', ${url}, ${keyring.seal(secret)}, ${[...s.events]}) returning id`.execute(db);
  return { id: rows[0]?.id ?? 0, secret };
}

export interface SubscriptionRow {
  id: number;
  office: string;
  region: string;
  channel: string;
  events: string[];
  active: boolean;
  created_at: Date;
}

/** Without address and secret: those never leave the database and the alerts service. */
export async function listSubscriptions(db: Db): Promise<SubscriptionRow[]> {
  const { rows } =
    await sql<SubscriptionRow>`select id, office, region, channel, events, active, created_at from subscription order by region, office, id`.execute(db);
  return rows;
}

/** Null: there is no such subscription; false: it is so already. What waits for one that is switched off leaves when it is on again. */
export async function switchSubscription(db: Db, id: number, active: boolean): Promise<boolean | null> {
  const { rows } = await sql<{ changed: boolean }>`
    with found as (select id, active from subscription where id = ${id} for update),
    done as (update subscription s set active = ${active} from found f where s.id = f.id and f.active <> ${active} returning s.id)
    select exists (select from done) as changed from found`.execute(db);
  return rows[0]?.changed ?? null;
}

/**
 * Part of the deciding transaction: one delivery for every active subscription of the case's region or an area above it
 * that wants this event. Repeating it adds nothing. Returns the new ids; ring the bell for them after commit.
 */
export async function insertDeliveries(tx: Tx, d: { caseId: number; region: string; event: AlertEvent; payload: unknown }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into delivery (case_id, subscription_id, event, payload)
    select ${d.caseId}::bigint, s.id, ${d.event}, ${JSON.stringify(d.payload)}::jsonb
      from subscription s where s.active and ${d.event} = any(s.events) and region_in(${d.region}, array[s.region])
    on conflict (case_id, subscription_id, event) do nothing returning id`.execute(tx);
  return rows.map((r) => r.id);
}

/**
 * Part of the withdrawing transaction: one retraction for every office that was sent the alert, whether or not its subscription
 * asks for the event or is active now; for one that is switched off it waits. Repeating it adds nothing.
 */
export async function insertRetractions(tx: Tx, d: { caseId: number; alertCase: number; payload: CaseWithdrawnPayload }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into delivery (case_id, subscription_id, event, payload)
    select distinct ${d.caseId}::bigint, x.subscription_id, 'case.withdrawn', ${JSON.stringify(d.payload)}::jsonb
      from delivery x where x.case_id = ${d.alertCase} and x.event = 'case.forwarded'
    on conflict (case_id, subscription_id, event) do nothing returning id`.execute(tx);
  return rows.map((r) => r.id);
}

export interface ClaimedDelivery {
  id: string;
  caseId: number;
  subscriptionId: number;
  event: string;
  payload: unknown;
  /** Attempts recorded before this one. */
  attempts: number;
  url: string;
  host: string;
  secretSealed: Buffer;
  token: string;
  leaseUntil: Date;
}

/** Clocks of two machines may differ by this much; a delivery is claimed that little too early rather than a sweep too late. */
const CLOCK_SLACK_MS = 1_000;

/**
 * Takes due deliveries, a few per host so that a slow office does not stand in the way of the others, skipping hosts that
 * are busy. Dies after this: the lease lapses and the next claim takes the rows again.
 */
export async function claimDue(
  db: Db,
  o: { now: Date; leaseMs: number; limit: number; perHost: number; busyHosts?: readonly string[] },
): Promise<ClaimedDelivery[]> {
  const leaseUntil = new Date(o.now.getTime() + o.leaseMs);
  const due = new Date(o.now.getTime() + CLOCK_SLACK_MS);
  const token = randomUUID();
  const { rows } = await sql<ClaimedDelivery>`
    with picked as materialized (
      select due.id from (select distinct host from subscription where active and host <> all(${[...(o.busyHosts ?? [])]})) h
       cross join lateral (
        select d.id from subscription s join delivery d on d.subscription_id = s.id
         where s.host = h.host and s.active and d.state = 'pending' and d.next_at <= ${due} and (d.lease_until is null or d.lease_until <= ${o.now})
         order by d.next_at limit ${o.perHost} for update of d skip locked) due
       limit ${o.limit})
    update delivery d set lease_until = ${leaseUntil}, lease_token = ${token}
      from picked p, subscription s where d.id = p.id and s.id = d.subscription_id
    returning d.id, d.case_id as "caseId", d.subscription_id as "subscriptionId", d.event, d.payload, d.attempts, s.url, s.host, s.secret_sealed as "secretSealed",
      d.lease_token as token, d.lease_until as "leaseUntil"`.execute(db);
  return rows;
}

export interface AttemptRecord {
  id: string;
  token: string;
  at: Date;
  tookMs: number;
  step: DeliveryStep;
}

const ERROR_CHARS_MAX = 300;

/**
 * Writes one attempt and its consequence in one statement. False when the lease is no longer ours: another process has
 * taken the row, and what it finds out counts. Dies before this: the receiver gets the same id once more.
 */
export async function recordAttempt(db: Db, r: AttemptRecord): Promise<boolean> {
  const { step } = r;
  const error = step.state === 'delivered' ? null : step.error.slice(0, ERROR_CHARS_MAX);
  const nextAt = step.state === 'pending' ? step.nextAt : null;
  const final = { delivered: 'delivered', dead: 'delivery_dead', pending: null }[step.state];
  const { rows } = await sql<{ id: string }>`
    with d as (
      update delivery set state = ${step.state}, attempts = attempts + 1, next_at = coalesce(${nextAt}::timestamptz, next_at),
        lease_until = null, lease_token = null, last_status = ${step.status}, last_error = ${error},
        delivered_at = case when ${step.state} = 'delivered' then ${r.at}::timestamptz end
       where id = ${r.id} and lease_token = ${r.token} and state = 'pending'
      returning id, case_id, subscription_id, event, attempts),
    a as (
      insert into delivery_attempt (delivery_id, n, at, status, took_ms, error)
      select id, attempts, ${r.at}, ${step.status}, ${r.tookMs}::integer, ${error} from d),
    e as (
      insert into case_event (case_id, type, actor, data, at)
      select case_id, ${final}, null, jsonb_build_object('delivery', id, 'subscription', subscription_id, 'event', event, 'attempts', attempts), ${r.at}
        from d where ${final}::text is not null)
    select id from d`.execute(db);
  return rows.length === 1;
}

/**
 * Puts a claimed delivery back without an attempt: nothing was sent, the fault is ours and waits for a person. False when the
 * lease is no longer ours. Dies before this: the lease lapses, and the row is looked at again.
 */
export async function postponeDelivery(db: Db, d: { id: string; token: string; nextAt: Date; why: string }): Promise<boolean> {
  const done = await sql`update delivery set next_at = ${d.nextAt}, lease_until = null, lease_token = null, last_error = ${d.why.slice(0, ERROR_CHARS_MAX)}
    where id = ${d.id} and lease_token = ${d.token} and state = 'pending'`.execute(db);
  return Number(done.numAffectedRows ?? 0) === 1;
}

/** So many of the newest secrets tell the key; one that was damaged by itself does not. */
const SECRETS_TRIED = 20;

/** False when there are webhook secrets and this key opens none of them: it is another installation's key. */
export async function opensSecrets(db: Db, keyring: Keyring): Promise<boolean> {
  const { rows } = await sql<{ secret_sealed: Buffer }>`
    select secret_sealed from subscription where active order by id desc limit ${SECRETS_TRIED}`.execute(db);
  return rows.length === 0 || rows.some((r) => canOpen(keyring, r.secret_sealed));
}

function canOpen(keyring: Keyring, sealed: Buffer): boolean {
  try {
    keyring.open(sealed);
    return true;
  } catch {
    return false;
  }
}

/** For gauges and the sweeper: how much waits, and since when. */
export async function pendingDeliveries(db: Db, now: Date): Promise<{ waiting: number; dead: number; oldestSeconds: number }> {
  const { rows } = await sql<{ waiting: number; dead: number; oldest: Date | null }>`
    select count(*) filter (where state = 'pending')::int as waiting, count(*) filter (where state = 'dead')::int as dead,
           min(created_at) filter (where state = 'pending') as oldest
      from delivery where state <> 'delivered'`.execute(db);
  const [r] = rows;
  return { waiting: r?.waiting ?? 0, dead: r?.dead ?? 0, oldestSeconds: r?.oldest ? Math.max(0, (now.getTime() - r.oldest.getTime()) / 1000) : 0 };
}

export interface CaseDelivery {
  id: string;
  office: string;
  event: string;
  state: 'pending' | 'delivered' | 'dead';
  attempts: number;
  created_at: Date;
  delivered_at: Date | null;
  next_at: Date | null;
  last_status: number | null;
  last_error: string | null;
}

/** What was sent about a case, oldest first. `next_at` is null when nothing more will be tried. */
export async function deliveriesOfCase(db: Db, caseId: number): Promise<CaseDelivery[]> {
  const { rows } = await sql<CaseDelivery>`
    select d.id, s.office, d.event, d.state, d.attempts, d.created_at, d.delivered_at,
           case when d.state = 'pending' then d.next_at end as next_at, d.last_status, d.last_error
      from delivery d join subscription s on s.id = d.subscription_id where d.case_id = ${caseId} order by d.created_at, d.id`.execute(db);
  return rows;
}
