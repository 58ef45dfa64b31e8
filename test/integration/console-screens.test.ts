/**
 * Every screen of the console in both languages, both themes and two sizes: axe finds nothing, nothing is cut off sideways.
 * With PANTAU_SCREENSHOTS it also writes a picture of each: `npm run screenshots`, and then look at them.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HealthServer } from '@pantau/runtime';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser, buildVersion } from '../support/builders.ts';
import { buildCaseLooks, type CaseLooks, walkCaseLooks } from '../support/case-looks.ts';
import { ConsoleWorld, DESKTOP, type PageChoice, PHONE } from '../support/console.ts';
import { buildFigures, startReader } from '../support/figures.ts';

const SHOTS = process.env.PANTAU_SCREENSHOTS ?? '';
const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

/** Nothing is caught half faded in. */
const STILL_DESKTOP = { ...DESKTOP, reducedMotion: 'reduce' } as const;
const STILL_PHONE = { ...PHONE, reducedMotion: 'reduce' } as const;

/** Each is walked in both themes when pictures are made. Without, two walks that hold every theme, language and size: a walk costs half a minute. */
const LOOKS: (PageChoice & { name: string; themes: readonly ('light' | 'dark')[] })[] = [
  { name: 'desktop-id', options: STILL_DESKTOP, lang: 'id', themes: ['light', 'dark'] },
  { name: 'phone-en', options: STILL_PHONE, lang: 'en', themes: ['light'] },
];
const FOR_PICTURES: typeof LOOKS = [
  { name: 'desktop-en', options: STILL_DESKTOP, lang: 'en', themes: ['dark'] },
  { name: 'phone-id', options: STILL_PHONE, lang: 'id', themes: ['dark'] },
];
const THEMES = ['light', 'dark'] as const;

