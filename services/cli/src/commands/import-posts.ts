/** `pantau import posts FILE`: starts the import of the ingest service as a child and hands its signals, output and exit code through. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { findServers, operator } from '../context.ts';
import { CliError } from '../errors.ts';
import { mustBeReadable, mustBeWritable, rejectsFile } from '../import/files.ts';

const MAIN = fileURLToPath(new URL('../../../ingest/src/import-main.ts', import.meta.url));

interface Options {
  apply?: boolean;
  json?: boolean;
  source?: string;
  rejects?: string;
  map?: string;
}

export function registerImportPosts(group: Command): void {
  group
    .command('posts')
    .description('posts of registered accounts (posts.jsonl, .gz too), of any size; go on after an interruption by giving the same file again')
    .argument('<file>')
    .option('--apply', 'store them')
    .option('--source <name>', 'record them under this file source, whose policy must be open')
    .option('--rejects <file>', 'write rejected lines as JSON lines: line, byte, reason', rejectsFile)
    .option('--map <file>', 'mapping.json: take rows {id, text} as posts of the account it names for the file')
    .option('--json', 'print the summary as one JSON line')
    .action(importPosts);
}

async function importPosts(file: string, o: Options): Promise<void> {
  const servers = findServers();
  for (const path of [file, ...(o.map === undefined ? [] : [o.map])]) mustBeReadable(path);
  if (o.rejects !== undefined) mustBeWritable(o.rejects);
  const args = [file, '--by', operator()];
  for (const [name, value] of Object.entries({ source: o.source, rejects: o.rejects, map: o.map })) if (value !== undefined) args.push(`--${name}`, value);
  if (o.apply) args.push('--apply');
  if (o.json) args.push('--json');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...args], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: servers.databaseUrl, ...(servers.redisUrl === undefined ? {} : { REDIS_URL: servers.redisUrl }) },
  });
  // Ctrl-C reaches the whole group; a signal sent to this process alone is passed on. Either way the child decides when it is safe.
  const pass = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on('SIGTERM', pass);
  process.on('SIGINT', () => {});
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(new CliError(`the import could not be started: ${cause.message}`, { cause })));
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}
