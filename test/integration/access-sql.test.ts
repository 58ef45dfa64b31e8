/** Every role × act × region by direct SQL as the api's database role; then each table and policy is opened once and must be noticed. */
import type { Role } from '@pantau/domain';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildFixture, buildShared } from '../support/access.ts';
import { type BuiltUser, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { type Fixture, SQL_ACTS, type SqlAct } from './access-sql-table.ts';
import { REGIONS, RELATIONS, type Relation, ROLES, USER_REGION } from './access-table.ts';

let world: TestWorld;
let db: Handle;
let asApi: pg.Client;
let stranger: BuiltUser;
let other: BuiltUser;
const users = new Map<Role, BuiltUser>();
const fixtures = new Map<Relation, Fixture>();

const get = <K, V>(m: Map<K, V>, k: K): V => {
  const v = m.get(k);
  if (v === undefined) throw new Error(`nothing built for ${String(k)}`);
  return v;
};

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  asApi = new pg.Client({ connectionString: world.databaseUrl, options: '-c role=pantau_api' });
  await asApi.connect();
  stranger = await buildUser(db, ['analyst', 'ID']);
  other = await buildUser(db, ['commissioner', 'ID']);
  await buildShared(db, stranger.id);
  for (const role of ROLES) users.set(role, await buildUser(db, [role, USER_REGION]));
  for (const relation of RELATIONS) fixtures.set(relation, await buildFixture(db, REGIONS[relation], stranger.id));
});
afterAll(async () => {
  await asApi?.end();
  await db?.destroy();
  await world?.drop();
});

const REFUSED_BY_DATABASE = '42501';

/** One attempt, undone. */
async function tried(role: Role, act: SqlAct, relation: Relation, mutated: boolean): Promise<boolean> {
  const me = get(users, role).id;
  const [text, values] = act.sql(get(fixtures, relation), { me, stranger: stranger.id, other: other.id });
  await asApi.query(`begin; select set_config('pantau.user_id', '${me}', true)`);
  try {
    return ((await asApi.query(text, values)).rowCount ?? 0) > 0;
  } catch (e) {
    if ((e as { code?: string }).code === REFUSED_BY_DATABASE) return false;
    // Past an opened policy a constraint may be met that nobody gets to otherwise.
    if (mutated && (e as { code?: string }).code?.startsWith('23')) return true;
    throw new Error(`${role} ${text}: ${(e as Error).message}`, { cause: e });
  } finally {
    await asApi.query('rollback');
  }
}

/** `first`: one deviation is enough to know; acts on that table are tried before the others. */
async function deviationsOf(first?: string): Promise<{ cells: number; deviations: string[] }> {
  let cells = 0;
  const deviations: string[] = [];
  const acts = Object.entries(SQL_ACTS).sort(([, a], [, b]) => Number(b.table === first) - Number(a.table === first));
  for (const [name, act] of acts)
    for (const role of ROLES)
      for (const relation of RELATIONS) {
        if (first !== undefined && deviations.length > 0) return { cells, deviations };
        cells += 1;
        const got = await tried(role, act, relation, first !== undefined);
        if (got !== (act.allowed[role] ?? []).includes(relation)) deviations.push(`${role} ${name} ${relation}: ${got ? 'allowed' : 'refused'}`);
      }
  return { cells, deviations };
}

interface Policy {
  tablename: string;
  policyname: string;
  qual: string | null;
  with_check: string | null;
}
const policies = async () =>
  (await sql<Policy>`select tablename, policyname, qual, with_check from pg_policies where 'pantau_api' = any(roles) order by 1, 2`.execute(db)).rows;
/** Tables under row-level security that the api may touch at all. */
const guarded = async () =>
  (
    await sql<{ name: string }>`select relname as name from pg_class where relkind in ('r', 'p') and relrowsecurity and relnamespace = 'public'::regnamespace
      and (has_any_column_privilege('pantau_api', oid, 'select, insert, update') or has_table_privilege('pantau_api', oid, 'delete')) order by 1`.execute(db)
  ).rows.map((r) => r.name);

describe('access by SQL', () => {
  test('every role can do what the table says, and nothing else', async () => {
    const { cells, deviations } = await deviationsOf();
    process.stdout.write(
      `access by SQL: ${ROLES.length} roles x ${Object.keys(SQL_ACTS).length} acts x ${RELATIONS.length} regions = ${cells} cells, ${deviations.length} deviations\n`,
    );
    expect(deviations).toEqual([]);
    expect(cells).toBe(ROLES.length * Object.keys(SQL_ACTS).length * RELATIONS.length);
  }, 240_000);

  test('every table under row-level security and every policy of the api has an act here', async () => {
    const tried = new Set(Object.values(SQL_ACTS).map((a) => a.table));
    expect([...new Set([...(await guarded()), ...(await policies()).map((p) => p.tablename)])].filter((t) => !tried.has(t))).toEqual([]);
  });

  test('a table that holds people or cases and is readable without row-level security is one of these', async () => {
    const { rows } = await sql<{
      name: string;
    }>`select relname as name from pg_class where relkind in ('r', 'p', 'v') and not relispartition and not relrowsecurity
      and relnamespace = 'public'::regnamespace and has_any_column_privilege('pantau_api', oid, 'select') order by 1`.execute(db);
    expect(
      rows
        .map((r) => r.name)
        .filter(
          (n) =>
            !/^(register_|region|circular|ruleset_|source|import_run|quarantine|holiday|case_transition|data_key|retention_|backup_record|coverage_fact|oversight_body)/.test(
              n,
            ),
        ),
    ).toEqual([]);
  });

  test('with row-level security off for one table, at least one cell deviates', async () => {
    const silent: string[] = [];
    const tables = await guarded();
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      await sql`alter table ${sql.table(table)} disable row level security`.execute(db);
      if ((await deviationsOf(table)).deviations.length === 0) silent.push(table);
      await sql`alter table ${sql.table(table)} enable row level security`.execute(db);
    }
    process.stdout.write(`access mutations: ${tables.length} tables without row-level security, ${silent.length} unnoticed\n`);
    expect(silent).toEqual([]);
  }, 480_000);

  test('with one policy opened, at least one cell deviates; closed again, none does', async () => {
    const silent: string[] = [];
    const all = await policies();
    for (const p of all) {
      const alter = (using: string | null, check: string | null) =>
        sql
          .raw(
            `alter policy "${p.policyname}" on "${p.tablename}"${using === null ? '' : ` using (${using})`}${check === null ? '' : ` with check (${check})`}`,
          )
          .execute(db);
      await alter(p.qual === null ? null : 'true', p.with_check === null ? null : 'true');
      if ((await deviationsOf(p.tablename)).deviations.length === 0) silent.push(`${p.policyname} on ${p.tablename}`);
      await alter(p.qual, p.with_check);
    }
    process.stdout.write(`access mutations: ${all.length} policies, ${silent.length} unnoticed\n`);
    expect(silent).toEqual([]);
    expect((await deviationsOf()).deviations).toEqual([]);
  }, 480_000);
});
