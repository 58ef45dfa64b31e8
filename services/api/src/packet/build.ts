/** A packet from its rows: files in a fixed order, a manifest over them, the installation's signature over the manifest. */
import { createHash } from 'node:crypto';
import { caseNumber, maskText, PACKET_FILES, PACKET_FORMAT, type PacketManifest, packetJson, signedBytes } from '@pantau/domain';
import type { PacketRow, PacketSource, Signer } from '@pantau/store';
import { zipSync } from 'fflate';
import { attachmentPath, auditFile, caseFile, evidenceFile, handlesOf } from './contents.ts';
import { formPdf } from './form.ts';

/** Has bytes stamped by an RFC 3161 authority and returns the token. */
export type Stamp = (bytes: Buffer) => Promise<Buffer>;

export interface BuiltPacket {
  zip: Buffer;
  fileName: string;
  manifestSha256: string;
  stamped: boolean;
}

/** A ZIP knows no time zones; all files carry the first moment it can name, so that nothing in it depends on this machine. */
const ZIP_EPOCH = new Date(1980, 0, 1);
const sha256 = (b: Buffer): string => createHash('sha256').update(b).digest('hex');

export async function buildPacket(o: { packet: PacketRow; source: PacketSource; signer: Signer; now: Date; stamp: Stamp | null }): Promise<BuiltPacket> {
  const { packet, source, signer, now } = o;
  const known = handlesOf(source);
  const contents = new Map<string, Buffer>();
  const pdf = await formPdf({ source, packetId: packet.id, recipient: packet.recipient, createdAt: now, keyId: signer.keyId, known });
  contents.set(PACKET_FILES.readme, Buffer.from(readme(packet, source, signer.keyId), 'utf8'));
  contents.set(PACKET_FILES.form, pdf);
  contents.set(PACKET_FILES.case, packetJson({ packet: packet.id, recipient: packet.recipient, created_at: now.toISOString(), case: caseFile(source, known) }));
  contents.set(PACKET_FILES.audit, packetJson(auditFile(source)));
  for (const e of source.evidence) {
    const file = evidenceFile(e, source.case.id, known);
    if (file) contents.set(PACKET_FILES.evidence(e.versionId), packetJson(file));
    contents.set(PACKET_FILES.text(e.versionId), Buffer.from(`${maskText(e.content.post.text, known)}\n`, 'utf8'));
  }
  for (const a of source.attachments) if (a.text !== null) contents.set(attachmentPath(a.id), Buffer.from(maskText(a.text, known), 'utf8'));

  const manifest = packetJson(manifestOf(packet, source, signer.keyId, contents, { now, stamped: o.stamp !== null }));
  const token = o.stamp ? await o.stamp(manifest) : null;
  const signed = { key_id: signer.keyId, manifest_sha256: sha256(manifest), timestamp_sha256: token === null ? null : sha256(token) };
  const signature = signer.sign(signedBytes(signed)).toString('base64');
  const files: Record<string, Uint8Array> = {};
  files[PACKET_FILES.manifest] = manifest;
  files[PACKET_FILES.signature] = packetJson({ format: PACKET_FORMAT, ...signed, signature });
  files[PACKET_FILES.publicKey] = Buffer.from(signer.publicKeyPem, 'latin1');
  if (token) files[PACKET_FILES.timestamp] = token;
  for (const [path, bytes] of contents) files[path] = bytes;
  const zip = Buffer.from(zipSync(files, { level: 0, mtime: ZIP_EPOCH }));
  return { zip, fileName: `${caseNumber(source.case.id)}-berkas-${packet.id}.zip`, manifestSha256: signed.manifest_sha256, stamped: token !== null };
}

function manifestOf(
  packet: PacketRow,
  source: PacketSource,
  keyId: string,
  contents: ReadonlyMap<string, Buffer>,
  o: { now: Date; stamped: boolean },
): PacketManifest {
  return {
    format: PACKET_FORMAT,
    packet: packet.id,
    case_number: caseNumber(source.case.id),
    created_at: o.now.toISOString(),
    key_id: keyId,
    timestamped: o.stamped,
    files: [...contents].map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
  };
}

function readme(packet: PacketRow, source: PacketSource, keyId: string): string {
  return [
    `Berkas ${packet.id}, perkara ${caseNumber(source.case.id)}`,
    '',
    'Isi berkas ini adalah dugaan, bukan putusan.',
    '',
    'berkas.pdf        Formulir A dan B.2, bukti, alasan, cuplikan catatan audit',
    'case.json         data perkara',
    'evidence/         setiap versi unggahan dengan segelnya; nilai yang disamarkan tampil sebagai sidik',
    'lampiran/         teks unggahan dan lampiran berupa teks',
    'audit.json        baris catatan audit perkara ini',
    'manifest.json     daftar berkas dengan SHA-256, ditandatangani (signature.json)',
    '',
    'Memeriksa:  pantau verify BERKAS.zip',
    `Kunci penanda tangan: ${keyId}. Cocokkan dengan nomor yang diumumkan kantor penerbit.`,
    '',
  ].join('\n');
}
