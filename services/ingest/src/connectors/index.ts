import { bluesky } from './bluesky/bluesky.ts';
import type { Connector } from './contract.ts';
import { jetstream } from './jetstream/jetstream.ts';
import { mastodon } from './mastodon/mastodon.ts';
import { replay } from './replay/replay.ts';
import { rss } from './rss/rss.ts';
import { x } from './x/x.ts';

/** Erases the type of the configuration: the dispatcher parses it with the connector's own schema before it calls `poll`. */
const erase = <C>(c: Connector<C>): Connector => c as unknown as Connector;

/** What this build can fetch. Platforms whose terms forbid this use are closed until an agreement is recorded (`policyNeedsAgreement`), or are not here at all. */
export const CONNECTORS: readonly Connector[] = [erase(rss), erase(bluesky), erase(jetstream), erase(mastodon), erase(replay), erase(x)];
