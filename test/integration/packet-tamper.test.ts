/** Whatever is done to a packet, `pantau verify` finds it and names the file. The packet is one that the api has made. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { PACKET_FILES, type PacketChecks, type PacketManifest, type PacketReport, packetJson, readPacketZip, signedBytes, verifyPacket } from '@pantau/domain';
import { checkTimestamp, type Handle, keyIdOf, openDb, requestTimestamp, signerOf, verifySignature } from '@pantau/store';
import { zipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildCase, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { opensslMissing, startAuthority, type TestAuthority } from '../support/tsa.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let authority: TestAuthority | null = null;
let packet: Buffer;
let files: Map<string, Buffer>;

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  authority = opensslMissing ? null : await startAuthority();
  api = await startTestApi(world, authority ? { PANTAU_TSA_URL: authority.url, PANTAU_ALLOW_PRIVATE: [authority.host] } : {});
  packet = await makePacket();
  const read = readPacketZip(packet);
  if (!read.ok) throw new Error(read.fault);
  files = read.files;
});
afterAll(async () => {
  await api?.stop();
  await authority?.stop();
  await db?.destroy();
  await world?.drop();
});

async function makePacket(): Promise<Buffer> {
  const officer = await new Client(api.url).signIn(await buildUser(db, ['handling_officer', '16']));
  const commissioner = await new Client(api.url).signIn(await buildUser(db, ['commissioner', '16']));
  const id = await buildCase(db, { state: 'CONFIRMED', sealed: true, text: 'Ayo @orang.lain coblos nomor 2, maju bersama!' });
  const asked = await officer.post(`/v1/cases/${id}/packets`, { recipient: 'BKN uji', reason: 'uji' });
  await commissioner.post(`/v1/packets/${asked.body.id}/release`, { reason: 'uji' });
  const r = await fetch(`${api.url}/v1/packets/${asked.body.id}`, { headers: { cookie: officer.cookie } });
  if (r.status !== 200) throw new Error(`the packet was answered with ${r.status}: ${await r.text()}`);
  return Buffer.from(await r.arrayBuffer());
}

const check = (zip: Buffer, more: Partial<PacketChecks> = {}): Promise<PacketReport> =>
  verifyPacket(zip, {
    verifySignature,
    keyIdOf,
    readTimestamp: async (token, bytes) => {
      const c = await checkTimestamp(token, bytes, authority ? [authority.caPem] : []);
      if (!c.ok) throw new Error(c.reason);
      return { at: c.at, by: c.authority, trusted: c.trusted };
    },
    ...more,
  });

const zipOf = (entries: Iterable<[string, Uint8Array]>): Buffer => Buffer.from(zipSync(Object.fromEntries(entries), { level: 0, mtime: new Date(1980, 0, 1) }));
const changed = (path: string, bytes: Buffer | null): Buffer =>
  zipOf([...files].flatMap(([p, b]) => (p !== path ? [[p, b]] : bytes === null ? [] : [[p, bytes]])));
const flipped = (b: Buffer, at: number, bit = 1): Buffer => {
  const out = Buffer.from(b);
  out[at] = (out[at] ?? 0) ^ bit;
  return out;
};
const paths = (r: PacketReport): string[] => r.faults.map((f) => f.path);

/** What somebody with a key can do: change a file, list it anew, sign again. */
function resigned(path: string, bytes: Buffer, key: { id: string; pem: string; sign: (b: Buffer) => Buffer }): Buffer {
  const manifest = JSON.parse(files.get(PACKET_FILES.manifest)?.toString('utf8') ?? '') as PacketManifest;
  const inner = new Map([...files].map(([p, b]) => [p, p === path ? bytes : b] as [string, Buffer]));
  inner.delete(PACKET_FILES.timestamp);
  const sha = (b: Buffer) => createHash('sha256').update(b).digest('hex');
  const listed = {
    ...manifest,
    key_id: key.id,
    timestamped: false,
    files: manifest.files.map((f) => ({ path: f.path, bytes: inner.get(f.path)?.length ?? 0, sha256: sha(inner.get(f.path) ?? Buffer.alloc(0)) })),
  };
  const manifestBytes = packetJson(listed);
  const signed = { key_id: key.id, manifest_sha256: sha(manifestBytes), timestamp_sha256: null };
  inner.set(PACKET_FILES.manifest, manifestBytes);
  inner.set(PACKET_FILES.signature, packetJson({ format: manifest.format, ...signed, signature: key.sign(signedBytes(signed)).toString('base64') }));
  inner.set(PACKET_FILES.publicKey, Buffer.from(key.pem));
  return zipOf(inner);
}

