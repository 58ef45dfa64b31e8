/** Whom an import may write about: somebody who keeps one region must not draw a person or an account of another region to it. */
import { NATION, normaliseHandle } from '@pantau/domain';
import type { AccountInput } from './accounts.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';
import type { Keyring } from './pii.ts';
import { adoptHashes } from './pii-keys.ts';

/**
 * The lines whose person, or the holder of one of whose accounts, has been registered in a region outside `within`. A transfer
 * between regions is for whoever keeps both, or the country.
 */
export async function linesOfOtherRegions(tx: Tx, keyring: Keyring, batch: readonly AccountInput[], within: readonly string[]): Promise<Set<number>> {
  if (within.includes(NATION) || batch.length === 0) return new Set();
  const keys = batch.map((b) => b.data.nip ?? b.data.staff_key ?? '');
  await adoptHashes(tx, keyring, keys);
  const held = batch.flatMap((b) => b.data.accounts.map((a) => ({ line: b.line, platform: a.platform, handle: normaliseHandle(a.handle) })));
  const { rows } = await sql<{ line: number }>`
    with said as (
      select t.line, p.id from unnest(${batch.map((b) => b.line)}::int[], ${keys.map((k) => keyring.hash(k))}::bytea[]) as t(line, key_hash)
        join person p using (key_hash)
      union
      select t.line, a.person_id from unnest(${held.map((h) => h.line)}::int[], ${held.map((h) => h.platform)}::text[], ${held.map((h) => h.handle)}::text[])
          as t(line, platform, handle_key)
        join account a on a.platform = t.platform and a.handle_key = t.handle_key and a.ended_at is null
    )
    select distinct s.line from said s join person_period x on x.person_id = s.id where not region_in(x.region, ${within}::text[])`.execute(tx);
  return new Set(rows.map((r) => r.line));
}
