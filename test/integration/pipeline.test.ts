/**
 * Aim: the whole path once, on a lawful route. A post in phase PRE comes in by import, becomes a flag, an analyst confirms,
 * a commissioner forwards, the office receives a webhook whose signature the reference library accepts, and it is counted.
 * Method: every service as its own process, Postgres, Redis and HTTP real; people act over HTTP only.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CaseForwardedPayload } from '@pantau/domain';
import { addSubscription, type Handle, openDb } from '@pantau/store';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../support/api.ts';
import { buildUser } from '../support/builders.ts';
import { pantau, pantauOk } from '../support/cli.ts';
import { CORPUS_REGISTER } from '../support/corpus.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { type Office, openOffice } from '../support/office.ts';
import { Service, serviceEnv } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const dir = mkdtempSync(join(tmpdir(), 'pantau-pipeline-'));
let world: TestWorld;
let env: NodeJS.ProcessEnv;
let db: Handle;
let office: Office;
let secret: string;
const services: Service[] = [];
let url: string;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  office = await openOffice();
  env = serviceEnv(world, { PANTAU_ALLOW_PRIVATE: office.host });
  writeFileSync(join(dir, 'accounts.jsonl'), JSON.stringify(account));
  await pantauOk(['import', 'register', CORPUS_REGISTER, '--apply'], env);
  await pantauOk(['import', 'accounts', join(dir, 'accounts.jsonl'), '--apply'], env);
  ({ secret } = await addSubscription(db, world.keyring, {
    office: 'BKPSDM Uji',
    region: '16.73',
    url: office.url,
    events: ['case.forwarded'],
    allowPrivate: [office.host],
  }));
  for (const name of ['scorer', 'alerts', 'api'] as const) services.push(await new Service(name, env).start());
  url = `http://127.0.0.1:${services.at(-1)?.port}`;
});
afterAll(async () => {
  await Promise.all(services.map((s) => s.stop()));
  await office?.stop();
  await db?.destroy();
  await world?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const account = {
  nip: '198503122010011002',
  name: 'Rahmat Contoh Fiktif',
  employment_status: 'PNS',
  agency: 'Pemerintah Kota Lubuk Linggau',
  opd: 'Dinas Contoh',
  region: '16.73',
  valid_from: '2010-01-01',
  accounts: [{ platform: 'x', handle: '@rahmat_contoh', verified_by: 'BKPSDM', verified_at: '2024-01-10' }],
  basis: { law: 'UU 10/2016', ref: 'ST-001' },
};

const provenance = { source: 'uji', licence: 'own', collected_by: 'uji', collected_at: '2024-09-02T00:00:00Z' };
const line = (key: string, text: string, postedAt: string) =>
  JSON.stringify({
    id: key,
    text,
    posted_at: postedAt,
    platform: 'x',
    account: 'rahmat_contoh',
    post_key: key,
    version_key: '1',
    url: `https://x.com/rahmat_contoh/status/${key}`,
    provenance,
  });

async function importPosts(...lines: string[]): Promise<void> {
  const file = join(dir, `${randomUUID()}.jsonl`);
  writeFileSync(file, lines.join('\n'));
  await pantauOk(['import', 'posts', file, '--apply'], env);
}

describe('from a post to a statistic', () => {
  test('PRE: flagged, confirmed by an analyst, forwarded by a commissioner, received with a valid signature, counted', async () => {
    await importPosts(
      line('1001', 'Ayo kita pilih Darmansyah Patrawijaya jadi wali kota, menang satu putaran!', '2024-09-01T19:00:00+07:00'),
      line('1002', 'Rapat koordinasi persiapan HUT kota, seluruh staf hadir pukul 08.00.', '2024-09-01T20:00:00+07:00'),
    );
    const analyst = await new Client(url).signIn(await buildUser(db, ['analyst', '16.73']));
    const commissioner = await new Client(url).signIn(await buildUser(db, ['commissioner', '16.73']));
    await waitFor('the flag to reach the queue', async () => (await analyst.get('/v1/cases')).body.data.length > 0);
    const listed = (await analyst.get('/v1/cases')).body.data;
    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatchObject({ label: 'VOTE_CALL', phase: 'PRE', state: 'FLAGGED', region: '16.73' });

    const next = await analyst.post('/v1/cases/next');
    const { id } = next.body.case;
    const read = (await analyst.get(`/v1/cases/${id}`)).body;
    expect(read.evidence?.length ?? read.spans?.length).toBeGreaterThan(0);
    expect(JSON.stringify(read)).not.toContain('Rahmat');
    const decided = await analyst.post(`/v1/cases/${id}/opinions`, { finding: 'plausible', acts: ['SKB-KE-02'] }, { 'if-match': next.etag });
    expect(decided).toMatchObject({ status: 201, body: { state: 'CONFIRMED' } });
    expect(office.calls).toHaveLength(0);
    const forwarded = await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': decided.etag });
    expect(forwarded).toMatchObject({ status: 200, body: { state: 'FORWARDED', deliveries: 1 } });

    await waitFor('the webhook to arrive', () => office.calls.length > 0);
    const [call] = office.calls;
    const verified = new Webhook(secret).verify(call?.body ?? '', (call?.headers ?? {}) as Record<string, string>);
    expect(CaseForwardedPayload.parse(verified)).toMatchObject({ region: '16.73', phase: 'PRE', subject: { name: 'Rahmat Contoh Fiktif', key_tail: '002' } });
    expect(call?.body).not.toContain('198503122010011002');

    const { stdout } = await pantauOk(['user', 'key', 'uji'], env);
    const key = stdout.trim().split('\n').at(-1)?.trim();
    const stats = await new Client(url).get('/v1/stats/releases', { authorization: `Bearer ${key}` });
    expect(stats).toMatchObject({ status: 200, body: { data: [], next_cursor: null } });
    expect((await commissioner.get('/v1/stats/cases?by=state')).body.cells).toEqual([expect.objectContaining({ state: 'FORWARDED', cases: 1 })]);
  });

  test('in any other phase forwarding answers 409 with a stable code and nothing is sent', async () => {
    await importPosts(line('2001', 'Jangan lupa coblos nomor 1, Darmansyah Patrawijaya dan Yunita Kemalasari!', '2024-10-15T19:00:00+07:00'));
    const one = await new Client(url).signIn(await buildUser(db, ['analyst', '16']));
    const two = await new Client(url).signIn(await buildUser(db, ['second_reviewer', '16']));
    const commissioner = await new Client(url).signIn(await buildUser(db, ['commissioner', '16']));
    await waitFor('the second flag', async () => (await one.get('/v1/cases?state=FLAGGED')).body.data.length > 0);
    const first = await one.post('/v1/cases/next');
    const opinion = { finding: 'plausible', acts: ['SKB-DS-02'] };
    expect(await one.post(`/v1/cases/${first.body.case.id}/opinions`, opinion, { 'if-match': first.etag })).toMatchObject({
      body: { state: 'IN_REVIEW', waiting_for: 'second' },
    });
    const again = await two.post('/v1/cases/next');
    expect(again.body.case.id).toBe(first.body.case.id);
    const decided = await two.post(`/v1/cases/${again.body.case.id}/opinions`, opinion, { 'if-match': again.etag });
    expect(decided).toMatchObject({ body: { state: 'CONFIRMED' } });
    const before = office.calls.length;
    expect(await commissioner.post(`/v1/cases/${again.body.case.id}/forward`, undefined, { 'if-match': decided.etag })).toMatchObject({
      status: 409,
      body: { code: 'forward_needs_finding' },
    });
    expect(office.calls).toHaveLength(before);
  });

  test('the commands explain and verify what the services did', async () => {
    expect((await pantauOk(['audit', 'verify'], env)).stdout).toMatch(/the chain holds: \d+ rows/);
    const refused = await pantau(['import', 'posts', join(dir, 'absent.jsonl')], env);
    expect(refused.code).toBe(1);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  });
});
