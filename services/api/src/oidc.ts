/**
 * Signing in with the institution's identity provider: OpenID Connect, authorization code with PKCE. The library checks issuer,
 * audience, signature, expiry, nonce and state. What must survive the visit at the provider lies in the visitor's own cookie,
 * sealed, so that an answer to somebody else's visit is worth nothing.
 */
import { ProblemError } from '@pantau/domain';
import * as client from 'openid-client';
import { z } from 'zod';
import type { ApiConfig } from './config.ts';
import { API } from './limits.ts';

/** Kept by the browser between start and callback. */
const Visit = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), account: z.string().optional(), until: z.number() });
export type Visit = z.infer<typeof Visit>;

export interface Vouched {
  issuer: string;
  subject: string;
  /** The provider says that more than a password was asked for. */
  secondFactor: boolean;
}

export interface IdentityProvider {
  name: string;
  /** Where to send the browser, and what to remember meanwhile. */
  start(now: Date, account: string | undefined): Promise<{ url: string; visit: string }>;
  /** `current`: the address the browser came back to, with its query. */
  finish(now: Date, visit: string, current: URL): Promise<Vouched & { account: string | undefined }>;
}

/** RFC 8176: methods that are more than something known. */
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'sc', 'pop', 'fpt', 'face', 'iris', 'vbm', 'sms', 'tel']);
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

type Settings = Pick<
  ApiConfig,
  | 'PANTAU_OIDC_ISSUER'
  | 'PANTAU_OIDC_CLIENT_ID'
  | 'PANTAU_OIDC_CLIENT_SECRET'
  | 'PANTAU_OIDC_NAME'
  | 'PANTAU_OIDC_SECOND_FACTOR'
  | 'PANTAU_PUBLIC_URL'
  | 'PANTAU_PORT'
>;

export function identityProvider(c: Settings): IdentityProvider | null {
  const { PANTAU_OIDC_ISSUER: issuer, PANTAU_OIDC_CLIENT_ID: id, PANTAU_OIDC_CLIENT_SECRET: secret } = c;
  if (issuer === undefined || id === undefined || secret === undefined) return null;
  const redirect = `${c.PANTAU_PUBLIC_URL ?? `http://127.0.0.1:${c.PANTAU_PORT}`}/v1/oidc/callback`;
  const server = new URL(issuer);
  if (server.protocol === 'http:' && !LOOPBACK.has(server.hostname)) throw new Error('PANTAU_OIDC_ISSUER must be https');
  const configuration = discovered(server, id, secret);
  return {
    name: c.PANTAU_OIDC_NAME,
    async start(now, account) {
      const visit: Visit = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        account,
        until: now.getTime() + API.oidcVisitMs,
      };
      const cfg = await configuration();
      // Many providers tell how they checked only when asked; one that knows no such question must not be asked.
      const ask: Record<string, string> = cfg.serverMetadata().claims_parameter_supported ? { claims: JSON.stringify({ id_token: { amr: null } }) } : {};
      const url = client.buildAuthorizationUrl(cfg, {
        ...ask,
        redirect_uri: redirect,
        scope: 'openid',
        state: visit.state,
        nonce: visit.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(visit.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, visit: JSON.stringify(visit) };
    },
    async finish(now, text, current) {
      const visit = readVisit(text);
      if (!visit || visit.until < now.getTime()) throw new ProblemError('oidc_failed');
      // The query as it came, on the address that was registered: a proxy may have changed host and scheme.
      const came = new URL(redirect);
      came.search = current.search;
      const tokens = await refusedAs(configuration, (cfg) =>
        client.authorizationCodeGrant(cfg, came, {
          expectedState: visit.state,
          expectedNonce: visit.nonce,
          pkceCodeVerifier: visit.verifier,
          idTokenExpected: true,
        }),
      );
      const claims = tokens.claims();
      if (!claims) throw new ProblemError('oidc_failed');
      const amr = Array.isArray(claims.amr) ? claims.amr.map(String) : [];
      const secondFactor = c.PANTAU_OIDC_SECOND_FACTOR === 'always' || amr.some((m) => STRONG.has(m));
      return { issuer: claims.iss, subject: claims.sub, secondFactor, account: visit.account };
    },
  };
}

function readVisit(text: string): Visit | null {
  try {
    return Visit.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Asked for once and kept; a provider that did not answer is asked again by the next visitor. */
function discovered(server: URL, id: string, secret: string): () => Promise<client.Configuration> {
  let known: Promise<client.Configuration> | undefined;
  const execute = server.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  return async () => {
    known ??= client.discovery(server, id, secret, undefined, { execute, timeout: API.oidcTimeoutSeconds });
    try {
      return await known;
    } catch {
      known = undefined;
      throw new ProblemError('unavailable', 'The identity provider does not answer.');
    }
  };
}

/** What the provider or the checks refuse is the visitor's failure, not ours; a provider that is away is neither. */
async function refusedAs<T>(configuration: () => Promise<client.Configuration>, ask: (cfg: client.Configuration) => Promise<T>): Promise<T> {
  const cfg = await configuration();
  try {
    return await ask(cfg);
  } catch (e) {
    if (e instanceof TypeError && /fetch failed/.test(e.message)) throw new ProblemError('unavailable', 'The identity provider does not answer.');
    throw new ProblemError('oidc_failed');
  }
}
