/** The lists of KPU that can be imported, recognised by their columns, and how one row becomes register rows. Pure. */
import { type Contest, type Contestant, type ContestType, NATION, type Party } from '@pantau/domain';
import { z } from 'zod';
import { isFormula } from './csv.ts';
import partyTable from './parties.json' with { type: 'json' };

export type KpuKind = 'pairs' | 'president' | 'parties' | 'dct';

export interface KpuRows {
  contest?: Contest;
  party?: Party;
  contestant: Contestant;
}
export type RowResult = KpuRows | { fault: string };

export interface RowContext {
  election: string;
  /** Kemendagri code → name, as the product ships them. */
  regions: ReadonlyMap<string, string>;
  /** Contests made so far by their district: a list of 258,229 candidates has some 2,700. */
  districts: Map<string, Contest>;
}

interface KindSpec {
  kind: KpuKind;
  columns: readonly string[];
  /** Election the list belongs to unless told otherwise. */
  election: string;
  /** Middle part of the part key. */
  part: string;
  toRows(row: Record<string, string>, ctx: RowContext): RowResult;
}

/** Ballot numbers above this are a misplaced column. */
const BALLOT_MAX = 999;
const NAME_CHARS_MAX = 300;
/** From this number on the second part of a region code is a city. */
const FIRST_CITY = 71;
const EMPTY_COLUMN = /^(kolom|kotak) kosong$/i;

const PartyTable = z.array(z.object({ number: z.number(), abbreviation: z.string(), aliases: z.array(z.string()), region: z.string().optional() }));
const PARTIES = PartyTable.parse(partyTable);
const PARTY_BY_NAME = new Map(PARTIES.flatMap((p) => [p.abbreviation, ...p.aliases].map((a) => [plain(a), p] as const)));

