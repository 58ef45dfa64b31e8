/** What an import did, for people and as one JSON line. */
import type { Counts } from '@pantau/store';
import type { ImportEnd } from './run.ts';

export interface Summary {
  file: string;
  applied: boolean;
  finished: boolean;
  lines: number;
  new: number;
  known: number;
  rejected: number;
  blank: number;
  rejected_by_reason: Record<string, number>;
  unknown_fields: Record<string, number>;
  bells_failed: number;
  seconds: number;
  /** Highest resident memory of this process so far. */
  max_rss_mb: number;
}

export function summarise(file: string, applied: boolean, end: ImportEnd, process: { bellsFailed: number; seconds: number; maxRssMb: number }): Summary {
  const n = (key: string) => end.counts[key] ?? 0;
  return {
    file,
    applied,
    finished: end.how === 'done',
    lines: end.lines,
    new: n('new'),
    known: n('known'),
    rejected: n('rejected'),
    blank: n('blank'),
    rejected_by_reason: under(end.counts, 'rejected.'),
    unknown_fields: under(end.counts, 'unknown.'),
    bells_failed: process.bellsFailed,
    seconds: process.seconds,
    max_rss_mb: process.maxRssMb,
  };
}

function under(counts: Counts, prefix: string): Record<string, number> {
  const found = Object.entries(counts).flatMap(([k, n]): [string, number][] => (k.startsWith(prefix) ? [[k.slice(prefix.length), n]] : []));
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function asText(s: Summary): string {
  const list = (o: Record<string, number>) =>
    Object.entries(o)
      .map(([k, n]) => `${k} ${n}`)
      .join(', ');
  const rows = [
    `${s.file}: ${s.lines} lines, ${s.applied ? 'imported' : 'dry run, nothing was written'}`,
    `  new       ${s.new}`,
    `  known     ${s.known}`,
    `  rejected  ${s.rejected}${s.rejected > 0 ? `  (${list(s.rejected_by_reason)})` : ''}`,
    ...(s.blank > 0 ? [`  blank     ${s.blank}`] : []),
    ...(Object.keys(s.unknown_fields).length > 0 ? [`  unknown fields ignored: ${list(s.unknown_fields)}`] : []),
    ...(s.bells_failed > 0 ? [`  Redis was away for ${s.bells_failed} new posts; the scorer finds them by itself`] : []),
    ...(s.applied ? [] : ['  run it again with --apply to import']),
  ];
  return `${rows.join('\n')}\n`;
}

const MIB = 1_048_576;

export function progressLine(p: { lines: number; bytes: number; bytesTotal: number; linesBefore: number; bytesBefore: number; seconds: number }): string {
  const rate = (p.lines - p.linesBefore) / Math.max(p.seconds, 0.001);
  const bytesPerSecond = (p.bytes - p.bytesBefore) / Math.max(p.seconds, 0.001);
  const left = bytesPerSecond > 0 ? Math.ceil((p.bytesTotal - p.bytes) / bytesPerSecond) : null;
  const percent = p.bytesTotal === 0 ? 100 : Math.floor((100 * p.bytes) / p.bytesTotal);
  return `${p.lines} lines, ${Math.round(rate)}/s, ${Math.round(p.bytes / MIB)} of ${Math.round(p.bytesTotal / MIB)} MB (${percent} %)${left === null ? '' : `, ${left} s left`}\n`;
}
