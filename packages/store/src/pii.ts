/**
 * Sealing of personal keys. A NIP is stored encrypted and found by keyed hash; whoever holds the database but not the
 * installation key can do neither. The key file is 32 random bytes, base64, mode 0600 (see OPERATIONS: lost key).
 *
 * An envelope: values are sealed with data keys, which lie in the database wrapped by a key-encryption key that never does.
 * The first data keys are derived from the installation key itself (`root`), so a fresh installation needs no set-up; those
 * that `pantau keys rotate` makes are random. What is sealed names its key, so old and new live side by side.
 *
 * Keyed hashes are layered: generation n is an HMAC over generation n−1. A stored hash moves to the next generation without
 * anybody knowing the number behind it, which is what makes rotation possible for staff keys and relatives, of which nothing
 * but the hash was ever kept. The keys of lower generations stay needed, but no longer protect anything by themselves.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Begins what is sealed with a data key of its own: mark and key number. Without it: sealed with the root's key. */
const MARK = Buffer.from('PKE1');
export const SEAL_HEADER_BYTES = MARK.length + 4;
const KEY_CHECK = 'pantau/installation-key/v1';

/** Where the key-encryption key lives: the file below, or a key management service that wraps without handing it out. */
export interface KeySource {
  /** Names the key without telling anything about it. */
  readonly id: string;
  wrap(key: Buffer): Buffer | Promise<Buffer>;
  unwrap(wrapped: Buffer): Buffer | Promise<Buffer>;
}

export interface HashAt {
  generation: number;
  hash: Buffer;
}

export interface Keyring {
  seal(plain: string): Buffer;
  open(sealed: Buffer): string;
  /** Keyed hash of the newest generation, for look-up by NIP, staff key or reporter contact. */
  hash(value: string): Buffer;
  /** Every generation, newest first: while a rotation runs, a row may still carry an older one. */
  hashes(value: string): readonly HashAt[];
  /** Moves a stored hash of this generation to the newest. */
  upgrade(stored: HashAt): HashAt;
  readonly generation: number;
  /** Number of the data key that seals; 0 is the root's. */
  readonly sealKeyId: number;
  /** The same for as long as the installation lives, whatever is rotated. */
  fingerprint(): Buffer;
  /** Another key from the same root, for another purpose. */
  derive(info: string): Buffer;
  readonly source: KeySource;
  /** The root itself, wrapped: what a replaced installation key must still be able to open. */
  wrapRoot(to: KeySource): Buffer | Promise<Buffer>;
}

/** Everything a keyring is made of. Seal keys by number; hash layers from generation 2 on. */
export interface KeyMaterial {
  root: Buffer;
  source: KeySource;
  sealKeys: ReadonlyMap<number, Buffer>;
  sealKeyId: number;
  layers: readonly Buffer[];
}

const HOW_TO_MAKE_ONE = `must be ${KEY_BYTES} bytes of base64; \`openssl rand -base64 ${KEY_BYTES}\` makes one`;
const deriveFrom = (root: Buffer, info: string): Buffer => Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), info, KEY_BYTES));

