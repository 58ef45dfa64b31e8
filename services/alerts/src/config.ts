import { BaseConfig, PrivateTargets } from '@pantau/runtime';
import { z } from 'zod';

export const AlertsConfig = BaseConfig.extend({
  /** Receivers in a private network that may be sent to, also by plain http; empty in production unless an office needs it. */
  PANTAU_ALLOW_PRIVATE: PrivateTargets,
  /** Authority that stamps the daily roots of the log (RFC 3161); its host must be public, or listed above. */
  PANTAU_TSA_URL: z.url({ protocol: /^https?$/ }).optional(),
});
export type AlertsConfig = z.infer<typeof AlertsConfig>;
