/** The follow-up board as a commissioner and an office meet it: an alert without a recipient, a late office and its letter, a withdrawal. */
import { flagOverdue, openDb } from '@pantau/store';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildCase, buildSubscription, buildUser } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';

const browser: Browser | null = await launchBrowser();
const DAY_MS = 86_400_000;
const DAYS_LATE = 40;
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('the follow-up board [needs Chromium libraries]', { timeout: 150_000 }, () => {
  let w: ConsoleWorld;
  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
  });
  afterAll(async () => {
    await w?.close();
  });
  const confirmed = () => buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'PRE' });

  test('nobody to tell, then told; late, then a letter under its number; a withdrawal acknowledged by the office', async () => {
    const id = await confirmed();
    const page = await w.signIn(await w.open(), await buildUser(w.db, ['commissioner', '16']));
    await w.goto(page, `/kasus/${id}`);
    await page.getByRole('button', { name: 'Teruskan ke BKPSDM…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Teruskan ke BKPSDM' }).click();
    await page.getByText('Tercatat: Teruskan ke BKPSDM.').waitFor();
    await w.goto(page, '/tindak-lanjut');
    await page.getByText('Menunggu: tidak ada penerima di tabel rute').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const subscription = await buildSubscription(w.db, '16.73');
    await page.getByRole('button', { name: /^Cari penerima lagi/ }).click();
    await page.getByText('1 dalam pengiriman').waitFor();

    const clock = openDb({ url: w.world.databaseUrl, role: 'pantau_alerts', name: 'clock' });
    await flagOverdue(clock, new Date(Date.now() + DAYS_LATE * DAY_MS), 10);
    await clock.destroy();
    await page.reload();
    await page.getByLabel('Tampilkan').selectOption({ label: 'Terlambat' });
    await page.getByRole('button', { name: /^Surat untuk/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Susun surat ke pengawas ASN' }).click();
    await dialog.getByText('Kepada Yth. Kepala Badan Kepegawaian Negara').waitFor();
    await dialog.getByLabel('Nomor surat').fill('12/S/2026');
    await dialog.getByRole('button', { name: 'Terbitkan surat' }).click();
    await dialog.getByText('Diterbitkan dengan nomor 12/S/2026').waitFor();
    await page.context().close();

    await sql`update cases set state = 'WITHDRAWN' where id = ${id}`.execute(w.db);
    await sql`insert into delivery (case_id, subscription_id, event, payload) values (${id}, ${subscription}, 'case.withdrawn', '{}')`.execute(w.db);
    const office = await w.signIn(await w.open(), await buildUser(w.db, ['personnel_office', '16.73']));
    await w.goto(office, '/tindak-lanjut');
    await office.getByLabel('Tampilkan').selectOption({ label: 'Semua yang diteruskan' });
    await office.getByText('Pencabutan belum dikonfirmasi').waitFor();
    await office.getByRole('button', { name: /^Konfirmasi pencabutan/ }).click();
    await office.getByText('Pencabutan belum dikonfirmasi').waitFor({ state: 'detached' });
    await office.context().close();
  });
});
