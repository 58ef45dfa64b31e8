/** The drill: save, lose the machine, bring it back; and every way in which a backup can be wrong is one clear line. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handle, insertPosts, openDb, verifyAudit, verifyEvidence } from '@pantau/store';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { loadBackup } from '../../services/cli/src/backup/load.ts';
import { saveBackup } from '../../services/cli/src/backup/save.ts';
import { type SealWith, writeKeyFile } from '../../services/cli/src/backup/seal.ts';
import { buildCase, buildContest, buildSubscription, buildUser } from '../support/builders.ts';
import { pantau, pantauOk } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { withDatabase } from '../support/global-setup.ts';

const PURGED = 'kalimat yang sudah dihapus menurut retensi';
const KEPT = 'Coblos nomor 2 besok, teman-teman!';

let world: TestWorld;
let db: Handle;
let admin: pg.Client;
let dir: string;
let key: string;
let env: NodeJS.ProcessEnv;
const made: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
  dir = mkdtempSync(join(tmpdir(), 'pantau-backup-'));
  key = join(dir, 'backup.key');
  env = { PATH: process.env.PATH, HOME: dir, DATABASE_URL: world.databaseUrl, PANTAU_KEY: world.keyBase64 };
  await fill();
  await writeKeyFile(key);
});
afterAll(async () => {
  await db?.destroy();
  for (const name of made) await admin.query(`drop database if exists ${name} with (force)`);
  await admin?.end();
  rmSync(dir, { recursive: true, force: true });
  await world?.drop();
});

/** People, a decided case with sealed evidence, posts on two days, and a text that retention has taken away. */
async function fill(): Promise<void> {
  await buildUser(db, ['commissioner', '16']);
  await buildContest(db, 'cadangan-uji', '16.73');
  await buildSubscription(db, '16.73');
  await buildCase(db, { state: 'CONFIRMED', sealed: true, contest: 'cadangan-uji', text: KEPT });
  await buildCase(db, { state: 'DISMISSED', sealed: true });
  const { rows } = await sql<{ id: number }>`select min(id) as id from account`.execute(db);
  await sql`select ensure_content_partitions('2026-11-01', 5)`.execute(db);
  await sql`select ensure_content_partitions((now() at time zone 'utc')::date, 3)`.execute(db);
  await db.transaction().execute((tx) =>
    insertPosts(
      tx,
      [PURGED, KEPT, 'baris\tdengan\\tanda\nkhusus 🙏'].map((text, i) => ({
        accountId: rows[0]?.id ?? 0,
        post: { platform: 'replay', account: 'fiktif1', postKey: `cadangan-${i}`, versionKey: '1', text, postedAt: '2026-11-02T01:00:00Z', kind: 'post' },
      })),
      { sourceId: null, seenAt: new Date('2026-11-02T02:00:00Z') },
    ),
  );
  await sql`delete from post_content where content->>'text' = ${PURGED}`.execute(db);
}

