/** The administration in a browser: a register sent, looked at and published by the real worker; keys, roles, and the first person. */
import { createLogger, Lifecycle } from '@pantau/runtime';
import { newSetupToken } from '@pantau/store';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAlerts } from '../../services/alerts/src/app.ts';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildUser } from '../support/builders.ts';
import { ConsoleWorld, PHONE } from '../support/console.ts';

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

const HEADER = 'election,region_code,region,province,kpu_pair_id,nomor_urut,calon,wakil,pair_as_listed';
const PAIRS = [
  HEADER,
  'bupati_walikota,1673,KOTA LUBUK LINGGAU,SUMATERA SELATAN,1,1,Ahmad Contoh,Budi Contoh,x',
  'bupati_walikota,1673,KOTA LUBUK LINGGAU,SUMATERA SELATAN,2,2,Citra Contoh,Dewi Contoh,x',
  'bupati_walikota,1673,KOTA LUBUK LINGGAU,SUMATERA SELATAN,3,nol,Eka Contoh,Fajar Contoh,x',
].join('\n');
const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe.skipIf(browser === null)('administration in the console [needs Chromium libraries]', { timeout: 180_000 }, () => {
  let w: ConsoleWorld;
  let life: Lifecycle;
  let keeper: BuiltUser;
  let admin: BuiltUser;

  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    const log = createLogger({ service: 'alerts', level: 'error', destination: { write: () => {} } });
    life = new Lifecycle(log);
    const config = {
      DATABASE_URL: w.world.databaseUrl,
      REDIS_URL: w.world.redisUrl,
      PANTAU_QUEUE_PREFIX: w.world.queuePrefix,
      PANTAU_KEY_FILE: '',
      PANTAU_HOST: '127.0.0.1',
      HEALTH_PORT: 0,
      LOG_LEVEL: 'error' as const,
      LOG_PRETTY: false,
      PANTAU_ALLOW_PRIVATE: [],
    };
    await startAlerts({ config: config as unknown as Parameters<typeof startAlerts>[0]['config'], keyring: w.world.keyring, log, life });
  });
  afterAll(async () => {
    await life?.stop('test');
    await w?.close();
  });

  const see = async (page: Page, screen: string) => {
    if (process.env.PANTAU_SCREENSHOTS) await page.screenshot({ path: `${process.env.PANTAU_SCREENSHOTS}/${screen}.png`, fullPage: true });
    expect(await accessibilityFaults(page), screen).toEqual([]);
  };

  test('the first administrator is made with the printed token, and with nothing else', async () => {
    const page = await w.open();
    await page.goto(w.api.url);
    const token = await newSetupToken(w.db);
    expect(await (await fetch(`${w.api.url}/v1/setup`)).json()).toEqual({ needed: true });
    await page.getByRole('button', { name: /Admin pertama/ }).click();
    await page.getByLabel('Token penyiapan').fill('bukan-token-yang-benar-sama-sekali');
    await page.getByLabel('Nama', { exact: true }).fill('Ratna Contoh');
    await page.getByLabel('Nama pengguna').fill('ratna');
    await page.getByLabel('Kata sandi').fill('empat kuda biru terbang tinggi');
    await see(page, 'setup');
    await page.getByRole('button', { name: 'Buat admin' }).click();
    await page.getByText(/Token tidak benar/).waitFor();
    await page.getByLabel('Token penyiapan').fill(token ?? '');
    await page.getByRole('button', { name: 'Buat admin' }).click();
    await page.getByText(/Admin sudah dibuat/).waitFor();
    expect(await newSetupToken(w.db)).toBeNull();
    await page.getByLabel('Nama pengguna').fill('ratna');
    await page.getByLabel('Kata sandi').fill('empat kuda biru terbang tinggi');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: /Utama|Main/ }).waitFor();
    await w.goto(page, '/mulai');
    await page.getByText('2. Register peserta').waitFor();
    await see(page, 'first-steps');
    await page.context().close();
    keeper = await buildUser(w.db, ['register_admin', 'ID']);
    admin = await buildUser(w.db, ['system_admin', 'ID']);
  });

  test('a list is sent, its difference and bad row are shown, and it counts only once confirmed', async () => {
    const page = await w.signIn(await w.open(), keeper);
    await w.goto(page, '/register/impor');
    await page.getByLabel('Berkas', { exact: true }).setInputFiles(file('paslon.csv', PAIRS));
    await see(page, 'imports');
    await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
    await page.getByRole('button', { name: /Terbitkan \d+ perubahan/ }).waitFor({ timeout: 30_000 });
    await page.getByText(/nomor_urut "nol" bukan angka/).waitFor();
    await see(page, 'import-ready');
    const versions = () => sql<{ n: number }>`select count(*)::int as n from register_version`.execute(w.db);
    expect((await versions()).rows[0]?.n).toBe(0);
    await page.getByRole('button', { name: /Terbitkan/ }).click();
    await page.getByText('Sudah terbit dan berlaku.').waitFor({ timeout: 30_000 });
    await see(page, 'import-published');
    expect((await versions()).rows[0]?.n).toBe(1);
    const left = await sql<{ n: number }>`select count(*)::int as n from register_import_piece`.execute(w.db);
    expect(left.rows[0]?.n).toBe(0);
    const said = await sql<{ actor: number }>`select actor from audit_log where action = 'register_imported'`.execute(w.db);
    expect(said.rows[0]?.actor).toBe(keeper.id);
    await w.goto(page, '/register/kontes');
    await page.getByRole('link', { name: /Lubuk/ }).click();
    await page.getByText(/Ahmad Contoh/).waitFor();
    await see(page, 'contest');
    await page.context().close();
  });

  test('a wrong file is refused in words, and one that waits is discarded without a trace', async () => {
    const page = await w.signIn(await w.open(), keeper);
    await w.goto(page, '/register/impor');
    await page.getByLabel('Berkas', { exact: true }).setInputFiles(file('salah.csv', 'a,b\n1,2'));
    await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
    await page.getByText(/kolomnya bukan daftar KPU/).waitFor({ timeout: 30_000 });
    await w.goto(page, '/register/impor');
    await page.getByLabel('Berkas', { exact: true }).setInputFiles(file('baru.csv', PAIRS.replace('Ahmad', 'Andi')));
    await page.getByRole('button', { name: 'Kirim dan periksa' }).click();
    await page.getByRole('button', { name: 'Buang' }).click({ timeout: 30_000 });
    await page.getByText('Dihentikan. Tidak ada yang berubah.').waitFor();
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from register_version`.execute(w.db);
    expect(rows[0]?.n).toBe(1);
    await page.context().close();
  });

  test('a key is shown once, a role gets an end, and every administration page is there', async () => {
    const page = await w.signIn(await w.open(), admin);
    await w.goto(page, '/kunci');
    await page.getByRole('button', { name: 'Kunci baru' }).click();
    await page.getByRole('dialog').getByLabel('Nama').fill('Dasbor uji');
    await page.getByRole('button', { name: 'Buat kunci' }).click();
    await page.locator('code.secret').waitFor();
    await page.getByRole('button', { name: 'Sudah saya simpan' }).click();
    await page.getByText('Dasbor uji').first().waitFor();
    expect(await page.locator('code.secret').count()).toBe(0);
    await see(page, 'keys');
    await w.goto(page, '/pengguna');
    await page.getByRole('button', { name: 'Peran Ratna Contoh' }).click({ timeout: 9000 });
    await page.getByLabel(/Sampai \(boleh kosong\)/).fill('2031-05-01');
    await page.getByRole('button', { name: 'Tambah', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByText(/sampai 1 Mei 2031/)
      .waitFor();
    await see(page, 'roles');
    await page.getByRole('button', { name: 'Simpan' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { rows } = await sql<{ until: Date | null }>`select until from user_role where until is not null`.execute(w.db);
    expect(rows).toHaveLength(1);
    for (const [path, text, name] of [
      ['/privasi', 'Yang akan dihapus berikutnya', 'retention'],
      ['/cadangan', 'Belum pernah ada cadangan.', 'backups'],
      ['/sumber', 'Hubungkan sumber', 'sources'],
      ['/akun-saya', 'Sesi yang terbuka', 'me'],
    ] as const) {
      await w.goto(page, path);
      await page.getByText(text).first().waitFor();
      await see(page, name);
    }
    await page.context().close();
  });

  test('on a phone, in the dark and in English nothing is cut off', async () => {
    const auditor = await buildUser(w.db, ['auditor', 'ID']);
    const page = await w.signIn(await w.open({ options: PHONE, lang: 'en', theme: 'dark' }), auditor);
    const faults: string[] = [];
    for (const path of [
      '/register/kontes',
      '/register/akun',
      '/register/impor',
      '/kunci',
      '/privasi',
      '/privasi/penahanan',
      '/privasi/permintaan',
      '/cadangan',
      '/audit',
    ]) {
      await w.goto(page, path);
      await page.locator('.card').first().waitFor();
      await page.getByText('Loading…').first().waitFor({ state: 'detached' });
      await see(page, `phone${path.replaceAll('/', '-')}`);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > PHONE.viewport.width) faults.push(`${path} is ${width} px wide`);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('no page complained, and none asked another host', () => {
    expect(w.complaints).toEqual([]);
  });
});
