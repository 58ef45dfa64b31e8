/**
 * End to end on this machine, through the product's own doors: `import register`, `import accounts`, the scorer as its own
 * process, then `import posts` of 100,000 posts with durable commits. Measured from the start of the import to the last
 * verdict. The baseline of the same run is a bare batched INSERT of the same texts into one table.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openProducer } from '@pantau/queue';
import { insertPosts, openDb, pendingState, sql } from '@pantau/store';
import { freePort } from '../launcher/preflight.ts';
import type { BenchResult } from './result.ts';
import { type BenchServers, ROOT, withServers } from './servers.ts';

const POSTS = Number(process.env.BENCH_POSTS ?? 100_000);
const PARTISAN_ONE_IN = 50;
const BASELINE_ROWS = 20_000;
const BASELINE_BATCH = 1_000;
const STEADY_POSTS_PER_S = 500;
const STEADY_SECONDS = 10;
const POLL_MS = 50;

export function bench(say: (line: string) => void): Promise<BenchResult> {
  return withServers((servers) => new BenchWorld(servers).run(say));
}

class BenchWorld {
  readonly #home: string;
  readonly #url: string;
  readonly #redis: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(s: BenchServers) {
    this.#home = s.home;
    this.#url = s.databaseUrl;
    this.#redis = s.redisUrl;
    this.#env = { ...process.env, DATABASE_URL: s.databaseUrl, REDIS_URL: s.redisUrl, PANTAU_KEY: Buffer.alloc(32, 5).toString('base64'), LOG_LEVEL: 'warn' };
  }

  async run(say: (line: string) => void): Promise<Record<string, number>> {
    const db = openDb({ url: this.#url, role: 'owner', name: 'bench' });
    try {
      const { texts, files } = this.#writeInput();
      say('importing register and accounts');
      await this.#pantau('import', 'register', join(ROOT, 'test/corpus/register.json'), '--apply');
      await this.#pantau('import', 'accounts', files.accounts, '--apply');
      say('baseline: bare INSERT of the same texts');
      const baseline = await this.#baseline(db, texts);
      const started = performance.now();
      const scorer = await this.#startScorer();
      const scorerStart = (performance.now() - started) / 1000;
      try {
        say(`importing and scoring ${POSTS} posts`);
        const bulk = await this.#bulk(db, files.posts);
        say(`steady ${STEADY_POSTS_PER_S} posts/s for ${STEADY_SECONDS} s`);
        const p99 = await this.#steady(db, texts);
        const rate = POSTS / bulk.seconds;
        return {
          e2e_posts_per_s: rate,
          import_posts_per_s: POSTS / bulk.importSeconds,
          e2e_stored_to_flagged_p99_ms: p99,
          baseline_insert_rows_per_s: baseline,
          e2e_to_baseline_ratio: rate / baseline,
          scorer_memory_mb: await memoryMb(scorer.port),
          scorer_start_s: scorerStart,
          cases_opened: bulk.cases,
        };
      } finally {
        scorer.child.kill('SIGTERM');
      }
    } finally {
      await db.destroy();
    }
  }

  /**
   * The own corpus, cycled; every cycle changes the text a little so that nothing can be remembered. One post in fifty is
   * partisan: still far above reality, where violating posts are rarer than one in ten thousand.
   */
  #writeInput(): { texts: string[]; files: { posts: string; accounts: string } } {
    const posts = readLines<CorpusPost>('posts.jsonl');
    const flagged = new Set(readLines<{ id: string; flag: number }>('labels.jsonl').flatMap((l) => (l.flag === 1 ? [l.id] : [])));
    const partisan = posts.filter((p) => flagged.has(p.id));
    const ordinary = posts.filter((p) => !flagged.has(p.id));
    const files = { posts: join(this.#home, 'posts.jsonl'), accounts: join(this.#home, 'accounts.jsonl') };
    const regions = [...new Set(posts.map((p) => p.author.region.slice(0, 5)))];
    writeFileSync(files.accounts, regions.map((r) => JSON.stringify(accountLine(r))).join('\n'));
    const lines: string[] = [];
    const texts: string[] = [];
    for (let i = 0; i < POSTS; i += 1) {
      const pool = i % PARTISAN_ONE_IN === 0 ? partisan : ordinary;
      const p = pool[Math.floor(i / (pool === partisan ? PARTISAN_ONE_IN : 1)) % pool.length];
      if (!p) throw new Error('the corpus is empty');
      const text = `${p.text} ${i}`;
      if (texts.length < BASELINE_ROWS) texts.push(text);
      lines.push(JSON.stringify({ ...importFields(i, p.author.region.slice(0, 5)), text, posted_at: p.posted_at }));
    }
    writeFileSync(files.posts, lines.join('\n'));
    return { texts, files };
  }

  async #baseline(db: ReturnType<typeof openDb>, texts: string[]): Promise<number> {
    await sql.raw('create table bench_baseline (id bigint generated always as identity primary key, body text not null)').execute(db);
    const started = performance.now();
    for (let i = 0; i < texts.length; i += BASELINE_BATCH)
      await sql`insert into bench_baseline (body) select unnest(${texts.slice(i, i + BASELINE_BATCH)}::text[])`.execute(db);
    return texts.length / ((performance.now() - started) / 1000);
  }

  async #bulk(db: ReturnType<typeof openDb>, file: string): Promise<{ seconds: number; importSeconds: number; cases: number }> {
    const started = performance.now();
    await this.#pantau('import', 'posts', file, '--apply');
    const importSeconds = (performance.now() - started) / 1000;
    await until(async () => (await pendingState(db)).waiting === 0);
    const seconds = (performance.now() - started) / 1000;
    const { rows } = await sql<{
      verdicts: number;
      cases: number;
    }>`select (select count(*) from verdict) as verdicts, (select count(*) from cases) as cases`.execute(db);
    if (rows[0]?.verdicts !== POSTS) throw new Error(`expected ${POSTS} verdicts, found ${rows[0]?.verdicts}`);
    return { seconds, importSeconds, cases: rows[0].cases };
  }

  /** Time from stored to flagged at a steady rate, p99 over the cases that this phase opened. */
  async #steady(db: ReturnType<typeof openDb>, texts: string[]): Promise<number> {
    const producer = openProducer({ redisUrl: this.#redis });
    const { rows: accounts } = await sql<{ id: number }>`select id from account order by id`.execute(db);
    const perTick = STEADY_POSTS_PER_S / 10;
    await until(() =>
      producer.ping().then(
        () => true,
        () => false,
      ),
    );
    const begin = Date.now();
    for (let tick = 0; tick < STEADY_SECONDS * 10; tick += 1) {
      const rows = Array.from({ length: perTick }, (_, k) => {
        const n = tick * perTick + k;
        const post = {
          platform: 'x' as const,
          account: '',
          postKey: `steady-${n}`,
          versionKey: '1',
          text: texts[n % texts.length] ?? '',
          postedAt: '2024-10-15T03:00:00Z',
          kind: 'post' as const,
        };
        return { accountId: accounts[n % accounts.length]?.id ?? 0, post };
      });
      const ids = await db.transaction().execute((tx) => insertPosts(tx, rows, { sourceId: null, seenAt: new Date() }));
      await producer.score(ids);
      await until(async () => Date.now() >= begin + (tick + 1) * 100);
    }
    await until(async () => (await pendingState(db)).waiting === 0);
    await producer.stop();
    const { rows } = await sql<{ p99: number | null }>`
      select percentile_cont(0.99) within group (order by extract(epoch from c.first_flagged_at - c.captured_at) * 1000)::float8 as p99
        from cases c join post p on p.id = c.post_id where p.post_key like 'steady-%'`.execute(db);
    const p99 = rows[0]?.p99;
    if (p99 == null) throw new Error('the steady phase opened no case: nothing was measured');
    return p99;
  }

  async #startScorer(): Promise<{ child: ChildProcess; port: number }> {
    const port = await freePort();
    const child = spawn(process.execPath, ['--import', 'tsx', 'services/scorer/src/main.ts'], {
      cwd: ROOT,
      env: { ...this.#env, HEALTH_PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`the scorer ended with code ${child.exitCode}`);
      return fetch(`http://127.0.0.1:${port}/readyz`).then(
        (r) => r.ok,
        () => false,
      );
    });
    return { child, port };
  }

  #pantau(...args: string[]): Promise<void> {
    const log = createWriteStream(join(this.#home, 'pantau.log'), { flags: 'a' });
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(ROOT, 'services/cli/bin.mjs'), ...args], { cwd: ROOT, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
      let tail = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (d: Buffer) => {
          tail = (tail + d.toString()).slice(-2_000);
          log.write(d);
        });
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`pantau ${args.join(' ')} ended with ${code}:\n${tail}`))));
    });
  }
}

interface CorpusPost {
  id: string;
  text: string;
  posted_at: string;
  author: { region: string };
}

function readLines<T>(file: string): T[] {
  return readFileSync(join(ROOT, 'test/corpus', file), 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l) as T);
}

function importFields(i: number, region: string): Record<string, unknown> {
  return {
    id: `b${i}`,
    platform: 'x',
    account: `bench_${region.replace('.', '_')}`,
    post_key: `b${i}`,
    version_key: '1',
    provenance: { source: 'own corpus', licence: 'Apache-2.0', collected_by: 'bench', collected_at: '2024-11-01T00:00:00Z' },
  };
}

function accountLine(region: string): Record<string, unknown> {
  return {
    staff_key: `bench-${region}`,
    name: `Akun Uji ${region}`,
    employment_status: 'PNS',
    agency: 'Instansi Uji',
    region,
    valid_from: '2020-01-01',
    accounts: [{ platform: 'x', handle: `bench_${region.replace('.', '_')}`, verified_by: 'bench', verified_at: '2024-01-01' }],
    basis: { law: 'bench', ref: 'bench' },
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((r) => setTimeout(r, POLL_MS));
}

async function memoryMb(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const bytes = /^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1];
  return Number(bytes ?? 0) / 1_048_576;
}
