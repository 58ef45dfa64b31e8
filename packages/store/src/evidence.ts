/** Sealing: what a flag was raised on, complete, bound to the case's chain and to the audit log in the same transaction. */
import { randomBytes } from 'node:crypto';
import { EVIDENCE_SEAL, EVIDENCE_SEED_BYTES, evidenceRoot } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { PostContent } from './posts.ts';
import type { Scored } from './verdicts.ts';

/** States of a case in which nothing has ended yet. */
export const OPEN = sql`state not in ('DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED')`;

/** Under what law and policy the words were read: as it stood when they were sealed. */
export interface EvidenceBasis {
  first_seen_at: string;
  account: { platform: string; handle: string; platform_id: string | null; law: string; ref: string; until: string | null; verified_at: string | null };
  /** Null: brought by a file without a source. */
  source: { name: string; connector: string; policy: unknown } | null;
}

/** What is sealed beside a case; `verdict` is a verdict line. Texts carry what the platform answered, or its hash, in `post.raw`. */
export interface EvidenceContent {
  post: PostContent;
  kind: string;
  platform: string;
  post_key?: string;
  version_key?: string;
  posted_at: string;
  captured_at: string;
  scored_at?: string;
  author: { region: string; employment_status: string; identity_verified?: boolean };
  /** Absent in evidence of before this was sealed. */
  basis?: EvidenceBasis;
  verdict: {
    label: string;
    score: number;
    acts: string[];
    contestants: { id: string; stance: string }[];
    evidence: { start: number; end: number; field: string; kind: string; rule: string; weight: number }[];
    exemption: string | null;
    ruleset: string;
    register: string;
  };
}

async function basesOf(tx: Tx, versionIds: readonly number[]): Promise<Map<number, EvidenceBasis>> {
  const { rows } = await sql<{ version_id: number; basis: EvidenceBasis }>`
    select v.id as version_id, jsonb_build_object('first_seen_at', p.first_seen_at,
           'account', jsonb_build_object('platform', a.platform, 'handle', a.handle, 'platform_id', a.platform_id, 'law', a.basis_law, 'ref', a.basis_ref,
             'until', a.basis_until, 'verified_at', a.verified_at),
           'source', case when s.id is not null then jsonb_build_object('name', s.name, 'connector', s.connector, 'policy', s.policy) end) as basis
      from post_version v join post p on p.id = v.post_id join account a on a.id = p.account_id left join source s on s.id = v.source_id
     where v.id = any(${[...versionIds]}::bigint[])`.execute(tx);
  return new Map(rows.map((r) => [r.version_id, r.basis]));
}

function sealed(r: Scored, basis: EvidenceBasis | undefined, now: Date): Record<string, unknown> {
  const { pending: p, verdict } = r;
  const content = {
    post: p.content,
    kind: p.kind,
    platform: p.platform,
    post_key: p.postKey,
    version_key: p.versionKey,
    posted_at: p.postedAt.toISOString(),
    captured_at: p.seenAt.toISOString(),
    scored_at: now.toISOString(),
    author: { region: p.author.region, employment_status: p.author.employment_status, identity_verified: p.author.identity_verified },
    basis,
    verdict,
  };
  const seed = randomBytes(EVIDENCE_SEED_BYTES);
  return { version_id: p.versionId, post_id: p.postId, content, seed: seed.toString('hex'), root: evidenceRoot(content, seed) };
}

/**
 * The post as it was read, sealed beside the verdict that flagged it. A new version of a post with an open case joins that
 * case: its revision rises, so that nobody decides on what they read before, and while it is under review it takes the
 * labels of the new version when that weighs more. Last in its transaction: the audit log is held until commit from here on.
 */
export async function sealEvidence(tx: Tx, rows: readonly Scored[], cases: string, opened: readonly { id: number; version_id: number }[]): Promise<void> {
  const bases = await basesOf(
    tx,
    rows.map((r) => r.pending.versionId),
  );
  const now = new Date();
  const contents = rows.map((r) => sealed(r, bases.get(r.pending.versionId), now));
  const openedIds = opened.map((o) => o.version_id);
  const { rows: written } = await sql<{ case_id: number; version_id: number }>`
    with input as (select * from jsonb_to_recordset(${JSON.stringify(contents)}::jsonb) as t(version_id bigint, post_id bigint, content jsonb, seed text, root text)),
    target as (select c.id as case_id, i.* from input i join cases c on c.post_id = i.post_id
                where (c.version_id = i.version_id and i.version_id = any(${openedIds}::bigint[]))
                   or (c.version_id <> i.version_id and ${OPEN} and not exists (select from cases d where d.version_id = i.version_id))),
    sealed as (insert into evidence (case_id, version_id, content, seal, seed, root, sha256)
               select case_id, version_id, content, ${EVIDENCE_SEAL}::smallint, decode(seed, 'hex'), decode(root, 'hex'), ''::bytea from target order by case_id, version_id
               on conflict do nothing returning case_id, version_id),
    event as (insert into case_event (case_id, type, data)
              select case_id, case when version_id = any(${openedIds}::bigint[]) then 'opened' else 'new_version' end, jsonb_build_object('version', version_id) from sealed),
    joined as (select distinct on (s.case_id) s.case_id, t.* from sealed s
                 join jsonb_to_recordset(${cases}::jsonb) as t(version_id bigint, band text, label text, direction text, score real, acts text[],
                   exemption text, priority smallint) on t.version_id = s.version_id
                where not s.version_id = any(${openedIds}::bigint[]) order by s.case_id, t.priority desc),
    raised as (update cases c set revision = c.revision + 1, band = case when worse then j.band else c.band end, label = case when worse then j.label else c.label end,
           direction = case when worse then j.direction else c.direction end, score = case when worse then j.score else c.score end,
           acts = case when worse then j.acts else c.acts end, exemption = case when worse then j.exemption else c.exemption end, priority = greatest(c.priority, j.priority)
      from (select x.*, y.state in ('FLAGGED', 'IN_REVIEW') and x.priority > y.priority as worse from joined x join cases y on y.id = x.case_id) j
     where c.id = j.case_id)
    select case_id, version_id from sealed`.execute(tx);
  await auditSeals(tx, written);
}

/** One audit row for each sealed version, with its hash: from then on neither can be changed without the other. */
async function auditSeals(tx: Tx, written: readonly { case_id: number; version_id: number }[]): Promise<void> {
  if (written.length === 0) return;
  await sql`
    select count(audit_append('evidence_sealed', 'case', e.case_id::text, jsonb_build_object('version', e.version_id, 'sha256', encode(e.sha256, 'hex'))))
      from (select e.* from evidence e join unnest(${written.map((w) => w.case_id)}::bigint[], ${written.map((w) => w.version_id)}::bigint[]) as t(case_id, version_id)
        using (case_id, version_id) order by e.case_id, e.position) e`.execute(tx);
}
