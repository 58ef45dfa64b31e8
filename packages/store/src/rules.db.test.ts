/** The ruleset as rows, which rules spoke in which case, and who may count them. */
import { FATES, STATES_OF } from '@pantau/domain';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildCase, buildUser } from '../../../test/support/builders.ts';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { asUser, type Handle, openDb } from './db.ts';
import { describeRuleset, listLexicon, listRules, ruleFigures, rulesetInForce } from './rules.ts';

let world: TestWorld;
let owner: Handle;
let api: Handle;
let scorer: Handle;
const open = (role: 'owner' | 'pantau_api' | 'pantau_scorer') => openDb({ url: world.databaseUrl, role, name: 'test', connectionsMax: 2 });
beforeAll(async () => {
  world = await createWorld();
  [owner, api, scorer] = [open('owner'), open('pantau_api'), open('pantau_scorer')];
});
afterAll(async () => {
  for (const db of [owner, api, scorer]) await db?.destroy();
  await world?.drop();
});

const rule = (id: string) => ({
  id,
  meaning: `arti ${id}`,
  source: 'SKB 2/2022',
  cue: 'vote',
  label: 'VOTE_CALL',
  exempt: null,
  lang: 'id',
  review: null,
  patterns: ['coblos'],
  positive: ['coblos {c}'],
  negative: [],
});
const described = (name: string, ids: string[]) => ({
  name,
  rules: ids.map(rule),
  lexicons: [{ lexicon: 'party' as const, entry: 'partai uji', variants: ['pu', 'p.u.'] }],
});
const ALL = { after: null, rows: 100 };

describe('a ruleset is described by the scorer', () => {
  test('before that there is none', async () => {
    expect(await rulesetInForce(api)).toBeNull();
  });

  test('once; a second start changes nothing, and the api may not write it', async () => {
    for (let i = 0; i < 2; i++) await describeRuleset(scorer, described('rs-1', ['A-1', 'A-2']));
    const now = await rulesetInForce(api);
    expect(now).toMatchObject({ name: 'rs-1', rules: 2, lexicons: [{ name: 'party', entries: 1 }] });
    await expect(describeRuleset(api, described('rs-x', ['B']))).rejects.toThrow(/permission denied/);
    await expect(sql`update ruleset_rule set doc = '{}'`.execute(owner)).rejects.toThrow(/ruleset_rule/);
  });

  test('pages by id, and finds by word whatever a word holds', async () => {
    const id = (await rulesetInForce(api))?.id ?? 0;
    expect((await listRules(api, id, {}, { after: 'A-1', rows: 10 })).map((r) => r.id)).toEqual(['A-2']);
    expect(await listRules(api, id, { q: 'ARTI a-2' }, ALL)).toHaveLength(1);
    expect(await listRules(api, id, { q: "%' or true --" }, ALL)).toEqual([]);
    expect(await listLexicon(api, id, { lexicon: 'party', q: 'p.u' }, ALL)).toEqual([{ lexicon: 'party', entry: 'partai uji', variants: ['pu', 'p.u.'] }]);
  });
});

describe('what people made of the cases in which a rule spoke', () => {
  const since = new Date(Date.now() - 86_400_000);
  test('is counted in the own regions; who decides about no case and writes no rule counts nothing', async () => {
    for (const state of ['CONFIRMED', 'CONFIRMED', 'DISMISSED', 'FLAGGED'] as const) await buildCase(owner, { region: '16.73', state });
    await buildCase(owner, { region: '32.04', state: 'DISMISSED' });
    const of = async (...roles: Parameters<typeof buildUser>[1][]) => {
      const user = await buildUser(owner, ...roles);
      return asUser(api, user.id, async (tx) => (await ruleFigures(tx, since)).get('V-014'));
    };
    expect(await of(['analyst', '16'])).toEqual({ rule: 'V-014', cases: 4, upheld: 2, refused: 1 });
    expect(await of(['rules_author', 'ID'])).toEqual({ rule: 'V-014', cases: 5, upheld: 2, refused: 2 });
    expect(await of(['system_admin', 'ID'])).toBeUndefined();
    await expect(sql`select * from case_rule`.execute(api)).rejects.toThrow(/permission denied/);
  });

  test('the database and the domain agree on what became of a case in each state', async () => {
    for (const fate of FATES)
      for (const state of STATES_OF[fate]) {
        const { rows } = await sql<{ open: string; closed: string }>`
          select case_outcome(${state}, null, now(), '{}') as open, case_outcome('CLOSED', ${state}, now(), '{X}') as closed`.execute(owner);
        expect([state, rows[0]?.open, rows[0]?.closed]).toEqual([state, fate, fate]);
      }
  });
});
