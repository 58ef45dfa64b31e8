/**
 * Aim: Mastodon and X lose and double nothing though the process dies between any two steps; a closed policy asks for nothing; edits and
 * deletions are found by second looks; and every account's day says what became of it.
 * Method: the real ingest process killed with SIGKILL, stateful stand-ins on loopback, real Postgres and Redis.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../support/db.ts';
import { addAccount, INGEST_MAIN, ingestEnv, OPEN_POLICY, type RunningChild, startChild } from '../support/ingest.ts';
import { FakeMastodon } from '../support/platforms/mastodon.ts';
import { PlatformServer } from '../support/platforms/platform.ts';
import { FakeX } from '../support/platforms/x.ts';
import { waitFor } from '../support/wait.ts';

const MASTODON = 'uji.satu@sosial.contoh.test';
const X = 'uji_satu';

describe('platforms that are asked again and again', () => {
  let world: TestWorld;
  let client: pg.Client;
  let ingest: RunningChild | null = null;
  const [mastodon, x] = [new FakeMastodon(), new FakeX()];
  const [mastodonServer, xServer] = [new PlatformServer(mastodon), new PlatformServer(x)];
  const keys: string[] = [];

  const rows = <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => client.query<T>(text, values).then((r) => r.rows);
  const versions = () => rows<{ n: number }>('select count(*)::int as n from post_version').then((r) => r[0]?.n ?? 0);
  const start = () => {
    const env = ingestEnv(world, {
      PANTAU_ALLOW_PRIVATE: `${mastodonServer.host},${xServer.host}`,
      PANTAU_X_BEARER: 'rahasia-uji',
      INGEST_LEASE_MS: '1000',
      INGEST_RECHECK_MS: '100',
    });
    ingest = startChild(INGEST_MAIN, [], env);
    return ingest;
  };
  const kill = async () => {
    ingest?.child.kill('SIGKILL');
    await ingest?.ended;
    ingest = null;
  };
  const write = (n: number) => {
    for (let i = 0; i < n; i++) keys.push(mastodon.write(`mastodon ${keys.length}`), x.write(`x ${keys.length}`));
  };
  beforeAll(async () => {
    mastodon.limit = 1_000_000;
    world = await createWorld();
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await mastodonServer.start();
    await xServer.start();
    await addAccount(client, { platform: 'mastodon', handle: MASTODON });
    await addAccount(client, { platform: 'x', handle: X });
    const add = (name: string, config: unknown, policy: unknown) =>
      client.query('insert into source (name, connector, config, policy, enabled) values ($1, $1, $2, $3, true)', [
        name,
        JSON.stringify(config),
        JSON.stringify(policy),
      ]);
    const server = { host: mastodon.host, url: `http://${mastodonServer.host}` };
    await add('mastodon', { servers: [server], poll_minutes: 0.003, requests_per_5_minutes: 1_000_000 }, OPEN_POLICY);
    await add('x', { base_url: `http://${xServer.host}`, poll_minutes: 0.003, overlap_minutes: 0 }, OPEN_POLICY);
  });
  afterAll(async () => {
    await kill();
    await mastodonServer.stop();
    await xServer.stop();
    await client?.end();
    await world?.drop();
  });

  test('without a recorded agreement X is not asked at all, and the console can say why', async () => {
    mastodon.now = Date.now();
    x.now = Date.now();
    write(60);
    start();
    await waitFor('Mastodon to be read', async () => (await versions()) === 60);
    await waitFor(
      'X to be closed',
      async () => (await rows(`select from source_state where unit = $1 and last_error = 'policy_without_agreement'`, [X])).length === 1,
    );
    expect(x.asked).toEqual([]);
    await kill();
  });

  test('with one, all arrives once, though it dies after any number of questions', async () => {
    await client.query(
      `update source set policy = jsonb_set(policy, '{agreement_ref}', '"PKS-1/2026"') where name = 'x'; update source_state set next_due_at = now()`,
    );
    for (const questions of [1, 2, 3, 5]) {
      const asked = mastodon.asked.length + x.asked.length;
      start();
      await waitFor(`${questions} more questions`, () => mastodon.asked.length + x.asked.length >= asked + questions);
      await kill();
      write(10);
    }
    start();
    await waitFor('all posts', async () => (await versions()) >= keys.length);
    expect(await versions()).toBe(keys.length);
    expect((await rows<{ k: string }>('select post_key as k from post')).map((r) => r.k).sort()).toEqual([...keys].sort());
  });

  test('an edit and a deletion are found by a second look, at its time and not before', async () => {
    const [edited, removed] = [keys[0] ?? '', keys[1] ?? ''];
    const [editedX, removedX] = [keys[3] ?? '', keys[5] ?? ''];
    mastodon.edit(edited, 'disunting sekali');
    mastodon.edit(edited, 'disunting dua kali');
    mastodon.remove(keys[2] ?? '');
    x.remove(removedX);
    const due = await rows<{ minutes: number }>(
      `select round(extract(epoch from min(r.due_at - p.first_seen_at)) / 60)::int as minutes from recheck r join post p on p.id = r.post_id`,
    );
    expect(due[0]?.minutes).toBeGreaterThanOrEqual(34);
    expect(await rows('select from recheck')).toHaveLength(keys.length);
    await client.query('delete from score_pending; update recheck set due_at = now()');
    await waitFor('both deletions', async () => (await rows('select from post where gone_at is not null')).length === 2);
    const gone = await rows<{ k: string }>('select post_key as k from post where gone_at is not null order by 1');
    expect(gone.map((g) => g.k).sort()).toEqual([keys[2] ?? '', removedX].sort());
    await waitFor('both edits', async () => (await versions()) === keys.length + 2);
    const texts = await rows<{ text: string }>(
      `select c.content->>'text' as text from post_version v join post p on p.id = v.post_id join post_content c on c.version_id = v.id where p.post_key = $1 order by v.version_key`,
      [edited],
    );
    expect(
      texts.map((t) => t.text),
      'also the edition that nobody saw',
    ).toEqual(['mastodon 0', 'disunting sekali', 'disunting dua kali']);
    expect([removed, editedX].length).toBe(2);
    await waitFor('the next look to be set', async () => (await rows('select from recheck where step = 1')).length >= keys.length - 3);
  });

  test('each account has its day', async () => {
    mastodon.away(true);
    await waitFor(
      'the account to be away',
      async () => (await rows(`select from source_state where unit = $1 and last_error like 'account_unavailable%'`, [MASTODON])).length === 1,
    );
    const days = await rows<{ platform: string; due: number; polled: number; fresh: number; failed: number; forbidden: number }>(
      `select a.platform, sum(due)::int as due, sum(polled)::int as polled, sum(fresh)::int as fresh, sum(failed)::int as failed, sum(forbidden)::int as forbidden
         from account_coverage k join account a on a.id = k.account_id group by 1 order by 1`,
    );
    for (const d of days) {
      expect(d.due).toBe(d.polled + d.failed + d.forbidden);
      expect(d.fresh).toBeGreaterThan(0);
    }
    expect(days.map((d) => [d.platform, d.failed > 0, d.forbidden > 0])).toEqual([
      ['mastodon', true, false],
      ['x', false, true],
    ]);
    const facts = await rows('select region, accounts, accounts_polled from coverage_fact order by platform');
    expect(facts.length).toBeGreaterThanOrEqual(2);
  });

  test('what is left of the limit is heeded: a platform that says "spent" is left alone until its window ends', async () => {
    x.remaining = 1;
    await waitFor(
      'X to be due and not taken',
      async () =>
        (await rows(`select from source_state where unit = $1 and lease_until is null and next_due_at < now() - interval '1 second'`, [X])).length === 1,
    );
    expect(x.remaining).toBeGreaterThanOrEqual(-1);
  });

  test('no line of the log names a person, and the token is nowhere', async () => {
    const log = ingest?.output() ?? '';
    ingest?.child.kill('SIGTERM');
    expect((await ingest?.ended)?.code).toBe(0);
    ingest = null;
    expect(log.length).toBeGreaterThan(100);
    for (const secret of ['rahasia-uji', X, 'uji.satu', 'disunting', 'mastodon 0']) expect(log).not.toContain(secret);
    expect(await rows(`select from source where config::text like '%rahasia-uji%'`)).toEqual([]);
  });
});
