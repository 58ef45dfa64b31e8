/** Each role's main path through the console, in a real browser against the real api, Postgres and Redis. */
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser, buildVersion, PASSWORD } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('main paths [needs Chromium libraries]', { timeout: 120_000 }, () => {
  let w: ConsoleWorld;
  let analyst: BuiltUser;

  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    analyst = await buildUser(w.db, ['analyst', '16']);
    await buildContest(w.db, 'walikota-uji', '16.73');
    await buildSubscription(w.db, '16.73');
  });
  afterAll(async () => {
    await w?.close();
  });
  const stateOf = async (id: number) => (await sql<{ state: string }>`select state from cases where id = ${id}`.execute(w.db)).rows[0]?.state;

  test('an analyst signs in, opens a case, decides by keyboard, takes the next', async () => {
    const first = await buildCase(w.db, { region: '16.73', priority: 90, phase: 'PRE', contest: 'walikota-uji' });
    const second = await buildCase(w.db, { region: '16.71', priority: 40, phase: 'CAMP', label: 'ATTACK', direction: 'ATTACK' });
    const page = await w.open();
    await page.goto(w.api.url);
    await page.getByLabel('Nama pengguna').fill(analyst.username);
    await page.getByLabel('Kata sandi').fill('bukan kata sandinya');
    await page.keyboard.press('Enter');
    await page.getByText('Nama pengguna atau kata sandi salah').waitFor();
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('2 kasus · 2 bebas · 0 Anda pegang').waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dugaan: Ajakan memilih' }).waitFor();
    expect(await page.locator('.post mark.support').first().textContent()).toBe('coblos nomor 2');
    expect(await page.content()).not.toMatch(/Orang Fiktif|fiktif\d|contoh\.invalid/);
    await page.keyboard.press('a');
    await page.getByText(/^sewa \d\d:\d\d$/).waitFor();
    await page.keyboard.press('1');
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    expect(await stateOf(first)).toBe('CONFIRMED');

    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Dugaan: Merugikan peserta' }).waitFor();
    expect(page.url()).toContain(`#/kasus/${second}`);
    await page.keyboard.press('2');
    await page.getByRole('alert').getByText('Pilih alasan HN, atau tulis alasannya.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.keyboard.type('Kutipan berita: 1, 2, 3 dan n bukan pintasan di sini.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    await page.getByText('Tersimpan: bukan pelanggaran.').waitFor();
    expect(await stateOf(second)).toBe('DISMISSED');

    await page.keyboard.press('u');
    await page.getByText('Pendapat ditarik kembali.').waitFor();
    expect(await stateOf(second)).toBe('IN_REVIEW');
    await page.goBack();
    await page.getByText('K-000001').waitFor();
    await page.context().close();
  });

  test('a second reader sees who holds a case, and not what the first one thinks', async () => {
    const id = await buildCase(w.db, { region: '16.74', priority: 1, phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await w.goto(page, `/kasus/${id}`);
    await page.getByRole('button', { name: /Ambil kasus/ }).click();
    await page.getByText(/^sewa/).waitFor();
    const other = await w.signIn(await w.open(), await buildUser(w.db, ['second_reviewer', '16']));
    await w.goto(other, `/kasus/${id}`);
    await other.getByText(/^Dipegang Pengguna Uji/).waitFor();
    expect(await other.getByRole('button', { name: /Masuk akal/ }).count()).toBe(0);
    await other.context().close();
    await page.context().close();
  });

  test('a commissioner forwards a confirmed case and then sees whom it is about; the office sees it too', async () => {
    const id = await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'PRE', priority: 70 });
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['commissioner', '16']));
    await w.goto(page, `/kasus/${id}`);
    await page.getByRole('button', { name: /Teruskan ke BKPSDM/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Teruskan ke BKPSDM' }).click();
    await page.getByText('Tercatat: Teruskan ke BKPSDM.').waitFor();
    expect(await stateOf(id)).toBe('FORWARDED');
    await page.getByText(/^Orang Fiktif/).waitFor();
    await page.context().close();

    const office = await w.signIn(await w.open(), await buildUser(w.db, ['personnel_office', '16.73']));
    await office.locator('.row').first().click();
    await office.getByText(/NIP/).waitFor();
    expect(await office.getByText(/aturan V-014|Skor \d/).count()).toBe(0);
    await office.context().close();
  });

  test('an auditor reads all versions of an edited post, newest first', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'CAMP', text: 'Selamat pagi semua, maju bersama!' });
    await buildVersion(w.db, id, { text: 'Tanggal 27 coblos nomor 2!', captured_at: '2024-06-02T04:00:00.000Z', acts: ['SKB-DS-06'] });
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['auditor', '16']));
    await w.goto(page, `/kasus/${id}`);
    await page.getByText('Pos diubah.').waitFor();
    expect(await page.locator('.post .text').allTextContents()).toEqual(['Tanggal 27 coblos nomor 2!', 'Selamat pagi semua, maju bersama!']);
    expect(await page.locator('.post h2').allTextContents()).toEqual([expect.stringMatching(/^Versi terbaru, /), expect.stringMatching(/^Versi pertama, /)]);
    expect(await page.locator('.reasons .quote').allTextContents()).toEqual(['“coblos nomor 2”', '“maju bersama”']);
    await page.context().close();
  });

  test('a marked part explains its rule, weight and legal source by keyboard', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'CAMP' });
    const page = await w.signIn(await w.open(), analyst);
    await w.goto(page, `/kasus/${id}`);
    await page.locator('.post mark').first().waitFor();
    await page.keyboard.press('s');
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog');
    await card.getByText('aturan V-014 · bobot +2,1').waitFor();
    expect(await card.textContent()).toContain('SKB 2/2022 Lampiran II B; PP 94/2021 art. 5 n, 14 i');
    await page.context().close();
  });

  test('markup in a post stays text', async () => {
    const evil = '<img src=x onerror="document.title=1"> coblos nomor 2 <script>document.title=2</script>';
    const id = await buildCase(w.db, { region: '16.73', text: evil });
    const page = await w.signIn(await w.open(), analyst);
    await w.goto(page, `/kasus/${id}`);
    await page.getByText('<script>document.title=2</script>').waitFor();
    expect(await page.locator('article img, article script').count()).toBe(0);
    expect(await page.title()).toBe('Pantau');
    await page.context().close();
  });

  test('a reader of statistics is offered the codes, and nothing of a case', async () => {
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['stats_reader', '16']));
    await page.getByRole('heading', { name: 'Kode dan dasar' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Kode dan dasar']);
    await w.goto(page, '/antrean');
    await page.getByText('Bukan untuk peran Anda').waitFor();
    await page.context().close();
  });

  test('the frame, the API documents and nothing foreign', async () => {
    const page = await w.open();
    await page.goto(`${w.api.url}/docs/`);
    await page.locator('[data-tag="casework"]').click();
    await page.getByText('/v1/cases/{id}/forward').first().waitFor();
    await page.context().close();
    expect(w.complaints).toEqual([]);
  });
});
