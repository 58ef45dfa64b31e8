/** Sources as the operator sees them: every change is audited in its own transaction, and none touches what is already stored. */

import { audit } from './audit.ts';
import type { Db, Handle } from './db.ts';
import { sql } from './kysely.ts';
import { findSource, resumeSource, type SourceInput, type SourceRow, upsertSource } from './sources.ts';

export interface SourceSummary extends SourceRow {
  units: number;
  paused: number;
  /** When anything of it was fetched last. */
  polled_at: Date | null;
  /** Units that are paused, or whose last poll left a reason; the first few, paused ones first. */
  troubled: { unit: string; paused: boolean; reason: string | null }[];
}

const TROUBLED_SHOWN = 20;

export async function sourceOverview(db: Db): Promise<SourceSummary[]> {
  const { rows } = await sql<SourceSummary>`
    select s.id, s.name, s.connector, s.config, s.policy, s.enabled, u.units, u.paused, u.polled_at, t.troubled
      from source s
      cross join lateral (
        select count(*)::int as units, count(*) filter (where paused_at is not null)::int as paused, max(polled_at) as polled_at
          from source_state where source_id = s.id) u
      cross join lateral (
        select coalesce(jsonb_agg(x), '[]') as troubled from (
          select unit, paused_at is not null as paused, last_error as reason from source_state
           where source_id = s.id and (paused_at is not null or last_error is not null)
           order by paused_at is null, unit limit ${TROUBLED_SHOWN}) x) t
     order by s.name`.execute(db);
  return rows;
}

/** Null: there is one of this name already and `replace` was not given. Replacing without `enabled` leaves it as it was. */
export async function putSource(
  db: Handle,
  s: Omit<SourceInput, 'enabled'> & { enabled: boolean | undefined },
  o: { replace: boolean; by: string },
): Promise<SourceRow | null> {
  return db.transaction().execute(async (tx) => {
    // Two operators at once: the second waits here and then sees the first one's source.
    await sql`select pg_advisory_xact_lock(hashtext('pantau.source'))`.execute(tx);
    const before = await findSource(tx, s.name);
    if (before && !o.replace) return null;
    const enabled = s.enabled ?? before?.enabled ?? false;
    const id = await upsertSource(tx, { ...s, enabled });
    await audit(tx, before ? 'source.replaced' : 'source.added', 'source', id, { by: o.by, name: s.name, connector: s.connector, enabled, policy: s.policy });
    return { ...s, id, enabled };
  });
}

/** False when it is so already. Switched on, what is due later is due now: whoever does it wants to see the effect. */
export async function switchSource(db: Handle, source: Pick<SourceRow, 'id' | 'name'>, enabled: boolean, by: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const done = await sql`update source set enabled = ${enabled} where id = ${source.id} and enabled <> ${enabled}`.execute(tx);
    if (Number(done.numAffectedRows ?? 0) === 0) return false;
    if (enabled) await sql`update source_state set next_due_at = now() where source_id = ${source.id} and paused_at is null`.execute(tx);
    await audit(tx, enabled ? 'source.enabled' : 'source.disabled', 'source', source.id, { by, name: source.name });
    return true;
  });
}

/** A person has looked: all paused units go on, or the one named. Returns how many were paused. */
export async function resumeUnits(db: Handle, source: Pick<SourceRow, 'id' | 'name'>, unit: string | undefined, by: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const which = unit === undefined ? sql`true` : sql`unit = ${unit}`;
    const { rows } = await sql<{ unit: string }>`select unit from source_state
      where source_id = ${source.id} and paused_at is not null and ${which} for update`.execute(tx);
    if (rows.length === 0) return 0;
    if (unit === undefined) await resumeSource(tx, source.id);
    else await sql`update source_state set paused_at = null, failures = 0, next_due_at = now() where source_id = ${source.id} and unit = ${unit}`.execute(tx);
    await audit(tx, 'source.resumed', 'source', source.id, { by, name: source.name, units: rows.length, ...(unit === undefined ? {} : { unit }) });
    return rows.length;
  });
}
