/** A table of cases as after several elections, made in SQL: most are closed, some wait to be judged. Everybody is fictional. */
import { randomBytes } from 'node:crypto';
import { createUser, type Handle, sql } from '@pantau/store';

export interface CaseworkWorld {
  users: { username: string; password: string }[];
}

const PEOPLE_PER_CASE = 1 / 50;
const BATCH_ROWS = 100_000;
const PASSWORD = randomBytes(18).toString('base64url');

/** One in this many of the clients judges in the whole country; the others in one province each. */
const NATIONAL_ONE_IN = 2;
const PROVINCES = ['16', '32', '33', '35', '73'];

export async function buildCaseworkWorld(db: Handle, o: { cases: number; open: number; clients: number }, say: (line: string) => void): Promise<CaseworkWorld> {
  const people = Math.max(100, Math.round(o.cases * PEOPLE_PER_CASE));
  await insertPeople(db, people);
  for (let from = 0; from < o.cases; from += BATCH_ROWS) {
    const rows = Math.min(BATCH_ROWS, o.cases - from);
    await insertCases(db, { from: from + 1, to: from + rows, people, openFrom: o.cases - o.open });
    say(`${from + rows} cases`);
  }
  await sealOpen(db);
  for (const table of ['person', 'account', 'post', 'post_version', 'cases', 'evidence']) await sql`vacuum analyze ${sql.table(table)}`.execute(db);
  return { users: await createReviewers(db, o.clients) };
}

/** The owner fills tables wholesale: without triggers and foreign-key checks, which the rows below satisfy by construction. */
async function wholesale<T>(db: Handle, fill: (tx: Handle) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`set local synchronous_commit = off`.execute(tx);
    return fill(tx);
  });
}

async function insertPeople(db: Handle, people: number): Promise<void> {
  await wholesale(db, async (tx) => {
    await sql`insert into person (key_hash, key_tail, name) select sha256(g::text::bytea), right('00' || g, 3), 'Contoh Fiktif ' || g from generate_series(1, ${people}::int) g`.execute(
      tx,
    );
    await sql`insert into person_period (person_id, valid_from, employment_status, agency, region)
      select p.id, '2020-01-01', 'PNS', 'Dinas Contoh', r.code from person p
        join (select code, row_number() over (order by code) - 1 as n, count(*) over () as total from region where level = 2) r on r.n = p.id % r.total`.execute(
      tx,
    );
    await sql`insert into account (person_id, platform, handle, handle_key, verified_by, verified_at, basis_law, basis_ref)
      select id, 'x', 'contoh' || id, 'contoh' || id, 'uji', now(), 'UU 10/2016', 'ST-UJI' from person`.execute(tx);
  });
}

/** Serial numbers give everything its value, so that two runs fill the same table. */
async function insertCases(db: Handle, o: { from: number; to: number; people: number; openFrom: number }): Promise<void> {
  await wholesale(db, async (tx) => {
    await sql`insert into post (platform, post_key, account_id) select 'x', 'b' || g, a.id from generate_series(${o.from}::int, ${o.to}::int) g
        join account a on a.id = 1 + g % ${o.people}`.execute(tx);
    await sql`
      with p as (select p.id, substr(p.post_key, 2)::int as g, a.person_id from post p join account a on a.id = p.account_id
                  where p.post_key in (select 'b' || g from generate_series(${o.from}::int, ${o.to}::int) g)),
      v as (insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256)
            select id, '1', '2024-06-01'::timestamptz, '2024-06-01'::timestamptz, '2024-06-01', 'post', sha256(g::text::bytea) from p returning id, post_id)
      insert into cases (post_id, version_id, person_id, region, election, contest, state, band, label, direction, phase, score, acts, priority, posted_at, captured_at,
        first_flagged_at, known_at, decided_at, due_at, review_due_at)
      select p.id, v.id, p.person_id, y.region, 'PILKADA-UJI', 'kontes-' || y.region,
             case when open then 'FLAGGED' when g % 20 < 12 then 'DISMISSED' when g % 20 < 15 then 'CLOSED' when g % 20 < 17 then 'EXPIRED' else 'FORWARDED' end,
             case when g % 3 = 0 then 'review' else 'flag' end, (array['VOTE_CALL', 'PRAISE_SUPPORT', 'PROPS', 'ATTEND', 'ENGAGE'])[1 + g % 5], 'SUPPORT', 'PRE',
             0.5 + (g % 50) / 100.0, '{}', 1 + (g::bigint * 7919) % 100, '2024-06-01', '2024-06-01', at, case when not open then at end, case when not open then at + interval '1 day' end,
             case when open then at + interval '1 day' end, null
        from p join v on v.post_id = p.id join person_period y on y.person_id = p.person_id
        cross join lateral (select g > ${o.openFrom} as open) s
        cross join lateral (select now() - case when s.open then (g % 72) * interval '1 hour' else interval '30 days' + (g % 900) * interval '1 day' end as at) t`.execute(
      tx,
    );
  });
}

async function sealOpen(db: Handle): Promise<void> {
  const verdict = JSON.stringify({
    label: 'VOTE_CALL',
    score: 0.9,
    acts: ['SKB-KE-02'],
    contestants: [],
    evidence: [],
    exemption: null,
    ruleset: 'uji',
    register: 'uji',
  });
  await wholesale(db, (tx) =>
    sql`insert into evidence (case_id, version_id, content, sha256)
      select c.id, c.version_id, jsonb_build_object('post', jsonb_build_object('text', 'Jangan lupa tanggal 27 coblos nomor ' || c.id % 9 || ' untuk ' || c.region), 'kind', 'post',
          'platform', 'x', 'posted_at', c.posted_at, 'captured_at', c.captured_at, 'author', jsonb_build_object('region', c.region, 'employment_status', 'PNS', 'identity_verified', true),
          'verdict', ${verdict}::jsonb), sha256(c.id::text::bytea)
        from cases c where c.state = 'FLAGGED'`.execute(tx),
  );
}

async function createReviewers(db: Handle, clients: number): Promise<CaseworkWorld['users']> {
  const users = [];
  for (let i = 0; i < clients; i += 1) {
    const region = i % NATIONAL_ONE_IN === 0 ? 'ID' : (PROVINCES[i % PROVINCES.length] ?? 'ID');
    const username = `penilai.${i}`;
    await createUser(db, { username, displayName: `Penilai ${i}`, password: PASSWORD, roles: [{ role: i % 5 === 4 ? 'second_reviewer' : 'analyst', region }] });
    users.push({ username, password: PASSWORD });
  }
  return users;
}
