/**
 * Sealing a backup in the age format (age-encryption.org): other tools can open it too, should Pantau be gone. The key is a file
 * or passphrase of its own, kept apart from the backups; sealing to a recipient needs no secret on the machine that makes them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { CliError, codeOf, messageOf } from '../errors.ts';

export interface SealWith {
  /** An identity file (secret) or a recipient file (public). */
  key?: string;
  passphraseFile?: string;
}

const PASSPHRASE_CHARS_MIN = 16;
const IDENTITY = /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/;
const RECIPIENT = /^age1[0-9a-z]+$/;

const age = () => import('age-encryption');

/** Writes a new key file; never over another. Returns the public half. */
export async function writeKeyFile(file: string): Promise<string> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  try {
    writeFileSync(file, `# backup key of Pantau; keep it apart from the backups\n# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: 'wx' });
  } catch (e) {
    throw new CliError(codeOf(e) === 'EEXIST' ? `${file} exists already; a key is never written over` : `cannot write ${file}: ${messageOf(e)}`, { cause: e });
  }
  return recipient;
}

export async function seal(plain: Readable, o: SealWith): Promise<Readable> {
  const { Encrypter, identityToRecipient } = await age();
  const e = new Encrypter();
  if (o.passphraseFile !== undefined) e.setPassphrase(passphraseIn(o.passphraseFile));
  else if (o.key !== undefined) {
    const line = keyLine(o.key);
    e.addRecipient(IDENTITY.test(line) ? await identityToRecipient(line) : line);
  } else throw new CliError('say with what to seal the backup: --key FILE or --passphrase-file FILE');
  return fromWeb(await e.encrypt(Readable.toWeb(plain) as never));
}

export async function unseal(sealed: Readable, o: SealWith): Promise<Readable> {
  const { Decrypter } = await age();
  const d = new Decrypter();
  if (o.passphraseFile !== undefined) d.addPassphrase(passphraseIn(o.passphraseFile));
  else if (o.key !== undefined) {
    const line = keyLine(o.key);
    if (!IDENTITY.test(line)) throw new CliError(`${o.key} is only the public half of a backup key: opening needs the secret one`);
    d.addIdentity(line);
  } else throw new CliError('say with what the backup was sealed: --key FILE or --passphrase-file FILE');
  try {
    return fromWeb(await d.decrypt(Readable.toWeb(sealed) as never));
  } catch (e) {
    throw new CliError(
      /no identity matched|passphrase/i.test(messageOf(e))
        ? 'the key or passphrase does not open this backup'
        : `this is not a backup of Pantau, or its beginning is damaged: ${messageOf(e)}`,
      { cause: e },
    );
  }
}

const fromWeb = (stream: unknown): Readable => Readable.fromWeb(stream as ReadableStream);

function keyLine(file: string): string {
  const lines = read(file)
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '' && !l.startsWith('#'));
  const [line] = lines;
  if (line === undefined || lines.length > 1 || !(IDENTITY.test(line) || RECIPIENT.test(line)))
    throw new CliError(`${file} is not a backup key: \`pantau backup keygen FILE\` makes one`);
  return line;
}

function passphraseIn(file: string): string {
  const words = read(file).replace(/\r?\n$/, '');
  if (words.length < PASSPHRASE_CHARS_MIN) throw new CliError(`the passphrase in ${file} is shorter than ${PASSPHRASE_CHARS_MIN} characters`);
  return words;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (e) {
    throw new CliError(`cannot read ${file}: ${messageOf(e)}`, { cause: e });
  }
}
