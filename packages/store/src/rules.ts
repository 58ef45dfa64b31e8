/** The rules as the scorer described them, and what people made of the cases in which each one spoke. */
import type { LexiconEntry, RuleDescription, RulesetDescription } from '@pantau/domain';
import type { Db, Handle, Tx } from './db.ts';
import { type RawBuilder, sql } from './kysely.ts';
import { ensureRuleset } from './verdicts.ts';

/** Written whole or not at all; a ruleset that is described already stays as it is. */
export async function describeRuleset(db: Handle, d: RulesetDescription): Promise<void> {
  const id = await ensureRuleset(db, d.name);
  await db.transaction().execute(async (tx) => {
    const { rules, lexicons } = d;
    await sql`insert into ruleset_rule (ruleset_id, id, cue, label, doc)
      select ${id}, x.id, x.cue, x.label, x.doc::jsonb from unnest(${rules.map((r) => r.id)}::text[], ${rules.map((r) => r.cue)}::text[], ${rules.map((r) => r.label)}::text[],
        ${rules.map((r) => JSON.stringify(r))}::text[]) as x(id, cue, label, doc) on conflict do nothing`.execute(tx);
    await sql`insert into ruleset_lexicon (ruleset_id, lexicon, entry, variants)
      select ${id}, x.lexicon, x.entry, string_to_array(x.variants, E'\n') from unnest(${lexicons.map((l) => l.lexicon)}::text[], ${lexicons.map((l) => l.entry)}::text[],
        ${lexicons.map((l) => l.variants.join('\n'))}::text[]) as x(lexicon, entry, variants) on conflict do nothing`.execute(tx);
  });
}

export interface RulesetInForce {
  id: number;
  name: string;
  since: Date;
  rules: number;
  lexicons: { name: string; entries: number }[];
}

/** The one described last; null before a scorer has started. */
export async function rulesetInForce(db: Db): Promise<RulesetInForce | null> {
  const { rows } = await sql<Omit<RulesetInForce, 'lexicons'>>`
    select v.id, v.name, v.created_at as since, (select count(*)::int from ruleset_rule r where r.ruleset_id = v.id) as rules
      from ruleset_version v where exists (select from ruleset_rule r where r.ruleset_id = v.id) order by v.id desc limit 1`.execute(db);
  const ruleset = rows[0];
  if (!ruleset) return null;
  const { rows: lexicons } = await sql<{ name: string; entries: number }>`
    select lexicon as name, count(*)::int as entries from ruleset_lexicon where ruleset_id = ${ruleset.id} group by 1 order by 1`.execute(db);
  return { ...ruleset, lexicons };
}

export interface Place {
  /** The last of the page before; null: from the beginning. */
  after: string | null;
  rows: number;
}

/** By id; `q` looks in the id, the meaning, the source, the patterns and the examples. */
export async function listRules(db: Db, rulesetId: number, f: { q?: string | undefined; cue?: string | undefined }, place: Place): Promise<RuleDescription[]> {
  const where: RawBuilder<unknown>[] = [sql`ruleset_id = ${rulesetId}`];
  if (place.after !== null) where.push(sql`id > ${place.after}`);
  if (f.cue !== undefined) where.push(sql`cue = ${f.cue}`);
  if (f.q !== undefined) where.push(sql`position(lower(${f.q}) in lower(doc::text)) > 0`);
  const { rows } = await sql<{ doc: RuleDescription }>`
    select doc from ruleset_rule where ${sql.join(where, sql` and `)} order by id limit ${place.rows}`.execute(db);
  return rows.map((r) => r.doc);
}

/** One list of words, by entry. */
export async function listLexicon(db: Db, rulesetId: number, f: { lexicon: string; q?: string | undefined }, place: Place): Promise<LexiconEntry[]> {
  const where: RawBuilder<unknown>[] = [sql`ruleset_id = ${rulesetId} and lexicon = ${f.lexicon}`];
  if (place.after !== null) where.push(sql`entry > ${place.after}`);
  if (f.q !== undefined)
    where.push(sql`(position(lower(${f.q}) in entry) > 0 or exists (select from unnest(variants) v where position(lower(${f.q}) in v) > 0))`);
  const { rows } = await sql<LexiconEntry>`
    select lexicon, entry, variants from ruleset_lexicon where ${sql.join(where, sql` and `)} order by entry limit ${place.rows}`.execute(db);
  return rows;
}

export interface RuleFigures {
  rule: string;
  cases: number;
  upheld: number;
  refused: number;
}

/** In the regions of the user, of cases flagged since then; whoever neither decides nor writes rules gets none. */
export async function ruleFigures(tx: Tx, since: Date): Promise<Map<string, RuleFigures>> {
  const { rows } = await sql<RuleFigures>`select rule, cases, upheld, refused from rule_figures(${since})`.execute(tx);
  return new Map(rows.map((r) => [r.rule, r]));
}

/** The newest cases in which a rule spoke; at most as many as a text search looks at. */
export async function casesOfRule(tx: Tx, rule: string, atMost: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select cases_of_rule(${rule}, ${atMost}) as id`.execute(tx);
  return rows.map((r) => r.id);
}

/** Contestants as the latest part that has them names them. */
export async function contestantNames(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string; ballotNumber: number | null; contest: string }[]> {
  const { rows } = await sql<{ id: string; name: string; ballotNumber: number | null; contest: string }>`
    select distinct on (t.id) t.id, t.contest, t.ballot_number as "ballotNumber",
           coalesce((select string_agg(p->>'name', ' – ' order by o) from jsonb_array_elements(t.doc->'people') with ordinality as x(p, o)), t.doc->'aliases'->>0, t.id) as name
      from register_version v join register_version_part p on p.version_id = v.id join register_contestant t on t.part_id = p.part_id
     where v.id = (select max(id) from register_version) and t.id = any(${[...ids]}::text[]) order by t.id, t.part_id desc`.execute(tx);
  return rows;
}
