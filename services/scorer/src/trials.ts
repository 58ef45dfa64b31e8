/** A text that somebody tries: read, answered, forgotten. It takes as long as scoring one post and keeps the batches waiting no longer. */
import { type Engine, explain } from '@pantau/detection';
import { PostLine, Trial, TrialInput } from '@pantau/domain';
import type { HealthOptions } from '@pantau/runtime';
import { SCORER } from './limits.ts';

export function trials(engineNow: () => Engine | null): NonNullable<HealthOptions['answers']> {
  return { path: '/explain', maxBytes: SCORER.trialBytes, answer: (body) => answer(engineNow(), body) };
}

function answer(engine: Engine | null, body: string): { status: number; body: unknown } {
  const input = TrialInput.safeParse(parsed(body));
  if (!input.success) return { status: 400, body: { fault: 'bad_request' } };
  // Without a published register there is nothing to read with.
  if (!engine) return { status: 503, body: { fault: 'no_register' } };
  const { text, region, posted_at, employment_status, kind } = input.data;
  const explanation = explain(engine, PostLine.parse({ id: 'trial', text, posted_at, kind, author: { region, employment_status } }));
  // The contract is what may leave; the text itself goes back to nobody.
  return { status: 200, body: Trial.parse(explanation) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
