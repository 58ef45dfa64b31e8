/** The demo world as the launcher sees it: a personnel office to send to, and who may sign in. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationFact, isEmptyDatabase, type Keyring, openDb } from '@pantau/store';
import { DEMO_FACT, seedDemo } from '../demo/seed.ts';
import { CliError } from '../errors.ts';
import type { Layout } from './layout.ts';
import { freePort, isFree } from './preflight.ts';

export interface Demo {
  receiver: { port: number; secret: string };
  signIns: readonly { username: string; password: string; about: string }[];
  /** True when this start created it. */
  fresh: boolean;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/**
 * Passwords that stand in the documentation never get onto a network, also when this start is `--no-demo`: the accounts are in
 * the database then as before.
 */
export async function keepDemoLocal(o: { databaseUrl: string; host: string; demo: boolean }): Promise<void> {
  if (LOOPBACK.test(o.host)) return;
  const db = openDb({ url: o.databaseUrl, role: 'owner', name: 'launcher', connectionsMax: 1 });
  try {
    if ((await installationFact(db, DEMO_FACT)) !== null)
      throw new CliError(`this database holds the demo world, whose passwords everybody knows, and is not opened on ${o.host}: unset PANTAU_HOST`);
    if (o.demo && (await isEmptyDatabase(db)))
      throw new CliError(`the demo world has well-known passwords and is not set up on ${o.host}: start with --no-demo, or unset PANTAU_HOST`);
  } finally {
    await db.destroy();
  }
}

/** Undefined when the database holds data of its own: the demo is never mixed into it. */
export async function prepareDemo(o: { layout: Layout; databaseUrl: string; keyring: Keyring }): Promise<Demo | undefined> {
  const db = openDb({ url: o.databaseUrl, role: 'owner', name: 'launcher', connectionsMax: 2 });
  try {
    if ((await installationFact(db, DEMO_FACT)) === null && !(await isEmptyDatabase(db))) return undefined;
    const receiver = await receiverOf(o.layout);
    const url = `http://127.0.0.1:${receiver.port}`;
    const { fresh, signIns } = await seedDemo({ db, keyring: o.keyring, receiver: { url, secret: receiver.secret }, now: new Date() });
    return { receiver, signIns, fresh };
  } finally {
    await db.destroy();
  }
}

/** The same port and secret at every start, unless somebody else has taken the port meanwhile; the seed then redirects the offices. */
async function receiverOf(l: Layout): Promise<{ port: number; secret: string }> {
  const file = join(l.home, 'demo-receiver.json');
  const known = readReceiver(file);
  if (known && (await isFree('127.0.0.1', known.port))) return known;
  const fresh = { port: await freePort(), secret: known?.secret ?? `whsec_${randomBytes(24).toString('base64')}` };
  writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 });
  return fresh;
}

function readReceiver(file: string): { port: number; secret: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { port: number; secret: string };
  } catch {
    return undefined;
  }
}
