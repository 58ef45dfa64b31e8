import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltUser, buildCase, buildSubscription, buildUser } from '../../../test/support/builders.ts';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { searchTables } from '../../../test/support/search.ts';
import { asUser, type Handle, openDb } from './db.ts';
import { changeHold, listHolds, placeHold } from './holds.ts';
import { runRetention } from './purge.ts';
import { listCertificates, previewRetention, resetRetention, setRetention } from './retention.ts';
import { signerOf, verifySignature } from './signing.ts';

const WORDS = 'zirkonmerak jangan lupa coblos nomor 2';
const NAME = 'Wulansari Zirkonputih';
const DAY = 86_400_000;

let world: TestWorld;
let owner: Handle;
let db: Handle;
let client: pg.Client;
let commissioner: BuiltUser;
let second: BuiltUser;
let officer: BuiltUser;

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  db = openDb({ url: world.databaseUrl, role: 'pantau_privacy', name: 'test', connectionsMax: 2 });
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  commissioner = await buildUser(owner, ['commissioner', '16.73']);
  second = await buildUser(owner, ['commissioner', '16']);
  officer = await buildUser(owner, ['handling_officer', '16.73']);
});
afterAll(async () => {
  await client?.end();
  await Promise.all([owner?.destroy(), db?.destroy()]);
  await world?.drop();
});
beforeEach(async () => {
  // Immutable rows too: each test has the tables to itself.
  await client.query(`set session_replication_role = replica; truncate cases, case_event, case_opinion, evidence, delivery, delivery_attempt, case_record, hearing,
    case_attachment, legal_hold, post, post_version, post_content, verdict, purge_certificate, person, person_period, account, retention_override cascade;
    set session_replication_role = origin`);
});

/** A dismissed case with words in every place that takes some. */
async function dismissed(o: { daysAgo: number; text?: string }): Promise<number> {
  const words = o.text ?? WORDS;
  const id = await buildCase(owner, { state: 'IN_REVIEW', text: words });
  await client.query('update person set name = $2 where id = (select person_id from cases where id = $1)', [id, NAME]);
  await client.query("insert into case_opinion (case_id, user_id, finding, reason) values ($1, $2, 'not_a_violation', $3)", [
    id,
    commissioner.id,
    `bukan, lihat ${words}`,
  ]);
  await client.query("insert into case_event (case_id, type, actor, data) values ($1, 'dismissed', $2, $3)", [
    id,
    commissioner.id,
    JSON.stringify({ note: words }),
  ]);
  await client.query("insert into case_record (case_id, kind, stage, content, by) values ($1, 'reasons', 'BAWASLU', $2, $3)", [
    id,
    JSON.stringify({ text: words, name: NAME }),
    commissioner.id,
  ]);
  await client.query(
    "insert into case_attachment (case_id, stage, kind, file_name, media_type, size, sha256, content) values ($1, 'BAWASLU', 'statement', $2, 'text/plain', 5, '\\x00', $3)",
    [id, `${NAME}.txt`, Buffer.from('halo!')],
  );
  const office = await buildSubscription(owner, '16.73');
  const delivery = await client.query<{ id: string }>(
    "insert into delivery (case_id, subscription_id, event, payload) values ($1, $2, 'case.forwarded', $3) returning id",
    [id, office, JSON.stringify({ subject: { name: NAME } })],
  );
  await client.query('insert into delivery_attempt (delivery_id, n, took_ms) values ($1, 1, 5)', [delivery.rows[0]?.id]);
  await client.query("update cases set state = 'DISMISSED', decided_at = now() where id = $1", [id]);
  await client.query("update cases set ended_at = now() - $2 * interval '1 day' where id = $1", [id, o.daysAgo]);
  return id;
}

const run = (now = new Date()) => runRetention(db, { now, signer: signerOf(world.keyring) });

