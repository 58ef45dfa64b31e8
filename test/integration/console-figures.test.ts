/** Overview and rules in a browser: each figure opens its rows, by mouse and by keyboard; a tried text is read and kept nowhere. */
import { readFileSync } from 'node:fs';
import type { HealthServer } from '@pantau/runtime';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { buildUser } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';
import { buildFigures, startReader } from '../support/figures.ts';
import { searchTables } from '../support/search.ts';
import { waitFor } from '../support/wait.ts';

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('figures and rules [needs Chromium libraries]', { timeout: 150_000 }, () => {
  let w: ConsoleWorld;
  let reader: HealthServer;
  let page: Page;
  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    await buildFigures(w.db);
    reader = await startReader(w.db);
    await w.restartApi({ PANTAU_PEERS: [{ name: 'scorer', url: `http://127.0.0.1:${reader.port}` }] });
    page = await w.signIn(await w.open(), await buildUser(w.db, ['analyst', '16']));
  });
  afterAll(async () => {
    await reader?.stop();
    await w?.close();
  });

  const number = async (p: Page, selector: string): Promise<number> => Number(((await p.locator(selector).first().textContent()) ?? '').replace(/\D/g, ''));
  /** The list says how many there are; as many as the figure that led here said. */
  const listed = async (n: number) => {
    await page.locator('.row').first().waitFor();
    await waitFor(`${n} rows`, async () => (await page.locator('.row').count()) === n);
  };

  test('a figure opens exactly its rows, and back leads to the figures', async () => {
    await w.goto(page, '/ringkasan');
    const refused = page.locator('.totals > div', { hasText: 'bukan pelanggaran' }).locator('a');
    await refused.waitFor();
    const n = Number(await refused.textContent());
    expect(n).toBeGreaterThan(0);
    await refused.click();
    await listed(n);
    expect(await page.getByRole('button', { name: /bukan pelanggaran.*hapus saringan/ }).count()).toBe(1);
    await page.goBack();
    await page.locator('.totals').waitFor();
  });

  test('time by keyboard: one stop, arrows move, Enter opens the cases of that day', async () => {
    const bars = page.locator('.time-step');
    expect(await bars.count()).toBe(90);
    expect(await page.locator('.time-step[tabindex="0"]').count()).toBe(1);
    await page.locator('.time-step[tabindex="0"]').focus();
    let says = '';
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('ArrowLeft');
      says = (await page.locator('.time-says').textContent()) ?? '';
      if (/: [1-9]\d* ditandai; [1-9]/.test(says)) break;
    }
    const n = Number(/: (\d+) ditandai/.exec(says)?.[1]);
    await page.keyboard.press('Enter');
    await listed(n);
    await page.goBack();
  });

  test('the stages of the election stand above the days', async () => {
    await page.getByText('Tahapan Pilkada Uji').waitFor();
    for (const stage of ['Penetapan paslon', 'Kampanye', 'Masa tenang', 'Pemungutan suara'])
      expect(await page.getByText(new RegExp(`^${stage}:`)).count()).toBe(1);
  });

  test('contestants stand in the order of the ballot, each with its range', async () => {
    const rows = page.locator('.balance > li');
    await rows.first().waitFor();
    expect((await rows.locator('strong').allTextContents()).filter((s) => /^\d\./.test(s))).toEqual([
      '1. Melati Satu – Melati Dua',
      '2. Kenanga Satu – Kenanga Dua',
    ]);
    expect(await rows.first().locator('.share-range').count()).toBe(2);
  });

  test('every picture is also a table, and the file holds what the screen shows', async () => {
    const figure = page.locator('.figure', { hasText: 'Di mana kasus ditandai' });
    expect(await figure.locator('.tile:not(.swatch)').count()).toBe(17);
    await figure.getByRole('button', { name: /^Tabel/ }).click();
    const cells = await figure.locator('tbody tr').count();
    expect(cells).toBe(17);
    const download = page.waitForEvent('download');
    await figure.getByRole('link', { name: /^CSV/ }).click();
    const rows: Record<string, string>[] = parse(readFileSync(await (await download).path(), 'utf8'), { columns: true, bom: true });
    expect(rows).toHaveLength(cells);
    expect(rows.find((r) => r.region === '16.01')?.state).toBe('none');
    expect(rows.find((r) => r.region === '16.02')?.state).toBe('not_looked_at');
  });

  test('a filter stands in the address and in every figure', async () => {
    const before = await number(page, '.totals dd a');
    await page.getByLabel('Dugaan', { exact: true }).selectOption('ATTEND');
    await waitFor('fewer cases', async () => (await number(page, '.totals dd a')) < before);
    expect(page.url()).toContain('label=ATTEND');
    const n = await number(page, '.totals dd a');
    await page.locator('.totals dd a').first().click();
    await listed(n);
  });

  test('the whole country: 38 provinces, each opens its regencies and cities', async () => {
    const national = await w.signIn(await w.open(), await buildUser(w.db, ['auditor', 'ID']));
    await w.goto(national, '/ringkasan');
    await national.locator('.tiles.provinces').waitFor();
    expect(await national.locator('.tiles.provinces > li').count()).toBe(38);
    await national.getByRole('link', { name: /Jawa Barat:/ }).click();
    await national.getByRole('link', { name: /Kabupaten Bandung:/ }).waitFor();
    expect(await national.locator('.tiles > li').count()).toBe(27);
    await national.goBack();
    await national.locator('.tiles.provinces').waitFor();
    await national.context().close();
  });

  test('a rule shows its source, its examples and what people made of its cases', async () => {
    await w.goto(page, '/aturan');
    await page.getByLabel('Cari kode').fill('SUP-VOTE');
    const rule = page.locator('.rule', { hasText: 'A verb of voting' });
    await rule.locator('.rule-head').click();
    await rule.getByText('SKB 2/2022').waitFor();
    expect(page.url()).toContain('aturan=SUP-VOTE');
    await rule.getByText('“coblos ‹peserta› ya”').waitFor();
    expect(await page.locator('.rule').getByText('perlu penutur asli').count()).toBeGreaterThan(0);
  });

  test('a tried text is read with its spans, scope and weights, and is found nowhere afterwards', async () => {
    const marker = 'kalimat rahasia zxqv';
    await page.getByRole('link', { name: 'Coba teks' }).click();
    await page.getByLabel('Teks', { exact: true }).fill(`coblos Wira-Laksmi ya gaess, ${marker}`);
    await page.getByLabel('Wilayah penulis').selectOption('16.73');
    await page.getByLabel('Ditulis pada').fill('2024-10-12');
    await page.getByRole('button', { name: 'Coba', exact: true }).click();
    await page.getByText('Ditandai', { exact: true }).waitFor();
    expect(await page.locator('.trial-text mark').count()).toBeGreaterThan(1);
    await page.getByText(/Bobot untuk/).waitFor();
    expect(await page.getByText('klausa 1').count()).toBeGreaterThan(0);
    expect(w.api.logged()).not.toContain('zxqv');
    const client = new pg.Client({ connectionString: w.world.databaseUrl });
    await client.connect();
    expect((await searchTables(client, [marker])).found).toEqual([]);
    await client.end();
  });

  test('when nobody reads, that is said in a line and the text stays', async () => {
    await reader.stop();
    await page.getByRole('button', { name: 'Coba', exact: true }).click();
    await page.getByText('Penilai teks tidak menjawab', { exact: false }).waitFor();
    expect(await page.getByLabel('Teks', { exact: true }).inputValue()).toContain('zxqv');
  });

  test('nothing complained in all of this', () => {
    expect(w.complaints).toEqual([]);
  });
});
