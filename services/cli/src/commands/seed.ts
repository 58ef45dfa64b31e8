/** `pantau seed demo`: fills an empty database with the demo world and prints who may sign in. */
import type { Command } from 'commander';
import { findServers, openKeyring, openOwnerDb } from '../context.ts';
import { seedDemo } from '../demo/seed.ts';

export function registerSeed(program: Command): void {
  const group = program.command('seed').description('fill the database');
  group
    .command('demo')
    .description('the demo world: invented people, contests around today, accounts, users and posts to replay')
    .option('--force', 'also into a database that already holds other data')
    .option('--receiver <url>', "address of a webhook receiver for the demo's personnel offices")
    .option('--receiver-secret <secret>', 'its secret (whsec_…)')
    .action(seed);
}

async function seed(o: { force?: boolean; receiver?: string; receiverSecret?: string }): Promise<void> {
  const { databaseUrl } = findServers();
  const db = await openOwnerDb(databaseUrl);
  try {
    const receiver = o.receiver !== undefined && o.receiverSecret !== undefined ? { url: o.receiver, secret: o.receiverSecret } : undefined;
    const r = await seedDemo({ db, keyring: await openKeyring(db), receiver, now: new Date(), force: o.force === true });
    process.stdout.write(
      r.fresh
        ? `The demo world is set up: ${r.counts.people} people with accounts, ${r.counts.posts} posts to replay.\n`
        : 'The demo world is already there.\n',
    );
    process.stdout.write('\nSign-ins of the demo world\n');
    const width = Math.max(...r.signIns.map((s) => s.username.length));
    for (const s of r.signIns) process.stdout.write(`  ${s.username.padEnd(width)}  ${s.password}  ${s.about}\n`);
  } finally {
    await db.destroy();
  }
}
