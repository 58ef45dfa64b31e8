/** The desks beside the review: the office's receipt, the plenary's finding, papers, accounts, the log, views kept under a name. */
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { buildCase, buildSubscription, buildUser, PASSWORD } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('the other desks [needs Chromium libraries]', { timeout: 150_000 }, () => {
  let w: ConsoleWorld;
  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    await buildSubscription(w.db, '16.73');
  });
  afterAll(async () => {
    await w?.close();
  });
  const stateOf = async (id: number) => (await sql<{ state: string }>`select state from cases where id = ${id}`.execute(w.db)).rows[0]?.state;

  test('the personnel office records the receipt; an empty field is named at the field', async () => {
    const id = await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'PRE' });
    const commissioner = await w.signIn(await w.open(), await buildUser(w.db, ['commissioner', '16']));
    await w.goto(commissioner, `/kasus/${id}`);
    await commissioner.getByRole('button', { name: 'Teruskan ke BKPSDM…' }).click();
    await commissioner.getByRole('dialog').getByRole('button', { name: 'Teruskan ke BKPSDM' }).click();
    await commissioner.getByText('Tercatat: Teruskan ke BKPSDM.').waitFor();
    await commissioner.context().close();

    const page = await w.signIn(await w.open(), await buildUser(w.db, ['personnel_office', '16.73']));
    await page.locator('.row').first().click();
    await page.getByRole('button', { name: 'Catat penerimaan…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Catat penerimaan' }).click();
    await dialog.getByText('Wajib diisi.').waitFor();
    await dialog.getByLabel('Nomor agenda penerimaan').fill('800/12/BKPSDM');
    await dialog.getByRole('button', { name: 'Catat penerimaan' }).click();
    await page.getByText('Tercatat: Catat penerimaan.').waitFor();
    expect(await stateOf(id)).toBe('PPK_EXAM');
    await page.getByRole('heading', { name: 'Tindak lanjut' }).waitFor();
    await page.getByText('Diterima instansi').first().waitFor();
    await page.context().close();
  });

  test('the plenary fixes a finding, and its number stands with the case', async () => {
    const id = await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'CAMP' });
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['commissioner', '16']));
    await w.goto(page, `/kasus/${id}`);
    await page.getByRole('button', { name: 'Tetapkan temuan…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nomor berita acara pleno').fill('12/BA/2026');
    await dialog.getByLabel('Tanggal pleno').fill(new Date().toISOString().slice(0, 10));
    await dialog.getByLabel('Formulir A: uraian hasil pengawasan').fill('Pos berisi ajakan memilih.');
    await dialog.getByLabel('Formulir B.2: uraian temuan').fill('Temuan dugaan ajakan memilih.');
    await dialog.getByRole('button', { name: 'Tetapkan temuan' }).click();
    await page.getByText('Tercatat: Tetapkan temuan.').waitFor();
    expect(await stateOf(id)).toBe('FINDING');
    await page.getByText(/^Temuan .*pleno 12\/BA\/2026/).waitFor();
    await page.context().close();
  });

  test('an administrator makes an account; its owner signs in and must choose a password', async () => {
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['system_admin', '16']));
    await page.getByRole('link', { name: 'Pengguna' }).click();
    await page.getByRole('button', { name: 'Pengguna baru' }).click();
    await page.getByRole('dialog').getByLabel('Nama', { exact: true }).fill('Orang Baru (uji)');
    await page.getByRole('dialog').getByLabel('Nama pengguna').fill('orang.baru');
    await page.getByRole('dialog').getByLabel('Peran').selectOption('analyst');
    await page.getByRole('button', { name: 'Simpan' }).click();
    const password = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
    await page.getByRole('button', { name: 'Tutup' }).click();
    await page.getByText('Orang Baru (uji)').first().waitFor();

    const owner = await w.open();
    await owner.goto(w.api.url);
    await owner.getByLabel('Nama pengguna').fill('orang.baru');
    await owner.getByLabel('Kata sandi').fill(password);
    await owner.keyboard.press('Enter');
    await owner.getByRole('heading', { name: 'Buat kata sandi sendiri' }).waitFor();
    await owner.getByLabel('Kata sandi sekarang').fill(password);
    await owner.getByLabel('Kata sandi baru').fill('pendek');
    await owner.getByRole('button', { name: 'Simpan' }).click();
    await owner.getByRole('alert').getByText('Kata sandi terlalu mudah ditebak').waitFor();
    await owner.getByLabel('Kata sandi baru').fill(`${PASSWORD} empat kata lain`);
    await owner.getByRole('button', { name: 'Simpan' }).click();
    await owner.getByRole('heading', { name: 'Antrean' }).waitFor();
    await owner.context().close();

    await page
      .getByRole('row', { name: /Orang Baru/ })
      .getByRole('button', { name: 'Nonaktifkan' })
      .click();
    await page
      .getByRole('row', { name: /Orang Baru/ })
      .getByText('nonaktif', { exact: true })
      .waitFor();
    const { rows } = await sql<{ active: boolean }>`select active from app_user where username = 'orang.baru'`.execute(w.db);
    expect(rows).toEqual([{ active: false }]);
    await page.context().close();
  });

  test('an auditor searches the log', async () => {
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['auditor', '16']));
    await page.getByRole('link', { name: 'Jejak audit' }).click();
    await page.getByRole('table').waitFor();
    await page.getByLabel('Tindakan').fill('tidak_ada_ini');
    await page.getByRole('button', { name: 'Cari', exact: true }).click();
    await page.getByText('Tidak ada catatan yang cocok.').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await page.context().close();
  });

  test('a view is kept under a name, opened again and removed', async () => {
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['analyst', '16']));
    await w.goto(page, '/antrean?label=ATTACK&region=16.73');
    await page.getByRole('button', { name: 'Simpan tampilan ini' }).click();
    await page.getByLabel('Nama tampilan').fill('Serangan Linggau');
    await page.getByRole('button', { name: 'Simpan', exact: true }).click();
    await page.getByText('Tampilan tersimpan: Serangan Linggau.').waitFor();
    await w.goto(page, '/antrean');
    await page.getByRole('button', { name: 'Serangan Linggau', exact: true }).click();
    await page.waitForURL(/label=ATTACK/);
    expect(page.url()).toContain('region=16.73');
    await page.getByRole('button', { name: 'Hapus tampilan Serangan Linggau' }).click();
    await page.getByRole('button', { name: 'Serangan Linggau', exact: true }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('nothing complained in all of this', () => {
    expect(w.complaints).toEqual([]);
  });
});
