/**
 * Reviewers over HTTP: take the next case, judge it, take the next. Each keeps to a pace; what the others do at the same time
 * decides what they get. Used by the benchmark and, small, by a test; `tally` is what both judge by.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface LoadOptions {
  /** Addresses of one or more api processes; clients take turns. */
  urls: readonly string[];
  users: readonly { username: string; password: string }[];
  /** From one case to the next of the same reviewer; 0: no pause at all. */
  paceMs: number;
  until: () => boolean;
  /** Called when everybody has signed in, before the first case is asked for. */
  ready?: () => void | Promise<void>;
}

export interface Tally {
  claimMs: number[];
  decideMs: number[];
  opinions: number;
  /** A case handed to a second person while the first held it, or twice to the same. */
  doubles: number;
  /** An opinion refused because the lease or the revision was no longer ours, although we were within its ten minutes. */
  lostLeases: number;
  /** Everything else that was not the expected answer. */
  errors: string[];
}

interface Answer {
  status: number;
  body: { case?: { id: number } | null; code?: string; csrf?: string };
  etag: string;
  cookie: string;
}

/** Asked again after this while others still hold the last cases. */
const IDLE_MS = 20;

class Reviewer {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #cookie = '';
  #csrf = '';

  constructor(url: string) {
    this.#url = new URL(url);
  }

  async signIn(user: { username: string; password: string }): Promise<void> {
    const r = await this.post('/v1/sessions', user);
    if (r.status !== 201) throw new Error(`sign-in answered ${r.status}`);
    this.#cookie = r.cookie;
    this.#csrf = r.body.csrf ?? '';
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const r = request(
        {
          host: this.#url.hostname,
          port: this.#url.port,
          method: 'POST',
          path,
          agent: this.#agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
            'idempotency-key': randomUUID(),
            ...(this.#cookie === '' ? {} : { cookie: this.#cookie, 'x-csrf-token': this.#csrf }),
            ...headers,
          },
        },
        (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (c: Buffer) => chunks.push(c));
          res.on('end', () => {
            const [cookie = ''] = (res.headers['set-cookie']?.[0] ?? '').split(';');
            resolve({
              status: res.statusCode ?? 0,
              body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer['body'],
              etag: res.headers.etag ?? '',
              cookie,
            });
          });
        },
      );
      r.on('error', reject);
      r.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Six of ten are no violation, three a light act, one a heavy act that a second reader must name too. */
function opinionOn(caseId: number): unknown {
  const kind = caseId % 10;
  if (kind < 6) return { finding: 'not_a_violation', exemption: 'HN-04' };
  return { finding: 'plausible', acts: [kind < 9 ? 'SKB-KE-02' : 'SKB-DS-08'] };
}

export async function runLoad(o: LoadOptions): Promise<Tally> {
  const tally: Tally = { claimMs: [], decideMs: [], opinions: 0, doubles: 0, lostLeases: 0, errors: [] };
  const held = new Map<number, number>();
  const judged = new Set<string>();
  const reviewers = await Promise.all(
    o.users.map(async (user, i) => {
      const r = new Reviewer(o.urls[i % o.urls.length] ?? '');
      await r.signIn(user);
      return r;
    }),
  );
  try {
    await o.ready?.();
    await Promise.all(reviewers.map((r, i) => review(r, i, o, tally, held, judged)));
  } finally {
    for (const r of reviewers) r.close();
  }
  return tally;
}

async function review(r: Reviewer, who: number, o: LoadOptions, tally: Tally, held: Map<number, number>, judged: Set<string>): Promise<void> {
  // Spread over the first interval, as people are.
  if (o.paceMs > 0) await pause((o.paceMs * who) / o.users.length);
  while (!o.until()) {
    const before = { held: held.size, opinions: tally.opinions };
    const began = performance.now();
    const next = await r.post('/v1/cases/next', {});
    tally.claimMs.push(performance.now() - began);
    if (next.status !== 200) tally.errors.push(`next: ${next.status} ${next.body.code ?? ''}`);
    else if (!next.body.case) {
      // Somebody still had a case when we asked: it may come back for a second reader.
      if (before.held === 0 && before.opinions === tally.opinions) return;
      await pause(IDLE_MS);
    } else {
      const { id } = next.body.case;
      if (held.has(id) || judged.has(`${who} ${id}`)) tally.doubles += 1;
      held.set(id, who);
      // Reading takes half of the time a case gets.
      if (o.paceMs > 0) await pause(o.paceMs / 2);
      await decide(r, id, next.etag, tally);
      judged.add(`${who} ${id}`);
      held.delete(id);
    }
    const left = o.paceMs - (performance.now() - began);
    if (left > 0) await pause(left);
  }
}

const LOST = new Set(['case_not_claimed', 'case_held_by_other', 'precondition_failed', 'case_wrong_state']);

async function decide(r: Reviewer, id: number, etag: string, tally: Tally): Promise<void> {
  const began = performance.now();
  const given = await r.post(`/v1/cases/${id}/opinions`, opinionOn(id), { 'if-match': etag });
  tally.decideMs.push(performance.now() - began);
  if (given.status === 201) tally.opinions += 1;
  else if (LOST.has(given.body.code ?? '')) tally.lostLeases += 1;
  else tally.errors.push(`opinion: ${given.status} ${given.body.code ?? ''}`);
}
