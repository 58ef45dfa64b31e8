/** Reading cases. Every function runs in a transaction opened by `asUser`: row-level security decides what exists. */
import { type CaseState, LIMITS, NATION, ProblemError } from '@pantau/domain';
import type { Tx } from './db.ts';
import type { EvidenceContent } from './evidence.ts';
import { type RawBuilder, sql } from './kysely.ts';
import { OVERLAY_PREFIX } from './register.ts';

export interface CaseFilter {
  region?: string | undefined;
  label?: string | undefined;
  states?: readonly CaseState[] | undefined;
  phase?: string | undefined;
  direction?: string | undefined;
  band?: string | undefined;
  contest?: string | undefined;
  /** Hours since the flag, at least and at most. */
  olderThanHours?: number | undefined;
  newerThanHours?: number | undefined;
  /** `mine`: held by the user; `free`: held by nobody. */
  holder?: 'mine' | 'free' | undefined;
}

export interface CaseRow {
  id: number;
  region: string;
  regionName: string | null;
  contest: string | null;
  contestName: string | null;
  state: CaseState;
  band: 'flag' | 'review';
  label: string;
  direction: string | null;
  phase: string;
  score: number;
  priority: number;
  postedAt: Date;
  firstFlaggedAt: Date;
  knownAt: Date | null;
  decidedAt: Date | null;
  forwardedAt: Date | null;
  /** Null when nobody holds it or the lease has ended. */
  holderId: number | null;
  holderName: string | null;
  leaseUntil: Date | null;
  revision: number;
}

export interface CaseCursor {
  priority: number;
  id: number;
}

export const inRegion = (column: RawBuilder<unknown>, region: string): RawBuilder<boolean> =>
  region === NATION ? sql<boolean>`true` : sql<boolean>`(${column} = ${region} or starts_with(${column}, ${`${region}.`}))`;

/** Where parts of a register name the same id, a hand-kept document comes before a list, and the newer before the older. */
const FIRST_PART = sql`starts_with(rp.part_key, ${OVERLAY_PREFIX}) desc, rp.id desc`;

/** The latest published register decides how a contest is called today. */
const CONTEST_NAME = sql`(select k.name from register_contest k join register_version_part p on p.part_id = k.part_id join register_part rp on rp.id = k.part_id
  where k.id = c.contest and p.version_id = (select max(id) from register_version) order by ${FIRST_PART} limit 1)`;

const ROW = sql`c.id, c.region, r.name as "regionName", c.contest, ${CONTEST_NAME} as "contestName", c.state, c.band, c.label, c.direction, c.phase, c.score, c.priority,
  c.posted_at as "postedAt", c.first_flagged_at as "firstFlaggedAt", c.known_at as "knownAt", c.decided_at as "decidedAt", c.forwarded_at as "forwardedAt",
  case when c.lease_until > now() then c.claimed_by end as "holderId", case when c.lease_until > now() then c.lease_until end as "leaseUntil",
  (select n.display_name from colleague_names(array[c.claimed_by]) n where c.lease_until > now()) as "holderName", c.revision`;
const FROM = sql`cases c left join region r on r.code = left(c.region, 5)`;

function conditions(f: CaseFilter, userId: number): RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = [sql`true`];
  if (f.region !== undefined) all.push(inRegion(sql`c.region`, f.region));
  if (f.label !== undefined) all.push(sql`c.label = ${f.label}`);
  if (f.states !== undefined) all.push(sql`c.state = any(${[...f.states]}::text[])`);
  if (f.phase !== undefined) all.push(sql`c.phase = ${f.phase}`);
  if (f.direction !== undefined) all.push(sql`c.direction = ${f.direction}`);
  if (f.band !== undefined) all.push(sql`c.band = ${f.band}`);
  if (f.contest !== undefined) all.push(sql`c.contest = ${f.contest}`);
  if (f.olderThanHours !== undefined) all.push(sql`c.first_flagged_at <= now() - ${f.olderThanHours} * interval '1 hour'`);
  if (f.newerThanHours !== undefined) all.push(sql`c.first_flagged_at >= now() - ${f.newerThanHours} * interval '1 hour'`);
  if (f.holder === 'mine') all.push(sql`c.claimed_by = ${userId} and c.lease_until > now()`);
  if (f.holder === 'free') all.push(FREE);
  return all;
}

