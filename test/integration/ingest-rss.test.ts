/**
 * Aim: a feed is read politely and stored exactly: asked conditionally, waits when told, follows nothing, forgets nothing.
 * Method: the real ingest process against a scripted server, and against nginx where it is installed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../support/db.ts';
import { FeedServer, hasNginx, type Item, Nginx, rssFeed } from '../support/feeds.ts';
import { addAccount, INGEST_MAIN, ingestEnv, OPEN_POLICY, type RunningChild, startChild } from '../support/ingest.ts';
import { waitFor } from '../support/wait.ts';

/** A world with an ingest process that may ask these hosts. */
class Ingesting {
  world!: TestWorld;
  client!: pg.Client;
  child!: RunningChild;

  async open(hosts: string): Promise<void> {
    this.world = await createWorld();
    this.client = new pg.Client({ connectionString: this.world.databaseUrl });
    await this.client.connect();
    this.child = startChild(INGEST_MAIN, [], ingestEnv(this.world, { PANTAU_ALLOW_PRIVATE: hosts }));
    await this.child.said('ready');
  }

  async close(): Promise<void> {
    this.child?.child.kill('SIGTERM');
    await this.child?.ended;
    await this.client?.end();
    await this.world?.drop();
  }

  rows<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.client.query<T>(text, values).then((r) => r.rows);
  }

  /** A source with its unit, due at once. */
  async addFeed(name: string, url: string, o: { policy?: unknown; registered?: boolean; pollMinutes?: number } = {}): Promise<void> {
    if (o.registered !== false) await addAccount(this.client, { platform: 'rss', handle: name });
    await this.client.query(
      `with s as (insert into source (name, connector, config, policy, enabled) values ($1, 'rss', $2, $3, true) returning id) insert into source_state (source_id) select id from s`,
      [name, JSON.stringify({ feed_url: url, account: name, poll_minutes: o.pollMinutes ?? 60 }), JSON.stringify(o.policy ?? OPEN_POLICY)],
    );
  }

  async state(name: string) {
    const [r] = await this.rows<{
      polled: boolean;
      last_error: string | null;
      paused: boolean;
      failures: number;
      due_in: number;
      counts: Record<string, number>;
    }>(
      `select polled_at is not null as polled, last_error, paused_at is not null as paused, failures, extract(epoch from next_due_at - now())::float8 as due_in, counts
         from source_state u join source s on s.id = u.source_id where s.name = $1`,
      [name],
    );
    if (!r) throw new Error(`there is no unit of ${name}`);
    return r;
  }

  async settled(name: string): Promise<Awaited<ReturnType<Ingesting['state']>>> {
    await waitFor(`${name} to have been looked at`, async () => (await this.state(name)).due_in > 0.5);
    return this.state(name);
  }

  /** Due again, and looked at. */
  async again(name: string) {
    await this.client.query(`update source_state u set next_due_at = now(), paused_at = null from source s where s.id = u.source_id and s.name = $1`, [name]);
    return this.settled(name);
  }

  posts(name: string) {
    return this.rows<{ post_key: string; text: string; versions: number }>(
      `select distinct on (p.id) p.post_key, c.content->>'text' as text, count(*) over (partition by p.id)::int as versions
         from post p join account a on a.id = p.account_id join post_version v on v.post_id = p.id join post_content c on c.version_id = v.id
        where a.handle_key = $1 order by p.id, v.id desc`,
      [name],
    );
  }
}

const items: Item[] = [
  { guid: 'a-1', title: 'Ayo &amp; dukung', body: '<p>Pilih <b>nomor&nbsp;1</b></p><script>x()</script>', date: 'Sat, 12 Oct 2024 08:30:00 +0700' },
  { guid: 'a-2', title: 'Tanpa tanggal' },
];

