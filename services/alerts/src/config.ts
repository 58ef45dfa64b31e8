import { BaseConfig, PrivateTargets } from '@pantau/runtime';
import type { z } from 'zod';

export const AlertsConfig = BaseConfig.extend({
  /** Receivers in a private network that may be sent to, also by plain http; empty in production unless an office needs it. */
  PANTAU_ALLOW_PRIVATE: PrivateTargets,
});
export type AlertsConfig = z.infer<typeof AlertsConfig>;
