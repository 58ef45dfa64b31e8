/** Accessibility faults on a page, as axe finds them. Run by the browser's debugger: the page's own policy would not let it in. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Found {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  passes: unknown[];
  incomplete: unknown[];
}

const HTML_CHARS = 200;

/** `rules`: these alone; none means all. */
export async function accessibilityFaults(page: Page, rules: readonly string[] = []): Promise<string[]> {
  await page.evaluate(axe.source);
  const only = rules.length === 0 ? '' : `, runOnly: ${JSON.stringify(rules)}`;
  const found = await page.evaluate<Found>(`axe.run(document, { resultTypes: ["violations"]${only} })`);
  if (found.passes.length + found.incomplete.length === 0) throw new Error('axe checked nothing');
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}\n  ${n.html.slice(0, HTML_CHARS)}\n  ${n.failureSummary ?? ''}`));
}
