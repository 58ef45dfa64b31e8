/**
 * Aim: law 5. Every process is killed in turn during one import of 100,000 posts, and Redis dies with its data.
 * Method: real processes, real Postgres, a redis-server of the test's own; afterwards the tables are counted.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handle, openDb, pendingState } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pantauOk } from '../support/cli.ts';
import { CORPUS_REGISTER, writeCorpusImport } from '../support/corpus.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { hasRedisServer, RedisServer } from '../support/redis-server.ts';
import { Service, serviceEnv } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const POSTS = Number(process.env.CHAOS_POSTS ?? 100_000);
const TIMEOUT_MS = 480_000;

describe.skipIf(!hasRedisServer())('sudden death of everything during an import [needs redis-server]', () => {
  const dir = mkdtempSync(join(tmpdir(), 'pantau-chaos-'));
  const files = { accounts: join(dir, 'accounts.jsonl'), posts: join(dir, 'posts.jsonl') };
  const redis = new RedisServer();
  let world: TestWorld;
  let env: NodeJS.ProcessEnv;
  let db: Handle;
  const running: Service[] = [];
  const restarts: Promise<unknown>[] = [];

  beforeAll(async () => {
    await redis.start();
    world = { ...(await createWorld()), redisUrl: redis.url };
    env = serviceEnv(world, { LOG_LEVEL: 'warn' });
    db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
    writeCorpusImport(POSTS, files);
    await pantauOk(['import', 'register', CORPUS_REGISTER, '--apply'], env);
    await pantauOk(['import', 'accounts', files.accounts, '--apply'], env);
  });
  afterAll(async () => {
    // A restart in progress would outlive the test that failed meanwhile.
    await Promise.allSettled(restarts);
    await Promise.all(running.map((s) => s.kill9()));
    await db?.destroy();
    await world?.drop();
    await redis.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const count = async (table: 'post' | 'verdict' | 'post_version') =>
    (await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)).rows[0]?.n ?? 0;
  let importLog = '';
  const startImport = () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'services/ingest/src/import-main.ts', files.posts, '--apply'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (d: Buffer) => {
        importLog = (importLog + d.toString()).slice(-4_000);
      });
    return child;
  };
  const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
  const killed = (child: ChildProcess) =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGKILL');
    });

  test(
    'every post ends with exactly one verdict and at most one open case',
    async () => {
      const services = {
        scorer: new Service('scorer', env),
        scorer2: new Service('scorer', env),
        ingest: new Service('ingest', env),
        api: new Service('api', env),
        alerts: new Service('alerts', env),
      };
      for (const s of Object.values(services)) running.push(await s.start());
      let importing = startImport();

      const victims: (keyof typeof services | 'import' | 'redis')[] = ['import', 'scorer', 'import', 'redis', 'import', 'ingest', 'scorer2', 'api', 'alerts'];
      for (const [i, victim] of victims.entries()) {
        const goal = Math.round((POSTS * (i + 1)) / (victims.length + 1));
        await waitFor(`${goal} posts to be stored before ${victim} dies`, async () => ended(importing) || (await count('post')) >= goal, 120_000);
        if (victim === 'redis') {
          await redis.loseEverything();
          await redis.start();
        } else if (victim === 'import') {
          if (ended(importing)) throw new Error(`the import had ended before it could be killed (code ${importing.exitCode})\n${importLog}`);
          await killed(importing);
          importing = startImport();
        } else {
          await services[victim].kill9();
          restarts.push(services[victim].start());
        }
      }
      await Promise.all(restarts);
      await waitFor('the import to end', () => ended(importing), 240_000);
      expect(importing.exitCode, importLog).toBe(0);
      await waitFor('every version to have its verdict', async () => (await pendingState(db)).waiting === 0, 240_000);

      expect(await count('post')).toBe(POSTS);
      expect(await count('post_version')).toBe(POSTS);
      expect(await count('verdict')).toBe(POSTS);
      const { rows } = await sql<Record<string, number>>`
        select (select count(*) from (select 1 from verdict group by version_id, ruleset_id having count(*) > 1) d) as doubled_verdicts,
               (select count(*) from post_version v where not exists (select from verdict d where d.version_id = v.id)) as unscored,
               (select count(*) from (select 1 from cases where state in ('FLAGGED', 'IN_REVIEW') group by post_id having count(*) > 1) d) as doubled_cases,
               (select count(*) from cases c where not exists (select from evidence e where e.case_id = c.id)) as cases_without_evidence,
               (select count(*) from verdict d where d.verdict <> 'clear' and not exists (select from cases c where c.version_id = d.version_id)) as flags_without_case,
               (select count(*) from score_pending where failed_at is not null) as given_up,
               (select count(*) from delivery) as deliveries`.execute(db);
      expect(rows[0]).toEqual({
        doubled_verdicts: 0,
        unscored: 0,
        doubled_cases: 0,
        cases_without_evidence: 0,
        flags_without_case: 0,
        given_up: 0,
        deliveries: 0,
      });
      const { rows: cases } = await sql<{ n: number }>`select count(*) as n from cases`.execute(db);
      expect(cases[0]?.n).toBeGreaterThan(POSTS / 100);
    },
    TIMEOUT_MS,
  );
});
