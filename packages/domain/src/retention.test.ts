import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaseState } from './casework/states.ts';
import {
  classOfCase,
  cutoff,
  type EndedCase,
  judgeCase,
  overrideFault,
  RETENTION_RULES,
  RetentionClass,
  type RetentionOverride,
  RetentionUnit,
  ruleOf,
  rulesWith,
  termEnd,
} from './retention.ts';

const DAY = 86_400_000;
const at = (s: string) => new Date(s);
const ended = (over: Partial<EndedCase>): EndedCase => ({
  state: 'DISMISSED',
  outcome: null,
  endedAt: at('2026-01-01T00:00:00Z'),
  postGone: false,
  held: false,
  ...over,
});

describe('the terms', () => {
  test.each([
    ['unflagged_text', 72, 'hour'],
    ['sample_text', 14, 'day'],
    ['dismissed', 30, 'day'],
    ['expired', 30, 'day'],
    ['not_proven', 1, 'year'],
    ['sanctioned', 5, 'year'],
    ['access_log', 5, 'year'],
  ] as const)('%s is kept %i %s', (c, n, unit) => {
    expect(ruleOf(c).keep).toEqual({ n, unit });
  });

  test('every class has exactly one rule', () => {
    expect(RETENTION_RULES.map((r) => r.class).sort()).toEqual([...RetentionClass.options].sort());
  });

  test('a leap day ends on the first of March', () => {
    expect(termEnd({ n: 1, unit: 'year' }, at('2024-02-29T10:00:00Z'))).toEqual(at('2025-03-01T10:00:00Z'));
  });
});

describe('how a case ended', () => {
  test.each([
    ['DISMISSED', 'DISMISSED', 'dismissed'],
    ['CLOSED', 'DISMISSED', 'dismissed'],
    ['EXPIRED', 'EXPIRED', 'expired'],
    ['CLOSED', 'NOT_PROVEN', 'not_proven'],
    ['WITHDRAWN', 'WITHDRAWN', 'withdrawn'],
    ['DECIDED', 'SANCTIONED', null],
    ['CLOSED', 'SANCTIONED', 'sanctioned'],
    ['CRIMINAL_TRACK', 'CRIMINAL_TRACK', null],
    ['CLOSED', 'CRIMINAL_TRACK', 'sanctioned'],
    ['CLOSED', 'NO_SANCTION', 'not_sanctioned'],
    ['CLOSED', null, null],
    ['FORWARDED', null, null],
    ['APPEALED', null, null],
  ] as const)('%s with outcome %s is %s', (state, outcome, expected) => {
    expect(classOfCase({ state, outcome })).toBe(expected);
  });

  test('the year of a finding not proven ends to the moment', () => {
    const c = ended({ state: 'CLOSED', outcome: 'NOT_PROVEN', endedAt: at('2026-06-01T00:00:00Z') });
    expect(judgeCase(c, RETENTION_RULES, at('2027-05-31T23:59:59Z'))).toEqual({ due: false, why: 'term_runs', until: at('2027-06-01T00:00:00Z') });
    expect(judgeCase(c, RETENTION_RULES, at('2027-06-01T00:00:00Z')).due).toBe(true);
  });

  test('a post that its author took back is not kept for a case without a finding, but for one with', () => {
    const now = at('2026-01-02T00:00:00Z');
    expect(judgeCase(ended({ postGone: true }), RETENTION_RULES, now).due).toBe(true);
    expect(judgeCase(ended({ postGone: true, state: 'NOT_PROVEN' }), RETENTION_RULES, now).due).toBe(false);
    expect(judgeCase(ended({ postGone: true, state: 'CLOSED', outcome: 'SANCTIONED' }), RETENTION_RULES, now).due).toBe(false);
  });
});

