import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { type AccountInput, beginAccountImport, importAccountBatch } from './accounts.ts';
import { addSubscription, opensSecrets } from './alerts.ts';
import { type Handle, openDb } from './db.ts';
import { checkInstallationKey } from './installation.ts';
import { fileKeySource, type Keyring, type KeySource, keyringFrom, UnknownKey } from './pii.ts';
import { findPersonByKey, liveKeyring, unlockKeyring, WrongKeySource } from './pii-keys.ts';
import { addDataKeys, eraseRetiredKeys, finishRotation, ROTATION_BATCH_ROWS, resealBatch, rewrapKeys, rotationLeft } from './pii-rotate.ts';
import { signerOf } from './signing.ts';

const PERSONS = ROTATION_BATCH_ROWS + 20;
let world: TestWorld;
let db: Handle;
let client: pg.Client;
/** What the installation key gives; stays the same through everything. */
let base: Keyring;

const nip = (i: number): string => `19850312201001${String(i).padStart(4, '0')}`;
const line = (i: number): AccountInput => ({
  line: i + 1,
  data: {
    ...(i % 2 === 0 ? { nip: nip(i) } : { staff_key: `STAF-${i}` }),
    name: `Orang Fiktif ${i}`,
    employment_status: 'PNS',
    agency: 'Pemerintah Kota Uji',
    region: '16.73',
    valid_from: '2015-01-01',
    kin: i === 0 ? [{ staff_key: 'STAF-1', relation: 'saudara' }] : [],
    accounts: [{ platform: 'x', handle: `fiktif_${i}` }],
    basis: { law: 'UU 7/2017', ref: 'ST-1' },
  } as AccountInput['data'],
});
const importAll = (keyring: Keyring) =>
  db.transaction().execute(async (tx) => {
    await beginAccountImport(tx);
    return importAccountBatch(
      tx,
      await unlockKeyring(tx, keyring),
      Array.from({ length: PERSONS }, (_, i) => line(i)),
      new Date(),
    );
  });

beforeAll(async () => {
  world = await createWorld();
  base = world.keyring;
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test', connectionsMax: 4 });
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await checkInstallationKey(db, base);
  await importAll(base);
  await addSubscription(db, base, { office: 'BKPSDM Uji', region: '16.73', url: 'https://bkpsdm.contoh.id/x', events: ['case.forwarded'] });
});
afterAll(async () => {
  await client?.end();
  await db?.destroy();
  await world?.drop();
});