describe('reducing a case', () => {
  test('after its term nothing of it is left but a label; hashes, chain and certificate stay', async () => {
    const id = await dismissed({ daysAgo: 31 });
    const young = await dismissed({ daysAgo: 29, text: 'kata lain' });
    const before = (await client.query('select encode(sha256, $2) as sha from evidence where case_id = $1', [id, 'hex'])).rows[0].sha;
    expect((await previewRetention(db, new Date())).due.dismissed).toBe(1);
    expect(await run()).toEqual({ dismissed: 1 });

    const gone = await client.query('select person_id, purged_at, purge_certificate, label, state, region, revision from cases where id = $1', [id]);
    expect(gone.rows[0]).toMatchObject({ person_id: null, label: 'VOTE_CALL', state: 'DISMISSED', region: '16.73' });
    const evidence = await client.query('select encode(sha256, $2) as sha, content, seed, purged_at from evidence where case_id = $1', [id, 'hex']);
    expect(evidence.rows[0]).toMatchObject({ sha: before, seed: null });
    expect(evidence.rows[0].purged_at).not.toBeNull();
    expect((await client.query('select count(*)::int as n from delivery where case_id = $1', [id])).rows[0].n).toBe(0);
    expect((await client.query('select account_id, post_key from post p join cases c on c.post_id = p.id where c.id = $1', [id])).rows[0]).toMatchObject({
      account_id: null,
      post_key: expect.stringMatching(/^forgotten:[0-9a-f]{64}$/),
    });
    expect((await searchTables(client, [WORDS, 'zirkonmerak'])).found).toEqual([]);
    expect((await client.query('select person_id from cases where id = $1', [young])).rows[0].person_id).not.toBeNull();

    const [certificate] = await listCertificates(owner, { after: null, rows: 10 });
    expect(certificate).toMatchObject({ class: 'dismissed', items: 1, intact: true, doc: { cases: [id], hashes: [before] } });
    expect(Number(gone.rows[0].purge_certificate)).toBe(certificate?.id);
    const signer = signerOf(world.keyring);
    expect(verifySignature(signer.publicKeyPem, Buffer.from(certificate?.sha256 ?? '', 'hex'), Buffer.from(certificate?.signature ?? '', 'hex'))).toBe(true);
    expect(JSON.stringify(certificate)).not.toContain(NAME);
    expect(await run()).toEqual({});
  });

  test('a person who left the register goes with the last case, name and number', async () => {
    const id = await dismissed({ daysAgo: 40 });
    await client.query("update account set ended_at = now() - interval '31 days'");
    await client.query("update person set created_at = now() - interval '90 days'");
    expect(await run()).toEqual({ dismissed: 1, unregistered_person: 1 });
    expect((await searchTables(client, [WORDS, NAME, 'Zirkonputih'])).found).toEqual([]);
    expect((await client.query('select count(*)::int as n from cases where id = $1', [id])).rows[0].n).toBe(1);
  });

  test('somebody whose case still runs is not forgotten, though the account ended', async () => {
    await buildCase(owner, { state: 'CONFIRMED' });
    await client.query("update account set ended_at = now() - interval '31 days'");
    await client.query("update person set created_at = now() - interval '90 days'");
    expect(await run()).toEqual({});
    expect((await client.query('select count(*)::int as n from person')).rows[0].n).toBe(1);
  });

  test('a post that comes again is recognised, and stays forgotten', async () => {
    const id = await dismissed({ daysAgo: 31 });
    const { platform, post_key } = (await client.query('select platform, post_key from post p join cases c on c.post_id = p.id where c.id = $1', [id])).rows[0];
    await run();
    const { rows } = await client.query('select 1 from post where platform = $1 and post_key = forgotten_key($1, $2)', [platform, post_key]);
    expect(rows).toHaveLength(1);
    expect((await client.query('select 1 from post where post_key = $1', [post_key])).rows).toHaveLength(0);
  });

  test('two cases of one post wait for each other', async () => {
    const first = await dismissed({ daysAgo: 31 });
    await client.query(
      `insert into cases (post_id, version_id, person_id, region, state, band, label, phase, score, priority, posted_at, captured_at)
       select post_id, version_id, person_id, region, 'FLAGGED', band, label, phase, score, priority, posted_at, captured_at from cases where id = $1`,
      [first],
    );
    expect(await run()).toEqual({});
    await client.query("update cases set state = 'EXPIRED' where id > $1", [first]);
    await client.query("update cases set ended_at = now() - interval '31 days' where id > $1", [first]);
    expect(await run()).toEqual({ dismissed: 2 });
  });

  test('a services role cannot remove by itself, mark or no mark', async () => {
    const id = await dismissed({ daysAgo: 31 });
    for (const role of ['pantau_privacy', 'pantau_api', 'pantau_scorer', 'pantau_alerts', 'pantau_ingest']) {
      const c = new pg.Client({ connectionString: world.databaseUrl, options: `-c role=${role} -c pantau.purging=on` });
      await c.connect();
      for (const statement of ['delete from evidence where case_id = $1', "update case_event set data = '{}' where case_id = $1"])
        await expect(c.query(statement, [id]), `${role}: ${statement}`).rejects.toMatchObject({ code: '42501' });
      const reduced = await c.query('select privacy_reduce_cases(array[0::bigint])').catch((e: { code: string }) => e.code);
      expect(typeof reduced === 'string' ? reduced : 'allowed', role).toBe(role === 'pantau_privacy' ? 'allowed' : '42501');
      await c.end();
    }
    // The owner may drop triggers anyway; without the mark even it is refused.
    await expect(client.query('delete from evidence where case_id = $1', [id])).rejects.toThrow(/immutable/);
    await client.query("insert into purge_certificate (class, items, doc, sha256) values ('x', 1, '{}', '\\x00')");
    await client.query("set pantau.purging = 'on'");
    await expect(client.query('delete from purge_certificate')).rejects.toThrow(/immutable/);
    await client.query('reset pantau.purging');
  });
});

