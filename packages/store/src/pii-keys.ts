/** The data keys in the database: reading them, and finding people by number whatever a rotation has reached. */
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';
import { type KeyMaterial, type Keyring, type KeySource, keyringOf } from './pii.ts';

export interface DataKeyRow {
  id: number;
  purpose: 'root' | 'seal' | 'hash';
  generation: number | null;
  wrapped: Buffer | null;
  source_id: string;
  retired_at: Date | null;
}

/** The keys of this database are wrapped by another key than the one at hand. */
export class WrongKeySource extends Error {}

export async function readDataKeys(db: Db): Promise<DataKeyRow[]> {
  const { rows } = await sql<DataKeyRow>`select id, purpose, generation, wrapped, source_id, retired_at from data_key order by id`.execute(db);
  return rows;
}

async function unwrapAll(rows: readonly DataKeyRow[], source: KeySource): Promise<KeyMaterial | null> {
  const sealKeys = new Map<number, Buffer>();
  const layers: Buffer[] = [];
  let root: Buffer | null = null;
  let sealKeyId = 0;
  for (const row of rows) {
    if (row.wrapped === null) continue;
    if (row.source_id !== source.id) throw new WrongKeySource('the data keys of this database are wrapped by another installation key');
    const key = await source.unwrap(row.wrapped);
    if (row.purpose === 'root') root = key;
    else if (row.purpose === 'hash') layers.push(key);
    else {
      sealKeys.set(row.id, key);
      if (row.retired_at === null) sealKeyId = row.id;
    }
  }
  return root === null ? null : { root, source, sealKeys, sealKeyId, layers };
}

/** The keyring with all data keys of the database; the given one where it has none of its own. */
export async function unlockKeyring(db: Db, keyring: Keyring): Promise<Keyring> {
  const material = await unwrapAll(await readDataKeys(db), keyring.source);
  return material === null ? keyring : keyringOf(material);
}

/** How often a running service reads the data keys; `pantau keys rotate` waits longer than this before it seals with a new one. */
export const KEYS_RELOAD_MS = 10_000;

export interface LiveKeyring extends Keyring {
  /** Reads the data keys again; a long-running process calls it now and then, so that it knows a new key before it meets one. */
  reload(db: Db): Promise<void>;
}

/** Begins with what the installation key alone gives, and takes over what the database holds at every `reload`. */
export function liveKeyring(base: Keyring): LiveKeyring {
  let now = base;
  return {
    seal: (plain) => now.seal(plain),
    open: (sealed) => now.open(sealed),
    hash: (value) => now.hash(value),
    hashes: (value) => now.hashes(value),
    upgrade: (stored) => now.upgrade(stored),
    fingerprint: () => now.fingerprint(),
    derive: (info) => now.derive(info),
    wrapRoot: (to) => now.wrapRoot(to),
    source: base.source,
    get generation() {
      return now.generation;
    },
    get sealKeyId() {
      return now.sealKeyId;
    },
    async reload(db) {
      now = await unlockKeyring(db, base);
    },
  };
}

/** Waits for a rotation step that makes a key, and keeps the next one out until commit. Readers of keys that write for long (imports) take it. */
export async function holdKeys(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtext('pantau.keys'))`.execute(tx);
}

/**
 * Part of an import: whoever is in the database under an older generation of one of these numbers moves to the newest, so that
 * a line finds its person whatever a rotation has reached.
 */
export async function adoptHashes(tx: Tx, keyring: Keyring, values: readonly string[]): Promise<void> {
  if (keyring.generation === 1) return;
  const moves = values.flatMap((v) => {
    const [newest, ...older] = keyring.hashes(v);
    return newest ? older.map((o) => ({ from: o.hash, generation: o.generation, to: newest.hash })) : [];
  });
  await sql`update person p set key_hash = m.fresh, key_gen = ${keyring.generation}
    from unnest(${moves.map((m) => m.from)}::bytea[], ${moves.map((m) => m.generation)}::int[], ${moves.map((m) => m.to)}::bytea[]) as m(stored, generation, fresh)
   where p.key_hash = m.stored and p.key_gen = m.generation`.execute(tx);
}

/** The person behind a NIP or staff key, whatever generation their row has; null when the register does not know them. */
export async function findPersonByKey(db: Db, keyring: Keyring, value: string): Promise<number | null> {
  const all = keyring.hashes(value);
  const { rows } = await sql<{ id: number }>`select p.id from person p
    join unnest(${all.map((h) => h.hash)}::bytea[], ${all.map((h) => h.generation)}::int[]) as h(hash, generation) on h.hash = p.key_hash and h.generation = p.key_gen`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** How a relative's number is kept: with the generation where it is not the first, as a rotation writes it: importing the same file again changes nothing. */
export function kinKey(keyring: Keyring, staffKey: string): { staff_key: string; key_gen?: number } {
  return { staff_key: keyring.hash(staffKey).toString('hex'), ...(keyring.generation === 1 ? {} : { key_gen: keyring.generation }) };
}
