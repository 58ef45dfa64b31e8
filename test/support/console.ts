/** The console in a real browser against the real api: one world, one api, and pages that complain about what goes wrong. */
import { type Handle, openDb } from '@pantau/store';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type RunningApi, startTestApi } from './api.ts';
import { type BuiltUser, PASSWORD } from './builders.ts';
import { createWorld, type TestWorld } from './db.ts';

export const DESKTOP = { viewport: { width: 1280, height: 720 }, timezoneId: 'Asia/Jakarta', locale: 'id-ID' } satisfies BrowserContextOptions;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  timezoneId: 'Asia/Jakarta',
  locale: 'id-ID',
} satisfies BrowserContextOptions;

export interface PageChoice {
  options?: BrowserContextOptions;
  lang?: 'id' | 'en';
  theme?: 'light' | 'dark';
}

export class ConsoleWorld {
  readonly world: TestWorld;
  readonly db: Handle;
  readonly browser: Browser;
  api: RunningApi;
  /** What a page said it did not like, and requests to other hosts. Empty at the end of every file. */
  readonly complaints: string[] = [];

  static async create(browser: Browser | null): Promise<ConsoleWorld> {
    if (!browser) throw new Error('no browser');
    const world = await createWorld();
    return new ConsoleWorld(browser, world, await startTestApi(world));
  }

  constructor(browser: Browser, world: TestWorld, api: RunningApi) {
    this.browser = browser;
    this.world = world;
    this.api = api;
    this.db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  }

  async close(): Promise<void> {
    await this.api.stop();
    await this.db.destroy();
    await this.world.drop();
  }

  /** The api ends and comes back at the same address, as after an update. */
  async restartApi(extra: Parameters<typeof startTestApi>[1] = {}): Promise<void> {
    const port = Number(new URL(this.api.url).port);
    await this.api.stop();
    this.api = await startTestApi(this.world, { PANTAU_PORT: port, ...extra });
  }

  async open({ options = DESKTOP, lang = 'id', theme = 'light' }: PageChoice = {}): Promise<Page> {
    const context = await this.browser.newContext(options);
    await context.addInitScript(
      `if (!localStorage.getItem('pantau.lang')) { localStorage.setItem('pantau.lang', '${lang}'); localStorage.setItem('pantau.theme', '${theme}'); }`,
    );
    const page = await context.newPage();
    page.on('pageerror', (e) => this.complaints.push(e.message));
    page.on('console', (m) => {
      // A refused request is an answer that the console handles; the browser logs it all the same.
      if (m.type() === 'error' && !/status of (4|5)\d\d|Failed to load resource: net::/.test(m.text())) this.complaints.push(m.text());
    });
    page.on('request', (r) => {
      if (!r.url().startsWith(this.api.url) && !/^(data|about):/.test(r.url())) this.complaints.push(`request left the house: ${r.url()}`);
    });
    return page;
  }

  /** Signs in by the form and waits for the first page. */
  async signIn(page: Page, user: BuiltUser): Promise<Page> {
    await page.goto(this.api.url);
    await page.getByLabel(/Nama pengguna|User name/).fill(user.username);
    await page.getByLabel(/Kata sandi|Password/).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor();
    return page;
  }

  goto(page: Page, path: string): Promise<unknown> {
    return page.goto(`${this.api.url}/#${path}`);
  }
}
