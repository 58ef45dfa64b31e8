import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTS, actsIn, needsSecondReader } from '../acts.ts';
import type { Phase, Role } from '../vocabulary.ts';
import { type DeadlineUnit, deadlineOf, dueRule, isWorkingDay, regimeOf } from './deadlines.ts';
import type { Actor, CaseFacts, Moment } from './facts.ts';
import { allowedActs, judge, legalMoves, rolesOf, STEPS } from './machine.ts';
import { type GivenOpinion, opinionFault, outcomeOf } from './opinions.ts';
import { CaseAct, CaseState, type HearingStatus } from './states.ts';

const DAY = 86_400_000;
const PEOPLE = 24;
const T0 = Date.parse('2024-10-01T03:00:00Z');
const ROLES: Role[] = ['analyst', 'second_reviewer', 'commissioner', 'handling_officer', 'personnel_office', 'auditor', 'system_admin', 'stats_reader'];
const HOLIDAYS = new Set(['2024-12-25', '2024-10-17']);

/** A case as plain data, walked through by people and the clock as the store does it, without a database. */
interface Walked {
  facts: CaseFacts;
  opinions: GivenOpinion[];
  acted: { act: CaseAct; by: string | null; from: CaseState; to: CaseState }[];
  now: number;
}

const start = (phase: Phase): Walked => ({
  facts: {
    state: 'FLAGGED',
    region: '16.73',
    phase,
    regime: 'PILKADA',
    acts: [],
    firstFlaggedAt: new Date(T0),
    knownAt: null,
    dueAt: null,
    forwardedAt: null,
    ppkDecidedAt: null,
    identityVerified: true,
    evidenceSealed: true,
    clarification: 'none',
    examination: 'none',
    extended: false,
    recipientQuestion: null,
    inFile: false,
    held: false,
    people: { readers: [], readersNow: [], forwardedBy: null, touched: [] },
  },
  opinions: [],
  acted: [],
  now: T0,
});

interface Try {
  act: CaseAct;
  who: number;
  wait: number;
  yes: boolean;
  pick: number;
  outcome: 'held' | 'refused' | 'absent';
  /** Somebody who means well: takes a step that exists here and is theirs. */
  guided: boolean;
}

const person = (n: number): { id: string; roles: Role[] } => ({
  id: `p${n}`,
  roles: [ROLES[n % ROLES.length] ?? 'analyst', ...(n % 5 === 0 ? (['commissioner'] as Role[]) : [])],
});

function heard(before: HearingStatus, outcome: Try['outcome']): HearingStatus {
  if (outcome !== 'absent') return outcome;
  return before === 'summoned' ? 'absent_once' : before;
}

function guide(w: Walked, t: Try): Try {
  const here = STEPS.filter(
    (s) =>
      s.from.includes(w.facts.state) &&
      s.by !== 'clock' &&
      !['withdraw', 'identity', 'attach', 'reopen', w.facts.state === 'FLAGGED' ? '' : 'claim'].includes(s.act),
  );
  const step = here[t.pick % Math.max(1, here.length)];
  if (!step || step.by === 'clock') return t;
  const fit = Array.from({ length: PEOPLE }, (_, i) => i).filter((i) => step.by !== 'clock' && step.by.some((r) => person(i).roles.includes(r)));
  return { ...t, act: step.act, who: fit[t.who % fit.length] ?? t.who, wait: 0 };
}

/** One attempt of somebody to do something; refused attempts leave everything as it was. */
function attempt(w: Walked, wild: Try): void {
  const t = wild.guided ? guide(w, wild) : wild;
  w.now += t.wait;
  const at: Moment = { now: new Date(w.now), holidays: HOLIDAYS };
  const who = person(t.who);
  const mine = w.acted.findLastIndex((a) => a.act === 'opinion' && a.by === who.id);
  const given = w.opinions.find((o) => o.by === who.id);
  const actor: Actor | 'clock' =
    t.act === 'expire'
      ? 'clock'
      : {
          ...who,
          holds: true,
          conflict: t.who === 7,
          own: given ? { finding: given.finding, at: new Date(w.now), othersSince: w.acted.slice(mine + 1).filter((a) => a.by !== who.id).length } : null,
        };
  const judged = judge(t.act, w.facts, actor, at);
  if (judged.fault) return;
  apply(w, t, who.id, judged.to);
}

