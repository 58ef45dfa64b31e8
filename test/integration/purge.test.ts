/**
 * Aim: after retention has run nobody finds a purged text or name again, wherever they look.
 * Method: a real launcher with its own embedded Postgres, Redis and services. Unusual words and names go through import, scoring,
 * a dismissal, a forwarded and withdrawn case with its webhook, stored answers, requests and the log. They are aged by shifting
 * times in SQL, the commands of an operator purge, and then every column of every table, the planner's statistics, every key of
 * Redis and every file of the state directory is searched. Before the purge the same search finds them, so it can find.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSubscription, type Handle, loadKeyring, openDb } from '@pantau/store';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../services/cli/src/launcher/preflight.ts';
import { Client } from '../support/api.ts';
import { buildUser } from '../support/builders.ts';
import { pantau, pantauOk } from '../support/cli.ts';
import { CORPUS_REGISTER } from '../support/corpus.ts';
import { type Office, openOffice } from '../support/office.ts';
import { searchFiles, searchRedis, searchTables } from '../support/search.ts';
import { ROOT } from '../support/sources.ts';
import { waitFor } from '../support/wait.ts';

/** Words that occur nowhere else, and a person who occurs nowhere else. */
const WORDS = ['zamrudkelinci', 'kristalbadak', 'safirlandak', 'opaltrenggiling'] as const;
const NAME = 'Zulfadli Batuputih Fiktif';
const NIP = '197803152005011777';
const HANDLE = 'zulfadli_batuputih';
const REASON = 'rubahnila: bukan ajakan';
const MARKERS = [...WORDS, NAME, 'Batuputih', NIP, HANDLE, 'rubahnila'];

const home = mkdtempSync(join(tmpdir(), 'pantau-purge-'));
const files = mkdtempSync(join(tmpdir(), 'pantau-purge-in-'));
let launcher: ChildProcess;
let said = '';
let office: Office;
let url: string;
let env: NodeJS.ProcessEnv;
let owner: Handle;
let db: pg.Client;
let redis: Redis;

beforeAll(async () => {
  office = await openOffice();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const { DATABASE_URL: _d, REDIS_URL: _r, ...inherited } = process.env;
  env = { ...inherited, PANTAU_DATA: home, PANTAU_INSTALL: 'never', PANTAU_SECOND_FACTOR: 'off', PANTAU_ALLOW_PRIVATE: office.host, LOG_LEVEL: 'debug' };
  launcher = spawn(process.execPath, [join(ROOT, 'services/cli/bootstrap.mjs'), 'start', '--no-demo', '--port', String(port)], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const s of [launcher.stdout, launcher.stderr])
    s?.on('data', (d) => {
      said += String(d);
    });
  await waitFor('the launcher to be ready', () => {
    if (launcher.exitCode !== null) throw new Error(`the launcher ended:\n${said}`);
    return said.includes('Pantau is ready');
  });
  const run = JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as { database_url: string; redis_url: string };
  owner = openDb({ url: run.database_url, role: 'owner', name: 'test', connectionsMax: 2 });
  db = new pg.Client({ connectionString: run.database_url });
  await db.connect();
  redis = run.redis_url.startsWith('unix:') ? new Redis(run.redis_url.replace(/^unix:(\/\/)?/, '')) : new Redis(run.redis_url);
}, 180_000);
afterAll(async () => {
  redis?.disconnect();
  await db?.end();
  await owner?.destroy();
  if (launcher && launcher.exitCode === null) {
    const ended = new Promise((done) => launcher.once('close', done));
    launcher.kill('SIGTERM');
    await ended;
  }
  await office?.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(files, { recursive: true, force: true });
}, 60_000);

