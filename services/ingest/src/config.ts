import { BaseConfig, PrivateTargets } from '@pantau/runtime';
import { z } from 'zod';
import { INGEST } from './limits.ts';

export const IngestConfig = BaseConfig.extend({
  /** Hosts that may be asked although their address is private or not https. */
  PANTAU_ALLOW_PRIVATE: PrivateTargets,
  /** The application token of the operator's own agreement with X. */
  PANTAU_X_BEARER: z.string().min(1).max(500).optional(),
  /** After a crash its units rest this long. */
  INGEST_LEASE_MS: z.coerce.number().int().min(1_000).max(600_000).default(INGEST.leaseMs),
  INGEST_RECHECK_MS: z.coerce.number().int().min(10).max(3_600_000).default(INGEST.recheckEveryMs),
  INGEST_TICK_MS: z.coerce.number().int().min(10).max(60_000).default(INGEST.tickMs),
});
export type IngestConfig = z.infer<typeof IngestConfig>;
