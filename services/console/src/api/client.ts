/** Talking to /v1, typed by the API's own document. A failure is thrown as `Refused` with the stable code of the problem. */
import createClient from 'openapi-fetch';
import type { paths } from './schema.d.ts';

export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly { path: string; message: string }[];

  constructor(status: number, code: string, detail: string, errors: readonly { path: string; message: string }[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

let csrf = '';
export function setCsrf(value: string): void {
  csrf = value;
}

export const csrfHeader = (): Record<string, string> => ({ 'x-csrf-token': csrf });

let signedOut: () => void = () => undefined;
/** Called when an answer says that the session has ended. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}

export const http = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  headers: { accept: 'application/json' },
  querySerializer: { array: { style: 'form', explode: false } },
});
http.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('x-csrf-token', csrf);
    return request;
  },
});

export interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}
export interface Answer<T> {
  data: T;
  etag: string | null;
}

/** Whether the server answered the last request at all; the frame says so. */
let reachable = true;
const watchers = new Set<() => void>();
function setReachable(now: boolean): void {
  if (now === reachable) return;
  reachable = now;
  for (const w of watchers) w();
}
export const connection = {
  get: (): boolean => reachable,
  subscribe: (watcher: () => void) => {
    watchers.add(watcher);
    return () => {
      watchers.delete(watcher);
    };
  },
};

/** Waits for an answer and turns every failure into `Refused`. */
export async function answer<T>(pending: Promise<Outcome<T>>): Promise<Answer<T>> {
  let outcome: Outcome<T>;
  try {
    outcome = await pending;
  } catch (e) {
    // A request given up because its screen is gone is no lost connection.
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    setReachable(false);
    throw new Refused(0, 'offline', String(e));
  }
  setReachable(true);
  const { data, error, response } = outcome;
  if (response.ok) return { data: data as T, etag: response.headers.get('etag') };
  const problem = (typeof error === 'object' && error !== null ? error : {}) as { code?: string; detail?: string; errors?: [] };
  if (response.status === 401 && problem.code === 'unauthenticated') signedOut();
  throw new Refused(response.status, problem.code ?? 'unknown', problem.detail ?? '', problem.errors);
}

/** Only the data. */
export const read = async <T>(pending: Promise<Outcome<T>>): Promise<T> => (await answer(pending)).data;

/** crypto.randomUUID exists only on https and loopback; random bytes exist everywhere. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

/** Together about as long as a service takes to come back. */
const RETRY_AFTER_MS = [300, 700, 1_500, 3_000, 5_000];
const WORTH_ANOTHER_TRY = ['offline', 'unavailable'];

/**
 * Sends what changes something. A lost connection is tried again under the same key, so that a decision that did arrive
 * before the line broke is answered again and not made twice.
 */
export async function send<T>(request: (headers: Record<string, string>) => Promise<Outcome<T>>, match?: string | null): Promise<Answer<T>> {
  const headers = { 'idempotency-key': newKey(), ...(match ? { 'if-match': match } : {}) };
  for (let attempt = 0; ; attempt++) {
    try {
      return await answer(request(headers));
    } catch (e) {
      const wait = RETRY_AFTER_MS[attempt];
      if (!(e instanceof Refused) || !WORTH_ANOTHER_TRY.includes(e.code) || wait === undefined) throw e;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
