/**
 * Aim: a file of posts goes in whole, once, whatever it contains and however often the process dies.
 * Method: the real import process against real Postgres; afterwards the tables are counted.
 */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { dropExpiredContent, openDb } from '@pantau/store';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../support/db.ts';
import { addAccount, IMPORT_MAIN, ingestEnv, OPEN_POLICY, runImport, startChild } from '../support/ingest.ts';
import { waitFor } from '../support/wait.ts';

/** What a garbage collector may leave lying about between two runs of the same work. */
const MEMORY_SLACK_MB = 64;

const dir = mkdtempSync(join(tmpdir(), 'pantau-import-'));
let world: TestWorld;
let client: pg.Client;

beforeAll(async () => {
  world = await createWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await addAccount(client, { platform: 'x', handle: 'uji.satu' });
  await addAccount(client, { platform: 'x', handle: 'uji.dua' });
  await addAccount(client, { platform: 'x', handle: 'uji.habis', basisUntil: '2020-01-01' });
});
afterAll(async () => {
  await client?.end();
  await world?.drop();
  rmSync(dir, { recursive: true, force: true });
});

interface Line {
  post_key: string;
  version_key?: string;
  text?: string;
  account?: string;
  [field: string]: unknown;
}

function line(o: Line): string {
  return JSON.stringify({
    id: o.post_key,
    text: `halo ${o.post_key}`,
    posted_at: '2024-10-12T08:30:00+07:00',
    platform: 'x',
    account: 'uji.satu',
    version_key: '1',
    provenance: { source: 'uji', licence: 'milik sendiri', collected_by: 'uji', collected_at: '2024-11-01T00:00:00+07:00' },
    ...o,
  });
}

