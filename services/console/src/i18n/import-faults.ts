/**
 * What is wrong with a row or a file, in the reader's language: what, where, and how it is right. The server says it in English,
 * as the command line does; a sentence that is not in this table is shown as it came.
 */
import type { Lang } from './catalogue.ts';

type Rule = readonly [pattern: RegExp, id: string, hint: string];

const RULES: readonly Rule[] = [
  [/^nip: .*\((length|digits)\)$/, 'NIP harus 18 angka', 'Periksa angkanya; di Excel, beri kolom format teks.'],
  [/^nip: (.+) \((\w+)\)$/, 'NIP tidak benar ({2})', 'Susunannya: tanggal lahir, bulan pengangkatan, jenis kelamin, nomor urut.'],
  [/^staff_key: has the form of a NIP.*$/, 'kunci pegawai berbentuk NIP', 'Tulis di kolom nip.'],
  [/^region: (\S+) is not known$/, 'wilayah {1} tidak dikenal', 'Pakai kode Kemendagri, seperti 16.73.'],
  [/^region (\S+) is not known$/, 'wilayah {1} tidak dikenal', 'Pakai kode Kemendagri, seperti 1673.'],
  [/^region: (\S+) lies outside your region$/, 'wilayah {1} di luar wilayah Anda', 'Hanya admin register wilayah itu yang dapat mengimpornya.'],
  [
    /^the person or an account of this line is registered in a region outside yours$/,
    'orang atau akun di baris ini terdaftar di wilayah lain',
    'Mutasi antarwilayah diimpor oleh admin register yang memegang kedua wilayah.',
  ],
  [/^cltn: to lies before from$/, 'masa CLTN berakhir sebelum mulai', 'Tukar kedua tanggal.'],
  [/^cltn must look like .*$/, 'CLTN tidak terbaca', 'Tulis seperti 2024-09-22/2024-11-27, beberapa dipisah titik koma.'],
  [/^kin(:| must).*$/, 'hubungan keluarga tidak terbaca', 'Tulis seperti contestant:PILKADA-2024/16.73/2=istri.'],
  [/^accounts must look like .*$/, 'akun tidak terbaca', 'Tulis seperti instagram:nama;x:nama.'],
  [/^(\w+) starts like a spreadsheet formula$/, '{1} diawali seperti rumus', 'Hapus tanda =, + atau @ di depannya.'],
  [/^(\w+) is empty$/, '{1} kosong', 'Isi kolom itu.'],
  [/^(\w+) is longer than (\d+) characters$/, '{1} lebih dari {2} huruf', 'Pendekkan.'],
  [/^(\w+) has no letter$/, '{1} tidak berisi huruf', 'Periksa apakah kolomnya tertukar.'],
  [/^(\w+) is not UTF-8.*$/, '{1} bukan UTF-8', 'Simpan berkas sebagai CSV UTF-8.'],
  [/^(\w+) has a control character$/, '{1} berisi karakter kendali', 'Hapus baris baru atau tab di dalam sel.'],
  [/^(\w+) "(.*)" is not a number from 1 to (\d+)$/, '{1} "{2}" bukan angka 1 sampai {3}', 'Periksa nomor urut.'],
  [
    /^region_code "(.*)" is not a province or regency code$/,
    'region_code "{1}" bukan kode provinsi atau kabupaten/kota',
    'Tulis dua atau empat angka, seperti 1673.',
  ],
  [/^election "(.*)" is neither gubernur nor bupati_walikota$/, 'election "{1}" bukan gubernur atau bupati_walikota', 'Tulis salah satunya.'],
  [
    /^election "(.*)" does not fit region (\S+)$/,
    'election "{1}" tidak cocok dengan wilayah {2}',
    'Gubernur untuk provinsi, bupati_walikota untuk kabupaten/kota.',
  ],
  [/^an empty column has no deputy$/, 'kotak kosong tidak punya wakil', 'Kosongkan kolom wakil.'],
  [/^level "(.*)" is none of (.*)$/, 'level "{1}" tidak dikenal', 'Pakai salah satu: {2}.'],
  [/^kode_dapil "(.*)" does not have the (\d+) digits of (.*)$/, 'kode_dapil "{1}" tidak {2} angka seperti {3}', 'Lengkapi nol di depan.'],
  [/^the row has (\d+) fields, the header (\d+)$/, 'baris punya {1} kolom, judulnya {2}', 'Periksa pemisah atau tanda kutip di baris ini.'],
  [/^the (row|line) is longer than (\d+) bytes$/, 'baris lebih dari {2} bita', 'Bagi baris itu.'],
  [/^a quotation mark is opened here and never closed$/, 'tanda kutip dibuka dan tidak ditutup', 'Tutup tanda kutipnya.'],
  [/^a quotation mark stands where none may be$/, 'tanda kutip di tempat yang salah', 'Gandakan tanda kutip di dalam sel.'],
  [/^the line is not JSON$/, 'baris bukan JSON', 'Satu objek JSON di tiap baris.'],
  [/^the line is not UTF-8$/, 'baris bukan UTF-8', 'Simpan berkas sebagai UTF-8.'],
  [/^the same person and valid_from are already on line (\d+)$/, 'orang dan valid_from yang sama sudah ada di baris {1}', 'Hapus salah satu.'],
  [/^account (.+) is already another person's on line (\d+)$/, 'akun {1} sudah milik orang lain di baris {2}', 'Satu akun untuk satu orang.'],
  [/^"(.+)" was already on an earlier line$/, '"{1}" sudah ada di baris sebelumnya', 'Hapus salah satu.'],
  [/^a field has a NUL character or a broken surrogate$/, 'ada karakter rusak', 'Salin ulang teksnya.'],
  [/^(.+): unknown field$/, 'kolom {1} tidak dikenal', 'Hapus, atau periksa ejaannya.'],
  [/^(\S+) has a header but no rows$/, '{1} hanya berisi judul kolom', 'Isi datanya lalu kirim lagi.'],
  [/^(\S+) has no lines$/, '{1} tidak berisi baris', 'Isi datanya lalu kirim lagi.'],
  [/^(\S+) is empty$/, '{1} kosong', 'Isi datanya lalu kirim lagi.'],
  [
    /^(\S+): the columns are those of no known list; nearest is (\w+) \((.*)\)$/,
    '{1}: kolomnya bukan daftar KPU yang dikenal; terdekat {2} ({3})',
    'Pakai judul kolom asli KPU.',
  ],
  [
    /^(\S+): these are not the columns of an account register \((.*)\)$/,
    '{1}: ini bukan kolom register akun ({2})',
    'Unduh contoh CSV dan pakai judul kolomnya.',
  ],
  [/^(\S+): the column "(.*)" is there twice$/, '{1}: kolom "{2}" ada dua kali', 'Hapus salah satu.'],
  [
    /^(\S+): (\d+) of (\d+) rows were rejected, so nothing was imported:$/,
    '{1}: {2} dari {3} baris ditolak, jadi tidak ada yang diimpor',
    'Kemungkinan berkasnya salah. Baris pertama yang ditolak:',
  ],
  [/^(\S+) has (\d+) problems?, nothing was imported:$/, '{1}: ada {2} masalah, tidak ada yang diimpor', 'Perbaiki lalu kirim lagi:'],
  [/^the new register would not hold together, nothing was imported:$/, 'register baru tidak utuh, tidak ada yang diimpor', 'Perbaiki lalu kirim lagi:'],
  [/^(\S+) is not JSON: (.*)$/, '{1} bukan JSON ({2})', 'Periksa koma dan kurung di tempat itu.'],
  [/^(\S+) is not UTF-8$/, '{1} bukan UTF-8', 'Simpan sebagai UTF-8.'],
  [/^there is no calendar for election (\S+): .*$/, 'tidak ada kalender untuk pemilihan {1}', 'Impor dahulu register.json dengan tahapannya.'],
  [/^cannot read (\S+): (.*)$/, '{1} tidak dapat dibaca ({2})', 'Periksa apakah berkas .gz-nya utuh.'],
  [/^the import was begun (\d+) times and never came to its end; .*$/, 'impor dimulai {1} kali dan tidak pernah selesai', 'Lihat log layanan alerts.'],
];

const LINE = /^(?:(\S+) )?line (\d+): (.*)$/;

/** With its line, where the text carries one. */
export function faultWords(lang: Lang, text: string): string {
  const [, file, line, reason] = LINE.exec(text) ?? [];
  if (line !== undefined && reason !== undefined)
    return `${file === undefined ? '' : `${file} `}${lang === 'id' ? 'baris' : 'line'} ${line}: ${faultWords(lang, reason)}`;
  if (lang === 'en') return text;
  for (const [pattern, what, hint] of RULES) {
    const m = pattern.exec(text);
    if (m) return `${what}. ${hint}`.replace(/\{(\d)\}/g, (_, n: string) => m[Number(n)] ?? '');
  }
  return text;
}

const COLUMN = /^([a-z_]+)(?:[:.[ ])/;
const NO_COLUMN = ['the', 'a', 'an', 'account', 'line', 'row'];

/** The column a reason begins with, if it names one. */
export function faultColumn(reason: string): string | null {
  const name = COLUMN.exec(reason)?.[1];
  return name === undefined || NO_COLUMN.includes(name) ? null : name;
}
