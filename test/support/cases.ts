/** Cases as the owner writes them, for tests that begin where the scorer and the analysts have ended. All people are fictional. */
import { type Handle, insertDeliveries } from '@pantau/store';
import { sql } from 'kysely';

let serial = 0;

/** A person, an account, a post and its case. */
export async function insertCase(
  owner: Handle,
  c: { state?: string; region?: string; phase?: string; flaggedAt?: Date; knownAt?: Date | null } = {},
): Promise<number> {
  serial += 1;
  const at = c.flaggedAt ?? new Date();
  const region = c.region ?? '16.73';
  const key = `${process.pid}-${serial}-${Math.random()}`;
  const { rows } = await sql<{ id: number }>`
    with p as (
      insert into person (key_hash, key_tail, name) values (sha256(${key}::bytea), '001', 'Contoh Fiktif') returning id),
    pp as (
      insert into person_period (person_id, valid_from, employment_status, agency, region) select id, '2020-01-01', 'PNS', 'Dinas Contoh', ${region} from p),
    a as (
      insert into account (person_id, platform, handle, handle_key, basis_law, basis_ref) select id, 'x', ${key}, ${key}, 'UU 10/2016', 'ST-1' from p returning id),
    po as (insert into post (platform, post_key, account_id) select 'x', ${key}, id from a returning id),
    v as (
      insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256)
      select id, '1', ${at}::timestamptz, ${at}::timestamptz, (${at}::timestamptz)::date, 'post', sha256('x'::bytea) from po returning id)
    insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at, first_flagged_at, known_at, due_at, forwarded_at, alert_case)
    select po.id, v.id, p.id, ${region}, ${c.state ?? 'FORWARDED'}, 'flag', 'VOTE_CALL', ${c.phase ?? 'PRE'}, 0.9, 50, ${at}, ${at}, ${at}, ${c.knownAt ?? null}, case when ${c.state ?? 'FORWARDED'} = 'CONFIRMED' then ${c.knownAt ?? null}::timestamptz + interval '7 days' else ${at}::timestamptz + interval '1 day' end,
           case when ${c.state ?? 'FORWARDED'} in ('FORWARDED', 'PPK_EXAM') then now() end, null::bigint
      from p, po, v returning id`.execute(owner);
  return rows[0]?.id ?? 0;
}

/** What the forwarding transaction leaves behind: a case and its deliveries. */
export async function forwardCase(
  owner: Handle,
  region: string,
  payload: unknown = { type: 'case.forwarded', case_number: 'X-1' },
): Promise<{ caseId: number; ids: string[] }> {
  const caseId = await insertCase(owner, { region });
  const ids = await owner.transaction().execute((tx) => insertDeliveries(tx, { caseId, region, event: 'case.forwarded', payload }));
  return { caseId, ids };
}
