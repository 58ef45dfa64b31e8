/** Small fixed things for tests: fictional people, accounts, posts and cases, written as the owner through the store. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type CaseState, EVIDENCE_SEED_BYTES, evidenceRoot, type Label, type Phase, type Role } from '@pantau/domain';
import { createUser, type Handle } from '@pantau/store';
import { sql } from 'kysely';

export const PASSWORD = 'kata sandi uji 2026';

let counter = 0;
const unique = (): number => ++counter;

export interface BuiltUser {
  id: number;
  username: string;
}

export async function buildUser(db: Handle, ...roles: [Role, string][]): Promise<BuiltUser> {
  const n = unique();
  const username = `${roles[0]?.[0] ?? 'tanpa_peran'}.${n}`;
  const id = await createUser(db, {
    username,
    displayName: `Pengguna Uji ${n}`,
    password: PASSWORD,
    roles: roles.map(([role, region]) => ({ role, region })),
  });
  return { id, username };
}

export interface CaseSpec {
  region?: string;
  phase?: Phase;
  label?: Label;
  state?: CaseState;
  band?: 'flag' | 'review';
  direction?: 'SUPPORT' | 'ATTACK';
  priority?: number;
  acts?: string[];
  text?: string;
  contest?: string;
  url?: string;
  flaggedHoursAgo?: number;
  knownDaysAgo?: number;
  forwarded?: boolean;
  /** Sealed as the scorer does it: leaves, chain and audit row. */
  sealed?: boolean;
}

const SUPPORT_TEXT = 'Jangan lupa tanggal 27 coblos nomor 2 ya, maju bersama!';

/** A person with an account and one post that became a case. Everyone here is fictional. */
export async function buildCase(db: Handle, spec: CaseSpec = {}): Promise<number> {
  const n = unique();
  const region = spec.region ?? '16.73';
  const { personId, versionId, postId, platform } = await buildPost(db, n, region);
  const state = spec.state ?? 'FLAGGED';
  const decided = !['FLAGGED', 'IN_REVIEW', 'EXPIRED'].includes(state);
  const forwarded = spec.forwarded ?? ['FORWARDED', 'PPK_EXAM', 'DECIDED', 'APPEALED', 'WITHDRAWN'].includes(state);
  const { rows } = await sql<{ id: number }>`
    insert into cases (post_id, version_id, person_id, region, election, contest, state, band, label, direction, phase, score, acts, priority, posted_at, captured_at,
      first_flagged_at, known_at, due_at, decided_at, forwarded_at)
    values (${postId}, ${versionId}, ${personId}, ${region}, 'PILKADA-UJI', ${spec.contest ?? null}, ${state}, ${spec.band ?? 'flag'}, ${spec.label ?? 'VOTE_CALL'},
      ${spec.direction ?? 'SUPPORT'}, ${spec.phase ?? 'PRE'}, 0.91, ${spec.acts ?? (decided ? suggested(spec) : [])}, ${spec.priority ?? 50}, '2024-06-01T03:00:00Z', '2024-06-01T03:05:00Z',
      now() - ${spec.flaggedHoursAgo ?? 1} * interval '1 hour', ${state === 'FLAGGED' ? null : sql`now() - ${spec.knownDaysAgo ?? 0} * interval '1 day'`},
      ${dueOf(spec, state)}, ${decided ? sql`now()` : null}, ${forwarded ? sql`now()` : null}) returning id`.execute(db);
  const id = rows[0]?.id ?? 0;
  await seal(db, id, versionId, region, platform, spec);
  await sql`insert into case_event (case_id, type, data) values (${id}, 'opened', jsonb_build_object('version', ${versionId}::bigint))`.execute(db);
  return id;
}

/** When the next step is due, as the steps before would have left it. */
function dueOf(spec: CaseSpec, state: CaseState) {
  if (state === 'FLAGGED' || state === 'IN_REVIEW')
    return sql`now() + (${state === 'FLAGGED' ? 24 : 48} - ${spec.flaggedHoursAgo ?? 1}::float8) * interval '1 hour'`;
  return state === 'CONFIRMED' ? sql`now() + (7 - ${spec.knownDaysAgo ?? 0}::float8) * interval '1 day'` : sql`null`;
}

