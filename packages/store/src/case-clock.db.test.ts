import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { insertCase } from '../../../test/support/cases.ts';
import { createWorld, type TestWorld } from '../../../test/support/db.ts';
import { expireCases, flagOverdue } from './case-clock.ts';
import { type Handle, openDb } from './db.ts';

let world: TestWorld;
let owner: Handle;
let alerts: Handle;
const DAY = 86_400_000;
/** 07:00 in Lubuk Linggau (WIB). */
const now = new Date('2024-10-01T00:00:00Z');
const ago = (days: number, ms = 0) => new Date(now.getTime() - days * DAY - ms);

beforeAll(async () => {
  world = await createWorld();
  owner = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  alerts = openDb({ url: world.databaseUrl, role: 'pantau_alerts', name: 'test' });
});
afterAll(async () => {
  await owner?.destroy();
  await alerts?.destroy();
  await world?.drop();
});
beforeEach(async () => {
  await sql`truncate cases, case_event cascade`.execute(owner);
});

const due = (id: number, at: Date | null) => sql`update cases set due_at = ${at} where id = ${id}`.execute(owner);
const stateOf = async (id: number) =>
  (await owner.selectFrom('cases').select(['state', 'overdue_at', 'ended_at', 'outcome', 'due_at']).where('id', '=', id).executeTakeFirst()) ?? null;

describe('the clock lets a time pass', () => {
  test('what nobody claimed for 14 local days and what nobody brought to the plenary in time expires, with event and audit row; a second run changes nothing', async () => {
    const late = await insertCase(owner, { state: 'FLAGGED', flaggedAt: ago(15) });
    const slow = await insertCase(owner, { state: 'CONFIRMED', phase: 'CAMP', flaggedAt: ago(9), knownAt: ago(8) });
    await due(slow, ago(0, 1));
    const kept = [
      await insertCase(owner, { state: 'FLAGGED', flaggedAt: ago(14, 6 * 3_600_000) }), // the fourteenth day is not over
      await insertCase(owner, { state: 'IN_REVIEW', flaggedAt: ago(40), knownAt: ago(39) }),
      await insertCase(owner, { state: 'CONFIRMED', flaggedAt: ago(30), knownAt: ago(7) }),
      await insertCase(owner, { state: 'FORWARDED', flaggedAt: ago(90), knownAt: ago(80) }),
    ];
    await due(kept[2] ?? 0, now);
    expect(await expireCases(alerts, now, 100)).toEqual([
      { id: late, was: 'FLAGGED' },
      { id: slow, was: 'CONFIRMED' },
    ]);
    expect(await expireCases(alerts, now, 100)).toEqual([]);
    const states = await owner.selectFrom('cases').select('state').where('id', 'in', kept).orderBy('id').execute();
    expect(states.map((s) => s.state)).toEqual(['FLAGGED', 'IN_REVIEW', 'CONFIRMED', 'FORWARDED']);
    const events = await owner.selectFrom('case_event').select(['case_id', 'actor', 'data']).where('type', '=', 'expired').orderBy('case_id').execute();
    expect(events).toEqual([
      { case_id: late, actor: null, data: { was: 'FLAGGED' } },
      { case_id: slow, actor: null, data: { was: 'CONFIRMED' } },
    ]);
    const audit = await owner.selectFrom('audit_log').select(['actor', 'object_id']).where('action', '=', 'case.expired').orderBy('id').execute();
    expect(audit).toEqual([
      { actor: null, object_id: String(late) },
      { actor: null, object_id: String(slow) },
    ]);
    expect(await stateOf(late), 'the retention clock has started, and nothing is due').toMatchObject({
      outcome: 'EXPIRED',
      due_at: null,
      ended_at: expect.any(Date),
    });
  });

  test('a case that a person holds locked at that moment is left to the person', async () => {
    const id = await insertCase(owner, { state: 'FLAGGED', flaggedAt: ago(20) });
    await owner.transaction().execute(async (tx) => {
      await sql`select from cases where id = ${id} for update`.execute(tx);
      expect(await expireCases(alerts, now, 100)).toEqual([]);
    });
    expect(await expireCases(alerts, now, 100)).toEqual([{ id, was: 'FLAGGED' }]);
  });
});

describe('the clock says that a time has passed', () => {
  test('a forwarded case whose office did nothing is flagged once; its state stays', async () => {
    const [late, early, received] = [
      await insertCase(owner, { state: 'FORWARDED' }),
      await insertCase(owner, { state: 'FORWARDED' }),
      await insertCase(owner, { state: 'PPK_EXAM' }),
    ];
    await due(late ?? 0, ago(0, 1));
    await due(early ?? 0, now);
    await due(received ?? 0, ago(3));
    expect(await flagOverdue(alerts, now, 100)).toEqual([late, received]);
    expect(await flagOverdue(alerts, now, 100)).toEqual([]);
    expect(await stateOf(late ?? 0)).toMatchObject({ state: 'FORWARDED', overdue_at: now });
    const events = await owner.selectFrom('case_event').select(['case_id', 'type', 'actor']).orderBy('case_id').execute();
    expect(events).toEqual([late, received].map((case_id) => ({ case_id, type: 'overdue', actor: null })));
  });
});

describe('the database knows the steps of the law', () => {
  test.each([
    ['pantau_alerts', 'FLAGGED', 'IN_REVIEW'],
    ['pantau_alerts', 'CONFIRMED', 'FORWARDED'],
    ['pantau_scorer', 'FLAGGED', 'EXPIRED'],
    ['pantau_api', 'FLAGGED', 'EXPIRED'],
    ['pantau_api', 'IN_REVIEW', 'FORWARDED'],
    ['pantau_api', 'FINDING', 'FORWARDED'],
    ['pantau_api', 'DECIDED', 'IN_REVIEW'],
  ] as const)('%s cannot take a case from %s to %s, whatever its policies say', async (role, from, to) => {
    const id = await insertCase(owner, { state: from });
    await expect(
      owner.transaction().execute(async (tx) => {
        // The policies are opened, so that only the trigger stands in the way.
        await sql.raw(`grant update on cases to ${role}`).execute(tx);
        await sql.raw(`create policy open_all on cases for all to ${role} using (true) with check (true)`).execute(tx);
        await sql.raw(`set local role ${role}`).execute(tx);
        await sql`update cases set state = ${to} where id = ${id}`.execute(tx);
      }),
    ).rejects.toThrow(`a case does not go from ${from} to ${to}`);
    expect((await stateOf(id))?.state).toBe(from);
  });
});
