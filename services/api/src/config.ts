import { BaseConfig, PrivateTargets } from '@pantau/runtime';
import { z } from 'zod';

const Peer = z.string().regex(/^[a-z]+=https?:\/\/[^\s,=]+$/, 'must look like ingest=http://127.0.0.1:4181');

const OIDC_TOGETHER = ['PANTAU_OIDC_ISSUER', 'PANTAU_OIDC_CLIENT_ID', 'PANTAU_OIDC_CLIENT_SECRET'] as const;

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
  /** A request that has not arrived whole by then is hung up on. More for slow lines that send large files. */
  PANTAU_SLOW_REQUEST_SECONDS: z.coerce.number().int().min(1).max(3_600).default(30),
  PANTAU_CONSOLE_DIR: z.string().optional(),
  /** Authority that stamps packets (RFC 3161); its host must be public, or listed in PANTAU_ALLOW_PRIVATE. */
  PANTAU_TSA_URL: z.url({ protocol: /^https?$/ }).optional(),
  PANTAU_ALLOW_PRIVATE: PrivateTargets,
  /** `case_roles`: whoever sees cases or keeps accounts needs a second factor. `off` is for the demo and for tests. */
  PANTAU_SECOND_FACTOR: z.enum(['case_roles', 'off']).default('case_roles'),
  /** Single sign-on; all three or none. http only for a provider on this machine. */
  PANTAU_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  PANTAU_OIDC_CLIENT_ID: z.string().min(1).optional(),
  PANTAU_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** What the button says. */
  PANTAU_OIDC_NAME: z.string().min(1).max(60).default('SSO'),
  /** `amr`: a sign-in counts as with a second factor when the provider's `amr` says so. `always`: it never lets anybody in without. */
  PANTAU_OIDC_SECOND_FACTOR: z.enum(['amr', 'always']).default('amr'),
}).superRefine((c, ctx) => {
  const missing = OIDC_TOGETHER.filter((k) => c[k] === undefined);
  if (missing.length > 0 && missing.length < OIDC_TOGETHER.length)
    for (const k of missing) ctx.addIssue({ code: 'custom', path: [k], message: `is missing: ${OIDC_TOGETHER.join(', ')} belong together` });
});
export type ApiConfig = z.infer<typeof ApiConfig>;
