/** Posts that are looked at again for edits and deletions, some time after they were first seen. */
import { RECHECK_IN_CASES_MS, RECHECK_MS, RECHECK_NEEDS_CASE } from '@pantau/domain';
import type { Db, Tx } from './db.ts';
import { sql } from './kysely.ts';

const steps = sql`(${[...RECHECK_MS]}::bigint[])`;

/** Puts the posts of these new versions on the list; one that was edited starts again. Old posts of a first look start where their age puts them. */
export async function scheduleRechecks(tx: Tx, o: { sourceId: number; versionIds: readonly number[]; now: Date }): Promise<void> {
  if (o.versionIds.length === 0) return;
  await sql`insert into recheck as r (post_id, source_id, step, due_at)
    select distinct on (v.post_id) v.post_id, ${o.sourceId}::int, s.step, greatest(${o.now}::timestamptz, v.posted_at + ${steps}[s.step + 1] * interval '1 millisecond')
      from post_version v
      cross join lateral (select count(*)::smallint as step from unnest(${steps}) as t(ms) where v.posted_at + t.ms * interval '1 millisecond' < ${o.now}::timestamptz) s
     where v.id = any(${[...o.versionIds]}) and s.step < ${RECHECK_MS.length} order by v.post_id, v.posted_at desc
    on conflict (post_id) do update set step = least(r.step, excluded.step), due_at = least(r.due_at, excluded.due_at), source_id = excluded.source_id`.execute(
    tx,
  );
}

export interface DueRecheck {
  postId: number;
  key: string;
  account: string;
  step: number;
}

/**
 * Takes posts that are due and puts them off by the lease, so that nobody else takes them; a process that dies leaves them due again after it.
 * Posts beyond the first days that are in no open case and not in the sample are struck off instead, and so are those gone or forgotten.
 */
export async function claimRechecks(tx: Tx, o: { sourceId: number; now: Date; limit: number; leaseMs: number }): Promise<DueRecheck[]> {
  const { rows } = await sql<DueRecheck & { stays: boolean }>`
    with due as materialized (
      select r.post_id, r.step from recheck r where r.source_id = ${o.sourceId} and r.due_at <= ${o.now} order by r.due_at limit ${o.limit} for update skip locked),
    kept as materialized (select recheck_goes_on(array(select post_id from due where step >= ${RECHECK_NEEDS_CASE})) as post_id)
    select d.post_id as "postId", p.post_key as key, a.handle_key as account, d.step,
           p.gone_at is null and a.id is not null and account_has_basis(a.basis_until, a.ended_at, ${o.now})
             and (d.step < ${RECHECK_NEEDS_CASE} or d.post_id in (select post_id from kept)) as stays
      from due d join post p on p.id = d.post_id left join account a on a.id = p.account_id`.execute(tx);
  const off = rows.filter((r) => !r.stays).map((r) => r.postId);
  const taken = rows.filter((r) => r.stays);
  await sql`delete from recheck where post_id = any(${off})`.execute(tx);
  await sql`update recheck set due_at = ${new Date(o.now.getTime() + o.leaseMs)} where post_id = any(${taken.map((r) => r.postId)})`.execute(tx);
  return taken.map(({ postId, key, account, step }) => ({ postId, key, account, step }));
}

/** What was answered for goes to its next look; after the last one posts in open cases are looked at each month. Gone ones leave the list. */
export async function advanceRechecks(tx: Tx, o: { answered: readonly number[]; gone: readonly number[]; now: Date }): Promise<void> {
  await sql`delete from recheck where post_id = any(${[...o.gone]})`.execute(tx);
  await sql`update recheck r set step = least(r.step + 1, ${RECHECK_MS.length})::smallint,
      due_at = greatest(${o.now}::timestamptz + interval '1 minute',
        case when r.step + 1 < ${RECHECK_MS.length} then p.first_seen_at + ${steps}[r.step + 2] * interval '1 millisecond'
             else ${o.now}::timestamptz + ${RECHECK_IN_CASES_MS}::bigint * interval '1 millisecond' end)
      from post p where p.id = r.post_id and r.post_id = any(${[...o.answered]})`.execute(tx);
}

/** The policy as it stands at this moment, held until commit: a change of policy waits, and is seen by the next. */
export async function lockSourcePolicy(tx: Db, sourceId: number): Promise<{ policy: unknown; enabled: boolean } | null> {
  const { rows } = await sql<{ policy: unknown; enabled: boolean }>`select policy, enabled from source where id = ${sourceId} for share`.execute(tx);
  return rows[0] ?? null;
}
