/** What goes wrong in an office: two people at once, a lease that ends, a line that breaks, a server that restarts, a finger that slips. */
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildCase, buildUser } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('trouble [needs Chromium libraries]', { timeout: 150_000 }, () => {
  let w: ConsoleWorld;
  let analyst: BuiltUser;
  let reader: BuiltUser;

  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    analyst = await buildUser(w.db, ['analyst', '16']);
    reader = await buildUser(w.db, ['second_reviewer', '16']);
  });
  afterAll(async () => {
    await w?.close();
  });

  const opinions = async (id: number) =>
    Number((await sql<{ n: string }>`select count(*) as n from case_opinion where case_id = ${id}`.execute(w.db)).rows[0]?.n);
  const held = async (id: number, page: Page) => {
    await w.goto(page, `/kasus/${id}`);
    await page.getByRole('button', { name: /Ambil kasus/ }).click();
    await page.getByText(/^sewa \d/).waitFor();
  };

  test('of two who take the same case one gets it, and the other is told who', async () => {
    const id = await buildCase(w.db, { region: '16.73' });
    const pages = await Promise.all([analyst, reader].map(async (u) => w.signIn(await w.open(), u)));
    for (const p of pages) {
      await w.goto(p, `/kasus/${id}`);
      await p.getByRole('button', { name: /Ambil kasus/ }).waitFor();
    }
    await Promise.all(pages.map((p) => p.keyboard.press('a')));
    const [left, right] = pages as [Page, Page];
    await Promise.all(pages.map((p) => p.getByText(/^sewa \d|^Dipegang Pengguna Uji/).waitFor()));
    expect((await left.getByText(/^sewa \d/).count()) + (await right.getByText(/^sewa \d/).count())).toBe(1);
    for (const p of pages) await p.context().close();
  });

  test('a decision on a case that changed meanwhile is refused in words, and what was typed stays', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    await page.getByLabel('Catatan atau alasan').fill('Alasan yang panjang');
    await sql`update cases set revision = revision + 1 where id = ${id}`.execute(w.db);
    await page.getByRole('button', { name: /Masuk akal/ }).click();
    await page.getByRole('alert').getByText('Kasus berubah sejak Anda membacanya').waitFor();
    expect(await page.getByLabel('Catatan atau alasan').inputValue()).toBe('Alasan yang panjang');
    await page.getByRole('button', { name: /Masuk akal/ }).click();
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    await page.context().close();
  });

  test('a typed reason survives a lost lease', async () => {
    const id = await buildCase(w.db, { region: '16.74', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    await page.getByLabel('Catatan atau alasan').fill('Alasan yang panjang');
    await sql`update cases set lease_until = now() - interval '1 second' where id = ${id}`.execute(w.db);
    await page.getByRole('button', { name: /Masuk akal/ }).click();
    await page.getByText('Anda tidak sedang memegang kasus ini').first().waitFor();
    await page.getByRole('button', { name: /Ambil kasus/ }).click();
    await page.getByRole('button', { name: /Masuk akal/ }).waitFor();
    expect(await page.getByLabel('Catatan atau alasan').inputValue()).toBe('Alasan yang panjang');
    await page.context().close();
  });

  test('a lease that runs out while its holder is away is said, and the case is offered again', async () => {
    const id = await buildCase(w.db, { region: '16.74', phase: 'PRE' });
    const opened = await w.open();
    await opened.clock.install();
    const page = await w.signIn(opened, analyst);
    await held(id, page);
    await page.getByLabel('Catatan atau alasan').fill('Sebelum rapat');
    await sql`update cases set lease_until = now() - interval '1 second' where id = ${id}`.execute(w.db);
    // Eleven minutes without a key: nothing renews the lease, and no click asks the server.
    await page.clock.fastForward('11:00');
    await page.getByText('Sewa kasus berakhir. Yang Anda ketik tidak hilang.').waitFor();
    await page.getByRole('button', { name: /Ambil kasus/ }).click();
    await page.getByRole('button', { name: /Masuk akal/ }).waitFor();
    expect(await page.getByLabel('Catatan atau alasan').inputValue()).toBe('Sebelum rapat');
    await page.context().close();
  });

  test('leaving a half-written reason asks first', async () => {
    const id = await buildCase(w.db, { region: '16.74', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    await page.getByLabel('Catatan atau alasan').fill('Setengah jadi');
    await page.getByRole('link', { name: 'Ringkasan' }).click();
    await page.getByRole('dialog', { name: 'Tinggalkan kasus ini?' }).waitFor();
    await page.getByRole('button', { name: 'Tetap di sini' }).click();
    expect(page.url()).toContain(`/kasus/${id}`);
    expect(await page.getByLabel('Catatan atau alasan').inputValue()).toBe('Setengah jadi');
    await page.getByLabel('Catatan atau alasan').fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByText('Kasus dilepas.').waitFor();
    await page.context().close();
  });

  test('a decision made while the line is broken arrives once it is back, and only once', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    await page.context().setOffline(true);
    await page.keyboard.press('1');
    await page.getByRole('alert').getByText('Server tidak terjangkau').waitFor();
    expect(await opinions(id)).toBe(0);
    await page.context().setOffline(false);
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    expect(await opinions(id)).toBe(1);
    await page.context().close();
  });

  test('an answer that is lost on the way back does not make a second decision', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    let cut = 0;
    await page.route('**/opinions', async (route) => {
      if (cut++ > 0) return route.continue();
      await route.fetch(); // it reaches the server and is committed
      await route.abort('connectionreset');
    });
    await page.keyboard.press('1');
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    expect([cut, await opinions(id)]).toEqual([2, 1]);
    await page.context().close();
  });

  test('a double click decides once', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    let sent = 0;
    page.on('request', (r) => {
      if (r.url().endsWith('/opinions')) sent++;
    });
    await page.getByRole('button', { name: /Masuk akal/ }).dblclick();
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    expect([sent, await opinions(id)]).toEqual([1, 1]);
    await page.context().close();
  });

  test('back leads through queue, case and page as they were', async () => {
    const id = await buildCase(w.db, { region: '16.74', label: 'ATTEND', priority: 99 });
    const page = await w.signIn(await w.open(), analyst);
    await w.goto(page, '/antrean?label=ATTEND');
    await page.locator('.row').first().click();
    await page.getByRole('heading', { name: 'Dugaan: Hadir di kegiatan peserta' }).waitFor();
    expect(page.url()).toContain(`/kasus/${id}?label=ATTEND`);
    await page.getByRole('link', { name: 'Kode dan dasar' }).click();
    await page.getByRole('heading', { name: 'Kode dan dasar' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Dugaan: Hadir di kegiatan peserta' }).waitFor();
    await page.goBack();
    await page.getByText(/^1 kasus · 1 bebas/).waitFor();
    expect(await page.locator('select[name=label]').inputValue()).toBe('ATTEND');
    await page.context().close();
  });

  test('a session that ended leads to sign-in and back to the same place, with what was typed', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await held(id, page);
    await page.getByLabel('Catatan atau alasan').fill('Tetap ada');
    await sql`delete from session where user_id = ${analyst.id}`.execute(w.db);
    await page.getByRole('button', { name: /Masuk akal/ }).click();
    await page.getByText('Sesi berakhir. Masuk kembali.').first().waitFor();
    await page.getByLabel('Nama pengguna').fill(analyst.username);
    await page.getByLabel('Kata sandi').fill('kata sandi uji 2026');
    await page.keyboard.press('Enter');
    await page.getByLabel('Catatan atau alasan').waitFor();
    expect(await page.getByLabel('Catatan atau alasan').inputValue()).toBe('Tetap ada');
    await page.getByRole('button', { name: /Masuk akal/ }).click();
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    await page.context().close();
  });

  test('nothing complained in all of this', () => {
    expect(w.complaints).toEqual([]);
  });
});