function apply(w: Walked, t: Try, by: string, target: CaseState | 'quorum'): void {
  const from = w.facts.state;
  const f = w.facts;
  let to = target === 'quorum' ? 'IN_REVIEW' : target;
  if (t.act === 'opinion') {
    const choices = actsIn(f.phase);
    const opinion: GivenOpinion = t.yes
      ? { by, finding: 'plausible', acts: [choices[t.pick % choices.length]?.code ?? ''] }
      : { by, finding: 'not_a_violation', acts: [], exemption: 'HN-08' };
    if (opinionFault(opinion, f.phase)) return;
    w.opinions.push(opinion);
    const outcome = outcomeOf(w.opinions);
    if (!('wait' in outcome)) {
      to = outcome.state;
      f.acts = outcome.acts;
    }
    f.people = { ...f.people, readers: [...f.people.readers, by], readersNow: [...f.people.readersNow, by] };
  }
  if (t.act === 'undo') {
    w.opinions = w.opinions.filter((o) => o.by !== by);
    f.people = { ...f.people, readers: f.people.readers.filter((x) => x !== by), readersNow: f.people.readersNow.filter((x) => x !== by) };
  }
  if (t.act === 'reopen') {
    w.opinions = [];
    f.people = { ...f.people, readersNow: [] };
  }
  if (t.act === 'claim') f.knownAt ??= new Date(w.now);
  if (t.act === 'summon') f.clarification = 'summoned';
  if (t.act === 'hear') f.clarification = heard(f.clarification, t.outcome);
  if (t.act === 'ppk_summon') f.examination = 'summoned';
  if (t.act === 'ppk_hear') f.examination = heard(f.examination, t.outcome);
  if (t.act === 'extend') f.extended = true;
  if (t.act === 'answer') f.recipientQuestion = 'not_ours';
  if (t.act === 'readdress') f.recipientQuestion = null;
  if (t.act === 'decide' || t.act === 'decide_appeal') f.ppkDecidedAt = new Date(w.now);
  if (t.act === 'join' || t.act === 'split') f.inFile = t.act === 'join';
  if (t.act === 'forward') {
    f.forwardedAt = new Date(w.now);
    f.people = { ...f.people, forwardedBy: by };
  }
  if (t.act !== 'expire') f.people = { ...f.people, touched: [...new Set([...f.people.touched, by])] };
  f.dueAt = to === 'CONFIRMED' && f.knownAt ? new Date(f.knownAt.getTime() + 7 * DAY) : null;
  f.state = to;
  w.acted.push({ act: t.act, by: t.act === 'expire' ? null : by, from, to });
}

const tries = fc.array(
  fc.record({
    act: fc.constantFrom(...CaseAct.options),
    who: fc.nat(PEOPLE - 1),
    guided: fc.constantFrom(true, true, false),
    wait: fc.constantFrom(0, 60_000, 3_600_000, DAY, 20 * DAY),
    yes: fc.boolean(),
    pick: fc.nat(400),
    outcome: fc.constantFrom('held' as const, 'refused' as const, 'absent' as const),
  }),
  { minLength: 20, maxLength: 120, size: 'max' },
);
const phase = fc.constantFrom<Phase>('PRE', 'CAMP', 'QUIET', 'POST');
const walk = (p: Phase, all: readonly Try[]): Walked => {
  const w = start(p);
  for (const t of all) attempt(w, t);
  return w;
};