describe('legal holds', () => {
  test('placed by one, confirmed by another, lifted the same way; a held case is not reduced', async () => {
    const id = await dismissed({ daysAgo: 400 });
    const hold = await asUser(openApi(), officer.id, (tx) => placeHold(tx, officer.id, { caseId: id, reason: 'Perkara di PTUN', legalBasis: 'UU 5/1986' }));
    expect(hold.state).toBe('placed');
    expect(await run()).toEqual({});
    expect((await previewRetention(db, new Date())).cases.held).toBe(1);
    await expect(asUser(openApi(), officer.id, (tx) => changeHold(tx, officer.id, hold.id, 'confirm'))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await asUser(openApi(), commissioner.id, (tx) => changeHold(tx, commissioner.id, hold.id, 'confirm'))).toMatchObject({ state: 'standing' });
    await asUser(openApi(), commissioner.id, (tx) => changeHold(tx, commissioner.id, hold.id, 'ask_lift', 'perkara selesai'));
    await expect(asUser(openApi(), commissioner.id, (tx) => changeHold(tx, commissioner.id, hold.id, 'lift'))).rejects.toMatchObject({
      code: 'case_same_person',
    });
    expect(await run()).toEqual({});
    expect(await asUser(openApi(), second.id, (tx) => changeHold(tx, second.id, hold.id, 'lift'))).toMatchObject({ state: 'lifted' });
    expect(await asUser(openApi(), second.id, (tx) => listHolds(tx, { after: null, rows: 10, standing: true, caseId: null }))).toEqual([]);
    expect(await run()).toEqual({ dismissed: 1 });
  });

  test('the database itself refuses one person twice, also with two accounts', async () => {
    const id = await dismissed({ daysAgo: 1 });
    const place = 'insert into legal_hold (case_id, reason, legal_basis, placed_by, confirmed_by, confirmed_at) values ($1, $2, $2, $3, $4, now())';
    await expect(client.query(place, [id, 'uji', commissioner.id, commissioner.id])).rejects.toMatchObject({ code: '23514' });
    const twin = await buildUser(owner, ['commissioner', '16.73']);
    await client.query('update app_user set person_key = (select person_key from app_user where id = $1) where id = $2', [commissioner.id, twin.id]);
    await expect(client.query(place, [id, 'uji', commissioner.id, twin.id])).rejects.toMatchObject({ constraint: 'legal_hold_two_people' });
  });

  test('one that nobody confirms lapses after three days', async () => {
    const id = await dismissed({ daysAgo: 60 });
    await client.query(
      "insert into legal_hold (case_id, reason, legal_basis, placed_by, placed_at) values ($1, 'uji', 'uji', $2, now() - interval '73 hours')",
      [id, officer.id],
    );
    expect(await run()).toEqual({ dismissed: 1 });
  });
});

