/** `pantau audit verify`: walks the hash chain of the access and decision log. Exit code 2 when it is broken. */
import type { Command } from 'commander';
import { EXIT_REJECTS } from '../errors.ts';

export function registerAuditVerify(audit: Command): void {
  audit
    .command('verify')
    .description('prove that no row of the audit log was changed or removed')
    .action(async () => {
      const [{ verifyAudit }, { findServers, openOwnerDb }] = await Promise.all([import('@pantau/store'), import('../context.ts')]);
      const db = await openOwnerDb(findServers().databaseUrl);
      try {
        const { rows, firstBroken } = await verifyAudit(db, (n) => void process.stderr.write(`\r${n} rows checked`));
        process.stderr.write('\n');
        if (!firstBroken) return void process.stdout.write(`the chain holds: ${rows} rows\n`);
        const what = firstBroken.reason === 'content_changed' ? 'its content was changed' : 'a row before it was removed, added or replaced';
        process.stdout.write(`the chain is broken at row ${firstBroken.id} (${firstBroken.at.toISOString()}): ${what}\n`);
        process.exitCode = EXIT_REJECTS;
      } finally {
        await db.destroy();
      }
    });
}