const person = {
  nip: NIP,
  name: NAME,
  employment_status: 'PNS',
  agency: 'Pemerintah Kota Lubuk Linggau',
  opd: 'Dinas Contoh',
  region: '16.73',
  valid_from: '2006-01-01',
  accounts: [{ platform: 'x', handle: `@${HANDLE}`, verified_by: 'BKPSDM', verified_at: '2024-01-10' }],
  basis: { law: 'UU 10/2016', ref: 'ST-001' },
};
const colleague = { ...person, nip: '198812122012012888', name: 'Ratna Contoh Fiktif', accounts: [{ platform: 'x', handle: 'ratna_contoh' }] };

const post = (key: string, text: string) => ({
  id: key,
  text,
  posted_at: '2024-09-01T19:00:00+07:00',
  platform: 'x',
  account: HANDLE,
  post_key: key,
  version_key: '1',
  url: `https://x.com/${HANDLE}/status/${key}`,
  provenance: { source: 'uji', licence: 'own', collected_by: 'uji', collected_at: '2024-09-02T00:00:00Z' },
});

async function importFile(kind: 'posts' | 'accounts', lines: readonly unknown[], ...more: string[]): Promise<void> {
  const file = join(files, `${randomUUID()}.jsonl`);
  writeFileSync(file, lines.map((l) => JSON.stringify(l)).join('\n'));
  await pantauOk(['import', kind, file, '--apply', ...more], env);
}

/** One case dismissed, one forwarded, told to the office and withdrawn, one post that is no flag. */
async function live(): Promise<void> {
  await pantauOk(['import', 'register', CORPUS_REGISTER, '--apply'], env);
  await importFile('accounts', [person, colleague]);
  const keyring = loadKeyring({ file: join(home, 'keys/installation.key') });
  await addSubscription(owner, keyring, {
    office: 'BKPSDM Uji',
    region: '16.73',
    url: office.url,
    events: ['case.forwarded', 'case.withdrawn'],
    allowPrivate: [office.host],
  });
  const [analyst, commissioner, second, officer] = await Promise.all(
    (
      [
        ['analyst', '16.73'],
        ['commissioner', '16.73'],
        ['commissioner', '16'],
        ['handling_officer', '16.73'],
      ] as const
    ).map(async ([role, region]) => new Client(url).signIn(await buildUser(owner, [role, region]))),
  );
  if (!analyst || !commissioner || !second || !officer) throw new Error('four people signed in');
  await importFile('posts', [
    post('1', `Ayo kita pilih Darmansyah Patrawijaya jadi wali kota, menang satu putaran! ${WORDS[0]}`),
    post('2', `Jangan lupa pilih Darmansyah Patrawijaya, menang satu putaran untuk kota kita! ${WORDS[1]}`),
    post('3', `Rapat koordinasi HUT kota, seluruh staf hadir pukul 08.00 ${WORDS[2]}`),
  ]);
  await waitFor('two flags', async () => (await analyst.get('/v1/cases?state=FLAGGED')).body.data.length === 2);
  await decideBoth(analyst, commissioner, second);
  const received = await officer.post('/v1/subject-requests', {
    kind: 'access',
    matter: 'own_data',
    region: '16.73',
    contact: NAME,
    wish: `Mohon salinan ${WORDS[3]}`,
  });
  const checked = await officer.post(`/v1/subject-requests/${received.body.id}/identity`, { number: NIP, proof: 'in_person' }, { 'if-match': received.etag });
  expect(
    await officer.post(`/v1/subject-requests/${received.body.id}/answer`, { outcome: 'granted', answer: `Untuk ${NAME}` }, { 'if-match': checked.etag }),
  ).toMatchObject({ status: 200 });
  expect((await officer.post('/v1/subjects/file', { number: NIP, purpose: 'Permintaan akses 1/2026' })).body.person.name).toBe(NAME);
  await db.query("insert into quarantine (reason, raw, raw_sha256) values ('unreadable', $1, sha256('x'))", [`{"text":"${WORDS[2]}"}`]);
}