describe('words of posts', () => {
  async function text(o: { hoursAgo: number; pending?: boolean; sample?: boolean; verdict?: 'clear' }): Promise<number> {
    const id = await buildCase(owner, { state: 'CONFIRMED' });
    const at = new Date(Date.now() - o.hoursAgo * 3_600_000);
    const version = (await client.query<{ version_id: string }>('select version_id from cases where id = $1', [id])).rows[0]?.version_id;
    await client.query('update post_version set seen_at = $2, seen_on = ($2::timestamptz at time zone $3)::date where id = $1', [version, at, 'UTC']);
    await client.query('insert into post_content (version_id, seen_on, content) select id, seen_on, $2 from post_version where id = $1', [
      version,
      JSON.stringify({ text: WORDS }),
    ]);
    if (o.pending) await client.query('insert into score_pending (version_id) values ($1)', [version]);
    if (o.sample) await client.query("insert into text_sample (version_id, legal_basis) values ($1, 'SK sampel')", [version]);
    return Number(version);
  }
  const left = async () => (await client.query<{ version_id: string }>('select version_id from post_content order by 1')).rows.map((r) => Number(r.version_id));

  test('72 hours, the sample and what waits for a verdict 14 days; hashes stay', async () => {
    const young = await text({ hoursAgo: 71 });
    await text({ hoursAgo: 73 });
    const waiting = await text({ hoursAgo: 13 * 24, pending: true });
    await text({ hoursAgo: 15 * 24, pending: true });
    const sample = await text({ hoursAgo: 13 * 24, sample: true });
    await text({ hoursAgo: 15 * 24, sample: true });
    expect((await previewRetention(db, new Date())).due.unflagged_text).toBe(3);
    expect(await run()).toEqual({ unflagged_text: 3 });
    expect((await left()).sort((a, b) => a - b)).toEqual([young, waiting, sample].sort((a, b) => a - b));
    const hashes = (
      await client.query<{ sha: Buffer }>(
        'select text_sha256 as sha from post_version v where not exists (select from post_content c where c.version_id = v.id)',
      )
    ).rows;
    const digest = createHash('sha256')
      .update(Buffer.concat(hashes.map((r) => r.sha).sort((a, b) => a.compare(b))))
      .digest('hex');
    expect((await listCertificates(owner, { after: null, rows: 1 }))[0]?.doc).toMatchObject({ items: 3, hashes: { sha256_of_sorted: digest } });
  });

  test('longer only with a recorded basis, and back again', async () => {
    await text({ hoursAgo: 100 });
    expect(await setRetention(owner, { class: 'unflagged_text', keep: { n: 30, unit: 'day' }, legalBasis: '' }, 'uji')).toBe('no_legal_basis');
    expect(await setRetention(owner, { class: 'unflagged_text', keep: { n: 30, unit: 'day' }, legalBasis: 'SK 7/2026' }, 'uji')).toBeNull();
    expect(await run()).toEqual({});
    expect(await resetRetention(owner, 'unflagged_text', 'uji')).toBe(true);
    expect(await run()).toEqual({ unflagged_text: 1 });
  });

  test('what the engine thought of a post that is no flag goes with its words', async () => {
    const version = await text({ hoursAgo: 80 });
    await client.query("insert into ruleset_version (name) values ('uji') on conflict do nothing");
    await client.query("insert into register_version (name, published_by) values ('uji', 'uji') on conflict do nothing");
    await client.query(
      `insert into verdict (version_id, ruleset_id, register_id, verdict, score, label, direction, phase, detail, scored_at)
       select $1, (select id from ruleset_version where name = 'uji'), (select id from register_version where name = 'uji'), 'clear', 0.2, 'PRAISE_SUPPORT', 'SUPPORT', 'PRE', '{"contestants": []}', now() - interval '80 hours'`,
      [version],
    );
    expect(await run()).toEqual({ unflagged_text: 1, verdicts: 1 });
    expect((await client.query('select label, direction, detail, score from verdict')).rows).toEqual([
      { label: 'NONE', direction: null, detail: null, score: 0 },
    ]);
  });
});

