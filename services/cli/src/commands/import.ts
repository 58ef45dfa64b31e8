/** `pantau import register|circulars|accounts`: dry run by default, `--apply` does it. Exit code 2 when rows were rejected. */
import type { Command } from 'commander';
import { findServers, openKeyring, openOwnerDb, operator } from '../context.ts';
import { EXIT_REJECTS } from '../errors.ts';
import { rejectsFile } from '../import/files.ts';
import { named, registerReport, rejectReport } from '../import/report.ts';
import { type AccountFileResult, importAccounts, importCirculars, importRegister } from '../import/run-imports.ts';
import { registerImportLists } from './import-lists.ts';
import { registerImportPosts } from './import-posts.ts';

interface Common {
  apply?: boolean;
  rejects?: string;
}

const say = (lines: readonly string[]): void => {
  for (const l of lines) process.stdout.write(`${l}\n`);
};
const progress = (text: string): void => void process.stderr.write(`${text}\n`);
/** A line on the terminal every so many rows. */
const PROGRESS_ROWS = 20_000;
const DRY = 'Dry run: nothing was written. Add --apply to do it.';

export function registerImport(program: Command): void {
  const group = program.command('import').description('bring registers, circulars and posts in; a dry run unless --apply is given');
  group
    .command('register')
    .description('contest register: register.json, or the lists of KPU as CSV (.gz too)')
    .argument('<files...>')
    .option('--apply', 'publish a new register version')
    .option('--election <id>', 'election of CSV lists, instead of PILKADA-2024 (pairs) or PEMILU-2024 (others)')
    .option('--part <name>', 'name of a JSON register among several for the same election')
    .option('--rejects <file>', 'write rejected rows as JSON lines', rejectsFile)
    .action(register);
  group.command('circulars').description('local circulars (circulars.json)').argument('<file>').option('--apply', 'store them').action(circulars);
  group
    .command('accounts')
    .description('civil-servant and account register (.jsonl or .csv, .gz too)')
    .argument('<file>')
    .option('--apply', 'store it')
    .option('--complete', 'the file is the whole register: accounts it does not name end')
    .option('--rejects <file>', 'write rejected lines as JSON lines', rejectsFile)
    .action(accounts);
  registerImportLists(group);
  registerImportPosts(group);
}

async function register(files: string[], o: Common & { election?: string; part?: string }): Promise<void> {
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    const r = await importRegister(db, {
      files,
      apply: o.apply === true,
      election: o.election,
      part: o.part,
      rejects: o.rejects,
      by: operator(),
      onProgress: (file, rows) => (rows % PROGRESS_ROWS === 0 ? progress(`${file}: ${rows} rows`) : undefined),
    });
    say([...registerReport(r.diff), ...rejectReport(r.firstRejects, r.rejected)]);
    if (r.version) say([`Published register version ${r.version.name}.`]);
    else if (r.diff.every((d) => d.changes === 0)) say(['Nothing changed.']);
    else say([DRY]);
    if (r.rejected > 0) process.exitCode = EXIT_REJECTS;
  } finally {
    await db.destroy();
  }
}

async function circulars(file: string, o: Common): Promise<void> {
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    const r = await importCirculars(db, { file, apply: o.apply === true, by: operator() });
    say([
      `circulars: ${r.total} read, ${r.added.length} added, ${r.changed.length} changed`,
      ...named('+', r.added, r.added.length),
      ...named('~', r.changed, r.changed.length),
    ]);
    if (r.added.length + r.changed.length === 0) say(['Nothing changed.']);
    else if (!o.apply) say([DRY]);
  } finally {
    await db.destroy();
  }
}

async function accounts(file: string, o: Common & { complete?: boolean }): Promise<void> {
  const db = await openOwnerDb(findServers().databaseUrl);
  try {
    const keyring = await openKeyring(db);
    const r = await importAccounts(db, keyring, {
      file,
      apply: o.apply === true,
      complete: o.complete === true,
      rejects: o.rejects,
      by: operator(),
      now: new Date(),
      onProgress: (lines) => (lines % PROGRESS_ROWS === 0 ? progress(`${file}: ${lines} lines`) : undefined),
    });
    say([...accountReport(r), ...rejectReport(r.firstRejects, r.rejected)]);
    if (Object.values(r.counts).every((n) => n === 0)) say(['Nothing changed.']);
    else say([o.apply ? 'Stored.' : DRY]);
    if (r.rejected > 0) process.exitCode = EXIT_REJECTS;
  } finally {
    await db.destroy();
  }
}

function accountReport(r: AccountFileResult): string[] {
  const c = r.counts;
  const names = (k: 'added' | 'changed' | 'ended') => r.first[k].map((a) => `${a.platform}:${a.handle}`);
  return [
    `${r.lines} lines read`,
    `  persons   ${c.personsAdded} added, ${c.personsChanged} changed`,
    `  periods   ${c.periodsAdded} added, ${c.periodsChanged} changed`,
    `  accounts  ${c.accountsAdded} added, ${c.accountsChanged} changed, ${c.accountsEnded} ended`,
    ...named('+', names('added'), c.accountsAdded),
    ...named('~', names('changed'), c.accountsChanged),
    ...named('-', names('ended'), c.accountsEnded),
  ];
}
