/** Questions about a server itself, asked before there is a schema. */
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;

/** The version as a number: 150004 is 15.4. Throws what the driver throws when the server cannot be used. */
export async function serverVersion(url: string): Promise<number> {
  const client = await connect(url);
  try {
    const r = await client.query<{ v: string }>(`select current_setting('server_version_num') as v`);
    return Number(r.rows[0]?.v);
  } finally {
    await client.end();
  }
}

/** Creates the database when the server has none of this name. Safe when two processes try at once. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = await connect(adminUrl);
  try {
    const known = await client.query('select from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (e) {
    if ((e as { code?: string }).code !== '42P04') throw e; // another process was faster
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'pantau-probe', connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => {}); // a server that goes away shows in the next query
  await client.connect();
  return client;
}
