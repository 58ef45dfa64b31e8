/**
 * The contest register: reading a published version, and what is published.
 * A version is a list of immutable parts. Where two parts name the same id the `json:` part wins over a KPU list, so that
 * a hand-kept document can add nicknames and hashtags to a pair the KPU list brought in.
 * Publishing lives in `register-publish.ts`.
 */
import type { Circular, Contest, Contestant, Election, Party, Register } from '@pantau/domain';
import type { Db } from './db.ts';
import { sql } from './kysely.ts';

export interface RegisterVersion {
  id: number;
  name: string;
}

/** Rows per round trip while loading; bounds what is held twice (as wire bytes and as objects). */
const PAGE_ROWS = 20_000;
const STATUS_VERSIONS = 20;

/** Parts that override others by id carry this prefix in their key. */
export const OVERLAY_PREFIX = 'json:';

/** The version new verdicts are made with; null before the first import. */
export async function currentRegister(db: Db): Promise<RegisterVersion | null> {
  const { rows } = await sql<RegisterVersion>`select id, name from register_version order by id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** A digest of everything a version holds, in the order it is read: what {@link loadRegister} returns depends on nothing else. */
export async function registerFingerprint(db: Db, versionId: number): Promise<string> {
  const { rows } = await sql<{ fingerprint: string }>`
    select encode(sha256(convert_to(coalesce(string_agg(p.part_key || ' ' || encode(p.sha256, 'hex'), ',' order by p.id desc), ''), 'UTF8')), 'hex') as fingerprint
      from register_version_part v join register_part p on p.id = v.part_id
     where v.version_id = ${versionId}`.execute(db);
  return rows[0]?.fingerprint ?? '';
}

/** The whole version as one register. Memory is that of the result plus one page. Throws when there is no such version. */
export async function loadRegister(db: Db, versionId: number): Promise<Register> {
  const { rows: versions } = await sql<RegisterVersion>`select id, name from register_version where id = ${versionId}`.execute(db);
  const [version] = versions;
  if (!version) throw new Error(`there is no register version ${versionId}`);
  const { rows: parts } = await sql<{ id: number; overlay: boolean }>`
    select p.id, starts_with(p.part_key, ${OVERLAY_PREFIX}) as overlay
      from register_version_part v join register_part p on p.id = v.part_id
     where v.version_id = ${versionId} order by overlay desc, p.id desc`.execute(db);
  const r = { version: version.name, elections: new Layered<Election>(), contests: new Layered<Contest>(), parties: new Layered<Party>() };
  const contestants = new Layered<Contestant>();
  const intern = new Interner();
  for (const part of parts) {
    r.elections.add(await docs<Election>(db, 'register_election', part.id), true);
    r.contests.add(await contestsOf(db, part.id), part.overlay);
    r.parties.add(await docs<Party>(db, 'register_party', part.id), part.overlay);
    for await (const page of contestantPages(db, part.id)) contestants.add(page.map(intern.contestant), part.overlay);
  }
  return {
    version: r.version,
    elections: r.elections.rows,
    contests: r.contests.rows,
    contestants: contestants.rows,
    parties: r.parties.rows,
  };
}

/** First come, first kept. Only ids that can come again are remembered: KPU lists share elections, nothing else. */
class Layered<T extends { id: string }> {
  readonly rows: T[] = [];
  readonly #taken = new Set<string>();
  add(rows: readonly T[], remember: boolean): void {
    for (const row of rows) {
      if (this.#taken.has(row.id)) continue;
      if (remember) this.#taken.add(row.id);
      this.rows.push(row);
    }
  }
}

/** 258,229 candidates share some 2,700 contest ids and dapil names: keep one copy of each. */
class Interner {
  readonly #seen = new Map<string, string>();
  readonly #lists = new Map<string, string[]>();
  readonly #one = (s: string): string => {
    const known = this.#seen.get(s);
    if (known !== undefined) return known;
    this.#seen.set(s, s);
    return s;
  };
  readonly contestant = (c: Contestant): Contestant => {
    c.contest = this.#one(c.contest);
    c.kind = this.#one(c.kind) as Contestant['kind'];
    if (c.dapil !== undefined) c.dapil = this.#one(c.dapil);
    if (c.parties?.length === 1) {
      const key = c.parties[0] ?? '';
      const known = this.#lists.get(key);
      if (known) c.parties = known;
      else this.#lists.set(key, c.parties);
    }
    return c;
  };
}

async function docs<T>(db: Db, table: 'register_election' | 'register_party', partId: number): Promise<T[]> {
  const { rows } = await sql<{ doc: T }>`select doc from ${sql.table(table)} where part_id = ${partId} order by id`.execute(db);
  return rows.map((r) => r.doc);
}

async function contestsOf(db: Db, partId: number): Promise<Contest[]> {
  const { rows } = await sql<Contest>`select id, election, type, region, name from register_contest where part_id = ${partId} order by id`.execute(db);
  return rows;
}

async function* contestantPages(db: Db, partId: number): AsyncGenerator<Contestant[]> {
  let after = '';
  for (;;) {
    const { rows } = await sql<{ id: string; doc: Contestant }>`
      select id, doc from register_contestant where part_id = ${partId} and id > ${after} order by id limit ${PAGE_ROWS}`.execute(db);
    if (rows.length === 0) return;
    yield rows.map((r) => r.doc);
    if (rows.length < PAGE_ROWS) return;
    after = rows.at(-1)?.id ?? after;
  }
}

export async function loadCirculars(db: Db): Promise<Circular[]> {
  const { rows } = await sql<{ doc: Circular }>`select doc from circular order by id`.execute(db);
  return rows.map((r) => r.doc);
}

export interface RegisterPartStatus {
  part_key: string;
  label: string;
  source: string;
  imported_by: string;
  imported_at: Date;
  counts: Record<string, number>;
}
export interface RegisterStatus {
  current: { id: number; name: string; published_at: Date; published_by: string } | null;
  /** Parts of the current version. */
  parts: RegisterPartStatus[];
  /** The latest versions, newest first. */
  versions: { id: number; name: string; published_at: Date; published_by: string }[];
  circulars: number;
}

export async function registerStatus(db: Db): Promise<RegisterStatus> {
  const { rows: versions } = await sql<RegisterStatus['versions'][number]>`
    select id, name, published_at, published_by from register_version order by id desc limit ${STATUS_VERSIONS}`.execute(db);
  const current = versions[0] ?? null;
  const { rows: parts } = await sql<RegisterPartStatus>`
    select p.part_key, p.label, p.source, p.imported_by, p.imported_at, p.counts
      from register_version_part v join register_part p on p.id = v.part_id
     where v.version_id = ${current?.id ?? 0} order by p.part_key`.execute(db);
  const { rows: n } = await sql<{ n: number }>`select count(*)::int as n from circular`.execute(db);
  return { current, parts, versions, circulars: n[0]?.n ?? 0 };
}

/** Ids that other documents may refer to. Contests of a big list are some thousands. */
export async function registerIds(db: Db, versionId: number): Promise<{ elections: Set<string>; contests: Set<string> }> {
  const { rows } = await sql<{ list: 'e' | 'c'; id: string }>`
    select 'e' as list, e.id from register_version_part v join register_election e on e.part_id = v.part_id where v.version_id = ${versionId}
    union all select 'c', c.id from register_version_part v join register_contest c on c.part_id = v.part_id where v.version_id = ${versionId}`.execute(db);
  const of = (list: 'e' | 'c') => new Set(rows.filter((r) => r.list === list).map((r) => r.id));
  return { elections: of('e'), contests: of('c') };
}