async function buildPost(db: Handle, n: number, region: string): Promise<{ personId: number; postId: number; versionId: number; platform: string }> {
  const platform = 'replay';
  const { rows } = await sql<{ person: number; post: number; version: number }>`
    with p as (insert into person (key_hash, key_tail, name) values (${randomBytes(32)}, ${String(n % 1000).padStart(3, '0')}, ${`Orang Fiktif ${n}`}) returning id),
    pp as (insert into person_period (person_id, valid_from, employment_status, agency, opd, region) select id, '2020-01-01', 'PNS', 'Pemerintah Kota Uji', 'Dinas Contoh', ${region} from p),
    a as (insert into account (person_id, platform, handle, handle_key, basis_law, basis_ref) select id, ${platform}, ${`fiktif${n}`}, ${`fiktif${n}`}, 'UU 7/2017', 'ST-UJI/1' from p returning id),
    po as (insert into post (platform, post_key, account_id) select ${platform}, ${randomUUID()}, id from a returning id),
    v as (insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256)
          select id, '1', '2024-06-01T03:00:00Z', '2024-06-01T03:05:00Z', '2024-06-01', 'post', ${randomBytes(32)} from po returning id)
    select p.id as person, po.id as post, v.id as version from p, po, v`.execute(db);
  const r = rows[0];
  if (!r) throw new Error('nothing was built');
  return { personId: r.person, postId: r.post, versionId: r.version, platform };
}

const suggested = (spec: CaseSpec): string[] => [(spec.phase ?? 'PRE') === 'PRE' ? 'SKB-KE-02' : 'SKB-DS-02'];

async function seal(db: Handle, id: number, versionId: number, region: string, platform: string, spec: CaseSpec): Promise<void> {
  const text = spec.text ?? SUPPORT_TEXT;
  const call = text.indexOf('coblos nomor 2');
  const slogan = text.indexOf('maju bersama');
  const evidence = [
    { start: call, end: call + 'coblos nomor 2'.length, field: 'text', kind: 'vote_call', rule: 'V-014', weight: 2.1 },
    { start: slogan, end: slogan + 'maju bersama'.length, field: 'text', kind: 'contestant', rule: 'NAME-slogan', weight: 0.8 },
  ].filter((e) => e.start >= 0);
  const content = {
    post: { text, url: spec.url ?? `https://contoh.invalid/p/${versionId}` },
    kind: 'post',
    platform,
    post_key: String(versionId),
    version_key: '1',
    posted_at: '2024-06-01T03:00:00.000Z',
    captured_at: '2024-06-01T03:05:00.000Z',
    author: { region, employment_status: 'PNS', identity_verified: true },
    verdict: {
      id: String(versionId),
      verdict: spec.band ?? 'flag',
      score: 0.91,
      label: spec.label ?? 'VOTE_CALL',
      direction: spec.direction ?? 'SUPPORT',
      phase: spec.phase ?? 'PRE',
      acts: suggested(spec),
      contestants: spec.contest ? [{ id: `${spec.contest}-2`, stance: 'support' }] : [],
      evidence,
      exemption: null,
      ruleset: 'uji-1',
      register: 'uji',
    },
  };
  if (spec.sealed) return sealAsScorer(db, id, versionId, content);
  const json = JSON.stringify(content);
  await sql`insert into evidence (case_id, version_id, content, sha256) values (${id}, ${versionId}, ${json}::jsonb, sha256(convert_to(${json}::jsonb::text, 'UTF8')))`.execute(
    db,
  );
}

async function sealAsScorer(db: Handle, id: number, versionId: number, content: unknown): Promise<void> {
  const seed = randomBytes(EVIDENCE_SEED_BYTES);
  await sql`insert into evidence (case_id, version_id, content, seal, seed, root, sha256)
    values (${id}, ${versionId}, ${JSON.stringify(content)}::jsonb, 2, ${seed}, decode(${evidenceRoot(content, seed)}, 'hex'), '')`.execute(db);
  await sql`select audit_append('evidence_sealed', 'case', case_id::text, jsonb_build_object('version', version_id, 'sha256', encode(sha256, 'hex')))
    from evidence where case_id = ${id} and version_id = ${versionId}`.execute(db);
}

