/** Talking to /v1. A failure is thrown as `Refused` with the stable code of the problem. */
import { PROBLEM_TEXTS } from './texts.js';

let csrf = '';
let onSignedOut = () => {};
export const setCsrf = (value) => {
  csrf = value;
};
export const whenSignedOut = (fn) => {
  onSignedOut = fn;
};

export class Refused extends Error {
  constructor(status, problem) {
    super(PROBLEM_TEXTS[problem?.code] ?? problem?.detail ?? `Permintaan gagal (${status}).`);
    this.status = status;
    this.code = problem?.code ?? 'unknown';
  }
}

async function send(method, path, { body, match, key } = {}) {
  const headers = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') headers['x-csrf-token'] = csrf;
  if (method === 'POST' && path !== '/v1/sessions') headers['idempotency-key'] = key ?? newKey();
  if (match) headers['if-match'] = match;
  let r;
  try {
    r = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: 'same-origin' });
  } catch {
    throw new Refused(0, { code: 'offline' });
  }
  const data = r.status === 204 ? null : await r.json().catch(() => null);
  if (!r.ok) {
    if (r.status === 401 && path !== '/v1/sessions' && path !== '/v1/me') onSignedOut();
    throw new Refused(r.status, data);
  }
  return { data, etag: r.headers.get('etag') };
}

/** crypto.randomUUID exists only on https and loopback; random bytes exist everywhere. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

const RETRIES = 2;
/** A lost connection is tried again with the same key, so that a decision that did arrive is not made twice. */
async function sendSafely(path, options) {
  const key = newKey();
  for (let attempt = 0; ; attempt++) {
    try {
      return await send('POST', path, { ...options, key });
    } catch (e) {
      if (attempt >= RETRIES || !['offline', 'unavailable'].includes(e.code)) throw e;
      await new Promise((resolve) => setTimeout(resolve, 500 * (attempt + 1)));
    }
  }
}

export const api = {
  get: async (path) => (await send('GET', path)).data,
  getWithTag: (path) => send('GET', path),
  post: (path, body, match) => sendSafely(path, { body, match }),
  signIn: async (username, password) => (await send('POST', '/v1/sessions', { body: { username, password } })).data,
  signOut: () => send('DELETE', '/v1/sessions/current'),
};
