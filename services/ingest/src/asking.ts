/** A request to a platform: first the limits that all copies share, then the wire, then what the answer says about the limits. */
import type { RateLimiter } from '@pantau/queue';
import type { HttpAnswer } from '@pantau/runtime';
import { retryAfterMs, spentHint } from './connectors/answers.ts';
import { type Connector, type Limit, type PollContext, SourceStop } from './connectors/contract.ts';
import { INGEST } from './limits.ts';

export interface AskDeps {
  limiter: Pick<RateLimiter, 'take' | 'freeze' | 'room'>;
  now: () => Date;
  http: (url: string, headers: Record<string, string> | undefined, signal: AbortSignal) => Promise<HttpAnswer>;
  /** Resolves after so long, or when the signal says that nobody waits any more. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function limitedHttp(deps: AskDeps, connector: Pick<Connector, 'limits'>, config: unknown, signal: AbortSignal): PollContext<unknown>['http'] {
  return async (url, headers) => {
    const limit = connector.limits(config, URL.canParse(url) ? new URL(url) : null);
    await admit(deps, limit, signal);
    const answer = await deps.http(url, headers, signal);
    await heed(deps, limit, answer);
    return answer;
  };
}

/** Waits a short while in its place; a longer wait is the table's business. When Redis cannot be asked nothing is sent. */
async function admit(deps: AskDeps, limit: Limit, signal: AbortSignal): Promise<void> {
  let waited = 0;
  for (;;) {
    const taken = await deps.limiter.take(limit.buckets, limit.cost).catch((cause: unknown) => {
      throw new SourceStop('limiter_away', 'the shared limits cannot be asked', { cause });
    });
    if (taken.ok) return;
    if (waited + taken.waitMs > INGEST.limitWaitMs) throw new SourceStop('limit_reached', `the limit ${taken.key} is used up`, { retryAfterMs: taken.waitMs });
    await deps.pause(taken.waitMs, signal);
    if (signal.aborted) throw new SourceStop('limit_reached', 'the service stops', { retryAfterMs: 0 });
    waited += taken.waitMs;
  }
}

/**
 * The platform knows better how much is left: others may use the same credential. The bucket is only ever narrowed. A freeze that
 * does not reach Redis is no harm: the next request cannot be admitted either.
 */
async function heed(deps: AskDeps, limit: Limit, answer: HttpAnswer): Promise<void> {
  const [bucket] = limit.buckets;
  if (!bucket) return;
  const now = deps.now();
  const told = answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.headers, now) : undefined;
  const wait = Math.max(told ?? (answer.status === 429 ? INGEST.rateLimitDefaultMs : 0), spentHint(answer.headers, bucket, now));
  if (wait > 0) await deps.limiter.freeze(bucket.key, wait).catch(() => {});
}
