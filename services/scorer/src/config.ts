import { BaseConfig } from '@pantau/runtime';
import { z } from 'zod';

export const ScorerConfig = BaseConfig.extend({
  /** Batches in flight: one scores while others wait for the database. */
  SCORER_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(3),
  /** Where compiled engines are kept between starts; unset, every start compiles. */
  SCORER_CACHE_DIR: z.string().optional(),
});
export type ScorerConfig = z.infer<typeof ScorerConfig>;
