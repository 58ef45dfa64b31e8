import { bluesky } from './bluesky/bluesky.ts';
import type { Connector } from './contract.ts';
import { replay } from './replay/replay.ts';
import { rss } from './rss/rss.ts';

/** Erases the type of the configuration: the dispatcher parses it with the connector's own schema before it calls `poll`. */
const erase = <C>(c: Connector<C>): Connector => c as unknown as Connector;

/** What this build can fetch. A platform whose terms forbid it has no connector here at all. */
export const CONNECTORS: readonly Connector[] = [erase(rss), erase(bluesky), erase(replay)];
