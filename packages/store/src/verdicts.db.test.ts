import { type IncomingPost, localDay, type Verdict } from '@pantau/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { type Handle, openDb } from './db.ts';
import { insertPosts, markGone } from './posts.ts';
import { ensureRuleset, lockPending, pendingState, recordUnscored, type Scored, sweepPending, writeVerdicts } from './verdicts.ts';

let world: TestWorld;
let owner: Handle;
let ingest: Handle;
let scorer: Handle;
let accountId: number;
let registerId: number;
const seenAt = new Date('2024-10-12T02:00:00Z');

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  ingest = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
  scorer = openDb({ url: world.databaseUrl, role: 'pantau_scorer', name: 'test' });
  const person = await owner
    .insertInto('person')
    .values({ key_hash: Buffer.alloc(32, 1), key_tail: '001', name: 'Contoh Fiktif', nip_sealed: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  await owner
    .insertInto('person_period')
    .values([
      period(person.id, { valid_from: '2020-01-01', valid_to: '2024-09-30', region: '16', employment_status: 'CPNS' }),
      period(person.id, {
        valid_from: '2024-10-01',
        region: '16.73',
        cltn: JSON.stringify([{ from: '2024-11-01', to: '2024-11-30' }]),
        kin: JSON.stringify([{ contestant: 'c9', relation: 'istri' }]),
      }),
    ])
    .execute();
  accountId = (
    await owner
      .insertInto('account')
      .values({
        person_id: person.id,
        platform: 'x',
        handle: 'contoh',
        handle_key: 'contoh',
        basis_law: 'UU 10/2016',
        basis_ref: 'ST-1',
        platform_id: null,
        verified_by: 'BKPSDM',
        verified_at: seenAt,
        basis_until: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
  ).id;
  registerId = (await owner.insertInto('register_version').values({ name: 'reg-test', published_by: 'test' }).returning('id').executeTakeFirstOrThrow()).id;
});
afterAll(async () => {
  await Promise.all([owner, ingest, scorer].map((d) => d.destroy()));
  await world.drop();
});

function period(personId: number, o: Partial<{ valid_from: string; valid_to: string; region: string; employment_status: string; cltn: string; kin: string }>) {
  return {
    person_id: personId,
    valid_from: '2020-01-01',
    valid_to: null,
    employment_status: 'PNS',
    position_type: null,
    agency: 'Kota Contoh',
    opd: null,
    region: '16.73',
    appointing_authority: null,
    cltn: '[]',
    kin: '[]',
    ...o,
  };
}

const post = (postKey: string, o: Partial<IncomingPost> = {}): IncomingPost => ({
  platform: 'x',
  account: 'contoh',
  postKey,
  versionKey: '1',
  text: 'teks',
  postedAt: '2024-10-12T01:00:00Z',
  kind: 'post',
  ...o,
});
const store = (...posts: IncomingPost[]) =>
  ingest.transaction().execute((tx) =>
    insertPosts(
      tx,
      posts.map((p) => ({ accountId, post: p })),
      { sourceId: null, seenAt },
    ),
  );

const verdict = (id: number, band: Verdict['verdict']): Verdict => ({
  id: String(id),
  verdict: band,
  score: band === 'clear' ? 0.01 : 0.93,
  label: band === 'clear' ? 'NONE' : 'VOTE_CALL',
  direction: band === 'clear' ? null : 'SUPPORT',
  phase: 'CAMP',
  acts: band === 'clear' ? [] : ['SKB-DS-02'],
  contestants: band === 'clear' ? [] : [{ id: 'c1', stance: 'support' }],
  evidence: band === 'clear' ? [] : [{ start: 0, end: 4, field: 'text', kind: 'cue', rule: 'V-001', weight: 2 }],
  exemption: null,
  ruleset: 'rs-test',
  register: 'reg-test',
});

async function scoreAs(ids: number[], band: Verdict['verdict'], ruleset = 'rs-test'): Promise<number> {
  const rulesetId = await ensureRuleset(scorer, ruleset);
  return scorer.transaction().execute(async (tx) => {
    const pending = await lockPending(tx, ids);
    return writeVerdicts(
      tx,
      pending.map((p) => ({ pending: p, verdict: verdict(p.versionId, band) }) as Scored),
      { rulesetId, registerId },
    );
  });
}

const count = async (table: string, where = 'true') =>
  (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where ${sql.raw(where)}`.execute(owner)).rows[0]?.n;

describe('a version becomes a verdict', () => {
  test('the author is described as of the day of the post', async () => {
    const ids = await store(
      post('a1'),
      post('a2', { postedAt: '2024-09-01T00:00:00Z' }),
      post('a3', { postedAt: '2024-11-05T00:00:00Z' }),
      post('a4', { postedAt: '2019-05-05T00:00:00Z' }),
    );
    const got = await scorer.transaction().execute((tx) => lockPending(tx, ids));
    expect(got.map((p) => [p.postKey, p.author.region, p.author.employment_status, p.author.on_cltn, p.author.spouse_of])).toEqual([
      ['a1', '16.73', 'PNS', false, 'c9'],
      ['a2', '16', 'CPNS', false, undefined],
      ['a3', '16.73', 'PNS', true, 'c9'],
      ['a4', '16', 'CPNS', false, undefined],
    ]);
    expect(got[0]?.author).toMatchObject({ identity_verified: true, asn_from: '2020-01-01', asn_until: undefined });
  });

  test('the same page stored twice gives no new version and no second job', async () => {
    const first = await store(post('b1'), post('b1'), post('b2'));
    expect(first).toHaveLength(2);
    expect(await store(post('b1'), post('b2'))).toEqual([]);
    expect(await store(post('b1', { versionKey: '2', text: 'diubah' }))).toHaveLength(1);
  });

  test('copies of one campaign text get cases of one group, with the contestant and the way they came', async () => {
    const text = 'Warga kota tercinta tanggal 27 November coblos nomor 2 demi pasar rakyat yang lebih tertata';
    const ids = await store(post('kembar-1', { text }), post('kembar-2', { text: `${text}!!` }), post('lain-1', { text: 'pendek saja' }));
    await scoreAs(ids, 'flag');
    const { rows } = await sql<{ key: string; group_id: number | null; contestant: string; origin: string }>`
      select p.post_key as key, c.group_id, c.contestant, c.origin from cases c join post p on p.id = c.post_id where c.version_id = any(${ids}::bigint[]) order by p.post_key`.execute(
      owner,
    );
    expect(rows.map((r) => r.key)).toEqual(['kembar-1', 'kembar-2', 'lain-1']);
    expect(rows.map((r) => [r.contestant, r.origin])).toEqual(Array(3).fill(['c1', 'import']));
    expect(rows[0]?.group_id).toBeGreaterThan(0);
    expect(rows[1]?.group_id).toBe(rows[0]?.group_id);
    expect(rows[2]?.group_id).toBeNull();
  });

  test('a repeated job changes nothing: one verdict per version and ruleset, one open case per post', async () => {
    const ids = await store(post('c1'), post('c2'));
    expect(await scoreAs(ids, 'flag')).toBe(2);
    expect(await scoreAs(ids, 'flag')).toBe(0);
    expect(await count('verdict', `version_id in (${ids.join()})`)).toBe(2);
    expect(await count('cases', `version_id in (${ids.join()})`)).toBe(2);
    expect(await count('evidence', `version_id in (${ids.join()})`)).toBe(2);
    expect(await count('score_pending', `version_id in (${ids.join()})`)).toBe(0);
  });

  test('an edited post with an open case adds evidence to that case', async () => {
    const [v1 = 0] = await store(post('d1'));
    await scoreAs([v1], 'flag');
    const [v2 = 0] = await store(post('d1', { versionKey: '2', text: 'lebih jelas' }));
    expect(await scoreAs([v2], 'flag')).toBe(0);
    const events = await sql<{
      type: string;
    }>`select e.type from case_event e join cases c on c.id = e.case_id where c.version_id = ${v1} order by e.id`.execute(owner);
    expect(events.rows.map((r) => r.type)).toEqual(['opened', 'new_version']);
    expect(await count('evidence', `version_id in (${v1}, ${v2})`)).toBe(2);
  });

  test('an edit that weighs more raises the case and its revision; one that weighs less only the revision', async () => {
    const [v1 = 0] = await store(post('j1'));
    await scoreAs([v1], 'review');
    const read = async () =>
      (await sql<{ band: string; priority: number; revision: number }>`select band, priority, revision from cases where version_id = ${v1}`.execute(owner))
        .rows[0];
    const before = await read();
    const [v2 = 0] = await store(post('j1', { versionKey: '2', text: 'lebih jelas' }));
    await scoreAs([v2], 'flag');
    const raised = await read();
    expect(raised).toMatchObject({ band: 'flag', revision: (before?.revision ?? 0) + 1 });
    expect(raised?.priority).toBeGreaterThan(before?.priority ?? 0);
    const [v3 = 0] = await store(post('j1', { versionKey: '3', text: 'lebih ringan' }));
    await scoreAs([v3], 'review');
    expect(await read()).toEqual({ ...raised, revision: (raised?.revision ?? 0) + 1 });
  });

  test('a case that is decided keeps its labels when the post is edited', async () => {
    const [v1 = 0] = await store(post('l1'));
    await scoreAs([v1], 'review');
    await sql`update cases set state = 'CONFIRMED' where version_id = ${v1}`.execute(owner);
    const [v2 = 0] = await store(post('l1', { versionKey: '2', text: 'lebih jelas' }));
    await scoreAs([v2], 'flag');
    expect(await count('cases', `version_id = ${v1} and band = 'review' and revision = 2`)).toBe(1);
  });

  test('days begin and end at midnight of the region', async () => {
    const ids = await store(
      post('m1', { postedAt: '2024-10-31T16:59:00Z' }), // 31 Oct 23:59 WIB: not yet on leave
      post('m2', { postedAt: '2024-10-31T17:00:00Z' }), // 1 Nov 00:00 WIB
      post('m3', { postedAt: '2024-11-30T16:59:00Z' }),
      post('m4', { postedAt: '2024-11-30T17:00:00Z' }),
      post('m5', { postedAt: '2024-09-30T17:00:00Z' }), // 1 Oct 00:00 WIB: the new post has begun
    );
    const got = await scorer.transaction().execute((tx) => lockPending(tx, ids));
    expect(got.map((p) => [p.postKey, p.author.on_cltn, p.author.region])).toEqual([
      ['m1', false, '16.73'],
      ['m2', true, '16.73'],
      ['m3', true, '16.73'],
      ['m4', false, '16.73'],
      ['m5', false, '16.73'],
    ]);
  });

  test('the database and the domain agree on the day in every province', async () => {
    const { rows } = await sql<{ code: string; day: string }>`
      select code, local_day(t, code) as day from region, (values (timestamptz '2024-11-26 15:30Z'), ('2024-11-26 16:30Z'), ('2024-11-26 17:30Z')) as x(t) order by code, t`.execute(
      owner,
    );
    const at = ['2024-11-26T15:30:00Z', '2024-11-26T16:30:00Z', '2024-11-26T17:30:00Z'];
    expect(rows.length).toBeGreaterThan(500 * at.length);
    for (const [i, r] of rows.entries()) expect([r.code, r.day]).toEqual([r.code, localDay(new Date(at[i % at.length] ?? ''), r.code)]);
  });

  test('a dismissed case is not reopened by the same version, but a new version opens a new one', async () => {
    const [v1 = 0] = await store(post('e1'));
    await scoreAs([v1], 'review');
    await sql`update cases set state = 'DISMISSED' where version_id = ${v1}`.execute(owner);
    await sql`insert into score_pending (version_id) values (${v1})`.execute(owner);
    expect(await scoreAs([v1], 'flag', 'rs-later')).toBe(0);
    const [v2 = 0] = await store(post('e1', { versionKey: '2' }));
    expect(await scoreAs([v2], 'flag')).toBe(1);
  });

  test('two scorers on the same job do the work once', async () => {
    const ids = await store(...Array.from({ length: 50 }, (_, i) => post(`f${i}`)));
    const opened = await Promise.all([1, 2, 3].map(() => scoreAs(ids, 'flag')));
    expect(opened.reduce((a, b) => a + b, 0)).toBe(50);
    expect(await count('verdict', `version_id in (${ids.join()})`)).toBe(50);
  });

  test('a failed detector is retried with growing pauses and left to a person after the last attempt', async () => {
    const [v = 0] = await store(post('g1'));
    for (let i = 0; i < 8; i += 1) await scorer.transaction().execute((tx) => recordUnscored(tx, [{ versionId: v, reason: 'detector_failed' }]));
    const row = await owner.selectFrom('score_pending').selectAll().where('version_id', '=', v).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ attempts: 8, last_error: 'detector_failed' });
    expect(row.failed_at).not.toBeNull();
    expect(await scorer.transaction().execute((tx) => lockPending(tx, [v]))).toEqual([]);
    expect((await pendingState(scorer)).failed).toBe(1);
  });

  test('the sweeper hands a forgotten version out once a minute', async () => {
    const [v = 0] = await store(post('h1'));
    expect(await sweepPending(scorer, 1000)).not.toContain(v);
    await sql`update score_pending set next_at = now() - interval '1 second' where version_id = ${v}`.execute(owner);
    expect(await sweepPending(scorer, 1000)).toContain(v);
    expect(await sweepPending(scorer, 1000)).not.toContain(v);
  });

  test('text of a deleted post goes when it has been scored, and stays until then', async () => {
    const [scored = 0] = await store(post('i1'));
    await scoreAs([scored], 'clear');
    const [waiting = 0] = await store(post('i2'));
    expect(await ingest.transaction().execute((tx) => markGone(tx, 'x', ['i1', 'i2', 'unknown'], seenAt))).toBe(2);
    expect(await count('post_content', `version_id = ${scored}`)).toBe(0);
    expect(await count('post_content', `version_id = ${waiting}`)).toBe(1);
  });
});

describe('the scorer cannot do what only people may', () => {
  test.each([
    ['decide a case', sql`update cases set state = 'CONFIRMED'`],
    ['write a delivery', sql`insert into delivery (case_id, subscription_id, event, payload) values (1, 1, 'x', '{}')`],
    [
      'open a case that is already confirmed',
      sql`insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at) values (1, 1, 1, '16', 'CONFIRMED', 'flag', 'VOTE_CALL', 'CAMP', 1, 1, now(), now())`,
    ],
    ['rewrite an event', sql`delete from case_event`],
  ])('%s', async (_, query) => {
    await expect(query.execute(scorer)).rejects.toThrow(/permission denied|row-level security/);
  });
});
