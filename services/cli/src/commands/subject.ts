/** `pantau subject file`: everything stored about one person, as JSON on standard output. The number is read from standard input. */
import { createInterface } from 'node:readline';
import { ownerSubjectFile } from '@pantau/store';
import type { Command } from 'commander';
import { findServers, openKeyring, openOwnerDb, operator } from '../context.ts';
import { CliError } from '../errors.ts';

const PURPOSE_CHARS_MIN = 5;

export function registerSubject(program: Command): void {
  const group = program.command('subject').description('what is stored about one person');
  group
    .command('file')
    .description('print everything stored about the person whose NIP or staff key stands on the first line of standard input')
    .requiredOption('--purpose <text>', 'why; it goes into the audit log')
    .action((o: { purpose: string }) => file(o.purpose));
}

async function file(purpose: string): Promise<void> {
  if (purpose.trim().length < PURPOSE_CHARS_MIN) throw new CliError(`--purpose needs at least ${PURPOSE_CHARS_MIN} characters`);
  const number = await firstLine();
  if (number === '') throw new CliError('write the NIP or staff key on the first line of standard input; an argument would stay in the shell history');
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    const found = await ownerSubjectFile(db, await openKeyring(db), { number, purpose, by: operator() });
    if (found === null) throw new CliError('nobody in the register has this number');
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  } finally {
    await db.destroy();
  }
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
}
