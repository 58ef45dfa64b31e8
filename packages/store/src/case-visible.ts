/** For lists that hang on a case: an empty list and a case outside the reader's regions must not look alike. */
import { ProblemError } from '@pantau/domain';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export async function mustSeeCase(tx: Tx, id: number): Promise<void> {
  const { rows } = await sql`select 1 from cases where id = ${id}`.execute(tx);
  if (rows.length === 0) throw new ProblemError('not_found');
}
