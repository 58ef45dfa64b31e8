/**
 * Publishing a register version. Rows are staged in temporary tables of one transaction, compared with what is current,
 * checked as a whole, and only then copied into the immutable tables. A dry run does the same and rolls back.
 * Dies anywhere before commit: nothing is published, the temporary tables vanish with the session.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Circular, Contest, Contestant, Election, Party, RegisterFault } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import { OVERLAY_PREFIX } from './register.ts';

/** Rows per statement while staging; a row is about 200 bytes. */
const STAGE_ROWS = 5_000;
/** How many rows of each kind of change and fault are named; the rest is counted. */
const NAMED_ROWS = 20;

export type RegisterList = 'elections' | 'contests' | 'parties' | 'contestants';
const LISTS: readonly RegisterList[] = ['elections', 'contests', 'parties', 'contestants'];

export interface PartInput {
  /** What it replaces: the same key in the current version. */
  partKey: string;
  /** The document's own version or file name. */
  label: string;
  source: string;
}
export interface RegisterRows {
  elections?: readonly Election[];
  contests?: readonly Contest[];
  parties?: readonly Party[];
  contestants?: readonly Contestant[];
}

interface StagedPart extends PartInput {
  n: number;
  hash: Hash;
  counts: Record<RegisterList, number>;
}

export interface ListDiff {
  added: number;
  changed: number;
  removed: number;
  /** The first few ids of each. */
  names: { added: string[]; changed: string[]; removed: string[] };
}
export interface PartDiff {
  partKey: string;
  label: string;
  lists: Record<RegisterList, ListDiff>;
  changes: number;
}

/** Rows for one new version, being collected. One per transaction. */
export class RegisterStage {
  readonly #tx: Tx;
  readonly #parts: StagedPart[] = [];
  #batch = 0;
  private constructor(tx: Tx) {
    this.#tx = tx;
  }

  /** Makes the temporary tables and waits for any other publisher: versions are numbered and compared one after the other. */
  static async open(tx: Tx): Promise<RegisterStage> {
    await sql`select pg_advisory_xact_lock(hashtext('pantau.register'))`.execute(tx);
    await sql`select set_config('work_mem', '64MB', true)`.execute(tx);
    await sql`create temporary table stage_row (batch integer not null, part integer not null, list text collate "C" not null, id text collate "C" not null, ref text, doc jsonb not null,
      primary key (id, part, list)) on commit drop`.execute(tx);
    return new RegisterStage(tx);
  }