function plain(name: string): string {
  return name.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** `1673` → `16.73`, `16` → `16`; null when it is neither. */
function dotted(code: string): string | null {
  if (/^\d{2}(\.\d{2})?$/.test(code)) return code;
  return /^\d{4}$/.test(code) ? `${code.slice(0, 2)}.${code.slice(2)}` : null;
}

function ballotNumber(raw: string): number | null {
  return /^\d{1,3}$/.test(raw) && Number(raw) >= 1 && Number(raw) <= BALLOT_MAX ? Number(raw) : null;
}

function nameFault(column: string, value: string): string | null {
  if (value === '') return `${column} is empty`;
  if (value.length > NAME_CHARS_MAX) return `${column} is longer than ${NAME_CHARS_MAX} characters`;
  if (isFormula(value)) return `${column} starts like a spreadsheet formula`;
  return /\p{L}/u.test(value) ? null : `${column} has no letter`;
}

const year = (election: string): string => /\d{4}/.exec(election)?.[0] ?? '';
const withYear = (name: string, election: string): string => `${name} ${year(election)}`.trim();
/** KPU prints places in capitals. */
const placeName = (s: string): string =>
  s
    .toLowerCase()
    .replace(/(^|[\s.-])\p{L}/gu, (m) => m.toUpperCase())
    .replace(/\b(Dki|Di|Ii|Iii|Iv|Vi|Vii|Viii|Ix|Xi|Xii|Xiii|Xiv|Xv)\b/g, (m) => m.toUpperCase());

function pair(row: Record<string, string>, ctx: RowContext): RowResult {
  const region = dotted(row.region_code ?? '');
  if (region === null) return { fault: `region_code "${row.region_code}" is not a province or regency code` };
  const place = ctx.regions.get(region);
  if (place === undefined) return { fault: `region ${region} is not known` };
  const wantsProvince = row.election === 'gubernur';
  if (!wantsProvince && row.election !== 'bupati_walikota') return { fault: `election "${row.election}" is neither gubernur nor bupati_walikota` };
  if (wantsProvince !== (region.length === 2)) return { fault: `election "${row.election}" does not fit region ${region}` };
  const type: ContestType = wantsProvince ? 'GOVERNOR' : Number(region.slice(3)) >= FIRST_CITY ? 'MAYOR' : 'REGENT';
  const office = { GOVERNOR: 'Gubernur', REGENT: 'Bupati', MAYOR: 'Wali Kota' }[type];
  const contest: Contest = {
    id: `${ctx.election}/${region}`,
    election: ctx.election,
    type,
    region,
    name: withYear(`Pemilihan ${office} ${place.replace(/^(Kabupaten|Kota) /, '')}`, ctx.election),
  };
  return withPair(row, contest, ['kepala', 'wakil']);
}

function president(row: Record<string, string>, ctx: RowContext): RowResult {
  const contest: Contest = {
    id: `${ctx.election}/${NATION}`,
    election: ctx.election,
    type: 'PRESIDENT',
    region: NATION,
    name: withYear('Pemilihan Presiden dan Wakil Presiden', ctx.election),
  };
  return withPair(row, contest, ['capres', 'cawapres']);
}

function withPair(row: Record<string, string>, contest: Contest, roles: [string, string]): RowResult {
  const number = ballotNumber(row.nomor_urut ?? '');
  if (number === null) return { fault: `nomor_urut "${row.nomor_urut}" is not a number from 1 to ${BALLOT_MAX}` };
  const id = `${contest.id}/${number}`;
  const head = row.calon ?? '';
  const deputy = row.wakil ?? '';
  if (EMPTY_COLUMN.test(head)) {
    if (deputy !== '' && !EMPTY_COLUMN.test(deputy)) return { fault: 'an empty column has no deputy' };
    return { contest, contestant: { id, contest: contest.id, kind: 'empty_column', ballot_number: number, aliases: ['kotak kosong', 'kolom kosong'] } };
  }
  const fault = nameFault('calon', head) ?? nameFault('wakil', deputy);
  if (fault !== null) return { fault };
  const people = [
    { name: head, role: roles[0] },
    { name: deputy, role: roles[1] },
  ];
  return { contest, contestant: { id, contest: contest.id, kind: 'pair', ballot_number: number, people } };
}

function partyRow(row: Record<string, string>, ctx: RowContext): RowResult {
  const number = ballotNumber(row.nomor_urut ?? '');
  if (number === null) return { fault: `nomor_urut "${row.nomor_urut}" is not a number from 1 to ${BALLOT_MAX}` };
  const name = row.nama ?? '';
  const fault = nameFault('nama', name);
  if (fault !== null) return { fault };
  const known = PARTY_BY_NAME.get(plain(name));
  const local = known?.region;
  const contest: Contest = {
    id: `${ctx.election}/partai${local === undefined ? '' : `-${local}`}`,
    election: ctx.election,
    type: 'LEGISLATIVE',
    region: local ?? NATION,
    name: withYear(
      local === undefined ? 'Pemilihan legislatif, partai nasional' : `Pemilihan legislatif, partai lokal ${ctx.regions.get(local) ?? local}`,
      ctx.election,
    ),
  };
  const id = `${ctx.election}/partai/${number}`;
  const abbreviation = known?.abbreviation;
  const aliases = known?.aliases.filter((a) => plain(a) !== plain(name));
  return {
    contest,
    party: { id, name, ballot_number: number, ...(abbreviation === undefined ? {} : { abbreviation }), ...(aliases?.length ? { aliases } : {}) },
    contestant: { id, contest: contest.id, kind: 'party', ballot_number: number, parties: [abbreviation ?? name] },
  };
}

const LEVELS = { DPD: 2, 'DPR RI': 4, 'DPRD Provinsi': 6, 'DPRD Kab/Kota': 6 } as const;
type Level = keyof typeof LEVELS;
const isLevel = (s: string): s is Level => Object.hasOwn(LEVELS, s);

/** Province for DPD, DPR and DPRD Provinsi, regency or city for DPRD Kab/Kota; the nation where the code names no known region. */
function dapilRegion(level: Level, code: string, regions: ReadonlyMap<string, string>): string {
  const region = level === 'DPRD Kab/Kota' ? `${code.slice(0, 2)}.${code.slice(2, 4)}` : code.slice(0, 2);
  return regions.has(region) ? region : NATION;
}

function districtContest(level: Level, code: string, dapil: string, ctx: RowContext): Contest {
  const known = ctx.districts.get(`${level} ${code}`);
  if (known) return known;
  const region = dapilRegion(level, code, ctx.regions);
  const chamber = level === 'DPR RI' ? 'DPR' : level === 'DPD' ? 'DPD' : 'DPRD';
  const place = level === 'DPD' ? (ctx.regions.get(region) ?? code) : `dapil ${placeName(dapil || code)}`;
  const contest: Contest = {
    id: `${ctx.election}/${chamber}-${code}`,
    election: ctx.election,
    type: 'LEGISLATIVE',
    region,
    name: withYear(`${level} ${place}`, ctx.election),
  };
  ctx.districts.set(`${level} ${code}`, contest);
  return contest;
}

function dct(row: Record<string, string>, ctx: RowContext): RowResult {
  const level = row.level ?? '';
  if (!isLevel(level)) return { fault: `level "${level}" is none of ${Object.keys(LEVELS).join(', ')}` };
  const code = row.kode_dapil ?? '';
  if (!/^\d+$/.test(code) || code.length !== LEVELS[level]) return { fault: `kode_dapil "${code}" does not have the ${LEVELS[level]} digits of ${level}` };
  const number = ballotNumber(row.nomor_urut ?? '');
  if (number === null) return { fault: `nomor_urut "${row.nomor_urut}" is not a number from 1 to ${BALLOT_MAX}` };
  const fault = nameFault('nama', row.nama ?? '');
  if (fault !== null) return { fault };
  if (level !== 'DPD' && !row.partai) return { fault: 'partai is empty' };
  const contest = districtContest(level, code, row.dapil ?? '', ctx);
  const party = row.partai ? (PARTY_BY_NAME.get(plain(row.partai))?.abbreviation ?? row.partai) : null;
  return {
    contest,
    contestant: {
      id: `${contest.id}/${party === null ? '' : `${party.replaceAll(' ', '-')}/`}${number}`,
      contest: contest.id,
      ...(row.dapil ? { dapil: row.dapil } : {}),
      kind: 'candidate',
      ballot_number: number,
      people: [{ name: row.nama ?? '', role: 'caleg' }],
      ...(party === null ? {} : { parties: [party] }),
    },
  };
}

const KINDS: readonly KindSpec[] = [
  {
    kind: 'pairs',
    columns: ['election', 'region_code', 'region', 'province', 'kpu_pair_id', 'nomor_urut', 'calon', 'wakil', 'pair_as_listed'],
    election: 'PILKADA-2024',
    part: 'kpu-pairs',
    toRows: pair,
  },
  {
    kind: 'president',
    columns: ['election', 'kpu_pair_id', 'nomor_urut', 'calon', 'wakil'],
    election: 'PEMILU-2024',
    part: 'kpu-president',
    toRows: president,
  },
  { kind: 'parties', columns: ['nomor_urut', 'kpu_id', 'nama'], election: 'PEMILU-2024', part: 'kpu-parties', toRows: partyRow },
  {
    kind: 'dct',
    columns: ['level', 'kode_dapil', 'dapil', 'kpu_party_id', 'partai', 'nomor_urut', 'nama', 'jk'],
    election: 'PEMILU-2024',
    part: 'kpu-dct',
    toRows: dct,
  },
];

/** The list with exactly these columns, in any order; otherwise what stands in the way, naming the nearest list. */
export function recogniseKind(columns: readonly string[]): KindSpec | { fault: string } {
  const exact = KINDS.find((k) => k.columns.length === columns.length && k.columns.every((c) => columns.includes(c)));
  if (exact) return exact;
  const near = KINDS.map((k) => ({ k, shared: k.columns.filter((c) => columns.includes(c)).length / Math.max(k.columns.length, columns.length) })).sort(
    (a, b) => b.shared - a.shared,
  )[0]?.k;
  const missing = near?.columns.filter((c) => !columns.includes(c)) ?? [];
  const unknown = columns.filter((c) => !near?.columns.includes(c));
  const what = [missing.length > 0 ? `missing: ${missing.join(', ')}` : '', unknown.length > 0 ? `unknown: ${unknown.join(', ')}` : '']
    .filter(Boolean)
    .join('; ');
  return { fault: `the columns are those of no known list; nearest is ${near?.kind} (${what})` };
}