describe.skipIf(browser === null)('every screen [needs Chromium libraries]', { timeout: 300_000 }, () => {
  let w: ConsoleWorld;
  let reader: HealthServer;
  let looks: CaseLooks;
  const users: Record<string, BuiltUser> = {};
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    if (SHOTS) mkdirSync(SHOTS, { recursive: true });
    w = await ConsoleWorld.create(browser);
    users.analyst = await buildUser(w.db, ['analyst', '16']);
    users.reader = await buildUser(w.db, ['second_reviewer', '16']);
    users.commissioner = await buildUser(w.db, ['commissioner', '16']);
    users.office = await buildUser(w.db, ['personnel_office', '16.73']);
    users.admin = await buildUser(w.db, ['system_admin', '16']);
    users.auditor = await buildUser(w.db, ['auditor', 'ID']);
    users.local = await buildUser(w.db, ['auditor', '16']);
    users.nobody = await buildUser(w.db);
    await buildContest(w.db, 'walikota-uji', '16.73');
    await buildSubscription(w.db, '16.73');
    await fill(w, ids);
    looks = await buildCaseLooks(w);
    await buildFigures(w.db);
    reader = await startReader(w.db);
    await w.restartApi({ PANTAU_PEERS: [{ name: 'scorer', url: `http://127.0.0.1:${reader.port}` }] });
  });
  afterAll(async () => {
    await reader?.stop();
    await w?.close();
  });

  test.each(SHOTS ? [...LOOKS, ...FOR_PICTURES] : LOOKS)('$name', async (look) => {
    const faults: string[] = [];
    /** `again`: a part of a page that was looked at as a whole; for the picture alone. */
    const see = async (page: Page, screen: string, again = false) => {
      if (again && !SHOTS) return;
      for (const theme of SHOTS ? THEMES : look.themes) {
        await page.emulateMedia({ colorScheme: theme });
        await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
        if (SHOTS) await page.screenshot({ path: join(SHOTS, `${screen}-${look.name}-${theme}.png`) });
        // Another theme has other colours and nothing else.
        const rules = theme === (SHOTS ? THEMES : look.themes)[0] ? [] : ['color-contrast'];
        if (!again) faults.push(...(await accessibilityFaults(page, rules)).map((f) => `${screen}, ${theme}: ${f}`));
      }
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > (look.options?.viewport?.width ?? 0)) faults.push(`${screen}: is ${width} px wide`);
      // A marked part stays in its line: the post reads as it was written.
      const torn = await page.evaluate<number>(
        "[...document.querySelectorAll('mark')].filter((m) => !getComputedStyle(m).display.startsWith('inline')).length",
      );
      if (torn > 0) faults.push(`${screen}: ${torn} marked parts leave their line`);
    };
    const as = async (user: BuiltUser | undefined) => w.signIn(await w.open(look), user ?? { id: 0, username: '' });

    const page = await w.open(look);
    await page.goto(w.api.url);
    await page.getByRole('button', { name: /Masuk|Sign in/ }).waitFor();
    await see(page, 'sign-in');
    await page.context().close();

    await inReview(await as(users.analyst), see);
    await table(await as(users.admin), '/pengguna', /^(Pengguna|Users)$/, see);
    await national(await as(users.auditor), see);
    await table(await as(users.local), '/audit', /^(Jejak audit|Audit log)$/, see);
    await decided(await as(users.commissioner), see);
    const office = await as(users.office);
    await w.goto(office, `/kasus/${ids.forwarded}`);
    await office.getByText(/NIP/).waitFor();
    await see(office, 'office-case');
    await office.context().close();
    await walkCaseLooks(w, looks, look, see);
    const nobody = await as(users.nobody);
    await see(nobody, 'no-role');
    await nobody.context().close();
    expect(faults).toEqual([]);
  });

  type See = (page: Page, screen: string, again?: boolean) => Promise<void>;

  async function inReview(page: Page, see: See): Promise<void> {
    await page.locator('.row').first().waitFor();
    await see(page, 'inbox');
    await w.goto(page, '/antrean?tampilan=bukan');
    await page.locator('.state').waitFor();
    await see(page, 'inbox-empty');
    await w.goto(page, `/kasus/${ids.open}`);
    await page.locator('.post').waitFor();
    await see(page, 'case');
    await page.locator('.post mark').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await see(page, 'case-span');
    await page.keyboard.press('Escape');
    const claim = page.getByRole('button', { name: /Ambil kasus|Take the case/ });
    if (await claim.isVisible()) await claim.click();
    await page.locator('[data-role="reason"]').waitFor();
    await page.locator('[data-role="reason"]').scrollIntoViewIfNeeded();
    await see(page, 'case-deciding');
    await page.keyboard.press('2');
    await page.locator('.error').filter({ hasText: /HN/ }).waitFor();
    await see(page, 'case-refused');
    await w.goto(page, `/kasus/${ids.edited}`);
    await page.locator('.edited').waitFor();
    await see(page, 'case-edited');
    await w.goto(page, `/kasus/${ids.long}`);
    await page.locator('.post').waitFor();
    await see(page, 'case-long');
    await w.goto(page, '/kasus/999999999');
    await page.locator('.state[role="alert"]').waitFor();
    await see(page, 'case-not-found');
    await figures(page, see);
    for (const [path, name] of [
      ['/register', 'registers'],
      ['/sumber', 'sources'],
      ['/kode', 'codes'],
    ] as const) {
      await w.goto(page, path);
      await page.locator('.card table').first().waitFor();
      await see(page, name);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await see(page, 'help');
    await page.keyboard.press('Escape');
    await page.locator('.me').click();
    await page.locator('.account').waitFor();
    await see(page, 'account');
    await page.context().close();
  }

  /** A long page is seen in pieces. */
  async function figures(page: Page, see: See): Promise<void> {
    await w.goto(page, '/ringkasan');
    await page.locator('.balance li').first().waitFor();
    await see(page, 'overview');
    await page.locator('.time-plot').scrollIntoViewIfNeeded();
    await page.locator('.time-step[tabindex="0"]').focus();
    await see(page, 'overview-time', true);
    await page.locator('.ages').scrollIntoViewIfNeeded();
    await see(page, 'overview-ages', true);
    await page.locator('.figure button').first().click();
    await page.locator('.figure table').first().scrollIntoViewIfNeeded();
    await see(page, 'overview-table');
    await w.goto(page, '/ringkasan?from=2001-01-01&to=2001-01-02');
    await page.locator('.card .state').waitFor();
    await see(page, 'overview-empty');
    await w.goto(page, '/aturan?aturan=SUP-VOTE');
    await page.locator('.rule-detail').waitFor();
    await page.locator('.rule-detail').scrollIntoViewIfNeeded();
    await see(page, 'rules');
    await w.goto(page, '/aturan?bagian=kata');
    await page.locator('.card table').waitFor();
    await see(page, 'rules-words');
    await w.goto(page, '/aturan?bagian=coba');
    await page.locator('textarea').fill('coblos Wira-Laksmi ya gaess, bukan yang lain');
    await page.getByLabel(/Wilayah penulis|Author's region/).selectOption('16.73');
    await page.locator('input[type="date"]').fill('2024-10-12');
    await page.locator('.button.primary').click();
    await page.locator('.trial-text').waitFor();
    await see(page, 'rules-trial');
    await page.locator('.card table').last().scrollIntoViewIfNeeded();
    await see(page, 'rules-weights', true);
  }

  /** Thirty-eight tiles. */
  async function national(page: Page, see: See): Promise<void> {
    await w.goto(page, '/ringkasan');
    await page.locator('.tiles.provinces').waitFor();
    await see(page, 'overview-national');
    await page.context().close();
  }

  async function table(page: Page, path: string, title: RegExp, see: See): Promise<void> {
    await w.goto(page, path);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    // What this administrator may see can be nothing: an empty list is a screen too.
    await page.locator('.card table, .card .state strong').first().waitFor();
    await see(page, path.slice(1));
    await page.context().close();
  }

  async function decided(page: Page, see: See): Promise<void> {
    await w.goto(page, `/kasus/${ids.confirmed}`);
    await page.getByRole('button', { name: /Teruskan ke BKPSDM|Forward to BKPSDM/ }).waitFor();
    await see(page, 'case-confirmed');
    await page.getByRole('button', { name: /Teruskan ke BKPSDM…|Forward to BKPSDM…/ }).click();
    await page.getByRole('dialog').waitFor();
    await see(page, 'forward');
    await page.context().close();
  }

  test('nothing complained and nothing left the own origin in all of this', () => {
    expect(w.complaints).toEqual([]);
  });
});

