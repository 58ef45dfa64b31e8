/**
 * Files on their way. They are sent in pieces that the server keeps, so a lost line is tried again and a closed page goes on with
 * the same file; they live here and not in a screen, so that another screen may be opened meanwhile.
 */
import { useSyncExternalStore } from 'react';
import { answer, csrfHeader, http, type Outcome, Refused, send } from '../../api/client.ts';
import type { RegisterImport } from '../../api/types.ts';

export interface Upload {
  sent: number;
  total: number;
  startedAt: number;
  error: unknown;
}

const uploads = new Map<string, Upload>();
const stops = new Map<string, AbortController>();
const watchers = new Set<() => void>();
const RETRY_AFTER_MS = [500, 1_500, 3_000, 5_000, 10_000];

function put(id: string, upload: Upload | null): void {
  if (upload) uploads.set(id, upload);
  else uploads.delete(id);
  for (const w of watchers) w();
}

const subscribe = (watcher: () => void) => {
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
  };
};
export const useUpload = (id: string): Upload | undefined => useSyncExternalStore(subscribe, () => uploads.get(id));

export function stopUpload(id: string): void {
  stops.get(id)?.abort();
  put(id, null);
}

/** Sends what the server does not have yet, then asks for the check. `then` is told when that is done or has failed. */
export async function upload(i: RegisterImport, file: File, then: () => void): Promise<void> {
  const gone = new AbortController();
  stops.set(i.id, gone);
  const first = Math.floor(i.bytes_sent / i.piece_bytes);
  const startedAt = Date.now();
  try {
    for (let n = first; n * i.piece_bytes < i.bytes_total; n++) {
      put(i.id, { sent: n * i.piece_bytes, total: i.bytes_total, startedAt, error: null });
      await sendPiece(i.id, n, file.slice(n * i.piece_bytes, (n + 1) * i.piece_bytes), gone.signal);
    }
    put(i.id, { sent: i.bytes_total, total: i.bytes_total, startedAt, error: null });
    await send((headers) => http.POST('/v1/register-imports/{id}/check', { params: { path: { id: i.id } }, headers }));
    put(i.id, null);
  } catch (e) {
    if (!gone.signal.aborted) put(i.id, { sent: 0, total: i.bytes_total, startedAt, error: e });
  } finally {
    stops.delete(i.id);
    then();
  }
}

async function sendPiece(id: string, n: number, piece: Blob, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await answer(onePiece(id, n, piece, signal));
      return;
    } catch (e) {
      const wait = RETRY_AFTER_MS[attempt];
      if (signal.aborted || !(e instanceof Refused) || !['offline', 'unavailable', 'rate_limited'].includes(e.code) || wait === undefined) throw e;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

async function onePiece(id: string, n: number, piece: Blob, signal: AbortSignal): Promise<Outcome<unknown>> {
  const headers = { ...csrfHeader(), 'content-type': 'application/octet-stream' };
  const response = await fetch(`/v1/register-imports/${id}/pieces/${n}`, { method: 'PUT', credentials: 'same-origin', headers, body: piece, signal });
  return response.ok ? { data: null, response } : { error: await response.json().catch(() => null), response };
}