describe('feeds from a scripted server', () => {
  const s = new Ingesting();
  let server: FeedServer;

  beforeAll(async () => {
    server = await new FeedServer(() => ({ status: 500 })).start();
    await s.open(server.host);
  });
  afterAll(async () => {
    await s.close();
    await server?.stop();
  });
  const url = (path: string) => `http://${server.host}/${path}`;
  const askedFor = (path: string) => server.asked.filter((a) => a.path === `/${path}`);

  test('items become posts; the second time it asks with the validators and stores nothing again', async () => {
    server.respond = (_, h) =>
      h['if-none-match'] === '"v1"'
        ? { status: 304 }
        : { status: 200, headers: { etag: '"v1"', 'last-modified': 'Sat, 12 Oct 2024 01:30:00 GMT' }, body: rssFeed(items) };
    await s.addFeed('dinas.satu', url('satu.xml'));
    const first = await s.settled('dinas.satu');
    expect(first).toMatchObject({ polled: true, last_error: null, failures: 0, counts: { new: 2 } });
    expect(first.due_in).toBeGreaterThan(3_000);
    expect((await s.posts('dinas.satu')).map((p) => [p.post_key, p.text])).toEqual([
      ['dinas.satu/a-1', 'Ayo & dukung\nPilih nomor 1'],
      ['dinas.satu/a-2', 'Tanpa tanggal'],
    ]);
    expect(await s.rows(`select posted_at from post_version v join post p on p.id = v.post_id where post_key = 'dinas.satu/a-1'`)).toEqual([
      { posted_at: new Date('2024-10-12T01:30:00Z') },
    ]);
    const second = await s.again('dinas.satu');
    expect(second).toMatchObject({ last_error: null, counts: { new: 2 } });
    expect(askedFor('satu.xml').map((a) => [a.headers['if-none-match'], a.headers['if-modified-since']])).toEqual([
      [undefined, undefined],
      ['"v1"', 'Sat, 12 Oct 2024 01:30:00 GMT'],
    ]);
    expect(askedFor('satu.xml')[0]?.headers['user-agent']).toContain('Pantau');
  });

  test('another text under the same guid is a new version; an item that left the feed is not deleted', async () => {
    server.respond = () => ({
      status: 200,
      body: rssFeed([
        { guid: 'b-1', title: 'lama' },
        { guid: 'b-2', title: 'akan hilang' },
      ]),
    });
    await s.addFeed('dinas.dua', url('dua.xml'));
    await s.settled('dinas.dua');
    server.respond = () => ({ status: 200, body: rssFeed([{ guid: 'b-1', title: 'baru' }]) });
    await s.again('dinas.dua');
    expect(await s.posts('dinas.dua')).toEqual([
      { post_key: 'dinas.dua/b-1', text: 'baru', versions: 2 },
      { post_key: 'dinas.dua/b-2', text: 'akan hilang', versions: 1 },
    ]);
    expect(await s.rows('select from post where gone_at is not null')).toHaveLength(0);
  });

  test('a guid of another feed does not touch that feed’s post', async () => {
    server.respond = () => ({ status: 200, body: rssFeed([{ guid: 'a-1', title: 'tiruan' }]) });
    await s.addFeed('dinas.tiru', url('tiru.xml'));
    await s.settled('dinas.tiru');
    expect((await s.posts('dinas.tiru')).map((p) => p.post_key)).toEqual(['dinas.tiru/a-1']);
    expect((await s.posts('dinas.satu'))[0]?.text).toContain('Ayo & dukung');
  });

  test.each([
    ['429 with seconds', { status: 429, headers: { 'retry-after': '1200' } }, 'rate_limited', false, [1_190, 1_330], '429'],
    [
      '503 with a date',
      { status: 503, headers: { 'retry-after': new Date(Date.now() + 7_200_000).toUTCString() } },
      'rate_limited',
      false,
      [7_000, 8_000],
      '503',
    ],
    ['500', { status: 500 }, 'transient', false, [0.5, 900], '500'],
    ['401', { status: 401 }, 'forbidden', true, [80_000, 90_000], '401'],
    ['403', { status: 403 }, 'forbidden', true, [80_000, 90_000], '403'],
    ['410', { status: 410 }, 'gone', true, [80_000, 90_000], '410'],
    ['301', { status: 301, headers: { location: 'http://127.0.0.1:1/rahasia' } }, 'moved', false, [3_500, 3_700], '301 to http://127.0.0.1:1/rahasia'],
    ['a page that is no feed', { status: 200, body: '<html><body>masuk dulu</body></html>' }, 'malformed_answer', false, [0.5, 900], 'not a feed'],
  ] as const)('%s', async (name, answer, kind, paused, [low, high], says) => {
    server.respond = () => answer;
    const source = `dinas.${name.replaceAll(' ', '')}`;
    await s.addFeed(source, url(`${encodeURIComponent(source)}.xml`));
    const state = await s.settled(source);
    expect(state).toMatchObject({ paused, polled: true });
    expect(state.last_error).toMatch(new RegExp(`^${kind}: .*${says}`));
    expect(state.due_in).toBeGreaterThan(low);
    expect(state.due_in).toBeLessThan(high);
    expect(await s.posts(source)).toEqual([]);
  });

  test('an answer that is too large is cut off, and nothing of it is stored', async () => {
    server.respond = () => ({ status: 200, body: rssFeed([{ guid: 'besar', title: 'x'.repeat(9 * 1_048_576) }]) });
    await s.addFeed('dinas.besar', url('besar.xml'));
    expect((await s.settled('dinas.besar')).last_error).toMatch(/^malformed_answer: the answer is larger than/);
  });

  test('an address inside the house is not asked unless it is on the list', async () => {
    const other = await new FeedServer(() => ({ status: 200, body: rssFeed(items) })).start();
    await s.addFeed('dinas.dalam', `http://${other.host}/feed.xml`);
    expect(await s.settled('dinas.dalam')).toMatchObject({ last_error: 'config_invalid: only https is allowed', polled: false });
    await s.addFeed('dinas.dalam2', `https://${other.host}/feed.xml`);
    expect(await s.settled('dinas.dalam2')).toMatchObject({ last_error: 'config_invalid: the address is private', polled: false });
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  test.each([
    ['without policy', { policy: {} }, 'policy_invalid'],
    ['with an expired policy', { policy: { ...OPEN_POLICY, expires_at: '2024-01-01T00:00:00Z' } }, 'policy_expired'],
    ['of an account that is not registered', { registered: false }, 'account_not_registered'],
  ] as const)('a feed %s is not asked, and its state says why', async (name, o, fault) => {
    const source = `tutup.${name.replaceAll(' ', '')}`;
    await s.addFeed(source, url(`${source}.xml`), o);
    const state = await s.settled(source);
    expect(state).toMatchObject({ polled: false, paused: false });
    expect(state.last_error).toMatch(new RegExp(`^${fault}`));
    expect(askedFor(`${source}.xml`)).toEqual([]);
  });

  test('what is dropped is counted by reason, and the unreadable is kept for repair', async () => {
    server.respond = () => ({
      status: 200,
      body: rssFeed([
        { guid: 'e-1', title: '' },
        { guid: 'e-2', title: 'dari masa depan', date: 'Thu, 01 Jan 2099 00:00:00 +0000' },
        { guid: 'e-3', title: 'p'.repeat(20_001) },
        { guid: 'e-4', title: 'baik' },
      ]),
    });
    await s.addFeed('dinas.aneh', url('aneh.xml'));
    expect((await s.settled('dinas.aneh')).counts).toEqual({ new: 1, empty: 1, posted_at_in_future: 1, text_too_long: 1 });
    expect(
      await s.rows(`select q.reason, q.external_id from quarantine q join source s on s.id = q.source_id where s.name = 'dinas.aneh' order by reason`),
    ).toEqual([
      { reason: 'posted_at_in_future', external_id: 'dinas.aneh/e-2' },
      { reason: 'text_too_long', external_id: 'dinas.aneh/e-3' },
    ]);
    await s.again('dinas.aneh');
    expect(await s.rows(`select from quarantine q join source s on s.id = q.source_id where s.name = 'dinas.aneh'`), 'once per content').toHaveLength(2);
  });

  test('a stop does not wait for an answer that never comes', async () => {
    server.respond = () => ({ status: 200, hang: true });
    await s.addFeed('dinas.gantung', url('gantung.xml'));
    await waitFor('it to be asked', () => askedFor('gantung.xml').length > 0);
    s.child.child.kill('SIGTERM');
    const r = await s.child.ended;
    expect(r.code).toBe(0);
    expect(await s.rows('select from source_state where lease_until is not null')).toHaveLength(0);
  });
});

describe.skipIf(!hasNginx())('feeds from nginx [needs nginx]', () => {
  const s = new Ingesting();
  const nginx = new Nginx();

  beforeAll(async () => {
    await nginx.start();
    await s.open(nginx.host);
  });
  afterAll(async () => {
    await s.close();
    await nginx.stop();
  });

  test('an unchanged file is answered with 304, a changed one is read again', async () => {
    nginx.write('feed.xml', rssFeed(items));
    await s.addFeed('dinas.nginx', `http://${nginx.host}/feed.xml`);
    expect((await s.settled('dinas.nginx')).counts).toEqual({ new: 2 });
    expect(await s.again('dinas.nginx')).toMatchObject({ last_error: null, counts: { new: 2 } });
    nginx.write('feed.xml', rssFeed([...items, { guid: 'a-3', title: 'Yang ketiga, lebih panjang' }]));
    expect((await s.again('dinas.nginx')).counts).toEqual({ new: 3 });
    const log = readFileSync(join(nginx.dir, 'access.log'), 'utf8');
    expect([...log.matchAll(/"GET \/feed\.xml HTTP\/1\.1" (\d+)/g)].map((m) => m[1])).toEqual(['200', '304', '200']);
  });

  test('429 with Retry-After is obeyed', async () => {
    nginx.write('limited.xml', rssFeed(items));
    await s.addFeed('dinas.padat', `http://${nginx.host}/limited.xml`);
    expect((await s.settled('dinas.padat')).last_error).toBeNull();
    const limited = await s.again('dinas.padat');
    expect(limited).toMatchObject({ last_error: 'rate_limited: the answer was 429', paused: false, failures: 0 });
    expect(limited.due_in).toBeGreaterThan(590);
    expect(limited.due_in).toBeLessThan(665);
  });
});
