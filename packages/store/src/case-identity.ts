/** Who a case is about: opened for a purpose and logged before the answer is given; and the words that give it away to a blind reader. */

import { momentOf, mustJudge, openCase } from './case-change.ts';
import type { CaseSubject } from './cases.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface CaseIdentity extends CaseSubject {
  platform: string;
  handle: string;
  url: string | null;
}

export async function unmask(tx: Tx, userId: number, id: number, purpose: string, now: Date): Promise<CaseIdentity> {
  const c = await openCase(tx, userId, id, { lock: false });
  mustJudge('identity', c, await momentOf(tx, 'identity', now));
  // The database asks the same again and writes the audit row itself: no code path shows a name without it.
  const { rows } = await sql<CaseIdentity>`
    select name, key_tail as "keyTail", agency, opd, employment_status as "employmentStatus", platform, handle, url from case_identity(${id}, ${purpose})`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) throw new Error(`case ${id} has no person`);
  return found;
}

/** Name and handles of the author, to be hidden in what a blind reader is shown; they go no further than the api. */
export async function maskWords(tx: Tx, id: number): Promise<string[]> {
  const { rows } = await sql<{ words: string[] | null }>`select case_mask_words(${id}) as words`.execute(tx);
  return rows[0]?.words ?? [];
}
