/** Connections. Every query function takes the handle first, and that handle may be a transaction. */

import pg from 'pg';
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from './kysely.ts';
import { SET_USER, withPreparedStatements } from './prepared.ts';
import type { Database } from './schema.ts';

// For benchmarks, which fill tables wholesale; services use the query functions.
export { sql };

// int8 and numeric ids and counts stay far below 2^53 here; dates stay text, so that no time zone is guessed.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (v) => v);

export type Db = Kysely<Database> | Transaction<Database>;
export type Tx = Transaction<Database>;
/** A pool that can open transactions. */
export type Handle = Kysely<Database>;

/** `owner` is the login user itself: migrations, seeds and tests only. */
export type ServiceRole = 'pantau_api' | 'pantau_auth' | 'pantau_ingest' | 'pantau_scorer' | 'pantau_alerts' | 'pantau_privacy' | 'pantau_import' | 'owner';

export interface DbOptions {
  url: string;
  role: ServiceRole;
  /** Shown in pg_stat_activity. */
  name: string;
  connectionsMax?: number;
  statementTimeoutMs?: number;
  /** Keep plans of statements that come again; for services that answer people. Needs a connection of one's own: no pooler that shares them by statement. */
  prepared?: boolean;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** A pool whose connections act as the service's own database role from their first statement. */
export function openDb(o: DbOptions): Kysely<Database> {
  const options = [o.role === 'owner' ? '' : `-c role=${o.role}`, '-c timezone=UTC', o.statementTimeoutMs ? `-c statement_timeout=${o.statementTimeoutMs}` : '']
    .filter(Boolean)
    .join(' ');
  const pool = new pg.Pool({
    connectionString: o.url,
    options,
    application_name: `pantau-${o.name}`,
    max: o.connectionsMax ?? 8,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // An idle connection that dies (server restart) must not take the process with it; the next query reconnects.
  pool.on('error', () => {});
  // Nor may one that dies while a caller holds it between two statements; the caller's next statement fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: o.prepared ? (withPreparedStatements(pool) as pg.Pool) : pool }) });
}

/** Runs `fn` in one transaction as this user: row-level security sees the user until commit. */
export function asUser<T>(db: Kysely<Database>, userId: number, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await tx.executeQuery(CompiledQuery.raw(SET_USER, [String(userId)]));
    return fn(tx);
  });
}

/** Runs `fn` under another role the login user may take, e.g. sign-in (`pantau_auth`), statistics (`pantau_stats`) or the person concerned (`pantau_statement`). */
export function asRole<T>(db: Kysely<Database>, role: 'pantau_auth' | 'pantau_stats' | 'pantau_statement', fn: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql.raw(`set local role ${role}`).execute(tx);
    return fn(tx);
  });
}

export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
