/** The terms of this installation, what they would purge now, and the certificates of what was purged. */
import {
  type CaseState,
  cutoff,
  type Judgement,
  judgeCase,
  overrideFault,
  type RetentionClass,
  type RetentionOverride,
  type RetentionRule,
  rulesWith,
  type Term,
} from '@pantau/domain';
import type { Db, Handle } from './db.ts';
import { sql } from './kysely.ts';

const CASES_PAGE = 1_000;

/** How many of each class went. */
export type RetentionReport = Partial<Record<RetentionClass | 'verdicts' | 'quarantine' | 'deleted_on_platform', number>>;

export async function retentionRules(db: Db): Promise<RetentionRule[]> {
  const { rows } = await sql<{ class: RetentionClass; n: number; unit: Term['unit']; legal_basis: string }>`
    select class, n, unit, legal_basis from retention_override`.execute(db);
  return rulesWith(rows.map((r): RetentionOverride => ({ class: r.class, keep: { n: r.n, unit: r.unit }, legalBasis: r.legal_basis })));
}

/** Refused when the class does not allow the term. As the owner. */
export async function setRetention(db: Handle, o: RetentionOverride, by: string): Promise<ReturnType<typeof overrideFault>> {
  const fault = overrideFault(o);
  if (fault) return fault;
  await db.transaction().execute(async (tx) => {
    await sql`insert into retention_override (class, n, unit, legal_basis, set_by) values (${o.class}, ${o.keep.n}, ${o.keep.unit}, ${o.legalBasis}, ${by})
      on conflict (class) do update set n = excluded.n, unit = excluded.unit, legal_basis = excluded.legal_basis, set_by = excluded.set_by, set_at = now()`.execute(
      tx,
    );
    await sql`select audit_append('retention_set', 'retention_rule', ${o.class}::text, ${JSON.stringify({ keep: o.keep, legal_basis: o.legalBasis, by })}::jsonb)`.execute(
      tx,
    );
  });
  return null;
}

export async function resetRetention(db: Handle, c: RetentionClass, by: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`delete from retention_override where class = ${c}`.execute(tx);
    if (!numAffectedRows) return false;
    await sql`select audit_append('retention_reset', 'retention_rule', ${c}::text, ${JSON.stringify({ by })}::jsonb)`.execute(tx);
    return true;
  });
}

const keepOf = (rules: readonly RetentionRule[], c: RetentionClass): Term => {
  const rule = rules.find((r) => r.class === c);
  if (!rule) throw new Error(`no retention rule for ${c}`);
  return rule.keep;
};

export interface EndedRow {
  id: number;
  postId: number;
  state: CaseState;
  outcome: string | null;
  endedAt: Date | null;
  postGone: boolean;
  held: boolean;
}

export async function* endedCases(db: Db): AsyncGenerator<EndedRow[]> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<EndedRow>`select id, post_id as "postId", state, outcome, ended_at as "endedAt", post_gone as "postGone", held
      from privacy_ended_cases(${after}::bigint, ${CASES_PAGE}::int)`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < CASES_PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

export interface RetentionPreview {
  due: RetentionReport;
  /** Ended cases that stay: their term runs, or they are held. */
  cases: Record<Extract<Judgement, { due: false }>['why'], number>;
}

/** What a run would do now. Changes nothing. */
export async function previewRetention(db: Db, now: Date): Promise<RetentionPreview> {
  const rules = await retentionRules(db);
  const at = (c: RetentionClass) => cutoff(keepOf(rules, c), now);
  const { rows } = await sql<{ b: Record<'text' | 'verdicts' | 'quarantine' | 'answers' | 'requests' | 'persons', number> }>`
    select privacy_backlog(${at('unflagged_text')}, ${at('sample_text')}, ${at('unscored_text')}, ${at('stored_answer')}, ${at('unregistered_person')}, ${at('subject_request')}) as b`.execute(
    db,
  );
  const b = rows[0]?.b;
  const due: RetentionReport = {
    unflagged_text: b?.text ?? 0,
    verdicts: b?.verdicts ?? 0,
    quarantine: b?.quarantine ?? 0,
    stored_answer: b?.answers ?? 0,
    subject_request: b?.requests ?? 0,
    unregistered_person: b?.persons ?? 0,
  };
  const cases: RetentionPreview['cases'] = { open: 0, held: 0, not_ended: 0, term_runs: 0 };
  for await (const page of endedCases(db))
    for (const c of page) {
      const j = judgeCase(c, rules, now);
      if (j.due) due[j.rule.class] = (due[j.rule.class] ?? 0) + 1;
      else cases[j.why] += 1;
    }
  return { due, cases };
}

export interface CertificateRow {
  id: number;
  at: Date;
  class: string;
  items: number;
  doc: unknown;
  sha256: string;
  signature: string | null;
  keyId: string | null;
  /** The hash still is that of the document. */
  intact: boolean;
}

export async function listCertificates(db: Db, o: { after: number | null; rows: number }): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`
    select id, at, class, items, doc, encode(sha256, 'hex') as sha256, encode(signature, 'hex') as signature, key_id as "keyId", sha256 = sha256(convert_to(doc::text, 'UTF8')) as intact
      from purge_certificate where (${o.after}::bigint is null or id < ${o.after}::bigint) order by id desc limit ${o.rows}`.execute(db);
  return rows;
}
