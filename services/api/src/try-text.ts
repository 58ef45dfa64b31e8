/** A text goes to the scorer and comes back read. It is kept nowhere on the way: not in a queue, not in a table, not in a log. */
import { Trial, type TrialInput } from '@pantau/domain';
import { HttpFailed, httpRequest } from '@pantau/runtime';
import type { ApiDeps } from './deps.ts';
import { API } from './limits.ts';

const SCORER = 'scorer';

/** Null: no scorer is configured, it does not answer, or it has no register to read with. */
export function textTrier(peers: readonly { name: string; url: string }[]): ApiDeps['tryText'] {
  const base = peers.find((p) => p.name === SCORER)?.url;
  if (base === undefined) return async () => null;
  const url = `${base}/explain`;
  const limits = { allowPrivate: [new URL(url).host], timeoutMs: API.trialTimeoutMs, maxBytes: API.trialAnswerBytes };
  return async (input: TrialInput) => {
    try {
      const r = await httpRequest(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }, limits);
      return r.status === 200 ? Trial.parse(JSON.parse(r.body.toString('utf8'))) : null;
    } catch (e) {
      if (e instanceof HttpFailed) return null;
      throw e;
    }
  };
}
