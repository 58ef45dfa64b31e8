/**
 * Events of a Jetstream, read no further than needed: most are of people nobody watches, so whose an event is and when it was are
 * taken from the text before anything is parsed.
 */
import { z } from 'zod';
import { POSTS } from '../bluesky/normalise.ts';

const Commit = z.object({
  operation: z.enum(['create', 'update', 'delete']),
  collection: z.string(),
  rkey: z.string().min(1),
  record: z.unknown().optional(),
  cid: z.string().optional(),
});
const Event = z.object({ did: z.string(), time_us: z.number().int(), kind: z.string(), commit: z.unknown().optional() });

export type StreamEvent =
  | { kind: 'written'; did: string; uri: string; cid: string; record: unknown }
  | { kind: 'deleted'; did: string; uri: string }
  | { kind: 'other' };

const DID = '"did":"';
const TIME = '"time_us":';

/** Whose the event is; null when the text does not begin as events do, and must be parsed to know. */
export function didOf(text: string): string | null {
  if (!text.startsWith(`{${DID}`)) return null;
  const end = text.indexOf('"', DID.length + 1);
  return end === -1 ? null : text.slice(DID.length + 1, end);
}

/** The event's place in the stream, microseconds; null when there is none to be read. */
export function timeOf(text: string): number | null {
  // Before the record begins: whoever writes `"time_us":` into a post moves nothing.
  const at = text.indexOf(TIME);
  const commit = text.indexOf('"commit":');
  if (at !== -1 && (commit === -1 || at < commit)) {
    const n = Number.parseInt(text.slice(at + TIME.length, at + TIME.length + 20), 10);
    return Number.isSafeInteger(n) && n > 0 ? n : null;
  }
  const r = parse(text);
  return r?.time_us ?? null;
}

function parse(text: string): z.infer<typeof Event> | null {
  try {
    const r = Event.safeParse(JSON.parse(text));
    return r.success ? r.data : null;
  } catch {
    return null;
  }
}

/** Null: no event at all (broken text). Other collections and other kinds are `other`. */
export function readEvent(text: string): StreamEvent | null {
  const e = parse(text);
  if (e === null) return null;
  if (e.kind !== 'commit') return { kind: 'other' };
  const commit = Commit.safeParse(e.commit);
  if (!commit.success) return null;
  const { operation, collection, rkey, record, cid } = commit.data;
  if (collection !== POSTS) return { kind: 'other' };
  const uri = `at://${e.did}/${collection}/${rkey}`;
  if (operation === 'delete') return { kind: 'deleted', did: e.did, uri };
  return cid === undefined ? null : { kind: 'written', did: e.did, uri, cid, record };
}