function encrypt(key: Buffer, plain: Buffer, header: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const c = createCipheriv('aes-256-gcm', key, iv).setAAD(header);
  const body = Buffer.concat([c.update(plain), c.final()]);
  return Buffer.concat([header, iv, c.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Buffer, headerBytes: number): Buffer {
  const at = (n: number) => headerBytes + n;
  const d = createDecipheriv('aes-256-gcm', key, sealed.subarray(at(0), at(IV_BYTES)), { authTagLength: TAG_BYTES });
  d.setAAD(sealed.subarray(0, headerBytes));
  d.setAuthTag(sealed.subarray(at(IV_BYTES), at(IV_BYTES + TAG_BYTES)));
  return Buffer.concat([d.update(sealed.subarray(at(IV_BYTES + TAG_BYTES))), d.final()]);
}

/** The first bytes of everything sealed with this key; empty for the root's, which has none. */
export function sealHeader(keyId: number): Buffer {
  if (keyId === 0) return Buffer.alloc(0);
  const number = Buffer.alloc(4);
  number.writeUInt32BE(keyId);
  return Buffer.concat([MARK, number]);
}

/** Sealed with a data key that this process does not have yet; reading the keys again helps. */
export class UnknownKey extends Error {}

export function keyringOf(m: KeyMaterial): Keyring {
  const rootSeal = deriveFrom(m.root, 'pantau/seal/v1');
  const layers = [deriveFrom(m.root, 'pantau/hash/v1'), ...m.layers];
  const hmac = (key: Buffer, value: string | Buffer) => createHmac('sha256', key).update(value).digest();
  const sealKey = m.sealKeyId === 0 ? rootSeal : m.sealKeys.get(m.sealKeyId);
  if (!sealKey) throw new UnknownKey(`data key ${m.sealKeyId} is missing`);
  const hashes = (value: string): HashAt[] => {
    const out: HashAt[] = [];
    let hash: string | Buffer = value;
    for (const [i, key] of layers.entries()) {
      hash = hmac(key, hash);
      out.unshift({ generation: i + 1, hash });
    }
    return out;
  };
  const openMarked = (sealed: Buffer): string => {
    const id = sealed.readUInt32BE(MARK.length);
    const key = m.sealKeys.get(id);
    if (!key) throw new UnknownKey(`data key ${id} is not among those that were read`);
    return decrypt(key, sealed, SEAL_HEADER_BYTES).toString('utf8');
  };
  const openUnmarked = (sealed: Buffer): string => decrypt(rootSeal, sealed, 0).toString('utf8');
  return {
    generation: layers.length,
    sealKeyId: m.sealKeyId,
    source: m.source,
    seal: (plain) => encrypt(sealKey, Buffer.from(plain, 'utf8'), sealHeader(m.sealKeyId)),
    open(sealed) {
      if (!sealed.subarray(0, MARK.length).equals(MARK)) return openUnmarked(sealed);
      try {
        return openMarked(sealed);
      } catch (e) {
        // The random bytes that begin an unmarked value look like the mark once in four thousand million.
        try {
          return openUnmarked(sealed);
        } catch {
          throw e;
        }
      }
    },
    hash: (value) => hashes(value)[0]?.hash ?? Buffer.alloc(0),
    hashes,
    upgrade: (stored) => ({ generation: layers.length, hash: layers.slice(stored.generation).reduce((h, key) => hmac(key, h), stored.hash) }),
    fingerprint: () => hmac(layers[0] ?? rootSeal, KEY_CHECK),
    derive: (info) => deriveFrom(m.root, info),
    wrapRoot: (to) => to.wrap(m.root),
  };
}

/** Wraps with a key derived from the 32 bytes of the installation key. */
export function fileKeySource(master: Buffer): KeySource {
  if (master.length !== KEY_BYTES) throw new Error(`the installation key ${HOW_TO_MAKE_ONE}`);
  const kek = deriveFrom(master, 'pantau/kek/v1');
  const none = Buffer.alloc(0);
  return {
    id: `file:${createHmac('sha256', kek).update('pantau/kek-id/v1').digest('hex').slice(0, 16)}`,
    wrap: (key) => encrypt(kek, key, none),
    unwrap: (wrapped) => decrypt(kek, wrapped, 0),
  };
}

/** The keyring of an installation that has rotated nothing; `unlockKeyring` adds what the database holds. */
export function keyringFrom(master: Buffer): Keyring {
  return keyringOf({ root: master, source: fileKeySource(master), sealKeys: new Map(), sealKeyId: 0, layers: [] });
}

function keyOf(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`PANTAU_KEY ${HOW_TO_MAKE_ONE}`);
  return key;
}

/** Reads the installation key from `PANTAU_KEY` (base64) or the file; `create` writes a new file on a first start. */
export function loadKeyring(o: { key?: string | undefined; file: string; create?: boolean }): Keyring {
  return keyringFrom(o.key ? keyOf(o.key) : readMaster(o.file, o.create === true));
}

function readMaster(file: string, create: boolean): Buffer {
  try {
    const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
    fileKeySource(master);
    return master;
  } catch (e) {
    if (!create || (e as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`cannot read the installation key ${file}: ${e instanceof Error ? e.message : String(e)}`);
    const fresh = randomBytes(KEY_BYTES);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${fresh.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  }
}
