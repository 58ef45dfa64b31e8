/**
 * Rotation: making new data keys, moving what is sealed or hashed over to them, and wrapping them anew under another installation
 * key. Everything may be repeated: what is left to do is asked of the rows themselves, so a rotation that was killed goes on where
 * it stopped.
 */
import { randomBytes } from 'node:crypto';
import type { Db, Handle, Tx } from './db.ts';
import { type RawBuilder, sql } from './kysely.ts';
import { KEY_BYTES, type Keyring, type KeySource, sealHeader } from './pii.ts';
import { type DataKeyRow, readDataKeys, unlockKeyring } from './pii-keys.ts';

async function lockKeys(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pantau.keys'))`.execute(tx);
}

async function insertKey(tx: Tx, source: KeySource, k: { purpose: DataKeyRow['purpose']; generation?: number; wrapped: Buffer }): Promise<void> {
  await sql`insert into data_key (purpose, generation, wrapped, source_id) values (${k.purpose}, ${k.generation ?? null}, ${k.wrapped}, ${source.id})`.execute(
    tx,
  );
}

/** From the first key of its own on, an installation also keeps its root here, wrapped like the others. */
async function keepRoot(tx: Tx, keyring: Keyring): Promise<DataKeyRow[]> {
  const rows = await readDataKeys(tx);
  if (rows.some((r) => r.purpose === 'root')) return rows;
  await insertKey(tx, keyring.source, { purpose: 'root', wrapped: await keyring.wrapRoot(keyring.source) });
  return readDataKeys(tx);
}

/**
 * Makes a new seal key, a new hash layer, or both; the first time it also keeps the root. From its commit on every process that
 * reads the keys knows them. Dies before commit: nothing was made.
 */
export async function addDataKeys(db: Handle, keyring: Keyring, what: { seal: boolean; hash: boolean }): Promise<Keyring> {
  return db.transaction().execute(async (tx) => {
    await lockKeys(tx);
    const rows = await keepRoot(tx, keyring);
    const fresh = async () => keyring.source.wrap(randomBytes(KEY_BYTES));
    if (what.seal) {
      await sql`update data_key set retired_at = now() where purpose = 'seal' and retired_at is null`.execute(tx);
      await insertKey(tx, keyring.source, { purpose: 'seal', wrapped: await fresh() });
    }
    const layers = rows.filter((r) => r.purpose === 'hash').length;
    if (what.hash) await insertKey(tx, keyring.source, { purpose: 'hash', generation: layers + 2, wrapped: await fresh() });
    await sql`select audit_append('keys_rotated', 'installation', 'keys', ${JSON.stringify(what)}::jsonb)`.execute(tx);
    return unlockKeyring(tx, keyring);
  });
}

interface SealedColumn {
  table: string;
  column: string;
}

/** By name: whatever is called `…_sealed` is sealed with the keyring. */
export async function sealedColumns(db: Db): Promise<SealedColumn[]> {
  const { rows } = await sql<SealedColumn>`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attname like '%\_sealed' and a.atttypid = 'bytea'::regtype
       and not a.attisdropped order by 1, 2`.execute(db);
  return rows;
}

const notSealedWith = (column: string, header: Buffer): RawBuilder<unknown> =>
  header.length === 0
    ? sql`substring(${sql.ref(column)} from 1 for 4) = 'PKE1'::bytea`
    : sql`substring(${sql.ref(column)} from 1 for ${header.length}) is distinct from ${header}`;

export interface RotationLeft {
  sealed: number;
  hashed: number;
}

/** How many values are not yet under the newest keys. */
export async function rotationLeft(db: Db, keyring: Keyring): Promise<RotationLeft> {
  const left: RotationLeft = { sealed: 0, hashed: 0 };
  const header = sealHeader(keyring.sealKeyId);
  for (const { table, column } of await sealedColumns(db)) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
      where ${sql.ref(column)} is not null and ${notSealedWith(column, header)}`.execute(db);
    left.sealed += rows[0]?.n ?? 0;
  }
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from person where key_gen < ${keyring.generation})::int
         + (select count(*) from person_period p, jsonb_array_elements(p.kin) k where ${OLD_KIN(keyring.generation)})::int as n`.execute(db);
  left.hashed = rows[0]?.n ?? 0;
  return left;
}

const OLD_KIN = (generation: number): RawBuilder<unknown> => sql`k->>'staff_key' is not null and coalesce((k->>'key_gen')::int, 1) < ${generation}`;

export const ROTATION_BATCH_ROWS = 500;

