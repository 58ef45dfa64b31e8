/** Limits as connectors name them. */
import { INGEST } from '../limits.ts';
import type { Limit } from './contract.ts';

/** Nothing is asked, or nothing is known before the address is. */
export const NO_LIMIT: Limit = { buckets: [], cost: 1 };

/** One bucket for the host, for platforms that name no limit of their own. */
export function hostLimit(url: URL, of: { limit: number; perMs: number } = INGEST.hostRequests): Limit {
  return { buckets: [{ key: `host:${url.host}`, ...of }], cost: 1 };
}
