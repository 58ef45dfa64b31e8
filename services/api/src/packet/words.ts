/** Indonesian words for codes, and times as people of the region say them. A code without a word is shown as itself. */
import { zoneOf } from '@pantau/domain';

const LABEL_WORDS: Readonly<Record<string, string>> = {
  VOTE_CALL: 'ajakan memilih',
  PRAISE_SUPPORT: 'pujian atau dukungan',
  ATTACK: 'tindakan yang merugikan peserta',
  ENGAGE: 'interaksi dengan akun peserta',
  PHOTO_SYMBOL: 'foto atau simbol',
  PROPS: 'alat peraga',
  ATTEND: 'kehadiran di kegiatan peserta',
  TEAM_ROLE: 'peran dalam tim',
  PARTY_MEMBER: 'keanggotaan partai',
  SELF_CANDIDACY: 'pencalonan diri',
  MOBILISE: 'pengerahan',
  STATE_FACILITY: 'penggunaan fasilitas negara',
};
const PHASES: Readonly<Record<string, string>> = {
  OFF: 'di luar tahapan',
  PRE: 'sebelum penetapan peserta',
  SET: 'sesudah penetapan peserta',
  CAMP: 'masa kampanye',
  QUIET: 'masa tenang',
  VOTE: 'hari pemungutan suara',
  POST: 'sesudah pemungutan suara',
};
const STATES: Readonly<Record<string, string>> = {
  CONFIRMED: 'dugaan dikonfirmasi',
  FINDING: 'temuan',
  REGISTERED: 'diregistrasi',
  CLARIFICATION: 'klarifikasi',
  NOT_PROVEN: 'tidak terbukti',
  FORWARDED: 'diteruskan',
  CRIMINAL_TRACK: 'jalur pidana',
  PPK_EXAM: 'pemeriksaan PPK',
  DECIDED: 'diputus PPK',
  APPEALED: 'keberatan atau banding',
  WITHDRAWN: 'temuan ditarik',
  CLOSED: 'ditutup',
};
const EVENTS: Readonly<Record<string, string>> = {
  opened: 'ditandai oleh sistem',
  new_version: 'unggahan disunting, versi baru disegel',
  claimed: 'diambil untuk ditinjau',
  released: 'dilepas',
  opinion: 'pendapat disegel',
  undone: 'pendapat ditarik kembali',
  reopened: 'dibuka kembali',
  confirmed: 'dugaan dikonfirmasi',
  dismissed: 'dinyatakan bukan pelanggaran',
  forwarded: 'diteruskan',
  withdrawn: 'temuan ditarik',
};
/** What people did with the case, as the log calls it. */
const ACTIONS: Readonly<Record<string, string>> = {
  evidence_sealed: 'bukti disegel',
  case_read: 'perkara dibaca',
  refused: 'permintaan ditolak',
  packet_requested: 'berkas diminta',
  packet_released: 'berkas dilepas',
  packet_fetched: 'berkas diambil',
};
const CUES: Readonly<Record<string, string>> = {
  contestant: 'peserta disebut',
  ambiguous: 'mungkin peserta',
  vote: 'ajakan memilih',
  vote_call: 'ajakan memilih',
  ballot: 'nomor atau surat suara',
  appeal: 'imbauan',
  win: 'kemenangan',
  praise: 'pujian',
  slogan: 'semboyan',
  prefer: 'pilihan sendiri',
  choice: 'pilihan',
  promo: 'promosi',
  back: 'dukungan',
  critic: 'kritik',
  mock: 'ejekan',
  props: 'alat peraga',
  attend: 'kehadiran',
  team: 'peran tim',
  member: 'keanggotaan partai',
  mobil: 'pengerahan',
  facil: 'fasilitas negara',
  photo: 'foto atau pose',
};
const STATUS: Readonly<Record<string, string>> = { PPPK_PARUH_WAKTU: 'PPPK paruh waktu', NON_ASN: 'Non-ASN' };
const OUTCOMES: Readonly<Record<string, string>> = { held: 'dilaksanakan', refused: 'ditolak', absent: 'tidak hadir' };

export const word = {
  label: (code: string): string => LABEL_WORDS[code] ?? code,
  phase: (code: string): string => PHASES[code] ?? code,
  state: (code: string): string => STATES[code] ?? code,
  event: (code: string): string => EVENTS[code] ?? code,
  action: (code: string): string => ACTIONS[code] ?? EVENTS[code.replace(/^case_/, '')] ?? code,
  cue: (code: string): string => CUES[code] ?? code,
  status: (code: string): string => STATUS[code] ?? code,
  outcome: (code: string): string => OUTCOMES[code] ?? code,
};

const TIME_ZONES = { WIB: 'Asia/Jakarta', WITA: 'Asia/Makassar', WIT: 'Asia/Jayapura' } as const;

/** `Sabtu, 12 Oktober 2024 pukul 08.30.15 WIB`, in the time of the region. */
export function localTime(at: Date, region: string): string {
  const zone = zoneOf(region);
  const part = (o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('id-ID', { timeZone: TIME_ZONES[zone], ...o }).format(at);
  const day = part({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const clock = part({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return `${day} pukul ${clock.replaceAll(':', '.')} ${zone}`;
}

/** `12/10/2024 08.30 WIB` for tables. */
export function shortTime(at: Date, region: string): string {
  const zone = zoneOf(region);
  const p = new Intl.DateTimeFormat('id-ID', {
    timeZone: TIME_ZONES[zone],
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const get = (type: string) => p.find((x) => x.type === type)?.value ?? '';
  return `${get('day')}/${get('month')}/${get('year')} ${get('hour')}.${get('minute')} ${zone}`;
}

/** `2024-10-12` as `12 Oktober 2024`. */
export function localDate(day: string): string {
  return new Intl.DateTimeFormat('id-ID', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(`${day}T00:00:00Z`));
}