describe('overrides', () => {
  const o = (c: RetentionClass, n: number, unit: 'hour' | 'day' | 'year', legalBasis = 'SK Ketua 1/2026'): RetentionOverride => ({
    class: c,
    keep: { n, unit },
    legalBasis,
  });
  test('longer text needs a basis that says something', () => {
    expect(overrideFault(o('unflagged_text', 30, 'day', ' – '))).toBe('no_legal_basis');
    expect(rulesWith([o('unflagged_text', 30, 'day', '')])).toEqual(RETENTION_RULES);
    expect(rulesWith([o('unflagged_text', 30, 'day')]).find((r) => r.class === 'unflagged_text')).toMatchObject({
      keep: { n: 30, unit: 'day' },
      basis: 'SK Ketua 1/2026',
    });
  });
  test('the sample never outlives 14 days, the access log never falls below five years', () => {
    expect(overrideFault(o('sample_text', 15, 'day'))).toBe('above_most');
    expect(overrideFault(o('sample_text', 14, 'day'))).toBeNull();
    expect(overrideFault(o('access_log', 4, 'year'))).toBe('below_least');
    expect(overrideFault(o('access_log', 10, 'year'))).toBeNull();
    expect(overrideFault(o('dismissed', 0, 'day'))).toBe('not_a_term');
  });
});

const moment = fc.date({ min: at('2000-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z'), noInvalidDate: true });
const term = fc.record({ n: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom(...RetentionUnit.options) });
const anyCase: fc.Arbitrary<EndedCase> = fc.record({
  state: fc.constantFrom(...CaseState.options),
  outcome: fc.option(fc.constantFrom(...CaseState.options, 'SANCTIONED', 'NO_SANCTION')),
  endedAt: fc.option(moment),
  postGone: fc.boolean(),
  held: fc.boolean(),
});
const overrides = fc.array(fc.record({ class: fc.constantFrom(...RetentionClass.options), keep: term, legalBasis: fc.constantFrom('SK 1/2026', '', '--') }), {
  maxLength: 4,
});

/** A property that only says something when its condition holds. */
const implies = (condition: boolean, then: () => boolean): boolean => !condition || then();

describe('properties', () => {
  test('what is due stays due, and a hold always wins', () => {
    fc.assert(
      fc.property(anyCase, moment, fc.integer({ min: 0, max: 4_000 }), overrides, (c, now, days, os) => {
        const rules = rulesWith(os);
        const stays = implies(judgeCase(c, rules, now).due, () => judgeCase(c, rules, new Date(now.getTime() + days * DAY)).due);
        return stays && !judgeCase({ ...c, held: true }, rules, now).due;
      }),
    );
  });

  test('an open case, or one that ended nobody knows how, is never due', () => {
    const over = ['DISMISSED', 'EXPIRED', 'NOT_PROVEN', 'WITHDRAWN', 'CLOSED'];
    fc.assert(
      fc.property(anyCase, moment, (c, now) => {
        const j = judgeCase(c, RETENTION_RULES, now);
        return implies(!over.includes(c.state), () => !j.due && j.why === 'open') && implies(c.state === 'CLOSED' && c.outcome === null, () => !j.due);
      }),
    );
  });

  test('nothing is due before its own term, and "until" is the moment it becomes due', () => {
    const dueAt = (c: EndedCase, at: number) => judgeCase(c, RETENTION_RULES, new Date(at)).due;
    fc.assert(
      fc.property(anyCase, moment, (c, now) => {
        const j = judgeCase(c, RETENTION_RULES, now);
        if (j.due) return j.since.getTime() <= now.getTime();
        const until = j.until?.getTime() ?? null;
        return until === null || (until > now.getTime() && dueAt(c, until) && !dueAt(c, until - 1));
      }),
    );
  });

  test('an override never leaves the bounds of its class', () => {
    fc.assert(
      fc.property(overrides, moment, (os, from) =>
        rulesWith(os).every((r) => {
          const end = termEnd(r.keep, from).getTime();
          const below = r.most === undefined || end <= termEnd(r.most, from).getTime();
          return below && (r.least === undefined || end >= termEnd(r.least, from).getTime() - 2 * DAY);
        }),
      ),
    );
  });

  test('what a cut-off calls over really is over', () => {
    fc.assert(
      fc.property(term, moment, fc.integer({ min: 0, max: 1_000 }), (keep, now, back) => {
        const began = new Date(cutoff(keep, now).getTime() - back);
        expect(termEnd(keep, began).getTime()).toBeLessThanOrEqual(now.getTime());
        expect(termEnd(keep, new Date(cutoff(keep, now).getTime() + 2 * DAY)).getTime()).toBeGreaterThan(now.getTime());
      }),
    );
  });
});
