/** `pantau audit verify`: the hash chain of the log, the evidence it knows, its signed daily roots and their time stamps. Exit code 2 when something is broken. */
import { readFileSync } from 'node:fs';
import type { EvidenceFault, EvidenceReport, Handle, RootReport } from '@pantau/store';
import type { Command } from 'commander';
import { CliError, EXIT_REJECTS, messageOf } from '../errors.ts';
import { each } from '../options.ts';

const ROOT_FAULTS: Record<NonNullable<RootReport['firstBroken']>['reason'], string> = {
  row_missing: 'the row it names is gone: the newest rows of that day were removed',
  row_differs: 'the row it names is another one: the chain was computed anew',
  signature_wrong: 'its signature does not fit what it says',
  foreign_key: 'it was signed with another key than that of this installation',
  root_missing: 'a root before it was removed, added or replaced',
  stamp_wrong: 'its time stamp does not fit',
};

export function registerAuditVerify(audit: Command): void {
  audit
    .command('verify')
    .description('prove that no row of the log and no piece of evidence was changed or removed')
    .option('--tsa-ca <file>', 'certificate (PEM) that time stamps must lead to, or PANTAU_TSA_CA; may be given several times', each)
    .action(async (o: { tsaCa?: string[] }) => {
      const [store, { findServers, openOwnerDb }] = await Promise.all([import('@pantau/store'), import('../context.ts')]);
      const trustedPem = (o.tsaCa ?? [process.env.PANTAU_TSA_CA].filter((f) => f !== undefined && f !== '')).map((f) => readPem(String(f)));
      const db = await openOwnerDb(findServers().databaseUrl);
      try {
        await store.foldAudit(db);
        const chain = await store.verifyAudit(db, (n) => void process.stderr.write(`\r${n} rows checked`));
        process.stderr.write('\n');
        if (chain.firstBroken) {
          const what = chain.firstBroken.reason === 'content_changed' ? 'its content was changed' : 'a row before it was removed, added or replaced';
          say(`the chain is broken at row ${chain.firstBroken.id} (${chain.firstBroken.at.toISOString()}): ${what}`);
          process.exitCode = EXIT_REJECTS;
        } else say(`the chain holds: ${chain.rows} rows`);
        sayEvidence(await store.verifyEvidence(db, (n) => void process.stderr.write(`\r${n} pieces of evidence checked`)));
        sayRoots(await store.verifyRoots(db, { ownKey: await ownKey(db), trustedPem }), trustedPem.length > 0);
      } finally {
        await db.destroy();
      }
    });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const EVIDENCE_FAULTS: Record<EvidenceFault, string> = {
  content_changed: 'its content is not what was sealed',
  hash_changed: 'its hash does not follow from it',
  link_broken: 'a version before it was removed, added or replaced',
  not_in_audit: 'the log does not know it, or knows another one',
  removed: 'the log knows it and it is gone',
  purge_unaccounted: 'it says that it was purged, and no certificate does',
};

function sayEvidence(r: EvidenceReport): void {
  process.stderr.write('\n');
  if (r.firstBroken) {
    const { caseId, versionId, reason } = r.firstBroken;
    say(`the evidence is broken at case ${caseId}, version ${versionId}: ${EVIDENCE_FAULTS[reason]}`);
    process.exitCode = EXIT_REJECTS;
  } else say(`the evidence holds: ${r.rows} versions, ${r.purged} of them purged by rule`);
}

function sayRoots(r: RootReport, asked: boolean): void {
  if (r.firstBroken) {
    const { day, reason, detail } = r.firstBroken;
    say(`the root of ${day} does not hold: ${ROOT_FAULTS[reason]}${detail === undefined ? '' : ` (${detail})`}`);
    process.exitCode = EXIT_REJECTS;
    return;
  }
  if (r.roots === 0) {
    say('there is no daily root yet: the first is signed when the first day is over');
    return;
  }
  const stamps =
    r.stamped === 0
      ? 'none with a time stamp'
      : `${r.stamped} with a time stamp${asked ? '' : ' (whose signer was not checked: name its certificate by --tsa-ca)'}`;
  say(`the daily roots hold: ${r.roots} days, ${stamps}`);
}

/** Undefined where the installation key is not at hand, as for an outside examiner: then roots are checked with the key they carry. */
async function ownKey(db: Handle): Promise<string | undefined> {
  const [{ installationFact, KEY_FACT, signerOf }, { openKeyring }] = await Promise.all([import('@pantau/store'), import('../context.ts')]);
  if ((await installationFact(db, KEY_FACT)) === null) return undefined;
  try {
    return signerOf(await openKeyring(db)).publicKeyPem;
  } catch (e) {
    if (!(e instanceof CliError)) throw e;
    say(`the roots are not compared with the installation key: ${e.message}`);
    return undefined;
  }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (e) {
    throw new CliError(`cannot read ${file}: ${messageOf(e)}`, { cause: e });
  }
}
