/**
 * What can be said about a packet without the database: every file against the manifest, the manifest against its signature and
 * time stamp, each piece of evidence against its seal, each audit row against its own hash. It never stops at the first fault.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { evidenceHash, rootOfShown } from './evidence.ts';
import { PACKET_FILES, PacketAudit, PacketEvidence, PacketManifest, PacketSignature, packetJson, signedBytes } from './packet.ts';
import { readPacketZip } from './packet-zip.ts';

export type PacketFaultKind =
  | 'structure'
  | 'missing'
  | 'extra'
  | 'altered'
  | 'manifest_unreadable'
  | 'signature_broken'
  | 'other_key'
  | 'timestamp_wrong'
  | 'evidence_broken'
  | 'audit_broken';
export interface PacketFault {
  kind: PacketFaultKind;
  /** The file it is about; the packet itself when the ZIP is at fault. */
  path: string;
  detail: string;
}

export interface PacketReport {
  faults: PacketFault[];
  manifest: PacketManifest | null;
  files: number;
  keyId: string | null;
  /** When the stamping authority saw the manifest, and who that says it is; null when the packet has no stamp. */
  stamped: { at: Date; by: string; trusted: boolean } | null;
  evidence: number;
  auditRows: number;
}

export interface PacketChecks {
  /** Ed25519 over the bytes; false for anything that is not right, whatever the input. */
  verifySignature: (publicKeyPem: string, bytes: Buffer, signature: Buffer) => boolean;
  keyIdOf: (publicKeyPem: string) => string;
  /** Throws with the reason when the token does not stamp these bytes. */
  readTimestamp: (token: Buffer, bytes: Buffer) => Promise<{ at: Date; by: string; trusted: boolean }>;
  /** The key the packet must be signed with, when the caller knows it. */
  expectedKeyPem?: string;
}

const sha256 = (b: Uint8Array): string => createHash('sha256').update(b).digest('hex');

export async function verifyPacket(zip: Buffer, checks: PacketChecks): Promise<PacketReport> {
  const report: PacketReport = { faults: [], manifest: null, files: 0, keyId: null, stamped: null, evidence: 0, auditRows: 0 };
  const fault = (kind: PacketFaultKind, path: string, detail: string) => void report.faults.push({ kind, path, detail });
  const read = readPacketZip(zip);
  if (!read.ok) {
    fault('structure', '(packet)', read.fault);
    return report;
  }
  const { files } = read;
  report.files = files.size;
  for (const path of read.damaged) fault('altered', path, 'its bytes are not those the ZIP was made with');
  const manifestBytes = files.get(PACKET_FILES.manifest);
  report.manifest = manifestBytes ? parseJson(PacketManifest, manifestBytes) : null;
  if (!manifestBytes) fault('missing', PACKET_FILES.manifest, 'the list of files is not there');
  else if (!report.manifest) fault('manifest_unreadable', PACKET_FILES.manifest, 'not a manifest of this format');
  checkSignature(files, report, checks, fault);
  if (!manifestBytes || !report.manifest) return report;
  checkFiles(files, report.manifest, fault);
  await checkTimestamp(files, manifestBytes, report, checks, fault);
  checkContents(files, report, fault);
  return report;
}

type Fault = (kind: PacketFaultKind, path: string, detail: string) => void;

function parseJson<T extends z.ZodType>(schema: T, bytes: Buffer): z.infer<T> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function checkSignature(files: Map<string, Buffer>, report: PacketReport, checks: PacketChecks, fault: Fault): void {
  const pem = files.get(PACKET_FILES.publicKey)?.toString('latin1');
  const bytes = files.get(PACKET_FILES.signature);
  if (pem === undefined) fault('missing', PACKET_FILES.publicKey, 'the key to check the signature with is not there');
  if (bytes === undefined) fault('missing', PACKET_FILES.signature, 'the packet is not signed');
  if (pem === undefined || bytes === undefined) return;
  const signed = parseJson(PacketSignature, bytes);
  report.keyId = keyOf(pem, checks);
  if (report.keyId === null) fault('altered', PACKET_FILES.publicKey, 'it is not a key as packets carry it');
  if (!signed || !packetJson(signed).equals(bytes)) fault('signature_broken', PACKET_FILES.signature, 'it is not a signature of this format');
  else if (report.keyId !== null) checkSigned(signed, pem, files, report, checks, fault);
}

function checkSigned(signed: PacketSignature, pem: string, files: Map<string, Buffer>, report: PacketReport, checks: PacketChecks, fault: Fault): void {
  const signature = Buffer.from(signed.signature, 'base64');
  // Base64 forgives letters it does not know; a signature is written in one way only.
  const plain = signature.toString('base64') === signed.signature;
  // Two of the three that name the key agree: the third is the one that was changed.
  if (report.keyId !== signed.key_id && report.manifest?.key_id === report.keyId) fault('signature_broken', PACKET_FILES.signature, 'it names another key');
  else if (report.keyId !== signed.key_id) fault('other_key', PACKET_FILES.publicKey, 'the signature names another key');
  else if (!plain || !checks.verifySignature(pem, signedBytes(signed), signature))
    fault('signature_broken', PACKET_FILES.signature, 'the key did not make this signature');
  if (checks.expectedKeyPem !== undefined && keyOf(checks.expectedKeyPem, checks) !== report.keyId)
    fault('other_key', PACKET_FILES.publicKey, 'the packet is signed with another key than the one given');
  const manifest = files.get(PACKET_FILES.manifest);
  if (manifest && sha256(manifest) !== signed.manifest_sha256) fault('altered', PACKET_FILES.manifest, 'it is not the manifest that was signed');
  const token = files.get(PACKET_FILES.timestamp);
  if (token && sha256(token) !== signed.timestamp_sha256) fault('altered', PACKET_FILES.timestamp, 'it is not the stamp that was signed');
  if (!token && signed.timestamp_sha256 !== null) fault('missing', PACKET_FILES.timestamp, 'the signature names it');
}

