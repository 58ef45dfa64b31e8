/** The console's types, made from the API's own document. No server and no database: building the app opens no connection. */
import { join } from 'node:path';
import { createLogger, createMetrics } from '@pantau/runtime';
import { keyringFrom, openDb } from '@pantau/store';
import openapiTS, { astToString } from 'openapi-typescript';
import { createEvents } from '../../services/api/src/events.ts';
import { createApp } from '../../services/api/src/http.ts';
import { ROOT } from './sources.ts';

export const CLIENT_TYPES_FILE = 'packages/client/src/schema.d.ts';
export const TYPES_FILE = 'services/console/src/api/schema.d.ts';

const NOWHERE = 'postgres://nobody@127.0.0.1:1/none';
const HEAD = '/** Written by `npm run types` from the OpenAPI document. Do not edit. */\n';

async function openapiDocument(): Promise<object> {
  const log = createLogger({ service: 'types', level: 'fatal' });
  const metrics = createMetrics('types');
  const pool = { url: NOWHERE, connectionsMax: 1 };
  const db = openDb({ ...pool, role: 'pantau_api', name: 'types' });
  const authDb = openDb({ ...pool, role: 'pantau_auth', name: 'types' });
  const app = await createApp({
    db,
    authDb,
    keyring: keyringFrom(Buffer.alloc(32, 7)),
    tryText: async () => null,
    ring: async () => undefined,
    checks: {},
    clock: () => new Date(),
    log,
    events: createEvents(log, metrics),
    metrics,
    publicUrl: 'http://127.0.0.1:4180',
    consoleDir: join(ROOT, 'services/console'),
    trustProxy: false,
    requestsPerMinute: 1_000,
    needsSecondFactor: false,
    stamp: null,
    oidc: null,
    signInsPerMinute: 1_000,
  });
  try {
    const answer = await app.inject('/openapi.json');
    return answer.json<object>();
  } finally {
    await app.close();
    await Promise.all([db.destroy(), authDb.destroy()]);
  }
}

interface Operation {
  responses?: Record<string, unknown>;
}

/** Problems have the same shape everywhere and the console reads it in one place: left out, the types are a quarter as long. */
function withoutProblems(document: object): object {
  const { paths } = document as { paths: Record<string, Record<string, Operation>> };
  for (const { responses } of Object.values(paths).flatMap((p) => Object.values(p))) {
    delete responses?.['4XX'];
    delete responses?.['5XX'];
  }
  return document;
}

/** What readers of statistics need of it. */
function onlyReleases(document: object): object {
  const all = document as { paths: Record<string, object> };
  const paths = Object.fromEntries(Object.entries(all.paths).filter(([path]) => /^\/v1\/stats\/(releases|series)/.test(path)));
  return { ...all, paths };
}

export async function clientTypes(): Promise<string> {
  const nodes = await openapiTS(withoutProblems(onlyReleases(await openapiDocument())) as Parameters<typeof openapiTS>[0], { alphabetize: true });
  return HEAD + astToString(nodes);
}

export async function consoleTypes(): Promise<string> {
  const nodes = await openapiTS(withoutProblems(await openapiDocument()) as Parameters<typeof openapiTS>[0], { alphabetize: true });
  return HEAD + astToString(nodes);
}