/** Enough of everything that each screen has something to show. */
async function fill(w: ConsoleWorld, ids: Record<string, number>): Promise<void> {
  ids.open = await buildCase(w.db, { region: '16.73', priority: 92, phase: 'CAMP', contest: 'walikota-uji', text: MIXED });
  ids.edited = await buildCase(w.db, { region: '16.73', phase: 'CAMP', priority: 71, text: 'Selamat pagi semua, maju bersama!' });
  await buildVersion(w.db, ids.edited, { text: 'Tanggal 27 coblos nomor 2!', captured_at: '2024-06-02T04:00:00.000Z', acts: ['SKB-DS-06'] });
  ids.long = await buildCase(w.db, { region: '16.71', priority: 64, label: 'ATTACK', direction: 'ATTACK', flaggedHoursAgo: 60, text: LONG });
  ids.confirmed = await buildCase(w.db, { region: '16.73', state: 'CONFIRMED', phase: 'PRE', priority: 70 });
  ids.forwarded = await buildCase(w.db, { region: '16.73', state: 'FORWARDED', phase: 'PRE', priority: 70 });
  for (let i = 0; i < 40; i++)
    await buildCase(w.db, {
      region: i % 3 ? '16.71' : '16.74',
      priority: 60 - i,
      label: i % 2 === 0 ? 'PRAISE_SUPPORT' : 'ATTEND',
      band: i % 3 === 0 ? 'review' : 'flag',
      flaggedHoursAgo: i * 3,
    });
  await sql`update cases set state = 'IN_REVIEW', holder = ${(await buildUser(w.db, ['analyst', '16'])).id}, lease_until = now() + interval '8 minutes', known_at = now() where priority in (59, 57)`
    .execute(w.db)
    .catch(() => undefined);
  await sql`insert into import_run (kind, file_name, file_sha256, bytes_total, bytes_done, lines_done, counts, imported_by, status) values
    ('posts', 'pos-uji.jsonl', 'x', 10, 10, 23344, '{"new": 23340, "rejected": 4, "rejected.text_too_long": 4}', 'uji', 'done'),
    ('accounts', 'akun-uji.csv', 'y', 100, 40, 400, '{"new": 400}', 'uji', 'running')`.execute(w.db);
  await sql`insert into source (name, connector, config, policy, enabled) values ('Umpan uji', 'rss', '{}', '{}', true), ('Bluesky uji', 'bluesky', '{}', '{}', false)`.execute(
    w.db,
  );
}

const MIXED = 'Jangan lupa tanggal 27 coblos nomor 2 ya gaes ✌️ maju bersama! <b>tidak tebal</b>\nשלום مرحبا — tulisan dari kanan.';
const LONG = `${'Paragraf yang panjang tentang banyak hal, tanpa jeda. '.repeat(370)} coblos nomor 2`;