  /** Starts a part and returns its number. The same key twice in one publication is the caller's mistake. */
  part(input: PartInput): number {
    if (this.#parts.some((p) => p.partKey === input.partKey)) throw new Error(`part ${input.partKey} is given twice`);
    const n = this.#parts.length;
    this.#parts.push({ ...input, n, hash: createHash('sha256'), counts: { elections: 0, contests: 0, parties: 0, contestants: 0 } });
    return n;
  }

  /** Adds rows to a part; returns the ids that the part already has (those rows are left out). */
  async add(part: number, rows: RegisterRows): Promise<{ list: RegisterList; id: string }[]> {
    const staged = this.#staged(part);
    const twice: { list: RegisterList; id: string }[] = [];
    for (const list of LISTS) {
      const all = rows[list] ?? [];
      for (let i = 0; i < all.length; i += STAGE_ROWS) twice.push(...(await this.#insert(staged, list, all.slice(i, i + STAGE_ROWS))));
    }
    return twice;
  }

  #staged(part: number): StagedPart {
    const staged = this.#parts[part];
    if (!staged) throw new Error(`there is no part ${part}`);
    return staged;
  }

  async #insert(
    part: StagedPart,
    list: RegisterList,
    rows: readonly (Election | Contest | Party | Contestant)[],
  ): Promise<{ list: RegisterList; id: string }[]> {
    const byId = new Map<string, string>();
    const twice: { list: RegisterList; id: string }[] = [];
    for (const row of rows) {
      if (byId.has(row.id)) twice.push({ list, id: row.id });
      else byId.set(row.id, JSON.stringify(row));
    }
    // One text with a document a line: JSON has no raw line ends, and an array parameter would escape every quotation mark.
    const batch = ++this.#batch;
    const stored = await sql`
      insert into stage_row (batch, part, list, id, ref, doc)
      select ${batch}::int, ${part.n}::int, ${list}::text, t.doc->>'id', coalesce(t.doc->>'contest', t.doc->>'election'), t.doc
        from (select line::jsonb as doc from string_to_table(${[...byId.values()].join('\n')}::text, E'\n') line where line <> '') t
      on conflict do nothing`.execute(this.#tx);
    if (Number(stored.numAffectedRows ?? 0) < byId.size) twice.push(...(await this.#alreadyThere(batch, list, byId)));
    for (const doc of byId.values()) part.hash.update(`${list}\n${doc}\n`);
    part.counts[list] += byId.size;
    return twice;
  }

  /** Which documents of a batch met an earlier one; they are taken out of `byId`. */
  async #alreadyThere(batch: number, list: RegisterList, byId: Map<string, string>): Promise<{ list: RegisterList; id: string }[]> {
    const { rows } = await sql<{ id: string }>`select id from stage_row where batch = ${batch}`.execute(this.#tx);
    const stored = new Set(rows.map((r) => r.id));
    const twice = [...byId.keys()].filter((id) => !stored.has(id));
    for (const id of twice) byId.delete(id);
    return twice.map((id) => ({ list, id }));
  }

  /** What publishing would change, part by part, against the current version. */
  async diff(): Promise<PartDiff[]> {
    await sql`analyze stage_row`.execute(this.#tx);
    const out: PartDiff[] = [];
    for (const p of this.#parts) {
      const old = await currentPartId(this.#tx, p.partKey);
      const lists = {} as Record<RegisterList, ListDiff>;
      for (const list of LISTS) lists[list] = await listDiff(this.#tx, p.n, list, old);
      const changes = LISTS.reduce((n, l) => n + lists[l].added + lists[l].changed + lists[l].removed, 0);
      out.push({ partKey: p.partKey, label: p.label, lists, changes });
    }
    return out;
  }

  /** Ids that point nowhere or that two parts of the new version both claim. Must be empty before `publish`. */
  async faults(): Promise<RegisterFault[]> {
    const keys = this.#parts.map((p) => p.partKey);
    await sql`create temporary table stage_kept (part bigint primary key, overlay boolean not null, part_key text not null) on commit drop`.execute(this.#tx);
    await sql`insert into stage_kept
      select p.id, starts_with(p.part_key, ${OVERLAY_PREFIX}), p.part_key from register_version_part v join register_part p on p.id = v.part_id
       where v.version_id = (select max(id) from register_version) and not p.part_key = any(${keys})`.execute(this.#tx);
    const faults = [...(await danglingFaults(this.#tx)), ...(await this.#claimedTwice())];
    await sql`drop table stage_kept`.execute(this.#tx);
    return faults;
  }

  /**
   * Two JSON documents must not both define a contest, contestant or party; an election may be repeated if it is the same.
   * KPU lists make their own ids from list, election and number, so those of different lists cannot meet.
   */
  async #claimedTwice(): Promise<RegisterFault[]> {
    const faults: RegisterFault[] = [];
    for (const p of this.#parts.filter((p) => p.partKey.startsWith(OVERLAY_PREFIX))) {
      const { rows } = await sql<{ list: string; id: string; other: string }>`
        select s.list, s.id, k.part_key as other from stage_row s join stage_kept k on k.overlay
          join lateral (
            select 1 from register_contestant x where s.list = 'contestants' and x.part_id = k.part and x.id = s.id
            union all select 1 from register_contest x where s.list = 'contests' and x.part_id = k.part and x.id = s.id
            union all select 1 from register_party x where s.list = 'parties' and x.part_id = k.part and x.id = s.id
            union all select 1 from register_election x where s.list = 'elections' and x.part_id = k.part and x.id = s.id and x.doc <> s.doc) hit on true
         where s.part = ${p.n} order by s.list, s.id limit ${NAMED_ROWS}`.execute(this.#tx);
      faults.push(...rows.map((r) => ({ path: `${r.list} "${r.id}"`, reason: `is already defined by part ${r.other}` })));
    }
    return faults;
  }

  /**
   * Publishes the parts that differ and keeps all others; returns null when nothing differs. The caller commits.
   * The name is `reg-<n>-<8 hex of the parts' hashes>`, so equal content on two installations shows itself.
   */
  async publish(diff: readonly PartDiff[], by: string): Promise<{ id: number; name: string } | null> {
    const changed = this.#parts.filter((p) => diff.some((d) => d.partKey === p.partKey && d.changes > 0));
    if (changed.length === 0) return null;
    const { rows: kept } = await sql<{ id: number; sha256: Buffer }>`
      select p.id, p.sha256 from register_version_part v join register_part p on p.id = v.part_id
       where v.version_id = (select max(id) from register_version) and not p.part_key = any(${changed.map((p) => p.partKey)}) order by p.part_key`.execute(
      this.#tx,
    );
    const fresh: { id: number; sha256: Buffer }[] = [];
    for (const p of changed) fresh.push(await insertPart(this.#tx, p, by));
    const all = createHash('sha256');
    for (const sha of [...kept, ...fresh].map((p) => p.sha256).sort((a, b) => Buffer.compare(a, b))) all.update(sha);
    const { rows } = await sql<{ id: number; name: string }>`
      insert into register_version (name, published_by)
      select 'reg-' || (count(*) + 1) || '-' || ${all.digest('hex').slice(0, 8)}::text, ${by}::text from register_version returning id, name`.execute(this.#tx);
    const [version] = rows;
    if (!version) throw new Error('no register version was written');
    await sql`insert into register_version_part (version_id, part_id)
      select ${version.id}::int, unnest(${[...kept, ...fresh].map((p) => p.id)}::bigint[])`.execute(this.#tx);
    return version;
  }
}

async function currentPartId(tx: Tx, partKey: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select p.id from register_version_part v join register_part p on p.id = v.part_id
    where v.version_id = (select max(id) from register_version) and p.part_key = ${partKey}`.execute(tx);
  return rows[0]?.id ?? null;
}

const CONTEST_DOC = sql`jsonb_build_object('id', id, 'election', election, 'type', type, 'region', region, 'name', name)`;
const OLD_ROWS = {
  elections: sql`select id, doc, part_id from register_election`,
  contests: sql`select id, ${CONTEST_DOC} as doc, part_id from register_contest`,
  parties: sql`select id, doc, part_id from register_party`,
  contestants: sql`select id, doc, part_id from register_contestant`,
} as const;

async function listDiff(tx: Tx, part: number, list: RegisterList, oldPart: number | null): Promise<ListDiff> {
  const { rows } = await sql<{ change: 'added' | 'changed' | 'removed'; n: number; names: string[] }>`
    with d as (
      select coalesce(s.id, o.id) as id, case when o.id is null then 'added' when s.id is null then 'removed' else 'changed' end as change
        from (select id, doc from stage_row where part = ${part} and list = ${list}) s
        full join (select id, doc from (${OLD_ROWS[list]}) x where part_id = ${oldPart}::bigint) o on o.id = s.id
       where s.doc is distinct from o.doc)
    select change, count(*)::int as n, (array_agg(id order by id) filter (where k <= ${NAMED_ROWS})) as names
      from (select change, id, row_number() over (partition by change order by id) as k from d) r group by change`.execute(tx);
  const of = (change: string) => rows.find((r) => r.change === change);
  return {
    added: of('added')?.n ?? 0,
    changed: of('changed')?.n ?? 0,
    removed: of('removed')?.n ?? 0,
    names: { added: of('added')?.names ?? [], changed: of('changed')?.names ?? [], removed: of('removed')?.names ?? [] },
  };
}

async function danglingFaults(tx: Tx): Promise<RegisterFault[]> {
  const { rows } = await sql<{ what: string; id: string; ref: string }>`
    (select 'contest' as what, c.id, c.election as ref
       from (select id, ref as election from stage_row where list = 'contests'
             union all select x.id, x.election from register_contest x join stage_kept k on k.part = x.part_id) c
      where not exists (select from stage_row s where s.list = 'elections' and s.id = c.election)
        and not exists (select from register_election e join stage_kept k on k.part = e.part_id where e.id = c.election)
      order by c.id limit ${NAMED_ROWS})
    union all
    (select 'contestant', c.id, c.contest
       from (select id, ref as contest from stage_row where list = 'contestants'
             union all select x.id, x.contest from register_contestant x join stage_kept k on k.part = x.part_id) c
       left join (select id from stage_row where list = 'contests'
                  union select x.id from register_contest x join stage_kept k on k.part = x.part_id) known on known.id = c.contest
      where known.id is null
      order by c.id limit ${NAMED_ROWS})`.execute(tx);
  return rows.map((r) => ({
    path: r.what === 'contest' ? `contests "${r.id}".election` : `contestants "${r.id}".contest`,
    reason: `no ${r.what === 'contest' ? 'election' : 'contest'} "${r.ref}" in the new version`,
  }));
}

async function insertPart(tx: Tx, p: StagedPart, by: string): Promise<{ id: number; sha256: Buffer }> {
  const sha256 = p.hash.copy().digest();
  const { rows } = await sql<{ id: number }>`
    insert into register_part (part_key, label, sha256, source, imported_by, counts)
    values (${p.partKey}, ${p.label}, ${sha256}, ${p.source}, ${by}, ${JSON.stringify(p.counts)}::jsonb) returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('no register part was written');
  const staged = (list: RegisterList) => sql`stage_row where part = ${p.n} and list = ${list}`;
  await sql`insert into register_election (part_id, id, doc) select ${id}::bigint, id, doc from ${staged('elections')}`.execute(tx);
  await sql`insert into register_contest (part_id, id, election, type, region, name)
    select ${id}::bigint, id, ref, doc->>'type', doc->>'region', doc->>'name' from ${staged('contests')}`.execute(tx);
  await sql`insert into register_party (part_id, id, doc) select ${id}::bigint, id, doc from ${staged('parties')}`.execute(tx);
  await sql`insert into register_contestant (part_id, id, contest, kind, ballot_number, doc)
    select ${id}::bigint, id, ref, doc->>'kind', (doc->>'ballot_number')::int, doc from ${staged('contestants')}`.execute(tx);
  return { id, sha256 };
}

/**
 * Publishes one part that is already in memory (demo, tests). Returns null when nothing differs; throws with every fault
 * when something points nowhere.
 */
export async function publishPart(tx: Tx, input: PartInput & RegisterRows & { by: string }): Promise<{ id: number; name: string } | null> {
  const stage = await RegisterStage.open(tx);
  const part = stage.part({ partKey: input.partKey, label: input.label, source: input.source });
  const twice = await stage.add(part, input);
  const faults = [...twice.map((t) => ({ path: `${t.list} "${t.id}"`, reason: 'is used twice' })), ...(await stage.faults())];
  if (faults.length > 0) throw new Error(`the register part is not usable: ${faults.map((f) => `${f.path} ${f.reason}`).join('; ')}`);
  const version = await stage.publish(await stage.diff(), input.by);
  await sql`drop table stage_row`.execute(tx); // a second part may follow in the same transaction
  return version;
}

/** Replaces circulars by id; returns what changed. Circulars of other ids stay. */
export async function saveCirculars(tx: Tx, circulars: readonly Circular[]): Promise<{ added: string[]; changed: string[] }> {
  const { rows } = await sql<{ id: string; fresh: boolean }>`
    insert into circular (id, jurisdiction, doc)
    select * from unnest(${circulars.map((c) => c.id)}::text[], ${circulars.map((c) => c.jurisdiction)}::text[], ${circulars.map((c) => JSON.stringify(c))}::jsonb[])
    on conflict (id) do update set jurisdiction = excluded.jurisdiction, doc = excluded.doc, imported_at = now() where circular.doc <> excluded.doc
    returning id, xmax = 0 as fresh`.execute(tx);
  return { added: rows.filter((r) => r.fresh).map((r) => r.id), changed: rows.filter((r) => !r.fresh).map((r) => r.id) };
}
