/** A case leaves the house as a packet: by two people, without third persons, provable anywhere. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKET_FILES, readPacketZip } from '@pantau/domain';
import { type Handle, openDb, signerOf, verifyAudit, verifyEvidence } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildContest, buildUser } from '../support/builders.ts';
import { pantau } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let officer: Client;
let commissioner: Client;
let dir: string;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  officer = await new Client(api.url).signIn(await buildUser(db, ['handling_officer', '16']));
  commissioner = await new Client(api.url).signIn(await buildUser(db, ['commissioner', '16']));
  await buildContest(db, 'berkas-uji', '16.73');
  dir = mkdtempSync(join(tmpdir(), 'pantau-packet-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const ASK = { recipient: 'BKN Regional uji', reason: 'Permintaan klarifikasi' };
const TEXT =
  'Ayo @tetangga.lain dan kawan2, tanggal 27 coblos nomor 2! 🙏 Info: https://x.com/orang.ketiga/status/1 atau WA 0812-3456-7890. maju bersama https://kpu.contoh.invalid/jadwal';

async function fetchZip(c: Client, id: number): Promise<{ status: number; bytes: Buffer; name: string }> {
  const r = await fetch(`${api.url}/v1/packets/${id}`, { headers: { cookie: c.cookie } });
  return { status: r.status, bytes: Buffer.from(await r.arrayBuffer()), name: r.headers.get('content-disposition') ?? '' };
}

async function released(caseId: number): Promise<number> {
  const asked = await officer.post(`/v1/cases/${caseId}/packets`, ASK);
  expect(asked).toMatchObject({ status: 201, body: { released_at: null, may: { release: false, fetch: false } } });
  const freed = await commissioner.post(`/v1/packets/${asked.body.id}/release`, { reason: 'Diperiksa, lengkap' });
  expect(freed).toMatchObject({ status: 200, body: { may: { release: false, fetch: true } } });
  return asked.body.id;
}

describe('a packet', () => {
  test('is asked for by one and released by another; its requester and releaser fetch it, nobody else', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', sealed: true });
    const asked = await officer.post(`/v1/cases/${id}/packets`, ASK);
    const packet = asked.body.id;
    expect(await officer.get(`/v1/packets/${packet}`)).toMatchObject({ status: 409, body: { code: 'packet_not_released' } });
    expect(await officer.post(`/v1/packets/${packet}/release`, { reason: 'sendiri' })).toMatchObject({ status: 409, body: { code: 'case_same_person' } });
    const other = await new Client(api.url).signIn(await buildUser(db, ['commissioner', '16']));
    expect((await commissioner.post(`/v1/packets/${packet}/release`, { reason: 'lengkap' })).status).toBe(200);
    expect((await commissioner.post(`/v1/packets/${packet}/release`, { reason: 'lagi' })).status, 'a second release changes nothing').toBe(200);
    expect((await fetchZip(officer, packet)).status).toBe(200);
    expect((await fetchZip(commissioner, packet)).status).toBe(200);
    expect(await other.get(`/v1/packets/${packet}`)).toMatchObject({ status: 403 });
    const outside = await new Client(api.url).signIn(await buildUser(db, ['commissioner', '17']));
    expect(await outside.get(`/v1/packets/${packet}`)).toMatchObject({ status: 404 });
    expect(await outside.post(`/v1/packets/${packet}/release`, { reason: 'luar' })).toMatchObject({ status: 404 });
    const analyst = await new Client(api.url).signIn(await buildUser(db, ['analyst', '16']));
    expect(await analyst.post(`/v1/cases/${id}/packets`, ASK)).toMatchObject({ status: 403 });
    const { rows } = await sql<{
      action: string;
    }>`select action from audit_log where object = 'case' and object_id = ${String(id)} and action like 'packet%' order by id`.execute(db);
    expect(rows.map((r) => r.action)).toEqual(['packet_requested', 'packet_released', 'packet_fetched', 'packet_fetched']);
  });

  test('the database itself refuses one person for both, and a release of another region', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', sealed: true });
    const asked = await officer.post(`/v1/cases/${id}/packets`, ASK);
    const { rows } = await sql<{ by: number }>`select requested_by as by from packet where id = ${asked.body.id}`.execute(db);
    const by = rows[0]?.by ?? 0;
    const insert = (releasedBy: number, requestedBy: number) =>
      sql`insert into packet_release (packet_id, requested_by, released_by, reason) values (${asked.body.id}, ${requestedBy}, ${releasedBy}, 'uji')`.execute(
        db,
      );
    await expect(insert(by, by)).rejects.toThrow(/packet_two_people/);
    await expect(insert(by, by + 1), 'naming another requester does not help').rejects.toThrow(/foreign key/);
  });

  test('a case that nobody confirmed has none, and a release ends after 72 hours', async () => {
    for (const state of ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED'] as const) {
      const id = await buildCase(db, { state, sealed: true });
      expect(await officer.post(`/v1/cases/${id}/packets`, ASK)).toMatchObject({ status: 409, body: { code: 'case_wrong_state' } });
    }
    const packet = await released(await buildCase(db, { state: 'CONFIRMED', sealed: true }));
    await sql`alter table packet_release disable trigger all`.execute(db);
    await sql`update packet_release set released_at = now() - interval '73 hours' where packet_id = ${packet}`.execute(db);
    await sql`alter table packet_release enable trigger all`.execute(db);
    expect(await officer.get(`/v1/packets/${packet}`)).toMatchObject({ status: 409, body: { code: 'packet_expired' } });
  });

  test('holds form, data, evidence, audit rows, manifest and signature; no score, no third person, and always "dugaan"', async () => {
    const id = await buildCase(db, { state: 'FORWARDED', sealed: true, text: TEXT, contest: 'berkas-uji', region: '16.73' });
    const { bytes, name } = await fetchZip(officer, await released(id));
    expect(name).toMatch(/^attachment; filename="K-\d{6}-berkas-\d+\.zip"$/);
    if (process.env.PANTAU_KEEP_PACKET) writeFileSync(process.env.PANTAU_KEEP_PACKET, bytes);
    const read = readPacketZip(bytes);
    if (!read.ok) throw new Error(read.fault);
    const names = [...read.files.keys()];
    expect(names).toEqual(
      expect.arrayContaining([PACKET_FILES.manifest, PACKET_FILES.signature, PACKET_FILES.publicKey, PACKET_FILES.form, PACKET_FILES.case, PACKET_FILES.audit]),
    );
    const all = [...read.files].filter(([path]) => path !== PACKET_FILES.form).map(([, b]) => b.toString('utf8'));
    for (const secret of ['tetangga.lain', 'orang.ketiga', '3456', '0.91', 'weight": 2'])
      expect(
        all.filter((t) => t.includes(secret)),
        secret,
      ).toEqual([]);
    const text = all.find((t) => t.startsWith('Ayo')) ?? '';
    expect(text).toContain('[akun disamarkan]');
    expect(text).toContain('[tautan disamarkan]');
    expect(text).toContain('[nomor disamarkan]');
    expect(text).toContain('https://kpu.contoh.invalid/jadwal');
    const c = JSON.parse(read.files.get(PACKET_FILES.case)?.toString('utf8') ?? '{}');
    expect(c.case).toMatchObject({ state: 'FORWARDED', subject: { name: expect.stringMatching(/Orang Fiktif/), nip: expect.stringMatching(/^•{15}\d{3}$/) } });
    expect(JSON.stringify(c)).not.toMatch(/pelaku/i);
    expect(read.files.get(PACKET_FILES.readme)?.toString('utf8')).toContain('dugaan');
  });

  test('pantau verify says that it is whole, without a database, and names the key', async () => {
    const { bytes } = await fetchZip(officer, await released(await buildCase(db, { state: 'CONFIRMED', sealed: true, text: TEXT })));
    const file = join(dir, 'utuh.zip');
    const key = join(dir, 'kunci.pem');
    const signer = signerOf(world.keyring);
    writeFileSync(file, bytes);
    writeFileSync(key, signer.publicKeyPem);
    const env = { PATH: process.env.PATH, HOME: dir };
    const whole = await pantau(['verify', file, '--key', key], env);
    expect(whole).toMatchObject({ code: 0, stderr: '' });
    expect(whole.stdout).toContain(`signed with key ${signer.keyId}, the one given`);
    expect(whole.stdout).toMatch(/WHOLE\n$/);
    expect(await pantau(['verify', join(dir, 'tiada.zip')], env)).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot read') });
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    expect(await pantau(['verify', file], env)).toMatchObject({ code: 2, stdout: expect.stringContaining('NOT WHOLE') });
  });

  test('evidence and audit chain still verify', async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from evidence where seal = 2`.execute(db);
    expect(await verifyEvidence(db)).toEqual({ rows: rows[0]?.n, purged: 0, firstBroken: null });
    expect((await verifyAudit(db)).firstBroken).toBeNull();
  });
});
