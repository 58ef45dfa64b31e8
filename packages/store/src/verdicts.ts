/** The scorer's side of the store: pending versions out, verdicts and cases in. Everything here may be repeated. */
import { type Author, LIMITS, type PostLine, priorityOf, type Verdict } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { OPEN, sealEvidence } from './evidence.ts';
import { groupTexts } from './group-texts.ts';
import { sql } from './kysely.ts';
import type { PostContent } from './posts.ts';

export interface PendingVersion {
  versionId: number;
  postId: number;
  personId: number;
  platform: string;
  postKey: string;
  versionKey: string;
  postedAt: Date;
  seenAt: Date;
  kind: 'post' | 'reply' | 'share';
  /** Null when the text is no longer there: nothing can be scored. */
  content: PostContent | null;
  author: Author;
}

interface PendingRow extends Omit<PendingVersion, 'author'> {
  region: string;
  employmentStatus: Author['employment_status'];
  positionType: string | null;
  onCltn: boolean;
  spouseOf: string | null;
  verified: boolean;
  asnFrom: string;
  asnUntil: string | null;
}

/**
 * Locks the pending rows among `ids` until the transaction ends and returns what scoring needs. Rows that another scorer
 * holds, or that are done, are left out: a repeated job finds nothing to do.
 * The author's facts are those in force when the post was written; before the first and after the last period the nearest counts.
 */
export async function lockPending(tx: Tx, ids: readonly number[]): Promise<PendingVersion[]> {
  const days = await seenDays(tx, ids);
  if (!days) return [];
  const { rows } = await sql<PendingRow>`
    select v.id as "versionId", v.post_id as "postId", a.person_id as "personId", p.platform, p.post_key as "postKey", v.version_key as "versionKey",
           v.posted_at as "postedAt", v.seen_at as "seenAt", v.kind, c.content,
           pp.region, pp.employment_status as "employmentStatus", pp.position_type as "positionType",
           exists (select from jsonb_to_recordset(pp.cltn) as l("from" date, "to" date) where local_day(v.posted_at, pp.region) between l."from" and l."to") as "onCltn",
           (select k.contestant from jsonb_to_recordset(pp.kin) as k(contestant text, relation text)
             where k.contestant is not null and k.relation in ('spouse', 'suami', 'istri') limit 1) as "spouseOf",
           a.verified_at is not null as verified, span.first as "asnFrom", span.last as "asnUntil"
      from score_pending s
      join post_version v on v.id = s.version_id
      join post p on p.id = v.post_id
      join account a on a.id = p.account_id
      left join post_content c on c.seen_on between ${days.first}::date and ${days.last}::date and c.seen_on = v.seen_on and c.version_id = v.id
      cross join lateral period_at(a.person_id, v.posted_at) pp
      join lateral (select min(y.valid_from) as first, case when bool_or(y.valid_to is null) then null else max(y.valid_to) end as last
                      from person_period y where y.person_id = a.person_id) span on true
     where s.version_id = any(${[...ids]}::bigint[]) and s.failed_at is null
     order by v.id
       for update of s skip locked`.execute(tx);
  return rows.map(({ region, employmentStatus, positionType, onCltn, spouseOf, verified, asnFrom, asnUntil, ...r }) => ({
    ...r,
    author: {
      region,
      employment_status: employmentStatus,
      position_type: positionType ?? undefined,
      on_cltn: onCltn,
      spouse_of: spouseOf ?? undefined,
      // Not recorded is unknown, not "somebody else's": only a check that failed would say that.
      identity_verified: verified ? true : undefined,
      asn_from: asnFrom,
      asn_until: asnUntil ?? undefined,
    },
  }));
}

