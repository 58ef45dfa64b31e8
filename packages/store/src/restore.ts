/**
 * A backup into an empty database, all of it or nothing: rows, sequences and the proof that the audit chain and the evidence
 * hold are one transaction. Dies before its commit: the database is as empty as before, and the same command may run again.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { verifyAudit } from './audit.ts';
import type { BackupHeader, TableSum } from './backup.ts';
import { readCatalogue, SESSION_FORMAT } from './backup-catalogue.ts';
import { BackupDamaged, type Frame, readFrames } from './backup-frames.ts';
import { verifyEvidence } from './evidence-verify.ts';
import { Kysely, PostgresDialect } from './kysely.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Database } from './schema.ts';

/** An expected refusal: one line for the person at the terminal. */
export class RestoreRefused extends Error {}

export interface RestoreOptions {
  url: string;
  migrationsDir: string;
  onStep?: (step: string) => void;
  /** Brings back also what was broken when it was saved; the faults are in the answer. After a disaster that may be all there is. */
  acceptBroken?: boolean;
}

export interface Restored {
  header: BackupHeader;
  tables: number;
  rows: number;
  auditRows: number;
  evidence: number;
  /** Only with `acceptBroken`: what does not hold, one line each. */
  broken: string[];
  /** Migrations that this version has and the backup had not. */
  upgraded: string[];
}

const LOCK_KEY = 4180_2027;

export async function restoreDatabase(source: AsyncIterable<Uint8Array>, o: RestoreOptions): Promise<Restored> {
  const frames = readFrames(source);
  const header = await readHeader(frames);
  const through = checkMigrations(header, o.migrationsDir);
  const client = new pg.Client({ connectionString: o.url, application_name: 'pantau-restore' });
  client.on('error', () => {}); // a server that goes away shows in the next statement
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await mustBeEmpty(client, header);
    o.onStep?.('making the tables');
    await migrate(o.url, o.migrationsDir, () => {}, through);
    await client.query(SESSION_FORMAT);
    const done = await inOneTransaction(client, frames, header, o);
    o.onStep?.('bringing the tables up to this version');
    return { header, ...done, upgraded: await migrate(o.url, o.migrationsDir) };
  } finally {
    await client.end(); // ends the session, and with it what was not committed
  }
}

async function readHeader(frames: AsyncGenerator<Frame>): Promise<BackupHeader> {
  const first = await frames.next();
  if (first.done || first.value.type !== 'H') throw new BackupDamaged('it has no header');
  return JSON.parse(first.value.payload.toString('utf8')) as BackupHeader;
}

/** The backup's migrations must be the first ones of this version, letter by letter. Returns the last of them. */
function checkMigrations(header: BackupHeader, dir: string): number {
  const known = readMigrations(dir);
  for (const [i, m] of header.migrations.entries()) {
    const mine = known[i];
    if (!mine) throw new RestoreRefused(`the backup was made by a newer version of Pantau (it has ${m.name}): restore it with that version`);
    if (mine.version !== m.version || mine.sha256 !== m.sha256)
      throw new RestoreRefused(`migration ${m.name} of the backup is not the ${mine.name} of this version`);
  }
  const last = header.migrations.at(-1);
  if (!last) throw new BackupDamaged('it was made of a database without tables');
  return last.version;
}

