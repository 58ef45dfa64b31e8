/** What can be known before anything is started, each failure in one line. */
import { accessSync, chmodSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { CliError, codeOf, messageOf } from '../errors.ts';
import { claimHome } from './home.ts';
import type { Layout } from './layout.ts';

/** An empty cluster takes 50 MB, its first write-ahead log and the demo world about as much again. */
const FREE_BYTES_MIN = 250_000_000;
const MB = 1_000_000;

export function prepareHome(l: Layout): void {
  try {
    claimHome(l.home, l.root);
    mkdirSync(l.logs, { recursive: true });
    accessSync(l.logs, constants.W_OK | constants.X_OK);
  } catch (e) {
    if (e instanceof CliError) throw e;
    if (codeOf(e) === 'ENOSPC') throw new CliError(`the disk of ${l.home} is full: free at least ${FREE_BYTES_MIN / MB} MB and start again`);
    throw new CliError(`${l.home} is not writable for this user: start as the user who made it, or remove it as that user with \`npm run reset\``, {
      cause: e,
    });
  }
  if (process.getuid?.() === 0) chmodSync(l.home, 0o755); // Postgres may run as another user; what is private is 0700 below
  const fs = statfsSync(l.home);
  const free = fs.bavail * fs.bsize;
  if (free < FREE_BYTES_MIN)
    throw new CliError(`the disk of ${l.home} is full: ${Math.floor(free / MB)} MB are free, Pantau needs ${FREE_BYTES_MIN / MB} MB to start`);
}

export async function checkPort(host: string, port: number): Promise<void> {
  try {
    await bind(host, port);
  } catch (e) {
    const code = codeOf(e);
    if (code === 'EADDRINUSE') throw new CliError(`port ${port} is in use by another program: stop it, or choose another with \`npm start -- --port 4181\``);
    if (code === 'EACCES') throw new CliError(`this user may not open port ${port}: choose one above 1023 with --port`);
    throw new CliError(`cannot listen on ${host}:${port}: ${messageOf(e)}`);
  }
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return bind('127.0.0.1', 0);
}

export async function isFree(host: string, port: number): Promise<boolean> {
  return bind(host, port).then(
    () => true,
    () => false,
  );
}

function bind(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