describe('an untouched packet', () => {
  test('is whole, and says who stamped it', async () => {
    const r = await check(packet, { expectedKeyPem: signerOf(world.keyring).publicKeyPem });
    expect(r.faults).toEqual([]);
    expect([r.evidence, r.keyId]).toEqual([1, signerOf(world.keyring).keyId]);
    expect([r.stamped?.trusted, r.stamped?.by]).toEqual(authority ? [true, 'TSA Uji'] : [undefined, undefined]);
    expect(zipOf(files), 'there is one way to write it').toEqual(packet);
  });
});

test.skipIf(opensslMissing)('without its stamp no packet leaves, and the log has none [needs openssl]', async () => {
  authority?.fail(503);
  try {
    await expect(makePacket()).rejects.toThrow(/503.*timestamp_unavailable/);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_log where action = 'packet_fetched'`.execute(db);
    expect(rows[0]?.n, 'only the one of the beginning').toBe(1);
  } finally {
    authority?.fail(null);
  }
});

describe('a changed packet', () => {
  test('a flipped byte anywhere in any file is found, and the file named', async () => {
    const unnoticed: string[] = [];
    let tried = 0;
    for (const [path, bytes] of files) {
      const step = Math.max(1, Math.floor(bytes.length / 12));
      for (let at = 0; at < bytes.length; at += step) {
        tried += 1;
        // As a thief would, with the ZIP made anew around it; and as a bad disk would.
        if (!paths(await check(changed(path, flipped(bytes, at)))).includes(path)) unnoticed.push(`${path} byte ${at}`);
        if (!paths(await check(flipped(packet, packet.indexOf(bytes) + at, 0x80))).includes(path)) unnoticed.push(`${path} byte ${at} on disk`);
      }
    }
    expect(tried).toBeGreaterThan(100);
    expect(unnoticed).toEqual([]);
  });

  test('a missing file, an extra file and a file under another name are named', async () => {
    for (const path of files.keys()) expect(paths(await check(changed(path, null))), path).toContain(path);
    const extra = await check(zipOf([...files, ['lampiran/titipan.txt', Buffer.from('x')]]));
    expect(extra.faults).toEqual([{ kind: 'extra', path: 'lampiran/titipan.txt', detail: expect.any(String) }]);
    const renamed = await check(zipOf([...files].map(([p, b]) => [p === PACKET_FILES.form ? 'berkas2.pdf' : p, b])));
    expect(renamed.faults.map((f) => [f.kind, f.path])).toEqual([
      ['missing', PACKET_FILES.form],
      ['extra', 'berkas2.pdf'],
    ]);
  });

  test('any flipped byte of the ZIP itself is found', async () => {
    const unnoticed: number[] = [];
    const inside = [...files.values()].map((b) => [packet.indexOf(b), packet.indexOf(b) + b.length] as const);
    const outside = [...packet.keys()].filter((at) => !inside.some(([from, to]) => at >= from && at < to));
    expect(outside.length).toBeGreaterThan(900);
    for (const at of outside) if ((await check(flipped(packet, at))).faults.length === 0) unnoticed.push(at);
    expect(unnoticed).toEqual([]);
    for (const zip of [
      Buffer.concat([packet, Buffer.from('x')]),
      Buffer.concat([Buffer.from('x'), packet]),
      packet.subarray(0, packet.length - 1),
      packet.subarray(10),
      Buffer.alloc(0),
    ])
      expect((await check(zip)).faults).toMatchObject([{ kind: 'structure' }]);
  });

  test('paths that climb, hide or name devices, doubles and compressed entries are refused unread', async () => {
    const wrong: [string, Buffer][] = [
      '../kabur.txt',
      '/etc/passwd',
      'a/../b',
      'a//b',
      '.tersembunyi',
      'a\\b',
      'C:x',
      'nul\u0000x',
      'dir/',
      'x'.repeat(201),
    ].map((p) => [p, zipOf([...files, [p, Buffer.from('x')]])]);
    wrong.push(['bomb', Buffer.from(zipSync({ 'manifest.json': new Uint8Array(32 * 1024 * 1024) }, { level: 9, mtime: new Date(1980, 0, 1) }))]);
    for (const [name, zip] of wrong) expect((await check(zip)).faults, name).toMatchObject([{ kind: 'structure' }]);
    const twice = Buffer.from(
      zipOf([
        ['a.txt', Buffer.from('1')],
        ['b.txt', Buffer.from('2')],
      ])
        .toString('latin1')
        .replaceAll('b.txt', 'a.txt'),
      'latin1',
    );
    expect((await check(twice)).faults).toMatchObject([{ kind: 'structure', detail: 'two entries are called a.txt' }]);
  });

  test('signed anew with another key it is whole only for who does not know the right one', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const forged = resigned(PACKET_FILES.form, Buffer.from('%PDF-1.7 palsu'), { id: keyIdOf(pem), pem, sign: (b) => sign(null, b, privateKey) });
    expect((await check(forged)).keyId).toBe(keyIdOf(pem));
    const known = await check(forged, { expectedKeyPem: signerOf(world.keyring).publicKeyPem });
    expect(known.faults).toMatchObject([{ kind: 'other_key', path: PACKET_FILES.publicKey }]);
  });

  test("evidence and audit rows prove themselves, even against the office's own key", async () => {
    const s = signerOf(world.keyring);
    const key = { id: s.keyId, pem: s.publicKeyPem, sign: (b: Buffer) => s.sign(b) };
    const [evidencePath] = [...files.keys()].filter((p) => p.startsWith('evidence/'));
    if (evidencePath === undefined) throw new Error('no evidence in the packet');
    const evidence = files.get(evidencePath)?.toString('utf8') ?? '';
    const other = await check(resigned(evidencePath, Buffer.from(evidence.replace('coblos nomor 2', 'coblos nomor 3')), key));
    expect(other.faults.map((f) => [f.kind, f.path])).toEqual([['evidence_broken', evidencePath]]);
    const audit = files.get(PACKET_FILES.audit)?.toString('utf8') ?? '';
    const rewritten = await check(resigned(PACKET_FILES.audit, Buffer.from(audit.replace('packet_released', 'packet_rejected')), key));
    expect(rewritten.faults).toMatchObject([{ kind: 'audit_broken', path: PACKET_FILES.audit, detail: expect.stringMatching(/^row \d+ /) }]);
  });

  test.skipIf(opensslMissing)('a stamp of other bytes, or by an authority that is not trusted, is wrong [needs openssl]', async () => {
    if (!authority) throw new Error('no authority');
    const wrong = await requestTimestamp({ url: authority.url, allowPrivate: [authority.host] }, Buffer.from('bytes lain'));
    expect((await check(changed(PACKET_FILES.timestamp, wrong))).faults.map((f) => [f.kind, f.path])).toEqual([
      ['altered', PACKET_FILES.timestamp],
      ['timestamp_wrong', PACKET_FILES.timestamp],
    ]);
    const stranger = await startAuthority();
    try {
      const r = await check(packet, {
        readTimestamp: async (token, bytes) => {
          const c = await checkTimestamp(token, bytes, [stranger.caPem]);
          if (!c.ok) throw new Error(c.reason);
          return { at: c.at, by: c.authority, trusted: c.trusted };
        },
      });
      expect(r.faults).toMatchObject([{ kind: 'timestamp_wrong', path: PACKET_FILES.timestamp }]);
    } finally {
      await stranger.stop();
    }
  });
});
