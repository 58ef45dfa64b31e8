/** What there is to save, asked from the database itself: a table that a later migration adds is in the next backup. */
import type pg from 'pg';

/** Signed-in sessions end with the database they were made in; migrations are run, not copied. */
const LEFT_OUT = ['session', 'schema_migration'];

export interface BackupTable {
  name: string;
  /** Generated columns are computed anew. */
  columns: string[];
}

export interface BackupCatalogue {
  /** Each after the tables it refers to. */
  tables: BackupTable[];
  partitions: { name: string; parent: string; bound: string }[];
  sequences: { name: string; value: string; called: boolean }[];
}

export async function readCatalogue(client: pg.Client): Promise<BackupCatalogue> {
  const tables = await readTables(client);
  const names = new Set(tables.map((t) => t.name));
  const { rows: links } = await client.query<{ from: string; to: string }>(`
    select distinct f.relname as from, t.relname as to from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
     where k.contype = 'f' and k.conparentid = 0 and f.oid <> t.oid and f.relnamespace = 'public'::regnamespace`);
  const { rows: partitions } = await client.query<{ name: string; parent: string; bound: string }>(`
    select c.relname as name, p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
      join pg_class p on p.oid = i.inhparent where p.relkind = 'p' and p.relnamespace = 'public'::regnamespace order by c.relname`);
  return {
    tables: inOrder(
      tables,
      links.filter((l) => names.has(l.from) && names.has(l.to)),
    ),
    partitions,
    sequences: await readSequences(client),
  };
}

async function readTables(client: pg.Client): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all($1)
      group by c.relname order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

async function readSequences(client: pg.Client): Promise<BackupCatalogue['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by relname`,
  );
  const out: BackupCatalogue['sequences'] = [];
  for (const { name } of rows) {
    const r = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${client.escapeIdentifier(name)}`,
    );
    const s = r.rows[0];
    if (s) out.push({ name, ...s });
  }
  return out;
}

function inOrder(tables: readonly BackupTable[], links: readonly { from: string; to: string }[]): BackupTable[] {
  const done = new Set<string>();
  const out: BackupTable[] = [];
  while (out.length < tables.length) {
    const ready = tables.filter((t) => !done.has(t.name) && links.every((l) => l.from !== t.name || done.has(l.to)));
    if (ready.length === 0)
      throw new Error(
        `tables refer to each other in a circle: ${tables
          .filter((t) => !done.has(t.name))
          .map((t) => t.name)
          .join(', ')}`,
      );
    for (const t of ready) {
      out.push(t);
      done.add(t.name);
    }
  }
  return out;
}

/** Text means the same on every server that reads it. */
export const SESSION_FORMAT = [
  "set timezone = 'UTC'",
  "set datestyle = 'ISO, YMD'",
  "set intervalstyle = 'postgres'",
  'set extra_float_digits = 3',
  "set bytea_output = 'hex'",
  "set client_encoding = 'UTF8'",
  'set statement_timeout = 0',
  'set idle_in_transaction_session_timeout = 0',
].join('; ');
