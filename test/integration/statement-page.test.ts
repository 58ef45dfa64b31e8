/** The page of the person concerned in a real browser: from the printed address to the recorded statement, with nothing left behind. */
import { type Handle, openDb } from '@pantau/store';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildCase, buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

const browser: Browser | null = await launchBrowser();
afterAll(() => browser?.close());

let world: TestWorld;
let owner: Handle;
let db: pg.Client;
let api: RunningApi;
let officer: Client;

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test', connectionsMax: 2 });
  db = new pg.Client({ connectionString: world.databaseUrl });
  await db.connect();
  api = await startTestApi(world);
  officer = await new Client(api.url).signIn(await buildUser(owner, ['handling_officer', '16.73']));
});
afterAll(async () => {
  await api?.stop();
  await db?.end();
  await owner?.destroy();
  await world?.drop();
});

async function summoned(text: string): Promise<{ caseId: number; address: string; code: string; tail: string }> {
  const caseId = await buildCase(owner, { state: 'CLARIFICATION', text });
  const { body } = await officer.post(`/v1/cases/${caseId}/statement-link`);
  const { rows } = await db.query('select key_tail from person p join cases c on c.person_id = p.id where c.id = $1', [caseId]);
  return { caseId, address: api.url + new URL(body.address).pathname + new URL(body.address).hash, code: body.code, tail: rows[0].key_tail };
}

const record = async (caseId: number) =>
  (await db.query("select content from case_record where case_id = $1 and kind = 'statement'", [caseId])).rows[0]?.content;

test('the page is not indexed, not kept, and runs nothing of others', async () => {
  for (const [path, type] of [
    ['/pernyataan', 'text/html'],
    ['/pernyataan.js', 'text/javascript'],
    ['/pernyataan.css', 'text/css'],
  ] as const) {
    const r = await fetch(api.url + path);
    expect(r.headers.get('content-type')).toContain(type);
    expect(r.headers.get('cache-control')).toBe('no-store');
    expect(r.headers.get('x-robots-tag')).toContain('noindex');
    expect(r.headers.get('content-security-policy')).toContain("script-src 'self'");
  }
});

describe.skipIf(browser === null)('in a browser [needs Chromium libraries]', { timeout: 120_000 }, () => {
  async function open(address: string): Promise<Page> {
    const page = await (await browser?.newContext({ locale: 'id-ID' }))?.newPage();
    if (!page) throw new Error('no browser');
    await page.goto(address);
    return page;
  }
  async function enter(page: Page, code: string, tail: string): Promise<void> {
    await page.getByLabel('Kode (8 angka)').fill(code);
    await page.getByLabel('Tiga angka terakhir NIP').fill(tail);
    await page.getByRole('button', { name: 'Buka' }).click();
  }

  test('wrong once, then right: reads the allegation, adds a file, answers; markup stays text, the token leaves the address', async () => {
    const c = await summoned('coblos nomor 2 <img src=x onerror="document.title=1">');
    const page = await open(c.address);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.url()).toBe(`${api.url}/pernyataan`);
    await enter(page, '00000000', c.tail);
    await page.getByText('Tautan, kode, dan angka tidak cocok').waitFor();
    await enter(page, c.code, c.tail);
    await page.getByText('Dugaan pelanggaran netralitas ASN: ajakan memilih').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.title()).toBe('Kesempatan memberikan keterangan');
    expect(await page.locator('img').count()).toBe(0);
    await page.getByLabel('Tuliskan keterangan Anda').fill('Saya hanya mengutip berita.');
    await page.locator('#files').setInputFiles({ name: 'bukti.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nuji') });
    await page.getByRole('button', { name: 'Kirim keterangan' }).click();
    await page.getByText('Keterangan Anda telah diterima dan dicatat.').waitFor();
    expect(await record(c.caseId)).toMatchObject({ text: 'Saya hanya mengutip berita.', refused: false });
    expect((await db.query('select file_name from case_attachment where case_id = $1', [c.caseId])).rows).toEqual([{ file_name: 'bukti.pdf' }]);
    expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).toBe(0);
    await page.context().close();
  });

  test('refusing asks once more, and is recorded', async () => {
    const c = await summoned('coblos nomor 2');
    const page = await open(c.address);
    await enter(page, c.code, c.tail);
    await page.getByRole('button', { name: 'Saya menolak memberikan keterangan' }).click();
    await page.getByRole('button', { name: 'Batal' }).click();
    expect(await record(c.caseId)).toBeUndefined();
    await page.getByRole('button', { name: 'Saya menolak memberikan keterangan' }).click();
    await page.getByRole('button', { name: 'Ya, saya menolak' }).click();
    await waitFor('the refusal to be recorded', async () => (await record(c.caseId)) !== undefined);
    expect(await record(c.caseId)).toMatchObject({ refused: true });
    await page.getByText('Penolakan Anda telah dicatat.').waitFor();
    await page.context().close();
  });
});