export const FREE = sql`(c.claimed_by is null or c.lease_until <= now())`;
export const whereAll = (f: CaseFilter, userId: number): RawBuilder<unknown> => sql.join(conditions(f, userId), sql` and `);

/**
 * One page by (priority desc, id). The keys of a case never change, so a case that is decided while pages are read
 * neither repeats nor hides another.
 */
export async function listCases(tx: Tx, userId: number, f: CaseFilter, page: { after: CaseCursor | null; rows: number }): Promise<CaseRow[]> {
  const rows = Math.min(page.rows, LIMITS.pageRows + 1);
  const after = page.after ? sql`(c.priority < ${page.after.priority} or (c.priority = ${page.after.priority} and c.id > ${page.after.id}))` : sql`true`;
  const r = await sql<CaseRow>`select ${ROW} from ${FROM} where ${whereAll(f, userId)} and ${after} order by c.priority desc, c.id limit ${rows}`.execute(tx);
  return r.rows;
}

export interface CaseCounts {
  total: number;
  free: number;
  mine: number;
  byState: Record<string, number>;
  byLabel: Record<string, number>;
  byBand: Record<string, number>;
}

export async function countCases(tx: Tx, userId: number, f: CaseFilter): Promise<CaseCounts> {
  const { rows } = await sql<{ state: string | null; label: string | null; band: string | null; n: number; free: number; mine: number }>`
    select c.state, c.label, c.band, count(*)::int as n, (count(*) filter (where ${FREE}))::int as free,
           (count(*) filter (where c.claimed_by = ${userId} and c.lease_until > now()))::int as mine
      from cases c where ${whereAll(f, userId)} group by grouping sets ((), (c.state), (c.label), (c.band))`.execute(tx);
  const pick = (key: 'state' | 'label' | 'band') => Object.fromEntries(rows.filter((r) => r[key] !== null).map((r) => [r[key], r.n]));
  const all = rows.find((r) => r.state === null && r.label === null && r.band === null);
  return { total: all?.n ?? 0, free: all?.free ?? 0, mine: all?.mine ?? 0, byState: pick('state'), byLabel: pick('label'), byBand: pick('band') };
}

export type { EvidenceContent };

export interface CaseSubject {
  name: string;
  keyTail: string;
  agency: string;
  opd: string | null;
  employmentStatus: string;
}

export interface CaseDetail extends CaseRow {
  acts: string[];
  exemption: string | null;
  election: string | null;
  /** True for those who decide or audit; the personnel office gets the narrow view. */
  full: boolean;
  mayReview: boolean;
  mayForward: boolean;
  /** Newest version of the post first. */
  evidence: { versionId: number; sha256: string; sealedAt: Date; content: EvidenceContent }[];
  /** Sealed ones are absent: row-level security shows others' only after the review. */
  opinions: { by: string | null; mine: boolean; finding: string; acts: string[]; exemption: string | null; reason: string | null; at: Date }[];
  /** `actorId` null: the system. */
  events: { type: string; actorId: number | null; by: string | null; at: Date; data: Record<string, unknown> }[];
  contestants: Contestant[];
  /** Only from FORWARDED on. */
  subject: CaseSubject | null;
}

export interface Contestant {
  id: string;
  kind: string;
  ballotNumber: number | null;
  name: string;
}

type Json = 'evidence' | 'opinions' | 'events' | 'subject';
/** jsonb carries times as text. */
type Raw<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };
interface DetailRow extends Omit<CaseDetail, Json | 'contestants'> {
  evidence: Raw<CaseDetail['evidence'][number]>[];
  opinions: Raw<CaseDetail['opinions'][number]>[];
  events: Raw<CaseDetail['events'][number]>[];
  subject: CaseSubject | null;
}

const EVENTS_MAX = 500;

