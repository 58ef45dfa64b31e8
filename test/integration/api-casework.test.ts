import { randomUUID } from 'node:crypto';
import { CaseForwardedPayload } from '@pantau/domain';
import { type Handle, openDb, verifyAudit } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser, buildVersion } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { waitFor } from '../support/wait.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let analyst: Client;
let second: Client;
let commissioner: Client;

const client = async (user: BuiltUser) => new Client(api.url).signIn(user);

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  await buildContest(db, 'walikota-uji', '16.73');
  analyst = await client(await buildUser(db, ['analyst', '16']));
  second = await client(await buildUser(db, ['second_reviewer', '16']));
  commissioner = await client(await buildUser(db, ['commissioner', '16']));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const claim = async (c: Client, id: number) => {
  const r = await c.post(`/v1/cases/${id}/claim`);
  expect(r).toMatchObject({ status: 200 });
  return r.etag;
};
const judge = (c: Client, id: number, etag: string, body: unknown) => c.post(`/v1/cases/${id}/opinions`, body, { 'if-match': etag });
const plausible = (...acts: string[]) => ({ finding: 'plausible', acts });
const count = async (table: string, id: number) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where case_id = ${id}`.execute(db)).rows[0]?.n;

describe('a lawful case from claim to delivery', () => {
  test('PRE: an analyst confirms, a commissioner forwards, one delivery waits for each office above the case', async () => {
    const id = await buildCase(db, { region: '16.73.01', phase: 'PRE', contest: 'walikota-uji' });
    await buildSubscription(db, '16.73');
    await buildSubscription(db, '16');
    await buildSubscription(db, '18');

    const before = await analyst.get(`/v1/cases/${id}`);
    expect(before.body).toMatchObject({ state: 'FLAGGED', subject: null, region_name: 'Kota Lubuk Linggau', contest_name: 'Pemilihan Wali Kota Uji' });
    expect(before.body.post.url).toBeNull();
    expect(JSON.stringify(before.body)).not.toMatch(/Orang Fiktif|fiktif\d/);

    const etag = await claim(analyst, id);
    const decided = await judge(analyst, id, etag, plausible('SKB-KE-02'));
    expect(decided).toMatchObject({ status: 201, body: { state: 'CONFIRMED', waiting_for: null } });
    const forwarded = await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': decided.etag });
    expect(forwarded).toMatchObject({ status: 200, body: { state: 'FORWARDED', deliveries: 2 } });

    const { rows } = await sql<{ payload: unknown; state: string }>`select payload, state from delivery where case_id = ${id}`.execute(db);
    expect(rows.map((r) => r.state)).toEqual(['pending', 'pending']);
    const payload = CaseForwardedPayload.parse(rows[0]?.payload);
    expect(payload).toMatchObject({ acts: [{ code: 'SKB-KE-02' }], subject: { agency: 'Pemerintah Kota Uji', opd: 'Dinas Contoh', employment_status: 'PNS' } });
    expect(payload.subject.name).toMatch(/Orang Fiktif/);

    const after = await commissioner.get(`/v1/cases/${id}`);
    expect(after.body.subject.nip).toMatch(/^•{15}\d{3}$/);
    expect(after.body.timeline.map((e: { type: string }) => e.type)).toEqual(['opened', 'claimed', 'opinion', 'confirmed', 'forwarded']);
    const { rows: audit } = await sql<{ action: string }>`select action from audit_log where object = 'case' and object_id = ${String(id)} order by id`.execute(
      db,
    );
    expect(audit.map((a) => a.action).filter((a) => a !== 'case_read')).toEqual(['case_claimed', 'case_confirmed', 'case_forwarded']);
    expect((await verifyAudit(db)).firstBroken).toBeNull();
  });

  test('in CAMP the direct route is refused with a stable code and nothing is written', async () => {
    const id = await buildCase(db, { phase: 'CAMP', state: 'CONFIRMED', acts: ['SKB-DS-02'] });
    const { etag } = await commissioner.get(`/v1/cases/${id}`);
    const r = await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': etag });
    expect(r).toMatchObject({ status: 409, body: { code: 'forward_needs_finding', type: '/docs/errors#forward_needs_finding' } });
    expect(r.headers.get('content-type')).toContain('application/problem+json');
    expect(await count('delivery', id)).toBe(0);
  });

  test('when a delivery cannot be written, nothing of the forwarding is', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED' });
    await buildSubscription(db, '16.73');
    const { etag } = await commissioner.get(`/v1/cases/${id}`);
    await sql`alter table delivery add constraint broken check (false) not valid`.execute(db);
    try {
      expect(await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': etag })).toMatchObject({ status: 500, body: { code: 'internal' } });
    } finally {
      await sql`alter table delivery drop constraint broken`.execute(db);
    }
    expect((await commissioner.get(`/v1/cases/${id}`)).body).toMatchObject({ state: 'CONFIRMED', forwarded_at: null, subject: null });
    expect(await count('case_event', id)).toBe(1);
    expect((await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': etag })).status).toBe(200);
  });

  test('without Redis a case is forwarded all the same; the delivery waits for the sweeper', async () => {
    const mute = await startTestApi({ ...world, redisUrl: 'redis://127.0.0.1:1' });
    try {
      const id = await buildCase(db, { state: 'CONFIRMED' });
      const c = await new Client(mute.url).signIn(await buildUser(db, ['commissioner', '16']));
      const { etag } = await c.get(`/v1/cases/${id}`);
      expect((await c.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': etag })).status).toBe(200);
      await waitFor('the missed bell to be logged', () => mute.logged().includes('deliveries wait for the sweeper'));
      expect(await count('delivery', id)).toBeGreaterThan(0);
    } finally {
      await mute.stop();
    }
  });

  test('a case known for more than seven days is not forwarded', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', knownDaysAgo: 8 });
    const { etag } = await commissioner.get(`/v1/cases/${id}`);
    expect(await commissioner.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': etag })).toMatchObject({
      status: 409,
      body: { code: 'forward_too_late' },
    });
  });

  test('who reviewed a case may not forward it, even with both roles', async () => {
    const both = await client(await buildUser(db, ['analyst', '16'], ['commissioner', '16']));
    const id = await buildCase(db, { phase: 'PRE' });
    const decided = await judge(both, id, await claim(both, id), plausible('SKB-KE-02'));
    expect(await both.post(`/v1/cases/${id}/forward`, undefined, { 'if-match': decided.etag })).toMatchObject({
      status: 409,
      body: { code: 'case_same_person' },
    });
  });
});

describe('four eyes', () => {
  test('a heavy act waits for a second reader, who is another person and cannot see the first answer', async () => {
    const id = await buildCase(db, { phase: 'CAMP' });
    const one = await judge(analyst, id, await claim(analyst, id), { ...plausible('SKB-DS-02'), reason: 'Ajakan langsung.' });
    expect(one).toMatchObject({ status: 201, body: { state: 'IN_REVIEW', waiting_for: 'second' } });
    expect(await analyst.post(`/v1/cases/${id}/claim`)).toMatchObject({ status: 409, body: { code: 'case_same_reviewer' } });
    expect(await judge(analyst, id, one.etag, plausible('SKB-DS-02'))).toMatchObject({ status: 409, body: { code: 'case_same_reviewer' } });

    const seen = await second.get(`/v1/cases/${id}`);
    expect(seen.body.opinions).toEqual([]);
    expect(seen.body.acts).toEqual([]);
    expect(JSON.stringify(seen.body)).not.toContain('Ajakan langsung.');
    expect((await commissioner.get(`/v1/cases/${id}`)).body.opinions).toEqual([]);

    for (const reader of [second, commissioner]) {
      const { timeline, holder } = (await reader.get(`/v1/cases/${id}`)).body;
      expect(
        timeline.map((e: { type: string; by: string | null }) => [e.type, e.by]),
        'not even that somebody was here',
      ).toEqual([['opened', null]]);
      expect(holder).toBeNull();
    }
    expect((await analyst.get(`/v1/cases/${id}`)).body.timeline.map((e: { type: string }) => e.type)).toEqual(['opened', 'claimed', 'opinion']);

    const two = await judge(second, id, await claim(second, id), plausible('SKB-DS-02'));
    expect(two).toMatchObject({ status: 201, body: { state: 'CONFIRMED', waiting_for: null } });
    expect((await commissioner.get(`/v1/cases/${id}`)).body.timeline.map((e: { type: string }) => e.type)).toEqual([
      'opened',
      'claimed',
      'opinion',
      'claimed',
      'opinion',
      'confirmed',
    ]);
    expect((await analyst.get(`/v1/cases/${id}`)).body.opinions).toHaveLength(2);
  });

  test('two who disagree wait for a third', async () => {
    const id = await buildCase(db, { phase: 'CAMP' });
    await judge(analyst, id, await claim(analyst, id), plausible('SKB-DS-02'));
    const two = await judge(second, id, await claim(second, id), { finding: 'not_a_violation', exemption: 'HN-08' });
    expect(two).toMatchObject({ status: 201, body: { state: 'IN_REVIEW', waiting_for: 'third' } });
    const third = await client(await buildUser(db, ['analyst', '16.73']));
    expect(await judge(third, id, await claim(third, id), { finding: 'not_a_violation', exemption: 'HN-08' })).toMatchObject({ body: { state: 'DISMISSED' } });
  });

  test('a heavy act that only one of two readers names is not confirmed; the light act of the other is', async () => {
    const id = await buildCase(db, { phase: 'CAMP' });
    await judge(analyst, id, await claim(analyst, id), plausible('SKB-DS-02'));
    const two = await judge(second, id, await claim(second, id), plausible('SKB-KE-07'));
    expect(two).toMatchObject({ status: 201, body: { state: 'CONFIRMED' } });
    expect((await commissioner.get(`/v1/cases/${id}`)).body.acts.map((a: { code: string }) => a.code)).toEqual(['SKB-KE-07']);

    const other = await buildCase(db, { phase: 'CAMP' });
    await judge(analyst, other, await claim(analyst, other), plausible('SKB-DS-02'));
    expect(await judge(second, other, await claim(second, other), plausible('SKB-DS-06'))).toMatchObject({
      status: 201,
      body: { state: 'IN_REVIEW', waiting_for: 'third' },
    });
  });

  test('a dismissal needs a reason, a confirmation an act the phase allows', async () => {
    const id = await buildCase(db, { phase: 'PRE' });
    const etag = await claim(analyst, id);
    expect(await judge(analyst, id, etag, { finding: 'not_a_violation' })).toMatchObject({ status: 422, body: { code: 'reason_required' } });
    expect(await judge(analyst, id, etag, plausible('SKB-DS-02'))).toMatchObject({ status: 422, body: { code: 'act_not_allowed' } });
    expect(await judge(analyst, id, etag, { finding: 'not_a_violation', exemption: 'HN-99' })).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(await judge(analyst, id, etag, { finding: 'not_a_violation', exemption: 'HN-04' })).toMatchObject({ status: 201, body: { state: 'DISMISSED' } });
    expect((await analyst.get(`/v1/cases/${id}`)).body).toMatchObject({ exemption: 'HN-04', acts: [], holder: null });
  });
});

describe('an edited post', () => {
  test('shows every version, newest first, each with its own text, spans and time', async () => {
    const id = await buildCase(db, { phase: 'CAMP', text: 'Selamat pagi semua, maju bersama!' });
    const version = await buildVersion(db, id, { text: 'Tanggal 27 coblos nomor 2!', captured_at: '2024-06-02T04:00:00.000Z', acts: ['SKB-DS-06'] });
    const { body } = await analyst.get(`/v1/cases/${id}`);
    expect(body.versions.map((v: { text: string }) => v.text)).toEqual(['Tanggal 27 coblos nomor 2!', 'Selamat pagi semua, maju bersama!']);
    expect(body.versions[0]).toMatchObject({
      version_id: version,
      captured_at: '2024-06-02T04:00:00.000Z',
      url: null,
      spans: [{ kind: 'vote_call', start: 11, end: 25 }],
    });
    expect(body.versions[1]).toMatchObject({ version_id: body.post.version_id, captured_at: '2024-06-01T03:05:00.000Z', spans: [{ kind: 'contestant' }] });
    expect(body.versions[0].sha256).not.toBe(body.versions[1].sha256);
    expect(body.suggested.acts, 'what any version suggests').toEqual(['SKB-DS-02', 'SKB-DS-06']);
    expect(body.post).toMatchObject({ text: 'Selamat pagi semua, maju bersama!', other_versions: 1 });
  });
});

describe('leases', () => {
  test('a held case shows its holder and is refused to others; an ended lease is free', async () => {
    const id = await buildCase(db);
    await claim(analyst, id);
    expect((await second.get(`/v1/cases/${id}`)).body.holder).toMatchObject({ mine: false, name: expect.stringMatching(/Pengguna Uji/) });
    expect(await second.post(`/v1/cases/${id}/claim`)).toMatchObject({ status: 409, body: { code: 'case_held_by_other' } });
    await sql`update cases set lease_until = now() - interval '1 second' where id = ${id}`.execute(db);
    expect((await second.get(`/v1/cases/${id}`)).body.holder).toBeNull();
    expect(await analyst.post(`/v1/cases/${id}/heartbeat`)).toMatchObject({ status: 409, body: { code: 'case_not_claimed' } });
    await claim(second, id);
    expect((await second.get(`/v1/cases/${id}`)).body.holder).toMatchObject({ mine: true });
  });

  test('a heartbeat extends the lease without changing the case', async () => {
    const id = await buildCase(db);
    const etag = await claim(analyst, id);
    await sql`update cases set lease_until = now() + interval '1 minute' where id = ${id}`.execute(db);
    const r = await analyst.post(`/v1/cases/${id}/heartbeat`);
    expect(r.etag).toBe(etag);
    expect(Date.parse(r.body.lease_until)).toBeGreaterThan(Date.now() + 5 * 60_000);
  });

  test('release and sign-out let go', async () => {
    const leaver = await client(await buildUser(db, ['analyst', '16']));
    const [a, b] = [await buildCase(db), await buildCase(db)];
    await claim(leaver, a);
    await claim(leaver, b);
    expect(await leaver.post(`/v1/cases/${a}/release`)).toMatchObject({ status: 200, body: { state: 'IN_REVIEW' } });
    await claim(second, a);
    expect((await leaver.send('DELETE', '/v1/sessions/current')).status).toBe(204);
    expect((await leaver.get('/v1/me')).status).toBe(401);
    await claim(second, b);
  });

  test('a stale If-Match is refused, a missing one is named', async () => {
    const id = await buildCase(db);
    await claim(analyst, id);
    expect(await judge(analyst, id, '"1"', plausible('SKB-KE-02'))).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect(await analyst.post(`/v1/cases/${id}/opinions`, plausible('SKB-KE-02'))).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
  });

  test('the open reviews of one person are limited', async () => {
    const busy = await buildUser(db, ['analyst', '91']);
    const c = await client(busy);
    const one = await buildCase(db, { region: '91.01' });
    await sql`with post_rows as (insert into post (platform, post_key, account_id) select 'replay', 'full-' || g, (select min(id) from account) from generate_series(1, 500) g returning id, account_id),
      ver as (insert into post_version (post_id, version_key, posted_at, seen_at, seen_on, kind, text_sha256) select id, '1', now(), now(), current_date, 'post', '\\x00' from post_rows returning id, post_id)
      insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at, claimed_by, lease_until)
      select ver.post_id, ver.id, (select min(id) from person), '91.02', 'IN_REVIEW', 'flag', 'ATTEND', 'PRE', 0.5, 1, now(), now(), ${busy.id}, now() + interval '5 minutes' from ver`.execute(
      db,
    );
    expect(await c.post(`/v1/cases/${one}/claim`)).toMatchObject({ status: 409, body: { code: 'queue_full' } });
    expect(await c.post('/v1/cases/next')).toMatchObject({ status: 409, body: { code: 'queue_full' } });
  });
});

describe('Idempotency-Key', () => {
  test('the same request twice acts once and gets the same answer', async () => {
    const id = await buildCase(db);
    const etag = await claim(analyst, id);
    const headers = { 'if-match': etag, 'idempotency-key': randomUUID() };
    const [a, b] = await Promise.all([1, 2].map(() => analyst.post(`/v1/cases/${id}/opinions`, plausible('SKB-KE-02'), headers)));
    expect([a?.status, b?.status]).toEqual([201, 201]);
    expect(a?.body).toEqual(b?.body);
    expect(a?.etag).toBe(b?.etag);
    expect([a, b].filter((r) => r?.headers.get('idempotent-replayed') === 'true')).toHaveLength(1);
    expect(await count('case_opinion', id)).toBe(1);
  });

  test('another request with the same key is refused, a missing key is named', async () => {
    const [a, b] = [await buildCase(db), await buildCase(db)];
    const headers = { 'idempotency-key': randomUUID() };
    expect((await analyst.post(`/v1/cases/${a}/claim`, undefined, headers)).status).toBe(200);
    expect(await analyst.post(`/v1/cases/${b}/claim`, undefined, headers)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await analyst.send('POST', `/v1/cases/${b}/claim`)).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
    expect((await second.post(`/v1/cases/${b}/claim`, undefined, headers)).status, "another user's key is another key").toBe(200);
  });

  test('a refusal is not remembered: the same key may succeed later', async () => {
    const id = await buildCase(db);
    await claim(second, id);
    const headers = { 'idempotency-key': randomUUID() };
    expect((await analyst.post(`/v1/cases/${id}/claim`, undefined, headers)).status).toBe(409);
    await second.post(`/v1/cases/${id}/release`);
    expect((await analyst.post(`/v1/cases/${id}/claim`, undefined, headers)).status).toBe(200);
  });
});
