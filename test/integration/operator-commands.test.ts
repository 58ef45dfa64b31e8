/** What an operator sets up by hand before the first post: through the command, as an operator types it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInstallationKey, type Handle, keyringFrom, openDb } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONNECTORS } from '../../services/ingest/src/connectors/index.ts';
import { pantau, pantauOk } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { freePort } from '../support/services.ts';

let world: TestWorld;
let owner: Handle;
let dir: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  dir = mkdtempSync(join(tmpdir(), 'pantau-operator-'));
  env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: world.databaseUrl,
    REDIS_URL: world.redisUrl,
    PANTAU_KEY: world.keyBase64,
    PANTAU_DATA: join(dir, 'data'),
  };
});
afterAll(async () => {
  await owner?.destroy();
  await world?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const file = (name: string, value: unknown): string => {
  const path = join(dir, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

async function audited(object: string): Promise<{ action: string; object_id: string; data: Record<string, unknown> }[]> {
  const { rows } = await sql<{ action: string; object_id: string; data: Record<string, unknown> }>`
    select action, object_id, data from audit_log where object = ${object} order by id`.execute(owner);
  return rows;
}

function configOf(name: string): (typeof CONNECTORS)[number]['config'] {
  const connector = CONNECTORS.find((c) => c.name === name);
  if (!connector) throw new Error(`no connector ${name}`);
  return connector.config;
}

const lines = (text: string): string[] => text.trim().split('\n');

// Each command is a process of its own, which takes seconds on a busy machine.
describe('the installation key at a start', { timeout: 240_000 }, () => {
  test('another key than the database was filled with stops the start in one line, and no new key is made', async () => {
    const other = await createWorld();
    const db = openDb({ url: other.databaseUrl, role: 'owner', name: 'test' });
    await checkInstallationKey(db, keyringFrom(Buffer.alloc(32, 9)));
    await db.destroy();
    const base = { PATH: env.PATH, PANTAU_DATA: env.PANTAU_DATA, DATABASE_URL: other.databaseUrl, REDIS_URL: other.redisUrl };
    const start = async (extra: NodeJS.ProcessEnv) => pantau(['start', '--no-demo', '--port', String(await freePort())], { ...base, ...extra });
    const none = await start({});
    const wrong = await start({ PANTAU_KEY: other.keyBase64 });
    await other.drop();
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^the database was filled with an installation key that is not in .*PANTAU_KEY_FILE.*\n$/),
    });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^the installation key is not the one this database was filled with: .*\n$/) });
    expect(existsSync(join(dir, 'data/keys'))).toBe(false);
  });
});

const POLICY = {
  enabled: true,
  legal_basis: 'UU 10/2016, surat tugas ST-1',
  agreement_ref: null,
  expires_at: '2099-01-01T00:00:00+07:00',
  allow_inference: true,
  allow_ml: false,
  max_retention_days: 30,
  deletion_mode: 'purge',
};

describe('pantau source', { timeout: 240_000 }, () => {
  test('a source is added closed, opened, paused units are shown with the reason and go on; each change is audited', async () => {
    const args = ['--connector', 'rss', '--config', file('rss.json', { feed_url: 'https://opd.example.go.id/rss', account: 'opd.contoh' })];
    const policy = ['--policy', file('policy.json', POLICY)];
    expect(await pantauOk(['source', 'add', 'opd', ...args, ...policy], env)).toMatchObject({
      stdout: 'Added opd: closed (source_disabled); `pantau source enable opd` lets it fetch.\n',
    });
    expect(await pantauOk(['source', 'enable', 'opd'], env)).toMatchObject({ stdout: 'Enabled opd: open until 2099-01-01.\n' });
    const [source] = await owner.selectFrom('source').selectAll().execute();
    expect(source).toMatchObject({
      connector: 'rss',
      enabled: true,
      policy: POLICY,
      config: { feed_url: 'https://opd.example.go.id/rss', account: 'opd.contoh' },
    });
    await sql`insert into source_state (source_id, unit, paused_at, failures, last_error) values
      (${source?.id}, 'a', now(), 3, 'forbidden: 403'), (${source?.id}, 'b', now(), 1, 'gone: 410'), (${source?.id}, 'c', null, 0, null)`.execute(owner);
    expect((await pantauOk(['source', 'list'], env)).stdout).toBe(
      ['opd  rss      open until 2099-01-01  3 units, 2 paused, never fetched', '  paused  a  forbidden: 403', '  paused  b  gone: 410', ''].join('\n'),
    );
    expect(await pantauOk(['source', 'resume', 'opd', 'a'], env)).toMatchObject({ stdout: '1 of opd goes on.\n' });
    const paused = await owner.selectFrom('source_state').select('unit').where('paused_at', 'is not', null).execute();
    expect(paused).toEqual([{ unit: 'b' }]);
    expect(await pantauOk(['source', 'resume', 'opd'], env)).toMatchObject({ stdout: '1 of opd goes on.\n' });
    expect(await pantauOk(['source', 'disable', 'opd'], env)).toMatchObject({ stdout: 'Disabled opd: closed (source_disabled).\n' });
    expect(await pantau(['source', 'add', 'opd', ...args, ...policy], env)).toMatchObject({ code: 1, stderr: expect.stringMatching(/already a source "opd"/) });
    const late = ['--policy', file('late.json', { ...POLICY, expires_at: '2020-01-01T00:00:00Z' }), '--replace', '--enable'];
    expect(await pantauOk(['source', 'add', 'opd', ...args, ...late], env)).toMatchObject({ stdout: 'Stored opd: closed (policy_expired).\n' });
    const audit = await audited('source');
    expect(audit.map((a) => a.action)).toEqual(['source.added', 'source.enabled', 'source.resumed', 'source.resumed', 'source.disabled', 'source.replaced']);
    expect(audit.map((a) => [a.object_id, a.data.name])).toEqual(Array(6).fill([String(source?.id), 'opd']));
    expect(audit[0]?.data).toMatchObject({ by: expect.stringMatching(/^cli/), policy: POLICY });
  });

  test('the policy and the settings that OPERATIONS shows are accepted as they stand', async () => {
    const page = readFileSync('docs/OPERATIONS.md', 'utf8');
    const shown = /## Add a source[\s\S]*?```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    const made = await pantauOk(
      ['source', 'add', 'docs', '--connector', 'file', '--config', file('docs.json', {}), '--policy', file('shown.json', shown), '--enable'],
      env,
    );
    expect(made.stdout).toBe('Added docs: open until 2029-12-31.\n');
    const settings = (name: string): unknown =>
      JSON.parse(new RegExp(`\\| \`${name}\` \\| \`(\\{.*?\\})\``).exec(page)?.[1]?.replace('https://…', 'https://opd.example.go.id/rss') ?? '');
    expect(configOf('rss').safeParse(settings('rss')).success).toBe(true);
    expect(configOf('replay').safeParse(settings('replay')).success).toBe(true);
    expect(configOf('bluesky').safeParse({ poll_minutes: 5, reconcile_minutes: 60, reconcile_days: 7 }).success).toBe(true);
  });

  test('mistakes are one clear line with every path, and nothing is stored', async () => {
    const before = await audited('source');
    const config = file('config.json', {});
    const policy = file('good.json', POLICY);
    const { legal_basis: _, ...without } = { ...POLICY, expires_at: 'besok', max_retention_days: 0, colour: 'red' };
    const cases: [string[], RegExp][] = [
      [
        ['add', 'x', '--connector', 'rss', '--config', config, '--policy', file('bad.json', without)],
        /bad\.json: legal_basis: .*; expires_at: .*; max_retention_days: .*; colour: unknown field\n$/,
      ],
      [['add', 'x', '--connector', 'rss', '--config', file('list.json', [1]), '--policy', policy], /list\.json: \(document\): /],
      [['add', 'x', '--connector', 'rss', '--config', file('broken.json', '{'), '--policy', policy], /broken\.json: /],
      [['add', 'x', '--connector', 'rss', '--config', join(dir, 'none.json'), '--policy', policy], /none\.json: ENOENT/],
      [['add', 'x y', '--connector', 'rss', '--config', config, '--policy', policy], /^a source name has/],
      [['enable', 'tidak.ada'], /^there is no source "tidak\.ada"\n$/],
      [['resume', 'opd'], /^nothing of opd is paused\n$/],
    ];
    for (const [args, message] of cases) {
      const r = await pantau(['source', ...args], env);
      expect(r.stderr).toMatch(message);
      expect(lines(r.stderr)).toHaveLength(1);
      expect(r).toMatchObject({ code: 1, stdout: '' });
    }
    expect(await audited('source')).toEqual(before);
  });
});

describe('pantau subscription', { timeout: 240_000 }, () => {
  const add = (...extra: string[]) => ['subscription', 'add', '--office', 'BKPSDM Kota Contoh', ...extra];

  test('an office is subscribed, its secret shown once and kept sealed, listed, switched off and on; each change is audited', async () => {
    const made = await pantauOk(add('--region', '16.73', '--url', 'https://bkpsdm.example.go.id/pantau?t=rahasia'), env);
    const [row] = await owner.selectFrom('subscription').selectAll().execute();
    const secret = world.keyring.open(row?.secret_sealed ?? Buffer.alloc(0));
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(lines(made.stdout)).toEqual([
      `Subscription ${row?.id}: BKPSDM Kota Contoh is told about case.forwarded, case.withdrawn, case.overdue in 16.73.`,
      `Its secret, shown only now: ${secret}`,
    ]);
    expect(row).toMatchObject({
      region: '16.73',
      url: 'https://bkpsdm.example.go.id/pantau?t=rahasia',
      events: ['case.forwarded', 'case.withdrawn', 'case.overdue'],
      active: true,
    });
    const listed = async () => (await pantauOk(['subscription', 'list'], env)).stdout;
    expect(await listed()).toMatch(/^ +\d+ {2}active {4}16\.73 {2}case\.forwarded,case\.withdrawn,case\.overdue {2}BKPSDM Kota Contoh\n$/);
    expect(await pantauOk(['subscription', 'disable', String(row?.id)], env)).toMatchObject({ stdout: `Subscription ${row?.id} is disabled.\n` });
    expect(await listed()).toContain('disabled');
    expect(await pantauOk(['subscription', 'disable', String(row?.id)], env)).toMatchObject({ stdout: `Subscription ${row?.id} is disabled already.\n` });
    await pantauOk(['subscription', 'disable', String(row?.id), '--undo'], env);
    expect(await listed()).not.toContain('disabled');
    const audit = await audited('subscription');
    expect(audit.map((a) => [a.action, a.object_id])).toEqual(
      ['subscription.added', 'subscription.disabled', 'subscription.enabled'].map((a) => [a, String(row?.id)]),
    );
    expect(JSON.stringify(audit)).not.toMatch(/whsec|rahasia/);
  });

  test('mistakes are one clear line, and nothing is stored', async () => {
    const before = await audited('subscription');
    const url = 'https://bkd.example.go.id/';
    const cases: [string[], RegExp][] = [
      [add('--region', '16.73', '--url', 'http://bkd.example.go.id/'), /^--url: only https is allowed\n$/],
      [add('--region', '16.73', '--url', 'https://10.0.0.1/'), /^--url: the address is private\n$/],
      [add('--region', '99', '--url', url), /^there is no region 99\n$/],
      [add('--region', '1673', '--url', url), /^--region: region code must look like/],
      [
        add('--region', '16.73', '--url', url, '--events', 'case.opened'),
        /^"case\.opened" is no event: choose one of case\.forwarded, case\.withdrawn, case\.overdue\n$/,
      ],
      [['subscription', 'disable', '999'], /^there is no subscription 999\n$/],
      [['subscription', 'disable', 'x'], /^"x" is no number of a subscription/],
    ];
    for (const [args, message] of cases) {
      const r = await pantau(args, env);
      expect(r.stderr).toMatch(message);
      expect(lines(r.stderr)).toHaveLength(1);
      expect(r).toMatchObject({ code: 1, stdout: '' });
    }
    expect(await audited('subscription')).toEqual(before);
    expect(await owner.selectFrom('subscription').select('id').execute()).toHaveLength(1);
  });
});
