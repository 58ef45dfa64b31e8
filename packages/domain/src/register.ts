/**
 * The contest register: who stands for what, where, under which number and names.
 * Imported, versioned, immutable once published. Unknown fields are an error with their path,
 * because a misspelt `hashtag` would otherwise silently blind the watcher for one contestant.
 */
import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { ContestantKind, ContestType, NATION, RegionCode } from './vocabulary.ts';

/** Postgres stores no NUL; a register with one is refused with its path, not by the database. */
const text = z.string().refine((v) => !v.includes('\u0000') && v.isWellFormed(), 'holds a character that text cannot have');
const id = text.min(1).max(120);
const name = text.min(1).max(LIMITS.nameChars);
const words = z.array(name).max(500).optional();
const day = z.iso.date();

/** `date` · `[from, to]` (`to` may be `end_of_term`) · `{body: date}`. All days are inclusive. */
export const Stage = z.union([day, z.tuple([day, z.union([day, z.literal('end_of_term')])]), z.record(z.string(), day)]);
export type Stage = z.infer<typeof Stage>;

export const Election = z.strictObject({ id, name: name.optional(), stages: z.record(z.string().regex(/^[a-z_]+$/), Stage) });
export type Election = z.infer<typeof Election>;

/** A national contest may leave the region out or write `ID`. */
const contestRegion = z.preprocess((v) => (v === undefined || v === null || v === '0' || v === '00' ? NATION : v), RegionCode);
export const Contest = z.strictObject({ id, election: id, type: ContestType, region: contestRegion, name });
export type Contest = z.infer<typeof Contest>;

export const Person = z.strictObject({
  name,
  role: text.max(60).optional(),
  nicknames: words,
  incumbent: z.boolean().optional(),
});
export type Person = z.infer<typeof Person>;

export const ContestantAccount = z.strictObject({ platform: z.string().max(40), handle: text.min(1).max(LIMITS.handleChars) });

export const Contestant = z.strictObject({
  id,
  contest: id,
  dapil: text.max(120).optional(),
  kind: ContestantKind,
  ballot_number: z.number().int().min(0).max(999).nullable().optional(),
  people: z.array(Person).max(4).optional(),
  aliases: words,
  slogans: words,
  hashtags: words,
  parties: words,
  accounts: z.array(ContestantAccount).max(500).optional(),
});
export type Contestant = z.infer<typeof Contestant>;

export const Party = z.strictObject({
  id,
  name,
  abbreviation: text.min(1).max(40).nullable().optional(),
  ballot_number: z.number().int().min(0).max(999).nullable().optional(),
  aliases: words,
  hashtags: words,
  accounts: z.array(ContestantAccount).max(500).optional(),
});
export type Party = z.infer<typeof Party>;

export const Register = z.strictObject({
  version: text.min(1).max(80),
  elections: z.array(Election).default([]),
  contests: z.array(Contest).default([]),
  contestants: z.array(Contestant).default([]),
  parties: z.array(Party).default([]),
});
export type Register = z.infer<typeof Register>;

export interface RegisterFault {
  path: string;
  reason: string;
}

/**
 * What a schema cannot see: ids that repeat or point nowhere.
 * `knownElections`/`knownContests` are those of other parts of the same register version.
 */
export function registerFaults(r: Register, known: { elections?: ReadonlySet<string>; contests?: ReadonlySet<string> } = {}): RegisterFault[] {
  const faults: RegisterFault[] = [];
  const elections = unique(r.elections, 'elections', faults);
  const contests = unique(r.contests, 'contests', faults);
  unique(r.contestants, 'contestants', faults);
  unique(r.parties, 'parties', faults);
  r.contests.forEach((c, i) => {
    if (!elections.has(c.election) && !known.elections?.has(c.election))
      faults.push({ path: `contests[${i}].election`, reason: `no election "${c.election}" in this register` });
  });
  r.contestants.forEach((c, i) => {
    if (!contests.has(c.contest) && !known.contests?.has(c.contest))
      faults.push({ path: `contestants[${i}].contest`, reason: `no contest "${c.contest}" in this register` });
  });
  return faults;
}

function unique(rows: { id: string }[], list: string, faults: RegisterFault[]): Set<string> {
  const seen = new Set<string>();
  rows.forEach((row, i) => {
    if (seen.has(row.id)) faults.push({ path: `${list}[${i}].id`, reason: `"${row.id}" is used twice` });
    seen.add(row.id);
  });
  return seen;
}
