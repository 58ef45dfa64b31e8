/** Cases brought to a state as the steps before would have left them, and what each step is asked with. */
import type { CaseAct, CaseState } from '@pantau/domain';
import type { Handle } from '@pantau/store';
import { sql } from 'kysely';
import type { Client, Reply } from './api.ts';
import { buildCase, type CaseSpec } from './builders.ts';

export interface StepSpec {
  path: string;
  body?: unknown;
}

const SUMMONS = { summons_no: 'UND/001/2026', scheduled_at: '2026-12-01T02:00:00Z', place: 'Kantor Bawaslu Kota Uji' };
const HELD = { outcome: 'held', held_at: '2026-12-01T03:00:00Z', minutes: 'Yang bersangkutan menjelaskan unggahannya.' };

/** Path under /v1/cases/:id and a lawful body of every act that is one POST. */
export const STEPS_OVER_HTTP: Partial<Record<CaseAct, StepSpec>> = {
  opinion: { path: 'opinions', body: { finding: 'plausible', acts: ['SKB-KE-02'] } },
  undo: { path: 'undo' },
  reopen: { path: 'reopen', body: { ground: 'error', reason: 'Konteks unggahan terlewat.' } },
  finding: {
    path: 'finding',
    body: { plenary_no: '12/BA/2026', plenary_on: '2026-11-20', form_a: { tahapan: 'kampanye' }, form_b2: { uraian: 'Unggahan publik.' } },
  },
  register: { path: 'registration', body: {} },
  summon: { path: 'summons', body: SUMMONS },
  hear: { path: 'hearings', body: HELD },
  state: { path: 'statements', body: { text: 'Saya membagikan tanpa maksud mendukung.' } },
  extend: { path: 'extension', body: { reason: 'Perlu bukti tambahan.' } },
  not_proven: { path: 'study', body: { result: 'not_proven', reason: 'Akun dipakai orang lain.' } },
  criminal_track: { path: 'criminal-track', body: { reason: 'Memenuhi unsur pidana pemilihan.' } },
  forward: { path: 'forward' },
  answer: { path: 'answer', body: { answer: 'not_ours', note: 'Bukan pegawai kami.' } },
  readdress: { path: 'readdress', body: { reason: 'Data kepegawaian sudah diperiksa.' } },
  receive: { path: 'receipt', body: { number: 'AGENDA/77/2026' } },
  ppk_summon: { path: 'examination-summons', body: SUMMONS },
  ppk_hear: { path: 'examination', body: HELD },
  decide: { path: 'decision', body: { sanction: 'RINGAN', sanction_text: 'Teguran tertulis.', number: 'SK/5/2026', decided_on: '2026-12-05' } },
  appeal: { path: 'appeal', body: { kind: 'keberatan', filed_on: '2026-12-07', grounds: 'Sanksi tidak sepadan.' } },
  decide_appeal: {
    path: 'appeal-decision',
    body: { result: 'annulled', sanction: 'NONE', sanction_text: 'Dibatalkan.', number: 'SK/9/2026', decided_on: '2026-12-20' },
  },
  close: { path: 'close', body: { report: 'Tindak lanjut dilaporkan.' } },
  withdraw: { path: 'withdraw', body: { reason: 'Temuan keliru: akun senama.' } },
  split: { path: 'split', body: { reason: 'Perkara ini menunggu bukti.' } },
};

/** What has to be there before an act, besides the state. */
export async function prepare(db: Handle, act: CaseAct, id: number): Promise<void> {
  const hearing = (stage: 'BAWASLU' | 'PPK', outcome: 'held' | null) =>
    sql`insert into hearing (case_id, stage, summons_no, scheduled_at, place, summoned_by, outcome, recorded_by, recorded_at)
      values (${id}, ${stage}, 'UND/0', now(), 'Kantor', (select min(id) from app_user), ${outcome}, (select min(id) from app_user where ${outcome}::text is not null),
        case when ${outcome}::text is not null then now() end)`.execute(db);
  if (act === 'hear') await hearing('BAWASLU', null);
  if (act === 'forward') await hearing('BAWASLU', 'held');
  if (act === 'ppk_hear') await hearing('PPK', null);
  if (act === 'decide') await hearing('PPK', 'held');
  if (act === 'readdress') await sql`update cases set recipient_question = 'not_ours' where id = ${id}`.execute(db);
  if (act === 'appeal') await sql`insert into case_event (case_id, type, actor) values (${id}, 'decided', (select min(id) from app_user))`.execute(db);
}

export async function buildAt(db: Handle, state: CaseState, spec: CaseSpec = {}): Promise<number> {
  const id = await buildCase(db, { ...spec, state });
  if (state === 'CLOSED') await sql`update cases set forwarded_at = now(), outcome = 'SANCTIONED' where id = ${id}`.execute(db);
  await sql`update cases set alert_case = id where id = ${id} and forwarded_at is not null`.execute(db);
  return id;
}

/** The row of a case, as the owner sees it. */
export async function caseRow(db: Handle, id: number) {
  const r = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  if (!r) throw new Error('no such case');
  return r;
}

/** Posts to a case as somebody who has just read it; `seen` is the revision they read, if it was not just now. */
export async function postToCase(db: Handle, c: Client, id: number, path: string, body?: unknown, seen?: number): Promise<Reply> {
  const revision = seen ?? (await caseRow(db, id)).revision;
  return c.post(`/v1/cases/${id}/${path}`, body, { 'if-match': `"${revision}"` });
}