/** Seals one batch of one column anew. Returns how many; 0 when none is left. Dies before commit: the batch is done again. */
export async function resealBatch(db: Handle, keyring: Keyring, { table, column }: SealedColumn): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ at: string; sealed: Buffer }>`
      select ctid::text as at, ${sql.ref(column)} as sealed from ${sql.table(table)}
       where ${sql.ref(column)} is not null and ${notSealedWith(column, sealHeader(keyring.sealKeyId))}
       limit ${ROTATION_BATCH_ROWS} for update`.execute(tx);
    if (rows.length === 0) return 0;
    const fresh = rows.map((r) => keyring.seal(keyring.open(r.sealed)));
    // The rows are locked, so their place cannot change before the update.
    await sql`update ${sql.table(table)} t set ${sql.ref(column)} = n.sealed
      from unnest(${rows.map((r) => r.at)}::text[]::tid[], ${fresh}::bytea[]) as n(at, sealed) where t.ctid = n.at`.execute(tx);
    return rows.length;
  });
}

/** Moves one batch of personal hashes to the newest generation. */
export async function rehashBatch(db: Handle, keyring: Keyring): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number; hash: Buffer; generation: number }>`
      select id, key_hash as hash, key_gen as generation from person where key_gen < ${keyring.generation} order by id limit ${ROTATION_BATCH_ROWS} for update`.execute(
      tx,
    );
    if (rows.length === 0) return 0;
    await sql`update person p set key_hash = n.hash, key_gen = ${keyring.generation}
      from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => keyring.upgrade(r).hash)}::bytea[]) as n(id, hash) where p.id = n.id`.execute(tx);
    return rows.length;
  });
}

interface Kin {
  staff_key?: string;
  key_gen?: number;
}

/** The same for relatives, of whom only the hash is known. */
export async function rehashKinBatch(db: Handle, keyring: Keyring): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ person_id: number; valid_from: string; kin: Kin[] }>`
      select person_id, valid_from, kin from person_period p
       where exists (select from jsonb_array_elements(p.kin) k where ${OLD_KIN(keyring.generation)})
       limit ${ROTATION_BATCH_ROWS} for update`.execute(tx);
    for (const r of rows) {
      const kin = r.kin.map((k) => {
        if (k.staff_key === undefined) return k;
        const up = keyring.upgrade({ generation: k.key_gen ?? 1, hash: Buffer.from(k.staff_key, 'hex') });
        return { ...k, staff_key: up.hash.toString('hex'), key_gen: up.generation };
      });
      await sql`update person_period set kin = ${JSON.stringify(kin)}::jsonb where person_id = ${r.person_id} and valid_from = ${r.valid_from}::date`.execute(
        tx,
      );
    }
    return rows.length;
  });
}

/** Everything to the newest keys, batch by batch. `onBatch` learns how many values have been moved so far. */
export async function finishRotation(db: Handle, keyring: Keyring, onBatch: (done: number) => void = () => {}): Promise<number> {
  let done = 0;
  const drain = async (batch: () => Promise<number>) => {
    for (let n = await batch(); n > 0; n = await batch()) {
      done += n;
      onBatch(done);
    }
  };
  for (const column of await sealedColumns(db)) await drain(() => resealBatch(db, keyring, column));
  await drain(() => rehashBatch(db, keyring));
  await drain(() => rehashKinBatch(db, keyring));
  return done;
}

/** A process that has not read the keys for so long is not running; its last value under an old key has been moved. */
const ERASE_AFTER_HOURS = 24;

/** Forgets retired seal keys that nothing is sealed with any more. Returns how many. */
export async function eraseRetiredKeys(db: Handle): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockKeys(tx);
    const { rows } = await sql<{ id: number }>`select id from data_key where purpose = 'seal' and wrapped is not null
      and retired_at < now() - ${ERASE_AFTER_HOURS} * interval '1 hour'`.execute(tx);
    let erased = 0;
    for (const { id } of rows) {
      if (await isUsed(tx, id)) continue;
      await sql`update data_key set wrapped = null where id = ${id}`.execute(tx);
      await sql`select audit_append('key_erased', 'data_key', ${String(id)}, '{}'::jsonb)`.execute(tx);
      erased += 1;
    }
    return erased;
  });
}

async function isUsed(tx: Tx, keyId: number): Promise<boolean> {
  const header = sealHeader(keyId);
  for (const { table, column } of await sealedColumns(tx)) {
    const { rows } = await sql<{ used: boolean }>`select exists (select from ${sql.table(table)}
      where substring(${sql.ref(column)} from 1 for ${header.length}) = ${header}) as used`.execute(tx);
    if (rows[0]?.used) return true;
  }
  return false;
}

/**
 * Wraps every key under another installation key, in one transaction: before its commit the old key opens everything, after it
 * the new one. Nothing that is sealed changes.
 */
export async function rewrapKeys(db: Handle, keyring: Keyring, to: KeySource): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await lockKeys(tx);
    let wrapped = 0;
    for (const r of await keepRoot(tx, keyring)) {
      if (r.wrapped === null) continue;
      const key = await keyring.source.unwrap(r.wrapped);
      await sql`update data_key set wrapped = ${await to.wrap(key)}, source_id = ${to.id} where id = ${r.id}`.execute(tx);
      wrapped += 1;
    }
    await sql`select audit_append('installation_key_replaced', 'installation', 'keys', ${JSON.stringify({ keys: wrapped })}::jsonb)`.execute(tx);
    return wrapped;
  });
}
