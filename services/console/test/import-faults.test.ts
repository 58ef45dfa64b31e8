/** The server's sentences about rows and files, as they come, are told in Indonesian with what to do. */
import { expect, test } from 'vitest';
import { faultColumn, faultWords } from '../src/i18n/import-faults.ts';

const SENTENCES: readonly (readonly [english: string, indonesian: RegExp, column: string | null])[] = [
  ['nomor_urut "nol" is not a number from 1 to 999', /^nomor_urut "nol" bukan angka 1 sampai 999\. /, 'nomor_urut'],
  ['region: 99.99 is not known', /^wilayah 99\.99 tidak dikenal\. /, 'region'],
  ['region: 32.73 lies outside your region', /^wilayah 32\.73 di luar wilayah Anda\. /, 'region'],
  ['calon starts like a spreadsheet formula', /^calon diawali seperti rumus\. /, 'calon'],
  ['kode_dapil "12" does not have the 4 digits of DPR RI', /^kode_dapil "12" tidak 4 angka seperti DPR RI\. /, 'kode_dapil'],
  ['the row has 3 fields, the header 9', /^baris punya 3 kolom, judulnya 9\. /, null],
  ["account x:nama is already another person's on line 7", /^akun x:nama sudah milik orang lain di baris 7\. /, null],
  ['a.csv: 6 of 9 rows were rejected, so nothing was imported:', /^a\.csv: 6 dari 9 baris ditolak/, null],
  ['line 3: calon is empty', /^baris 3: calon kosong\. /, null],
];

test.each(SENTENCES)('%s', (english, indonesian, column) => {
  expect(faultWords('id', english)).toMatch(indonesian);
  expect(faultWords('en', english)).toBe(english);
  expect(faultColumn(english)).toBe(column);
});

test('what nobody translated is shown as it came', () => {
  expect(faultWords('id', 'something new')).toBe('something new');
});
