/** What travels about registers and their imports, retention, backups, sources and the first administrator. */
import { ConnectorPolicy, ContestType, EmploymentStatus, IDENTITY, LIMITS, REGISTER_IMPORT, RegionCode } from '@pantau/domain';
import { z } from 'zod';
import { API } from '../limits.ts';

const time = z.iso.datetime();
const limit = z.coerce.number().int().min(1).max(LIMITS.pageRows).default(API.pageRowsDefault);
const cursor = z.string().max(300).optional();

export const ImportId = z.object({ id: z.uuid() });
export const PieceParams = z.object({
  id: z.uuid(),
  n: z.coerce
    .number()
    .int()
    .min(0)
    .max(REGISTER_IMPORT.fileBytesMax / REGISTER_IMPORT.pieceBytes),
});
export const NewImportBody = z.strictObject({
  kind: z.enum(['register', 'accounts']),
  file_name: z
    .string()
    .max(REGISTER_IMPORT.fileNameCharsMax)
    .regex(/^[^/\\\p{Cc}]+\.(csv|json|jsonl)(\.gz)?$/iu, 'ends in .csv, .json or .jsonl, with or without .gz'),
  bytes: z.number().int().min(1).max(REGISTER_IMPORT.fileBytesMax),
  election: z
    .string()
    .regex(/^[\w.-]{1,80}$/)
    .optional()
    .describe('For CSV lists of KPU, instead of the usual election'),
});
const ListChange = z.object({
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  names: z.object({ added: z.array(z.string()), changed: z.array(z.string()), removed: z.array(z.string()) }),
});
export const ImportPreview = z.object({
  rows: z.number(),
  rejected: z.number(),
  rejects: z.array(z.object({ line: z.number(), reason: z.string() })),
  changes: z.number(),
  parts: z.array(z.object({ key: z.string(), label: z.string(), lists: z.record(z.string(), ListChange) })).optional(),
  counts: z.record(z.string(), z.number()).optional(),
  first: z.record(z.string(), z.array(z.string())).optional(),
});
export const RegisterImportView = z.object({
  id: z.string(),
  kind: z.enum(['register', 'accounts']),
  state: z.enum(['uploading', 'checking', 'ready', 'publishing', 'published', 'refused', 'cancelled', 'expired']),
  file_name: z.string(),
  bytes_total: z.number(),
  bytes_sent: z.number(),
  piece_bytes: z.number().describe('How large each piece but the last is'),
  bytes_done: z.number(),
  rows_done: z.number(),
  step: z.string().nullable(),
  stopping: z.boolean(),
  preview: ImportPreview.nullable(),
  fault: z.string().nullable().describe('Why the file was not taken, one problem a line'),
  version: z.string().nullable(),
  counts: z.record(z.string(), z.number()).nullable(),
  mine: z.boolean(),
  created_at: time,
  changed_at: time,
});
export const RegisterImports = z.object({ data: z.array(RegisterImportView) });

export const ContestListQuery = z.strictObject({
  q: z.string().min(1).max(100).optional(),
  region: RegionCode.optional(),
  type: ContestType.optional(),
  cursor,
  limit,
});
export const ContestPage = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      election: z.string(),
      type: z.string(),
      region: z.string(),
      region_name: z.string().nullable(),
      name: z.string(),
      contestants: z.number(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
const words = z.array(z.string());
export const ContestantsView = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      ballot_number: z.number().nullable(),
      people: z.array(z.object({ name: z.string(), role: z.string().nullable(), nicknames: words, incumbent: z.boolean() })),
      parties: words,
      aliases: words,
      slogans: words,
      hashtags: words,
      accounts: words,
    }),
  ),
});
export const ContestParams = z.object({ id: z.string().min(1).max(120) });

export const AccountListQuery = z.strictObject({
  q: z.string().min(2).max(100).optional().describe('How a name or a handle begins'),
  state: z.enum(['active', 'no_basis', 'unverified', 'ended']).optional(),
  cursor,
  limit,
});
export const AccountPage = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      platform: z.string(),
      handle: z.string(),
      name: z.string(),
      nip: z.string().describe('Its last digits; the rest is covered'),
      agency: z.string(),
      region: z.string(),
      employment_status: EmploymentStatus,
      basis_law: z.string(),
      basis_ref: z.string(),
      basis_until: z.string().nullable(),
      has_basis: z.boolean(),
      verified_at: time.nullable(),
      ended_at: time.nullable(),
      polled_at: time.nullable(),
      last_error: z.string().nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export const RetentionRulesView = z.object({
  data: z.array(z.object({ class: z.string(), n: z.number(), unit: z.string(), from: z.string(), leaves: z.string(), basis: z.string() })),
});
export const RetentionPreviewView = z.object({
  due: z.record(z.string(), z.number()),
  cases: z.record(z.string(), z.number()),
  capped: z.boolean().describe('More cases have ended than were looked at'),
});
export const RunPageQuery = z.strictObject({ cursor, limit });
export const RetentionRunPage = z.object({
  data: z.array(z.object({ id: z.number(), at: time, items: z.number(), gone: z.record(z.string(), z.number()) })),
  next_cursor: z.string().nullable(),
});
export const BackupsView = z.object({
  data: z.array(
    z.object({
      id: z.number(),
      created_at: time,
      file_name: z.string(),
      bytes: z.number(),
      rows: z.number(),
      made_by: z.string(),
      sha256: z.string(),
      proven_at: time.nullable(),
      proven_by: z.string().nullable(),
    }),
  ),
});

export const NewSourceBody = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/i, 'has 1 to 80 letters, digits, dots, dashes or underscores'),
  connector: z.enum(['rss', 'bluesky', 'mastodon', 'file', 'replay']),
  config: z.record(z.string(), z.unknown()).refine((c) => JSON.stringify(c).length <= API.sourceConfigChars, 'is too long'),
  policy: ConnectorPolicy,
});
export const SourceMade = z.object({ id: z.number() });
export const SourceSwitched = z.object({ id: z.number(), enabled: z.boolean() });

export const SetupView = z.object({ needed: z.boolean() });
export const FirstAdminBody = z.strictObject({
  token: z.string().min(20).max(100),
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,79}$/, 'has 2 to 80 small letters, digits, dots, dashes or underscores'),
  display_name: z.string().min(1).max(LIMITS.nameChars),
  password: z.string().min(1).max(IDENTITY.passwordCharsMax),
});
