/** One attempt over HTTP, signed by the Standard Webhooks specification. Returns what happened; never throws for it. */
import { LIMITS, type SendOutcome } from '@pantau/domain';
import { HttpFailed, HttpRefused, httpRequest } from '@pantau/runtime';
import { Webhook } from 'standardwebhooks';
import { ALERTS } from './limits.ts';

export interface WebhookMessage {
  /** The delivery's id, the same in every attempt: the receiver's idempotency key. */
  id: string;
  url: string;
  secret: string;
  payload: unknown;
}

export async function sendWebhook(m: WebhookMessage, o: { at: Date; allowPrivate: readonly string[]; signal: AbortSignal }): Promise<SendOutcome> {
  const body = JSON.stringify(m.payload);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Pantau/1',
    'webhook-id': m.id,
    'webhook-timestamp': String(Math.floor(o.at.getTime() / 1_000)),
    'webhook-signature': new Webhook(m.secret).sign(m.id, o.at, body),
  };
  try {
    const answer = await httpRequest(
      m.url,
      { method: 'POST', headers, body },
      { timeoutMs: LIMITS.webhookTimeoutMs, maxBytes: ALERTS.answerBytes, statusOnly: true, allowPrivate: o.allowPrivate, signal: o.signal },
    );
    return { kind: 'answered', status: answer.status, retryAfter: answer.headers['retry-after'] ?? null };
  } catch (e) {
    if (e instanceof HttpRefused) return { kind: 'refused', error: e.message };
    if (e instanceof HttpFailed) return { kind: 'failed', error: e.message };
    throw e;
  }
}
