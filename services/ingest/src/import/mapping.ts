/**
 * Turns bare reference rows `{id, text, source?}` into import lines: one entry per file says whose they are taken to be,
 * and when. Rows of one file are spread by one second each, so that their order is kept.
 */
import { basename } from 'node:path';
import { LIMITS, Platform, RegionCode } from '@pantau/domain';
import { z } from 'zod';

const SECOND_MS = 1_000;

const MappingEntry = z.looseObject({
  account: z.string().min(1).max(LIMITS.handleChars),
  platform: Platform,
  region: RegionCode.optional(),
  posted_at: z.iso.datetime({ offset: true }),
  source: z.string().min(1).max(LIMITS.nameChars).optional(),
  licence: z.string().min(1).max(LIMITS.nameChars).optional(),
  collected_by: z.string().min(1).max(LIMITS.nameChars).optional(),
  collected_at: z.iso.datetime({ offset: true }).optional(),
});
const MappingFile = z.record(z.string(), MappingEntry);

/** What a mapping adds to the row on this line. */
export type RowMapping = (row: Record<string, unknown>, line: number) => Record<string, unknown>;

class MappingError extends Error {}

/** The entry is found by the file's name, whole or up to its first dot. */
export function mappingFor(path: string, mappingText: string): RowMapping {
  let json: unknown;
  try {
    json = JSON.parse(mappingText);
  } catch {
    throw new MappingError('the mapping is not JSON');
  }
  const parsed = MappingFile.safeParse(json);
  if (!parsed.success) throw new MappingError(`the mapping is not valid: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
  const name = basename(path);
  const short = name.split('.')[0] ?? name;
  const entry = parsed.data[name] ?? parsed.data[short];
  if (!entry) throw new MappingError(`the mapping has no entry for ${name} or ${short}`);
  const start = Date.parse(entry.posted_at);
  return (row, line) => ({
    platform: entry.platform,
    account: entry.account,
    posted_at: new Date(start + (line - 1) * SECOND_MS).toISOString(),
    // The same row may stand in two files under two authors; they are two posts then.
    post_key: typeof row.id === 'string' && row.id !== '' ? `${short}:${row.id}` : undefined,
    version_key: '1',
    provenance: {
      source: typeof row.source === 'string' && row.source !== '' ? row.source : (entry.source ?? short),
      licence: entry.licence ?? 'reference data: for tests and development only',
      collected_by: entry.collected_by ?? 'reference corpus',
      collected_at: entry.collected_at ?? entry.posted_at,
    },
  });
}
