/**
 * The retention run: asks the rules what is over, has it purged a batch at a time by functions of the database, and leaves a
 * certificate for each batch in the same transaction. Dies anywhere: a batch is purged and certified, or neither; the next run
 * does what is left. Two runs at once share the work by one lock per batch.
 */
import { createHash } from 'node:crypto';
import { cutoff, judgeCase, type RetentionClass, type RetentionRule, type Term } from '@pantau/domain';
import type { Handle, Tx } from './db.ts';
import { sql } from './kysely.ts';
import { endedCases, type RetentionReport, retentionRules } from './retention.ts';
import type { Signer } from './signing.ts';

const BATCH = { texts: 10_000, cases: 200, persons: 200, rows: 10_000 } as const;

export interface RetentionContext {
  now: Date;
  /** Signs the certificates; null leaves them unsigned. */
  signer: Signer | null;
  /** Asked between batches. */
  stopping?: () => boolean;
}

export async function runRetention(db: Handle, o: RetentionContext): Promise<RetentionReport> {
  const rules = await retentionRules(db);
  const run = new Run(db, o, rules);
  await run.text();
  await run.small(
    'verdicts',
    null,
    (tx, before) => sql`select privacy_strip_verdicts(${before}, ${BATCH.rows}::int) as n`.execute(tx) as Counted,
    'unflagged_text',
  );
  await run.small(
    'quarantine',
    'unflagged_text',
    (tx, before) => sql`select privacy_drop_quarantine(${before}, ${BATCH.rows}::int) as n`.execute(tx) as Counted,
    'unflagged_text',
  );
  await run.small(
    'stored_answer',
    null,
    (tx, before) => sql`select privacy_drop_answers(${before}, ${BATCH.rows}::int) as n`.execute(tx) as Counted,
    'stored_answer',
  );
  await run.small(
    'subject_request',
    'subject_request',
    (tx, before) => sql`select privacy_drop_requests(${before}, ${BATCH.cases}::int) as n`.execute(tx) as Counted,
    'subject_request',
  );
  await run.deletedOnPlatform();
  await run.cases();
  await run.persons();
  // The planner's samples of keys and handles would outlive the rows they came from. Dies before: the next purge samples anew.
  if (run.forgot) await sql`select privacy_sample_anew()`.execute(db);
  return run.report;
}

type Counted = Promise<{ rows: { n: number }[] }>;
interface Purged {
  cases: number[];
  hashes: string[];
  counts: Record<string, number>;
}

class Run {
  readonly report: RetentionReport = {};
  /** Posts or people were forgotten. */
  forgot = false;
  readonly #db: Handle;
  readonly #o: RetentionContext;
  readonly #rules: readonly RetentionRule[];

  constructor(db: Handle, o: RetentionContext, rules: readonly RetentionRule[]) {
    this.#db = db;
    this.#o = o;
    this.#rules = rules;
  }

