/** Saved filters. Row-level security decides whose are seen and changed; that a filter is valid is checked by the api's schema. */
import { LIMITS, ProblemError } from '@pantau/domain';
import { audit } from './audit.ts';
import type { Tx } from './db.ts';
import { sql } from './kysely.ts';

export interface SavedView {
  id: number;
  name: string;
  filter: Record<string, unknown>;
  owner: number;
  role: string | null;
  region: string | null;
  revision: number;
  updatedAt: Date;
}

const VIEW = sql`id, name, filter, owner, role, region, revision, updated_at as "updatedAt"`;
const SHARED_SHOWN_MAX = 200;

/** The own ones first, then what is shared with one's roles. */
export async function listViews(tx: Tx, userId: number): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    select ${VIEW} from saved_view order by (role is not null), lower(name), id limit ${LIMITS.savedViewsPerUser + SHARED_SHOWN_MAX}`.execute(tx);
  return rows.filter((v) => v.role !== null || v.owner === userId);
}

const UNIQUE_VIOLATION = '23505';
const REFUSED_BY_POLICY = '42501';
const refused = (e: unknown): never => {
  const { code } = e as { code?: string };
  if (code === UNIQUE_VIOLATION) throw new ProblemError('view_exists');
  if (code === REFUSED_BY_POLICY) throw new ProblemError('forbidden', 'A view is shared within the own region.');
  throw e;
};

export async function createView(
  tx: Tx,
  userId: number,
  v: { name: string; filter: Record<string, unknown>; share: { role: string; region: string } | null },
): Promise<SavedView> {
  const { rows: own } = await sql<{ n: number }>`select count(*)::int as n from saved_view where owner = ${userId}`.execute(tx);
  if ((own[0]?.n ?? 0) >= LIMITS.savedViewsPerUser) throw new ProblemError('views_full');
  const { rows } = await sql<SavedView>`insert into saved_view (name, filter, owner, role, region)
    values (${v.name}, ${JSON.stringify(v.filter)}::jsonb, ${userId}, ${v.share?.role ?? null}, ${v.share?.region ?? null}) returning ${VIEW}`
    .execute(tx)
    .catch(refused);
  const [view] = rows;
  if (!view) throw new Error('a view is missing right after it was written');
  if (v.share) await audit(tx, 'view_shared', 'saved_view', view.id, v.share);
  return view;
}

export async function changeView(
  tx: Tx,
  id: number,
  expected: number,
  v: { name?: string | undefined; filter?: Record<string, unknown> | undefined },
): Promise<SavedView> {
  const before = await lockView(tx, id);
  if (before.revision !== expected) throw new ProblemError('precondition_failed', 'The view has changed since you read it.');
  const { rows } = await sql<SavedView>`update saved_view set name = ${v.name ?? before.name}, filter = ${JSON.stringify(v.filter ?? before.filter)}::jsonb,
      revision = revision + 1, updated_at = now() where id = ${id} returning ${VIEW}`
    .execute(tx)
    .catch(refused);
  const [view] = rows;
  if (!view) throw new ProblemError('forbidden');
  if (view.role !== null) await audit(tx, 'shared_view_changed', 'saved_view', id, { role: view.role, region: view.region });
  return view;
}

export async function removeView(tx: Tx, id: number): Promise<void> {
  const before = await lockView(tx, id);
  await sql`delete from saved_view where id = ${id}`.execute(tx);
  if (before.role !== null) await audit(tx, 'shared_view_removed', 'saved_view', id, { role: before.role, region: before.region });
}

/** Locking a row passes the policy of changing it: one that may only be read is refused, one that is not seen does not exist. */
async function lockView(tx: Tx, id: number): Promise<SavedView> {
  const { rows } = await sql<SavedView>`select ${VIEW} from saved_view where id = ${id} for update`.execute(tx);
  if (rows[0]) return rows[0];
  const { rows: seen } = await sql`select 1 from saved_view where id = ${id}`.execute(tx);
  throw new ProblemError(seen.length > 0 ? 'forbidden' : 'not_found');
}
