import { expect, it } from 'vitest';
import { escalationLetter } from './escalation-letter.ts';

const FACTS = {
  addressee: 'Gubernur Uji',
  caseNumber: 'K-000001',
  findingNumber: null,
  office: 'BKPSDM Kota Uji',
  region: '91.71',
  forwardedAt: new Date('2026-11-24T16:00:00Z'),
  dueAt: new Date('2026-12-07T14:59:59Z'),
  received: false,
  reminded: false,
  now: new Date('2026-12-08T03:00:00Z'),
};

it('counts days where the office is, and says only what happened', () => {
  const letter = escalationLetter(FACTS);
  expect(letter).toContain('Pada 25 November 2026 Bawaslu meneruskan');
  expect(letter).toContain('adalah 7 Desember 2026 (WIT)');
  expect(letter).not.toContain('pengingat');
  expect(letter).toContain('tanda terima atas rekomendasi itu belum kami terima');
});

it('names the finding, the receipt and the reminder when there were any', () => {
  const letter = escalationLetter({ ...FACTS, findingNumber: '001/TM/2026', received: true, reminded: true });
  expect(letter).toContain('temuan nomor 001/TM/2026');
  expect(letter).toContain('hasil pemeriksaan belum kami terima. Kepada BKPSDM Kota Uji telah dikirim pengingat.');
});
