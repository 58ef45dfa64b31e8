/**
 * Claims due deliveries as fast as they can be sent, sends each outside any transaction, records each under its lease.
 * A job or the sweeper only says "look": Postgres alone knows what is due, so a lost or repeated bell changes nothing.
 * At least once (I7): dying between send and record repeats the delivery with the same id once the lease has ended.
 */
import { nextStep } from '@pantau/domain';
import { type ClaimedDelivery, claimDue, type Handle, type Keyring, postponeDelivery, recordAttempt } from '@pantau/store';
import type { Events } from './events.ts';
import { ALERTS } from './limits.ts';
import { sendWebhook } from './webhook.ts';

export interface SenderOptions {
  db: Handle;
  keyring: Keyring;
  events: Events;
  allowPrivate: readonly string[];
  clock: () => Date;
  /** In [0, 1); spreads retries. */
  random: () => number;
}

export class Sender {
  readonly name = 'sender';
  readonly #o: SenderOptions;
  readonly #abort = new AbortController();
  readonly #flights = new Set<Promise<void>>();
  readonly #perHost = new Map<string, number>();
  #busy: string[] = [];
  #stopping = false;
  #rung = false;
  #wakeUp: (() => void) | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(o: SenderOptions) {
    this.#o = o;
  }

  start(): this {
    this.#loop = this.#run();
    return this;
  }

  /** Look for due deliveries now. Cheap to call often: calls during a look are merged into one more look. */
  wake(): void {
    this.#rung = true;
    this.#wakeUp?.();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#loop;
    const timer = setTimeout(() => this.#abort.abort(), ALERTS.stopWaitMs);
    await Promise.all(this.#flights);
    clearTimeout(timer);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#rung = false;
      const claimed = await this.#claim();
      for (const d of claimed) this.#launch(d);
      if (claimed.length === 0) await this.#sleep();
    }
  }

  #sleep(): Promise<void> {
    if (this.#rung) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wakeUp = () => {
        this.#wakeUp = null;
        resolve();
      };
    });
  }

  /** A claim that fails (Postgres away) is as good as an empty one: the sweeper wakes us again. */
  async #claim(): Promise<ClaimedDelivery[]> {
    const limit = ALERTS.inFlightMax - this.#flights.size;
    this.#busy = [...this.#perHost].filter(([, n]) => n > ALERTS.perHost).map(([host]) => host);
    if (limit < ALERTS.perHost) return [];
    try {
      return await claimDue(this.#o.db, { now: this.#o.clock(), leaseMs: ALERTS.leaseMs, limit, perHost: ALERTS.perHost, busyHosts: this.#busy });
    } catch (e) {
      this.#o.events.claimFailed(e);
      return [];
    }
  }

  #launch(d: ClaimedDelivery): void {
    this.#perHost.set(d.host, (this.#perHost.get(d.host) ?? 0) + 1);
    const flight = this.#attempt(d)
      .catch((e: unknown) => this.#o.events.unrecorded(d.id, e))
      .finally(() => this.#landed(flight, d.host));
    this.#flights.add(flight);
  }

  /** Only slots that the last look could not use are a reason to look again, and only once they make a claim worth it. */
  #landed(flight: Promise<void>, host: string): void {
    this.#flights.delete(flight);
    const left = (this.#perHost.get(host) ?? 1) - 1;
    if (left > 0) this.#perHost.set(host, left);
    else this.#perHost.delete(host);
    const free = ALERTS.inFlightMax - this.#flights.size;
    if (free === ALERTS.perHost || (left <= ALERTS.perHost && this.#busy.includes(host))) this.wake();
  }

  async #attempt(d: ClaimedDelivery): Promise<void> {
    const { events, clock, random } = this.#o;
    const secret = this.#secretOf(d);
    if (secret === null) return this.#putBack(d);
    const at = clock();
    const started = performance.now();
    const message = { id: d.id, url: d.url, secret, payload: d.payload };
    const outcome = await sendWebhook(message, { at, allowPrivate: this.#o.allowPrivate, signal: this.#abort.signal });
    if (this.#abort.signal.aborted && outcome.kind === 'failed') return events.cutOff(d.id);
    const tookMs = Math.round(performance.now() - started);
    const step = nextStep(outcome, d.attempts + 1, clock(), random());
    const recorded = await this.#record({ id: d.id, token: d.token, at, tookMs, step });
    if (!recorded) return events.leaseLost(d.id);
    const error = step.state === 'delivered' ? {} : { error: step.error };
    events.attempted({ delivery: d.id, case: d.caseId, host: d.host, attempt: d.attempts + 1, state: step.state, status: step.status, ...error, tookMs });
  }

  #secretOf(d: ClaimedDelivery): string | null {
    try {
      return this.#o.keyring.open(d.secretSealed);
    } catch {
      return null;
    }
  }

  /** The wrong installation key is a fault of ours that a person repairs: the alert waits, and no attempt is used up. */
  async #putBack(d: ClaimedDelivery): Promise<void> {
    const { db, events, clock } = this.#o;
    const nextAt = new Date(clock().getTime() + ALERTS.sealedRetryMs);
    const ours = await postponeDelivery(db, { id: d.id, token: d.token, nextAt, why: 'the secret cannot be opened with this installation key' });
    if (ours) events.sealed(d.id, d.subscriptionId);
    else events.leaseLost(d.id);
  }

  /** Keeps trying while the lease lasts: a moment without Postgres must not send everything twice. */
  async #record(r: Parameters<typeof recordAttempt>[1]): Promise<boolean> {
    const giveUp = performance.now() + ALERTS.leaseMs - r.tookMs;
    for (;;) {
      try {
        return await recordAttempt(this.#o.db, r);
      } catch (e) {
        if (performance.now() + ALERTS.recordRetryMs >= giveUp || this.#stopping) throw e;
        await new Promise((resolve) => setTimeout(resolve, ALERTS.recordRetryMs));
      }
    }
  }
}
