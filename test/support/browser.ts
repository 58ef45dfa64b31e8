/** A Chromium for browser tests: the one inside an npm package, else CHROMIUM_PATH, else one on PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium as playwright } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const LAUNCH_TIMEOUT_MS = 60_000;

async function candidates(): Promise<string[]> {
  const found = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : [];
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { default: packaged } = await import('@sparticuz/chromium');
    found.push(await packaged.executablePath());
  }
  for (const dir of (process.env.PATH ?? '').split(delimiter)) for (const name of NAMES) found.push(join(dir, name));
  return found.filter((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Null when none starts here, usually because libnss3, libnspr4 or libexpat1 are missing. */
export async function launchBrowser(): Promise<Browser | null> {
  for (const executablePath of await candidates()) {
    try {
      return await playwright.launch({ executablePath, args: ARGS, headless: true, timeout: LAUNCH_TIMEOUT_MS });
    } catch {
      // The next candidate may have its libraries.
    }
  }
  return null;
}
