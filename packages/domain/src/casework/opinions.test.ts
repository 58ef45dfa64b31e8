import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTS, actAllowedIn, needsSecondReader } from '../acts.ts';
import { Phase } from '../vocabulary.ts';
import { type Finding, type GivenOpinion, opinionFault, outcomeOf } from './opinions.ts';

const code = fc.constantFrom(...ACTS.map((a) => a.code));
const opinion = (finding: fc.Arbitrary<Finding>): fc.Arbitrary<Omit<GivenOpinion, 'by'>> =>
  fc.record({ finding, acts: fc.array(code, { minLength: 1, maxLength: 4 }) }).map(({ finding: f, acts }) => ({
    finding: f,
    acts: f === 'plausible' ? acts : [],
    ...(f === 'not_a_violation' ? { exemption: 'HN-04' } : {}),
  }));
const anyFinding = fc.constantFrom<Finding>('plausible', 'not_a_violation', 'needs_second');
/** Different people, as the database holds. */
const opinions = (max = 5) => fc.array(opinion(anyFinding), { minLength: 1, maxLength: max }).map((list) => list.map((o, i) => ({ ...o, by: `r${i}` })));

describe('outcomeOf', () => {
  test('every heavy act that is confirmed was named by two readers, whatever else was said', () => {
    fc.assert(
      fc.property(opinions(), (list) => {
        const out = outcomeOf(list);
        if (!('state' in out)) return;
        for (const act of out.acts.filter((a) => needsSecondReader([a])))
          expect(list.filter((o) => o.finding === 'plausible' && o.acts.includes(act)).length, act).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  const yes = (by: string, ...acts: string[]): GivenOpinion => ({ by, finding: 'plausible', acts });
  const no = (by: string): GivenOpinion => ({ by, finding: 'not_a_violation', acts: [], exemption: 'HN-04' });

  test('a heavy act of one reader falls away; the light act of another stands', () => {
    expect(outcomeOf([yes('a', 'SKB-DS-02'), yes('b', 'SKB-KE-07')])).toMatchObject({ state: 'CONFIRMED', acts: ['SKB-KE-07'] });
    expect(outcomeOf([yes('a', 'SKB-DS-05'), no('b')])).toEqual({ wait: 'third' });
    expect(outcomeOf([yes('a', 'SKB-DS-05'), no('b'), yes('c', 'SKB-KE-07')])).toMatchObject({ state: 'CONFIRMED', acts: ['SKB-KE-07'] });
  });

  test('two who name different heavy acts wait for a third, who may settle it either way', () => {
    const two = [yes('a', 'SKB-DS-02'), yes('b', 'SKB-DS-06')];
    expect(outcomeOf(two)).toEqual({ wait: 'third' });
    expect(outcomeOf([...two, yes('c', 'SKB-DS-06', 'SKB-DS-08')])).toMatchObject({ state: 'CONFIRMED', acts: ['SKB-DS-06'] });
    expect(outcomeOf([...two, yes('c', 'SKB-DS-08')])).toEqual({ state: 'DISMISSED', acts: [], exemption: null });
    expect(outcomeOf([...two, no('c')])).toEqual({ state: 'DISMISSED', acts: [], exemption: 'HN-04' });
  });

  test('naming an act twice is still one reader', () => {
    expect(outcomeOf([yes('a', 'SKB-DS-02', 'SKB-DS-02')])).toEqual({ wait: 'second' });
    expect(outcomeOf([yes('a', 'SKB-DS-02', 'SKB-DS-02'), no('b'), yes('c', 'SKB-KE-07')])).toMatchObject({ acts: ['SKB-KE-07'] });
  });

  test('an unknown act code counts as heavy', () => {
    expect(outcomeOf([{ by: 'a', finding: 'plausible', acts: ['NOT-IN-CATALOGUE'] }])).toEqual({ wait: 'second' });
  });

  test('the order in which opinions were given changes nothing', () => {
    fc.assert(
      fc.property(
        opinions().chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const strip = (o: ReturnType<typeof outcomeOf>) => ('state' in o ? { ...o, exemption: o.exemption === null ? null : 'some' } : o);
          expect(strip(outcomeOf(shuffled))).toEqual(strip(outcomeOf(list)));
        },
      ),
    );
  });

  test('confirmed acts are only those that a reader named, dismissed cases have none', () => {
    fc.assert(
      fc.property(opinions(), (list) => {
        const out = outcomeOf(list);
        if (!('state' in out)) return;
        const named = new Set(list.flatMap((o) => o.acts));
        expect(out.acts.every((a) => named.has(a))).toBe(true);
        expect(out.acts.length > 0).toBe(out.state === 'CONFIRMED');
      }),
    );
  });

  test('it only ever confirms, dismisses or waits', () => {
    fc.assert(
      fc.property(opinions(), (list) => {
        const out = outcomeOf(list);
        expect(['second', 'third', 'CONFIRMED', 'DISMISSED']).toContain('wait' in out ? out.wait : out.state);
      }),
    );
  });

  test('three decided opinions always settle a case', () => {
    fc.assert(
      fc.property(fc.array(opinion(fc.constantFrom<Finding>('plausible', 'not_a_violation')), { minLength: 3, maxLength: 3 }), (list) => {
        expect(outcomeOf(list.map((o, i) => ({ ...o, by: `r${i}` })))).toHaveProperty('state');
      }),
    );
  });

  test('a second reader who was asked for is waited for', () => {
    const ask: GivenOpinion = { by: 'a', finding: 'needs_second', acts: [] };
    expect(outcomeOf([yes('b', 'SKB-KE-02')])).toMatchObject({ state: 'CONFIRMED' });
    expect(outcomeOf([ask, yes('b', 'SKB-KE-02')])).toEqual({ wait: 'second' });
    expect(outcomeOf([ask, yes('b', 'SKB-KE-02'), yes('c', 'SKB-KE-02')])).toMatchObject({ state: 'CONFIRMED', acts: ['SKB-KE-02'] });
  });
});

describe('opinionFault', () => {
  test('a plausible opinion passes exactly when every act applies in the phase', () => {
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 4 }), fc.constantFrom(...Phase.options), (acts, phase) => {
        const fault = opinionFault({ finding: 'plausible', acts }, phase);
        expect(fault === null).toBe(acts.every((a) => actAllowedIn(a, phase)));
      }),
    );
  });

  test('a blank reason is no reason', () => {
    for (const reason of ['   ', '\u200b\u200b', '...'])
      expect(opinionFault({ finding: 'not_a_violation', acts: [], reason }, 'PRE')?.code, JSON.stringify(reason)).toBe('reason_required');
    expect(opinionFault({ finding: 'not_a_violation', acts: [], exemption: 'HN-04' }, 'PRE')).toBeNull();
  });
});
