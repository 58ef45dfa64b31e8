/**
 * Plain SQL migrations, forward only, in order, each in its own transaction. Several processes may start at once:
 * an advisory lock lets one migrate while the others wait. If the process dies midway the open file rolls back.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { seedHolidays } from './holidays.ts';
import { seedRegions } from './regions.ts';

const LOCK_KEY = 4180_2026;

export class MigrationError extends Error {}

export interface Migration {
  version: number;
  name: string;
  text: string;
  sha256: string;
}

export function readMigrations(dir: string): Migration[] {
  return readdirSync(dir)
    .filter((f) => /^\d{4}_.+\.sql$/.test(f))
    .sort()
    .map((name) => {
      const text = readFileSync(join(dir, name), 'utf8');
      return { version: Number(name.slice(0, 4)), name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });
}

/**
 * Applies what is missing; returns the names applied. Throws MigrationError when the database is newer or history differs.
 * With `through` it stops after that version and fills no table: a restore brings the rows and comes back for the rest.
 */
export async function migrate(url: string, dir: string, onApply: (name: string) => void = () => {}, through?: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'pantau-migrate' });
  client.on('error', () => {}); // a server that goes away shows in the statement that is under way, or in the next one
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(
      'create table if not exists schema_migration (version integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const files = readMigrations(dir);
    const todo = missing(
      files,
      (await client.query<{ version: number; name: string; sha256: string }>('select version, name, sha256 from schema_migration order by version')).rows,
    );
    for (const m of todo) {
      if (through !== undefined && m.version > through) break;
      onApply(m.name);
      await client.query('begin');
      try {
        await client.query(m.text);
        await client.query('insert into schema_migration (version, name, sha256) values ($1, $2, $3)', [m.version, m.name, m.sha256]);
        await client.query('commit');
      } catch (e) {
        await client.query('rollback').catch(() => {}); // without a connection the server rolls back by itself
        throw new MigrationError(`migration ${m.name} failed: ${e instanceof Error ? e.message : String(e)}`, { cause: e });
      }
    }
    if (through !== undefined) return todo.filter((m) => m.version <= through).map((m) => m.name);
    await seedRegions(client);
    await seedHolidays(client);
    return todo.map((m) => m.name);
  } finally {
    await client.end(); // ends the session and with it the lock
  }
}

function missing(files: Migration[], applied: { version: number; name: string; sha256: string }[]): Migration[] {
  const byVersion = new Map(files.map((f) => [f.version, f]));
  for (const a of applied) {
    const f = byVersion.get(a.version);
    if (!f)
      throw new MigrationError(
        `the database has migration ${a.name}, which this version of Pantau does not know: start the newer version, or restore a backup made before it`,
      );
    if (f.sha256 !== a.sha256)
      throw new MigrationError(`migration ${a.name} was changed after it had been applied: restore the file; changes go into a new migration`);
  }
  const done = new Set(applied.map((a) => a.version));
  return files.filter((f) => !done.has(f.version));
}

/** Which migrations are applied, which are missing, and which the code does not know. Changes nothing. */
export async function migrationStatus(url: string, dir: string): Promise<{ applied: string[]; pending: string[]; unknown: string[] }> {
  const client = new pg.Client({ connectionString: url, application_name: 'pantau-migrate' });
  client.on('error', () => {}); // a server that goes away shows in the next query
  await client.connect();
  try {
    const there = await client.query<{ t: string | null }>("select to_regclass('schema_migration')::text as t");
    const applied = there.rows[0]?.t
      ? (await client.query<{ name: string }>('select name from schema_migration order by version')).rows.map((r) => r.name)
      : [];
    const files = readMigrations(dir).map((m) => m.name);
    return {
      applied: applied.filter((n) => files.includes(n)),
      pending: files.filter((n) => !applied.includes(n)),
      unknown: applied.filter((n) => !files.includes(n)),
    };
  } finally {
    await client.end();
  }
}
