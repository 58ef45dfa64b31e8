/**
 * The statement of reasons in Indonesian: what was written, which words count, which act and passage of law they may break,
 * what spoke against it, how it was decided and by how many, and what the person may do. It says "dugaan" of what is not
 * established, names no person, and knows no score: the engine's number is no part of any reason.
 */
import type { ActLaw } from '../act-law.ts';
import { localDay, zoneOf } from '../regions.ts';
import type { Phase } from '../vocabulary.ts';
import type { HearingOutcome } from './states.ts';

export interface StatementFacts {
  caseNumber: string;
  region: string;
  regionName: string;
  contestName: string | null;
  phase: Phase;
  confirmed: boolean;
  platform: string;
  postedAt: Date;
  capturedAt: Date;
  sha256: string;
  text: string;
  /** The words that count, as they stand in the text. */
  quotes: readonly string[];
  acts: readonly ActLaw[];
  exemption: { code: string; name: string } | null;
  weighed: readonly { code: string; name: string }[];
  /** In the readers' own words. */
  reasons: readonly string[];
  readers: number;
  round: number;
  decidedAt: Date;
  finding: { number: string; plenaryNo: string; plenaryOn: string } | null;
  hearing: HearingOutcome | null;
}

export interface Statement {
  title: string;
  sections: { heading: string; paragraphs: string[] }[];
  text: string;
}

const PHASES: Record<Phase, string> = {
  OFF: 'di luar tahapan pemilihan',
  PRE: 'sebelum penetapan peserta',
  SET: 'setelah penetapan peserta, sebelum masa kampanye',
  CAMP: 'masa kampanye',
  QUIET: 'masa tenang',
  VOTE: 'hari pemungutan suara',
  POST: 'setelah pemungutan suara',
};
const MONTHS = ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'];
const NUMBERS = ['nol', 'satu', 'dua', 'tiga'];
const ZONE_HOURS = { WIB: 7, WITA: 8, WIT: 9 } as const;

export function dayInWords(day: string): string {
  const [y, m, d] = day.split('-').map(Number);
  return `${d} ${MONTHS[(m ?? 1) - 1]} ${y}`;
}

export function timeInWords(at: Date, region: string): string {
  const zone = zoneOf(region);
  const local = new Date(at.getTime() + ZONE_HOURS[zone] * 3_600_000).toISOString();
  return `${dayInWords(localDay(at, region))} pukul ${local.slice(11, 16).replace(':', '.')} ${zone}`;
}

export function statementOf(f: StatementFacts): Statement {
  const title = f.confirmed ? `Pertimbangan atas dugaan pelanggaran netralitas, perkara ${f.caseNumber}` : `Pertimbangan penghentian, perkara ${f.caseNumber}`;
  const sections = [factsOf(f), wordsOf(f), ...(f.confirmed ? [lawSection(f)] : []), exceptionsOf(f), decisionOf(f), rightsOf(f)];
  const text = [title, ...sections.flatMap((s, i) => ['', `${i + 1}. ${s.heading}`, ...s.paragraphs])].join('\n');
  return { title, sections, text };
}

type Section = Statement['sections'][number];

function factsOf(f: StatementFacts): Section {
  return {
    heading: 'Fakta',
    paragraphs: [
      `Sebuah unggahan publik pada ${f.platform} dibuat pada ${timeInWords(f.postedAt, f.region)} oleh akun yang terdaftar atas nama seorang aparatur di ${f.regionName}.`,
      `Unggahan itu dibuat pada tahap ${PHASES[f.phase]}${f.contestName === null ? '' : ` (${f.contestName})`}.`,
      `Salinan unggahan disegel pada ${timeInWords(f.capturedAt, f.region)} dengan sidik SHA-256 ${f.sha256}.`,
      `Isi unggahan: “${f.text}”`,
    ],
  };
}

function wordsOf(f: StatementFacts): Section {
  return {
    heading: 'Bagian yang menjadi perhatian',
    paragraphs: f.quotes.length > 0 ? f.quotes.map((q) => `– “${q}”`) : ['Tidak ada bagian tertentu yang ditunjuk; unggahan dibaca sebagai keseluruhan.'],
  };
}