/** The days these versions were seen on: named in the query, they let the planner leave all other text partitions alone. */
async function seenDays(tx: Tx, ids: readonly number[]): Promise<{ first: string; last: string } | null> {
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select min(seen_on) as first, max(seen_on) as last from post_version where id = any(${[...ids]}::bigint[])`.execute(tx);
  const { first, last } = rows[0] ?? { first: null, last: null };
  return first !== null && last !== null ? { first, last } : null;
}

/** The bare line that the detection engine takes. */
export function toPostLine(p: PendingVersion & { content: PostContent }): PostLine {
  return {
    id: String(p.versionId),
    text: p.content.text,
    posted_at: p.postedAt.toISOString(),
    author: p.author,
    kind: p.kind,
    shared_text: p.content.shared_text,
    reply_to: p.content.reply_to,
    shared_from: p.content.shared_from,
    media: p.content.media as PostLine['media'],
  };
}

export interface Scored {
  pending: PendingVersion & { content: PostContent };
  verdict: Verdict;
}

/**
 * Writes verdicts, takes the versions off the work list and opens cases, all in the caller's transaction.
 * A version has one verdict per ruleset; a post has at most one open case; a version never opens a second case.
 * Returns how many cases were opened.
 */
export async function writeVerdicts(tx: Tx, scored: readonly Scored[], v: { rulesetId: number; registerId: number }): Promise<number> {
  if (scored.length === 0) return 0;
  const rows = [...scored].sort((a, b) => a.pending.versionId - b.pending.versionId);
  const ids = rows.map((r) => r.pending.versionId);
  await sql`
    insert into verdict (version_id, ruleset_id, register_id, verdict, score, label, direction, phase, detail)
    select version_id, ${v.rulesetId}::int, ${v.registerId}::int, verdict, score, label, direction, phase, detail
      from unnest(${ids}::bigint[], ${rows.map((r) => r.verdict.verdict)}::text[], ${rows.map((r) => r.verdict.score)}::real[], ${rows.map((r) => r.verdict.label)}::text[],
        ${rows.map((r) => r.verdict.direction)}::text[], ${rows.map((r) => r.verdict.phase)}::text[], ${rows.map((r) => detailOf(r.verdict))}::jsonb[])
        as t(version_id, verdict, score, label, direction, phase, detail)
    on conflict (version_id, ruleset_id) do nothing`.execute(tx);
  await sql`delete from score_pending where version_id = any(${ids}::bigint[])`.execute(tx);
  return openCases(
    tx,
    rows.filter((r) => r.verdict.verdict === 'flag' || r.verdict.verdict === 'review'),
    v.registerId,
  );
}

/** Most verdicts are clear and say nothing more; they cost no detail. */
function detailOf(v: Verdict): string | null {
  const empty = v.acts.length === 0 && v.contestants.length === 0 && v.evidence.length === 0 && v.exemption === null;
  return empty ? null : JSON.stringify({ acts: v.acts, contestants: v.contestants, evidence: v.evidence, exemption: v.exemption });
}

async function openCases(tx: Tx, rows: readonly Scored[], registerId: number): Promise<number> {
  if (rows.length === 0) return 0;
  const groups = await groupTexts(
    tx,
    rows.map(({ pending: p, verdict: v }) => ({
      key: p.versionId,
      text: `${p.content.text}\n${p.content.shared_text ?? ''}`,
      contestant: v.contestants[0]?.id ?? null,
      direction: v.direction,
    })),
  );
  const input = JSON.stringify(rows.map((r) => ({ ...caseInput(r), group_id: groups.get(r.pending.versionId) ?? null })));
  // Held until commit, so that nobody decides a case between "it is open" below and the evidence that joins it.
  await sql`select id from cases where post_id = any(${rows.map((r) => r.pending.postId)}::bigint[]) and ${OPEN} order by id for update`.execute(tx);
  const { rows: opened } = await sql<{ id: number; version_id: number }>`
    with input as (
      select * from jsonb_to_recordset(${input}::jsonb) as t(post_id bigint, version_id bigint, person_id bigint, region text, contestant text, band text,
        label text, direction text, phase text, score real, acts text[], exemption text, priority smallint, posted_at timestamptz, captured_at timestamptz, group_id bigint)),
    opened as (
      insert into cases (post_id, version_id, person_id, region, election, contest, contestant, origin, group_id, band, label, direction, phase, score, acts, exemption,
        priority, posted_at, captured_at)
      select i.post_id, i.version_id, i.person_id, i.region, ct.election, ct.id, i.contestant, coalesce(so.connector, 'import'), i.group_id, i.band, i.label, i.direction,
        i.phase, i.score, i.acts, i.exemption, i.priority, i.posted_at, i.captured_at
        from input i join post_version pv on pv.id = i.version_id left join source so on so.id = pv.source_id
        left join lateral (select k.id, k.election from register_version_part rp
             join register_contestant cn on cn.part_id = rp.part_id and cn.id = i.contestant
             join register_version_part rq on rq.version_id = rp.version_id
             join register_contest k on k.part_id = rq.part_id and k.id = cn.contest
            where rp.version_id = ${registerId} limit 1) ct on true
       where not exists (select from cases c where c.version_id = i.version_id)
       order by i.post_id, i.version_id
      on conflict (post_id) where ${OPEN} do nothing
      returning id, version_id)
    select id, version_id from opened`.execute(tx);
  await sealEvidence(tx, rows, input, opened);
  return opened.length;
}

function caseInput(r: Scored): Record<string, unknown> {
  const { pending: p, verdict: v } = r;
  const band = v.verdict === 'flag' ? 'flag' : 'review';
  return {
    post_id: p.postId,
    version_id: p.versionId,
    person_id: p.personId,
    region: p.author.region,
    contestant: v.contestants[0]?.id ?? null,
    band,
    label: v.label,
    direction: v.direction,
    phase: v.phase,
    score: v.score,
    acts: v.acts,
    exemption: v.exemption,
    priority: priorityOf({ label: v.label, phase: v.phase, score: v.score, band }),
    posted_at: p.postedAt.toISOString(),
    captured_at: p.seenAt.toISOString(),
  };
}

/** A detector failed or the text is missing: try again later, give up after the last attempt and leave it to a person. */
export async function recordUnscored(tx: Tx, failed: readonly { versionId: number; reason: string }[]): Promise<void> {
  if (failed.length === 0) return;
  await sql`
    update score_pending s set attempts = attempts + 1, last_error = f.reason,
           next_at = now() + least(${LIMITS.jobBackoffMaxMs} * interval '1 millisecond', ${LIMITS.jobBackoffMinMs} * (2 ^ attempts) * interval '1 millisecond'),
           failed_at = case when attempts + 1 >= ${LIMITS.jobAttempts} then now() end
      from unnest(${failed.map((f) => f.versionId)}::bigint[], ${failed.map((f) => f.reason)}::text[]) as f(version_id, reason)
     where s.version_id = f.version_id`.execute(tx);
}

const SWEEP_AGAIN_SECONDS = 60;

/** Versions that nobody scored although their time has come; each is handed out again after a minute at the earliest. */
export async function sweepPending(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ version_id: number }>`
    update score_pending set next_at = now() + ${SWEEP_AGAIN_SECONDS} * interval '1 second'
     where version_id in (select version_id from score_pending where failed_at is null and next_at <= now() order by next_at limit ${limit} for update skip locked)
    returning version_id`.execute(db);
  return rows.map((r) => r.version_id).sort((a, b) => a - b);
}

/** The one number to alert on: seconds since the oldest version that still waits was stored; 0 when none waits. */
export async function pendingState(db: Db): Promise<{ waiting: number; failed: number; oldestSeconds: number }> {
  const { rows } = await sql<{ waiting: number; failed: number; oldest: number | null }>`
    select count(*) filter (where failed_at is null)::int as waiting, count(*) filter (where failed_at is not null)::int as failed,
           extract(epoch from now() - min(since) filter (where failed_at is null))::float8 as oldest from score_pending`.execute(db);
  const r = rows[0];
  return { waiting: r?.waiting ?? 0, failed: r?.failed ?? 0, oldestSeconds: Math.max(0, r?.oldest ?? 0) };
}

export async function ensureRuleset(db: Db, name: string): Promise<number> {
  await sql`insert into ruleset_version (name) values (${name}) on conflict (name) do nothing`.execute(db);
  const { rows } = await sql<{ id: number }>`select id from ruleset_version where name = ${name}`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`ruleset ${name} is missing right after it was written`);
  return id;
}
