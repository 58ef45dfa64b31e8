/** What an import would change or has changed, for the person at the terminal. */
import type { PartDiff } from '@pantau/store';

const SIGNS = { added: '+', changed: '~', removed: '-' } as const;

/** Counts for every list, then the first few names of each kind of change. */
export function registerReport(diff: readonly PartDiff[]): string[] {
  const out: string[] = [];
  for (const part of diff) {
    out.push(`${part.partKey} (${part.label})${part.changes === 0 ? ': no difference' : ''}`);
    if (part.changes === 0) continue;
    for (const [list, d] of Object.entries(part.lists)) {
      if (d.added + d.changed + d.removed === 0) continue;
      out.push(`  ${list.padEnd(11)} ${d.added} added, ${d.changed} changed, ${d.removed} removed`);
      for (const change of ['added', 'changed', 'removed'] as const) out.push(...named(SIGNS[change], d.names[change], d[change]));
    }
  }
  return out;
}

export function named(sign: string, names: readonly string[], total: number): string[] {
  const rest = total - names.length;
  return [...names.map((n) => `    ${sign} ${n}`), ...(rest > 0 ? [`    ${sign} … and ${rest} more`] : [])];
}

export function rejectReport(first: readonly string[], total: number): string[] {
  if (total === 0) return [];
  return [
    `${total} row${total === 1 ? '' : 's'} rejected:`,
    ...first.map((r) => `  ${r}`),
    ...(total > first.length ? [`  … and ${total - first.length} more (see --rejects FILE)`] : []),
  ];
}