async function decideBoth(analyst: Client, commissioner: Client, second: Client): Promise<void> {
  for (const finding of ['not_a_violation', 'plausible'] as const) {
    const next = await analyst.post('/v1/cases/next');
    const { id } = next.body.case;
    await analyst.get(`/v1/cases/${id}`);
    const body = finding === 'plausible' ? { finding, acts: ['SKB-KE-02'], reason: `${REASON} ${NAME}` } : { finding, reason: `${REASON} ${NAME}` };
    const decided = await analyst.post(`/v1/cases/${id}/opinions`, body, { 'if-match': next.etag });
    expect(decided.status).toBe(201);
    if (finding === 'not_a_violation') continue;
    const forwarded = await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': decided.etag });
    expect(forwarded).toMatchObject({ status: 200, body: { state: 'FORWARDED' } });
    await waitFor('the office to be told', () => office.calls.length > 0);
    const seen = await second.get(`/v1/cases/${id}`);
    expect(await second.post(`/v1/cases/${id}/withdraw`, { reason: `${REASON} ${NAME}` }, { 'if-match': seen.etag })).toMatchObject({
      body: { state: 'WITHDRAWN' },
    });
    await waitFor('the office to be told again', () => office.calls.length > 1);
    await waitFor('both deliveries to be recorded', async () => (await db.query("select 1 from delivery where state = 'delivered'")).rowCount === 2);
  }
}

/** Six years pass: every moment of every table but the log's moves back. */
async function age(): Promise<void> {
  await db.query('set session_replication_role = replica');
  const { rows } = await db.query<{ table: string; column: string; type: string }>(`
    select c.relname as table, a.attname as column, a.atttypid::regtype::text as type from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped and a.attgenerated = ''
       and a.atttypid in ('timestamptz'::regtype, 'date'::regtype) and c.relname not like 'audit%' and c.relname not like 'register%'
       and c.relname not in ('schema_migration', 'holiday', 'session', 'purge_certificate', 'app_user', 'user_totp', 'data_key')`);
  for (const r of rows)
    await db.query(`update "${r.table}" set "${r.column}" = ("${r.column}" - interval '6 years')::${r.type} where "${r.column}" is not null`);
  await db.query('set session_replication_role = origin');
}

const inTables = async () => {
  const tables = await searchTables(db, MARKERS);
  const stats = await db.query<{ t: string; c: string }>(
    `select tablename as t, attname as c from pg_stats where schemaname = 'public'
      and exists (select from unnest($1::text[]) m where position(m in concat_ws(' ', most_common_vals::text, histogram_bounds::text, most_common_elems::text)) > 0)`,
    [MARKERS],
  );
  return { columns: tables.columns, found: [...tables.found.map((f) => `${f.where}: ${f.marker}`), ...stats.rows.map((s) => `statistics of ${s.t}.${s.c}`)] };
};
/** Everything the state directory holds but Postgres's own files, which are searched through their tables. */
const inFiles = () => searchFiles(home, MARKERS, (path) => path === join(home, 'postgres'));