/** A later version of the post of a case, sealed beside the first. */
export async function buildVersion(db: Handle, caseId: number, spec: { text: string; captured_at: string; acts: string[] }): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256)
    select post_id, '2', posted_at, ${spec.captured_at}, ${spec.captured_at}::date, 'post', ${randomBytes(32)} from cases where id = ${caseId} returning id`.execute(
    db,
  );
  const id = rows[0]?.id ?? 0;
  const start = spec.text.indexOf('coblos nomor 2');
  const span = { start, end: start + 'coblos nomor 2'.length, field: 'text', kind: 'vote_call', rule: 'V-014', weight: 2.1 };
  await sql`insert into evidence (case_id, version_id, content, sha256)
    select case_id, ${id}, c, sha256(convert_to(c::text, 'UTF8')) from (select case_id, content
      || jsonb_build_object('post', jsonb_build_object('text', ${spec.text}::text), 'version_key', '2', 'captured_at', ${spec.captured_at}::text)
      || jsonb_build_object('verdict', content->'verdict' || jsonb_build_object('acts', ${JSON.stringify(spec.acts)}::jsonb, 'evidence', ${JSON.stringify([span])}::jsonb)) as c
      from evidence where case_id = ${caseId}) e`.execute(db);
  return id;
}

/** A contest of two pairs in a published register of its own. */
export async function buildContest(db: Handle, id: string, region: string): Promise<void> {
  const doc = (name: string) => JSON.stringify({ people: [{ name: `${name} Satu` }, { name: `${name} Dua` }] });
  await sql`with part as (insert into register_part (part_key, label, sha256, source, imported_by, counts) values (${id}, '1', '\\x00', 'uji', 'uji', '{"contests": 1}') returning id),
    v as (insert into register_version (name, published_by) values (${`uji-${id}`}, 'uji') returning id),
    vp as (insert into register_version_part select v.id, part.id from v, part),
    c as (insert into register_contest (part_id, id, election, type, region, name) select id, ${id}, 'PILKADA-UJI', 'MAYOR', ${region}, 'Pemilihan Wali Kota Uji' from part)
    insert into register_contestant (part_id, id, contest, kind, ballot_number, doc)
    select part.id, x.id, ${id}, 'pair', x.n, x.doc::jsonb from part, (values (${`${id}-1`}, 1, ${doc('Melati')}), (${`${id}-2`}, 2, ${doc('Kenanga')})) as x(id, n, doc)`.execute(
    db,
  );
}

/** A `json:` part over `buildContest`: the same contest and its second pair again, in a new version that keeps the first part. */
export async function buildOverlay(db: Handle, id: string): Promise<void> {
  const doc = JSON.stringify({ people: [{ name: 'Kenanga Baru' }] });
  await sql`with part as (insert into register_part (part_key, label, sha256, source, imported_by, counts) values (${`json:${id}`}, '1', '\\x00', 'uji', 'uji', '{"contests": 1}') returning id),
    v as (insert into register_version (name, published_by) values (${`uji-${id}-lapis`}, 'uji') returning id),
    vp as (insert into register_version_part select v.id, part.id from v, part union all select v.id, p.id from v, register_part p where p.part_key = ${id}),
    c as (insert into register_contest (part_id, id, election, type, region, name) select id, ${id}, 'PILKADA-UJI', 'MAYOR', '16.73', 'Pemilihan Berlapis Uji' from part)
    insert into register_contestant (part_id, id, contest, kind, ballot_number, doc) select part.id, ${`${id}-2`}, ${id}, 'pair', 3, ${doc}::jsonb from part`.execute(
    db,
  );
}

export async function buildSubscription(db: Handle, region: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into subscription (office, region, channel, url, secret_sealed, events) values (${`BKPSDM ${region}`}, ${region}, 'webhook', 'https://bkpsdm.contoh.invalid/hook', '\\x00', '{case.forwarded}') returning id`.execute(
    db,
  );
  return rows[0]?.id ?? 0;
}
