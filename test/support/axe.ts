/** Accessibility faults on a page, as axe finds them. Run by injection, which the page's policy would not allow as a script of the page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  passes: unknown[];
}

export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const found = await page.evaluate<Found>('axe.run(document, { resultTypes: ["violations"] })');
  if (found.passes.length === 0) throw new Error('axe checked nothing');
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}\n  ${n.html.slice(0, 200)}\n  ${n.failureSummary ?? ''}`));
}
