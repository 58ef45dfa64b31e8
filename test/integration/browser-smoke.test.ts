/** The console in a real browser against the real api, Postgres and Redis. Screenshots land in .data/screenshots. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Handle, openDb } from '@pantau/store';
import { sql } from 'kysely';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApi, startTestApi } from '../support/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser, buildVersion, PASSWORD } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const SHOTS = '.data/screenshots';
const DESKTOP = { viewport: { width: 1280, height: 720 }, timezoneId: 'Asia/Jakarta', locale: 'id-ID' } satisfies BrowserContextOptions;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'id-ID' } satisfies BrowserContextOptions;

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('console in a browser [needs Chromium libraries]', { timeout: 120_000 }, () => {
  let world: TestWorld;
  let db: Handle;
  let api: RunningApi;
  let analyst: BuiltUser;
  let commissioner: BuiltUser;
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    world = await createWorld();
    db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
    api = await startTestApi(world);
    analyst = await buildUser(db, ['analyst', '16']);
    commissioner = await buildUser(db, ['commissioner', '16']);
    await buildContest(db, 'walikota-uji', '16.73');
    await buildSubscription(db, '16.73');
  });
  afterAll(async () => {
    await api?.stop();
    await db?.destroy();
    await world?.drop();
  });

  async function open(options: BrowserContextOptions = DESKTOP): Promise<Page> {
    if (!browser) throw new Error('no browser');
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('pageerror', (e) => complaints.push(e.message));
    page.on('console', (m) => {
      if (m.type() === 'error' && !m.text().includes('status of 40')) complaints.push(m.text());
    });
    page.on('request', (r) => {
      if (!r.url().startsWith(api.url) && !r.url().startsWith('data:')) complaints.push(`request left the house: ${r.url()}`);
    });
    return page;
  }

  async function signIn(page: Page, user: BuiltUser): Promise<void> {
    await page.goto(api.url);
    await page.getByLabel('Nama pengguna').fill(user.username);
    await page.getByLabel('Kata sandi').fill(PASSWORD);
    await page.getByRole('button', { name: 'Masuk' }).click();
    await page.getByRole('heading', { name: 'Antrean' }).waitFor();
  }
  const shot = (page: Page, name: string) => page.screenshot({ path: join(SHOTS, `${name}.png`) });
  const stateOf = async (id: number) => (await sql<{ state: string }>`select state from cases where id = ${id}`.execute(db)).rows[0]?.state;

  test('sign in, open a case, decide by keyboard, next', async () => {
    const first = await buildCase(db, { region: '16.73', priority: 90, phase: 'PRE', contest: 'walikota-uji' });
    const second = await buildCase(db, { region: '16.71', priority: 80, phase: 'CAMP', label: 'ATTACK', direction: 'ATTACK', flaggedHoursAgo: 60 });
    for (let i = 0; i < 60; i++)
      await buildCase(db, {
        region: '16.71',
        priority: 40 - (i % 30),
        label: i % 2 === 0 ? 'PRAISE_SUPPORT' : 'ATTEND',
        band: i % 3 === 0 ? 'review' : 'flag',
      });
    const page = await open();
    await page.goto(api.url);
    await page.getByRole('button', { name: 'Masuk' }).waitFor();
    await shot(page, 'masuk');
    await page.getByLabel('Nama pengguna').fill(analyst.username);
    await page.getByLabel('Kata sandi').fill('bukan kata sandinya');
    await page.keyboard.press('Enter');
    await page.getByText('Nama pengguna atau kata sandi salah').waitFor();
    await signIn(page, analyst);
    await page.getByText('62 kasus · 62 bebas · 0 Anda pegang').waitFor();
    await shot(page, 'antrean');

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Dugaan: Ajakan memilih' }).waitFor();
    expect(await page.locator('mark.support').first().textContent()).toBe('coblos nomor 2');
    expect(await page.content()).not.toMatch(/Orang Fiktif|fiktif\d|contoh\.invalid/);
    await shot(page, 'kasus');
    await page.keyboard.press('a');
    await page.getByText(/^sewa \d\d:\d\d$/).waitFor();
    await page.getByRole('button', { name: /Masuk akal/ }).waitFor();
    await shot(page, 'putusan');
    await page.keyboard.press('1');
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    expect(await stateOf(first)).toBe('CONFIRMED');

    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Dugaan: Merugikan peserta' }).waitFor();
    expect(page.url()).toContain(`#/kasus/${second}`);
    await page.keyboard.press('2');
    await page.getByText('Pilih alasan HN, atau tulis alasannya.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.keyboard.type('Kutipan berita: 1, 2, 3 dan n bukan pintasan di sini.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    await page.getByText('Tersimpan: bukan pelanggaran.').waitFor();
    expect(await stateOf(second)).toBe('DISMISSED');
    await page.goBack();
    await page.getByText('K-').first().waitFor();
    await page.context().close();
  });

  test('a typed reason survives a lost lease, and a second reviewer sees who holds a case', async () => {
    const id = await buildCase(db, { region: '16.74', priority: 1, phase: 'PRE' });
    const page = await open();
    await signIn(page, analyst);
    await page.goto(`${api.url}/#/kasus/${id}`);
    await page.getByRole('button', { name: /Ambil kasus/ }).click();
    await page.getByLabel('Catatan atau alasan').fill('Alasan yang panjang');
    await sql`update cases set lease_until = now() - interval '1 second' where id = ${id}`.execute(db);
    await page.getByRole('button', { name: /Masuk akal/ }).click();
    await page.getByText('Anda tidak sedang memegang kasus ini').first().waitFor();
    await page.getByRole('button', { name: /Ambil kasus/ }).click();
    await page.getByRole('button', { name: /Masuk akal/ }).waitFor();
    expect(await page.getByLabel('Catatan atau alasan').inputValue()).toBe('Alasan yang panjang');

    const other = await open();
    await signIn(other, await buildUser(db, ['second_reviewer', '16']));
    await other.goto(`${api.url}/#/kasus/${id}`);
    await other.getByText(/^Dipegang Pengguna Uji/).waitFor();
    await other.context().close();
    await page.context().close();
  });

  test('a commissioner forwards a confirmed case and then sees whom it is about', async () => {
    const id = await buildCase(db, { region: '16.73', state: 'CONFIRMED', phase: 'PRE', priority: 70 });
    const page = await open();
    await signIn(page, commissioner);
    await page.goto(`${api.url}/#/kasus/${id}`);
    await page.getByRole('button', { name: /Teruskan ke BKPSDM/ }).click();
    await shot(page, 'teruskan');
    await page.getByRole('button', { name: 'Teruskan', exact: true }).click();
    await page.getByText('Diteruskan; 1 pemberitahuan dikirim.').waitFor();
    expect(await stateOf(id)).toBe('FORWARDED');
    await page.getByText(/^Orang Fiktif/).waitFor();
    await shot(page, 'diteruskan');
    await page.context().close();
  });

  test('markup in a post stays text', async () => {
    const evil = '<img src=x onerror="document.title=1"> coblos nomor 2 <script>document.title=2</script>';
    const id = await buildCase(db, { region: '16.73', text: evil });
    const page = await open();
    await signIn(page, analyst);
    await page.goto(`${api.url}/#/kasus/${id}`);
    await page.getByText('<script>document.title=2</script>').waitFor();
    expect(await page.locator('article img, article script').count()).toBe(0);
    expect(await page.title()).toBe('Pantau');
    await page.context().close();
  });

  test('an edited post is shown with all its versions, newest first', async () => {
    const id = await buildCase(db, { region: '16.73', phase: 'CAMP', text: 'Selamat pagi semua, maju bersama!' });
    await buildVersion(db, id, { text: 'Tanggal 27 coblos nomor 2!', captured_at: '2024-06-02T04:00:00.000Z', acts: ['SKB-DS-06'] });
    const reader = await buildUser(db, ['auditor', '16']);
    const page = await open();
    await signIn(page, reader);
    await page.goto(`${api.url}/#/kasus/${id}`);
    await page.getByText('Pos diubah.').waitFor();
    expect(await page.locator('.post .text').allTextContents()).toEqual(['Tanggal 27 coblos nomor 2!', 'Selamat pagi semua, maju bersama!']);
    expect(await page.locator('.post h2').allTextContents()).toEqual([expect.stringMatching(/^Versi terbaru, /), expect.stringMatching(/^Versi pertama, /)]);
    expect(await page.locator('.post mark').allTextContents()).toEqual(['coblos nomor 2', 'maju bersama']);
    expect(await page.locator('.reasons .quote').allTextContents()).toEqual(['“coblos nomor 2”', '“maju bersama”']);
    await shot(page, 'pos-diubah');
    await page.context().close();
  });

  test('figures, status, help and documents open, in both themes and on a phone', async () => {
    const id = await buildCase(db, { region: '16.73', priority: 95, phase: 'CAMP', contest: 'walikota-uji' });
    await sql`insert into import_run (kind, file_name, file_sha256, bytes_total, bytes_done, lines_done, counts, imported_by, status) values ('posts', 'pos-uji.jsonl', 'x', 10, 10, 23344, '{"new": 23340, "rejected": 4, "rejected.text_too_long": 4}', 'uji', 'done')`.execute(
      db,
    );
    await sql`insert into source (name, connector, config, policy, enabled) values ('Umpan uji', 'rss', '{}', '{}', true)`.execute(db);
    for (const [name, options] of [
      ['terang', DESKTOP],
      ['gelap', { ...DESKTOP, colorScheme: 'dark' }],
      ['ponsel', PHONE],
    ] as const) {
      const page = await open(options);
      await signIn(page, analyst);
      await shot(page, `${name}-antrean`);
      await page.goto(`${api.url}/#/kasus/${id}`);
      await page.getByRole('heading', { name: /^Dugaan/ }).waitFor();
      await shot(page, `${name}-kasus`);
      const claim = page.getByRole('button', { name: /Ambil kasus/ });
      if (await claim.isVisible()) await claim.click();
      await page.getByRole('button', { name: /Masuk akal/ }).waitFor();
      if (name === 'ponsel') await page.screenshot({ path: join(SHOTS, `${name}-putusan.png`), fullPage: true });
      else await shot(page, `${name}-putusan`);
      await page.goto(`${api.url}/#/statistik?by=region,state&level=regency`);
      await page.getByText(/^n = /).waitFor();
      await shot(page, `${name}-statistik`);
      await page.goto(`${api.url}/#/status`);
      await page.getByText('pos-uji.jsonl').waitFor();
      await page.getByText('Umpan uji').waitFor();
      await shot(page, `${name}-status`);
      await page.keyboard.press('?');
      await page.getByRole('heading', { name: 'Pintasan papan ketik' }).waitFor();
      await shot(page, `${name}-bantuan`);
      await page.keyboard.press('Escape');
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(options.viewport.width);
      await page.context().close();
    }
    const docs = await open();
    await docs.goto(`${api.url}/docs/`);
    await docs.getByText('/v1/cases/{id}/forward').waitFor();
    await shot(docs, 'docs');
    await docs.context().close();
  });

  test('nothing complained and nothing left the own origin in all of this', () => {
    expect(complaints).toEqual([]);
  });
});
