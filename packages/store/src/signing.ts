/**
 * Signatures of the installation: audit roots and evidence packets. The ed25519 key is derived from the installation key, so
 * there is nothing more to keep; whoever has the public key can check a signature without the database.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { Keyring } from './pii.ts';

export interface Signer {
  /** SPKI PEM: what an outsider needs for checking. */
  publicKeyPem: string;
  /** First 16 hex digits of SHA-256 over the public key (DER): names the key in records. */
  keyId: string;
  sign(bytes: Buffer): Buffer;
  verify(bytes: Buffer, signature: Buffer): boolean;
}

/** RFC 8410: an ed25519 private key in PKCS #8 is this prefix and the 32 bytes of the seed. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_ID_CHARS = 16;

/** The same for as long as the installation lives: rotating data keys does not touch it. */
export function signerOf(keyring: Pick<Keyring, 'derive'>): Signer {
  const seed = keyring.derive('pantau/sign/v1');
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' });
  const open = createPublicKey(secret);
  const publicKeyPem = open.export({ type: 'spki', format: 'pem' }).toString();
  return {
    publicKeyPem,
    keyId: keyIdOf(publicKeyPem),
    sign: (bytes) => sign(null, bytes, secret),
    verify: (bytes, signature) => verify(null, bytes, open, signature),
  };
}

export function keyIdOf(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, KEY_ID_CHARS);
}

/** Checks with nothing but the public key. False for another key, changed bytes and what is no signature at all. */
export function verifySignature(publicKeyPem: string, bytes: Buffer, signature: Buffer): boolean {
  const key = createPublicKey(publicKeyPem);
  return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature);
}
