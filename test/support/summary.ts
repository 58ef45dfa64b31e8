/** What a vitest JSON report amounts to. */
interface Assertion {
  status: string;
  title: string;
  ancestorTitles: string[];
}

export interface Report {
  testResults: { name: string; status: string; message?: string; assertionResults: Assertion[] }[];
}

export interface Summary {
  passed: number;
  failed: number;
  skipped: number;
  /** Suite → what it needs. */
  skips: Map<string, string>;
}

export function summarise(report: Report, root: string): Summary {
  const s: Summary = { passed: 0, failed: 0, skipped: 0, skips: new Map() };
  for (const file of report.testResults) {
    const name = file.name.startsWith(root) ? file.name.slice(root.length) : file.name;
    for (const a of file.assertionResults) {
      if (a.status === 'passed') s.passed++;
      else if (a.status === 'failed') s.failed++;
      else {
        s.skipped++;
        const titles = [...a.ancestorTitles, a.title];
        const need = titles.map((t) => /\[needs ([^\]]+)\]/.exec(t)?.[1]).find((n) => n !== undefined);
        s.skips.set(`${name}: ${a.ancestorTitles[0] ?? a.title}`, need ?? 'no stated reason');
      }
    }
    // A file that could not even be loaded has no tests in it and must not pass for that.
    if (file.status === 'failed' && !file.assertionResults.some((a) => a.status === 'failed')) s.failed++;
  }
  return s;
}
