/** Conflicts of interest, declared by the reviewer: a former agency, or kin by name. A declaration stays until an administrator ends it. */
import { first } from './case-change.ts';
import type { Handle, Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface Conflict {
  id: number;
  kind: 'agency' | 'kin';
  agency: string | null;
  declaredAt: Date;
}

export async function declareConflict(tx: Tx, userId: number, c: { kind: 'agency'; agency: string } | { kind: 'kin'; name: string }): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into user_conflict (user_id, kind, agency, name_key, declared_by)
    values (${userId}, ${c.kind}, ${c.kind === 'agency' ? c.agency : null}, ${c.kind === 'kin' ? sql`name_key(${c.name})` : null}, ${userId}) returning id`.execute(
    tx,
  );
  const { id } = first(rows);
  await sql`select audit_append('conflict_declared', 'user', ${String(userId)}, ${JSON.stringify({ conflict: id, kind: c.kind })}::jsonb)`.execute(tx);
  return id;
}

/** The own ones, without names of kin: those are kept only as a key. */
export async function listConflicts(tx: Tx, userId: number): Promise<Conflict[]> {
  const { rows } =
    await sql<Conflict>`select id, kind, agency, declared_at as "declaredAt" from user_conflict where user_id = ${userId} and ended_at is null order by id`.execute(
      tx,
    );
  return rows;
}

/** The same for an operator: what a user has declared and nobody has ended. Run as the owner. */
export const listConflictsOf = (db: Handle, userId: number): Promise<Conflict[]> => db.transaction().execute((tx) => listConflicts(tx, userId));

/** False: the user has no such open declaration. */
export async function endConflict(db: Handle, userId: number, id: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      id: number;
    }>`update user_conflict set ended_at = now() where id = ${id} and user_id = ${userId} and ended_at is null returning id`.execute(tx);
    if (rows.length > 0) await sql`select audit_append('conflict_ended', 'user', ${String(userId)}, ${JSON.stringify({ conflict: id })}::jsonb)`.execute(tx);
    return rows.length > 0;
  });
}

/** The agencies whose staff an office serves; an empty list means its whole region. Run as the owner. */
export async function setAgencies(db: Handle, userId: number, agencies: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`delete from user_agency where user_id = ${userId}`.execute(tx);
    await sql`insert into user_agency (user_id, agency) select ${userId}, a from unnest(${[...new Set(agencies)]}::text[]) a`.execute(tx);
    await sql`select audit_append('user_agencies', 'user', ${String(userId)}, ${JSON.stringify({ agencies: agencies.length })}::jsonb)`.execute(tx);
  });
}