describe('random walks', () => {
  const moves = new Set(legalMoves().map((m) => `${m.from} ${m.to}`));

  test('never make a move that the table does not have, and the clock never makes another than expiry', () => {
    fc.assert(
      fc.property(phase, tries, (p, all) => {
        for (const a of walk(p, all).acted) {
          expect(a.from === a.to || moves.has(`${a.from} ${a.to}`), `${a.act}: ${a.from} → ${a.to}`).toBe(true);
          expect(a.by === null, `${a.act}: ${a.from} → ${a.to}`).toBe(a.to === 'EXPIRED' && a.from !== 'EXPIRED');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('reach far: walks of one fixed seed have been in every state', () => {
    const reached = new Set(fc.sample(fc.tuple(phase, tries), { numRuns: 1_500, seed: 4 }).flatMap(([p, all]) => walk(p, all).acted.map((a) => a.to)));
    expect(CaseState.options.filter((s) => s !== 'FLAGGED' && !reached.has(s))).toEqual([]);
  }, 60_000);

  test('nobody has two standing opinions, and a conflict keeps people out', () => {
    fc.assert(
      fc.property(phase, tries, (p, all) => {
        const { facts, acted } = walk(p, all);
        expect(new Set(facts.people.readers).size).toBe(facts.people.readers.length);
        expect(acted.some((a) => a.by === 'p7' && (a.act === 'opinion' || a.act === 'claim'))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('a confirmed heavy act has two people behind it; who reviewed never fixes or forwards; who forwarded never withdraws', () => {
    fc.assert(
      fc.property(phase, tries, (p, all) => {
        const w = start(p);
        for (const t of all) {
          const before = w.facts.state;
          const n = w.acted.length;
          attempt(w, t);
          const last = w.acted.length > n ? w.acted.at(-1) : undefined;
          if (!last) continue;
          const heavy = last.to === 'CONFIRMED' && before === 'IN_REVIEW' ? w.facts.acts.filter((a) => needsSecondReader([a])) : [];
          const readersOf = (act: string) => new Set(w.opinions.filter((o) => o.acts.includes(act)).map((o) => o.by)).size;
          expect(heavy.filter((act) => readersOf(act) < 2)).toEqual([]);
          const commission = ['finding', 'forward', 'not_proven'].includes(last.act);
          expect(commission && w.facts.people.readers.includes(last.by ?? '')).toBe(false);
          expect(last.act === 'withdraw' && last.by === w.facts.people.forwardedBy).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('whatever is allowed succeeds, whatever is not says why', () => {
    fc.assert(
      fc.property(phase, tries, fc.nat(23), (p, all, n) => {
        const { facts, now } = walk(p, all);
        const actor: Actor = { ...person(n), holds: false, conflict: false, own: null };
        const at = { now: new Date(now), holidays: HOLIDAYS };
        for (const a of allowedActs(facts, actor, at)) {
          const { fault } = judge(a.act, facts, actor, at);
          expect([fault === undefined, a.detail === null]).toEqual([a.allowed, a.allowed]);
          expect(rolesOf(a.act).some((r) => actor.roles.includes(r))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the table', () => {
  test('every state but the first can be reached, and every state that is no end can be left', () => {
    const moves = legalMoves();
    expect(CaseState.options.filter((s) => s !== 'FLAGGED' && !moves.some((m) => m.to === s))).toEqual([]);
    expect(CaseState.options.filter((s) => !moves.some((m) => m.from === s))).toEqual(['WITHDRAWN']);
  });

  test('the clock appears once', () => {
    expect(STEPS.filter((s) => s.by === 'clock').map((s) => [s.act, s.to])).toEqual([['expire', 'EXPIRED']]);
  });

  test('roles that decide no case are in no step', () => {
    const all = new Set(STEPS.flatMap((s) => (s.by === 'clock' ? [] : s.by)));
    for (const role of ['stats_reader', 'register_admin', 'rules_author', 'rules_approver', 'system_admin'] as const) expect(all.has(role)).toBe(false);
    expect(STEPS.filter((s) => s.by !== 'clock' && s.by.includes('auditor')).map((s) => s.act)).toEqual(['identity']);
  });

  test('the office has no step before FORWARDED but opening an identity, which it cannot see', () => {
    const before: CaseState[] = ['FLAGGED', 'IN_REVIEW', 'DISMISSED', 'CONFIRMED', 'EXPIRED', 'FINDING', 'REGISTERED', 'CLARIFICATION', 'NOT_PROVEN'];
    const office = STEPS.filter((s) => s.by !== 'clock' && s.by.includes('personnel_office') && s.from.some((f) => before.includes(f)));
    expect([...new Set(office.map((s) => s.act))]).toEqual(['identity', 'attach']);
  });

  test('what a case criminal enough for Gakkumdu names is an act of that class', () => {
    expect(ACTS.filter((a) => a.classes.includes('PIDANA')).map((a) => a.code)).toContain('PIL16-71-1');
  });
});

describe('deadlines', () => {
  test('what review sets counts no working days: the store takes these steps without reading the holidays', () => {
    const review = STEPS.filter((s) => ['claim', 'opinion', 'undo', 'identity', 'reopen'].includes(s.act));
    const states: CaseState[] = ['IN_REVIEW', 'CONFIRMED', 'DISMISSED'];
    // `same` sets no deadline; the quorum ends in one of the two decided states.
    expect([...new Set(review.map((s) => s.to))].filter((to) => to !== 'same' && to !== 'quorum' && !states.includes(to))).toEqual([]);
    const rules = states.flatMap((state) => (['PEMILU', 'PILKADA'] as const).map((r) => dueRule(state, r, { extended: false, recipientInQuestion: false })));
    expect(rules.filter((r) => r !== null).length).toBeGreaterThan(0);
    expect(rules.filter((r) => r?.unit === 'working_day')).toEqual([]);
  });

  const rule = (n: number, unit: DeadlineUnit) => ({ n, unit, anchor: 'known_at' as const, source: 'uji' });
  const region = fc.constantFrom('16.73', '51.71', '91.01');
  const moment = fc.date({ min: new Date('2023-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });

  test.each([
    // Tuesday 1 October 2024, 10:00 in Lubuk Linggau.
    ['hours run on', rule(24, 'hour'), '16.73', '2024-10-02T03:00:00.000Z'],
    ['days end with their last local day (WIB)', rule(7, 'calendar_day'), '16.73', '2024-10-08T16:59:59.999Z'],
    ['the same day (WITA)', rule(0, 'calendar_day'), '51.71', '2024-10-01T15:59:59.999Z'],
    ['the same day (WIT)', rule(0, 'calendar_day'), '91.01', '2024-10-01T14:59:59.999Z'],
    ['working days leave out weekends', rule(5, 'working_day'), '16.73', '2024-10-08T16:59:59.999Z'],
    ['and holidays', rule(14, 'working_day'), '16.73', '2024-10-22T16:59:59.999Z'],
  ])('%s', (_name, r, where, expected) => {
    expect(deadlineOf(r, new Date(T0), where, HOLIDAYS).toISOString()).toBe(expected);
  });

  test('seven days, then three working days', () => {
    const forwarded = dueRule('FORWARDED', 'PILKADA', { extended: false, recipientInQuestion: false });
    expect(forwarded && deadlineOf(forwarded, new Date(T0), '16.73', HOLIDAYS).toISOString()).toBe('2024-10-11T16:59:59.999Z');
  });

  test('a later start never ends sooner, more days never end sooner, and a holiday more never shortens', () => {
    fc.assert(
      fc.property(
        moment,
        fc.nat(20 * DAY),
        fc.nat(30),
        fc.constantFrom<DeadlineUnit>('calendar_day', 'working_day', 'hour'),
        region,
        (from, later, n, unit, where) => {
          const end = deadlineOf(rule(n, unit), from, where, HOLIDAYS).getTime();
          expect(end).toBeGreaterThanOrEqual(from.getTime());
          expect(deadlineOf(rule(n, unit), new Date(from.getTime() + later), where, HOLIDAYS).getTime()).toBeGreaterThanOrEqual(end);
          expect(deadlineOf(rule(n + 1, unit), from, where, HOLIDAYS).getTime()).toBeGreaterThan(end);
          const more = new Set([...HOLIDAYS, new Date(end).toISOString().slice(0, 10)]);
          expect(deadlineOf(rule(n, unit), from, where, more).getTime()).toBeGreaterThanOrEqual(end);
        },
      ),
    );
  });

  test('a day is 24 hours everywhere and always: no summer time moves a deadline', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 400 }), region, (from, n, where) => {
        const step =
          deadlineOf(rule(n, 'calendar_day'), from, where, HOLIDAYS).getTime() - deadlineOf(rule(n - 1, 'calendar_day'), from, where, HOLIDAYS).getTime();
        expect(step).toBe(DAY);
      }),
    );
  });

  test('a table without working days is an error and not an endless loop', () => {
    const none = new Set(Array.from({ length: 12 * 366 }, (_, i) => new Date(T0 + i * DAY).toISOString().slice(0, 10)));
    expect(() => deadlineOf(rule(1, 'working_day'), new Date(T0), '16.73', none)).toThrow('no working days');
    expect(isWorkingDay('2024-10-17', HOLIDAYS)).toBe(false);
  });

  test('the law of the contest decides; without a contest the name of the election', () => {
    expect(regimeOf({ contestType: 'PRESIDENT', election: 'PILKADA-X' })).toBe('PEMILU');
    expect(regimeOf({ contestType: 'MAYOR', election: 'PEMILU-2024' })).toBe('PILKADA');
    expect(regimeOf({ contestType: null, election: 'PEMILU-2024' })).toBe('PEMILU');
    expect(regimeOf({ contestType: null, election: null })).toBe('PILKADA');
  });
});
