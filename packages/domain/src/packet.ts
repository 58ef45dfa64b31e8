/** What a packet is: its files, and what each of the JSON files says. */
import { z } from 'zod';

export const PACKET_FORMAT = 'pantau-packet/1';
export const PACKET_FILES = {
  manifest: 'manifest.json',
  signature: 'signature.json',
  publicKey: 'public-key.pem',
  /** RFC 3161, over the manifest. */
  timestamp: 'manifest.tst',
  readme: 'BACA-SAYA.txt',
  form: 'berkas.pdf',
  case: 'case.json',
  audit: 'audit.json',
  evidence: (versionId: number) => `evidence/version-${versionId}.json`,
  text: (versionId: number) => `lampiran/teks-versi-${versionId}.txt`,
} as const;

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const prevHex = z.string().regex(/^(00|[0-9a-f]{64})$/);

export const PacketManifest = z.strictObject({
  format: z.literal(PACKET_FORMAT),
  packet: z.number().int(),
  case_number: z.string(),
  created_at: z.iso.datetime(),
  key_id: z.string(),
  /** True when a time stamp over this manifest must be there. */
  timestamped: z.boolean(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.number().int(), sha256: hex })),
});
export type PacketManifest = z.infer<typeof PacketManifest>;

/** What the installation's key signs: which manifest, with which stamp. */
export const PacketSignature = z.strictObject({
  format: z.literal(PACKET_FORMAT),
  key_id: z.string(),
  manifest_sha256: hex,
  timestamp_sha256: hex.nullable(),
  signature: z.string(),
});
export type PacketSignature = z.infer<typeof PacketSignature>;

/** The bytes the signature is over. */
export function signedBytes(s: Omit<PacketSignature, 'signature' | 'format'>): Buffer {
  return Buffer.from([PACKET_FORMAT, s.key_id, s.manifest_sha256, s.timestamp_sha256 ?? '-'].join('\n'), 'utf8');
}

/** How every JSON file of a packet is written; a file that says the same in other bytes is not the one that was made. */
export const packetJson = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`, 'utf8');

const shownLeaf = z.union([z.strictObject({ path: z.string(), salt: z.string(), value: z.json() }), z.strictObject({ path: z.string(), hash: hex })]);
export const PacketEvidence = z.strictObject({
  case_id: z.number().int(),
  version_id: z.number().int(),
  position: z.number().int(),
  prev_hash: prevHex,
  root: hex,
  sha256: hex,
  sealed_at: z.iso.datetime(),
  leaves: z.array(shownLeaf),
});
export type PacketEvidence = z.infer<typeof PacketEvidence>;

export const PacketAudit = z.strictObject({
  rows: z.array(
    z.strictObject({
      id: z.number().int(),
      at: z.string(),
      /** Seconds since 1970 with six decimals: what the row's hash is over. */
      epoch: z.string(),
      actor: z.number().int().nullable(),
      action: z.string(),
      object: z.string(),
      object_id: z.string(),
      /** JSON, letter by letter as the database hashed it. */
      data: z.string(),
      prev_hash: prevHex,
      hash: hex,
    }),
  ),
});
export type PacketAudit = z.infer<typeof PacketAudit>;