  #count(what: keyof RetentionReport, n: number): void {
    if (n > 0) this.report[what] = (this.report[what] ?? 0) + n;
  }

  #rule(c: RetentionClass): RetentionRule {
    const rule = this.#rules.find((r) => r.class === c);
    if (!rule) throw new Error(`no retention rule for ${c}`);
    return rule;
  }

  #before(c: RetentionClass): Date {
    return cutoff(this.#rule(c).keep, this.#o.now);
  }

  /** One batch in one transaction; false when another process is at it, or this one is to stop. */
  async #batch<T>(step: (tx: Tx) => Promise<T>): Promise<T | null> {
    if (this.#o.stopping?.()) return null;
    return this.#db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtext('pantau.retention')) as mine`.execute(tx);
      return rows[0]?.mine ? step(tx) : null;
    });
  }

  async text(): Promise<void> {
    for (;;) {
      const n = await this.#batch(async (tx) => {
        const { rows } = await sql<{
          r: { items: number; digest: string };
        }>`select privacy_drop_text(${this.#before('unflagged_text')}, ${this.#before('sample_text')},
          ${this.#before('unscored_text')}, ${BATCH.texts}::int) as r`.execute(tx);
        const r = rows[0]?.r ?? { items: 0, digest: '' };
        if (r.items > 0)
          await this.#certify(tx, this.#rule('unflagged_text'), { items: r.items, counts: { post_content: r.items }, hashes: { sha256_of_sorted: r.digest } });
        return r.items;
      });
      this.#count('unflagged_text', n ?? 0);
      if (n === null || n < BATCH.texts) return;
    }
  }

  /** `certified`: what is worth a certificate; what merely lies around (stored answers, verdicts on nothing) is counted only. */
  async small(what: keyof RetentionReport, certified: RetentionClass | null, drop: (tx: Tx, before: Date) => Counted, term: RetentionClass): Promise<void> {
    for (;;) {
      const n = await this.#batch(async (tx) => {
        const dropped = (await drop(tx, this.#before(term))).rows[0]?.n ?? 0;
        if (dropped > 0 && certified) await this.#certify(tx, this.#rule(certified), { items: dropped, counts: { [what]: dropped }, hashes: [] });
        return dropped;
      });
      this.#count(what, n ?? 0);
      if (n === null || n < BATCH.cases) return;
    }
  }

  async deletedOnPlatform(): Promise<void> {
    for (;;) {
      const n = await this.#batch(async (tx) => {
        const { rows } = await sql<{ r: Purged }>`select privacy_drop_gone(${BATCH.cases}::int) as r`.execute(tx);
        const r = rows[0]?.r;
        if (!r || r.cases.length === 0) return 0;
        const rule = { class: 'deleted_on_platform', keep: null, from: 'deletion', leaves: 'id_hash_counts', basis: 'policy of the source' };
        await this.#certify(tx, rule, { items: r.cases.length, counts: r.counts, hashes: r.hashes, cases: r.cases });
        return r.cases.length;
      });
      this.#count('deleted_on_platform', n ?? 0);
      if (n === null || n < BATCH.cases) return;
    }
  }

  async cases(): Promise<void> {
    const due: { id: number; postId: number; class: RetentionClass }[] = [];
    for await (const page of endedCases(this.#db))
      for (const c of page) {
        const j = judgeCase(c, this.#rules, this.#o.now);
        if (j.due) due.push({ id: c.id, postId: c.postId, class: j.rule.class });
      }
    // Cases of one post go together, under the rule of the first: each alone would wait for the other.
    const ruleOfPost = new Map<number, RetentionClass>();
    for (const c of due) if (!ruleOfPost.has(c.postId)) ruleOfPost.set(c.postId, c.class);
    const byRule = new Map<RetentionClass, typeof due>();
    for (const c of due.sort((a, b) => a.postId - b.postId || a.id - b.id)) {
      const rule = ruleOfPost.get(c.postId) ?? c.class;
      const same = byRule.get(rule);
      if (same) same.push(c);
      else byRule.set(rule, [c]);
    }
    for (const [c, cases] of byRule) {
      for (let i = 0; i < cases.length; i += BATCH.cases) {
        const ids = cases.slice(i, i + BATCH.cases).map((x) => x.id);
        const n = await this.#batch((tx) => this.#reduce(tx, this.#rule(c), ids));
        if (n === null) return;
        this.#count(c, n);
        this.forgot ||= n > 0;
      }
    }
  }

  async #reduce(tx: Tx, rule: RetentionRule, ids: readonly number[]): Promise<number> {
    const { rows } = await sql<{ r: Purged }>`select privacy_reduce_cases(${[...ids]}::bigint[]) as r`.execute(tx);
    const r = rows[0]?.r;
    if (!r || r.cases.length === 0) return 0;
    await this.#certify(tx, rule, { items: r.cases.length, counts: r.counts, hashes: r.hashes, cases: r.cases });
    return r.cases.length;
  }

  async persons(): Promise<void> {
    for (;;) {
      const n = await this.#batch(async (tx) => {
        const { rows } = await sql<{
          r: { items: number; counts: Record<string, number> };
        }>`select privacy_forget_persons(${this.#before('unregistered_person')}, ${BATCH.persons}::int) as r`.execute(tx);
        const r = rows[0]?.r ?? { items: 0, counts: {} };
        if (r.items > 0) await this.#certify(tx, this.#rule('unregistered_person'), { ...r, hashes: [] });
        return r.items;
      });
      this.#count('unregistered_person', n ?? 0);
      this.forgot ||= (n ?? 0) > 0;
      if (n === null || n < BATCH.persons) return;
    }
  }

  async #certify(
    tx: Tx,
    rule: { class: string; keep: Term | null; from: string; leaves: string; basis: string },
    what: { items: number; counts: Record<string, number>; hashes: unknown; cases?: readonly number[] },
  ): Promise<void> {
    const doc = {
      schema_version: 1,
      at: this.#o.now.toISOString(),
      rule: { class: rule.class, keep: rule.keep, from: rule.from, leaves: rule.leaves, basis: rule.basis },
      ...what,
    };
    // The database's own text of the document is what is hashed and signed, so that anybody with the row can do it again.
    const { rows } = await sql<{ text: string }>`select ${JSON.stringify(doc)}::jsonb::text as text`.execute(tx);
    const sha = createHash('sha256')
      .update(rows[0]?.text ?? '')
      .digest();
    const { signer } = this.#o;
    await sql`select privacy_certify(${rule.class}, ${what.items}::int, ${JSON.stringify(doc)}::jsonb, ${sha}, ${signer?.sign(sha) ?? null}::bytea, ${signer?.keyId ?? null}::text,
      ${[...(what.cases ?? [])]}::bigint[])`.execute(tx);
  }
}