describe('posts deleted on their platform', () => {
  async function gone(state: 'CONFIRMED' | 'DISMISSED', mode: 'purge' | 'legal_hold'): Promise<number> {
    const id = state === 'DISMISSED' ? await dismissed({ daysAgo: 1 }) : await buildCase(owner, { state, text: WORDS });
    const source = await client.query<{ id: number }>("insert into source (name, connector, policy) values ($1, 'rss', $2) returning id", [
      `s${id}`,
      JSON.stringify({ deletion_mode: mode }),
    ]);
    await client.query('update post_version set source_id = $2 where post_id = (select post_id from cases where id = $1)', [id, source.rows[0]?.id]);
    await client.query('update post set gone_at = now() where id = (select post_id from cases where id = $1)', [id]);
    return id;
  }

  test('a case that ended without a finding does not keep them for its term', async () => {
    await gone('DISMISSED', 'purge');
    expect(await run()).toEqual({ dismissed: 1 });
    expect((await searchTables(client, ['zirkonmerak'])).found).toEqual([]);
  });

  test('an open case keeps its sealed evidence, unless the source allows that under a legal hold only', async () => {
    await gone('CONFIRMED', 'purge');
    expect(await run()).toEqual({});
    await client.query('truncate cases, evidence, legal_hold cascade');
    const held = await gone('CONFIRMED', 'legal_hold');
    await client.query(
      "insert into legal_hold (case_id, reason, legal_basis, placed_by, confirmed_by, confirmed_at) values ($1, 'uji', 'uji', $2, $3, now())",
      [held, officer.id, second.id],
    );
    expect(await run()).toEqual({});
    await client.query('update legal_hold set lift_asked_by = $1, lift_asked_at = now(), lifted_by = $2, lifted_at = now()', [officer.id, second.id]);
    expect(await run()).toEqual({ deleted_on_platform: 1 });
    expect((await client.query('select state, purged_at from cases where id = $1', [held])).rows[0]).toEqual({ state: 'CONFIRMED', purged_at: null });
    expect((await searchTables(client, ['zirkonmerak'])).found).toEqual([]);
  });
});

test('a run that dies leaves a batch whole or untouched, and the next finishes', async () => {
  for (let i = 0; i < 3; i++) await dismissed({ daysAgo: 31 });
  expect(await runRetention(db, { now: new Date(Date.now() + DAY), signer: null, stopping: () => true })).toEqual({});
  const pool = openDb({ url: world.databaseUrl, role: 'pantau_privacy', name: 'dying', connectionsMax: 1 });
  // The connection is cut in the middle of the transaction that has purged but not certified.
  await client.query(`create function cut() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
    create trigger cut before insert on purge_certificate for each row execute function cut()`);
  await expect(runRetention(pool, { now: new Date(), signer: null })).rejects.toThrow(/terminat/);
  await pool.destroy();
  await client.query('drop trigger cut on purge_certificate; drop function cut()');
  expect((await client.query('select count(*)::int as n from cases where purged_at is not null')).rows[0].n).toBe(0);
  expect(await run()).toEqual({ dismissed: 3 });
});

let api: Handle | null = null;
function openApi(): Handle {
  api ??= openDb({ url: world.databaseUrl, role: 'pantau_api', name: 'test', connectionsMax: 2 });
  return api;
}
afterAll(() => api?.destroy());
