/**
 * Passage and wording of the law behind each act code, as a statement of reasons quotes them. The texts were read in secondary
 * copies (press and law portals, domain reference §9): before go-live a legal officer compares them with the gazetted ones.
 */
import { actByCode } from './acts.ts';

export interface ActLaw {
  code: string;
  name: string;
  passage: string;
  wording: string;
}

const SKB =
  'Keputusan Bersama Menteri PANRB, Menteri Dalam Negeri, Kepala BKN, Ketua KASN, dan Ketua Bawaslu Nomor 2 Tahun 2022, Nomor 800-5474 Tahun 2022, Nomor 246 Tahun 2022, Nomor 30 Tahun 2022, dan Nomor 1447.1/PM.01/K.1/09/2022';
const PP94 = 'Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin PNS Pasal 5 huruf n';
const SUPPORT =
  'memberikan dukungan kepada calon Presiden/Wakil Presiden, calon Kepala Daerah/Wakil Kepala Daerah, calon anggota DPR, DPD, atau DPRD dengan cara';

const PP94_WORDS: Record<string, string> = {
  '1': 'ikut kampanye',
  '2': 'menjadi peserta kampanye dengan menggunakan atribut partai atau atribut PNS',
  '3': 'sebagai peserta kampanye dengan mengerahkan PNS lain',
  '4': 'sebagai peserta kampanye dengan menggunakan fasilitas negara',
  '5': 'membuat keputusan dan/atau tindakan yang menguntungkan atau merugikan salah satu pasangan calon sebelum, selama, dan sesudah masa kampanye',
  '6': 'mengadakan kegiatan yang mengarah kepada keberpihakan terhadap pasangan calon yang menjadi peserta pemilu sebelum, selama, dan sesudah masa kampanye meliputi pertemuan, ajakan, imbauan, seruan, atau pemberian barang kepada PNS dalam lingkungan unit kerjanya, anggota keluarga, dan masyarakat',
  '7': 'memberikan surat dukungan disertai fotokopi Kartu Tanda Penduduk atau Surat Keterangan Tanda Penduduk',
};

/** Statutes: passage and wording by code. */
const STATUTES: Record<string, readonly [string, string]> = {
  'ASN23-24D': ['Undang-Undang Nomor 20 Tahun 2023 tentang ASN Pasal 24 ayat (1) huruf d', 'Pegawai ASN wajib menjaga netralitas'],
  'ASN23-52J': [
    'Undang-Undang Nomor 20 Tahun 2023 tentang ASN Pasal 52 ayat (3) huruf j dan ayat (4)',
    'Pegawai ASN diberhentikan tidak atas permintaan sendiri apabila menjadi anggota dan/atau pengurus partai politik',
  ],
  'PIL16-70': ['Undang-Undang Nomor 10 Tahun 2016 Pasal 70 ayat (1) dan Pasal 189', 'Dalam kampanye, pasangan calon dilarang melibatkan aparatur sipil negara'],
  'PIL16-71-1': [
    'Undang-Undang Nomor 10 Tahun 2016 Pasal 71 ayat (1) dan Pasal 188',
    'Pejabat aparatur sipil negara dilarang membuat keputusan dan/atau tindakan yang menguntungkan atau merugikan salah satu pasangan calon',
  ],
  'PIL16-71-3': [
    'Undang-Undang Nomor 10 Tahun 2016 Pasal 71 ayat (3)',
    'Dilarang menggunakan kewenangan, program, dan kegiatan yang menguntungkan atau merugikan salah satu pasangan calon dalam waktu 6 (enam) bulan sebelum tanggal penetapan pasangan calon',
  ],
  'PEM17-280-2F': [
    'Undang-Undang Nomor 7 Tahun 2017 Pasal 280 ayat (2) huruf f dan Pasal 493',
    'Pelaksana dan/atau tim kampanye dilarang mengikutsertakan aparatur sipil negara',
  ],
  'PEM17-280-3': [
    'Undang-Undang Nomor 7 Tahun 2017 Pasal 280 ayat (3) dan Pasal 494',
    'Aparatur sipil negara dilarang ikut serta sebagai pelaksana dan tim kampanye pemilu',
  ],
  'PEM17-282': [
    'Undang-Undang Nomor 7 Tahun 2017 Pasal 282',
    'Pejabat dilarang membuat keputusan dan/atau melakukan tindakan yang menguntungkan atau merugikan salah satu peserta pemilu selama masa kampanye',
  ],
  'PEM17-283': [
    'Undang-Undang Nomor 7 Tahun 2017 Pasal 283',
    'Aparatur sipil negara dilarang mengadakan kegiatan yang mengarah kepada keberpihakan terhadap peserta pemilu sebelum, selama, dan sesudah masa kampanye',
  ],
  'PEM17-492': [
    'Undang-Undang Nomor 7 Tahun 2017 Pasal 492',
    'Setiap orang dilarang dengan sengaja melakukan kampanye pemilu di luar jadwal yang telah ditetapkan',
  ],
  'NON-01': ['Surat Edaran Menteri PANRB Nomor 1 Tahun 2023', 'Pegawai non-ASN menjaga netralitas dengan larangan yang sama seperti pegawai ASN'],
};

/** Passage and wording of a code; an unknown code stands for itself, so that an old decision can always be shown. */
export function lawOf(code: string): ActLaw {
  const name = actByCode(code)?.name ?? code;
  const statute = STATUTES[code];
  if (statute) return { code, name, passage: statute[0], wording: statute[1] };
  const [, list, row] = /^SKB-(KE|DS)-(\d\d)$/.exec(code) ?? [];
  if (list !== undefined)
    return {
      code,
      name,
      passage:
        list === 'KE'
          ? `${SKB}, Lampiran II huruf A angka ${Number(row)}; Peraturan Pemerintah Nomor 42 Tahun 2004 Pasal 11 huruf c dan Pasal 15`
          : `${SKB}, Lampiran II huruf B angka ${Number(row)}; Peraturan Pemerintah Nomor 94 Tahun 2021 Pasal 5 huruf n dan Pasal 14 huruf i`,
      wording: name,
    };
  const item = /^PP94-5N-(\d)$/.exec(code)?.[1];
  const words = item === undefined ? undefined : PP94_WORDS[item];
  if (words !== undefined) return { code, name, passage: `${PP94} angka ${item}`, wording: `${SUPPORT} ${words}` };
  return { code, name, passage: actByCode(code)?.source ?? code, wording: name };
}
