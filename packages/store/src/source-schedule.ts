/** What the schedule of sources needs to know: which are on, how their accounts are spread by rate, and whom a stream follows. */
import type { LoadBin } from '@pantau/domain';
import type { Db } from './db.ts';
import { sql } from './kysely.ts';
import type { SourceRow } from './sources.ts';

export async function enabledSources(
  db: Db,
): Promise<(Pick<SourceRow, 'id' | 'name' | 'connector' | 'config' | 'policy' | 'enabled'> & { schedule: unknown })[]> {
  const { rows } = await sql<
    SourceRow & { schedule: unknown }
  >`select id, name, connector, config, policy, enabled, schedule from source where enabled order by id`.execute(db);
  return rows;
}

/** A tenth of a power of ten a bin: fine enough to spend a budget to a few percent. */
const BINS_PER_DECADE = 10;

/** Accounts of a source by weight × learned rate, in bins: one pass over its units, whatever their number. `prior` is what `rateOf` assumes. */
export async function loadBins(db: Db, sourceId: number, prior: { posts: number; days: number }): Promise<LoadBin[]> {
  const { rows } = await sql<{ bin: number; accounts: number }>`
    select floor(log(greatest(1e-12, weight * (${prior.posts}::float8 + rate_posts) / (${prior.days}::float8 + rate_days))::numeric) * ${BINS_PER_DECADE})::int as bin,
           count(*)::int as accounts
      from source_state where source_id = ${sourceId} and paused_at is null group by 1`.execute(db);
  return rows.map((r) => ({ weightedRate: 10 ** ((r.bin + 0.5) / BINS_PER_DECADE), accounts: r.accounts }));
}

/**
 * Accounts of a platform that may be followed now, handle by the platform's own id: as registered, or as a unit has resolved it for the same
 * registered account.
 */
export async function watchedIds(db: Db, platform: string, now: Date): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; handle: string }>`
    select coalesce(nullif(a.platform_id, ''), u.did) as id, a.handle_key as handle from account a
      left join lateral (
        select x.cursor->>'did' as did from source_state x
         where x.account_id = a.id and x.cursor->>'account_id' = a.id::text and x.cursor->>'did' is not null limit 1) u on true
     where a.platform = ${platform} and account_has_basis(a.basis_until, a.ended_at, ${now}) and coalesce(nullif(a.platform_id, ''), u.did) is not null`.execute(
    db,
  );
  return new Map(rows.map((r) => [r.id, r.handle]));
}
