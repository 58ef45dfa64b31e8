/** A world with figures in it: decided and open cases of two contestants, people who are watched, rules described, a text reader that answers. */
import { compileEngine, describeRules, loadRuleset } from '@pantau/detection';
import { createMetrics, type HealthServer, startHealthServer } from '@pantau/runtime';
import { describeRuleset, type Handle } from '@pantau/store';
import { sql } from 'kysely';
import { fixtureRegister } from '../../packages/detection/test-support/fixture.ts';
import { trials } from '../../services/scorer/src/trials.ts';
import { buildCase, buildContest } from './builders.ts';

/** What the scorer does at its start, and the question it answers. */
export async function startReader(db: Handle): Promise<HealthServer> {
  const ruleset = loadRuleset();
  await describeRuleset(db, describeRules(ruleset));
  const engine = compileEngine({ register: fixtureRegister, ruleset });
  return startHealthServer({ host: '127.0.0.1', port: 0, checks: {}, metrics: createMetrics('reader'), answers: trials(() => engine) });
}

const STATES = ['CONFIRMED', 'DISMISSED', 'FLAGGED', 'CONFIRMED', 'EXPIRED', 'DISMISSED', 'IN_REVIEW', 'CONFIRMED'] as const;
const LABELS = ['VOTE_CALL', 'PRAISE_SUPPORT', 'ATTEND'] as const;

/** 48 cases over 48 days in one city, some in its neighbours and in another province; thirty watched people in each place. */
export async function buildFigures(db: Handle): Promise<void> {
  await buildContest(db, 'walikota-figur', '16.73');
  const places = ['16.73', '16.73', '16.73', '16.74', '16.71', '32.04'];
  for (let i = 0; i < 48; i++) {
    const region = places[i % places.length] ?? '16.73';
    const state = STATES[i % STATES.length] ?? 'FLAGGED';
    const open = state === 'FLAGGED' || state === 'IN_REVIEW';
    await buildCase(db, {
      region,
      state,
      label: LABELS[i % LABELS.length] ?? 'ATTEND',
      flaggedHoursAgo: open ? i * 3 : i * 24,
      ...(region === '16.73' ? { contest: 'walikota-figur' } : {}),
      ...(i % 5 === 0 ? { direction: 'ATTACK' as const } : {}),
    });
  }
  await sql`update cases set contestant = 'walikota-figur-' || (1 + id % 2), election = 'PILKADA-UJI' where contest = 'walikota-figur'`.execute(db);
  await readTwice(db);
  await watch(db, [...new Set(places), '16.72'], 30);
  await watch(db, ['16.01'], 4);
  const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  const stages = { pairs_determined: day(-70), campaign: [day(-60), day(-12)], quiet: [day(-11), day(-9)], voting: day(-8) };
  await sql`insert into register_election (part_id, id, doc) select max(id), 'PILKADA-UJI', ${JSON.stringify({ id: 'PILKADA-UJI', name: 'Pilkada Uji', stages })}::jsonb from register_part`.execute(
    db,
  );
}

/** Two blind readers of the first decided cases; every fourth time they differ. */
async function readTwice(db: Handle): Promise<void> {
  await sql`with u as (insert into app_user (username, display_name) values ('pembaca.satu', 'Pembaca Satu'), ('pembaca.dua', 'Pembaca Dua') returning id),
    c as (select id, state, row_number() over (order by id) as n from cases where state in ('CONFIRMED', 'DISMISSED') and region like '16.%' order by id limit 24),
    r as (select id as user_id, row_number() over (order by id) as k from u)
    insert into case_opinion (case_id, user_id, finding)
    select c.id, r.user_id, case when (c.state = 'CONFIRMED') = (r.k = 1 or c.n % 4 <> 0) then 'plausible' else 'not_a_violation' end from c, r`.execute(db);
}

async function watch(db: Handle, places: readonly string[], people: number): Promise<void> {
  await sql`with p as (insert into person (key_hash, key_tail, name)
      select sha256((r || ' ' || n)::bytea), '001', 'Orang Fiktif ' || r from unnest(${[...places]}::text[]) r, generate_series(1, ${people}::int) n returning id, name),
    pp as (insert into person_period (person_id, valid_from, employment_status, agency, region) select id, '2020-01-01', 'PNS', 'Dinas Contoh', substr(name, 14) from p)
    insert into account (person_id, platform, handle, handle_key, basis_law, basis_ref) select id, 'x', 'diamati' || id, 'diamati' || id, 'UU 7/2017', 'ST-UJI' from p`.execute(
    db,
  );
}