/** One statement for all parts, so that they belong together; each part passes its own table's row-level security. */
export async function readCase(tx: Tx, userId: number, id: number): Promise<CaseDetail> {
  const { rows } = await sql<DetailRow>`
    select ${ROW}, c.acts, c.exemption, c.election,
           region_in(c.region, app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')) as full,
           region_in(c.region, app_scopes('analyst', 'second_reviewer')) as "mayReview", region_in(c.region, app_scopes('commissioner')) as "mayForward",
           coalesce((select jsonb_agg(jsonb_build_object('versionId', e.version_id, 'sha256', encode(e.sha256, 'hex'), 'sealedAt', e.sealed_at, 'content', e.content) order by e.version_id desc)
             from evidence e where e.case_id = c.id), '[]') as evidence,
           coalesce((select jsonb_agg(jsonb_build_object('by', (select n.display_name from colleague_names(array[o.user_id]) n), 'mine', o.user_id = ${userId},
               'finding', o.finding, 'acts', o.acts, 'exemption', o.exemption, 'reason', o.reason, 'at', o.given_at) order by o.given_at)
             from case_opinion o where o.case_id = c.id), '[]') as opinions,
           coalesce((select jsonb_agg(jsonb_build_object('type', v.type, 'actorId', v.actor, 'by', (select n.display_name from colleague_names(array[v.actor]) n where v.actor is not null),
               'at', v.at, 'data', v.data) order by v.id)
             from (select * from case_event x where x.case_id = c.id order by x.id limit ${EVENTS_MAX}) v), '[]') as events,
           (select jsonb_build_object('name', s.name, 'keyTail', s.key_tail, 'agency', s.agency, 'opd', s.opd, 'employmentStatus', s.employment_status)
             from forwarded_subject(c.id) s where c.forwarded_at is not null) as subject
      from ${FROM} where c.id = ${id}`.execute(tx);
  const row = rows[0];
  if (!row) throw new ProblemError('not_found');
  return {
    ...row,
    evidence: row.evidence.map((e) => ({ ...e, sealedAt: new Date(e.sealedAt) })),
    opinions: row.opinions.map((o) => ({ ...o, at: new Date(o.at) })),
    events: row.events.map((e) => ({ ...e, at: new Date(e.at) })),
    contestants: row.contest === null ? [] : ((await readContest(tx, row.contest))?.contestants ?? []),
  };
}

export async function readSubject(tx: Tx, id: number): Promise<CaseSubject | null> {
  const { rows } = await sql<CaseSubject>`
    select name, key_tail as "keyTail", agency, opd, employment_status as "employmentStatus" from forwarded_subject(${id})`.execute(tx);
  return rows[0] ?? null;
}

export interface ContestDetail {
  id: string;
  election: string;
  type: string;
  region: string;
  name: string;
  register: string;
  contestants: Contestant[];
}

const CONTESTANTS_MAX = 1_000;

/** A contest as the latest published register has it. */
export async function readContest(tx: Tx, id: string): Promise<ContestDetail | null> {
  const { rows } = await sql<Omit<ContestDetail, 'contestants'>>`
    select k.id, k.election, k.type, k.region, k.name, v.name as register
      from register_contest k join register_version_part p on p.part_id = k.part_id join register_version v on v.id = p.version_id
      join register_part rp on rp.id = k.part_id
     where k.id = ${id} order by v.id desc, ${FIRST_PART} limit 1`.execute(tx);
  const contest = rows[0];
  if (!contest) return null;
  const { rows: contestants } = await sql<Contestant>`
    with part as (select rp.* from register_version v join register_version_part p on p.version_id = v.id join register_part rp on rp.id = p.part_id
                   where v.name = ${contest.register}),
    layered as (select distinct on (t.id) t.* from register_contestant t join part rp on rp.id = t.part_id
                 where t.id in (select n.id from register_contestant n join part on part.id = n.part_id where n.contest = ${id})
                 order by t.id, ${FIRST_PART})
    select t.id, t.kind, t.ballot_number as "ballotNumber",
           coalesce((select string_agg(p->>'name', ' – ' order by o) from jsonb_array_elements(t.doc->'people') with ordinality as x(p, o)), t.doc->'aliases'->>0, t.id) as name
      from layered t where t.contest = ${id} order by t.ballot_number nulls last, t.id limit ${CONTESTANTS_MAX}`.execute(tx);
  return { ...contest, contestants };
}