function lawSection(f: StatementFacts): Section {
  return {
    heading: 'Dugaan pelanggaran dan dasar hukum',
    paragraphs: [
      ...f.acts.map((a) => `– ${a.code} (${a.name}). Dasar: ${a.passage}. Bunyi: “${a.wording}”.`),
      'Hal di atas adalah dugaan. Apakah benar terjadi pelanggaran, dan apa akibatnya, diputus oleh pejabat yang berwenang setelah yang bersangkutan didengar.',
    ],
  };
}

function exceptionsOf(f: StatementFacts): Section {
  const named = f.weighed.filter((w) => w.code !== f.exemption?.code).map((w) => `– ${w.code}: ${w.name} (ditimbang, tidak diikuti).`);
  const held = f.exemption === null ? [] : [`– ${f.exemption.code}: ${f.exemption.name} (diikuti).`];
  return {
    heading: 'Pengecualian yang ditimbang',
    paragraphs: [...held, ...named].length > 0 ? [...held, ...named] : ['Tidak ada pengecualian yang diajukan oleh pembaca.'],
  };
}

function decisionOf(f: StatementFacts): Section {
  const readers = f.readers === 1 ? 'satu orang pembaca' : `${NUMBERS[f.readers] ?? f.readers} orang pembaca secara terpisah, tanpa saling mengetahui jawaban`;
  return {
    heading: 'Cara memutus',
    paragraphs: [
      `Unggahan dibaca oleh ${readers}${f.round > 1 ? `, pada pembacaan ke-${f.round} setelah perkara dibuka kembali` : ''}. Sistem hanya menandai unggahan untuk dibaca; penilaian dibuat oleh manusia.`,
      f.confirmed
        ? `Pada ${timeInWords(f.decidedAt, f.region)} dugaan dinilai cukup beralasan untuk ditindaklanjuti.`
        : `Pada ${timeInWords(f.decidedAt, f.region)} dinilai bahwa tidak cukup alasan untuk menduga adanya pelanggaran, dan perkara dihentikan.`,
      ...f.reasons.map((r) => `Alasan pembaca: “${r}”`),
      ...(f.finding === null
        ? []
        : [`Ditetapkan sebagai temuan nomor ${f.finding.number} dalam rapat pleno ${f.finding.plenaryNo} tanggal ${dayInWords(f.finding.plenaryOn)}.`]),
      ...hearingWords(f.hearing),
    ],
  };
}

function hearingWords(h: HearingOutcome | null): string[] {
  if (h === 'held') return ['Yang bersangkutan telah didengar dalam klarifikasi.'];
  if (h === 'refused') return ['Yang bersangkutan telah diundang untuk klarifikasi dan menyatakan tidak bersedia.'];
  return h === 'absent' ? ['Yang bersangkutan telah diundang untuk klarifikasi dan tidak hadir.'] : [];
}

function rightsOf(f: StatementFacts): Section {
  return {
    heading: 'Hak yang bersangkutan',
    paragraphs: f.confirmed
      ? [
          '– Mengetahui dugaan, bukti, dan dasar hukumnya.',
          '– Memberikan klarifikasi, secara lisan atau tertulis, dan mengunggah bukti sebelum perkara diteruskan.',
          '– Didampingi dan didengar dalam pemeriksaan oleh pejabat yang berwenang.',
          '– Mengajukan keberatan atau banding administratif dalam 14 hari kerja setelah keputusan diterima.',
          '– Meminta akses dan perbaikan data pribadinya, termasuk bila akun bukan miliknya (UU Nomor 27 Tahun 2022 Pasal 5 sampai dengan Pasal 7).',
        ]
      : [
          '– Meminta akses dan perbaikan data pribadinya, termasuk bila akun bukan miliknya (UU Nomor 27 Tahun 2022 Pasal 5 sampai dengan Pasal 7).',
          '– Data perkara yang dihentikan dihapus sesuai jadwal retensi.',
        ],
  };
}
