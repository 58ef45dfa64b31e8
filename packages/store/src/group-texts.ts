/** The scorer's side of near-duplicates: which group a post belongs to when its case is opened. */
import { groupScope, NEAR, similarity, type TextSignature, textSignature } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface GroupableText {
  key: number;
  text: string;
  contestant: string | null;
  direction: string | null;
}

interface Leader {
  scope: string;
  signature: TextSignature;
  keys: number[];
}

/** A campaign that begins anew after this is a group of its own. */
const COMPARED_DAYS = 90;

/**
 * The group of each text, found or founded in the caller's transaction; texts too short to compare are absent. A member is
 * compared with the first text of its group only, so that a group does not drift. Two scorers that meet the same new text at
 * once agree by the hash of its words; if they meet two slightly different copies, two groups may be founded: a nuisance for
 * readers, no error.
 */
export async function groupTexts(tx: Tx, texts: readonly GroupableText[]): Promise<Map<number, number>> {
  const leaders = gather(texts);
  if (leaders.length === 0) return new Map();
  // In one order everywhere, so that two transactions that found the same groups wait for each other and never in a circle.
  leaders.sort((a, b) => (`${a.scope} ${a.signature.sha256}` < `${b.scope} ${b.signature.sha256}` ? -1 : 1));
  const input = JSON.stringify(leaders.map((l, i) => ({ i, scope: l.scope, ...l.signature })));
  const { rows } = await sql<{ i: number; id: number }>`
    with input as materialized (select * from jsonb_to_recordset(${input}::jsonb) as t(i integer, scope text, sha256 text, minima integer[], bands bigint[])),
    known as materialized (
      select i.i, g.id from input i cross join lateral (
        select g.id, (select count(*) from unnest(g.minima, i.minima) as m(a, b) where m.a = m.b) as same
          from case_group g where g.bands && i.bands and g.scope = i.scope and g.created_at > now() - ${COMPARED_DAYS} * interval '1 day'
         order by same desc, g.id limit 1) g where g.same >= ${Math.ceil(NEAR.similarMin * NEAR.minima)}),
    founded as (
      insert into case_group (scope, sha256, minima, bands)
      select scope, decode(sha256, 'hex'), minima, bands from input where i not in (select i from known) order by i
      on conflict (scope, sha256) do nothing returning id, scope, sha256)
    select i, id from known
    union all select i.i, f.id from input i join founded f on f.scope = i.scope and f.sha256 = decode(i.sha256, 'hex')`.execute(tx);
  const found = new Map(rows.map((r) => [r.i, r.id]));
  await findFoundedElsewhere(tx, leaders, found);
  return new Map(leaders.flatMap((l, i) => l.keys.flatMap((key) => (found.has(i) ? [[key, found.get(i) as number] as const] : []))));
}

/** Another transaction founded the very same group between our look and our insert, or did so more than 90 days ago. */
async function findFoundedElsewhere(tx: Tx, leaders: readonly Leader[], found: Map<number, number>): Promise<void> {
  const missing = leaders.flatMap((l, i) => (found.has(i) ? [] : [{ i, scope: l.scope, sha256: l.signature.sha256 }]));
  if (missing.length === 0) return;
  const { rows } = await sql<{ i: number; id: number }>`
    select t.i, g.id from jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) as t(i integer, scope text, sha256 text)
      join case_group g on g.scope = t.scope and g.sha256 = decode(t.sha256, 'hex')`.execute(tx);
  for (const r of rows) found.set(r.i, r.id);
}

/** Copies within one batch join the first of them before the database is asked. */
function gather(texts: readonly GroupableText[]): Leader[] {
  const leaders: Leader[] = [];
  const byBand = new Map<string, Leader>();
  for (const t of texts) {
    const signature = textSignature(t.text);
    if (!signature) continue;
    const scope = groupScope(t);
    const bands = signature.bands.map((b) => `${scope} ${b}`);
    const leader = bands
      .flatMap((b) => byBand.get(b) ?? [])
      .find((l) => l.signature.sha256 === signature.sha256 || similarity(l.signature, signature) >= NEAR.similarMin);
    if (leader) leader.keys.push(t.key);
    else {
      const founded = { scope, signature, keys: [t.key] };
      leaders.push(founded);
      for (const b of bands) if (!byBand.has(b)) byBand.set(b, founded);
    }
  }
  return leaders;
}
