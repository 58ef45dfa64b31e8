/**
 * A register of national size: 1,594 pairs and 258,229 legislative candidates. With PANTAU_REFERENCE_DATA the real public
 * lists are loaded, otherwise invented names of the same number and shape.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Contest, Contestant, Register } from '@pantau/domain';
import { parse } from 'csv-parse/sync';

const PAIRS = 1_594;
const CANDIDATES = 258_229;

const STAGES = {
  mutation_ban: ['2024-03-22', 'end_of_term'] as [string, 'end_of_term'],
  pairs_determined: '2024-09-22',
  campaign: ['2024-09-25', '2024-11-23'] as [string, string],
  voting: '2024-11-27',
  inauguration: '2025-02-20',
};
const PEMILU = {
  preparation: ['2022-06-14', '2024-06-14'] as [string, string],
  parties_determined: '2022-12-14',
  dct_determined: '2023-11-03',
  campaign: ['2023-11-28', '2024-02-10'] as [string, string],
  voting: '2024-02-14',
};

export function nationalRegister(say: (line: string) => void): Register {
  const dir = process.env.PANTAU_REFERENCE_DATA;
  if (dir && existsSync(join(dir, 'candidates', 'dct-pileg2024.csv.gz'))) return fromLists(join(dir, 'candidates'));
  say('PANTAU_REFERENCE_DATA is not set: invented names of the same number and shape');
  return invented();
}

const dotted = (code: string): string => (code.length > 2 ? `${code.slice(0, 2)}.${code.slice(2)}` : code);
const elections = [
  { id: 'PILKADA-2024', stages: STAGES },
  { id: 'PEMILU-2024', stages: PEMILU },
];

function fromLists(dir: string): Register {
  const contests = new Map<string, Contest>();
  const contestants: Contestant[] = [];
  for (const r of parse(readFileSync(join(dir, 'pilkada2024-pairs.csv')), { columns: true }) as Record<string, string>[]) {
    const code = r.region_code ?? '';
    const id = `${r.election}-${code}`;
    if (!contests.has(id))
      contests.set(id, {
        id,
        election: 'PILKADA-2024',
        type: r.election === 'gubernur' ? 'GOVERNOR' : 'REGENT',
        region: dotted(code),
        name: r.region ?? id,
      });
    const names = [r.calon, r.wakil].filter((n): n is string => n !== undefined && n !== '' && !n.includes('KOSONG'));
    contestants.push({
      id: `${id}-${r.nomor_urut}`,
      contest: id,
      kind: names.length > 0 ? 'pair' : 'empty_column',
      ballot_number: Number(r.nomor_urut),
      people: names.map((name) => ({ name })),
    });
  }
  for (const r of parse(gunzipSync(readFileSync(join(dir, 'dct-pileg2024.csv.gz'))), { columns: true, relax_column_count: true }) as Record<string, string>[]) {
    const code = r.kode_dapil ?? '';
    const id = `${r.level}-${code}`;
    const region = /Kab/.test(r.level ?? '') && code.length >= 4 ? dotted(code.slice(0, 4)) : code.slice(0, 2);
    if (!contests.has(id)) contests.set(id, { id, election: 'PEMILU-2024', type: 'LEGISLATIVE', region, name: r.dapil ?? id });
    contestants.push({
      id: `${id}-${r.kpu_party_id}-${r.nomor_urut}`,
      contest: id,
      kind: 'candidate',
      ballot_number: Number(r.nomor_urut),
      people: [{ name: r.nama ?? '?' }],
    });
  }
  return { version: 'bench-lists', elections, contests: [...contests.values()], contestants, parties: [] };
}

const SYLLABLES = ['ba', 'di', 'gu', 'ra', 'wi', 'sa', 'to', 'ne', 'mu', 'ka', 'li', 'fa', 'hen', 'yan', 'dar', 'jo', 'pra', 'tri', 'sul', 'man'];
function inventedName(n: number): string {
  const word = (seed: number): string =>
    Array.from({ length: 2 + (seed % 2) }, (_, k) => SYLLABLES[Math.floor(seed / SYLLABLES.length ** k) % SYLLABLES.length]).join('');
  return [word(n), word(n * 7 + 3), word(n * 13 + 5)].slice(0, 2 + (n % 2)).join(' ');
}

function invented(): Register {
  const regions = Array.from({ length: 545 }, (_, i) => `${11 + (i % 38)}.${String(1 + Math.floor(i / 38)).padStart(2, '0')}`);
  const contests: Contest[] = regions.flatMap((region, i) => [
    { id: `k${i}`, election: 'PILKADA-2024', type: 'REGENT' as const, region, name: `Bupati ${region}` },
    { id: `l${i}`, election: 'PEMILU-2024', type: 'LEGISLATIVE' as const, region, name: `DPRD ${region}` },
  ]);
  const contestants: Contestant[] = [
    ...Array.from(
      { length: PAIRS },
      (_, i): Contestant => ({
        id: `p${i}`,
        contest: `k${i % regions.length}`,
        kind: 'pair',
        ballot_number: 1 + Math.floor(i / regions.length),
        people: [{ name: inventedName(i) }, { name: inventedName(i + 50_000) }],
      }),
    ),
    ...Array.from(
      { length: CANDIDATES },
      (_, i): Contestant => ({
        id: `c${i}`,
        contest: `l${i % regions.length}`,
        kind: 'candidate',
        ballot_number: 1 + (i % 12),
        people: [{ name: inventedName(i + 100_000) }],
      }),
    ),
  ];
  return { version: 'bench-invented', elections, contests, contestants, parties: [] };
}