function file(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const summaryOf = (r: { stdout: string; stderr: string }) => {
  if (r.stdout === '') throw new Error(r.stderr);
  return JSON.parse(r.stdout) as Record<string, number | boolean | Record<string, number>>;
};
const one = async <T = number>(text: string, values: unknown[] = []): Promise<T> => Object.values((await client.query(text, values)).rows[0] ?? {})[0] as T;
const stored = (prefix: string) =>
  client
    .query<{ posts: number; versions: number; contents: number; pending: number }>(
      `select count(distinct p.id)::int as posts, count(v.id)::int as versions, count(c.version_id)::int as contents, count(s.version_id)::int as pending
         from post p join post_version v on v.post_id = p.id left join post_content c on c.version_id = v.id and c.seen_on = v.seen_on
         left join score_pending s on s.version_id = v.id where p.post_key like $1`,
      [`${prefix}%`],
    )
    .then((r) => r.rows[0]);

describe('a dry run', () => {
  test('says what would happen and writes nothing', async () => {
    const path = file(
      'dry.jsonl',
      `${line({ post_key: 'dry-1' })}\n${line({ post_key: 'dry-2', account: 'tak.dikenal', likes: 1 })}\n\n${line({ post_key: 'dry-1' })}\n`,
    );
    const r = await runImport(world, [path, '--json']);
    expect(summaryOf(r)).toMatchObject({
      applied: false,
      lines: 4,
      new: 1,
      known: 1,
      rejected: 1,
      blank: 1,
      rejected_by_reason: { account_not_registered: 1 },
    });
    expect(r.code).toBe(2);
    expect(await stored('dry-')).toEqual({ posts: 0, versions: 0, contents: 0, pending: 0 });
    expect(await one('select count(*)::int from import_run where file_name = $1', ['dry.jsonl'])).toBe(0);
    expect(await one('select count(*)::int from source')).toBe(0);
  });
});

describe('an import', () => {
  test('stores posts, versions, texts and the work list, rings for them, and finds all of it known the second time', async () => {
    const lines = Array.from({ length: 450 }, (_, i) => line({ post_key: `plain-${i}`, account: i % 2 ? 'uji.dua' : '@Uji.Satu' }));
    lines.push(line({ post_key: 'plain-0', version_key: '2', text: 'disunting' }));
    const path = file('plain.jsonl', `\uFEFF${lines.join('\r\n')}`);
    const first = await runImport(world, [path, '--apply', '--json']);
    expect(summaryOf(first)).toMatchObject({ applied: true, finished: true, lines: 451, new: 451, known: 0, rejected: 0, bells_failed: 0 });
    expect(first.code).toBe(0);
    expect(await stored('plain-')).toEqual({ posts: 450, versions: 451, contents: 451, pending: 451 });
    const connection = new Redis(world.redisUrl, { maxRetriesPerRequest: null });
    const queue = new Queue<{ ids: number[] }>('score', { connection, prefix: world.queuePrefix });
    const jobs = await queue.getJobs(['waiting', 'prioritized', 'delayed']);
    expect(jobs.reduce((n, j) => n + j.data.ids.length, 0)).toBe(451);
    await queue.close();
    connection.disconnect();

    expect(summaryOf(await runImport(world, [path, '--apply', '--json']))).toMatchObject({ new: 0, known: 451, rejected: 0 });
    expect(summaryOf(await runImport(world, [path, '--json']))).toMatchObject({ new: 0, known: 451, rejected: 0 });
    const run = await client.query(
      `select bytes_total = bytes_done as whole, lines_done::int, counts, status from import_run where file_name = 'plain.jsonl' order by started_at limit 1`,
    );
    expect(run.rows).toEqual([{ whole: true, lines_done: 451, counts: { new: 451, known: 0, rejected: 0 }, status: 'done' }]);
    expect(await one('select count(*)::int from import_chunk')).toBe(0);
  });

  test('takes a compressed file, and goes on when Redis is away', async () => {
    const path = file('packed.jsonl.gz', gzipSync(Array.from({ length: 250 }, (_, i) => line({ post_key: `gz-${i}` })).join('\n')));
    const r = await runImport(world, [path, '--apply', '--json'], { REDIS_URL: 'redis://127.0.0.1:1' });
    expect(summaryOf(r)).toMatchObject({ new: 250, rejected: 0, bells_failed: 250 });
    expect(r.code).toBe(0);
    expect(await stored('gz-')).toEqual({ posts: 250, versions: 250, contents: 250, pending: 250 });
  });

  test('rejects bad lines with place and reason, keeps none of their words, and takes the rest', async () => {
    const bad: [string, string][] = [
      ['{"id": "RAHASIA-1", ', 'broken_json'],
      [line({ post_key: 'bad-2', text: 'RAHASIA-2', padding: 'x'.repeat(1_153_434) }), 'line_too_long'],
      [line({ post_key: 'bad-3', platform: 'friendster' }), 'platform_unknown'],
      [line({ post_key: 'bad-4', account: 'RAHASIA-4' }), 'account_not_registered'],
      [line({ post_key: 'bad-5', account: 'uji.habis' }), 'basis_expired'],
      [line({ post_key: 'bad-6', provenance: null }), 'provenance_missing'],
      [line({ post_key: 'bad-7', text: 'RAHASIA\u0000' }), 'text_has_nul'],
      [line({ post_key: 'bad-8', text: 'SURROGATE' }).replace('SURROGATE', '\\ud83d RAHASIA'), 'text_has_lone_surrogate'],
      [line({ post_key: 'bad-9', text: 'p'.repeat(20_001) }), 'text_too_long'],
      [line({ post_key: 'bad-10', posted_at: '2099-01-01T00:00:00Z' }), 'posted_at_in_future'],
      [line({ id: 'bad-11', post_key: '' }), 'post_key_missing'],
      [line({ post_key: 'bad-12', account: 'tak.ada', text: 'r'.repeat(20_001) }), 'account_not_registered'],
      [line({ post_key: 'bad-13', account: 'uji.satu' }), 'post_of_other_account'],
    ];
    await client.query(`insert into post (platform, post_key, account_id) select 'x', 'bad-13', id from account where handle = 'uji.dua'`);
    const path = file('bad.jsonl', bad.flatMap(([l], i) => [l, line({ post_key: `good-${i}` })]).join('\n'));
    const rejects = join(dir, 'bad.rejects.jsonl');
    const r = await runImport(world, [path, '--apply', '--json', '--rejects', rejects]);
    expect(r.code).toBe(2);
    expect(summaryOf(r)).toMatchObject({ lines: 26, new: 13, known: 0, rejected: 13 });
    const rows = readFileSync(rejects, 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { line: number; byte: number; reason: string });
    expect(rows.sort((a, b) => a.line - b.line).map((x) => [x.line, x.reason])).toEqual(bad.map(([, reason], i) => [2 * i + 1, reason]));
    expect(await stored('good-')).toMatchObject({ posts: 13, versions: 13 });
    expect(readFileSync(rejects, 'utf8') + r.stdout + r.stderr).not.toContain('RAHASIA');
    const kept = await client.query<{ reason: string; external_id: string; n: number }>(
      `select reason, external_id, length(raw) as n from quarantine where external_id like 'bad-%'`,
    );
    expect(kept.rows, 'only the long text of a watched account is kept').toMatchObject([{ reason: 'text_too_long', external_id: 'bad-9' }]);
  });

  test('one row that only the database refuses does not hold back its neighbours', async () => {
    await client.query(`create function test_refuse() returns trigger language plpgsql as $$ begin
      if new.version_key = 'beracun' then raise exception 'refused by the test' using errcode = '22021'; end if; return new; end $$;
      create trigger test_refuse before insert on post_version for each row execute function test_refuse()`);
    const path = file('poison.jsonl', [0, 1, 2].map((i) => line({ post_key: `poison-${i}`, version_key: i === 1 ? 'beracun' : '1' })).join('\n'));
    const r = await runImport(world, [path, '--apply', '--json']);
    expect(summaryOf(r)).toMatchObject({ new: 2, rejected: 1, rejected_by_reason: { database_refused: 1 } });
    expect(await stored('poison-')).toMatchObject({ posts: 2, versions: 2 });
    await client.query('drop trigger test_refuse on post_version; drop function test_refuse()');
  });

  test('a post that its platform deleted does not come back through a file', async () => {
    await client.query(`insert into post (platform, post_key, account_id, gone_at) select 'x', 'gone-1', id, now() from account where handle = 'uji.satu'`);
    const path = file('gone.jsonl', line({ post_key: 'gone-1', version_key: '7' }));
    expect(summaryOf(await runImport(world, [path, '--json']))).toMatchObject({ new: 0, rejected_by_reason: { post_is_gone: 1 } });
    expect(summaryOf(await runImport(world, [path, '--apply', '--json']))).toMatchObject({ new: 0, rejected_by_reason: { post_is_gone: 1 } });
  });

  test('a file that names no source belongs to the default one, and is kept no longer than 72 hours once it is judged', async () => {
    const path = file('default.jsonl', ['a', 'b', 'c'].map((n) => line({ post_key: `default-${n}` })).join('\n'));
    expect((await runImport(world, [path, '--apply'])).code).toBe(0);
    const [source] = (await client.query(`select id, connector, policy->'max_retention_days' as days from source where name = 'file-import'`)).rows;
    expect(source).toMatchObject({ connector: 'file', days: 3 });
    const version = (key: string) => one<string>('select v.id from post_version v join post p on p.id = v.post_id where p.post_key = $1', [key]);
    for (const [key, age, isScored] of [
      ['default-a', '73 hours', true],
      ['default-b', '71 hours', true],
      ['default-c', '73 hours', false],
    ] as const) {
      const id = await version(key);
      // As if it had come in then.
      await client.query(
        `with v as (update post_version set seen_at = now() - $2::interval, seen_on = ((now() - $2::interval) at time zone 'UTC')::date where id = $1 returning seen_on)
        update post_content set seen_on = v.seen_on from v where version_id = $1`,
        [id, age],
      );
      if (isScored) await client.query('delete from score_pending where version_id = $1', [id]);
    }
    const db = openDb({ url: world.databaseUrl, role: 'pantau_ingest', name: 'test' });
    expect(await dropExpiredContent(db, { now: new Date(), lookBackDays: 2 })).toBe(1);
    await db.destroy();
    const left = await client.query(`select p.post_key from post p join post_version v on v.post_id = p.id join post_content c on c.version_id = v.id
      where p.post_key like 'default-%' order by 1`);
    expect(left.rows, 'what nobody has judged yet stays').toEqual([{ post_key: 'default-b' }, { post_key: 'default-c' }]);
  });

  test('whose default source a person has closed lets nothing in', async () => {
    await client.query(`update source set enabled = false where name = 'file-import'`);
    const path = file('closed.jsonl', line({ post_key: 'closed-1' }));
    const r = await runImport(world, [path, '--apply']);
    expect([r.code, r.stderr]).toEqual([1, 'nothing was imported: file-import: source_disabled\n']);
    await client.query(`update source set enabled = true where name = 'file-import'`);
  });

  test('that ends with an error is shown as failed, and goes on when it is given again', async () => {
    await client.query(`create function test_break() returns trigger language plpgsql as $$ begin
      if new.post_key = 'fail-3' then raise exception 'broken by the test'; end if; return new; end $$;
      create trigger test_break before insert on post for each row execute function test_break()`);
    const path = file('fail.jsonl', Array.from({ length: 5 }, (_, i) => line({ post_key: `fail-${i}` })).join('\n'));
    expect((await runImport(world, [path, '--apply'])).code).toBe(1);
    const status = () => one<string>(`select string_agg(status, ' ') from import_run where file_name = 'fail.jsonl'`);
    expect(await status()).toBe('failed');
    await client.query('drop trigger test_break on post; drop function test_break()');
    expect((await runImport(world, [path, '--apply'])).code).toBe(0);
    expect(await status()).toBe('done');
    expect(await stored('fail-')).toMatchObject({ posts: 5 });
  });

  test('a file source whose policy is closed lets nothing in', async () => {
    const path = file('policy.jsonl', line({ post_key: 'policy-1' }));
    for (const [name, policy, enabled, why] of [
      ['kedaluwarsa', { ...OPEN_POLICY, expires_at: '2020-01-01T00:00:00Z' }, true, 'policy_expired'],
      ['tanpa', {}, true, 'policy_invalid'],
      ['mati', OPEN_POLICY, false, 'source_disabled'],
    ] as const) {
      await client.query(`insert into source (name, connector, policy, enabled) values ($1, 'file', $2, $3)`, [name, JSON.stringify(policy), enabled]);
      const r = await runImport(world, [path, '--apply', '--source', name]);
      expect([r.code, r.stderr]).toEqual([1, `nothing was imported: ${name}: ${why}\n`]);
    }
    expect((await runImport(world, [path, '--apply', '--source', 'tidak.ada'])).code).toBe(1);
    expect(await stored('policy-')).toMatchObject({ posts: 0 });
    await client.query(`update source set enabled = true, policy = $1 where name = 'mati'`, [JSON.stringify(OPEN_POLICY)]);
    expect((await runImport(world, [path, '--apply', '--source', 'mati'])).code).toBe(0);
    expect(
      await one(`select s.name from post_version v join source s on s.id = v.source_id join post p on p.id = v.post_id where p.post_key = 'policy-1'`),
    ).toBe('mati');
  });
});

describe('an import of any size', () => {
  /** Writes by pieces, so that the test needs as little memory as the import. */
  async function writeBig(name: string, posts: number, hugeLineMb: number): Promise<string> {
    const path = join(dir, name);
    const gzip = createGzip({ level: 1 });
    const done = pipeline(gzip, createWriteStream(path));
    const put = async (chunk: string) => {
      if (!gzip.write(chunk)) await once(gzip, 'drain');
    };
    const padding = 'kata '.repeat(3_600);
    for (let i = 0; i < posts; i++) await put(`${line({ post_key: `${name}-${i}`, text: padding })}\n`);
    await put('{"text":"');
    for (let i = 0; i < hugeLineMb; i++) await put('x'.repeat(1_048_576));
    await put(`"}\n${line({ post_key: `${name}-last` })}\n`);
    gzip.end();
    await done;
    return path;
  }

  test('needs no more memory for 300 MB, one line of them 200 MB long, than for 12', async () => {
    const limited = async (path: string) => {
      const r = await startChild(IMPORT_MAIN, [path, '--apply', '--json'], ingestEnv(world), ['--max-old-space-size=96']).ended;
      return summaryOf(r);
    };
    const small = await limited(await writeBig('small', 600, 1));
    const big = await limited(await writeBig('big', 5_500, 200));
    expect(small).toMatchObject({ finished: true, new: 601, rejected: 1 });
    expect(big).toMatchObject({ finished: true, new: 5_501, rejected: 1, rejected_by_reason: { line_too_long: 1 } });
    expect(Number(big.max_rss_mb)).toBeLessThan(Number(small.max_rss_mb) + MEMORY_SLACK_MB);
  }, 240_000);
});

describe('an import that dies', () => {
  /** Later lines repeat earlier posts, so that pieces in flight touch the same rows; some lines are bad. */
  const N = 24_000;
  const body = () =>
    Array.from({ length: N }, (_, i) => {
      if (i % 97 === 5) return `{"broken ${i}`;
      return i % 10 === 9 ? line({ post_key: `kill-${i - 5}`, version_key: '2' }) : line({ post_key: `kill-${i}` });
    }).join('\n');

  test('is taken up where it stopped: nothing is lost, doubled or counted twice', async () => {
    const path = file('kill.jsonl', body());
    const rejects = join(dir, 'kill.rejects.jsonl');
    const args = [path, '--apply', '--json', '--rejects', rejects];
    const versions = async () => one<number>(`select count(*)::int from post_version v join post p on p.id = v.post_id where p.post_key like 'kill-%'`);
    let kills = 0;
    for (let goal = 1; kills < 6; ) {
      const run = startChild(IMPORT_MAIN, args, ingestEnv(world));
      await waitFor(`${goal} versions to be stored`, async () => run.child.exitCode !== null || (await versions()) >= goal);
      expect(run.child.exitCode, `still running at kill ${kills}`).toBeNull();
      run.child.kill('SIGKILL');
      await run.ended;
      kills += 1;
      goal = (await versions()) + Math.round(N / 14);
    }
    const last = await runImport(world, args);
    expect(last.code).toBe(2);
    const bad = Array.from({ length: N }, (_, i) => i).filter((i) => i % 97 === 5);
    const posts = Array.from({ length: N }, (_, i) => i).filter((i) => i % 97 !== 5);
    const keys = new Set(posts.map((i) => (i % 10 === 9 ? `${i - 5}/2` : `${i}/1`)));
    expect(await versions()).toBe(keys.size);
    expect(await stored('kill-')).toMatchObject({ versions: keys.size, contents: keys.size, pending: keys.size });
    expect(summaryOf(last)).toMatchObject({ finished: true, lines: N, new: keys.size, known: posts.length - keys.size, rejected: bad.length });
    const lines = readFileSync(rejects, 'utf8')
      .trim()
      .split('\n')
      .map((l) => (JSON.parse(l) as { line: number }).line);
    expect(
      lines.sort((a, b) => a - b),
      'every reject stands in the file once',
    ).toEqual(bad.map((i) => i + 1));
    expect(await one(`select count(*)::int from import_run where file_name = 'kill.jsonl'`)).toBe(1);
  }, 180_000);

  test('of a signal, it stops at the end of a piece and says how to go on', async () => {
    const path = file('signal.jsonl', body().replaceAll('kill-', 'signal-'));
    const run = startChild(IMPORT_MAIN, [path, '--apply', '--json'], ingestEnv(world));
    await waitFor('the first posts', async () => ((await stored('signal-'))?.posts ?? 0) > 0);
    run.child.kill('SIGINT');
    const r = await run.ended;
    expect(r.code).toBe(130);
    expect(r.stderr).toContain('the same command goes on from there');
    const first = summaryOf(r);
    expect(first).toMatchObject({ finished: false });
    expect((await stored('signal-'))?.versions, 'what is stored and what is counted agree').toBe(first.new);
    expect(summaryOf(await runImport(world, [path, '--apply', '--json']))).toMatchObject({ finished: true, lines: N });
  }, 120_000);

  test('goes on when the database drops all its connections', async () => {
    const path = file('cut.jsonl', body().replaceAll('kill-', 'cut-'));
    const run = startChild(IMPORT_MAIN, [path, '--apply', '--json'], ingestEnv(world));
    await waitFor('the first posts', async () => ((await stored('cut-'))?.posts ?? 0) > 0);
    const cut = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pantau-import' and datname = current_database()`,
    );
    expect(cut.rowCount).toBeGreaterThan(1);
    const r = await run.ended;
    expect(r.code, r.stderr).toBe(2);
    const summary = summaryOf(r);
    expect(summary).toMatchObject({ finished: true, lines: N });
    expect((await stored('cut-'))?.versions).toBe(summary.new);
  }, 120_000);

  test('while another process imports the same content, it is refused', async () => {
    const path = file('twice.jsonl', body().replaceAll('kill-', 'twice-'));
    const run = startChild(IMPORT_MAIN, [path, '--apply', '--json'], ingestEnv(world));
    await waitFor('the first posts', async () => ((await stored('twice-'))?.posts ?? 0) > 0);
    run.child.kill('SIGSTOP');
    const second = await runImport(world, [path, '--apply']);
    expect([second.code, second.stderr]).toEqual([1, 'another process is importing this file now\n']);
    run.child.kill('SIGKILL');
    await run.ended;
  }, 120_000);
});
