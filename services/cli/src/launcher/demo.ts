/** The demo world as the launcher sees it: a personnel office to send to, and who may sign in. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keyring } from '@pantau/store';
import type { Layout } from './layout.ts';
import { freePort } from './preflight.ts';

export interface Demo {
  receiver: { port: number; secret: string } | undefined;
  signIns: readonly { username: string; password: string; about: string }[];
  /** True when this start created it. */
  fresh: boolean;
}

export async function prepareDemo(o: { layout: Layout; databaseUrl: string; keyring: Keyring; note: (text: string) => void }): Promise<Demo> {
  const receiver = await receiverOf(o.layout);
  return { receiver, signIns: [], fresh: false };
}

/** The office keeps its port and secret over restarts: the subscription in the database names both. */
async function receiverOf(l: Layout): Promise<{ port: number; secret: string }> {
  const file = join(l.home, 'demo-receiver.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { port: number; secret: string };
  } catch {
    const fresh = { port: await freePort(), secret: `whsec_${randomBytes(24).toString('base64')}` };
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 });
    return fresh;
  }
}
