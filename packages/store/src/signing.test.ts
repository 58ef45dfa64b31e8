import { describe, expect, test } from 'vitest';
import { keyringFrom } from './pii.ts';
import { keyIdOf, signerOf, verifySignature } from './signing.ts';

const signerWith = (byte: number) => signerOf(keyringFrom(Buffer.alloc(32, byte)));
const signer = signerWith(7);
const other = signerWith(8);
const text = Buffer.from('akar audit 2026-11-25');

describe('signatures of the installation', () => {
  test('the same installation key always makes the same pair, another one another', () => {
    expect(signerWith(7).publicKeyPem).toBe(signer.publicKeyPem);
    expect(other.publicKeyPem).not.toBe(signer.publicKeyPem);
    expect(signer.keyId).toMatch(/^[0-9a-f]{16}$/);
    expect(keyIdOf(signer.publicKeyPem)).toBe(signer.keyId);
  });

  test('the public key alone proves a signature; a changed byte, another key and rubbish do not', () => {
    const signature = signer.sign(text);
    expect(signer.verify(text, signature)).toBe(true);
    expect(verifySignature(signer.publicKeyPem, text, signature)).toBe(true);
    expect(verifySignature(other.publicKeyPem, text, signature)).toBe(false);
    expect(verifySignature(signer.publicKeyPem, Buffer.concat([text, Buffer.from(' ')]), signature)).toBe(false);
    for (let i = 0; i < signature.length; i++) {
      const bent = Buffer.from(signature);
      bent[i] = (bent[i] ?? 0) ^ 1;
      expect(verifySignature(signer.publicKeyPem, text, bent), `byte ${i}`).toBe(false);
    }
    expect(verifySignature(signer.publicKeyPem, text, Buffer.from('short'))).toBe(false);
  });
});