async function mustBeEmpty(client: pg.Client, header: BackupHeader): Promise<void> {
  const there = await client.query<{ n: number }>(
    `select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  );
  if ((there.rows[0]?.n ?? 0) === 0) return;
  const marked = await client.query<{ t: string | null }>("select to_regclass('public.schema_migration')::text as t");
  if (!marked.rows[0]?.t) throw new RestoreRefused('the database holds tables that are not of Pantau: create an empty one');
  const { rows } = await client.query<{ version: number }>('select version from schema_migration order by version');
  if (rows.length > header.migrations.length) throw new RestoreRefused('the database is already made for a newer version than the backup: create an empty one');
  if (rows.length < OLDEST_WHOLE_SCHEMA) return;
  const filled = await client.query<{
    filled: boolean;
  }>(`select exists (select from app_user) or exists (select from person) or exists (select from register_version)
    or exists (select from source) or exists (select from post) or exists (select from audit_log) as filled`);
  if (filled.rows[0]?.filled !== false) throw new RestoreRefused('the database is not empty: a backup is restored into an empty one only');
}
/** From this migration on every table asked for above is there. */
const OLDEST_WHOLE_SCHEMA = 6;

async function inOneTransaction(client: pg.Client, frames: AsyncGenerator<Frame>, header: BackupHeader, o: RestoreOptions) {
  await client.query('begin');
  await client.query('set local row_security = off');
  const names = (await readCatalogue(client)).tables.map((t) => t.name);
  const unknown = header.tables.filter((t) => !names.includes(t.name));
  if (unknown[0]) throw new BackupDamaged(`it holds a table ${unknown[0].name} that its own migrations do not make`);
  await setTriggers(client, names, 'disable');
  // What migrations put there themselves comes back with the rows of the backup.
  await client.query(`truncate ${names.map((n) => client.escapeIdentifier(n)).join(', ')} cascade`);
  await makePartitions(client, header);
  const sums = await loadTables(client, frames, header, o);
  for (const s of header.sequences) await client.query('select setval($1::regclass, $2::bigint, $3)', [client.escapeIdentifier(s.name), s.value, s.called]);
  await client.query('set constraints all immediate');
  await setTriggers(client, names, 'enable');
  o.onStep?.('checking the audit chain and the evidence');
  const checked = await mustHold(client, header, o.acceptBroken === true);
  await client.query('commit');
  return { tables: sums.length, rows: sums.reduce((n, s) => n + s.rows, 0), ...checked };
}

/** Guards of immutable rows and of the chains speak about changes; a restore brings back what they let through before. */
async function setTriggers(client: pg.Client, tables: readonly string[], how: 'enable' | 'disable'): Promise<void> {
  for (const t of tables) await client.query(`alter table ${client.escapeIdentifier(t)} ${how} trigger user`);
}

const BOUND = /^(DEFAULT|FOR VALUES [\w\s(),.:'"+-]+)$/;

async function makePartitions(client: pg.Client, header: BackupHeader): Promise<void> {
  for (const p of header.partitions) {
    if (!BOUND.test(p.bound)) throw new BackupDamaged(`partition ${p.name} has no bound that a partition can have`);
    const known = await client.query<{ t: string | null }>('select to_regclass($1)::text as t', [client.escapeIdentifier(p.name)]);
    if (known.rows[0]?.t) continue;
    await client.query(`create table ${client.escapeIdentifier(p.name)} partition of ${client.escapeIdentifier(p.parent)} ${p.bound}`);
  }
}

async function loadTables(client: pg.Client, frames: AsyncGenerator<Frame>, header: BackupHeader, o: RestoreOptions): Promise<TableSum[]> {
  const sums: TableSum[] = [];
  for await (const frame of frames) {
    if (frame.type === 'T') sums.push(await loadTable(client, frames, header, frame));
    else if (frame.type !== 'Z') throw new BackupDamaged('its frames are out of order');
    const last = sums.at(-1);
    if (frame.type === 'T' && last) o.onStep?.(`${last.name}: ${last.rows} rows (${sums.length} of ${header.tables.length})`);
    if (frame.type === 'Z' && JSON.stringify((JSON.parse(frame.payload.toString('utf8')) as { tables: TableSum[] }).tables) !== JSON.stringify(sums))
      throw new BackupDamaged('its list of tables is not what it holds');
  }
  if (sums.length !== header.tables.length) throw new BackupDamaged('tables are missing');
  return sums;
}

async function loadTable(client: pg.Client, frames: AsyncGenerator<Frame>, header: BackupHeader, first: Frame): Promise<TableSum> {
  const { name } = JSON.parse(first.payload.toString('utf8')) as { name: string };
  const table = header.tables.find((t) => t.name === name);
  if (!table) throw new BackupDamaged('it holds rows of a table that its header does not name');
  const columns = table.columns.map((c) => client.escapeIdentifier(c)).join(', ');
  const into = client.query(copyFrom(`copy ${client.escapeIdentifier(name)} (${columns}) from stdin`));
  const written = finished(into);
  written.catch(() => {}); // awaited below; until then a refusal must not count as nobody's
  const hash = createHash('sha256');
  for (;;) {
    const next = await frames.next();
    if (next.done) throw new BackupDamaged('it ends in the middle of a table');
    const { type, payload } = next.value;
    if (type === 'D') {
      hash.update(payload);
      if (!into.write(payload)) await Promise.race([once(into, 'drain'), written]);
      continue;
    }
    if (type !== 'E') throw new BackupDamaged('its frames are out of order');
    into.end();
    await written;
    const sum = JSON.parse(payload.toString('utf8')) as TableSum;
    if (sum.name !== name || sum.rows !== into.rowCount || sum.sha256 !== hash.digest('hex'))
      throw new BackupDamaged(`the rows of ${name} are not those that were saved`);
    return sum;
  }
}

async function mustHold(client: pg.Client, header: BackupHeader, acceptBroken: boolean): Promise<Pick<Restored, 'auditRows' | 'evidence' | 'broken'>> {
  const db = kyselyOn(client);
  const broken: string[] = [];
  const audit = await verifyAudit(db);
  if (audit.firstBroken) broken.push(`the audit chain is broken at row ${audit.firstBroken.id}`);
  const { rows } = await client.query<{ n: number; head: string | null }>(
    `select count(*)::int as n, (select encode(hash, 'hex') from audit_log order by id desc limit 1) as head from audit_log`,
  );
  if (rows[0]?.n !== header.audit.rows || rows[0].head !== header.audit.head) throw new BackupDamaged('its audit log does not end where its header says');
  const evidence = await verifyEvidence(db);
  const e = evidence.firstBroken;
  if (e) broken.push(`the evidence of case ${e.caseId}, version ${e.versionId}, is broken (${e.reason})`);
  if (broken.length > 0 && !acceptBroken) throw new RestoreRefused(`${broken.join('; ')}: it was so when the backup was made`);
  return { auditRows: rows[0].n, evidence: evidence.rows, broken };
}

/** The query functions, in this client's own open transaction. */
function kyselyOn(client: pg.Client): Kysely<Database> {
  const lent = { query: client.query.bind(client) as never, release: () => {} };
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: { connect: () => Promise.resolve(lent as never), end: () => Promise.resolve() } }) });
}