async function emptyDatabase(): Promise<string> {
  const name = `pantau_r_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await admin.query(`create database ${name}`);
  made.push(name);
  return withDatabase(inject('adminUrl'), name);
}

async function backup(name: string, seal: SealWith = { key }): Promise<string> {
  const to = join(dir, name);
  await saveBackup({ databaseUrl: world.databaseUrl, to, ...seal });
  return to;
}

const restore = (file: string, into: string, seal: SealWith = { key }) => loadBackup(file, { into, ...seal });

/** Every table with its rows, in an order of their own: equal means equal to the last letter. */
async function contentsOf(url: string): Promise<Record<string, { rows: number; hash: string }>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not in ('session', 'schema_migration') order by 1",
    );
    const out: Record<string, { rows: number; hash: string }> = {};
    for (const { name } of tables.rows) {
      const r = await client.query<{ rows: number; hash: string }>(
        `select count(*)::int as rows, coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '') as hash from ${name} t`,
      );
      if (r.rows[0]) out[name] = r.rows[0];
    }
    return out;
  } finally {
    await client.end();
  }
}

async function tablesIn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const r = await client.query<{ n: number }>("select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')");
  await client.end();
  return r.rows[0]?.n ?? -1;
}

describe('backup and restore', () => {
  test('into an empty database: every row of every table is there, chains hold, sequences go on, purged text is not', async () => {
    const before = await contentsOf(world.databaseUrl);
    expect(before.post_content?.rows).toBe(2);
    const file = join(dir, 'penuh.age');
    const saved = await pantauOk(['backup', '--to', file, '--key', key], env);
    expect((await pantauOk(['backup', 'verify', file, '--key', key], env)).stdout).toMatch(/opens and is whole/);
    const { rows: recorded } = await sql<{ proven: boolean }>`select proven_at is not null as proven from backup_record`.execute(db);
    expect(recorded).toEqual([{ proven: true }]);
    expect(saved.stdout).toContain('The installation key is not in it');
    expect(readFileSync(file).includes(Buffer.from('Coblos')), 'nothing is readable in the file').toBe(false);
    const url = await emptyDatabase();
    const r = await pantau(['restore', file, '--into', url, '--key', key], { PATH: env.PATH, HOME: dir });
    expect([r.code, r.stderr]).toEqual([0, expect.stringContaining('checking the audit chain')]);
    expect(r.stdout).toMatch(/the audit chain holds: \d+ rows; evidence holds: 2 rows/);
    const after = await contentsOf(url);
    expect(after).toEqual(before);

    const restored = openDb({ url, role: 'owner', name: 'test' });
    try {
      expect((await verifyAudit(restored)).firstBroken).toBeNull();
      expect((await verifyEvidence(restored)).firstBroken).toBeNull();
      const all = await sql<{ hit: boolean }>`select exists (select from post_content where content::text like ${`%${PURGED}%`}) as hit`.execute(restored);
      expect(all.rows[0]?.hit).toBe(false);
      await expect(sql`update evidence set content = '{}'`.execute(restored), 'the guards are on again').rejects.toThrow(/immutable/);
      await buildCase(restored, { sealed: true });
      expect((await verifyEvidence(restored)).firstBroken, 'and new work goes on where the old ended').toBeNull();
      const scorer = openDb({ url, role: 'pantau_api', name: 'test' });
      expect((await sql<{ n: number }>`select count(*)::int as n from cases`.execute(scorer)).rows[0]?.n, 'row-level security too').toBe(0);
      await scorer.destroy();
    } finally {
      await restored.destroy();
    }
  });

  test('a passphrase works as well, and what ran meanwhile is not half in it', async () => {
    const words = join(dir, 'kata.txt');
    writeFileSync(words, 'empat kata yang panjang sekali\n');
    const file = await backup('sandi.age', { passphraseFile: words });
    const url = await emptyDatabase();
    await restore(file, url, { passphraseFile: words });
    expect(await contentsOf(url)).toEqual(await contentsOf(world.databaseUrl));
  });

  test('wrong key, cut file, flipped byte, no backup: one line each, and nothing in the database', async () => {
    const file = await backup('rusak.age');
    const whole = readFileSync(file);
    const other = join(dir, 'lain.key');
    await writeKeyFile(other);
    const url = await emptyDatabase();
    const damaged = (name: string, bytes: Buffer) => {
      const path = join(dir, name);
      writeFileSync(path, bytes);
      return path;
    };
    const flip = (at: number) => {
      const b = Buffer.from(whole);
      b[at] = (b[at] ?? 0) ^ 1;
      return b;
    };
    const cases: [string, SealWith, RegExp][] = [
      [file, { key: other }, /^the key or passphrase does not open this backup$/],
      [damaged('potong.age', whole.subarray(0, whole.length - 100)), { key }, /^the backup is damaged or cut off: .*$/],
      [damaged('potong2.age', whole.subarray(0, Math.floor(whole.length / 2))), { key }, /^the backup is damaged or cut off: .*$/],
      [damaged('awal.age', flip(40)), { key }, /^(this is not a backup of Pantau, or its beginning is damaged|the key or passphrase).*$/],
      [damaged('tengah.age', flip(Math.floor(whole.length / 2))), { key }, /^the backup is damaged or cut off: .*$/],
      [damaged('akhir.age', flip(whole.length - 3)), { key }, /^the backup is damaged or cut off: .*$/],
      [damaged('bukan.age', Buffer.from('halo')), { key }, /^this is not a backup of Pantau.*$/],
    ];
    for (const [path, seal, line] of cases) await expect(restore(path, url, seal), path).rejects.toThrow(line);
    await restore(file, url);
    expect(await contentsOf(url), 'after all that the database was still an empty one').toEqual(await contentsOf(world.databaseUrl));
  }, 120_000);

  test('a database that holds something is refused, and stays as it is', async () => {
    const file = await backup('penuh2.age');
    const before = await contentsOf(world.databaseUrl);
    await expect(restore(file, world.databaseUrl)).rejects.toThrow('the database is not empty: a backup is restored into an empty one only');
    expect(await contentsOf(world.databaseUrl)).toEqual(before);
    const foreign = await emptyDatabase();
    const client = new pg.Client({ connectionString: foreign });
    await client.connect();
    await client.query('create table catatan (isi text)');
    await client.end();
    await expect(restore(file, foreign)).rejects.toThrow('the database holds tables that are not of Pantau: create an empty one');
    expect(await tablesIn(foreign)).toBe(1);
  });

  test('the public half of a key seals and does not open; a key or backup file is never overwritten', async () => {
    const half = join(dir, 'umum.txt');
    writeFileSync(half, `${/public key: (age1\w+)/.exec(readFileSync(key, 'utf8'))?.[1]}\n`);
    const file = await backup('umum.age', { key: half });
    const url = await emptyDatabase();
    await expect(restore(file, url, { key: half })).rejects.toThrow('only the public half');
    await restore(file, url);
    await expect(backup('umum.age')).rejects.toThrow('exists already');
    await expect(writeKeyFile(key)).rejects.toThrow('never written over');
    expect(await pantau(['backup', '--to', join(dir, 'tanpa.age')], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('say with what to seal') });
  });
});
