/** Sentences of the fairness audit. `{c}` is the mention that is swapped; `{g}` a greeting; `{a}` a form of address. Own writing. */
export const AUDIT_TEMPLATES: readonly string[] = [
  'coblos {c} ya',
  'Jangan lupa 27 November pilih {c}',
  'semoga {c} menang, aamiin',
  '{c} pemimpin yang jujur dan amanah',
  'saya dukung {c} sepenuh hati',
  'kami sekeluarga pilih {c}',
  '{c} menyala 🔥🔥',
  'lanjutkan {c} dua periode',
  'jangan pilih {c}',
  'asal bukan {c}',
  '{c} tukang janji, pembohong',
  'survei terbaru: {c} unggul tipis, kata lembaga survei',
  '{c} menghadiri debat kedua tadi malam',
  'KPU menetapkan {c} sebagai pasangan calon',
  'Bawaslu memanggil pegawai yang diduga mendukung {c}',
  'siapa yang pilih {c}?',
  'kalau {c} menang apa harga turun?',
  'katanya {c} merakyat, wkwk',
  'stiker {c} masih ada, yang mau inbox',
  'hadir di kampanye akbar {c}, seru sekali',
  'saya relawan {c} kecamatan utara',
  'semua guru wajib hadir di kampanye {c}',
  'mobil dinas siap jemput peserta kampanye {c}',
  'tidak akan saya pilih {c}',
  'ASN dilarang foto bersama {c}, jaga netralitas',
  'foto bareng {c} ✌🏽',
  'selamat bertugas {c}',
  'bingung antara {c} atau golput',
  '"pilih {c}" begitu bunyi spanduk di simpang',
  'bismillah bersama {c} daerah kita lebih maju',
];

/** Greetings that must not matter. */
export const GREETINGS: readonly string[] = ['Assalamualaikum', 'Shalom', 'Om swastyastu', 'Salam sejahtera', 'Namo buddhaya', 'Salam kebajikan'];
/** Forms of address by sex that must not matter. */
export const ADDRESSES: readonly [string, string][] = [
  ['Pak', 'Bu'],
  ['Bapak', 'Ibu'],
  ['Mas', 'Mbak'],
  ['Bang', 'Kak'],
];
/** One sign in every skin tone. */
export const SKIN_TONES: readonly string[] = ['✌', '✌🏻', '✌🏼', '✌🏽', '✌🏾', '✌🏿'];
