import { BaseConfig } from '@pantau/runtime';
import { z } from 'zod';

const Peer = z.string().regex(/^[a-z]+=https?:\/\/[^\s,=]+$/, 'must look like ingest=http://127.0.0.1:4181');

export const ApiConfig = BaseConfig.extend({
  PANTAU_PORT: z.coerce.number().int().min(0).max(65_535).default(4180),
  /** Where people reach the console; https makes cookies Secure. Links in alerts begin with it. */
  PANTAU_PUBLIC_URL: z
    .url()
    .transform((u) => u.replace(/\/+$/, ''))
    .optional(),
  /** Other services that must be ready too: `ingest=http://127.0.0.1:4181,scorer=http://127.0.0.1:4182`. */
  PANTAU_PEERS: z
    .string()
    .transform((s) =>
      s
        .split(',')
        .map((p) => p.trim())
        .filter(Boolean),
    )
    .pipe(z.array(Peer))
    .transform((list) => list.map((p) => ({ name: p.slice(0, p.indexOf('=')), url: p.slice(p.indexOf('=') + 1).replace(/\/+$/, '') })))
    .prefault(''),
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  PANTAU_TRUST_PROXY: z.string().optional(),
  /** Per client address. An office behind one address with 50 reviewers needs about 3,000. */
  PANTAU_REQUESTS_PER_MINUTE: z.coerce.number().int().min(10).max(10_000_000).default(6_000),
  PANTAU_SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(20),
  PANTAU_CONSOLE_DIR: z.string().optional(),
});
export type ApiConfig = z.infer<typeof ApiConfig>;
