/**
 * Aim: what registered accounts write, edit and delete on Bluesky is stored exactly, whatever step the process dies at.
 * Method: a real Personal Data Server, the real ingest process killed with SIGKILL between its steps, real Postgres.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCompiler, installPeer, Pds, type PdsAccount, PdsProxy } from '../support/atproto.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { addAccount, INGEST_MAIN, ingestEnv, OPEN_POLICY, type RunningChild, startChild } from '../support/ingest.ts';
import { waitFor } from '../support/wait.ts';

const INSTALL_TIMEOUT_MS = 900_000;
const TEST_TIMEOUT_MS = 300_000;
const GATE = 418_001;

describe.skipIf(!hasCompiler())('Bluesky against a real PDS [needs compiler]', { timeout: TEST_TIMEOUT_MS }, () => {
  let world: TestWorld;
  let client: pg.Client;
  let pds: Pds;
  let proxy: PdsProxy;
  let ingest: RunningChild | null = null;
  const people: PdsAccount[] = [];
  let stranger: PdsAccount;
  /** What the platform shows: text by uri, of registered accounts. */
  const written = new Map<string, { text: string; cid: string; by: PdsAccount }>();

  const start = () => {
    ingest = startChild(INGEST_MAIN, [], ingestEnv(world, { PANTAU_ALLOW_PRIVATE: `${proxy.host},${new URL(pds.jetstream).host}`, INGEST_LEASE_MS: '1000' }));
    return ingest;
  };
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    ingest?.child.kill(signal);
    const r = await ingest?.ended;
    ingest = null;
    return r;
  };
  const rows = <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => client.query<T>(text, values).then((r) => r.rows);
  const versions = () => rows<{ n: number }>('select count(*)::int as n from post_version').then((r) => r[0]?.n ?? 0);
  const dueNow = () => client.query('update source_state set next_due_at = now()');
  const unit = (a: PdsAccount) =>
    rows<{ last_error: string | null; paused_at: Date | null; counts: Record<string, number> }>(
      'select last_error, paused_at, counts from source_state where unit = $1',
      [a.handle],
    ).then((r) => r[0]);

  beforeAll(async () => {
    installPeer();
    world = await createWorld();
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    pds = await Pds.start();
    proxy = await new PdsProxy(pds).start();
    for (const name of ['uji-satu', 'uji-dua', 'uji-tiga']) {
      const a = await pds.createAccount(name);
      people.push(a);
      await addAccount(client, { platform: 'bluesky', handle: `@${a.handle.toUpperCase()}` });
    }
    stranger = await pds.createAccount('orang-lain');
    await pds.post(stranger, 'saya bukan ASN');
    const config = { service: proxy.url, plc_url: `${proxy.url}/plc`, poll_minutes: 0.005, reconcile_minutes: 0, requests_per_5_minutes: 100_000 };
    await client.query(`insert into source (name, connector, config, policy, enabled) values ('bluesky', 'bluesky', $1, $2, true)`, [
      JSON.stringify(config),
      JSON.stringify(OPEN_POLICY),
    ]);
    // Lets a test stop the process inside its transaction, after the posts are inserted and before commit.
    await client.query(`create function test_gate() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(${GATE}); return null; end $$;
      create trigger test_gate after insert on score_pending for each statement execute function test_gate()`);
  }, INSTALL_TIMEOUT_MS);

  afterAll(async () => {
    await kill();
    await proxy?.stop();
    await pds?.stop();
    await client?.end();
    await world?.drop();
  });

  const write = async (n: number) => {
    for (let i = 0; i < n; i++) {
      const by = people[written.size % people.length] ?? stranger;
      const text = `pesan uji ke-${written.size} 🙂 é`;
      const p = await pds.post(by, text);
      written.set(p.uri, { text, cid: p.cid, by });
    }
  };

  /** Everything the platform shows is stored once, in its newest version, under the right account; and nothing else is. */
  const expectExact = async () => {
    const stored = await rows<{ post_key: string; version_key: string; text: string | null; handle: string; pending: boolean; n: number }>(
      `select distinct on (p.id) p.post_key, v.version_key, c.content->>'text' as text, a.handle_key as handle, count(*) over (partition by p.id)::int as n,
              exists (select from score_pending s where s.version_id = v.id) as pending
         from post p join account a on a.id = p.account_id join post_version v on v.post_id = p.id
         left join post_content c on c.version_id = v.id and c.seen_on = v.seen_on
        where p.gone_at is null order by p.id, v.id desc`,
    );
    const shown = [...written].map(([post_key, w]) => ({ post_key, version_key: w.cid, text: w.text, handle: w.by.handle }));
    const sort = <T extends { post_key: string }>(list: T[]) => list.sort((a, b) => (a.post_key < b.post_key ? -1 : 1));
    expect(sort(stored.map(({ post_key, version_key, text, handle }) => ({ post_key, version_key, text, handle })))).toEqual(sort(shown));
  };

  test('50 posts of 3 accounts arrive once, though the process dies at each step', async () => {
    await write(20);
    // Dies while the answer is on its way.
    proxy.hold((path) => path.includes('listRecords'));
    start();
    await waitFor('a page to be asked for', () => proxy.holding > 0);
    await kill();
    proxy.release();
    expect(await versions()).toBe(0);

    // Dies inside the transaction, after the inserts; the commit never comes.
    for (const goal of [30, 40]) {
      await client.query('select pg_advisory_lock($1)', [GATE]);
      start();
      await waitFor(
        'a transaction to stand before its commit',
        async () =>
          (
            await rows(
              `select from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted and database = (select oid from pg_database where datname = current_database())`,
            )
          ).length > 0,
      );
      const before = await versions();
      await kill();
      await client.query('select pg_advisory_unlock($1)', [GATE]);
      expect(await versions(), 'nothing of the page is there').toBe(before);
      await write(goal - written.size);
      start();
      await waitFor(`${goal - 10} posts`, async () => (await versions()) >= goal - 10);
      await kill();
    }

    // Dies at any other moment while the last ones are written.
    for (const questions of [1, 2, 3, 5]) {
      const run = start();
      await run.said('ready');
      await write(2);
      const asked = proxy.asked.length;
      await waitFor(`${questions} more questions to the PDS`, () => proxy.asked.length >= asked + questions);
      await kill();
    }
    await write(50 - written.size);
    start();
    await waitFor('all 50 posts', async () => (await versions()) >= 50);
    await expectExact();
    expect(await versions()).toBe(50);
    expect(await rows('select count(*)::int as n from score_pending')).toEqual([{ n: 50 }]);
    const counts = await rows<{ n: number }>(`select sum((counts->>'new')::int)::int as n from source_state`);
    expect(counts, 'the totals shown to people agree').toEqual([{ n: 50 }]);
  });

  test('an edit is a new version, a deletion takes the words, and both survive a crash', async () => {
    const [edited, deleted] = [...written.keys()];
    if (!edited || !deleted) throw new Error('there are no posts');
    const of = (uri: string) => written.get(uri) ?? { text: '', cid: '', by: stranger };
    await kill();
    await client.query('delete from score_pending'); // as if every version had its verdict
    const fresh = await pds.edit(of(edited).by, edited, 'disunting');
    await pds.remove(of(deleted).by, deleted);
    written.set(edited, { ...of(edited), text: 'disunting', cid: fresh.cid });
    written.delete(deleted);

    proxy.hold((path) => path.includes('getRecord'));
    start();
    await waitFor('the missing post to be asked for by name', () => proxy.holding > 0);
    await kill();
    proxy.release();
    expect(await rows('select from post where gone_at is not null'), 'absence alone is no deletion').toHaveLength(0);

    start();
    await waitFor('the deletion to be known', async () => (await rows('select from post where gone_at is not null')).length === 1);
    await waitFor('the edit to be stored', async () => (await versions()) === 51);
    await expectExact();
    const gone = await rows<{ post_key: string; content: unknown }>(
      `select p.post_key, c.content from post p join post_version v on v.post_id = p.id left join post_content c on c.version_id = v.id where p.gone_at is not null`,
    );
    expect(gone).toEqual([{ post_key: deleted, content: null }]);
    expect(await rows(`select from post_version v join post p on p.id = v.post_id where p.post_key = $1`, [edited])).toHaveLength(2);
  });

  test('a key from the future does not hide what is written after it', async () => {
    const [author] = people;
    if (!author) throw new Error('there are no people');
    await client.query(`update source set config = jsonb_set(config, '{reconcile_minutes}', '40000')`);
    const before = await versions();
    const post = async (text: string, rkey?: string) => {
      const p = await pds.post(author, text, rkey);
      written.set(p.uri, { text, cid: p.cid, by: author });
    };
    await post('dari tahun 2099', '5zzzzzzzzzzz2');
    await waitFor('the post from the future', async () => (await versions()) === before + 1);
    await post('sesudahnya');
    await waitFor('the post after it', async () => (await versions()) === before + 2);
    await expectExact();
    const [late] = await rows<{ years: number }>(`select extract(year from max(posted_at))::int as years from post_version`);
    expect(late?.years, 'its time is what its author wrote').toBe(new Date().getFullYear());
    await client.query(`update source set config = jsonb_set(config, '{reconcile_minutes}', '0')`);
  });

  test('an account that is away is not a thousand deletions', async () => {
    const away = people[1] ?? stranger;
    await pds.deactivate(away);
    await dueNow();
    await waitFor('its state to say so', async () => (await unit(away))?.last_error?.startsWith('account_unavailable') === true);
    expect(await rows('select from post where gone_at is not null')).toHaveLength(1);
    await pds.activate(away);
    const before = await versions();
    const p = await pds.post(away, 'kembali lagi');
    written.set(p.uri, { text: 'kembali lagi', cid: p.cid, by: away });
    await dueNow();
    await waitFor('the new post', async () => (await versions()) === before + 1);
    await waitFor('its state to be clear again', async () => (await unit(away))?.last_error === null);
    expect((await unit(away))?.paused_at).toBeNull();
    await expectExact();
  });

  test('a reconcile that is told to wait again and again still comes to its end, and asks for no post twice', async () => {
    const author = people[1] ?? stranger;
    await kill();
    await client.query('delete from score_pending');
    const mine = [...written].filter(([, w]) => w.by === author).map(([uri]) => uri);
    const deleted = mine.slice(0, 6);
    for (const uri of deleted) {
      await pds.remove(author, uri);
      written.delete(uri);
    }
    const of = (path: string) => path.includes('getRecord') && path.includes(encodeURIComponent(author.did));
    const goneNow = async () =>
      (await rows<{ k: string }>('select post_key as k from post where gone_at is not null and post_key = any($1)', [deleted])).length;
    const askedBefore = proxy.asked.length;
    proxy.limit({ matches: of, answers: 2 });
    start();
    for (const n of [2, 4, 6]) {
      await waitFor(`${n} deletions to be known`, async () => (await goneNow()) === n);
      if (n === 6) break;
      await waitFor('the unit to wait', async () => (await unit(author))?.last_error?.startsWith('rate_limited') === true);
      proxy.limit({ matches: of, answers: 2 });
      await client.query(`update source_state set last_error = null where unit = $1`, [author.handle]);
    }
    const keys = proxy.asked
      .slice(askedBefore)
      .filter(of)
      .map((path) => new URLSearchParams(path.split('?')[1]).get('rkey') ?? '');
    const times = deleted.map((uri) => keys.filter((k) => uri.endsWith(`/${k}`)).length);
    expect(times, 'only those that were refused are asked for again').toEqual([1, 1, 2, 1, 2, 1]);
    proxy.limit(null);
    await dueNow();
    await waitFor(
      'the reconcile to end',
      async () => (await rows(`select from source_state where unit = $1 and cursor->>'reconcile' is null`, [author.handle])).length === 1,
    );
    await expectExact();
  });

  test('nobody else was asked for', () => {
    expect(proxy.asked.filter((p) => p.includes(encodeURIComponent(stranger.did)) || p.includes(stranger.handle))).toEqual([]);
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  test('the directory of identities is not asked at every poll', () => {
    const lookups = proxy.asked.filter((p) => p.startsWith('/plc/')).length;
    const polls = proxy.asked.filter((p) => p.includes('listRecords')).length;
    expect(lookups).toBeGreaterThan(0);
    expect(polls).toBeGreaterThan(lookups);
  });

  test('a policy that expires stops the fetching, and a basis that ends stops that account, visibly', async () => {
    const ended = people[2] ?? stranger;
    await client.query(`update account set basis_until = '2020-01-01' where handle_key = $1`, [ended.handle]);
    await waitFor('the account to be closed', async () => (await unit(ended))?.last_error === 'basis_expired');
    await client.query(`update source set policy = jsonb_set(policy, '{expires_at}', '"2020-01-01T00:00:00Z"')`);
    await dueNow();
    await waitFor(
      'all units to be closed',
      async () => (await rows(`select from source_state where last_error in ('policy_expired', 'basis_expired')`)).length === 3,
    );
    const asked = proxy.asked.length;
    const before = await versions();
    await pds.post(people[0] ?? stranger, 'sesudah kebijakan berakhir');
    await dueNow();
    await waitFor('the units to have been looked at again', async () => (await rows('select from source_state where next_due_at > now()')).length === 3);
    expect(proxy.asked.length).toBe(asked);
    expect(await versions()).toBe(before);
  });

  test('the stream brings what is written, edited and deleted once, though it dies at each step', async () => {
    await kill();
    await client.query(`update source set enabled = false where connector = 'bluesky'; update account set basis_until = null; delete from score_pending`);
    await client.query(`insert into source (name, connector, config, policy, enabled) values ('aliran', 'jetstream', $1, $2, true)`, [
      JSON.stringify({ url: pds.jetstream, rewind_seconds: 0 }),
      JSON.stringify(OPEN_POLICY),
    ]);
    const stored = async (text: string) => (await rows(`select from post_content where content->>'text' = $1`, [text])).length;
    await client.query(
      `insert into source_state (source_id, unit, cursor) select id, '', jsonb_build_object('url', config->>'url', 'time_us', $1::bigint) from source where name = 'aliran'`,
      [Date.now() * 1_000],
    );
    const streamed = async () => (await rows(`select from post_content where content->>'text' like 'aliran %'`)).length;
    const begin = () => start().said('ready');

    // Killed inside the transaction, and at any other moment; written to meanwhile, also while nobody listens.
    let n = 0;
    const more = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const by = people[n % people.length] ?? stranger;
        await pds.post(by, `aliran ${n++}`);
        await pds.post(stranger, 'bukan ASN');
        await pds.follow(by, stranger.did);
      }
    };
    await client.query('select pg_advisory_lock($1)', [GATE]);
    await begin();
    await more(4);
    await waitFor(
      'a transaction to stand before its commit',
      async () =>
        (
          await rows(
            `select from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted and database = (select oid from pg_database where datname = current_database())`,
          )
        ).length > 0,
    );
    await kill();
    await client.query('select pg_advisory_unlock($1)', [GATE]);
    await more(3);
    for (const goal of [7, 10]) {
      await begin();
      await waitFor(`${goal} posts of the stream`, async () => (await streamed()) >= goal);
      await kill();
      await more(3);
    }
    await begin();
    await waitFor('all posts of the stream', async () => (await streamed()) >= n);
    expect(await streamed()).toBe(n);
    for (let i = 0; i < n; i++) expect(await stored(`aliran ${i}`)).toBe(1);
    expect(await stored('bukan ASN')).toBe(0);

    await client.query('delete from score_pending');
    const author = people[1] ?? stranger;
    const p = await pds.post(author, 'akan disunting');
    await pds.edit(author, p.uri, 'sudah disunting');
    await waitFor(
      'both versions',
      async () => (await rows('select from post_version v join post p on p.id = v.post_id where p.post_key = $1', [p.uri])).length === 2,
    );
    await pds.deactivate(author);
    await pds.activate(author);
    await pds.remove(author, p.uri);
    await waitFor('the deletion', async () => (await rows('select from post where post_key = $1 and gone_at is not null', [p.uri])).length === 1);
    expect(await rows(`select from post where gone_at > now() - interval '1 minute' and post_key = any($1)`, [[p.uri]])).toHaveLength(1);

    // A policy that is closed while it streams ends it, though nothing is written.
    await client.query(`update source set policy = jsonb_set(policy, '{enabled}', 'false') where name = 'aliran'`);
    await waitFor(
      'the stream to be closed',
      async () => (await rows(`select from source_state where unit = '' and last_error = 'policy_disabled'`)).length === 1,
    );
    await kill();
    await client.query(
      `delete from source_state where unit = ''; update source set enabled = false where name = 'aliran'; update source set enabled = true where connector = 'bluesky'`,
    );
    start();
  });

  test('a handle that the register gives to another person is that person’s account from then on', async () => {
    await client.query(`update source set policy = $1`, [JSON.stringify(OPEN_POLICY)]);
    const before = people[0] ?? stranger;
    // The platform's handle went from one person to the other, and the register says so by the next declaration.
    await pds.post(before, 'masih pemilik lama');
    await client.query('update account set ended_at = now(), handle_key = $2 where handle_key = $1', [before.handle, `dulu.${before.handle}`]);
    await client.query('update source_state set unit = $2, paused_at = null where unit = $1', [before.handle, stranger.handle]);
    const second = await addAccount(client, { platform: 'bluesky', handle: stranger.handle });
    await dueNow();
    await waitFor('the posts of the new owner', async () => (await rows('select from post where account_id = $1', [second])).length > 0);
    const of = await rows<{ post_key: string }>('select post_key from post where account_id = $1', [second]);
    expect(
      of.every((p) => p.post_key.startsWith(`at://${stranger.did}/`)),
      'nothing the former owner wrote',
    ).toBe(true);
  });

  test('a signal stops it cleanly and its units are free at once', async () => {
    const r = await kill('SIGTERM');
    expect(r?.code).toBe(0);
    expect(await rows('select from source_state where lease_until is not null')).toHaveLength(0);
  });
});
