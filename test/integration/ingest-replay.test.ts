/**
 * Aim: the demo world's posts take the same path as any other, in order, over time, once; also with several processes.
 * Method: the real ingest process, two at a time, killed in the middle.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type TestWorld } from '../support/db.ts';
import { addAccount, INGEST_MAIN, ingestEnv, OPEN_POLICY, type RunningChild, startChild } from '../support/ingest.ts';
import { freePort } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const N = 120;

describe('a replayed file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'pantau-replay-'));
  let world: TestWorld;
  let client: pg.Client;
  const running: RunningChild[] = [];
  const start = (more: Record<string, string> = {}) => {
    const run = startChild(INGEST_MAIN, [], ingestEnv(world, { INGEST_LEASE_MS: '1000', ...more }));
    running.push(run);
    return run;
  };
  const count = async () => (await client.query<{ n: number }>('select count(*)::int as n from post_version')).rows[0]?.n ?? 0;

  beforeAll(async () => {
    world = await createWorld();
    client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await addAccount(client, { platform: 'facebook', handle: 'uji.satu' });
    const line = (i: number) =>
      JSON.stringify({
        id: `r-${i}`,
        text: `halo ${i}`,
        posted_offset_minutes: i - N,
        platform: 'facebook',
        account: i % 40 === 39 ? 'tak.terdaftar' : 'uji.satu',
        post_key: `r-${i}`,
        version_key: '1',
        provenance: { source: 'uji', licence: 'sendiri', collected_by: 'uji', collected_at: '2026-01-01T00:00:00Z' },
      });
    const file = join(dir, 'posts.jsonl');
    writeFileSync(file, `${Array.from({ length: N }, (_, i) => line(i)).join('\n')}\n{"rusak\n`);
    await client.query(`insert into source (name, connector, config, policy, enabled) values ('demo', 'replay', $1, $2, true)`, [
      JSON.stringify({ file, posts_per_second: 20 }),
      JSON.stringify(OPEN_POLICY),
    ]);
  });
  afterAll(async () => {
    for (const r of running) r.child.kill('SIGKILL');
    await Promise.all(running.map((r) => r.ended));
    await client?.end();
    await world?.drop();
    rmSync(dir, { recursive: true });
  });

  test('arrives once and in order though one of two processes dies, and is there to be scored', async () => {
    const [port] = [await freePort()];
    const first = start();
    start({ HEALTH_PORT: String(port) });
    await waitFor('some posts', async () => (await count()) > 0);
    first.child.kill('SIGKILL');
    await first.ended;
    await waitFor('all posts', async () => (await count()) === N - 3);
    const posts = await client.query<{ post_key: string; at: Date; pending: boolean }>(
      `select p.post_key, v.posted_at as at, exists (select from score_pending s where s.version_id = v.id) as pending from post p join post_version v on v.post_id = p.id order by v.seen_at, v.posted_at`,
    );
    const expected = Array.from({ length: N }, (_, i) => i).filter((i) => i % 40 !== 39);
    expect(posts.rows.map((r) => r.post_key)).toEqual(expected.map((i) => `r-${i}`));
    expect(posts.rows.every((r) => r.pending)).toBe(true);
    const [a, b] = posts.rows;
    expect((b?.at.getTime() ?? 0) - (a?.at.getTime() ?? 0), 'one base for all, kept over the crash').toBe(60_000);
    await waitFor(
      'the end of the file',
      async () => (await client.query(`select from source_state where next_due_at > now() + interval '30 minutes'`)).rowCount === 1,
    );
    const state = await client.query(`select cursor->'next_line' as line, counts, last_error from source_state`);
    expect(state.rows).toEqual([{ line: N + 1, counts: { new: N - 3, account_not_registered: 3, malformed: 1 }, last_error: null }]);

    const health = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect((await health('/readyz')).status).toBe(200);
    const metrics = await (await health('/metrics')).text();
    expect(metrics).toMatch(/pantau_ingest_posts_total\{source="demo",service="ingest"\} \d+/);
    expect(metrics).toMatch(/pantau_ingest_drops_total\{source="demo",reason="malformed",service="ingest"\} 1/);
  });
});
