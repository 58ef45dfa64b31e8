/** `pantau retention`: what may be kept no longer. The alerts service runs the same by the clock. */
import { RetentionClass, RetentionUnit } from '@pantau/domain';
import {
  type Handle,
  listCertificates,
  openDb,
  previewRetention,
  type RetentionReport,
  resetRetention,
  retentionRules,
  runRetention,
  setRetention,
  signerOf,
  verifySignature,
} from '@pantau/store';
import type { Command } from 'commander';
import { findServers, openKeyring, openOwnerDb, operator } from '../context.ts';
import { CliError, EXIT_REJECTS } from '../errors.ts';

const FAULTS = {
  no_legal_basis: 'another term needs a legal basis (--basis), and one that says something',
  above_most: 'this class may not be kept so long',
  below_least: 'this class must be kept longer',
  not_a_term: 'the term must be a whole number of at least 1, and at most 100 years',
} as const;

const say = (line: string) => void process.stdout.write(`${line}\n`);

export function registerRetention(program: Command): void {
  const group = program
    .command('retention')
    .description('purge what may be kept no longer')
    .option('--dry-run', 'say what would go (the default)')
    .option('--apply', 'do it')
    .action((o: { dryRun?: boolean; apply?: boolean }) => {
      if (o.dryRun && o.apply) throw new CliError('--dry-run and --apply contradict each other');
      return withDb((db, url) => (o.apply ? apply(db, url) : preview(db)));
    });
  group
    .command('rules')
    .description('the terms of this installation')
    .action(() => withDb(rules));
  group
    .command('set')
    .description('another term for one class, on a recorded legal basis')
    .argument('<class>')
    .argument('<n>')
    .argument('<unit>', 'hour, day or year')
    .requiredOption('--basis <text>', 'the decision or statute that allows it')
    .action((c: string, n: string, unit: string, o: { basis: string }) => withDb((db) => set(db, c, n, unit, o.basis)));
  group
    .command('reset')
    .description('back to the built-in term')
    .argument('<class>')
    .action((c: string) => withDb((db) => reset(db, c)));
  group
    .command('certificates')
    .description('what was purged, and whether the certificates are whole')
    .action(() => withDb(certificates));
}

async function withDb(act: (db: Handle, url: string) => Promise<void>): Promise<void> {
  const { databaseUrl } = findServers();
  const db = await openOwnerDb(databaseUrl);
  try {
    await act(db, databaseUrl);
  } finally {
    await db.destroy();
  }
}

function print(report: RetentionReport, none: string): void {
  const lines = Object.entries(report).filter(([, n]) => n > 0);
  if (lines.length === 0) say(none);
  for (const [c, n] of lines) say(`  ${c.padEnd(20)} ${n}`);
}

async function preview(db: Handle): Promise<void> {
  const p = await previewRetention(db, new Date());
  say('would go now (nothing was changed; --apply does it):');
  print(p.due, '  nothing');
  say(`ended cases that stay: ${p.cases.term_runs} whose term runs, ${p.cases.held} under a legal hold`);
}

async function apply(owner: Handle, databaseUrl: string): Promise<void> {
  const keyring = await openKeyring(owner);
  // With the rights of the service, not the owner's: what it may not do, the command does not do either.
  const db = openDb({ url: databaseUrl, role: 'pantau_privacy', name: 'cli-retention', connectionsMax: 2 });
  try {
    const report = await runRetention(db, { now: new Date(), signer: signerOf(keyring) });
    say('gone:');
    print(report, '  nothing');
  } finally {
    await db.destroy();
  }
}

async function rules(db: Handle): Promise<void> {
  for (const r of await retentionRules(db))
    say(`${r.class.padEnd(20)} ${`${r.keep.n} ${r.keep.unit}`.padEnd(8)} from ${r.from.padEnd(13)} leaves ${r.leaves.padEnd(14)} ${r.basis}`);
}

function classOf(text: string): RetentionClass {
  const c = RetentionClass.safeParse(text);
  if (!c.success) throw new CliError(`no class ${text}; there are ${RetentionClass.options.join(', ')}`);
  return c.data;
}

async function set(db: Handle, c: string, n: string, unit: string, basis: string): Promise<void> {
  const parsed = RetentionUnit.safeParse(unit.replace(/s$/, ''));
  if (!parsed.success) throw new CliError(`no unit ${unit}; there are ${RetentionUnit.options.join(', ')}`);
  const fault = await setRetention(db, { class: classOf(c), keep: { n: Number(n), unit: parsed.data }, legalBasis: basis }, operator());
  if (fault) throw new CliError(FAULTS[fault]);
  say(`${c} is kept ${n} ${unit} from now on`);
}

async function reset(db: Handle, c: string): Promise<void> {
  say((await resetRetention(db, classOf(c), operator())) ? `${c} has its built-in term again` : `${c} had its built-in term`);
}

async function certificates(db: Handle): Promise<void> {
  const { publicKeyPem, keyId } = signerOf(await openKeyring(db));
  let broken = 0;
  let n = 0;
  for (let after: number | null = null; ; ) {
    const page = await listCertificates(db, { after, rows: 500 });
    for (const c of page) {
      n += 1;
      const signed =
        c.signature === null
          ? 'unsigned'
          : c.keyId !== keyId
            ? `signed by ${c.keyId}`
            : verifySignature(publicKeyPem, Buffer.from(c.sha256, 'hex'), Buffer.from(c.signature, 'hex'))
              ? 'signed'
              : 'WRONG SIGNATURE';
      if (!c.intact || signed === 'WRONG SIGNATURE') broken += 1;
      say(
        `${String(c.id).padStart(6)} ${c.at.toISOString()} ${c.class.padEnd(20)} ${String(c.items).padStart(7)} ${c.intact ? signed : 'CHANGED'} ${c.sha256}`,
      );
    }
    const last = page.at(-1);
    if (page.length < 500 || !last) break;
    after = last.id;
  }
  say(`${n} certificates, ${broken} broken`);
  if (broken > 0) process.exitCode = EXIT_REJECTS;
}
