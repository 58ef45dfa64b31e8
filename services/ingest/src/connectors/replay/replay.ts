/**
 * Replays a file of post lines over time, in order, as if they were being written now: the demo world's source. Times may be
 * relative to the moment of the first poll: `posted_offset_minutes: -90`, or `posted_at: "@-3d+2h"`.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImportPostLine, LIMITS, Platform } from '@pantau/domain';
import { z } from 'zod';
import { toPost } from '../../to-post.ts';
import { type Connector, type Normalised, SourceStop } from '../contract.ts';
import { NO_LIMIT } from '../limit.ts';

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));
const FILE_BYTES_MAX = 16 * 1_048_576;
const FINISHED_RECHECK_MS = 3_600_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

export const ReplayConfig = z.strictObject({
  /** Relative to the root of the checkout, or absolute. */
  file: z.string().min(1),
  posts_per_second: z.number().positive().max(LIMITS.batchPosts).default(5),
});
type ReplayConfig = z.infer<typeof ReplayConfig>;

const ReplayRaw = z.object({ line: z.string(), base_at: z.string() });
const ReplayCursor = z.object({ next_line: z.number().int().min(0), base_at: z.iso.datetime({ offset: true }) });

export const replay: Connector<ReplayConfig> = {
  name: 'replay',
  platform: null,
  version: 1,
  caps: { forwardPaging: true, editHistory: true, deleteSignal: 'none', maxPage: LIMITS.batchPosts, batchLookup: null, backfill: 'the file' },
  policyNeedsAgreement: false,
  config: ReplayConfig,
  units: 'single',
  mode: 'poll',
  limits: () => NO_LIMIT,
  accountOf: () => null,
  ownerOf: lineOwner,
  normalise: normaliseReplay,
  async *poll(ctx) {
    const lines = await readLines(ctx.config.file);
    const saved = ReplayCursor.safeParse(ctx.cursor);
    const cursor = saved.success ? saved.data : { next_line: 0, base_at: ctx.now().toISOString() };
    const perPoll = Math.max(1, Math.floor(ctx.config.posts_per_second));
    const next = lines.slice(cursor.next_line, cursor.next_line + perPoll);
    if (next.length === 0) return FINISHED_RECHECK_MS;
    yield { raws: next.map((line) => ({ line, base_at: cursor.base_at })), cursor: { ...cursor, next_line: cursor.next_line + next.length } };
    return Math.round((SECOND_MS * next.length) / ctx.config.posts_per_second);
  },
};

async function readLines(file: string): Promise<string[]> {
  const path = isAbsolute(file) ? file : resolve(ROOT, file);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new SourceStop('config_invalid', `the replay file cannot be read: ${file}`, { cause });
  }
  if (text.length > FILE_BYTES_MAX) throw new SourceStop('config_invalid', `the replay file is larger than ${FILE_BYTES_MAX} bytes: use pantau import posts`);
  return text.split('\n').filter((l) => l.trim() !== '');
}

const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS };

/** `@-3d+2h` from a moment; null when it is not such an expression. */
export function relativeTime(expression: string, base: Date): Date | null {
  if (!/^@([+-]\d{1,6}[mhd])*$/.test(expression)) return null;
  let at = base.getTime();
  for (const [, sign, n, unit] of expression.matchAll(/([+-])(\d+)([mhd])/g)) at += (sign === '-' ? -1 : 1) * Number(n) * (UNIT_MS[unit ?? ''] ?? 0);
  return new Date(at);
}

const LineOwner = z.object({ platform: Platform, account: z.string().min(1).max(LIMITS.handleChars) });

/** A line that is no post may still say whose it is; one that cannot be read says nothing. */
export function lineOwner(raw: unknown): { platform: Platform; handle: string } | null {
  const { line } = ReplayRaw.parse(raw);
  try {
    const owner = LineOwner.safeParse(JSON.parse(line));
    return owner.success ? { platform: owner.data.platform, handle: owner.data.account } : null;
  } catch {
    return null;
  }
}

export function normaliseReplay(raw: unknown): Normalised {
  const { line, base_at } = ReplayRaw.parse(raw);
  const refuse = (reason: 'malformed' | 'posted_at_invalid'): Normalised => ({
    ok: false,
    reason,
    externalId: `line:${createHash('sha256').update(line).digest('hex').slice(0, 16)}`,
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refuse('malformed');
  }
  const given = z.looseObject({ posted_offset_minutes: z.number().nullish(), posted_at: z.string().nullish() }).safeParse(value);
  if (!given.success) return refuse('malformed');
  const { posted_offset_minutes: offset, posted_at } = given.data;
  const base = new Date(base_at);
  const at = typeof offset === 'number' ? new Date(base.getTime() + offset * MINUTE_MS) : relativeTime(posted_at ?? '', base);
  const parsed = ImportPostLine.safeParse({ ...given.data, posted_at: at === null ? posted_at : at.toISOString() });
  if (!parsed.success) return refuse(parsed.error.issues.some((i) => i.path[0] === 'posted_at') ? 'posted_at_invalid' : 'malformed');
  return { ok: true, post: toPost(parsed.data) };
}
