import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fileKeySource, keyringFrom, keyringOf, SEAL_HEADER_BYTES, sealHeader, UnknownKey } from './pii.ts';

const master = Buffer.alloc(32, 7);
const root = keyringFrom(master);
const keyA = Buffer.alloc(32, 1);
const keyB = Buffer.alloc(32, 2);
const layer = Buffer.alloc(32, 3);
const nip = '198503122010011002';

const withKeys = (sealKeyId: number, keys: [number, Buffer][], layers: Buffer[] = []) =>
  keyringOf({ root: master, source: fileKeySource(master), sealKeys: new Map(keys), sealKeyId, layers });

describe('sealing', () => {
  test('what was sealed before there were data keys is still read', () => {
    const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'pantau/seal/v1', 32));
    const iv = randomBytes(12);
    const c = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([c.update(nip, 'utf8'), c.final()]);
    const old = Buffer.concat([iv, c.getAuthTag(), body]);
    expect(root.open(old)).toBe(nip);
    expect(withKeys(5, [[5, keyA]]).open(old)).toBe(nip);
  });

  test('old and new keys live side by side, each value names its own', () => {
    const before = withKeys(5, [[5, keyA]]);
    const after = withKeys(6, [
      [5, keyA],
      [6, keyB],
    ]);
    const old = before.seal(nip);
    const fresh = after.seal(nip);
    expect(old.subarray(0, SEAL_HEADER_BYTES)).toEqual(sealHeader(5));
    expect(fresh.subarray(0, SEAL_HEADER_BYTES)).toEqual(sealHeader(6));
    expect(after.open(old)).toBe(nip);
    expect(after.open(fresh)).toBe(nip);
    expect(() => before.open(fresh)).toThrow(UnknownKey);
  });

  test('a changed byte anywhere, the key number included, opens nothing', () => {
    const ring = withKeys(5, [
      [5, keyA],
      [4, keyA],
    ]);
    const sealed = ring.seal(nip);
    for (let i = 4; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => ring.open(changed), `byte ${i}`).toThrow(/unable to authenticate|not among those/);
    }
  });

  test('a value whose random first bytes look like the mark is read all the same', () => {
    const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'pantau/seal/v1', 32));
    const iv = Buffer.concat([Buffer.from('PKE1'), Buffer.alloc(8, 9)]);
    const c = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([c.update(nip, 'utf8'), c.final()]);
    expect(root.open(Buffer.concat([iv, c.getAuthTag(), body]))).toBe(nip);
  });
});

describe('keyed hashes', () => {
  test('a stored hash moves to the next generation without the number behind it', () => {
    const next = withKeys(0, [], [layer]);
    const stored = { generation: 1, hash: root.hash(nip) };
    expect(next.upgrade(stored)).toEqual({ generation: 2, hash: next.hash(nip) });
    expect(next.upgrade({ generation: 2, hash: next.hash(nip) }).hash).toEqual(next.hash(nip));
    expect(next.hash(nip)).not.toEqual(root.hash(nip));
    expect(next.hashes(nip).map((h) => h.generation)).toEqual([2, 1]);
    expect(next.hashes(nip)[1]?.hash).toEqual(root.hash(nip));
  });

  test('the fingerprint stays, another installation has another', () => {
    expect(withKeys(5, [[5, keyA]], [layer]).fingerprint()).toEqual(root.fingerprint());
    expect(keyringFrom(Buffer.alloc(32, 8)).fingerprint()).not.toEqual(root.fingerprint());
  });
});

test('wrapping: only the same key unwraps, and its name tells nothing of it', async () => {
  const source = fileKeySource(master);
  const wrapped = await source.wrap(keyA);
  expect(await source.unwrap(wrapped)).toEqual(keyA);
  expect(() => fileKeySource(Buffer.alloc(32, 8)).unwrap(wrapped)).toThrow(/unable to authenticate/);
  expect(wrapped.includes(keyA)).toBe(false);
  expect(source.id).toMatch(/^file:[0-9a-f]{16}$/);
  expect(source.id).not.toBe(fileKeySource(Buffer.alloc(32, 8)).id);
});
