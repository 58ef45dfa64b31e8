/** Everything in the database as one stream, as it stood at one moment. Compressing and sealing are the caller's. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type BackupCatalogue, type BackupTable, readCatalogue, SESSION_FORMAT } from './backup-catalogue.ts';
import { BACKUP_MAGIC, encodeFrame, jsonFrame } from './backup-frames.ts';
import { KEY_FACT } from './installation.ts';

export interface BackupHeader extends BackupCatalogue {
  created_at: string;
  postgres: number;
  migrations: { version: number; name: string; sha256: string }[];
  /** Where the audit chain stood. */
  audit: { rows: number; head: string | null };
  /** Of the installation key that opens what is sealed inside; the key itself is never in a backup. */
  key_fingerprint: string | null;
}

export interface TableSum {
  name: string;
  rows: number;
  sha256: string;
}

export interface BackupOptions {
  onTable?: (table: TableSum, n: number, of: number) => void;
}

const NEWLINE = 10;

/**
 * One REPEATABLE READ snapshot: posts, cases and the log belong together, and nobody waits. Row-level security is refused
 * rather than obeyed: a login that does not own the tables gets an error, not half of the rows.
 */
export async function* dumpDatabase(url: string, o: BackupOptions = {}): AsyncGenerator<Buffer> {
  const client = new pg.Client({ connectionString: url, application_name: 'pantau-backup' });
  client.on('error', () => {}); // a server that goes away shows in the next statement
  await client.connect();
  try {
    await client.query(SESSION_FORMAT);
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local row_security = off');
    const header = await readHeader(client);
    yield BACKUP_MAGIC;
    yield jsonFrame('H', header);
    const sums: TableSum[] = [];
    for (const table of header.tables) {
      yield jsonFrame('T', { name: table.name });
      const sum = yield* dumpTable(client, table);
      sums.push(sum);
      yield jsonFrame('E', sum);
      o.onTable?.(sum, sums.length, header.tables.length);
    }
    yield jsonFrame('Z', { tables: sums });
  } finally {
    await client.end();
  }
}

async function readHeader(client: pg.Client): Promise<BackupHeader> {
  const migrations = await client.query<BackupHeader['migrations'][number]>('select version, name, sha256 from schema_migration order by version');
  const server = await client.query<{ v: string }>(`select current_setting('server_version_num') as v`);
  const audit = await client.query<{ rows: number; head: string | null }>(
    `select count(*)::int as rows, (select encode(hash, 'hex') from audit_log order by id desc limit 1) as head from audit_log`,
  );
  const key = await client.query<{ value: string }>('select value from installation where key = $1', [KEY_FACT]);
  return {
    created_at: new Date().toISOString(),
    postgres: Number(server.rows[0]?.v ?? 0),
    migrations: migrations.rows,
    audit: audit.rows[0] ?? { rows: 0, head: null },
    key_fingerprint: key.rows[0]?.value ?? null,
    ...(await readCatalogue(client)),
  };
}

async function* dumpTable(client: pg.Client, table: BackupTable): AsyncGenerator<Buffer, TableSum> {
  const columns = table.columns.map((c) => client.escapeIdentifier(c)).join(', ');
  const rows = client.query(copyTo(`copy (select ${columns} from ${client.escapeIdentifier(table.name)}) to stdout`));
  const hash = createHash('sha256');
  let count = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    hash.update(chunk);
    // In COPY's text format a line end inside a value is written as two letters, so every real one ends a row.
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) count += 1;
    yield encodeFrame('D', chunk);
  }
  return { name: table.name, rows: count, sha256: hash.digest('hex') };
}
