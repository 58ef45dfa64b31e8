/** The hard negatives: patterns that are no violation, or grey. Codes as in the verdicts; `grey` is never auto-forwarded. */
export interface ExemptionReason {
  code: string;
  name: string;
  grey: boolean;
}

const no = (code: string, name: string): ExemptionReason => ({ code, name, grey: false });
const grey = (code: string, name: string): ExemptionReason => ({ code, name, grey: true });

export const EXEMPTIONS: readonly ExemptionReason[] = [
  no('HN-01', 'Sekadar sudah atau akan memakai hak pilih'),
  no('HN-02', 'Jari bertinta pada hari pemungutan suara'),
  grey('HN-03', 'Foto surat suara yang sudah dicoblos'),
  no('HN-04', 'Pendidikan pemilih, jadwal, ajakan datang ke TPS'),
  no('HN-05', 'Maskot, jingle, atau slogan resmi KPU'),
  no('HN-06', 'Ikrar, deklarasi, atau pakta integritas netralitas'),
  no('HN-07', 'Sosialisasi larangan, termasuk contoh pose terlarang'),
  no('HN-08', 'Mengutip atau memberitakan kasus, sanksi, edaran'),
  grey('HN-09', 'Berita netral: jadwal debat, survei, hitung cepat'),
  grey('HN-10', 'Hadir pasif untuk mendengar program'),
  no('HN-11', 'Liputan petahana dalam tugas dinas, tanpa simbol'),
  no('HN-12', 'Suami/istri calon mendampingi dalam CLTN, tanpa simbol'),
  grey('HN-13', 'Suami/istri calon: unggahan dukungan (bukan pengecualian, catat alasan)'),
  grey('HN-14', 'Foto keluarga biasa dengan kerabat yang menjadi calon'),
  grey('HN-15', 'Sedang cuti di luar tanggungan negara (CLTN)'),
  no('HN-16', 'Ucapan selamat setelah pelantikan'),
  grey('HN-17', 'Ucapan selamat setelah hitung cepat, sebelum penetapan'),
  grey('HN-18', 'Suka tak sengaja, akun diretas, atau ponsel dipakai bersama'),
  no('HN-19', 'Mengikuti akun resmi daerah'),
  no('HN-20', 'Pemilihan lain: pilkades, OSIS, organisasi, lomba'),
  no('HN-21', 'Angka atau pose biasa tanpa rujukan peserta'),
  no('HN-22', 'Kata yang sama dengan nama partai'),
  no('HN-23', 'Kata sehari-hari yang sama dengan akronim pasangan'),
  grey('HN-24', 'Semboyan daerah atau program pemerintah'),
  no('HN-25', 'Anti politik uang, pemilih cerdas, pemilu damai'),
  no('HN-26', 'Kritik kebijakan tanpa menyebut peserta'),
  grey('HN-27', 'Satire, kutipan, atau tangkapan layar untuk menyanggah'),
  no('HN-28', 'Akun senama, akun penggemar, atau akun palsu'),
  no('HN-29', 'Di luar masa kerja ASN atau di luar tahapan'),
  no('HN-30', 'Bertugas sebagai KPPS/PPS/PPK kecamatan atau Panwas'),
  no('HN-31', 'TNI/Polri, perangkat desa, BUMN: di luar kewenangan'),
];

const BY_CODE = new Map(EXEMPTIONS.map((e) => [e.code, e]));
export const exemptionByCode = (code: string): ExemptionReason | undefined => BY_CODE.get(code);
