/** The rows a packet is made from, read in one transaction as the user who fetches it. */
import type { CaseState, Phase, StatementFacts } from '@pantau/domain';
import { readStatementFacts } from './case-statement.ts';
import { type CaseSubject, readContest } from './cases.ts';
import type { Tx } from './db.ts';
import type { EvidenceContent } from './evidence.ts';
import { sql } from './kysely.ts';

export interface PacketEvidenceRow {
  versionId: number;
  /** 1: sealed before leaves had salts; it is quoted by its hash only. */
  seal: number;
  position: number | null;
  content: EvidenceContent;
  seed: Buffer | null;
  root: Buffer | null;
  prevHash: Buffer | null;
  sha256: Buffer;
  sealedAt: Date;
}

export interface PacketAttachment {
  id: number;
  stage: string;
  kind: string;
  fileName: string;
  mediaType: string;
  size: number;
  sha256: Buffer;
  addedAt: Date;
  /** Only of plain text; anything else may show a face and stays here. */
  text: string | null;
}

export interface PacketSource {
  case: {
    id: number;
    region: string;
    regionName: string | null;
    election: string | null;
    contest: string | null;
    state: CaseState;
    label: string;
    direction: string | null;
    phase: Phase;
    acts: string[];
    postedAt: Date;
    capturedAt: Date;
    firstFlaggedAt: Date;
    knownAt: Date | null;
    decidedAt: Date | null;
    dueAt: Date | null;
    forwardedAt: Date | null;
  };
  subject: (CaseSubject & { positionType: string | null; appointingAuthority: string | null; region: string }) | null;
  accounts: { platform: string; handle: string }[];
  contest: { name: string; contestants: { id: string; name: string; ballotNumber: number | null }[]; handles: string[] } | null;
  evidence: PacketEvidenceRow[];
  opinions: { by: string | null; finding: string; acts: string[]; reason: string | null; at: Date }[];
  /** Null when the decision kept no reasons. */
  statement: StatementFacts | null;
  records: { kind: string; stage: string; content: Record<string, unknown>; at: Date }[];
  hearings: { stage: string; summonsNo: string; scheduledAt: Date; place: string; outcome: string | null; heldAt: Date | null; minutes: string | null }[];
  finding: { number: string; plenaryNo: string; plenaryOn: string; formA: Record<string, unknown>; formB2: Record<string, unknown>; decidedAt: Date } | null;
  attachments: PacketAttachment[];
  events: { type: string; by: string | null; at: Date }[];
  audit: {
    id: number;
    at: Date;
    epoch: string;
    actor: number | null;
    action: string;
    object: string;
    objectId: string;
    data: string;
    prevHash: Buffer;
    hash: Buffer;
  }[];
  officers: { requestedBy: string | null; releasedBy: string | null };
}

const ROWS_MAX = 500;

export async function readPacketSource(
  tx: Tx,
  packet: { id: number; caseId: number; requestedByName: string | null; releasedByName: string | null },
): Promise<PacketSource> {
  const { id, caseId } = packet;
  const found = (await readCaseRow(tx, caseId)).rows[0];
  if (!found) throw new Error(`case ${caseId} is gone while its packet is open`);
  const { findingId, ...kase } = found;
  return {
    case: kase,
    subject: (await readSubject(tx, id)).rows[0] ?? null,
    accounts: (await sql<{ platform: string; handle: string }>`select platform, handle from packet_accounts(${id})`.execute(tx)).rows,
    contest: kase.contest === null ? null : await readContestWithHandles(tx, kase.contest),
    evidence: (await readEvidence(tx, caseId)).rows,
    ...(await readProceedings(tx, caseId)),
    finding: findingId === null ? null : ((await readFinding(tx, findingId)).rows[0] ?? null),
    attachments: await readAttachments(tx, caseId),
    audit: (await readAuditExtract(tx, id)).rows,
    officers: { requestedBy: packet.requestedByName, releasedBy: packet.releasedByName },
  };
}

const readCaseRow = (tx: Tx, caseId: number) =>
  sql<PacketSource['case'] & { findingId: number | null }>`
    select c.id, c.region, r.name as "regionName", c.election, c.contest, c.state, c.label, c.direction, c.phase, c.acts, c.posted_at as "postedAt",
           c.captured_at as "capturedAt", c.first_flagged_at as "firstFlaggedAt", c.known_at as "knownAt", c.decided_at as "decidedAt", c.due_at as "dueAt",
           c.forwarded_at as "forwardedAt", c.finding_id as "findingId"
      from cases c left join region r on r.code = left(c.region, 5) where c.id = ${caseId}`.execute(tx);

