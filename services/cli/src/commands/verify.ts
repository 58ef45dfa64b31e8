/** `pantau verify PACKET`: says what is true of a packet, without a database, a network or a running Pantau. */
import { readFileSync, statSync } from 'node:fs';
import { PACKET_LIMITS, type PacketChecks, type PacketReport, verifyPacket } from '@pantau/domain';
import type { Command } from 'commander';
import { CliError, EXIT_REJECTS, messageOf } from '../errors.ts';

interface Options {
  key?: string;
  tsaCa?: string;
  json?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description('check a packet: every file, signature, time stamp, evidence and audit rows; works offline')
    .argument('<packet>', 'the ZIP file')
    .option('--key <file>', "the office's public key (PEM): the packet must be signed with it")
    .option('--tsa-ca <file>', 'certificates (PEM) of stamping authorities to trust')
    .option('--json', 'one JSON object instead of text')
    .action(run);
}

async function run(file: string, o: Options): Promise<void> {
  const zip = readPacket(file);
  const { keyIdOf, verifySignature, checkTimestamp } = await import('@pantau/store');
  const trusted = o.tsaCa === undefined ? [] : certificatesIn(readText(o.tsaCa));
  const expectedKeyPem = o.key === undefined ? undefined : readText(o.key);
  const checks: PacketChecks = {
    verifySignature,
    keyIdOf,
    readTimestamp: async (token, bytes) => {
      const c = await checkTimestamp(token, bytes, trusted);
      if (!c.ok) throw new Error(c.reason);
      return { at: c.at, by: c.authority, trusted: c.trusted };
    },
    ...(expectedKeyPem === undefined ? {} : { expectedKeyPem }),
  };
  const report = await verifyPacket(zip, checks);
  if (o.json) say(JSON.stringify(asJson(report)));
  else print(report, expectedKeyPem !== undefined);
  if (report.faults.length > 0) process.exitCode = EXIT_REJECTS;
}

function readPacket(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > PACKET_LIMITS.bytes) throw new CliError(`${file} is larger than any packet (${PACKET_LIMITS.bytes / 1024 / 1024} MB)`);
    return readFileSync(file);
  } catch (e) {
    throw e instanceof CliError ? e : new CliError(`cannot read ${file}: ${messageOf(e)}`, { cause: e });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (e) {
    throw new CliError(`cannot read ${file}: ${messageOf(e)}`, { cause: e });
  }
}

function certificatesIn(pem: string): string[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (!found) throw new CliError('--tsa-ca holds no certificate');
  return found;
}

function asJson(r: PacketReport): Record<string, unknown> {
  return {
    whole: r.faults.length === 0,
    case_number: r.manifest?.case_number ?? null,
    packet: r.manifest?.packet ?? null,
    created_at: r.manifest?.created_at ?? null,
    key_id: r.keyId,
    stamped: r.stamped && { at: r.stamped.at.toISOString(), by: r.stamped.by, trusted: r.stamped.trusted },
    files: r.files,
    evidence: r.evidence,
    audit_rows: r.auditRows,
    faults: r.faults,
  };
}

function print(r: PacketReport, keyGiven: boolean): void {
  if (r.manifest) say(`packet ${r.manifest.packet} of case ${r.manifest.case_number}, made ${r.manifest.created_at}`);
  for (const f of r.faults) say(`  ${f.kind.replaceAll('_', ' ')}: ${f.path}: ${f.detail}`);
  if (r.faults.length > 0) say(`NOT WHOLE: ${r.faults.length} fault(s)`);
  else printWhole(r, keyGiven);
}

function printWhole(r: PacketReport, keyGiven: boolean): void {
  say(`  ${r.files} files, each as the manifest says`);
  say(`  ${r.evidence} piece(s) of evidence, ${r.auditRows} audit row(s): seals and hashes hold`);
  say(`  signed with key ${r.keyId}${keyGiven ? ', the one given' : '; compare it with the one the office has published, or give --key'}`);
  if (r.stamped)
    say(`  stamped ${r.stamped.at.toISOString()} by ${r.stamped.by}${r.stamped.trusted ? '' : ' (its certificate was not checked: give --tsa-ca)'}`);
  else say('  not stamped by an outside authority');
  say('WHOLE');
}
