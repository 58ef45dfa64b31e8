/** Papers of a case: statements, minutes, decisions. Stored with their hash, given out as they came, and every reading is logged. */
import { createHash } from 'node:crypto';
import { ATTACHMENT, type AttachmentKind, ProblemError } from '@pantau/domain';
import { first, momentOf, mustJudge, openCase, record } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface NewAttachment {
  kind: AttachmentKind;
  fileName: string;
  mediaType: string;
  content: Buffer;
}

export interface Attached {
  id: number;
  sha256: string;
  size: number;
}

export async function addAttachment(tx: Tx, userId: number, caseId: number, a: NewAttachment, now: Date): Promise<Attached> {
  const c = await openCase(tx, userId, caseId, { lock: true });
  mustJudge('attach', c, await momentOf(tx, 'attach', now));
  const { rows: held } = await sql<{ n: number }>`select count(*)::int as n from case_attachment where case_id = ${caseId}`.execute(tx);
  if ((held[0]?.n ?? 0) >= ATTACHMENT.perCaseMax) throw new ProblemError('case_wrong_state', `A case holds at most ${ATTACHMENT.perCaseMax} attachments.`);
  const stage = c.actor.roles.includes('personnel_office') ? 'PPK' : 'BAWASLU';
  const sha256 = createHash('sha256').update(a.content).digest();
  const { rows } = await sql<{ id: number }>`insert into case_attachment (case_id, stage, kind, file_name, media_type, size, sha256, content, added_by)
    values (${caseId}, ${stage}, ${a.kind}, ${a.fileName}, ${a.mediaType}, ${a.content.length}, ${sha256}, ${a.content}, ${userId}) returning id`.execute(tx);
  const { id } = first(rows);
  await record(tx, caseId, userId, stage === 'PPK' ? 'ppk_attached' : 'attached', { attachment: id, kind: a.kind });
  return { id, sha256: sha256.toString('hex'), size: a.content.length };
}

export async function readAttachment(tx: Tx, caseId: number, id: number): Promise<{ fileName: string; mediaType: string; content: Buffer }> {
  const { rows } = await sql<{ fileName: string; mediaType: string; content: Buffer }>`
    select file_name as "fileName", media_type as "mediaType", content from case_attachment where id = ${id} and case_id = ${caseId}`.execute(tx);
  if (!rows[0]) throw new ProblemError('not_found');
  await sql`select audit_append('case_attachment_read', 'case', ${String(caseId)}, ${JSON.stringify({ attachment: id })}::jsonb)`.execute(tx);
  return rows[0];
}
