/**
 * The `pantau` command. Modules of commands are loaded only when theirs is called, so that `--help` answers at once and
 * `score` does not pay for Postgres.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands.ts';
import { CliError, messageOf } from './errors.ts';

// A reader that goes away (`pantau score | head`) must not kill a process that owns servers.
process.stdout.on('error', () => {});

async function main(argv: string[]): Promise<void> {
  const program = new Command('pantau')
    .description('Watches public posts of registered civil-servant accounts for election neutrality; people decide.')
    .version(version(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('Run `pantau --help` for the commands.');
  const name = argv.find((a) => !a.startsWith('-')) ?? '';
  const wanted = COMMANDS.find((c) => c.name === (name === 'help' ? argv[argv.indexOf(name) + 1] : name));
  if (wanted) await wanted.register(program);
  else for (const c of COMMANDS) program.command(c.name).summary(c.summary).description(c.summary);
  if (argv.length === 0) program.help();
  await program.parseAsync(argv, { from: 'user' });
}

function version(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Node keeps the cause of a failed connection in `errors`; one line is enough for a person. */
function report(e: unknown): number {
  if (e instanceof CommanderError) return e.exitCode; // commander has printed its message
  process.stderr.write(`${messageOf(e) || String(e)}\n`);
  if (e instanceof CliError) return e.exitCode;
  if (process.env.PANTAU_DEBUG && e instanceof Error) process.stderr.write(`${e.stack}\n`);
  return 1;
}

try {
  await main(process.argv.slice(2));
} catch (e) {
  process.exitCode = report(e);
}
