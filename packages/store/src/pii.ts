/**
 * Sealing of personal keys. A NIP is stored encrypted and found by keyed hash; whoever holds the database but not the
 * installation key can do neither. The key file is 32 random bytes, base64, mode 0600 (see OPERATIONS: lost key).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export interface Keyring {
  seal(plain: string): Buffer;
  open(sealed: Buffer): string;
  /** HMAC-SHA256, for look-up by NIP, staff key or reporter contact. */
  hash(value: string): Buffer;
}

const HOW_TO_MAKE_ONE = `must be ${KEY_BYTES} bytes of base64; \`openssl rand -base64 ${KEY_BYTES}\` makes one`;

export function keyringFrom(master: Buffer): Keyring {
  if (master.length !== KEY_BYTES) throw new Error(`the installation key ${HOW_TO_MAKE_ONE}`);
  const derive = (info: string) => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), info, KEY_BYTES));
  const sealKey = derive('pantau/seal/v1');
  const hashKey = derive('pantau/hash/v1');
  return {
    seal(plain) {
      const iv = randomBytes(IV_BYTES);
      const c = createCipheriv('aes-256-gcm', sealKey, iv);
      const body = Buffer.concat([c.update(plain, 'utf8'), c.final()]);
      return Buffer.concat([iv, c.getAuthTag(), body]);
    },
    open(sealed) {
      const d = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(0, IV_BYTES));
      d.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([d.update(sealed.subarray(IV_BYTES + TAG_BYTES)), d.final()]).toString('utf8');
    },
    hash: (value) => createHmac('sha256', hashKey).update(value, 'utf8').digest(),
  };
}

function keyOf(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`PANTAU_KEY ${HOW_TO_MAKE_ONE}`);
  return key;
}

/** Reads the key from `PANTAU_KEY` (base64) or the file; `create` writes a new file on a first start. */
export function loadKeyring(o: { key?: string | undefined; file: string; create?: boolean }): Keyring {
  if (o.key) return keyringFrom(keyOf(o.key));
  try {
    return keyringFrom(Buffer.from(readFileSync(o.file, 'utf8').trim(), 'base64'));
  } catch (e) {
    if (!o.create || (e as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`cannot read the installation key ${o.file}: ${e instanceof Error ? e.message : String(e)}`);
    const fresh = randomBytes(KEY_BYTES);
    mkdirSync(dirname(o.file), { recursive: true });
    writeFileSync(o.file, `${fresh.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    return keyringFrom(fresh);
  }
}
