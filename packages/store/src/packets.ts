/** Packets: what one person asks to hand out, another releases, and the rows it is then made from. */
import { type CaseState, LIMITS, ProblemError } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface PacketRow {
  id: number;
  caseId: number;
  recipient: string;
  reason: string;
  requestedBy: number;
  requestedByName: string | null;
  requestedAt: Date;
  releasedBy: number | null;
  releasedByName: string | null;
  releasedAt: Date | null;
  expiresAt: Date | null;
}

const ROW = sql`p.id, p.case_id as "caseId", p.recipient, p.reason, p.requested_by as "requestedBy", p.requested_at as "requestedAt",
  r.released_by as "releasedBy", r.released_at as "releasedAt", r.released_at + interval '72 hours' as "expiresAt",
  (select n.display_name from colleague_names(array[p.requested_by]) n) as "requestedByName",
  (select n.display_name from colleague_names(array[r.released_by]) n where r.released_by is not null) as "releasedByName"`;
const FROM = sql`packet p left join packet_release r on r.packet_id = p.id`;

/** Newest first. A case has a handful. */
export async function listPackets(tx: Tx, caseId: number): Promise<PacketRow[]> {
  const visible = await sql`select 1 from cases where id = ${caseId}`.execute(tx);
  if (visible.rows.length === 0) throw new ProblemError('not_found');
  return (await sql<PacketRow>`select ${ROW} from ${FROM} where p.case_id = ${caseId} order by p.id desc limit ${LIMITS.pageRows}`.execute(tx)).rows;
}

async function readPacket(tx: Tx, id: number): Promise<PacketRow> {
  const { rows } = await sql<PacketRow>`select ${ROW} from ${FROM} where p.id = ${id}`.execute(tx);
  if (!rows[0]) throw new ProblemError('not_found');
  return rows[0];
}

const UNDECIDED: readonly CaseState[] = ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'EXPIRED'];

/** Only about a case that somebody confirmed: before that nobody outside the review has a reason to read it. */
export async function requestPacket(tx: Tx, userId: number, caseId: number, input: { recipient: string; reason: string }): Promise<PacketRow> {
  const { rows } = await sql<{ state: CaseState; may: boolean }>`
    select state, region_in(region, app_scopes('commissioner', 'handling_officer')) as may from cases where id = ${caseId}`.execute(tx);
  const found = rows[0];
  if (!found) throw new ProblemError('not_found');
  if (!found.may) throw new ProblemError('forbidden');
  if (UNDECIDED.includes(found.state)) throw new ProblemError('case_wrong_state', `A packet needs a confirmed case; this one is ${found.state}.`);
  const made = await sql<{ id: number }>`insert into packet (case_id, recipient, reason, requested_by)
    values (${caseId}, ${input.recipient}, ${input.reason}, ${userId}) returning id`.execute(tx);
  const id = made.rows[0]?.id ?? 0;
  await audit(tx, 'packet_requested', 'case', caseId, { packet: id });
  return readPacket(tx, id);
}

/** By another person than the one who asked; the table holds that too. A second release of the same packet changes nothing. */
export async function releasePacket(tx: Tx, userId: number, id: number, reason: string): Promise<PacketRow> {
  const packet = await readPacket(tx, id);
  const { rows } = await sql<{ may: boolean }>`
    select region_in(region, app_scopes('commissioner', 'handling_officer')) as may from cases where id = ${packet.caseId}`.execute(tx);
  if (rows[0]?.may !== true) throw new ProblemError('forbidden');
  if (packet.requestedBy === userId) throw new ProblemError('case_same_person', 'Who asked for a packet may not release it.');
  if (packet.releasedAt !== null) return packet;
  const done = await sql`insert into packet_release (packet_id, requested_by, released_by, reason)
    values (${id}, ${packet.requestedBy}, ${userId}, ${reason}) on conflict do nothing`.execute(tx);
  if (Number(done.numAffectedRows ?? 0) > 0) await audit(tx, 'packet_released', 'case', packet.caseId, { packet: id });
  return readPacket(tx, id);
}

/** The packet, if this user may fetch it now; says why not otherwise. */
export async function fetchablePacket(tx: Tx, userId: number, id: number): Promise<PacketRow & { releasedAt: Date; releasedBy: number }> {
  const packet = await readPacket(tx, id);
  const { releasedAt, releasedBy } = packet;
  if (releasedAt === null || releasedBy === null) throw new ProblemError('packet_not_released');
  if (userId !== packet.requestedBy && userId !== releasedBy)
    throw new ProblemError('forbidden', 'Only who asked for the packet and who released it may fetch it.');
  const { rows } = await sql<{ open: number | null }>`select packet_open(${id}) as open`.execute(tx);
  if (rows[0]?.open === null || rows[0] === undefined) throw new ProblemError('packet_expired');
  return { ...packet, releasedAt, releasedBy };
}

/** What was handed out: by the hash of its manifest any copy can be told from a forged one. Before the first byte leaves. */
export async function recordFetched(
  tx: Tx,
  packet: { id: number; caseId: number },
  made: { manifestSha256: string; bytes: number; stamped: boolean },
): Promise<void> {
  await audit(tx, 'packet_fetched', 'case', packet.caseId, {
    packet: packet.id,
    manifest_sha256: made.manifestSha256,
    bytes: made.bytes,
    stamped: made.stamped,
  });
}
