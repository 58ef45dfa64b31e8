/** What the app is built from, and the app's own type: the two names every route needs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Trial, TrialInput } from '@pantau/domain';
import type { Check, Logger, Registry } from '@pantau/runtime';
import type { Handle, Keyring } from '@pantau/store';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Events } from './events.ts';
import type { IdentityProvider } from './oidc.ts';
import type { Stamp } from './packet/build.ts';

export interface ApiDeps {
  /** As `pantau_api`. */
  db: Handle;
  /** As `pantau_auth`: sign-in, sessions, keys. */
  authDb: Handle;
  /** Opens and seals personal keys and secrets; signs. */
  keyring: Keyring;
  /** Rings the bell for deliveries after commit; may fail, the sweeper of the alerts service repairs it. */
  ring: (deliveryIds: readonly string[]) => Promise<unknown>;
  /** Has bytes stamped by an outside authority; null: none is configured. */
  stamp: Stamp | null;
  /** Has a text read by the scorer in force; null: none answers. */
  tryText: (input: TrialInput) => Promise<Trial | null>;
  checks: Record<string, Check>;
  clock: () => Date;
  log: Logger;
  events: Events;
  metrics: Registry;
  publicUrl: string;
  consoleDir: string;
  trustProxy: string | false;
  requestsPerMinute: number;
  signInsPerMinute: number;
  /** A request must have arrived whole within this time; default: API.requestTimeoutMs. */
  slowRequestMs?: number;
  /** Whoever sees cases or keeps accounts must have passed a second factor. */
  needsSecondFactor: boolean;
  /** Single sign-on; null: not configured. */
  oidc: IdentityProvider | null;
}

export type Api = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;
