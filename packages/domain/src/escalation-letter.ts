/** The letter about an office that does not act. Facts of the file only: no name, no text of a post, no judgement of the office. */
import { localDay, zoneOf } from './regions.ts';

/** To the office above, or to who oversees the merit system on that day. */
export type LetterTo = 'province' | 'oversight';

export interface LetterFacts {
  addressee: string;
  caseNumber: string;
  findingNumber: string | null;
  office: string;
  region: string;
  forwardedAt: Date;
  dueAt: Date;
  received: boolean;
  /** A reminder has arrived at the office; only then the letter says so. */
  reminded: boolean;
  now: Date;
}

const MONTHS = ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'];

function dateOf(at: Date, region: string): string {
  const [y, m, d] = localDay(at, region).split('-').map(Number);
  return `${d} ${MONTHS[(m ?? 1) - 1]} ${y}`;
}

export function escalationLetter(f: LetterFacts): string {
  const about = f.findingNumber === null ? `perkara ${f.caseNumber}` : `perkara ${f.caseNumber} (temuan nomor ${f.findingNumber})`;
  const done = f.received
    ? 'Rekomendasi telah diterima, namun hasil pemeriksaan belum kami terima.'
    : 'Sampai hari ini tanda terima atas rekomendasi itu belum kami terima.';
  return [
    `Kepada Yth. ${f.addressee}`,
    '',
    `Perihal: tindak lanjut rekomendasi dugaan pelanggaran netralitas ASN, ${about}`,
    '',
    `Pada ${dateOf(f.forwardedAt, f.region)} Bawaslu meneruskan rekomendasi atas ${about} kepada ${f.office}. Batas waktu langkah berikutnya adalah ${dateOf(f.dueAt, f.region)} (${zoneOf(f.region)}).`,
    '',
    f.reminded ? `${done} Kepada ${f.office} telah dikirim pengingat.` : done,
    '',
    'Kami mohon bantuan agar rekomendasi tersebut ditindaklanjuti sesuai ketentuan. Berkas perkara dapat dibaca oleh pejabat yang berwenang melalui sistem; surat ini tidak memuat data pribadi.',
    '',
    `${dateOf(f.now, f.region)}`,
  ].join('\n');
}
