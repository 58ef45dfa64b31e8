/**
 * The contest register that reference tests and benchmarks use, built from the lists under PANTAU_REFERENCE_DATA
 * (nothing of them is stored here), a few public short names and two historic contests written by hand.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type Contest, type Contestant, type Election, Register } from '@pantau/domain';

const here = fileURLToPath(new URL('../corpus/reference/', import.meta.url));

interface Alias {
  people: string[][];
  aliases?: string[];
  hashtags?: string[];
  accounts?: string[];
  parties?: string[];
}

/** One CSV line with quotes; the reference lists hold no line breaks inside fields. */
function csvLine(line: string): string[] {
  const out: string[] = [];
  let cell = '';
  let quoted = false;
  for (const ch of line) {
    if (ch === '"') quoted = !quoted;
    else if (ch === ',' && !quoted) {
      out.push(cell);
      cell = '';
    } else cell += ch;
  }
  out.push(cell);
  return out;
}

function csv(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .filter((l) => l !== '')
    .slice(1)
    .map(csvLine);
}

const dotted = (code: string): string => (code.length > 2 ? `${code.slice(0, 2)}.${code.slice(2)}` : code);

/** The calendars the product ships, so that tests and imports count the same days. */
const CALENDARS = fileURLToPath(new URL('../../packages/registers/src/calendars.json', import.meta.url));
const ELECTIONS = (JSON.parse(readFileSync(CALENDARS, 'utf8')) as Election[])
  .filter((e) => ['PEMILU-2024', 'PILKADA-2024'].includes(e.id))
  .map(({ id, stages }) => ({ id, stages }));

export interface ReferenceOptions {
  /** Also the 258,229 legislative candidates. */
  legislative?: boolean;
}

export function referenceData(): string {
  const dir = process.env.PANTAU_REFERENCE_DATA;
  if (!dir) throw new Error('set PANTAU_REFERENCE_DATA to the folder with the reference data');
  return dir;
}

export function referenceRegister(o: ReferenceOptions = {}): Register {
  const dir = join(referenceData(), 'candidates');
  const aliases = JSON.parse(readFileSync(join(here, 'aliases.json'), 'utf8')) as Record<string, Alias>;
  const extra = JSON.parse(readFileSync(join(here, 'extra-register.json'), 'utf8')) as Register;
  const contests = new Map<string, Contest>();
  const contestants: Contestant[] = [];
  contests.set('pilpres2024', { id: 'pilpres2024', election: 'PEMILU-2024', type: 'PRESIDENT', region: 'ID', name: 'Presiden 2024' });
  for (const [, , number, lead, deputy] of csv(readFileSync(join(dir, 'pilpres2024-pairs.csv'), 'utf8')))
    contestants.push(pair(`pilpres2024-${number}`, 'pilpres2024', number, [lead, deputy], aliases));
  for (const row of csv(readFileSync(join(dir, 'pilkada2024-pairs.csv'), 'utf8'))) addPair(row, contests, contestants, aliases);
  if (o.legislative) addLegislative(dir, contests, contestants);
  const parties = csv(readFileSync(join(dir, 'parties2024.csv'), 'utf8')).map(([number, , name]) => ({
    id: `partai-${number}`,
    name: name as string,
    ballot_number: Number(number),
  }));
  const register = {
    version: o.legislative ? 'reference-national-1' : 'reference-1',
    elections: [...ELECTIONS, ...extra.elections],
    contests: [...contests.values(), ...extra.contests],
    contestants: [...contestants, ...extra.contestants],
    parties,
  };
  // The schema check of 258,229 rows costs seconds and tests nothing here; the small register is always checked.
  return o.legislative ? (register as Register) : Register.parse(register);
}

function addPair(row: string[], contests: Map<string, Contest>, contestants: Contestant[], aliases: Record<string, Alias>): void {
  const [kind, code = '', region = '', , , number, lead, deputy] = row;
  const governor = kind === 'gubernur';
  const id = `${governor ? 'gub' : 'kab'}-${code}`;
  const city = Number(code.slice(2)) >= 71;
  if (!contests.has(id))
    contests.set(id, {
      id,
      election: 'PILKADA-2024',
      type: governor ? 'GOVERNOR' : city ? 'MAYOR' : 'REGENT',
      region: dotted(code),
      name: `${governor ? 'Gubernur' : city ? 'Wali Kota' : 'Bupati'} ${region}`,
    });
  if (/KOLOM KOSONG/i.test(lead ?? '')) contestants.push({ id: `${id}-${number}`, contest: id, kind: 'empty_column', ballot_number: Number(number) });
  else contestants.push(pair(`${id}-${number}`, id, number, [lead, deputy], aliases));
}

function pair(id: string, contest: string, number: string | undefined, names: (string | undefined)[], aliases: Record<string, Alias>): Contestant {
  const a = aliases[id];
  const people = names
    .filter((n): n is string => n !== undefined && n !== '')
    .map((name, i) => ({ name, role: i === 0 ? 'calon' : 'wakil', ...(a?.people[i] ? { nicknames: a.people[i] } : {}) }));
  return {
    id,
    contest,
    kind: 'pair',
    ballot_number: Number(number),
    people,
    ...(a?.aliases ? { aliases: a.aliases } : {}),
    ...(a?.hashtags ? { hashtags: a.hashtags } : {}),
    ...(a?.parties ? { parties: a.parties } : {}),
    ...(a?.accounts ? { accounts: a.accounts.map((handle) => ({ platform: 'x', handle })) } : {}),
  };
}

function addLegislative(dir: string, contests: Map<string, Contest>, contestants: Contestant[]): void {
  const rows = csv(gunzipSync(readFileSync(join(dir, 'dct-pileg2024.csv.gz'))).toString('utf8'));
  rows.forEach(([level = '', code = '', dapil = '', party = '', , number, name = '']) => {
    const id = `${level}-${code}`;
    if (!contests.has(id)) contests.set(id, { id, election: 'PEMILU-2024', type: 'LEGISLATIVE', region: regionOf(level, code), name: `${level} ${dapil}` });
    contestants.push({
      id: `${id}-${party}-${number}`,
      contest: id,
      dapil: code,
      kind: 'candidate',
      ballot_number: Number(number),
      people: [{ name: name || '?', role: 'caleg' }],
    });
  });
}

/** The list's electoral-district codes start with the region's code: four digits for regencies, two otherwise. */
function regionOf(level: string, code: string): string {
  return /kab|kota/i.test(level) && code.length >= 4 ? dotted(code.slice(0, 4)) : code.slice(0, 2);
}
