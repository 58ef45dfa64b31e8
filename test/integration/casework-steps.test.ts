/** Every step of a case over HTTP: the lawful way from the first look to the appeal, and every way that is none. */
import { randomUUID } from 'node:crypto';
import { CaseAct, CaseForwardedPayload, CaseState, CaseWithdrawnPayload, legalMoves, STEPS } from '@pantau/domain';
import { type Handle, openDb, verifyAudit } from '@pantau/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, type Reply, type RunningApi, startTestApi } from '../support/api.ts';
import { type BuiltUser, buildCase, buildContest, buildSubscription, buildUser } from '../support/builders.ts';
import { buildAt, caseRow, postToCase, prepare, STEPS_OVER_HTTP } from '../support/casework.ts';
import { createWorld, type TestWorld } from '../support/db.ts';

let world: TestWorld;
let db: Handle;
let api: RunningApi;
let analyst: Client;
let second: Client;
let commissioner: Client;
let other: Client;
let officer: Client;
let office: Client;
let judge: Client;

const client = async (user: BuiltUser) => new Client(api.url).signIn(user);

beforeAll(async () => {
  world = await createWorld();
  db = openDb({ url: world.databaseUrl, role: 'owner', name: 'test' });
  api = await startTestApi(world);
  await buildContest(db, 'langkah-uji', '16.73');
  analyst = await client(await buildUser(db, ['analyst', '16']));
  second = await client(await buildUser(db, ['second_reviewer', '16']));
  commissioner = await client(await buildUser(db, ['commissioner', '16']));
  other = await client(await buildUser(db, ['commissioner', '16']));
  officer = await client(await buildUser(db, ['handling_officer', '16']));
  office = await client(await buildUser(db, ['personnel_office', '16.73']));
  judge = await client(await buildUser(db, ['personnel_office', '16.73']));
});
afterAll(async () => {
  await api?.stop();
  await db?.destroy();
  await world?.drop();
});

const row = (id: number) => caseRow(db, id);
/** Takes a step on the case as it is now. */
async function take(c: Client, id: number, act: CaseAct, body: unknown = STEPS_OVER_HTTP[act]?.body, seen?: number): Promise<Reply> {
  return postToCase(db, c, id, STEPS_OVER_HTTP[act]?.path ?? act, body, seen);
}
async function mustTake(c: Client, id: number, act: CaseAct, state: CaseState, body?: unknown): Promise<Reply> {
  const r = await take(c, id, act, body);
  expect(r, act).toMatchObject({ status: 200, body: { state } });
  return r;
}
const claim = async (c: Client, id: number) => expect((await c.post(`/v1/cases/${id}/claim`)).status).toBe(200);
const events = async (id: number) => (await db.selectFrom('case_event').select('type').where('case_id', '=', id).orderBy('id').execute()).map((e) => e.type);
const allowed = async (c: Client, id: number): Promise<string[]> => {
  const { body } = await c.get(`/v1/cases/${id}/proceedings`);
  return body.allowed_actions.filter((a: { allowed: boolean }) => a.allowed).map((a: { act: string }) => a.act);
};

