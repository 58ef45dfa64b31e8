/** Many rows, many cases in a row without a mouse, and a server that restarts in the middle of a decision. */
import type { Handle } from '@pantau/store';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type BuiltUser, buildCase, buildContest, buildUser, PASSWORD } from '../support/builders.ts';
import { ConsoleWorld } from '../support/console.ts';
import { waitFor } from '../support/wait.ts';

const ROWS = 10_000;
const CASES = 10;

const browser: Browser | null = await launchBrowser();
afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === null)('under load [needs Chromium libraries]', { timeout: 150_000 }, () => {
  let w: ConsoleWorld;
  let analyst: BuiltUser;

  beforeAll(async () => {
    w = await ConsoleWorld.create(browser);
    analyst = await buildUser(w.db, ['analyst', '16']);
    await buildContest(w.db, 'walikota-uji', '16.73');
  });
  afterAll(async () => {
    await w?.close();
  });

  const decided = async () => Number((await sql<{ n: string }>`select count(*) as n from case_opinion where user_id = ${analyst.id}`.execute(w.db)).rows[0]?.n);

  test('a server that restarts in the middle of a decision loses nothing and decides once', async () => {
    const id = await buildCase(w.db, { region: '16.73', phase: 'PRE' });
    const page = await w.signIn(await w.open(), analyst);
    await w.goto(page, `/kasus/${id}`);
    await page.getByRole('button', { name: /Ambil kasus/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByText(/^sewa \d/).waitFor();
    const restarted = w.restartApi();
    await page.keyboard.press('1');
    await restarted;
    await page.getByText('Tersimpan: dugaan dikonfirmasi.').waitFor();
    expect(await decided()).toBe(1);
    await page.context().close();
  });

  test(`from sign-in to ${CASES} decided cases by keyboard alone`, async () => {
    for (let i = 0; i < CASES; i++)
      await buildCase(w.db, {
        region: '16.73',
        phase: i % 2 ? 'PRE' : 'CAMP',
        priority: 90 - i,
        contest: 'walikota-uji',
        label: i % 3 ? 'PRAISE_SUPPORT' : 'ATTEND',
      });
    const before = await decided();
    const page = await w.open();
    await page.goto(w.api.url);
    await page.getByLabel('Nama pengguna').waitFor();
    const began = Date.now();
    await page.keyboard.press('Tab');
    if (!(await page.getByLabel('Nama pengguna').evaluate('document.activeElement.name === "username"'))) await page.getByLabel('Nama pengguna').focus();
    await page.keyboard.type(analyst.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('.row').first().waitFor();
    const times: number[] = [Date.now() - began];
    for (let i = 0; i < CASES; i++) {
      const started = Date.now();
      await page.keyboard.press('n');
      await page.getByText(/^sewa \d/).waitFor();
      if (i % 2) await page.keyboard.press('1');
      else await dismissByKeyboard(page);
      await page.getByRole('button', { name: /Kasus berikut/ }).waitFor();
      times.push(Date.now() - started);
    }
    expect((await decided()) - before).toBe(CASES);
    process.stdout.write(`sign-in ${times[0]} ms; each case ${times.slice(1).join(', ')} ms\n`);
    await page.context().close();
  });

  /** Two presses of a key of the list choose a reason; then the finding. */
  async function dismissByKeyboard(page: Page): Promise<void> {
    await page.keyboard.press('h');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
  }

  test(`${ROWS.toLocaleString('en')} rows: only a screenful is drawn, and the end can be reached`, async () => {
    await fill(w.db, ROWS);
    const page = await w.signIn(await w.open(), analyst);
    await w.goto(page, '/antrean?label=ENGAGE');
    await page.locator('.row').first().waitFor();
    await waitFor('the count of all rows', () => page.evaluate<boolean>(`document.querySelector('.list li').ariaSetSize === '${ROWS}'`));
    expect(await page.locator('.row').count()).toBeLessThan(60);
    for (let i = 0; i < 40; i++) await page.keyboard.press('j');
    const at = () => page.evaluate<number>('Number(document.activeElement.closest("[data-index]").dataset.index)');
    expect(await at()).toBe(39);
    await page.keyboard.press('k');
    expect(await at()).toBe(38);
    // Far below, page after page is read as the list is scrolled.
    await waitFor('row 1,000', () =>
      page.evaluate<boolean>(
        `(() => { const l = document.querySelector('.list'); l.scrollTop = l.scrollHeight; return [...l.querySelectorAll('li')].some((x) => Number(x.dataset.index) >= 999); })()`,
      ),
    );
    expect(await page.locator('.row').count()).toBeLessThan(60);
    await page.context().close();
  });

  test('nothing complained in all of this', () => {
    expect(w.complaints).toEqual([]);
  });
});

/** Copies of one case, each with a post of its own. */
async function fill(db: Handle, rows: number): Promise<void> {
  const id = await buildCase(db, { region: '16.71', label: 'ENGAGE' });
  await sql`with old as (select c.*, p.platform, p.account_id from cases c join post p on p.id = c.post_id where c.id = ${id}),
    posts as (insert into post (platform, post_key, account_id) select old.platform, 'salinan-' || n, old.account_id from old, generate_series(1, ${rows - 1}::int) n returning id),
    versions as (insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256)
      select posts.id, '1', v.posted_at, v.seen_at, v.seen_on, v.kind, v.text_sha256 from posts, post_version v where v.id = (select version_id from old) returning id, post_id)
    insert into cases (post_id, version_id, person_id, region, election, contest, state, band, label, direction, phase, score, acts, priority, posted_at, captured_at, first_flagged_at, due_at)
    select v.post_id, v.id, o.person_id, o.region, o.election, o.contest, o.state, o.band, o.label, o.direction, o.phase, o.score, o.acts, 1 + v.post_id % 90, o.posted_at, o.captured_at, o.first_flagged_at, o.due_at
    from old o, versions v`.execute(db);
}
