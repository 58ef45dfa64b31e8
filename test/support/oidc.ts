/** A real OpenID provider on loopback (oidc-provider), where whoever comes is signed in at once as the person set here. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'pantau-uji', secret: 'rahasia-klien-uji-rahasia-klien-uji' };

export interface TestProvider {
  issuer: string;
  /** Who the next visitor is, and how the provider checked that. */
  signsIn(subject: string, amr: string[]): void;
  stop(): Promise<void>;
}

export async function startProvider(redirectUri: string): Promise<TestProvider> {
  let person = { subject: 'tidak-dikenal', amr: ['pwd'] };
  let handle: (req: IncomingMessage, res: ServerResponse) => void = (_, res) => void res.writeHead(503).end();
  const server = createServer((req, res) => handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] },
    ],
    claims: { openid: ['sub'], amr: null, acr: null, auth_time: null, iss: null, sid: null },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    interactions: { url: (_: unknown, interaction: { uid: string }) => `/masuk/${interaction.uid}` },
    cookies: { keys: ['uji'] },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const signIn = async (req: IncomingMessage, res: ServerResponse) => {
    await provider.interactionDetails(req, res);
    const grant = new provider.Grant({ accountId: person.subject, clientId: CLIENT.id });
    grant.addOIDCScope('openid');
    await provider.interactionFinished(req, res, {
      login: { accountId: person.subject, amr: person.amr, remember: false },
      consent: { grantId: await grant.save() },
    });
  };
  const callback = provider.callback();
  handle = (req, res) => {
    if (!req.url?.startsWith('/masuk/')) return callback(req, res);
    signIn(req, res).catch(() => res.destroy());
  };
  return {
    issuer,
    signsIn: (subject, amr) => {
      person = { subject, amr };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A browser as far as redirects and cookies go; cookies are kept per host and port, SameSite by who sent us. */
export class Browser {
  readonly #jar = new Map<string, Map<string, string>>();

  cookie(url: string, name: string): string | undefined {
    return this.#jar.get(new URL(url).host)?.get(name);
  }

  forget(url: string): void {
    this.#jar.delete(new URL(url).host);
  }

  /** Follows redirects until `stop` says so or there is none; returns the address it ended at. */
  async follow(url: string, stop: (next: string) => boolean = () => false): Promise<{ url: string; status: number }> {
    let at = url;
    for (let hops = 0; hops < HOPS_MAX; hops++) {
      const { host } = new URL(at);
      const jar = this.#jar.get(host) ?? new Map<string, string>();
      this.#jar.set(host, jar);
      const r = await fetch(at, { redirect: 'manual', headers: jar.size === 0 ? {} : { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
      await r.arrayBuffer();
      for (const line of r.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const name = pair.slice(0, pair.indexOf('='));
        const value = pair.slice(pair.indexOf('=') + 1);
        if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line) || /max-age=0/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const location = r.headers.get('location');
      if (location === null) return { url: at, status: r.status };
      const next = new URL(location, at).href;
      if (stop(next)) return { url: next, status: r.status };
      at = next;
    }
    throw new Error(`more than ${HOPS_MAX} redirects`);
  }
}

const HOPS_MAX = 12;