describe('the lawful way', () => {
  test('campaign: two readers, plenary, clarification, recommendation, examination, decision, appeal before another person, follow-up', async () => {
    const id = await buildCase(db, { phase: 'CAMP', contest: 'langkah-uji' });
    await buildSubscription(db, '16.73');
    for (const reader of [analyst, second]) {
      await claim(reader, id);
      await take(reader, id, 'opinion', { finding: 'plausible', acts: ['SKB-DS-02'], reason: 'Ajakan memilih secara langsung.' });
    }
    expect((await row(id)).state).toBe('CONFIRMED');
    expect(await allowed(commissioner, id)).toEqual(['identity', 'reopen', 'join', 'finding', 'attach']);
    expect((await take(commissioner, id, 'forward')).body.code).toBe('forward_needs_finding');

    const finding = await mustTake(commissioner, id, 'finding', 'FINDING');
    expect(finding.body.finding_number).toMatch(/^001\/TM\/PW\/16\.73\/[IVX]+\/\d{4}$/);
    expect((await mustTake(officer, id, 'register', 'REGISTERED')).body.registration_number).toMatch(/^001\/Reg\/TM\/PW\/16\.73\//);
    expect(await allowed(officer, id)).toEqual(['identity', 'summon', 'attach', 'extend']);
    await mustTake(officer, id, 'summon', 'CLARIFICATION');
    expect((await take(commissioner, id, 'forward')).body.code, 'the right to be heard comes first').toBe('hearing_needed');
    await mustTake(officer, id, 'hear', 'CLARIFICATION');
    await mustTake(officer, id, 'state', 'CLARIFICATION');
    expect((await office.get(`/v1/cases/${id}`)).status, 'the office sees nothing before').toBe(404);

    const forwarded = await mustTake(commissioner, id, 'forward', 'FORWARDED', { recommendation: 'Diteruskan kepada PPK.' });
    expect(forwarded.body.deliveries).toBe(1);
    const { rows } = await sql<{ payload: unknown }>`select payload from delivery where case_id = ${id}`.execute(db);
    expect(CaseForwardedPayload.parse(rows[0]?.payload)).toMatchObject({ finding_number: finding.body.finding_number, acts: [{ code: 'SKB-DS-02' }] });
    expect((await row(id)).recipient_agency).toBe('Pemerintah Kota Uji');

    expect(await allowed(office, id)).toEqual(['identity', 'attach', 'answer', 'receive']);
    await mustTake(office, id, 'receive', 'PPK_EXAM');
    expect((await take(office, id, 'decide')).body.code, 'no penalty without an examination').toBe('hearing_needed');
    await mustTake(office, id, 'ppk_summon', 'PPK_EXAM');
    await mustTake(office, id, 'ppk_hear', 'PPK_EXAM');
    await mustTake(office, id, 'decide', 'DECIDED');
    expect(await row(id)).toMatchObject({ sanction: 'RINGAN', outcome: 'SANCTIONED' });
    await mustTake(office, id, 'appeal', 'APPEALED');
    expect((await take(office, id, 'decide_appeal')).body.code, 'who touched the case does not judge the appeal').toBe('case_same_person');
    await mustTake(judge, id, 'decide_appeal', 'DECIDED');
    await mustTake(officer, id, 'close', 'CLOSED');
    expect(await row(id)).toMatchObject({ sanction: 'NONE', outcome: 'NO_SANCTION', due_at: null, ended_at: expect.any(Date) });
    expect((await events(id)).filter((e) => e !== 'claimed')).toEqual([
      ...['opened', 'opinion', 'opinion', 'confirmed', 'finding', 'registered', 'summoned', 'heard', 'statement', 'forwarded', 'received'],
      ...['ppk_summoned', 'ppk_heard', 'decided', 'appealed', 'appeal_decided', 'closed'],
    ]);
    expect((await verifyAudit(db)).firstBroken).toBeNull();
  });

  test('what the office may read of it: its own stage, and nothing of the house', async () => {
    const id = await buildAt(db, 'CLARIFICATION', { phase: 'CAMP' });
    await prepare(db, 'hear', id);
    await mustTake(officer, id, 'hear', 'CLARIFICATION', { outcome: 'refused', minutes: 'Menolak hadir, dicatat petugas.' });
    await mustTake(officer, id, 'state', 'CLARIFICATION', { text: 'Keterangan rahasia di Bawaslu.' });
    await mustTake(commissioner, id, 'forward', 'FORWARDED');
    await mustTake(office, id, 'receive', 'PPK_EXAM');
    const seen = (await office.get(`/v1/cases/${id}/proceedings`)).body;
    expect(seen.hearings).toEqual([]);
    expect(seen.records.map((r: { kind: string }) => r.kind)).toEqual(['receipt']);
    expect(JSON.stringify(seen)).not.toContain('rahasia');
    expect((await commissioner.get(`/v1/cases/${id}/proceedings`)).body.hearings).toMatchObject([{ stage: 'BAWASLU', outcome: 'refused' }]);
  });

  test('absent once is summoned again; absent twice is decided on the evidence', async () => {
    const id = await buildAt(db, 'REGISTERED', { phase: 'CAMP' });
    await mustTake(officer, id, 'summon', 'CLARIFICATION');
    expect((await take(officer, id, 'summon')).body.code, 'one summons at a time').toBe('case_wrong_state');
    await mustTake(officer, id, 'hear', 'CLARIFICATION', { outcome: 'absent' });
    expect((await take(commissioner, id, 'forward')).body.code).toBe('hearing_needed');
    await mustTake(officer, id, 'summon', 'CLARIFICATION');
    await mustTake(officer, id, 'hear', 'CLARIFICATION', { outcome: 'absent' });
    await mustTake(commissioner, id, 'forward', 'FORWARDED');
  });

  test('a hearing that was held has minutes, a refusal a record', async () => {
    const id = await buildAt(db, 'CLARIFICATION', { phase: 'CAMP' });
    await prepare(db, 'hear', id);
    expect((await take(officer, id, 'hear', { outcome: 'held' })).status).toBe(400);
    expect((await take(officer, id, 'hear', { outcome: 'refused' })).status).toBe(400);
  });
});

describe('what is no way', () => {
  const right = (act: CaseAct): Client | null => {
    const by = STEPS.find((s) => s.act === act)?.by;
    if (by === undefined || by === 'clock') return null;
    if (by.includes('commissioner')) return commissioner;
    return by.includes('handling_officer') ? officer : by.includes('analyst') ? analyst : office;
  };

  test('each act is refused in every state that the table does not name, by the person who may take it elsewhere', async () => {
    const wrong: string[] = [];
    let cells = 0;
    const cases = new Map<CaseState, number>();
    for (const state of CaseState.options) cases.set(state, await buildAt(db, state, { phase: 'PRE' }));
    for (const act of CaseAct.options) {
      const who = right(act);
      if (!who || STEPS_OVER_HTTP[act] === undefined) continue;
      for (const state of CaseState.options) {
        if (STEPS.some((s) => s.act === act && s.from.includes(state))) continue;
        cells += 1;
        const id = cases.get(state) ?? 0;
        const r = await take(who, id, act);
        // The office does not see what was not forwarded, and may not touch what is closed to it.
        const codes = who === office ? ['case_wrong_state', 'not_found', 'forbidden'] : ['case_wrong_state'];
        if (!codes.includes(r.body?.code)) wrong.push(`${act} in ${state}: ${r.status} ${r.body?.code}`);
        if ((await row(id)).state !== state) wrong.push(`${act} moved ${state}`);
      }
    }
    process.stdout.write(`steps refused by state: ${cells} cells\n`);
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(250);
  });

  test('each act of the table is possible from each of its states, and leads where the table says', async () => {
    const wrong: string[] = [];
    for (const step of STEPS) {
      const who = right(step.act);
      const how = STEPS_OVER_HTTP[step.act];
      if (!who || how === undefined || ['opinion', 'undo', 'split'].includes(step.act)) continue;
      for (const state of step.from) {
        const id = await buildAt(db, state, { phase: state === 'CONFIRMED' && step.act === 'forward' ? 'PRE' : 'CAMP', acts: ['SKB-DS-02', 'PIL16-71-1'] });
        await prepare(db, step.act, id);
        const r = await take(who, id, step.act);
        const to = step.to === 'same' ? state : step.to;
        if (r.status !== 200 || r.body.state !== to) wrong.push(`${step.act} from ${state}: ${r.status} ${r.body?.code ?? r.body?.state}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the database holds the same pairs as the table', async () => {
    const { rows } = await sql<{
      from: string;
      to: string;
      byClock: boolean;
    }>`select from_state as "from", to_state as "to", by_clock as "byClock" from case_transition`.execute(db);
    const key = (m: { from: string; to: string; byClock: boolean }) => `${m.from} → ${m.to}${m.byClock ? ' (clock)' : ''}`;
    expect(rows.map(key).sort()).toEqual(legalMoves().map(key).sort());
  });

  test('a step needs the case as it was read, and is taken once however often it is sent', async () => {
    const id = await buildAt(db, 'FINDING', { phase: 'CAMP' });
    expect(await officer.post(`/v1/cases/${id}/registration`, {}, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
    expect(await officer.post(`/v1/cases/${id}/registration`, {})).toMatchObject({ status: 428 });
    const headers = { 'if-match': '"1"', 'idempotency-key': randomUUID() };
    const [a, b] = await Promise.all([1, 2].map(() => officer.post(`/v1/cases/${id}/registration`, {}, headers)));
    expect([a?.status, b?.status]).toEqual([200, 200]);
    expect(a?.body).toEqual(b?.body);
    expect((await events(id)).filter((e) => e === 'registered')).toHaveLength(1);
  });

  test('two officers who act at once: one succeeds, the other reads the case again', async () => {
    const id = await buildAt(db, 'REGISTERED', { phase: 'CAMP' });
    const { revision } = await row(id);
    const results = await Promise.all([1, 2].map(() => take(officer, id, 'summon', undefined, revision)));
    expect(results.map((r) => r.status).sort((x, y) => x - y)).toEqual([200, 412]);
    expect((await events(id)).filter((e) => e === 'summoned')).toHaveLength(1);
  });
});

describe('two people', () => {
  test('who reviewed does not fix the finding, forward, or end the study', async () => {
    const both = await client(await buildUser(db, ['analyst', '16'], ['commissioner', '16']));
    const id = await buildCase(db, { phase: 'CAMP' });
    await claim(both, id);
    await take(both, id, 'opinion', { finding: 'plausible', acts: ['SKB-KE-07'] });
    expect((await row(id)).state).toBe('CONFIRMED');
    expect(await take(both, id, 'finding')).toMatchObject({ status: 409, body: { code: 'case_same_person' } });
    await mustTake(commissioner, id, 'finding', 'FINDING');
    await mustTake(officer, id, 'register', 'REGISTERED');
    await mustTake(officer, id, 'summon', 'CLARIFICATION');
    await mustTake(officer, id, 'hear', 'CLARIFICATION');
    expect((await take(both, id, 'not_proven')).body.code).toBe('case_same_person');
    expect((await take(both, id, 'forward')).body.code).toBe('case_same_person');
  });

  test('a withdrawal is made by somebody else, and goes to everyone who got the alert, also when their subscription has ended', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'PRE', region: '16.74' });
    const subscription = await buildSubscription(db, '16.74');
    await buildSubscription(db, '18');
    await mustTake(commissioner, id, 'forward', 'FORWARDED');
    await sql`update subscription set active = false where id = ${subscription}`.execute(db);
    expect((await take(commissioner, id, 'withdraw')).body.code).toBe('case_same_person');
    expect((await take(other, id, 'withdraw', { reason: '   ' })).status).toBe(400);
    const r = await mustTake(other, id, 'withdraw', 'WITHDRAWN');
    const { rows } = await sql<{ event: string; subscription_id: number; payload: unknown }>`
      select event, subscription_id, payload from delivery where case_id = ${id} order by created_at, event`.execute(db);
    const told = rows.filter((d) => d.event === 'case.forwarded').map((d) => d.subscription_id);
    const retracted = rows.filter((d) => d.event === 'case.withdrawn');
    expect(told).toContain(subscription);
    expect(retracted.map((d) => d.subscription_id).sort((x, y) => x - y)).toEqual(told.sort((x, y) => x - y));
    expect(r.body.deliveries).toBe(told.length);
    expect(CaseWithdrawnPayload.parse(retracted[0]?.payload)).toMatchObject({
      reason: 'Temuan keliru: akun senama.',
      case_numbers: [expect.stringMatching(/^K-/)],
    });
    expect(await row(id)).toMatchObject({ outcome: 'WITHDRAWN', ended_at: expect.any(Date) });
  });

  test('when a retraction cannot be written, nothing of the withdrawal is', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'PRE', region: '16.73' });
    await mustTake(commissioner, id, 'forward', 'FORWARDED');
    await sql`alter table delivery add constraint broken check (event <> 'case.withdrawn') not valid`.execute(db);
    try {
      expect((await take(other, id, 'withdraw')).status).toBe(500);
    } finally {
      await sql`alter table delivery drop constraint broken`.execute(db);
    }
    expect((await row(id)).state).toBe('FORWARDED');
    expect(await events(id)).not.toContain('withdrawn');
  });
});

describe('deadlines', () => {
  test('after the time for the plenary has passed the finding is refused, the case expires, and nothing else happens to it', async () => {
    const id = await buildCase(db, { state: 'CONFIRMED', phase: 'CAMP', knownDaysAgo: 8 });
    expect(await take(commissioner, id, 'finding')).toMatchObject({ status: 409, body: { code: 'forward_too_late' } });
  });

  test('Pilkada: three days from registration, five when extended once; the law of the contest decides', async () => {
    const days = (a: Date | null, b: Date | null) => Math.ceil(((a?.getTime() ?? 0) - (b?.getTime() ?? 0)) / 86_400_000);
    const id = await buildAt(db, 'FINDING', { phase: 'CAMP', contest: 'langkah-uji' });
    await mustTake(officer, id, 'register', 'REGISTERED');
    const now = new Date();
    expect([3, 4]).toContain(days((await row(id)).due_at, now));
    await mustTake(officer, id, 'extend', 'REGISTERED');
    expect([5, 6]).toContain(days((await row(id)).due_at, now));
    expect((await take(officer, id, 'extend')).body.code).toBe('case_wrong_state');
    const pemilu = await buildAt(db, 'FINDING', { phase: 'CAMP' });
    await sql`update cases set election = 'PEMILU-2029' where id = ${pemilu}`.execute(db);
    await mustTake(officer, pemilu, 'register', 'REGISTERED');
    expect([7, 8]).toContain(days((await row(pemilu)).due_at, now));
  });

  test('an appeal after fourteen working days is too late', async () => {
    const id = await buildAt(db, 'DECIDED', { phase: 'CAMP' });
    await sql`insert into case_event (case_id, type, actor, at) values (${id}, 'decided', 1, now() - interval '40 days')`.execute(db);
    expect((await take(office, id, 'appeal')).body.code).toBe('forward_too_late');
  });

  test('holidays come with the product and lengthen working days', async () => {
    const { rows } = await sql<{ day: string }>`select day::text as day from holiday where day between '2026-08-01' and '2026-08-31' order by day`.execute(db);
    expect(rows.map((r) => r.day)).toContain('2026-08-17');
  });
});