/** Null when the file is not exactly one readable key. */
function keyOf(pem: string, checks: PacketChecks): string | null {
  try {
    return canonicalPem(pem) === pem ? checks.keyIdOf(pem) : null;
  } catch {
    return null;
  }
}

/** A PEM as it is written: the reader of keys would overlook what stands around it. */
function canonicalPem(pem: string): string {
  const body = /-----BEGIN PUBLIC KEY-----([\s\S]*)-----END PUBLIC KEY-----/.exec(pem)?.[1] ?? '';
  const lines = Buffer.from(body, 'base64')
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`;
}

const OUTSIDE: readonly string[] = [PACKET_FILES.manifest, PACKET_FILES.signature, PACKET_FILES.publicKey, PACKET_FILES.timestamp];

function checkFiles(files: Map<string, Buffer>, manifest: PacketManifest, fault: Fault): void {
  const listed = new Map(manifest.files.map((f) => [f.path, f]));
  for (const [path, f] of listed) {
    const bytes = files.get(path);
    if (!bytes) fault('missing', path, 'the manifest lists it');
    else if (bytes.length !== f.bytes || sha256(bytes) !== f.sha256) fault('altered', path, 'its SHA-256 is not the one in the manifest');
  }
  for (const path of files.keys()) if (!listed.has(path) && !OUTSIDE.includes(path)) fault('extra', path, 'the manifest does not list it');
}

async function checkTimestamp(files: Map<string, Buffer>, manifest: Buffer, report: PacketReport, checks: PacketChecks, fault: Fault): Promise<void> {
  const token = files.get(PACKET_FILES.timestamp);
  const wanted = report.manifest?.timestamped === true;
  if (!token && wanted) fault('missing', PACKET_FILES.timestamp, 'the manifest says that it was stamped');
  if (token && !wanted) fault('extra', PACKET_FILES.timestamp, 'the manifest says that it was not stamped');
  if (!token || !wanted) return;
  try {
    report.stamped = await checks.readTimestamp(token, manifest);
  } catch (e) {
    fault('timestamp_wrong', PACKET_FILES.timestamp, e instanceof Error ? e.message : String(e));
  }
}

function checkContents(files: Map<string, Buffer>, report: PacketReport, fault: Fault): void {
  const auditBytes = files.get(PACKET_FILES.audit);
  const audit = auditBytes ? parseJson(PacketAudit, auditBytes) : null;
  if (auditBytes && !audit) fault('audit_broken', PACKET_FILES.audit, 'not readable');
  for (const row of audit?.rows ?? []) {
    if (auditHash(row) !== row.hash) fault('audit_broken', PACKET_FILES.audit, `row ${row.id} does not match its hash`);
    report.auditRows += 1;
  }
  const evidence = [...files]
    .filter(([path]) => path.startsWith('evidence/'))
    .flatMap(([path, bytes]) => {
      const e = parseJson(PacketEvidence, bytes);
      if (!e) fault('evidence_broken', path, 'not readable');
      return e ? [{ path, e }] : [];
    })
    .sort((a, b) => a.e.position - b.e.position);
  let before = '00';
  for (const { path, e } of evidence) {
    report.evidence += 1;
    const why = evidenceFault(e, before, audit);
    if (why !== null) fault('evidence_broken', path, why);
    before = e.sha256;
  }
}

function evidenceFault(e: PacketEvidence, before: string, audit: PacketAudit | null): string | null {
  if (rootOfShown(e.leaves) !== e.root) return 'its content is not what was sealed';
  if (evidenceHash({ prev: e.prev_hash, caseId: e.case_id, versionId: e.version_id, root: e.root }) !== e.sha256)
    return 'its hash does not follow from its content';
  if (e.prev_hash !== before && !adopted(e, audit)) return 'the version before it is missing or another one';
  const logged = audit?.rows.some(
    (r) => r.action === 'evidence_sealed' && r.object_id === String(e.case_id) && sealOf(r.data) === `${e.version_id} ${e.sha256}`,
  );
  return logged ? null : 'the audit extract does not know this sealing';
}

/** The first row of the chain after evidence of the older format, which is quoted by its hash only. */
function adopted(e: PacketEvidence, audit: PacketAudit | null): boolean {
  return (
    e.position === 1 &&
    audit?.rows.some((r) => r.action === 'evidence_sealed' && r.data.includes('"adopted": true') && r.data.includes(`"${e.prev_hash}"`)) === true
  );
}

function sealOf(data: string): string | null {
  try {
    const d = JSON.parse(data) as { version?: number; sha256?: string };
    return `${d.version} ${d.sha256}`;
  } catch {
    return null;
  }
}

const SEPARATOR = '\u001f';

/** As `audit_hash` of the database. */
export function auditHash(r: PacketAudit['rows'][number]): string {
  const text = [r.epoch, r.actor ?? '-', r.action, r.object, r.object_id, r.data].join(SEPARATOR);
  return createHash('sha256').update(Buffer.from(r.prev_hash, 'hex')).update(text, 'utf8').digest('hex');
}
