/**
 * Aim: real input, through the product's own doors. The KPU pairs, the presidential pairs, parties, public short names and
 * hashtags, then every real post of the reference data by `pantau import`, come out as verdicts and cases, and the counts agree.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Contestant, Register } from '@pantau/domain';
import { currentRegister, type Handle, loadRegister, openDb, pendingState } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pantau, pantauOk } from '../support/cli.ts';
import { createWorld, type TestWorld } from '../support/db.ts';
import { Service, serviceEnv } from '../support/services.ts';
import { waitFor } from '../support/wait.ts';

const REFERENCE = process.env.PANTAU_REFERENCE_DATA ?? '';
const MAPPING = 'test/corpus/reference/mapping.json';
const PAIRS = 1_594;
const TIMEOUT_MS = 300_000;

interface Mapped {
  account: string;
  person: string;
  region: string;
}

describe.skipIf(REFERENCE === '')('real lists and real posts by import [needs reference data]', () => {
  const dir = mkdtempSync(join(tmpdir(), 'pantau-reference-'));
  const mapping = JSON.parse(readFileSync(MAPPING, 'utf8')) as Record<string, Mapped>;
  let world: TestWorld;
  let env: NodeJS.ProcessEnv;
  let db: Handle;
  let scorer: Service;

  beforeAll(async () => {
    world = await createWorld();
    env = serviceEnv(world);
    db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
    const list = (name: string) => join(REFERENCE, 'candidates', name);
    for (const file of [list('pilkada2024-pairs.csv'), list('pilpres2024-pairs.csv'), list('parties2024.csv'), 'test/corpus/reference/extra-register.json'])
      await pantauOk(['import', 'register', file, '--apply'], env);
    writeFileSync(join(dir, 'names.json'), JSON.stringify(shortNames(await published(db))));
    await pantauOk(['import', 'register', join(dir, 'names.json'), '--apply'], env);
    const people = new Map(Object.values(mapping).map((m) => [m.account, m]));
    writeFileSync(join(dir, 'accounts.jsonl'), [...people.values()].map((m) => JSON.stringify(accountLine(m))).join('\n'));
    await pantauOk(['import', 'accounts', join(dir, 'accounts.jsonl'), '--apply'], env);
    scorer = await new Service('scorer', env).start();
  }, TIMEOUT_MS);
  afterAll(async () => {
    await scorer?.stop();
    await db?.destroy();
    await world?.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('the published register has every pair, and the short names lie over the lists', async () => {
    const register = await published(db);
    expect(register.contestants.filter((c) => c.contest.startsWith('PILKADA-2024'))).toHaveLength(PAIRS);
    expect(register.contestants.filter((c) => (c.hashtags?.length ?? 0) > 0).length).toBeGreaterThan(10);
  });

  test(
    'every post becomes exactly one version and one verdict, and some become cases',
    async () => {
      const files = readdirSync(join(REFERENCE, 'dev')).filter((f) => /\.dev\.jsonl(\.gz)?$/.test(f));
      let lines = 0;
      let rejected = 0;
      for (const f of files) {
        const path = join(REFERENCE, 'dev', f);
        const bytes = readFileSync(path);
        lines += (f.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n').length;
        const rejects = join(dir, `${f}.rejects.jsonl`);
        const r = await pantau(['import', 'posts', path, '--map', MAPPING, '--rejects', rejects, '--apply'], env);
        expect([0, 2], `${f}\n${r.stderr}`).toContain(r.code);
        rejected += readLines(rejects);
      }
      await waitFor('every version to have its verdict', async () => (await pendingState(db)).waiting === 0, TIMEOUT_MS);

      const { rows } = await sql<Record<string, number>>`
        select (select count(*) from post) as posts, (select count(*) from post_version) as versions, (select count(*) from verdict) as verdicts,
               (select count(*) from score_pending) as pending, (select count(*) from verdict where verdict <> 'clear') as flagged, (select count(*) from cases) as cases`.execute(
        db,
      );
      const got = rows[0] ?? {};
      process.stdout.write(`${lines} lines, ${rejected} rejected: ${JSON.stringify(got)}\n${await casesPerThousand(db)}`);
      expect(got).toMatchObject({ posts: lines - rejected, versions: lines - rejected, verdicts: lines - rejected, pending: 0 });
      expect(got.cases).toBe(got.flagged);
      expect(got.cases).toBeGreaterThan(0);
      expect(rejected).toBe(0);
    },
    TIMEOUT_MS,
  );
});

async function published(db: Handle): Promise<Register> {
  const version = await currentRegister(db);
  if (!version) throw new Error('no register is published');
  return loadRegister(db, version.id);
}

function readLines(path: string): number {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean).length;
  } catch {
    return 0;
  }
}

interface Short {
  people: string[][];
  aliases?: string[];
  hashtags?: string[];
  accounts?: string[];
}

/** `gub-35-2`, `kab-3201-1` and `pilpres2024-3` of the committed short names → the contestant the KPU list brought in. */
function shortNames(register: Register): Record<string, unknown> {
  const aliases = JSON.parse(readFileSync('test/corpus/reference/aliases.json', 'utf8')) as Record<string, Short>;
  const contests = new Map(register.contests.map((c) => [c.id, c]));
  const key = (c: Contestant) => {
    const contest = contests.get(c.contest);
    if (contest?.type === 'PRESIDENT') return contest.election === 'PEMILU-2024' ? `pilpres2024-${c.ballot_number}` : '';
    if (contest?.election !== 'PILKADA-2024') return '';
    return `${contest.type === 'GOVERNOR' ? 'gub' : 'kab'}-${contest.region.replaceAll('.', '')}-${c.ballot_number}`;
  };
  const named = register.contestants.flatMap((c) => {
    const short = aliases[key(c)];
    if (!short) return [];
    const people = c.people?.map((p, i) => ({ ...p, nicknames: short.people[i] ?? [] }));
    const accounts = short.accounts?.map((handle) => ({ platform: 'x', handle }));
    return [{ ...c, people, aliases: short.aliases, hashtags: short.hashtags, accounts }];
  });
  return { version: 'short-names-1', elections: [], contests: [], contestants: named, parties: [] };
}

function accountLine(m: Mapped): Record<string, unknown> {
  return {
    staff_key: `uji-${m.account}`,
    name: m.person,
    employment_status: 'PNS',
    agency: 'Instansi Uji',
    region: m.region,
    valid_from: '2015-01-01',
    accounts: [{ platform: 'x', handle: m.account, verified_by: 'uji', verified_at: '2016-01-01' }],
    basis: { law: 'uji', ref: 'uji' },
  };
}

async function casesPerThousand(db: Handle): Promise<string> {
  const { rows } = await sql<{ handle: string; posts: number; flags: number; reviews: number }>`
    select a.handle, count(*) as posts, count(*) filter (where d.verdict = 'flag') as flags, count(*) filter (where d.verdict = 'review') as reviews
      from verdict d join post_version v on v.id = d.version_id join post p on p.id = v.post_id join account a on a.id = p.account_id
     group by a.handle order by a.handle`.execute(db);
  const per = (n: number, of: number) => ((1_000 * n) / of).toFixed(1);
  return rows.map((r) => `${r.handle}: ${r.posts} posts, per 1,000: ${per(r.flags, r.posts)} flagged, ${per(r.reviews, r.posts)} for review\n`).join('');
}
