/**
 * Rings for the scorer after a commit. Redis is only the bell: when it is away this is counted and forgotten, the rows in
 * `score_pending` wait for the scorer's sweeper, and storing goes on at full speed.
 */
import type { Producer } from '@pantau/queue';
import { INGEST } from './limits.ts';

export interface BellEvents {
  rang: (ids: number) => void;
  bellFailed: (ids: number) => void;
}

export class Bell {
  readonly #producer: Pick<Producer, 'score'>;
  readonly #events: BellEvents;
  readonly #pending = new Set<Promise<void>>();

  constructor(producer: Pick<Producer, 'score'>, events: BellEvents) {
    this.#producer = producer;
    this.#events = events;
  }

  /** Never waits for Redis. With too many rings under way this one is left to the sweeper. */
  ring(ids: readonly number[]): void {
    if (ids.length === 0) return;
    if (this.#pending.size >= INGEST.bellsInFlight) {
      this.#events.bellFailed(ids.length);
      return;
    }
    const ringing = this.#try(ids).finally(() => this.#pending.delete(ringing));
    this.#pending.add(ringing);
  }

  /** Waits for rings under way; each is bounded in time. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async #try(ids: readonly number[]): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the bell is not answered')), INGEST.bellTimeoutMs);
    });
    try {
      await Promise.race([this.#producer.score(ids), late]);
      this.#events.rang(ids.length);
    } catch {
      this.#events.bellFailed(ids.length);
    } finally {
      clearTimeout(timer);
    }
  }
}