describe('purge', { timeout: 300_000 }, () => {
  test('no purged text or name is found in any table, key, log or file', async () => {
    await live();
    await db.query('analyze');
    const before = await inTables();
    const columnsWithWords = new Set(before.found.map((f) => f.split(':')[0]));
    for (const c of [
      'person.name',
      'post_content.content',
      'evidence.content',
      'case_opinion.reason',
      'delivery.payload',
      'case_record.content',
      'subject_request.wish',
      'quarantine.raw',
    ])
      expect(columnsWithWords, c).toContain(c);

    await importFile('accounts', [colleague], '--complete');
    await age();
    const preview = await pantauOk(['retention'], env);
    expect(preview.stdout).toMatch(/dismissed +1/);
    expect(preview.stdout).toMatch(/withdrawn +1/);
    expect((await inTables()).found.length).toBeGreaterThan(0);
    const applied = await pantauOk(['retention', '--apply'], env);
    for (const line of [/dismissed +1/, /withdrawn +1/, /unregistered_person +1/, /subject_request +1/, /stored_answer +\d/, /quarantine +1/])
      expect(applied.stdout).toMatch(line);
    await db.query('analyze');

    const after = await inTables();
    const keys = await searchRedis(redis, MARKERS);
    const kept = inFiles();
    process.stdout.write(
      `purge: searched ${after.columns} columns, ${keys.keys} Redis keys, ${kept.files} files; before: ${columnsWithWords.size} places held the words\n`,
    );
    expect(after.found).toEqual([]);
    expect(keys.found).toEqual([]);
    expect(kept.found).toEqual([]);
    expect((await pantauOk(['retention', 'certificates'], env)).stdout).toMatch(/\d+ certificates, 0 broken/);
    expect((await pantauOk(['audit', 'verify'], env)).stdout).toContain('the chain holds');
  });

  test('what is left of a case can still be read, and the post stays forgotten when it comes again', async () => {
    const auditor = await new Client(url).signIn(await buildUser(owner, ['auditor', '16.73']));
    const [reduced] = (await db.query<{ id: string }>('select id from cases where purged_at is not null order by id limit 1')).rows;
    const read = await auditor.get(`/v1/cases/${reduced?.id}`);
    expect(read).toMatchObject({ status: 200, body: { state: 'DISMISSED', subject: null } });
    expect(JSON.stringify(read.body)).toContain('[isi telah dihapus menurut aturan retensi]');
    expect((await auditor.get('/v1/cases?state=DISMISSED')).body.data).toHaveLength(1);
    await importFile('accounts', [person, colleague]);
    const file = join(files, 'again.jsonl');
    writeFileSync(file, JSON.stringify(post('1', `Ayo kita pilih Darmansyah Patrawijaya jadi wali kota, menang satu putaran! ${WORDS[0]}`)));
    expect(await pantau(['import', 'posts', file, '--apply'], env)).toMatchObject({ code: 2, stdout: expect.stringContaining('post_is_gone 1') });
    expect((await db.query('select count(*)::int as n from post_content')).rows[0].n).toBe(0);
    expect((await db.query("select count(*)::int as n from cases where state in ('FLAGGED', 'IN_REVIEW')")).rows[0].n).toBe(0);
  });

  test('tables rewritten, not even the data files of Postgres hold the words; its log of changes is what remains until it is recycled', async () => {
    await importFile('accounts', [colleague], '--complete');
    await db.query(
      "set session_replication_role = replica; update account set ended_at = now() - interval '40 days' where ended_at is not null; update person set created_at = now() - interval '90 days'; set session_replication_role = origin",
    );
    expect((await pantau(['retention', '--apply'], env)).code).toBe(0);
    await db.query('vacuum full');
    await db.query('checkpoint');
    const found = searchFiles(join(home, 'postgres'), MARKERS, (path) => path.endsWith('pg_wal'));
    process.stdout.write(`purge: ${found.files} data files of Postgres searched after VACUUM FULL\n`);
    expect(found.found).toEqual([]);
  });

  test('the keys rotate under the running services, and the file of a person is printed for the operator', async () => {
    await importFile('accounts', [colleague]);
    const rotated = await pantauOk(['keys', 'rotate', '--no-wait'], env);
    expect(rotated.stdout).toMatch(/made: seal and hash key/);
    expect((await pantauOk(['keys', 'status'], env)).stdout).toMatch(/hash generation 2.*\n.*everything is under the newest keys/);
    const found = await pantau(['subject', 'file', '--purpose', 'permintaan akses 3/2026'], env, `${colleague.nip}\n`);
    expect(JSON.parse(found.stdout)).toMatchObject({ person: { name: colleague.name, number_ends_with: '888' } });
    expect(await pantau(['subject', 'file', '--purpose', 'permintaan akses 3/2026'], env, `${NIP}\n`)).toMatchObject({ code: 1, stdout: '' });
  });
});
