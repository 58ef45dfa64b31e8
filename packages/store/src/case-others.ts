/**
 * What else of the same person was flagged, as far as the reader may see it. Whoever still judges one of the posts must not
 * learn from the others who wrote it: `blind` says so, and the api leaves out what would lead there.
 */
import type { CaseState } from '@pantau/domain';
import { mustSeeCase } from './case-visible.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface OtherPost {
  id: number;
  state: CaseState;
  label: string;
  phase: string;
  platform: string;
  postedAt: Date;
  text: string;
  fileId: number | null;
  /** Both confirmed, of one contest, and not in one file yet. */
  joinable: boolean;
}

export interface OtherPosts {
  state: CaseState;
  posts: OtherPost[];
}

export async function listOtherPosts(tx: Tx, id: number, o: { after: number | null; rows: number }): Promise<OtherPosts> {
  await mustSeeCase(tx, id);
  const { rows } = await sql<OtherPost>`
    select c.id, c.state, c.label, c.phase, e.content->>'platform' as platform, c.posted_at as "postedAt", e.content->'post'->>'text' as text, c.file_id as "fileId",
           (o.state = 'CONFIRMED' and c.state = 'CONFIRMED' and o.contest is not null and o.contest = c.contest
             and (o.file_id is null or c.file_id is null)) as joinable
      from cases o join cases c on c.person_id = o.person_id and c.id <> o.id
      join lateral (select e.content from evidence e where e.case_id = c.id order by e.version_id desc limit 1) e on true
     where o.id = ${id} and c.purged_at is null and (${o.after}::bigint is null or c.id < ${o.after}::bigint)
     order by c.id desc limit ${o.rows}`.execute(tx);
  const { rows: own } = await sql<{ state: CaseState }>`select state from cases where id = ${id}`.execute(tx);
  return { state: own[0]?.state ?? 'FLAGGED', posts: rows };
}
