/** Twenty reviewers on three hundred cases, without a pause: the same load as `npm run bench -- casework`, small; and pages read meanwhile. */
import { foldAudit, type Handle, openDb, verifyAudit } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runLoad } from '../../services/cli/src/bench/casework-load.ts';
import { buildCaseworkWorld } from '../../services/cli/src/bench/casework-world.ts';
import { Client, type RunningApi, startTestApi } from '../support/api.ts';
import { buildUser } from '../support/builders.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

const CASES = 1_500;
const OPEN = 300;
const CLIENTS = 20;

let world: TestWorld;
let db: Handle;
const apis: RunningApi[] = [];

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  apis.push(await startTestApi(world), await startTestApi(world));
});
afterAll(async () => {
  for (const api of apis) await api.stop();
  await db?.destroy();
  await world?.drop();
});

const count = async (text: ReturnType<typeof sql<{ n: number }>>): Promise<number> => (await text.execute(db)).rows[0]?.n ?? -1;

/** Walks all pages of the open queue again and again until told to stop; every walk names each case once at most. */
async function readPages(reader: Client, until: () => boolean): Promise<{ walks: number; repeated: number[] }> {
  const repeated: number[] = [];
  let walks = 0;
  while (!until()) {
    const seen = new Set<number>();
    let cursor: string | null = null;
    do {
      const page: { status: number; body: { data: { id: number }[]; next_cursor: string | null } } = await reader.get(
        `/v1/cases?state=FLAGGED,IN_REVIEW&limit=25${cursor ? `&cursor=${cursor}` : ''}`,
      );
      expect(page.status).toBe(200);
      for (const { id } of page.body.data) {
        if (seen.has(id)) repeated.push(id);
        seen.add(id);
      }
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    walks += 1;
  }
  return { walks, repeated };
}

test('no case is decided twice, no lease is lost or left behind, the log is whole, and pages name each case once meanwhile', async () => {
  const { users } = await buildCaseworkWorld(db, { cases: CASES, open: OPEN, clients: CLIENTS }, () => {});
  const [one, two] = apis;
  if (!one || !two) throw new Error('no api');
  const auditor = await new Client(one.url).signIn(await buildUser(db, ['auditor', 'ID']));
  let done = false;
  const load = runLoad({ urls: [one.url, two.url], users, paceMs: 0, until: () => false }).finally(() => {
    done = true;
  });
  const [tally, pages] = await Promise.all([load, readPages(auditor, () => done)]);

  expect(tally.errors).toEqual([]);
  expect({ doubles: tally.doubles, lost: tally.lostLeases }).toEqual({ doubles: 0, lost: 0 });
  expect(pages.walks).toBeGreaterThan(0);
  expect(pages.repeated).toEqual([]);
  // Three of ten are decided by one reader as confirmed, six as dismissed; the tenth needs two.
  const heavy = await count(sql<{ n: number }>`select count(*)::int as n from evidence where case_id % 10 = 9`);
  expect(tally.opinions).toBe(OPEN + heavy);
  expect(await count(sql<{ n: number }>`select count(*)::int as n from cases where state in ('FLAGGED', 'IN_REVIEW')`)).toBe(0);
  expect(await count(sql<{ n: number }>`select count(*)::int as n from cases where claimed_by is not null`)).toBe(0);
  const decisions = sql`select case_id, count(*) as n from case_event where type in ('confirmed', 'dismissed') group by case_id`;
  expect(await count(sql<{ n: number }>`select count(*)::int as n from (${decisions}) d where d.n = 1`)).toBe(OPEN);
  expect(await count(sql<{ n: number }>`select count(*)::int as n from (${decisions}) d where d.n <> 1`)).toBe(0);
  const claims = await count(sql<{ n: number }>`select count(*)::int as n from case_event where type = 'claimed'`);
  expect(claims).toBe(tally.opinions);
  await foldAudit(db);
  expect((await verifyAudit(db)).firstBroken).toBeNull();
  // One row for each claim and each opinion.
  expect(
    await count(
      sql<{ n: number }>`select count(*)::int as n from audit_log where action in ('case_claimed', 'case_opinion', 'case_confirmed', 'case_dismissed')`,
    ),
  ).toBe(2 * claims);
});
