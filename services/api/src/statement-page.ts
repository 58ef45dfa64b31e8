/** What the person concerned reads: the allegation, the words, the act and the law, in Indonesian. No reviewer, no third person, no score. */
import { caseNumber, knownHandles, lawOf, maskText, STATEMENT_FILE_TYPES } from '@pantau/domain';
import { STATEMENT, type StatementView } from '@pantau/store';
import type { z } from 'zod';
import { word } from './packet/words.ts';
import type { StatementPage } from './schemas/privacy.ts';

const INTRODUCTION =
  'Anda dipanggil untuk memberikan klarifikasi atas dugaan di bawah ini. Dugaan bukan putusan: belum ada kesimpulan bahwa Anda melanggar. ' +
  'Anda berhak menjawab secara tertulis di halaman ini, melampirkan bukti, atau menolak memberikan keterangan.';

const RIGHTS = [
  'Anda dapat memberikan keterangan di sini, hadir pada klarifikasi, atau keduanya.',
  'Anda dapat melampirkan berkas PDF, PNG, atau JPEG.',
  'Anda dapat menolak memberikan keterangan; penolakan dicatat dan tidak dianggap sebagai pengakuan.',
  'Bila akun ini bukan milik Anda, sampaikan di sini dan ajukan koreksi kepada kantor yang memanggil.',
  'Anda dapat meminta salinan seluruh data tentang Anda yang disimpan.',
];

export function statementPage(v: StatementView): z.infer<typeof StatementPage> {
  const own = knownHandles(v.handles);
  const mask = (text: string) => maskText(text, own);
  return {
    title: 'Kesempatan memberikan keterangan',
    introduction: INTRODUCTION,
    case_number: caseNumber(v.case_id),
    office: `Bawaslu ${v.region_name ?? v.region}`,
    allegation: `Dugaan pelanggaran netralitas ASN: ${word.label(v.label)}`,
    phase: v.phase,
    posts: v.evidence.map((e) => ({
      platform: e.platform,
      text: mask(e.text),
      shared_text: e.shared_text === null ? null : mask(e.shared_text),
      posted_at: e.posted_at,
      sha256: e.sha256,
    })),
    acts: v.acts.map(lawOf),
    hearing: v.hearing,
    rights: RIGHTS,
    due_at: v.due_at === null ? null : new Date(v.due_at).toISOString(),
    open_until: new Date(v.pass_until).toISOString(),
    files: v.attachments,
    limits: { text_chars: STATEMENT.textChars, files: STATEMENT.files, file_bytes: STATEMENT.fileBytes, file_types: [...STATEMENT_FILE_TYPES] },
  };
}
