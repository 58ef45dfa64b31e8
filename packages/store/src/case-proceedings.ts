/** Reading what has become of a case since its confirmation, and what the reader may do with it now. */
import { type AllowedAct, allowedActs } from '@pantau/domain';
import { momentOf, type OpenCase, openCase } from './case-change.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

/** The same table that judges a step says here what could be done: nothing is written and nothing is locked. */
export async function allowedFor(tx: Tx, userId: number, id: number, now: Date): Promise<AllowedAct[]> {
  const c = await openCase(tx, userId, id, { lock: false });
  return allowedActs(c.facts, c.actor, await momentOf(tx, 'decide', now));
}

export interface Proceedings {
  open: OpenCase;
  allowed: AllowedAct[];
  overdueAt: Date | null;
  outcome: string | null;
  sanction: string | null;
  finding: { number: string; plenaryNo: string; plenaryOn: string; decidedAt: string; formA: Record<string, unknown>; formB2: Record<string, unknown> } | null;
  fileCases: number[];
  hearings: {
    id: number;
    stage: 'BAWASLU' | 'PPK';
    summonsNo: string;
    summonedAt: string;
    scheduledAt: string;
    place: string;
    outcome: 'held' | 'refused' | 'absent' | null;
    heldAt: string | null;
    minutes: string | null;
  }[];
  records: { id: number; kind: string; stage: 'BAWASLU' | 'PPK'; content: Record<string, unknown>; actor: number | null; by: string | null; at: string }[];
  attachments: {
    id: number;
    stage: 'BAWASLU' | 'PPK';
    kind: string;
    fileName: string;
    mediaType: string;
    size: number;
    sha256: string;
    actor: number | null;
    at: string;
  }[];
}

const ROWS_MAX = 500;
type Parts = Omit<Proceedings, 'open' | 'allowed'>;

/** One statement for the parts, so that they belong together; each passes its own table's row-level security. */
export async function readProceedings(tx: Tx, userId: number, id: number, now: Date): Promise<Proceedings> {
  const open = await openCase(tx, userId, id, { lock: false });
  const { rows } = await sql<Parts>`
    select c.overdue_at as "overdueAt", c.outcome, c.sanction,
      (select jsonb_build_object('number', f.number, 'plenaryNo', f.plenary_no, 'plenaryOn', f.plenary_on, 'decidedAt', f.decided_at, 'formA', f.form_a, 'formB2', f.form_b2)
         from finding f where f.id = c.finding_id) as finding,
      coalesce((select jsonb_agg(m.id order by m.id) from cases m where m.file_id = c.file_id), '[]') as "fileCases",
      coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'stage', h.stage, 'summonsNo', h.summons_no, 'summonedAt', h.summoned_at, 'scheduledAt', h.scheduled_at,
          'place', h.place, 'outcome', h.outcome, 'heldAt', h.held_at, 'minutes', h.minutes) order by h.id)
         from hearing h where h.case_id = c.id), '[]') as hearings,
      coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'stage', x.stage, 'content', x.content, 'actor', x.by, 'at', x.at,
          'by', (select n.display_name from colleague_names(array[x.by]) n where x.by is not null)) order by x.id)
         from (select * from case_record y where y.case_id = c.id order by y.id limit ${ROWS_MAX}) x), '[]') as records,
      coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'stage', a.stage, 'kind', a.kind, 'fileName', a.file_name, 'mediaType', a.media_type, 'size', a.size,
          'sha256', encode(a.sha256, 'hex'), 'actor', a.added_by, 'at', a.added_at) order by a.id)
         from case_attachment a where a.case_id = c.id), '[]') as attachments
      from cases c where c.id = ${id}`.execute(tx);
  const [parts] = rows;
  if (!parts) throw new Error(`case ${id} was there a moment ago`);
  return { open, allowed: allowedActs(open.facts, open.actor, await momentOf(tx, 'decide', now)), ...parts };
}
