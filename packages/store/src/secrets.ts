/** Random secrets: shown once, stored as SHA-256. 256 random bits need no slow hash. */
import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

export const sha256 = (value: string | Uint8Array): Buffer => createHash('sha256').update(value).digest();
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
