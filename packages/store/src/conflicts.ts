/** Conflicts of interest, declared by the reviewer: a former agency, or kin by name. A declaration stays until an administrator ends it. */
import { first } from './case-change.ts';
import type { Tx } from './db.ts';
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
