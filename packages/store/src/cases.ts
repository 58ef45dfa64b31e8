/** Reading one case. Every function runs in a transaction opened by `asUser`: row-level security decides what exists. */
import { ProblemError } from '@pantau/domain';
import { CASE_FROM, CASE_ROW, type CaseRow, FIRST_PART } from './case-row.ts';
import type { Tx } from './db.ts';
import type { EvidenceContent } from './evidence.ts';
import { sql } from './kysely.ts';

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
    select ${CASE_ROW}, c.acts, c.exemption,
           region_in(c.region, app_scopes('analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'auditor')) as full,
           region_in(c.region, app_scopes('analyst', 'second_reviewer')) as "mayReview", region_in(c.region, app_scopes('commissioner')) as "mayForward",
           coalesce((select jsonb_agg(jsonb_build_object('versionId', e.version_id, 'sha256', encode(e.sha256, 'hex'), 'sealedAt', e.sealed_at, 'content', e.content) order by e.version_id desc)
             from evidence e where e.case_id = c.id), '[]') as evidence,
           coalesce((select jsonb_agg(jsonb_build_object('by', (select n.display_name from colleague_names(array[o.user_id]) n), 'mine', o.user_id = ${userId},
               'finding', o.finding, 'acts', o.acts, 'exemption', o.exemption, 'reason', o.reason, 'at', o.given_at) order by o.given_at)
             from case_opinion o where o.case_id = c.id and o.undone_at is null), '[]') as opinions,
           coalesce((select jsonb_agg(jsonb_build_object('type', v.type, 'actorId', v.actor, 'by', (select n.display_name from colleague_names(array[v.actor]) n where v.actor is not null),
               'at', v.at, 'data', v.data) order by v.id)
             from (select * from case_event x where x.case_id = c.id order by x.id limit ${EVENTS_MAX}) v), '[]') as events,
           (select jsonb_build_object('name', s.name, 'keyTail', s.key_tail, 'agency', s.agency, 'opd', s.opd, 'employmentStatus', s.employment_status)
             from forwarded_subject(c.id) s where c.forwarded_at is not null) as subject
      from ${CASE_FROM} where c.id = ${id}`.execute(tx);
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
