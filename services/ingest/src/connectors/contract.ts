/**
 * What a connector is. It fetches and understands; it never stores. Pages are pulled one at a time, so a slow database stops
 * the fetching by itself; the cursor of a page is saved in the transaction that stores the page, and is never ahead of it.
 * Whether it may run at all is `ConnectorPolicy` in the domain: asked before the first request and again inside each commit.
 */
import type { IncomingPost, Platform } from '@pantau/domain';
import type { Bucket } from '@pantau/queue';
import type { HttpAnswer, WebSocketStream } from '@pantau/runtime';
import type { z } from 'zod';

/** Why something that was fetched is not stored. Closed list; counted per source. */
export const DROP_REASONS = [
  'unknown_kind',
  'malformed',
  'no_key',
  'empty',
  'posted_at_invalid',
  'posted_at_in_future',
  'posted_at_too_old',
  'text_too_long',
  'text_has_nul',
  'text_has_lone_surrogate',
  'account_not_registered',
  'basis_expired',
  'post_of_other_account',
  'post_is_gone',
  'not_public',
  'database_refused',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Kept raw for a later build that understands them, of accounts with a basis and within a bound; the others are only counted. */
export const QUARANTINED: ReadonlySet<DropReason> = new Set([
  'unknown_kind',
  'malformed',
  'text_too_long',
  'posted_at_in_future',
  'posted_at_too_old',
  'database_refused',
]);

export type Normalised = { ok: true; post: IncomingPost } | { ok: false; reason: DropReason; externalId: string | null };

export interface Caps {
  /** Walks from old to new by a stable cursor, so that a crash leaves no gap. */
  forwardPaging: boolean;
  /** The platform itself names versions; otherwise a hash of the content does. */
  editHistory: boolean;
  /** How a deletion is learned: asked for one by one, told by an event, or never (then absence proves nothing). */
  deleteSignal: 'event' | 'lookup' | 'none';
  maxPage: number;
  /** Posts that `verify` asks for in one request; null: it cannot ask for single posts. */
  batchLookup: number | null;
  /** How far back the platform lets us read, in words for the operator. */
  backfill: string;
}

/** What one request takes, and from which buckets; the first bucket is the one that the platform's own headers speak of. */
export interface Limit {
  buckets: readonly Bucket[];
  cost: number;
}

/** What a platform says about a post it was asked for by key. `unknown` changes nothing: silence is no deletion. */
export type Verified = 'ok' | 'edited' | 'gone' | 'account_gone' | 'unknown';

export type Resolved = { found: true; id: string } | { found: false };

/** One page. `raws` go through `normalise`; `cursor` is what the next poll starts from once these rows are stored. */
export interface Page {
  raws: unknown[];
  cursor: unknown;
  /** Keys of posts the platform answered for, one by one, that they do not exist any more. */
  gone?: string[];
}

/** Why a poll ended early. Closed list; the dispatcher turns each into a wait, a pause or a back-off. */
export type StopKind =
  | 'transient'
  /** Our own limit is used up; nothing was asked. */
  | 'limit_reached'
  /** Nobody can say whether the limit is used up; nothing was asked. */
  | 'limiter_away'
  | 'rate_limited'
  | 'forbidden'
  | 'moved'
  | 'gone'
  | 'account_unavailable'
  | 'identity_changed'
  | 'malformed_answer'
  | 'config_invalid';

export class SourceStop extends Error {
  readonly kind: StopKind;
  /** What the other side asked for. */
  readonly retryAfterMs: number | null;
  constructor(kind: StopKind, message: string, o: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, o.cause === undefined ? undefined : { cause: o.cause });
    this.kind = kind;
    this.retryAfterMs = o.retryAfterMs ?? null;
  }
}

export interface PollContext<C> {
  config: C;
  /** Feed: empty. Account connectors: the registered handle, compared without @ and in lower case. */
  unit: string;
  cursor: unknown;
  /** Null for connectors whose lines name their own accounts. */
  account: { id: number; platformId: string | null } | null;
  now: () => Date;
  /** Ends a poll between two requests when the service stops. */
  signal: AbortSignal;
  http: (url: string, headers?: Record<string, string>) => Promise<HttpAnswer>;
  /** The operator's own credential for a platform; undefined when none was given. Never logged, never stored. */
  secret: (name: string) => string | undefined;
  /** Keys of this account's posts that are stored and not known to be gone, from one key to another. */
  liveKeys: (fromKey: string, toKey: string) => Promise<string[]>;
  /** Registered accounts of the platform with a basis in force, by the platform's own id: what a stream lets through. */
  watched: () => Promise<ReadonlyMap<string, string>>;
  socket: (url: string) => Promise<StreamSocket>;
}

/** A stream of text messages that stops reading while nobody takes them. Ends with the connection; throws `HttpFailed` when it breaks. */
export type StreamSocket = Pick<WebSocketStream, 'messages' | 'send' | 'close'>;

/** What `verify` and `resolve` need of a poll. */
export type AskContext<C> = Pick<PollContext<C>, 'config' | 'now' | 'http' | 'secret'>;

export interface Connector<C = unknown> {
  name: string;
  platform: Platform | null;
  /** Raised when `normalise` changes what it makes of the same input. */
  version: number;
  caps: Caps;
  policyNeedsAgreement: boolean;
  config: z.ZodType<C>;
  /** `single`: one unit per source; `account`: one per registered account of the platform. */
  units: 'single' | 'account';
  /** A stream stays with its source until it breaks, and takes no place of a poll. */
  mode: 'poll' | 'stream';
  /** What a request takes from the limits that all copies share. Null: what every poll of the source takes, whichever its address. */
  limits: (config: C, url: URL | null) => Limit;
  /** Handle → the platform's own id, which does not change. */
  resolve?: (ctx: AskContext<C>, handle: string) => Promise<Resolved>;
  /** Looks at posts by key, at most `caps.batchLookup` at once. Posts to be stored again (edited ones) come back as raws. */
  verify?: (ctx: AskContext<C>, posts: readonly { key: string; account: string }[]) => Promise<{ states: Map<string, Verified>; raws: unknown[] }>;
  /** The registered account a single-unit source belongs to; null when its lines name theirs. */
  accountOf: (config: C) => string | null;
  /** Yields pages; the generator's return value says in how many milliseconds the unit is due again. */
  poll: (ctx: PollContext<C>) => AsyncGenerator<Page, number, void>;
  /** Whose words a raw is that `normalise` refused. Null: nobody knows, so nothing of it may be kept. */
  ownerOf: (raw: unknown) => { platform: Platform; handle: string } | null;
  /** Pure; the same raw, with the moment it was first seen, gives the same post again: now, or from the quarantine. */
  normalise: (raw: unknown, seenAt: Date) => Normalised;
}