describe('rotation', () => {
  test('killed midway every person is found by number, an import doubles nobody, and the next call finishes', async () => {
    const after = await addDataKeys(db, base, { seal: true, hash: true });
    expect(after.generation).toBe(2);
    const total = await rotationLeft(db, after);
    expect(total).toEqual({ sealed: PERSONS / 2 + 1, hashed: PERSONS + 1 });

    // The connection is cut inside the second batch: the first stays, the second never was.
    await client.query(`create function cut() returns trigger language plpgsql as $$ begin
      if (select count(*) from person where key_gen = 2) >= ${ROTATION_BATCH_ROWS} then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
      create trigger cut before update on person for each row execute function cut()`);
    const dying = openDb({ url: world.databaseUrl, role: 'owner', name: 'dying', connectionsMax: 1 });
    await expect(finishRotation(dying, after)).rejects.toThrow(/terminat/);
    await dying.destroy();
    await client.query('drop trigger cut on person; drop function cut()');
    const left = await rotationLeft(db, after);
    expect(left.hashed).toBeGreaterThan(0);
    expect(left.hashed).toBeLessThan(total.hashed);

    for (const i of [0, 1, PERSONS - 2, PERSONS - 1])
      expect(await findPersonByKey(db, after, i % 2 === 0 ? nip(i) : `STAF-${i}`), `person ${i}`).not.toBeNull();
    const again = await importAll(base);
    expect(again.counts).toMatchObject({ personsAdded: 0, accountsAdded: 0, accountsEnded: 0 });
    expect((await client.query('select count(*)::int as n from person')).rows[0].n).toBe(PERSONS);

    await finishRotation(db, after);
    expect(await rotationLeft(db, after)).toEqual({ sealed: 0, hashed: 0 });
    const sealed = await client.query<{ nip_sealed: Buffer; key_hash: Buffer }>(
      'select nip_sealed, key_hash from person where nip_sealed is not null order by id limit 3',
    );
    for (const r of sealed.rows) expect(after.hash(after.open(r.nip_sealed))).toEqual(r.key_hash);
    expect(await opensSecrets(db, after)).toBe(true);
    expect((await importAll(base)).counts).toMatchObject({ personsAdded: 0, personsChanged: 0, periodsChanged: 0 });
    const kin = (await client.query('select kin from person_period where jsonb_array_length(kin) > 0')).rows[0].kin[0];
    expect(kin).toEqual({ relation: 'saudara', staff_key: after.hash('STAF-1').toString('hex'), key_gen: 2 });
  });

  test('a running process meets an unknown key once and knows it after reading the keys again', async () => {
    const live = liveKeyring(base);
    await live.reload(db);
    const next = await addDataKeys(db, base, { seal: true, hash: false });
    await resealBatch(db, next, { table: 'subscription', column: 'secret_sealed' });
    const sealed = (await client.query<{ s: Buffer }>('select secret_sealed as s from subscription')).rows[0]?.s ?? Buffer.alloc(0);
    expect(() => live.open(sealed)).toThrow(UnknownKey);
    await live.reload(db);
    expect(live.open(sealed)).toMatch(/^whsec_/);
    await finishRotation(db, next);
  });

  test('a retired key is erased only after a day and when nothing is sealed with it', async () => {
    expect(await eraseRetiredKeys(db)).toBe(0);
    await client.query("update data_key set retired_at = now() - interval '25 hours' where retired_at is not null");
    const retired = (await client.query<{ id: number }>("select id from data_key where purpose = 'seal' and retired_at is not null")).rows[0]?.id ?? 0;
    const header = Buffer.concat([Buffer.from('PKE1'), Buffer.from([0, 0, 0, retired])]);
    await client.query('update person set nip_sealed = $1 where id = (select max(id) from person where nip_sealed is null)', [
      Buffer.concat([header, randomBytes(40)]),
    ]);
    expect(await eraseRetiredKeys(db)).toBe(0);
    await client.query('update person set nip_sealed = null where substring(nip_sealed from 1 for 8) = $1', [header]);
    expect(await eraseRetiredKeys(db)).toBe(1);
  });
});

describe('another installation key', () => {
  const fresh = Buffer.alloc(32, 42);

  test('before it the old one opens everything, after it only the new; signatures and hashes stay the same', async () => {
    const before = await unlockKeyring(db, base);
    const signer = signerOf(before).keyId;
    await rewrapKeys(db, before, fileKeySource(fresh));
    await expect(unlockKeyring(db, base)).rejects.toThrow(WrongKeySource);
    expect(await checkInstallationKey(db, base)).toBe(false);
    const after = await unlockKeyring(db, keyringFrom(fresh));
    expect(await checkInstallationKey(db, keyringFrom(fresh))).toBe(true);
    expect(signerOf(after).keyId).toBe(signer);
    expect(after.hash(nip(0))).toEqual(before.hash(nip(0)));
    expect(await opensSecrets(db, after)).toBe(true);
  });

  test('a key management service does as well: it wraps, and never hands its key out', async () => {
    const inside = fileKeySource(randomBytes(32));
    const calls: string[] = [];
    const kms: KeySource = {
      id: 'kms:uji/1',
      wrap: async (key) => {
        calls.push('wrap');
        return inside.wrap(key);
      },
      unwrap: async (wrapped) => inside.unwrap(wrapped),
    };
    const before = await unlockKeyring(db, keyringFrom(fresh));
    const n = await rewrapKeys(db, before, kms);
    expect(calls.filter((c) => c === 'wrap')).toHaveLength(n);
    // Nothing of a key of our own is needed from here on.
    const after = await unlockKeyring(db, { ...keyringFrom(randomBytes(32)), source: kms });
    expect(after.fingerprint()).toEqual(before.fingerprint());
    expect(await findPersonByKey(db, after, nip(0))).not.toBeNull();
  });
});