const readSubject = (tx: Tx, packetId: number) =>
  sql<NonNullable<PacketSource['subject']>>`
    select name, key_tail as "keyTail", employment_status as "employmentStatus", position_type as "positionType", agency, opd, region,
           appointing_authority as "appointingAuthority" from packet_subject(${packetId})`.execute(tx);

const readEvidence = (tx: Tx, caseId: number) =>
  sql<PacketEvidenceRow>`
    select version_id as "versionId", seal, position, content, seed, root, prev_hash as "prevHash", sha256, sealed_at as "sealedAt"
      from evidence where case_id = ${caseId} and purged_at is null order by coalesce(position, 0), version_id limit ${ROWS_MAX}`.execute(tx);

const readFinding = (tx: Tx, findingId: number) =>
  sql<NonNullable<PacketSource['finding']>>`
    select number, plenary_no as "plenaryNo", plenary_on as "plenaryOn", form_a as "formA", form_b2 as "formB2", decided_at as "decidedAt"
      from finding where id = ${findingId}`.execute(tx);

async function readAttachments(tx: Tx, caseId: number): Promise<PacketAttachment[]> {
  const { rows } = await sql<Omit<PacketAttachment, 'text'> & { bytes: Buffer | null }>`
    select id, stage, kind, file_name as "fileName", media_type as "mediaType", size, sha256, added_at as "addedAt",
           case when media_type = 'text/plain' then content end as bytes
      from case_attachment where case_id = ${caseId} order by id limit ${ROWS_MAX}`.execute(tx);
  return rows.map(({ bytes, ...a }) => ({ ...a, text: bytes === null ? null : bytes.toString('utf8') }));
}

const readAuditExtract = (tx: Tx, packetId: number) =>
  sql<PacketSource['audit'][number]>`
    select id, at, epoch, actor, action, object, object_id as "objectId", data, prev_hash as "prevHash", hash from packet_audit(${packetId})`.execute(tx);

async function readProceedings(tx: Tx, caseId: number): Promise<Pick<PacketSource, 'opinions' | 'statement' | 'records' | 'hearings' | 'events'>> {
  const opinions = await sql<PacketSource['opinions'][number]>`
    select (select n.display_name from colleague_names(array[o.user_id]) n) as by, o.finding, o.acts, o.reason, o.given_at as at
      from case_opinion o where o.case_id = ${caseId} and o.undone_at is null order by o.given_at, o.user_id limit ${ROWS_MAX}`.execute(tx);
  const records = await sql<PacketSource['records'][number]>`
    select kind, stage, content, at from case_record where case_id = ${caseId} order by id limit ${ROWS_MAX}`.execute(tx);
  const hearings = await sql<PacketSource['hearings'][number]>`
    select stage, summons_no as "summonsNo", scheduled_at as "scheduledAt", place, outcome, held_at as "heldAt", minutes
      from hearing where case_id = ${caseId} order by id limit ${ROWS_MAX}`.execute(tx);
  const events = await sql<PacketSource['events'][number]>`
    select e.type, (select n.display_name from colleague_names(array[e.actor]) n where e.actor is not null) as by, e.at
      from case_event e where e.case_id = ${caseId} order by e.id limit ${ROWS_MAX}`.execute(tx);
  const statement = records.rows.some((r) => r.kind === 'reasons') ? await readStatementFacts(tx, caseId) : null;
  return { opinions: opinions.rows, records: records.rows, hearings: hearings.rows, events: events.rows, statement };
}

/** Accounts of the contestants are public; they may be named. */
async function readContestWithHandles(tx: Tx, contest: string): Promise<PacketSource['contest']> {
  const detail = await readContest(tx, contest);
  if (!detail) return null;
  const { rows } = await sql<{ handle: string }>`
    select distinct a->>'handle' as handle from register_contestant t cross join lateral jsonb_array_elements(coalesce(t.doc->'accounts', '[]')) a
     where t.contest = ${contest} and a->>'handle' is not null limit 5000`.execute(tx);
  const contestants = detail.contestants.map((c) => ({ id: c.id, name: c.name, ballotNumber: c.ballotNumber }));
  return { name: detail.name, contestants, handles: rows.map((r) => r.handle) };
}
